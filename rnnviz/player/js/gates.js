// The gates: for each named value its symbol, a heat map of units × time steps, and the curve of the chosen unit.
class Lane {
  constructor(view, value, onPoint) {
    this.view = view;
    this.name = value.name;
    this.surface = new Surface("lane-picture");
    this.symbol = element("span", { class: "lane-symbol" }, value.name);
    this.number = element("span", { class: "lane-number" });
    this.label = element("span", { class: "lane-label" });
    this.low = element("span", { class: "lane-bound" });
    this.high = element("span", { class: "lane-bound" });
    this.ramp = element("span", { class: "lane-ramp" });
    const range = element("span", { class: "lane-range" }, this.low, this.ramp, this.high);
    const gutter = element("div", { class: "lane-gutter" }, this.symbol, this.number, this.label, range);
    this.root = element("div", { class: "lane", tabindex: 0, role: "img" }, gutter, this.surface.canvas);
    scrubbing(this.surface.canvas, (share, event) => onPoint(this, share, event), () => view.choose.settle());
    view.highlight.join(this.root, value.name);
  }

  load(value) {
    const { view } = this;
    this.array = view.arrays[value.name];
    this.original = view.arrays[ORIGINAL + value.name] ?? null;
    this.halfLife = view.arrays[`half_life.${value.name}`] ?? null; // where it keeps a memory
    this.range = view.range(value.name);
    this.scale = view.scaleOf(this.range);
    this.imagine();
    this.hue = view.hue(value.name);
    this.symbol.style.color = this.hue;
    if (!this.halfLife) write(this.label, value.label || value.name);
    this.root.classList.toggle("changed", Boolean(value.change));
    this.bounds();
    this.ramp.style.background = rampOf(view.stopsOf(this.range));
    const span = `${this.low.textContent} … ${this.high.textContent}`;
    this.root.setAttribute("aria-label", `${value.name}, ${value.label}: ${view.words("units × time steps")}, ${span}`);
  }

  // The end of the scale stands for all that goes beyond it, and says so.
  bounds() {
    const [low, high] = this.range;
    const slack = (high - low) * 1e-3;
    write(this.low, (this.array.data.some((value) => value < low - slack) ? "≤ " : "") + formatTick(low));
    write(this.high, (this.array.data.some((value) => value > high + slack) ? "≥ " : "") + formatTick(high));
  }

  // The heat map is made anew only where it would differ.
  imagine() {
    const colours = [this.range, this.view.mode].join();
    if (this.array === this.imaged?.array && colours === this.imaged.colours) return;
    this.image = heatImage(this.array, this.view.steps, this.scale, this.range, this.image);
    this.imaged = { array: this.array, colours };
  }

  layout() {
    this.surface.fit();
    const { surface } = this;
    this.top = surface.canvas.offsetTop;
    const gap = 4;
    this.curveHeight = Math.round(surface.height * 0.4);
    this.heatHeight = surface.height - this.curveHeight - gap;
    this.draw();
  }

  draw() {
    const { surface, view } = this;
    const context = surface.begin();
    const row = this.heatHeight / this.array.width;
    context.imageSmoothingEnabled = row * surface.ratio < 1;
    context.imageSmoothingQuality = "high";
    context.drawImage(this.image, 0, 0, surface.width, this.heatHeight);
    if (view.unit < this.array.width) {
      if (this.array.width > 1) this.outline(context, row);
      this.curve(context);
    }
  }

  outline(context, row) {
    const { palette, unit } = this.view;
    const height = Math.max(row, 4);
    const y = clamp((unit + 0.5) * row - height / 2, 0, this.heatHeight - height);
    context.lineWidth = 1.5;
    context.strokeStyle = palette.paper;
    context.strokeRect(-4, y - 1.25, this.surface.width + 8, height + 2.5);
    context.lineWidth = 1.25;
    context.strokeStyle = palette.ink;
    context.strokeRect(0.6, y, this.surface.width - 1.2, height);
  }

