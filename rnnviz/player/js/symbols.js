// The strip of a task on symbols: tokens along time, and below them the probability of every class at every step.
const TOKEN_ROW = 26; // height of the row of tokens, CSS pixels
const TOKEN_REACH = 34; // how far the lit token reaches to both sides at most

class SymbolsPicture {
  constructor(view, strip) {
    this.view = view;
    this.strip = strip;
    this.probabilities = view.arrays["strip.probabilities"];
    this.image = heatImage(this.probabilities, view.steps, view.scales.sequential, [0, 1]);
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
    const { tokens, classes, target } = this.strip;
    const best = this.best(step);
    const certainty = numberAt(this.probabilities, step, best);
    return [tokens[step], classes[target[step]] ?? NOTHING, `${classes[best]} ${formatNumber(certainty)}`];
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
    const cell = width / this.view.steps;
    const top = TOKEN_ROW + 4;
    const row = (surface.height - top - footHeight(this.view, this.strip)) / this.strip.classes.length;
    this.drawTokens(context, left, cell);
    context.imageSmoothingEnabled = row * surface.ratio < 1;
    context.drawImage(this.image, left, top, width, row * this.strip.classes.length);
    this.drawClasses(context, left + width, top, row);
    this.drawTargets(context, left, cell, top, row);
    drawReadSteps(surface, this.view, this.strip, left, cell);
  }

  drawTokens(context, left, cell) {
    const { palette } = this.view;
    const size = Math.min(15, cell * 1.35);
    context.font = font(size, 600);
    context.textAlign = "center";
    context.textBaseline = "middle";
    this.strip.tokens.forEach((token, step) => {
      const x = left + step * cell;
      if (cell > 5) {
        context.fillStyle = palette.panel;
        context.fillRect(x + 0.5, 1, cell - 1, TOKEN_ROW - 2);
      }
      context.fillStyle = palette.ink;
      if (size >= 7 && context.measureText(token).width < cell + 2) context.fillText(token, x + cell / 2, TOKEN_ROW / 2 + 1);
    });
  }

  drawClasses(context, right, top, row) {
    const every = Math.ceil(11 / row);
    context.font = font(Math.min(13, Math.max(10, row)), 600);
    context.textAlign = "left";
    context.fillStyle = this.view.palette.muted;
    this.strip.classes.forEach((name, k) => {
      if (k % every === 0) context.fillText(name, right + 6, top + (k + 0.5) * row);
    });
  }

  // The target is a frame round its class: the colour inside stays the probability that the network gives it.
  drawTargets(context, left, cell, top, row) {
    const { palette } = this.view;
    this.strip.target.forEach((k, step) => {
      if (k === null) return;
      const box = [left + step * cell + 1, top + k * row + 1, Math.max(2, cell - 2), Math.max(2, row - 2)];
      context.lineWidth = 3.5;
      context.strokeStyle = palette.paper;
      context.strokeRect(...box);
      context.lineWidth = 1.75;
      context.strokeStyle = palette.series.target;
      context.strokeRect(...box);
    });
  }

  dots() {
    return [];
  }

  // The token of this step, large enough to read however narrow its column is.
  lit(context, x, top, step) {
    const { palette } = this.view;
    context.font = font(16, 700);
    const token = this.strip.tokens[step];
    const width = Math.min(2 * TOKEN_REACH, Math.max(22, context.measureText(token).width + 12));
    context.fillStyle = palette.ink;
    context.beginPath();
    context.roundRect(x - width / 2, top, width, TOKEN_ROW, 6);
    context.fill();
    context.fillStyle = palette.paper;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(token, x, top + TOKEN_ROW / 2 + 1, width - 6);
  }
}
