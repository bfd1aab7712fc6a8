// The list of keys, and what the marks mean where something is changed.
const KEY_LIST = [
  [["Space"], "play or pause"],
  [["←", "→"], "one step back, one step forward"],
  [["Shift ←", "Shift →"], "ten steps back, ten steps forward"],
  [["Home", "End"], "first step, last step"],
  [["↑", "↓"], "previous unit, next unit"],
  [["[", "]"], "slower, faster"],
  [[",", "."], "earlier, later in training"],
  [["L"], "next layer"],
  [["V"], "light the next value everywhere"],
  [["Enter"], "keep the lit value lit"],
  [["F"], "full screen"],
  [["?"], "this list"],
];

class Help {
  constructor(view) {
    this.view = view;
    this.title = element("h3", { id: "keys-title" });
    this.closer = iconButton("close", "", () => this.close());
    this.list = element("dl", { class: "key-list" });
    this.note = element("p", { class: "help-note" });
    const head = element("div", { class: "help-head" }, this.title, this.closer);
    this.root = element("div", { class: "help", role: "dialog", "aria-labelledby": "keys-title", hidden: true }, head, this.note, this.list);
  }

  load() {
    const { words, header } = this.view;
    show(this.note, Boolean(header.original));
    write(this.note, words("Colours and curves keep the range that they have without a change; ▲, ▼, ≥ and ≤ mark what goes beyond it."));
    write(this.title, words("Keys"));
    relabel(this.closer, words("Close"));
    if (this.filled) return;
    this.filled = true;
    for (const [keys, meaning] of KEY_LIST) {
      this.list.append(element("dt", {}, ...keys.map((key) => element("kbd", {}, key))), element("dd", {}, words(meaning)));
    }
  }

  toggle() {
    if (!this.root.hidden) return this.close();
    this.before = this.root.getRootNode().activeElement;
    show(this.root, true);
    this.closer.focus();
  }

  close() {
    show(this.root, false);
    this.before?.focus();
  }
}
