// Linked highlighting: one named value is lit in every view at once.
class Highlight {
  constructor(onChange) {
    this.name = null;
    this.held = null; // what was clicked or chosen by keyboard stays lit while nothing is pointed at
    this.members = new Map(); // name -> elements that wear it
    this.onChange = onChange;
  }

  // Makes `node` light `name` when it is pointed at or focused, and light up whenever anything else does.
  join(node, name) {
    if (!this.members.has(name)) this.members.set(name, new Set());
    this.members.get(name).add(node);
    node.classList.toggle("lit", name === this.name);
    node.classList.toggle("held", name === this.held);
    node.addEventListener("pointerover", (event) => {
      event.stopPropagation();
      this.light(name);
    });
    node.addEventListener("pointerleave", () => this.light(this.held));
    node.addEventListener("focus", () => this.light(name));
    node.addEventListener("blur", () => this.light(this.held));
    node.addEventListener("click", (event) => {
      event.stopPropagation();
      if (!event.target.matches("canvas")) this.hold(name); // a press on a picture chooses unit and step
    });
  }

  leave(within) {
    for (const nodes of this.members.values()) {
      for (const node of nodes) if (within.contains(node)) nodes.delete(node);
    }
  }

  light(name) {
    if (name === this.name) return;
    this.mark(this.name, false);
    this.name = name;
    this.mark(name, true);
    this.onChange(name);
  }

  mark(name, on, how = "lit") {
    for (const node of this.members.get(name) ?? []) node.classList.toggle(how, on);
  }

  keep(name) {
    this.mark(this.held, false, "held");
    this.held = name;
    this.mark(name, true, "held");
  }

  // Keeps a name lit until it is held again, or another one is.
  hold(name) {
    this.keep(this.held === name ? null : name);
  }

  release() {
    const wasHeld = this.held !== null;
    this.keep(null);
    this.light(null);
    return wasHeld;
  }

  // Walks through all names by keyboard; past the last one nothing is lit.
  walk(direction) {
    const names = [null, ...[...this.members].filter(([, nodes]) => nodes.size).map(([name]) => name)];
    const place = (names.indexOf(this.held) + direction + names.length) % names.length;
    this.keep(names[place]);
    this.light(this.held);
  }
}
