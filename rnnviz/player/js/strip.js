// The strip: input, target and prediction along time.
class ChartPicture {
  constructor(view, strip) {
    this.view = view;
    this.strip = strip;
    this.lines = readLines(view, strip.lines, "strip");
    [this.low, this.high] = strip.y_range;
  }

  legend() {
    return this.lines;
  }

  values(step) {
    return this.lines.map((line) => formatWithin(heightAt(line, step), this.strip.y_range));
  }

  draw(surface, { left, width }) {
    const { view } = this;
    const context = surface.begin();
    const cell = width / view.steps;
    const [top, bottom] = [9, surface.height - Math.max(9, footHeight(view, this.strip))];
    this.toY = (value) => bottom - ((value - this.low) / (this.high - this.low)) * (bottom - top);
    const ticks = linearTicks(this.low, this.high, Math.max(2, (bottom - top) / 34));
    drawHeights(surface, view.palette, { left, right: left + width, ticks, toY: this.toY, size: view.small, after: true });
    context.save();
    context.beginPath();
    context.rect(left, 0, width, surface.height);
    context.clip();
    const toX = (step) => left + (step + 0.5) * cell;
    drawLines(context, this.lines, toX, this.toY);
    context.restore();
    this.edges = [1, surface.height - footHeight(view, this.strip)];
    for (const { xs, ys, colour } of this.lines) drawBeyond(context, ys.map(this.toY), (place) => toX(xs[Math.round(place)]), this.edges, { colour, paper: view.palette.paper });
    drawReadSteps(surface, view, this.strip, left, cell);
  }

  dots(position) {
    const [top, bottom] = this.edges;
    return this.lines.map((line) => ({ y: clamp(this.toY(heightAt(line, position)), top + BEYOND, bottom - BEYOND), colour: line.colour }));
  }
}

// Where only some steps count for the loss, there is a foot with a mark below each of them.
function footHeight(view, { read_steps: steps }) {
  return steps?.length && steps.length < view.steps ? view.small + 6 : 4;
}

function drawReadSteps(surface, view, strip, left, cell) {
  const height = footHeight(view, strip);
  if (height < view.small) return;
  const { context } = surface;
  const [first] = strip.read_steps;
  context.fillStyle = view.palette.ink;
  for (const step of strip.read_steps) context.fillRect(left + step * cell, surface.height - height + 3, Math.max(2, cell), 4);
  const early = first < view.steps / 2;
  const x = early ? left + (strip.read_steps[strip.read_steps.length - 1] + 1) * cell + 6 : left + first * cell - 6;
  context.font = font(view.small);
  context.textAlign = early ? "left" : "right";
  context.textBaseline = "bottom";
  context.fillStyle = view.palette.muted;
  context.fillText(view.words("the loss is read here"), x, surface.height);
}

const PICTURES = { chart: ChartPicture, symbols: SymbolsPicture, image: ImagePicture };

class Strip {
  constructor(view) {
    this.view = view;
    this.surface = new Surface("strip-picture");
    this.legend = element("div", { class: "strip-legend" });
    this.root = element("section", { class: "strip" }, this.surface.canvas, this.legend);
    scrubbing(this.surface.canvas, (_, event) => this.scrub(event), () => view.choose.settle());
  }

  // The canvas is wider than the axis of steps: the numbers of the heights stand beside it.
  scrub(event) {
    const { left, width } = this.view.plot;
    const x = event.clientX - this.surface.canvas.getBoundingClientRect().left;
    this.view.choose.scrub(clamp((x - left) / width, 0, 1));
  }

  load() {
    const { strip } = this.view.header;
    show(this.root, Boolean(strip));
    this.picture = strip ? new PICTURES[strip.kind](this.view, strip) : null;
    if (!strip) return;
    this.root.dataset.kind = strip.kind;
    this.root.style.setProperty("--classes", Math.min(strip.classes?.length ?? 0, 13));
    this.root.classList.toggle("many", strip.classes?.length > 8);
    this.fillLegend();
  }

  fillLegend() {
    const entries = this.picture.legend();
    const signature = JSON.stringify(entries.map(({ name, colour, role }) => [name, colour, role]));
    if (signature === this.signature) return;
    this.signature = signature;
    this.numbers = entries.map(() => element("span", { class: "legend-value" }));
    this.legend.replaceChildren(...entries.map((entry, k) => this.legendItem(entry, this.numbers[k])));
  }

  legendItem(entry, number) {
    const name = element("span", { class: "legend-name", title: entry.name }, entry.name);
    name.style.color = entry.colour;
    return element("span", { class: "legend-item" }, entry.style ? lineSample(entry) : null, name, number);
  }

  layout() {
    if (!this.picture) return;
    const { strip } = this.view.header;
    this.view.tokensFit = strip.kind === "symbols" && tokensFit(this.view, strip);
    this.root.classList.toggle("tokens", this.view.tokensFit);
    this.surface.fit();
    this.top = this.root.offsetTop;
    this.redraw();
  }

  redraw() {
    this.picture?.draw(this.surface, this.view.plot);
  }

  step(step) {
    this.picture?.values(step).forEach((text, k) => write(this.numbers[k], text));
  }

  highlight() {
    if (this.view.plot) this.picture?.retint?.(this.surface, this.view.plot);
  }

  unit() {
    this.highlight();
  }

  frame(position) {
    this.picture?.frame?.(this.surface, position);
  }

  lit(context, x, step) {
    this.picture?.lit?.(context, x, this.top, step);
  }

  dots(position) {
    return this.picture ? this.picture.dots(position).map(({ y, colour }) => ({ y: y + this.top, colour })) : [];
  }
}
