// The bar of controls: play, step, speed, unit, layer, full screen, keys.
function chooser(name, onchange) {
  const caption = element("span", { class: "chooser-caption" });
  const select = element("select", { class: "chooser", name, onchange });
  const root = element("label", { class: `choice ${name}` }, caption, select);
  return { root, caption, select };
}

// Options are rebuilt only when they differ: an open list must not close because new numbers came in.
function fill(select, options, chosen) {
  const signature = JSON.stringify(options);
  if (select.signature !== signature) {
    select.replaceChildren(...options.map(([value, text]) => element("option", { value }, text)));
    select.signature = signature;
  }
  select.value = chosen;
}

class Transport {
  constructor(view) {
    this.view = view;
    const { choose } = view;
    this.start = iconButton("start", "", () => choose.step(0));
    this.back = iconButton("back", "", () => choose.move(-1));
    this.play = iconButton("play", "", () => choose.toggle());
    this.forward = iconButton("forward", "", () => choose.move(1));
    this.end = iconButton("end", "", () => choose.step(Infinity));
    this.play.classList.add("main");
    this.place = element("output", { class: "place" });
    this.speed = chooser("speed", () => choose.speed(Number(this.speed.select.value)));
    this.unitChoice = chooser("unit", () => choose.unit(Number(this.unitChoice.select.value)));
    this.layer = chooser("layer", () => choose.layer(this.layer.select.value));
    this.present = iconButton("present", "", () => choose.present());
    this.help = element("button", { type: "button", class: "button", onclick: () => choose.help() }, "?");
    this.title = element("span", { class: "title" });
    this.way = element("span", { class: "way" });
    const moves = element("div", { class: "moves" }, this.way, this.start, this.back, this.play, this.forward, this.end);
    this.choices = element("div", { class: "choices" }, this.unitChoice.root, this.layer.root, this.speed.root);
    this.root = element("div", { class: "transport" }, this.title, moves, this.place, this.choices, element("div", { class: "extras" }, this.present, this.help));
  }

  load() {
    const { words, header, units, palette } = this.view;
    write(this.title, header.title ?? "");
    show(this.title, Boolean(header.title));
    write(this.way, words("Through time"));
    show(this.way, Boolean(header.timeline) && (header.layers ?? []).length < 2);
    this.title.style.color = palette.cells?.[header.cell] ?? "";
    for (const [button, word] of [["start", "To the start"], ["back", "Step back"], ["forward", "Step forward"], ["end", "To the end"]]) relabel(this[button], words(word));
    relabel(this.present, words("Present"));
    relabel(this.help, words("Keys"));
    for (const [choice, word] of [["speed", "Speed"], ["unitChoice", "Unit"], ["layer", "Layer"]]) {
      write(this[choice].caption, words(word));
      this[choice].select.setAttribute("aria-label", words(word)); // the caption is hidden where there is little room
    }
    fill(this.speed.select, SPEEDS.map((speed) => [speed, `${speed}×`]), this.view.clock.speed);
    fill(this.unitChoice.select, Array.from({ length: units }, (_, unit) => [unit, `${unit + 1} / ${units}`]), this.view.unit);
    const layers = header.layers ?? [];
    show(this.layer.root, layers.length > 1);
    show(this.unitChoice.root, units > 1);
    fill(this.layer.select, layers.map(({ address, label }) => [address, label]), this.view.chosenLayer);
    this.state();
  }

  // Where players stand under each other, the meaning of what is lit stands in this line, between title and choices.
  highlight(name) {
    if (!name || !this.view.header.follows) return;
    const bar = this.root.getBoundingClientRect();
    this.root.parentElement.style.setProperty("--title-end", `${this.title.getBoundingClientRect().right - bar.left}px`);
    this.root.parentElement.style.setProperty("--choices-width", `${bar.right - this.choices.getBoundingClientRect().left}px`);
  }

  // The controls that say what is chosen.
  state() {
    const { view } = this;
    const { playing, speed } = view.clock;
    if (this.shown !== playing) this.play.picture(playing ? "pause" : "play");
    this.shown = playing;
    relabel(this.play, view.words(playing ? "Pause" : "Play"));
    this.speed.select.value = speed;
    this.unitChoice.select.value = view.unit;
    this.layer.select.value = view.chosenLayer;
  }

  unit() {
    this.state();
  }

  step(step) {
    write(this.place, this.view.words("step {n} of {total}", { n: step + 1, total: this.view.steps }));
  }
}
