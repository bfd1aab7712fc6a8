// Symbols wear the chosen unit's value: of the name that is lit anywhere, and while nothing is, of the state in which the unit
// carries the truth best, or else of the hidden state.
function restingTint(view) {
  const carrier = bestCarrier(view);
  return carrier?.unit === view.unit ? carrier.state : "h";
}

class Tint {
  constructor(view) {
    this.view = view;
    const { name } = view.highlight;
    this.name = [name, restingTint(view)].find((each) => Tint.colours(view, each)) ?? null;
    if (!this.name) return;
    this.array = view.arrays[this.name];
    this.range = view.range(this.name);
    this.scale = view.scaleOf(this.range);
  }

  // A value colours symbols where it has a number for the unit at every step: no input, and no bias.
  static colours(view, name) {
    const array = view.arrays[name];
    return Boolean(array) && name !== "x" && array.shape.length > 1 && view.unit < array.width;
  }

  at(step) {
    return this.name ? shade(this.scale, numberAt(this.array, step, this.view.unit), this.range) : null;
  }
}

// Whether the columns of time are wide enough for every token and every prediction.
function tokensFit(view, { tokens, said }) {
  const { context } = new Surface("");
  const widest = (texts) => Math.max(...texts.map((text) => context.measureText(text).width));
  context.font = font(TOKEN_TYPE, 600);
  const token = widest(tokens);
  context.font = font(view.small + 1, 700);
  return Math.max(token, widest(said)) + 6 <= view.plot.width / view.steps;
}

// Whether what is said after a step is right; where nothing is asked, nothing is.
const isRight = ({ said, asked }, step) => asked[step] !== null && said[step] === asked[step];
