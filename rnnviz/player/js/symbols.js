// The strip of a task on symbols: below time the probability of every class at every step, above it, where the columns
// are wide enough for their texts, the tokens and what is predicted after each; where they are not, the reader has both.
const TOKEN_ROW = 26; // height of the row of tokens, CSS pixels
const ANSWER_ROW = 19; // height of the row of predictions below it
const TOKEN_REACH = 34; // how far the lit token reaches to both sides at most
const TOKEN_TYPE = 15; // size of the letters of a token

class SymbolsPicture {
  constructor(view, strip) {
    this.view = view;
    this.strip = strip;
    this.probabilities = view.arrays["strip.probabilities"];
    this.image = heatImage(this.probabilities, view.steps, view.scales.sequential, [0, 1]);
    this.certainty = view.arrays["strip.certainty"];
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
    const { tokens, said, asked } = this.strip;
    return [tokens[step], asked[step] ?? NOTHING, `${said[step]} ${formatNumber(this.certainty.data[step])}`];
  }

  draw(surface, { left, width }) {
    const context = surface.begin();
    const cell = width / this.view.steps;
    const top = this.view.tokensFit ? TOKEN_ROW + ANSWER_ROW + 4 : 4;
    const row = (surface.height - top - footHeight(this.view, this.strip)) / this.strip.classes.length;
    if (this.view.tokensFit) this.drawTokens(context, left, cell);
    context.imageSmoothingEnabled = row * surface.ratio < 1;
    context.drawImage(this.image, left, top, width, row * this.strip.classes.length);
    this.drawClasses(context, left + width + 6, top, row, surface.width - left - width - 6);
    this.drawTargets(context, left, cell, top, row);
    drawReadSteps(surface, this.view, this.strip, left, cell);
  }

  drawTokens(context, left, cell) {
    const tint = new Tint(this.view);
    this.strip.tokens.forEach((token, step) => {
      const x = left + step * cell;
      this.drawToken(context, step, tint, x + cell / 2, 1, [cell - 1, TOKEN_ROW - 2, 3]);
      this.drawAnswer(context, step, x + cell / 2, 0);
    });
  }

  drawToken(context, step, tint, middle, top, [width, height, radius]) {
    const { palette } = this.view;
    const colour = tint.at(step);
    context.fillStyle = colour ? cssColour(colour) : palette.panel;
    context.beginPath();
    context.roundRect(middle - width / 2, top, width, height, radius);
    context.fill();
    context.fillStyle = colour ? inkOn(colour) : palette.ink;
    context.font = font(TOKEN_TYPE, 600);
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(this.strip.tokens[step], middle, top + height / 2 + 1);
  }

  // Bold and coloured where it is right.
  drawAnswer(context, step, middle, top) {
    const { palette, small } = this.view;
    const right = isRight(this.strip, step);
    context.fillStyle = right ? palette.series.prediction : palette.muted;
    context.font = font(small + 1, right ? 700 : 400);
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(this.strip.said[step], middle, top + TOKEN_ROW + ANSWER_ROW / 2 + 1);
  }

  // A name that is wider than its room is narrowed.
  drawClasses(context, x, top, row, room) {
    const every = Math.ceil(11 / row);
    context.font = font(Math.min(13, Math.max(10, row)), 600);
    context.textAlign = "left";
    context.textBaseline = "middle";
    context.fillStyle = this.view.palette.muted;
    this.strip.classes.forEach((name, k) => {
      if (k % every === 0) context.fillText(name, x, top + (k + 0.5) * row, room);
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

  // Another value is lit, or another unit chosen.
  retint(surface, plot) {
    if (this.view.tokensFit) this.draw(surface, plot);
  }

  dots() {
    return [];
  }

  // The token of this step in a frame, and what is said after it, both before the playhead's line.
  lit(context, x, top, step) {
    if (!this.view.tokensFit) return;
    const { palette } = this.view;
    context.font = font(TOKEN_TYPE, 600);
    const width = Math.min(2 * TOKEN_REACH - 3, Math.max(22, context.measureText(this.strip.tokens[step]).width + 12));
    context.fillStyle = palette.paper;
    context.fillRect(x - width / 2, top + TOKEN_ROW, width, ANSWER_ROW);
    this.drawToken(context, step, new Tint(this.view), x, top + 1, [width, TOKEN_ROW - 2, 6]);
    context.strokeStyle = palette.ink;
    context.lineWidth = 2.5;
    context.beginPath();
    context.roundRect(x - width / 2, top + 1, width, TOKEN_ROW - 2, 6);
    context.stroke();
    this.drawAnswer(context, step, x, top);
  }
}
