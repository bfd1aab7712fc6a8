// The playhead: one line through strip and heat maps with a dot on every curve, on a canvas of its own above them.
class Playhead {
  constructor(view, carriers) {
    this.view = view;
    this.carriers = carriers;
    this.surface = new Surface("playhead");
    this.root = this.surface.canvas;
    this.drawn = null;
  }

  layout() {
    this.surface.fit();
    this.surface.begin();
    this.drawn = null;
  }

  // What a token wears may have changed.
  highlight() {
    if (this.drawn) this.frame(this.view.clock.position);
  }

  // Only the column where the playhead was is cleared, and only the one where it is gets drawn.
  frame(position) {
    const { surface, view } = this;
    const { context } = surface;
    const cell = view.plot.width / view.steps;
    const x = view.plot.left + (position + 0.5) * cell;
    const half = Math.max(TOKEN_REACH, cell / 2 + 2);
    if (this.drawn) context.clearRect(...this.drawn);
    this.drawn = [x - half, 0, 2 * half, surface.height];
    this.drawLine(context, x, cell);
    for (const carrier of this.carriers) for (const dot of carrier.dots(position)) this.drawDot(context, x, dot);
    for (const carrier of this.carriers) carrier.lit?.(context, x, view.step);
  }

  drawLine(context, x, cell) {
    const { palette } = this.view;
    const height = this.surface.height;
    if (cell > 12) {
      context.fillStyle = translucent(palette.ink, 0.1);
      context.fillRect(x - cell / 2, 0, cell, height);
    }
    context.fillStyle = translucent(palette.paper, 0.75);
    context.fillRect(x - 2, 0, 4, height);
    context.fillStyle = palette.ink;
    context.fillRect(x - 1, 0, 2, height);
  }

  drawDot(context, x, { y, colour }) {
    if (!Number.isFinite(y)) return;
    context.beginPath();
    context.arc(x, y, 4.5, 0, 2 * Math.PI);
    context.fillStyle = colour;
    context.fill();
    context.lineWidth = 1.75;
    context.strokeStyle = this.view.palette.paper;
    context.stroke();
  }
}
