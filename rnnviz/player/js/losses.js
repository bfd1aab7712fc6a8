// The picture of a training: losses on a logarithmic axis, the baseline, the moments that can be shown, and the one that is.
class LossPicture {
  constructor(view) {
    this.view = view;
    this.surface = new Surface("timeline-picture");
    this.heights = new LossRange();
  }

  load(timeline, curve, anotherRun) {
    Object.assign(this, { timeline, curve });
    if (anotherRun) this.heights.reset();
    this.heights.grow([...curve.ys, timeline.baseline]);
  }

  // The last loss recorded at or before this iteration: the loss of the weights shown, as far as it is known.
  lossAt(iteration) {
    let found = NaN;
    for (let index = 0; index < this.curve.xs.length && this.curve.xs[index] <= iteration; index++) found = this.curve.ys[index];
    return found;
  }

  // The iteration under a place of the page, counted from the picture's left edge.
  iterationAt(x) {
    const { left, right } = this.span;
    return ((x - left) / (right - left)) * this.timeline.total;
  }

  draw(wanted) {
    const { surface, view, timeline } = this;
    const context = surface.begin();
    const [left, right, top, bottom] = [42, surface.width - 8, 8, surface.height - 9];
    const [low, high] = this.heights.bounds.map(Math.log10);
    const toX = (iteration) => left + (iteration / Math.max(1, timeline.total)) * (right - left);
    const toY = (loss) => clamp(bottom - ((Math.log10(loss) - low) / (high - low)) * (bottom - top), top, bottom);
    const ticks = this.heights.ticks(bottom - top, view.small);
    drawHeights(surface, view.palette, { left, right, ticks: [...ticks.keys()], toY, label: (tick) => ticks.get(tick), size: view.small });
    this.drawMoments(context, toX, bottom);
    this.drawLosses(context, toX, toY, { left, right });
    this.drawBaseline(context, toX, toY, { left, right, bottom });
    this.drawMarker(context, toX, toY, { top, bottom, wanted });
    this.span = { left, right };
  }

  drawMoments(context, toX, bottom) {
    const { moments } = this.timeline;
    context.fillStyle = this.view.palette.muted;
    const spacing = (toX(moments[moments.length - 1]) - toX(moments[0])) / moments.length;
    if (spacing < 3) return context.fillRect(toX(moments[0]), bottom + 3, toX(moments[moments.length - 1]) - toX(moments[0]), 3);
    for (const moment of moments) context.fillRect(toX(moment) - 0.75, bottom + 2, 1.5, 5);
  }

  // What came before the moment shown is strong, what came after is pale.
  drawLosses(context, toX, toY, { left, right }) {
    const { palette } = this.view;
    const now = toX(this.timeline.shown);
    const line = { xs: this.curve.xs, ys: this.curve.ys.map((loss) => (loss > 0 ? loss : NaN)), style: { width: 2.2, dash: [] } };
    for (const [from, to, colour] of [[left - 2, now, palette.accent], [now, right + 8, translucent(palette.accent, 0.35)]]) {
      context.save();
      context.beginPath();
      context.rect(from, 0, Math.max(0, to - from), this.surface.height);
      context.clip();
      drawLines(context, [{ ...line, colour }], toX, toY);
      context.restore();
    }
  }

  drawBaseline(context, toX, toY, { left, right, bottom }) {
    const { baseline, baseline_name: name } = this.timeline;
    if (!(baseline > 0)) return;
    const { palette } = this.view;
    const y = this.surface.sharp(toY(baseline));
    const style = { width: 1.5, dash: [4, 4] };
    drawLines(context, [{ xs: [left, right], ys: [y, y], colour: palette.muted, style }], (x) => x, (height) => height);
    context.font = font(this.view.small, 600);
    const box = { left, right: right - 8, top: 0, bottom: bottom + 5, width: context.measureText(name).width, height: this.view.small - 2 };
    const place = freePlace([this.curve], toX, toY, y, box);
    // Where the curve is everywhere, the name stands upon it.
    context.fillStyle = palette.panel;
    context.fillRect(place.x - 3, place.y - box.height / 2 - 1, box.width + 6, box.height + 2);
    Object.assign(context, { textAlign: "left", textBaseline: "middle", fillStyle: palette.muted });
    context.fillText(name, place.x, place.y);
  }

  drawMarker(context, toX, toY, { top, bottom, wanted }) {
    const { palette } = this.view;
    const { shown } = this.timeline;
    const x = toX(shown);
    context.fillStyle = palette.ink;
    context.fillRect(x - 1, top - 6, 2, bottom - top + 14);
    if (wanted !== null && wanted !== shown) {
      context.fillStyle = translucent(palette.ink, 0.35);
      context.fillRect(toX(wanted) - 1, top - 6, 2, bottom - top + 14);
    }
    const loss = this.lossAt(shown);
    if (!(loss > 0)) return;
    context.beginPath();
    context.arc(x, toY(loss), 5, 0, 2 * Math.PI);
    context.fillStyle = palette.accent;
    context.fill();
    context.lineWidth = 2;
    context.strokeStyle = palette.paper;
    context.stroke();
  }
}
