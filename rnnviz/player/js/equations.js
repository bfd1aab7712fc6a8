// The equations: symbols on one line, under each symbol its vector as a strip of colours, then the numbers of this step and unit.
const SIGNS = new Set(["+", MINUS, "\u00b7"]);
const SMALLEST = 0.68; // of the usual type size, when an equation is long
const LOW = 800; // a screen of fewer pixels in height shows equations side by side, where they are short
const GAP = 24;
const NOTE = 7; // what is kept free beside the equations for what was done to a value, in em of the usual type size

class Equations {
  constructor(view) {
    this.view = view;
    this.surface = new Surface("vectors");
    this.list = element("div", { class: "equation-list" });
    this.root = element("section", { class: "equations" }, this.list, this.surface.canvas);
    this.numbers = [];
    this.strips = [];
  }

  load() {
    const { equations = [] } = this.view.header;
    show(this.root, equations.length > 0);
    const signature = JSON.stringify(equations);
    if (signature !== this.signature) this.build(equations);
    this.signature = signature;
    for (const [name, { note }] of this.notes ?? []) {
      const change = this.view.byName.get(name)?.change ?? "";
      write(note, change.replace(/[-–]/g, "\u2060$&\u2060")); // "1-4" stays on one line
      note.title = change;
    }
    this.colour();
  }

  build(equations) {
    this.view.highlight.leave(this.root);
    this.root.style.setProperty("--rows", equations.length);
    this.root.classList.toggle("few", equations.length < 3);
    this.notes = new Map();
    this.list.replaceChildren(...equations.map((equation) => this.row(equation)));
    this.numbers = [...this.list.querySelectorAll("[data-value]")];
    this.symbols = [...this.list.querySelectorAll("[data-symbol]")];
    this.numbers.forEach((node) => this.view.highlight.join(node, node.dataset.value));
    this.symbols.forEach((node) => this.view.highlight.join(node, node.dataset.symbol));
  }

  row({ name, symbols, numbers }) {
    const [above, below] = [readMath(symbols), readMath(numbers)];
    // A number has room for its sign, so the operator before it needs little.
    for (const operator of below.querySelectorAll("mo")) if (SIGNS.has(operator.textContent)) operator.setAttribute("rspace", "0.12em");
    const [note, after] = [element("span", { class: "equation-note" }), element("span", { class: "equation-after" })];
    this.notes.set(name, { note, after, result: below.querySelector("[data-value]") });
    return element("div", { class: "equation", "data-name": name }, element("div", { class: "symbols" }, above, note), element("div", { class: "numbers" }, below, after));
  }

  colour() {
    for (const node of this.numbers) node.classList.toggle("unsigned", this.view.range(node.dataset.value)[0] >= 0);
    for (const node of this.symbols) node.style.color = this.view.hue(node.dataset.symbol) ?? "";
    for (const node of this.numbers) node.style.color = this.view.hue(node.dataset.value) ?? "";
    for (const [name, { after }] of this.notes ?? []) after.style.color = this.view.hue(name) ?? "";
  }

  layout() {
    if (this.root.hidden || !this.root.clientWidth) return;
    this.surface.fit();
    if (this.fitted !== this.signature + this.root.clientWidth) this.fitType();
    this.fitted = this.signature + this.root.clientWidth;
    const home = this.surface.canvas.getBoundingClientRect();
    this.strips = this.symbols.filter((node) => this.wearsStrip(node)).map((node) => this.place(node, home));
    this.surface.fit();
    this.surface.begin();
  }

  // One type size for all equations, so that the widest one fits with the widest numbers.
  fitType() {
    if (this.numbers.length) this.reserve();
    this.numbers.forEach((node) => write(node, WIDEST));
    this.list.style.setProperty("--fit", 1);
    this.root.classList.remove("pairs");
    const beside = this.view.header.original ? NOTE * this.view.small : 0;
    const pairs = this.numbers.length > 0 && this.root.closest(".presenting") && innerHeight < LOW && 2 * (this.widest() + beside) < this.list.clientWidth;
    this.root.classList.toggle("pairs", Boolean(pairs));
    const room = pairs ? (this.list.clientWidth - GAP) / 2 : this.list.clientWidth;
    const share = Math.min(1, (room - 8 - beside) / Math.max(1, this.widest()));
    this.list.style.setProperty("--fit", Math.max(SMALLEST, share));
  }

  widest() {
    return Math.max(...[...this.list.querySelectorAll("math")].map((node) => node.getBoundingClientRect().width));
  }

  // How wide a number is differs from font to font: measured, so that nothing moves when a sign comes or goes.
  reserve() {
    const [node] = this.numbers;
    node.style.minWidth = "0";
    for (const [room, text] of [["--signed", WIDEST], ["--unsigned", WIDEST.slice(1)]]) {
      write(node, text);
      this.root.style.setProperty(room, `${node.getBoundingClientRect().width / parseFloat(getComputedStyle(node).fontSize)}em`);
    }
    node.style.minWidth = "";
  }

  wearsStrip(node) {
    return node.dataset.symbol in this.view.arrays && !node.parentElement.closest("[data-symbol]");
  }

  place(node, home) {
    const box = node.getBoundingClientRect();
    const row = node.closest(".symbols").getBoundingClientRect();
    const width = Math.max(box.width, 20);
    const height = parseFloat(getComputedStyle(this.root).getPropertyValue("--vector")) || 7;
    return { key: node.dataset.symbol, x: box.left - home.left + (box.width - width) / 2, y: row.bottom - home.top - height - 5, width, height };
  }

  step(step) {
    const { view } = this;
    for (const node of this.numbers) write(node, formatNumber(numberAt(view.arrays[node.dataset.value], step, view.unit)));
    for (const name of this.notes?.keys() ?? []) this.change(name, step);
    for (const strip of this.strips) this.drawStrip(strip, step);
  }

  // Left of "=" stands what the equation gives; where that was changed afterwards, an arrow leads on to what became of it.
  change(name, step) {
    const { view } = this;
    const told = (array) => formatNumber(numberAt(array, step, view.unit));
    const [now, given] = [told(view.arrays[name]), told(view.arrays[GIVEN + name] ?? view.arrays[name])];
    const { after, result } = this.notes.get(name);
    write(result, given);
    write(after, given === now ? "" : `→ ${now}`);
  }

  drawStrip({ key, x, y, width, height }, step) {
    const { context, ratio } = this.surface;
    const array = this.view.arrays[key];
    const range = this.view.range(key);
    context.clearRect(x - 1, y - 1, width + 2, height + 5);
    context.imageSmoothingEnabled = array.width > width * ratio;
    context.drawImage(vectorImage(array, step, this.view.scaleOf(range), range), x, y, width, height);
    // Without an outline a strip near zero would be as dark, or as pale, as the page.
    context.lineWidth = 1;
    context.strokeStyle = this.view.palette.grid;
    context.strokeRect(x - 0.5, y - 0.5, width + 1, height + 1);
    context.fillStyle = this.view.palette.ink;
    if (this.view.unit < array.width && array.width > 1) this.notch(context, x + ((this.view.unit + 0.5) / array.width) * width, y + height);
  }

  // A small notch under the entry of the chosen unit: the number below is this one.
  notch(context, x, y) {
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(x - 2.5, y + 3.5);
    context.lineTo(x + 2.5, y + 3.5);
    context.fill();
  }

  unit() {
    this.step(this.view.step);
  }
}
