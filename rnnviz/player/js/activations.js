// The curves of the functions, with a point on them for every value that they give at this step; the other steps in faint.
const DOT = 6;
const TRAIL = 0.16; // opacity of the other steps

// A point on the curve; of one that lies beyond the picture an arrow at its edge.
function drawMark(context, x, y, size, beyond) {
  if (!beyond) return context.arc(x, y, size, 0, 2 * Math.PI);
  context.moveTo(x + beyond * size, y);
  context.lineTo(x - beyond * size, y - size);
  context.lineTo(x - beyond * size, y + size);
  context.closePath();
}

class Activations {
  constructor(view) {
    this.view = view;
    this.surface = new Surface("activations-picture");
    this.root = element("section", { class: "activations", role: "img" }, this.surface.canvas);
  }

  load() {
    const { header, arrays } = this.view;
    this.functions = header.activations?.functions ?? [];
    show(this.root, this.functions.length > 0);
    this.points = (header.activations?.points ?? []).map((point, k) => ({ ...point, xs: arrays[`activation.${k}.x`], ys: arrays[`activation.${k}.y`] }));
    this.root.setAttribute("aria-label", this.functions.map(({ symbol }) => symbol).join(", "));
  }

  layout() {
    if (this.root.hidden) return;
    this.surface.fit();
    const { surface, view } = this;
    const share = surface.width / this.functions.length;
    const [head, foot] = [view.small + 8, view.small + 10];
    this.boxes = this.functions.map((_, k) => ({ left: k * share + 30, right: (k + 1) * share - 14, top: head, bottom: surface.height - foot }));
  }

  step(step) {
    if (this.root.hidden || !this.boxes) return;
    this.surface.begin();
    this.functions.forEach((which, k) => this.drawFunction(which, this.boxes[k], k, step));
  }

  unit() {
    this.step(this.view.step);
  }

  highlight() {
    this.unit();
  }

  scales({ reach, low, high }, { left, right, top, bottom }) {
    const toX = (x) => left + ((clamp(x, -reach, reach) + reach) / (2 * reach)) * (right - left);
    const toY = (y) => bottom - ((clamp(y, low, high) - low) / (high - low)) * (bottom - top);
    return [toX, toY];
  }

  drawFunction(which, box, k, step) {
    const { surface, view } = this;
    const { context } = surface;
    const { palette } = view;
    const [toX, toY] = this.scales(which, box);
    const ticks = which.low < 0 ? [which.low, 0, which.high] : [which.low, which.high];
    drawHeights(surface, palette, { left: box.left, right: box.right, ticks, toY, size: view.small });
    context.fillStyle = palette.grid;
    context.fillRect(surface.sharp(toX(0)) - 0.5, box.top, 1, box.bottom - box.top);
    context.fillStyle = palette.muted;
    context.font = font(view.small);
    context.textAlign = "center";
    context.textBaseline = "top";
    for (const tick of [-which.reach, 0, which.reach]) context.fillText(formatTick(tick), toX(tick), box.bottom + 4);
    context.fillStyle = palette.ink;
    context.font = font(view.small + 3, 650);
    context.textAlign = "left";
    context.textBaseline = "alphabetic";
    context.fillText(which.symbol, box.left, box.top - 6);
    const line = { xs: view.arrays[`curve.${k}.x`].data, ys: view.arrays[`curve.${k}.y`].data, colour: palette.muted, style: { width: 2, dash: [] } };
    drawLines(context, [line], toX, toY);
    const points = this.points.filter((point) => point.function === k);
    for (const point of points) this.drawTrail(point, toX, toY, step);
    const crowd = { [-1]: 0, 1: 0 }; // labels at either edge
    points.forEach((point, place) => this.drawPoint(point, toX, toY, step, { box, place, reach: which.reach, crowd }));
  }

  drawTrail(point, toX, toY, step) {
    const { context } = this.surface;
    const { view } = this;
    context.globalAlpha = TRAIL;
    context.fillStyle = view.hue(point.name) ?? view.palette.ink;
    for (let other = 0; other < view.steps; other++) {
      if (other === step) continue;
      context.beginPath();
      context.arc(toX(numberAt(point.xs, other, view.unit)), toY(numberAt(point.ys, other, view.unit)), DOT - 1, 0, 2 * Math.PI);
      context.fill();
    }
    context.globalAlpha = 1;
  }

  drawPoint(point, toX, toY, step, { box, place, reach, crowd }) {
    const { context } = this.surface;
    const { view } = this;
    const [value, result] = [numberAt(point.xs, step, view.unit), numberAt(point.ys, step, view.unit)];
    if (!Number.isFinite(value)) return;
    const [x, y] = [toX(value), toY(result)];
    const hue = view.hue(point.name) ?? view.palette.ink;
    context.strokeStyle = hue;
    context.lineWidth = 1;
    context.setLineDash([3, 3]);
    context.beginPath();
    context.moveTo(x, box.bottom);
    context.lineTo(x, y);
    context.stroke();
    context.setLineDash([]);
    context.fillStyle = hue;
    const beyond = Math.abs(value) > reach ? Math.sign(value) : 0;
    context.beginPath();
    drawMark(context, x, y, view.highlight.name === point.name ? DOT + 2 : DOT, beyond);
    context.fill();
    context.lineWidth = 1.75;
    context.strokeStyle = view.palette.paper;
    context.stroke();
    // Labels take turns above and below, so that those of points near each other can be read.
    context.font = `italic 700 ${view.small + 4}px "STIX Two Math", "Cambria Math", "Times New Roman", serif`;
    context.textAlign = beyond ? (beyond > 0 ? "right" : "left") : "center";
    context.textBaseline = "middle";
    context.lineWidth = 3.5;
    const aside = beyond ? -10 * beyond : place % 2 ? 14 : -14;
    // At an edge all points lie in one place: their labels go into the picture, one beside the other.
    const over = beyond ? (14 + 18 * crowd[beyond]++) * (y < (box.top + box.bottom) / 2 ? 1 : -1) : place % 2 ? 12 : -12;
    const [at, up] = [clamp(x + aside, box.left + 8, box.right - 8), clamp(y + over, box.top + 4, box.bottom - 8)];
    const text = beyond ? `${point.label} ${formatTick(value)}` : point.label;
    context.strokeText(text, at, up);
    context.fillText(text, at, up);
  }
}
