// Lines over an axis of steps: the strip's chart, the loss and the further charts are drawn by the same few functions.
const LINE_STYLES = {
  input: { width: 1.5, dash: [] },
  target: { width: 2.4, dash: [] },
  prediction: { width: 2.4, dash: [] },
  free: { width: 2.4, dash: [7, 4] },
  naive: { width: 1.8, dash: [2, 3] },
  season: { width: 1.8, dash: [8, 4] },
  context: { width: 1.5, dash: [] },
  original: { width: 2, dash: [6, 4] },
};
const lineStyle = (role) => LINE_STYLES[role] ?? LINE_STYLES.context;

// The lines of header.strip or header.charts[n] with their numbers; a line without x stands at steps 0, 1, 2, ...
function readLines(view, entries, prefix) {
  return entries.map((entry, index) => {
    const ys = view.arrays[`${prefix}.${index}.y`].data;
    const xs = view.arrays[`${prefix}.${index}.x`]?.data ?? Float32Array.from(ys, (_, step) => step);
    return { ...entry, xs, ys, colour: view.palette.cells?.[entry.cell] ?? view.palette.series[entry.role] ?? view.palette.muted, style: lineStyle(entry.role) };
  });
}

function strokeLine(context, { xs, ys }, toX, toY) {
  context.beginPath();
  let pen = false;
  for (let index = 0; index < ys.length; index++) {
    if (Number.isFinite(ys[index])) {
      if (pen) context.lineTo(toX(xs[index]), toY(ys[index]));
      else context.moveTo(toX(xs[index]), toY(ys[index]));
      pen = true;
    } else {
      pen = false;
    }
  }
  context.stroke();
}

function drawLines(context, lines, toX, toY) {
  context.save();
  context.lineJoin = "round";
  context.lineCap = "round";
  for (const line of lines) {
    context.strokeStyle = line.colour;
    context.lineWidth = line.style.width;
    context.setLineDash(line.style.dash);
    strokeLine(context, line, toX, toY);
  }
  context.restore();
}

// At the edge, a mark for each stretch in which a line is outside of the picture; `ys` are heights in the picture.
const BEYOND = 6;

function drawBeyond(context, ys, toX, [top, bottom], { colour, paper }) {
  const sideOf = (y) => (y < top - 0.5 ? -1 : y > bottom + 0.5 ? 1 : 0);
  for (let from = 0, to = 0; from < ys.length; from = to) {
    const side = sideOf(ys[from]);
    while (to < ys.length && sideOf(ys[to]) === side) to++;
    if (side) drawArrowhead(context, toX((from + to - 1) / 2), side < 0 ? top : bottom, side, colour, paper);
  }
}

function drawArrowhead(context, x, edge, side, colour, paper) {
  context.beginPath();
  context.moveTo(x, edge);
  context.lineTo(x - BEYOND, edge - side * BEYOND * 1.3);
  context.lineTo(x + BEYOND, edge - side * BEYOND * 1.3);
  context.closePath();
  context.lineWidth = 2;
  context.strokeStyle = paper;
  context.stroke();
  context.fillStyle = colour;
  context.fill();
}

// Horizontal guide lines with their numbers left of `left`, or after `right`.
function drawHeights(surface, palette, { left, right, ticks, toY, label = formatTick, size = 12, after = false }) {
  const { context } = surface;
  context.font = font(size);
  context.textAlign = after ? "left" : "right";
  context.textBaseline = "middle";
  for (const tick of ticks) {
    const y = surface.sharp(toY(tick));
    context.fillStyle = palette.grid;
    context.fillRect(left, y - 0.5 / surface.ratio, right - left, 1 / surface.ratio);
    context.fillStyle = palette.muted;
    context.fillText(label(tick), after ? right + 6 : left - 8, y);
  }
}

// The value of a line at a step, between its points as the drawn line has it; NaN where the line is not.
function heightAt({ xs, ys }, position) {
  if (!xs.length || position < xs[0] - 1e-6 || position > xs[xs.length - 1] + 1e-6) return NaN;
  let low = 0;
  let high = xs.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (xs[middle] <= position) low = middle;
    else high = middle;
  }
  if (xs[high] === xs[low]) return ys[low];
  return ys[low] + ((ys[high] - ys[low]) * (position - xs[low])) / (xs[high] - xs[low]);
}

// Where the name of the horizontal line at `y` has its left end and its middle: just above the line or just below it, where no
// curve runs through the name; at the right if it can be, else more to the left. Above at the right where there is no such place.
function freePlace(curves, toX, toY, y, { left, right, top, bottom, width, height }) {
  const heights = [y - height / 2 - 3, y + height / 2 + 3].filter((middle) => middle - height / 2 >= top && middle + height / 2 <= bottom);
  const places = [1, 0.75, 0.5, 0.25, 0].flatMap((share) => heights.map((middle) => ({ x: left + 4 + share * (right - left - width - 8), y: middle })));
  const free = (place) => !curves.some((curve) => runsThrough(curve, toX, toY, { left: place.x - 8, right: place.x + width + 8, y: place.y, height: height + 6 }));
  return places.find(free) ?? places[0] ?? { x: right - width - 4, y };
}

// Whether a curve has a point within a text of this height whose middle is at `y`.
function runsThrough({ xs, ys }, toX, toY, { left, right, y, height }) {
  return xs.some((x, k) => toX(x) > left && toX(x) < right && Math.abs(toY(ys[k]) - y) < height / 2);
}

// A sample of a line for a legend, drawn in the line's own dash and width.
function lineSample({ colour, style }) {
  const stroke = { x1: 1, x2: 15, y1: 5, y2: 5, stroke: colour, "stroke-width": style.width, "stroke-dasharray": style.dash.map((length) => length * 0.6).join(" ") };
  return drawing("svg", { viewBox: "0 0 16 10", class: "sample", "aria-hidden": "true" }, drawing("line", stroke));
}
