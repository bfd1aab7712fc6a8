// A colour scale as a table of 256 colours; amounts outside its range take the colour of the nearer end.
const NO_DATA = [128, 128, 128, 60];

function parseColour(hex) {
  const number = parseInt(hex.slice(1), 16);
  return [(number >> 16) & 255, (number >> 8) & 255, number & 255];
}

function makeScale(stops) {
  const table = new Uint8ClampedArray(256 * 4);
  for (let index = 0; index < 256; index++) table.set(mixStops(stops, index / 255), index * 4);
  return table;
}

function mixStops(stops, position) {
  const above = Math.max(1, stops.findIndex(([place]) => place >= position));
  const [low, lowColour] = stops[above - 1];
  const [high, highColour] = stops[above];
  const share = (position - low) / (high - low);
  const from = parseColour(lowColour);
  return [...parseColour(highColour).map((channel, i) => from[i] + (channel - from[i]) * share), 255];
}

function shade(scale, value, [low, high]) {
  if (Number.isNaN(value)) return NO_DATA;
  const index = clamp(Math.round(((value - low) / (high - low)) * 255), 0, 255) * 4;
  return [scale[index], scale[index + 1], scale[index + 2], 255];
}

const hexColour = (channels) => "#" + channels.map((c) => c.toString(16).padStart(2, "0")).join("");
const cssColour = ([red, green, blue]) => `rgb(${red},${green},${blue})`;

// Relative luminance in 0..1: decides between dark and light text, and between the two themes.
function luminance([red, green, blue]) {
  const linear = [red, green, blue].map((c) => ((c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
}

function rampOf(stops) {
  return `linear-gradient(to right, ${stops.map(([, colour]) => colour).join(",")})`;
}

function translucent(hex, opacity) {
  const [red, green, blue] = parseColour(hex);
  return `rgba(${red},${green},${blue},${opacity})`;
}

// The ratio of two colours' light, 1 to 21. Source: Web Content Accessibility Guidelines 2.2, "contrast ratio".
function contrast(one, other) {
  const [less, more] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (more + 0.05) / (less + 0.05);
}

// Of black and white the one that is read more easily on a colour: whichever colour it is, its contrast is 4.58 at least.
const INKS = ["#000000", "#ffffff"];

function inkOn(colour) {
  const [black, white] = INKS.map((ink) => contrast(parseColour(ink), colour));
  return INKS[black >= white ? 0 : 1];
}

// The browser itself reads a colour written in any way that CSS allows.
const READ = new Map(); // colour as written -> its channels: reading a pixel back takes a millisecond

function readColour(text) {
  if (!READ.has(text)) READ.set(text, paintedColour(text));
  return READ.get(text);
}

function paintedColour(text) {
  const context = new OffscreenCanvas(1, 1).getContext("2d");
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, 1, 1);
  context.fillStyle = text;
  context.fillRect(0, 0, 1, 1);
  return [...context.getImageData(0, 0, 1, 1).data];
}

// The theme that the page has now, told by its background, and that background.
function pageColours(root) {
  const [red, green, blue] = readColour(getComputedStyle(root).getPropertyValue("--st-background-color").trim() || "#ffffff");
  return { mode: luminance([red, green, blue]) < 0.2 ? "dark" : "light", paper: hexColour([red, green, blue]) };
}

// Makes a palette's colours those of the style sheet.
function wearColours(root, mode, palette) {
  root.dataset.mode = mode;
  for (const name of ["ink", "muted", "grid", "panel", "accent"]) root.style.setProperty(`--${name}`, palette[name]);
}
