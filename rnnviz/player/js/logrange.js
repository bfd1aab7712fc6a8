// A logarithmic range with round ends. It only grows: a curve that moves under the eye would say something that the numbers do not.
const ROUND = [1, 2, 5, 10];

class LogRange {
  constructor() {
    this.reset();
  }

  reset() {
    [this.low, this.high] = [Infinity, 0];
  }

  grow(values) {
    for (const value of values) {
      if (!(value > 0) || !Number.isFinite(value)) continue;
      const power = 10 ** Math.floor(Math.log10(value));
      const below = [...ROUND].reverse().find((step) => step * power <= value * (1 + 1e-9)) ?? 1;
      const above = ROUND.find((step) => step * power >= value * (1 - 1e-9)) ?? 10;
      this.low = Math.min(this.low, below * power);
      this.high = Math.max(this.high, above * power);
    }
  }

  get bounds() {
    if (this.low === Infinity) return [0.1, 1];
    return [this.low, Math.max(this.high, this.low * 2)];
  }

  // Powers of ten where there are some, as many as have room; else 1, 2, 5 and so on. Each with what it says.
  ticks(height, size) {
    const [low, high] = this.bounds;
    const powers = decadeTicks(low, high);
    if (powers.length > 2) {
      const every = Math.ceil((powers.length * (size + 3)) / height);
      const shown = powers.filter((_, index) => (powers.length - 1 - index) % every === 0);
      return new Map(shown.map((power) => [10 ** power, decadeLabel(power)]));
    }
    const steps = decadeTicks(low / 10, high).flatMap((power) => [1, 2, 5].map((step) => step * 10 ** power));
    return new Map(steps.filter((value) => value >= low * 0.999 && value <= high * 1.001).map((value) => [value, formatTick(value)]));
  }
}
