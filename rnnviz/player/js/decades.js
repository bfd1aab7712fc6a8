// A logarithmic range of whole decades. It only grows: a curve that moves under the eye would say something that the numbers do not.
class Decades {
  constructor() {
    this.reset();
  }

  reset() {
    [this.low, this.high] = [Infinity, 0];
  }

  grow(values) {
    for (const value of values) {
      if (!(value > 0) || !Number.isFinite(value)) continue;
      this.low = Math.min(this.low, 10 ** Math.floor(Math.log10(value) + 1e-9));
      this.high = Math.max(this.high, 10 ** Math.ceil(Math.log10(value) - 1e-9));
    }
  }

  get bounds() {
    if (this.low === Infinity) return [0.1, 1];
    return [this.low, Math.max(this.high, this.low * 10)];
  }

  // Powers of ten, as many as have room in `height` pixels.
  ticks(height, size) {
    const powers = decadeTicks(...this.bounds);
    const every = Math.ceil((powers.length * (size + 3)) / height);
    return powers.filter((_, index) => (powers.length - 1 - index) % every === 0);
  }
}
