// The heights of the losses of one run, on a logarithmic axis that only grows: round ends where they lie within a decade, else
// whole decades, so that the axis of a long training changes seldom.
const ENDS = [1, 1.2, 1.4, 1.6, 1.8, 2, 2.5, 3, 3.5, 4, 4.5, 5, 6, 7, 8, 9, 10];
const AIR = 1.005; // between a loss and the end of the axis

class LossRange {
  constructor() {
    this.reset();
  }

  reset() {
    [this.least, this.most, this.low, this.high] = [Infinity, 0, Infinity, 0];
  }

  grow(losses) {
    for (const loss of losses) {
      if (!(loss > 0) || !Number.isFinite(loss)) continue;
      this.least = Math.min(this.least, loss);
      this.most = Math.max(this.most, loss);
    }
    if (this.most === 0) return;
    const near = this.most < 10 * this.least;
    const [low, high] = near ? this.roundEnds() : [10 ** Math.floor(Math.log10(this.least)), 10 ** Math.ceil(Math.log10(this.most))];
    [this.low, this.high] = [Math.min(low, this.low), Math.max(high, this.high)];
  }

  roundEnds() {
    const [low, high] = [this.least / AIR, this.most * AIR];
    const [under, over] = [low, high].map((loss) => 10 ** Math.floor(Math.log10(loss)));
    return [(ENDS.findLast((end) => end * under <= low) ?? 1) * under, (ENDS.find((end) => end * over >= high) ?? 10) * over];
  }

  get bounds() {
    return this.most === 0 ? [0.1, 1] : [this.low, this.high];
  }

  // Powers of ten where there are some, as many as have room; else round numbers. Each with what it says.
  ticks(height, size) {
    const [low, high] = this.bounds;
    const wanted = height / (size + 4);
    const powers = decadeTicks(low, high);
    if (powers.length > 1 && high > 9.99 * low) {
      const every = Math.ceil(powers.length / wanted);
      return new Map(powers.filter((_, index) => (powers.length - 1 - index) % every === 0).map((power) => [10 ** power, decadeLabel(power)]));
    }
    const steps = high > 4 * low ? [1, 2, 5, 10, 20, 50].map((step) => step * 10 ** Math.floor(Math.log10(low))) : linearTicks(low, high, wanted - 1);
    return new Map(steps.filter((loss) => loss >= low * 0.999 && loss <= high * 1.001).map((loss) => [loss, formatTick(loss)]));
  }
}
