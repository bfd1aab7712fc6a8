// What is said in words: the meaning of what is lit, the small print, and one sentence for those who listen.
const SETTLED = 300; // milliseconds after the last move before the sentence is spoken

class Status {
  constructor(view) {
    this.view = view;
    this.symbol = element("b", { class: "meaning-symbol" });
    this.meaning = element("span", { class: "meaning-text" });
    this.line = element("p", { class: "meaning" }, this.symbol, this.meaning);
    this.check = element("span", { class: "check" });
    this.caption = element("span", { class: "caption" });
    this.print = element("p", { class: "print" }, this.caption, this.check);
    this.spoken = element("p", { class: "spoken", "aria-live": "polite" });
    this.root = element("footer", { class: "status" }, this.print, this.spoken);
  }

  load() {
    const { header } = this.view;
    write(this.check, header.check ?? "");
    write(this.caption, header.caption ?? "");
    show(this.print, Boolean(header.check || header.caption));
    this.highlight(this.view.highlight.name);
  }

  highlight(name) {
    const { view } = this;
    write(this.symbol, name ?? "");
    this.symbol.style.color = (name && view.hue(name)) || "";
    write(this.meaning, name ? view.explain(name) : view.header.note || view.words("Point at any value: it lights up everywhere."));
    this.line.classList.toggle("idle", !name);
  }

  step() {
    clearTimeout(this.timer);
    if (!this.view.clock.playing) this.timer = setTimeout(() => this.speak(), SETTLED);
  }

  unit() {
    this.step();
  }

  speak() {
    const { view } = this;
    if (view.clock.playing || !view.values.length) return;
    const values = view.values.map(({ name }) => `${view.label(name)} ${formatNumber(numberAt(view.arrays[name], view.step, view.unit))}`);
    write(this.spoken, view.words("Step {n} of {total}, unit {unit}. {values}.", { n: view.step + 1, total: view.steps, unit: view.unit + 1, values: values.join(", ") }));
  }

  stop() {
    clearTimeout(this.timer);
  }
}
