// Numbers and sentences as people read them.
const MINUS = "\u2212";
const NOTHING = "\u2013";
const WIDEST = MINUS + "0.000";

function signed(text) {
  const plain = /[1-9]/.test(text.split("e")[0]) ? text : text.replace("-", "");
  return plain.replace(/-/g, MINUS);
}

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

function decadeLabel(power) {
  if (power === 0) return "1";
  if (power === 1) return "10";
  const digits = [...String(Math.abs(power))].map((digit) => SUPERSCRIPTS[digit]).join("");
  return "10" + (power < 0 ? "⁻" : "") + digits;
}

// A very small or very large number, as Python's readable() writes it: "3.5×10⁻⁵".
function scientific(value, digits) {
  const [factor, power] = value.toExponential(digits - 1).split("e");
  return `${signed(factor)}×${decadeLabel(Number(power))}`;
}

// Three decimals everywhere, so that digits stand still; from 10 000 on the exponent form, which is no wider.
function formatNumber(value) {
  if (value === undefined || value === null || Number.isNaN(value)) return NOTHING;
  if (!Number.isFinite(value)) return value > 0 ? "∞" : MINUS + "∞";
  return signed(Math.abs(value) >= 10000 ? value.toExponential(3) : value.toFixed(3));
}

// The numbers of a chart need no more decimals than its axis can show.
function formatWithin(value, [low, high]) {
  const span = high - low;
  if (!Number.isFinite(value) || span < 10 || span >= 10000) return formatNumber(value);
  return signed(value.toFixed(span < 100 ? 2 : 1));
}

// A loss spans many decades: two significant digits, and below a ten-thousandth the power of ten.
function formatLoss(value) {
  if (!Number.isFinite(value)) return NOTHING;
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 1e5 || size < 1e-4) return scientific(value, 2);
  return signed(value.toFixed(clamp(1 - Math.floor(Math.log10(size)), 2, 5)));
}

// A number of time steps: digits as far as they tell.
function formatSteps(value) {
  if (!Number.isFinite(value)) return value > 0 ? "∞" : NOTHING;
  if (value >= 1e5) return scientific(value, 2);
  return value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);
}

function formatTick(value) {
  if (value === 0) return "0";
  const size = Math.abs(value);
  return size >= 1e5 || size < 1e-4 ? scientific(value, 1) : signed(String(Number(value.toPrecision(4))));
}

// Whether a tick's label is all of its value: half of the year 1959 would be called 1960.
function isShort(value) {
  return Math.abs(value - Number(value.toPrecision(4))) <= 1e-9 * Math.abs(value);
}

function speaker(table) {
  return (english, fields = {}) =>
    (table?.[english] ?? english).replace(/\{(\w+)\}/g, (place, name) => (name in fields ? String(fields[name]) : place));
}
