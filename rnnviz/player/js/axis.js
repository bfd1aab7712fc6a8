// Axes: where ticks stand and what they say.
function linearTicks(low, high, wanted) {
  const rough = (high - low) / Math.max(1, wanted);
  if (!(rough > 0) || !Number.isFinite(rough)) return [low];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].find((factor) => (high - low) / (factor * power) <= wanted + 1) * power;
  const ticks = [];
  for (let tick = Math.ceil(low / step - 1e-9) * step; tick <= high + step * 1e-9; tick += step) {
    ticks.push(Math.abs(tick) < step * 1e-9 ? 0 : tick);
  }
  return ticks;
}

// Steps are counted from 1, so the ticks are 1 and then round numbers.
function stepTicks(steps, wanted) {
  const ticks = linearTicks(0, steps, wanted).filter((tick) => tick >= 1 && Number.isInteger(tick));
  const room = steps / Math.max(1, wanted) / 2;
  return ticks.length && ticks[0] - 1 < room ? [1, ...ticks.slice(1)] : [1, ...ticks];
}

function decadeTicks(low, high) {
  const ticks = [];
  for (let power = Math.ceil(Math.log10(low) - 1e-9); power <= Math.log10(high) + 1e-9; power++) ticks.push(power);
  return ticks;
}

// A round bound that holds `size`: ranges change seldom, and then by a lot.
function roundBound(size) {
  if (!(size > 0) || !Number.isFinite(size)) return 1;
  const power = 10 ** Math.floor(Math.log10(size));
  return [1, 2, 3, 5, 10].find((factor) => factor * power >= size * 0.9999) * power;
}
