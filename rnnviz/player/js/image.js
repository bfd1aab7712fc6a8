// The strip of an image that is read row by row: upright in the gutter with the row of this step under a lens, the rows to
// come dimmed; beside it, along time, the probability of every class after every row.
const LENS = { reach: 4, height: 1.9 }; // how far it stands out to both sides, and how many rows high it is
const UNREAD = 0.3; // opacity of the rows to come

class ImagePicture {
  constructor(view, strip) {
    this.view = view;
    this.strip = strip;
    this.probabilities = view.arrays["strip.probabilities"];
    this.pixels = view.arrays["strip.image"];
    this.heat = heatImage(this.probabilities, view.steps, view.scales.sequential, [0, 1]);
    this.image = rowsImage(this.pixels, view.scales.sequential, [0, 1]);
  }

  legend() {
    const { words, palette } = this.view;
    return [
      { name: words("input"), colour: palette.ink },
      { name: words("target"), colour: palette.series.target },
      { name: words("prediction"), colour: palette.series.prediction },
    ];
  }

  values(step) {
    const { classes, target } = this.strip;
    const best = this.best(step);
    const certainty = numberAt(this.probabilities, step, best);
    return [this.view.words("row {n}", { n: step + 1 }), classes[target], `${classes[best]} ${formatNumber(certainty)}`];
  }

  best(step) {
    let best = 0;
    for (let k = 1; k < this.strip.classes.length; k++) {
      if (numberAt(this.probabilities, step, k) > numberAt(this.probabilities, step, best)) best = k;
    }
    return best;
  }

  draw(surface, { left, width }) {
    const context = surface.begin();
    this.cell = width / this.view.steps;
    this.top = 3;
    this.row = (surface.height - this.top - footHeight(this.view, this.strip)) / this.strip.classes.length;
    context.imageSmoothingEnabled = false;
    context.drawImage(this.heat, left, this.top, width, this.row * this.strip.classes.length);
    this.drawTarget(context, left, width);
    this.drawClasses(context, left + width);
    drawReadSteps(surface, this.view, this.strip, left, this.cell);
    this.place(surface, left);
  }

  // The target is a frame round its class, at every step; the colour inside stays the probability.
  drawTarget(context, left, width) {
    const { palette } = this.view;
    const y = this.top + this.strip.target * this.row;
    for (const [line, colour] of [[4, palette.paper], [2, palette.series.target]]) {
      context.lineWidth = line;
      context.strokeStyle = colour;
      context.strokeRect(left + 1, y + 1, width - 2, this.row - 2);
    }
  }

  drawClasses(context, right) {
    const { palette } = this.view;
    const size = clamp(this.row - 3, 10, 17);
    context.textAlign = "center";
    context.textBaseline = "middle";
    this.strip.classes.forEach((name, k) => {
      const asked = k === this.strip.target;
      const y = this.top + (k + 0.5) * this.row;
      if (asked) {
        context.fillStyle = palette.series.target;
        context.beginPath();
        context.roundRect(right + 3, y - this.row / 2 + 0.5, this.row + 4, this.row - 1, 4);
        context.fill();
      }
      context.font = font(size, asked ? 700 : 600);
      context.fillStyle = asked ? palette.paper : palette.muted;
      context.fillText(name, right + 5 + this.row / 2, y + 0.5);
    });
  }

  // Whole device pixels for every pixel of the image, as many as the gutter has room for.
  place(surface, gutter) {
    const [rows, columns] = this.pixels.shape;
    const legend = 4.2 * this.view.small; // three lines
    const room = Math.min(gutter, surface.height - legend) - 2 * (LENS.reach + 2);
    const pixel = Math.max(1, Math.floor((room * surface.ratio) / Math.max(rows, columns))) / surface.ratio;
    this.box = { left: Math.round((gutter - columns * pixel) / 2), top: this.top + LENS.reach, pixel, rows, columns };
    this.drawn = null;
  }

  frame(surface, position) {
    if (position === this.drawn || !this.box) return;
    this.drawn = position;
    const { context } = surface;
    const { left, top, pixel, rows, columns } = this.box;
    const [width, height] = [columns * pixel, rows * pixel];
    const spare = LENS.reach + 2;
    context.clearRect(left - spare, top - spare, width + 2 * spare, height + 2 * spare);
    context.imageSmoothingEnabled = false;
    const read = Math.min(rows, Math.floor(position + 1e-6) + 1);
    this.drawRows(context, 0, read, 1);
    this.drawRows(context, read, rows, UNREAD);
    this.drawLens(context, Math.round(position), position);
  }

  drawRows(context, first, last, opacity) {
    if (last <= first) return;
    const { left, top, pixel, columns } = this.box;
    context.globalAlpha = opacity;
    context.drawImage(this.image, 0, first, columns, last - first, left, top + first * pixel, columns * pixel, (last - first) * pixel);
    context.globalAlpha = 1;
  }

  // The row that is read, larger than the others; its frame glides on with the playhead.
  drawLens(context, row, position) {
    const { left, top, pixel, columns } = this.box;
    const height = LENS.height * pixel;
    const y = top + (position + 0.5) * pixel - height / 2;
    const box = [left - LENS.reach, y, columns * pixel + 2 * LENS.reach, height];
    context.drawImage(this.image, 0, row, columns, 1, ...box);
    context.lineWidth = 2;
    context.strokeStyle = this.view.palette.accent;
    context.strokeRect(...box);
  }

  dots() {
    return [];
  }

  // The likeliest class after this row.
  lit(context, x, top, step) {
    const best = this.best(step);
    const width = Math.max(this.cell, 12);
    const box = [x - width / 2, top + this.top + best * this.row, width, this.row, 4];
    for (const [line, colour] of [[5, this.view.palette.paper], [3, this.view.palette.series.prediction]]) {
      context.lineWidth = line;
      context.strokeStyle = colour;
      context.beginPath();
      context.roundRect(...box);
      context.stroke();
    }
  }
}