  curve(context) {
    const { surface, view } = this;
    const [low, high] = this.range;
    for (const bound of low < 0 ? [low, 0, high] : [low, high]) {
      context.fillStyle = view.palette.grid;
      context.fillRect(0, surface.sharp(this.toY(bound)) - 0.5, surface.width, bound === 0 ? 1.5 : 1);
    }
    const cell = surface.width / view.steps;
    const toX = (step) => (step + 0.5) * cell;
    const line = this.line(this.array, this.hue, 2.2);
    this.fillCurve(context, line.ys, cell);
    const before = this.original ? [this.line(this.original, view.palette.series.original, 1.6)] : [];
    drawLines(context, [...before, line], toX, (y) => y);
    const heights = Float32Array.from(line.xs, (step) => this.height(numberAt(this.array, step, view.unit)));
    drawBeyond(context, heights, toX, [this.toY(high), this.toY(low)], { colour: this.hue, paper: view.palette.paper });
    drawTruth(context, view, this.name, toX, (value) => this.toY(value));
  }

  line(array, colour, width) {
    const ys = Float32Array.from({ length: this.view.steps }, (_, step) => this.toY(numberAt(array, step, this.view.unit)));
    return { xs: ys.map((_, step) => step), ys, colour, style: { width, dash: [] } };
  }

  // The area between the curve and zero: how open, or how far from rest.
  fillCurve(context, ys, cell) {
    const rest = this.toY(clamp(0, ...this.range));
    context.beginPath();
    context.moveTo(cell / 2, rest);
    ys.forEach((y, step) => context.lineTo((step + 0.5) * cell, y));
    context.lineTo((ys.length - 0.5) * cell, rest);
    context.fillStyle = translucent(this.hue, 0.16);
    context.fill();
  }

  toY(value) {
    return this.height(clamp(value, ...this.range));
  }

  // Outside of the curve's place, where the value is outside of its range.
  height(value) {
    const [low, high] = this.range;
    const inset = 2;
    return this.surface.height - inset - ((value - low) / (high - low)) * (this.curveHeight - 2 * inset);
  }

  bounded(step) {
    return this.toY(numberAt(this.array, step, this.view.unit));
  }

  step(step) {
    write(this.number, formatNumber(numberAt(this.array, step, this.view.unit)));
    if (this.halfLife) write(this.label, this.view.words("half-life {n} steps", { n: formatSteps(numberAt(this.halfLife, step, this.view.unit)) }));
  }

  dots(position) {
    if (this.view.unit >= this.array.width) return [];
    const before = Math.floor(position);
    const share = position - before;
    const y = this.bounded(before) * (1 - share) + (share ? this.bounded(before + 1) * share : 0);
    return [{ y: this.top + y, colour: this.hue }];
  }
}

class Gates {
  constructor(view) {
    this.view = view;
    this.lanes = [];
    this.root = element("section", { class: "gates" });
    this.point = this.point.bind(this);
  }

  load() {
    const { values } = this.view;
    const signature = values.map(({ name }) => name).join();
    if (signature !== this.signature) this.build(values);
    this.signature = signature;
    this.lanes.forEach((lane, index) => lane.load(values[index]));
  }

  build(values) {
    this.view.highlight.leave(this.root);
    this.lanes = values.map((value) => new Lane(this.view, value, this.point));
    this.root.style.setProperty("--lanes", Math.max(1, values.length));
    this.root.replaceChildren(...this.lanes.map((lane) => lane.root));
  }

  // A press on a heat map chooses the unit of that row and the step of that column; dragging goes on along time.
  point(lane, share, event) {
    this.view.choose.scrub(share);
    if (event.type !== "pointerdown") return;
    const y = event.clientY - lane.surface.canvas.getBoundingClientRect().top;
    if (y < lane.heatHeight) this.view.choose.unit(Math.floor((y / lane.heatHeight) * lane.array.width));
  }

  layout() {
    this.lanes.forEach((lane) => lane.layout());
  }

  redraw() {
    this.lanes.forEach((lane) => lane.draw());
  }

  unit() {
    this.redraw();
  }

  step(step) {
    this.lanes.forEach((lane) => lane.step(step));
  }

  dots(position) {
    return this.lanes.flatMap((lane) => lane.dots(position));
  }
}
