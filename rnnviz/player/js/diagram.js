// The cell as a diagram made from its equations; nodes and wires are lit by the chosen unit's values at this step.
const GROWTH = { x: 9, y: 5 }; // boxes are drawn larger than they were laid out, so that their numbers can be read from afar
const BEND = 8; // radius of a wire's corners
const NUMBER_MARGIN = 8;
const FAINT = 0.25; // strength of a wire between operations, which carries no named value

class Diagram {
  constructor(view) {
    this.view = view;
    this.image = drawing("svg", { role: "group", preserveAspectRatio: "xMidYMid meet" });
    this.root = element("section", { class: "diagram" }, this.image);
    [this.nodes, this.wires, this.joints] = [[], [], []];
  }

  load() {
    const { diagram } = this.view.header;
    show(this.root, Boolean(diagram));
    const signature = JSON.stringify([diagram ?? null, this.features]);
    if (diagram && signature !== this.signature) this.build(diagram);
    this.signature = signature;
    this.image.setAttribute("aria-label", this.view.words("Cell"));
    this.colour();
  }

  // The input is no vector of units: one feature is shown as a number, several as a strip of colours.
  get features() {
    return this.view.arrays.x?.width ?? 1;
  }

  build({ width, height, nodes, wires, joints = [] }) {
    this.view.highlight.leave(this.root);
    this.image.setAttribute("viewBox", `0 0 ${width} ${height}`);
    const kinds = new Map(nodes.map(({ id, kind }) => [id, kind]));
    this.wires = wires.map((wire) => this.wire(wire, kinds));
    this.joints = joints.map(({ value, x, y }) => ({ group: drawing("circle", { cx: x, cy: y, r: 3.2, class: "joint" }), value }));
    this.nodes = nodes.map((node) => (node.kind === "op" ? this.operation(node) : this.node(node)));
    this.image.replaceChildren(...[...this.wires, ...this.joints, ...this.nodes].map(({ group }) => group));
  }

  // A wire carries its value where it leaves the box of that value or enters it; between operations it is a part of the way.
  wire({ value, points, source, target }, kinds) {
    const boxed = target && kinds.get(target) !== "op";
    points = boxed ? shortened(points) : points;
    const path = roundedPath(points);
    const casing = drawing("path", { d: path, class: "wire-casing" });
    const line = drawing("path", { d: path, class: "wire-line" });
    const head = drawing("path", { d: arrowHead(points), class: "wire-head" });
    const group = drawing("g", { class: target ? "wire" : "wire onward" }, casing, line, head);
    if (value) this.view.highlight.join(group, value);
    return { group, value, carries: boxed || kinds.get(source) !== "op" };
  }

  node({ kind, label, value, x, y, w, h }) {
    const [width, height] = [w + 2 * GROWTH.x, h + 2 * GROWTH.y];
    const box = drawing("rect", { x: x - width / 2, y: y - height / 2, width, height, rx: 9, class: "node-box" });
    const symbol = drawing("text", { x, y: y - height * 0.17, class: "node-symbol" }, ...symbolText(label));
    const number = drawing("text", { x, y: y + height * 0.26, class: "node-number" });
    const known = value && this.view.values.some(({ name }) => name === value);
    const entries = value === "x" && this.features > 1 ? featureStrip(this.features, x, y + height * 0.16, width - 10) : [];
    const group = drawing("g", { class: `node ${kind}`, tabindex: known ? 0 : null, role: known ? "img" : null }, box, symbol, number, ...entries);
    if (value) this.view.highlight.join(group, value);
    return { group, box, number, value, entries };
  }

  operation({ label, value, x, y, w, h }) {
    const disc = drawing("rect", { x: x - w / 2, y: y - h / 2, width: w, height: h, rx: h / 2, class: "op-disc" });
    const text = drawing("text", { x, y, class: label.length > 1 ? "op-word" : "op-sign" }, ...symbolText(label));
    const group = drawing("g", { class: "node op" }, disc, text);
    if (value) this.view.highlight.join(group, value);
    return { group, value: null };
  }

  colour() {
    for (const { group, value } of [...this.wires, ...this.joints, ...this.nodes]) {
      group.style.setProperty("--hue", (value && this.view.hue(value)) || this.view.palette.muted);
    }
  }

  // In every font the widest number stays within its box. Both grow with the drawing, so one look is enough for each.
  layout() {
    const numbered = this.nodes.filter(({ number, value, entries }) => number && value && !entries.length);
    const node = numbered.reduce((least, one) => (least && width(least) <= width(one) ? least : one), null);
    if (!node || this.root.hidden || this.fitted === this.signature || !this.root.clientWidth) return;
    this.image.style.setProperty("--number-share", 1);
    write(node.number, WIDEST);
    const room = width(node) - NUMBER_MARGIN;
    this.image.style.setProperty("--number-share", Math.min(1, room / Math.max(1, node.number.getComputedTextLength())));
    this.fitted = this.signature;
  }

  step(step) {
    const { view } = this;
    for (const node of this.nodes) {
      if (node.entries?.length) this.lightStrip(node, step);
      else if (node.value) this.light(node, this.amount(node.value, step));
    }
    for (const { group, value, carries } of this.wires) {
      if (value) group.style.setProperty("--strength", carries ? this.strength(value, step) : FAINT);
    }
  }

  light({ group, box, number, value }, amount) {
    const text = formatNumber(amount);
    write(number, text);
    number.style.setProperty("--length-share", Math.min(1, WIDEST.length / text.length));
    if (Number.isNaN(amount)) return;
    const range = this.view.range(value);
    const colour = shade(this.view.scaleOf(range), amount, range);
    box.style.fill = cssColour(colour);
    group.style.setProperty("--ink-on-value", inkOn(colour));
    if (group.hasAttribute("tabindex")) group.setAttribute("aria-label", `${this.view.label(value)} ${formatNumber(amount)}`);
  }

  lightStrip({ entries }, step) {
    const range = this.view.range("x");
    entries.forEach((entry, feature) => {
      entry.style.fill = cssColour(shade(this.view.scales.diverging, numberAt(this.view.arrays.x, step, feature), range));
    });
  }

  amount(key, step) {
    return numberAt(this.view.arrays[key], step, key === "x" ? 0 : this.view.unit);
  }

  // How much flows through a wire: the size of the value as a share of its range, in 0..1.
  strength(key, step) {
    const [low, high] = this.view.range(key);
    const amount = key === "x" && this.features > 1 ? high : this.amount(key, step);
    return Number.isNaN(amount) ? 0 : clamp(Math.abs(amount) / Math.max(Math.abs(low), Math.abs(high)), 0, 1).toFixed(2);
  }

  unit() {
    this.step(this.view.step);
  }
}

const width = ({ box }) => box.width.baseVal.value;

function featureStrip(features, middle, top, width) {
  const wide = width / features;
  return Array.from({ length: features }, (_, feature) =>
    drawing("rect", { x: middle - width / 2 + feature * wide, y: top - 3, width: wide, height: 11, class: "feature" }),
  );
}

// "U_n" is read as U with n below it.
function symbolText(label) {
  const [base, ...rest] = label.split("_");
  const below = rest.join(",");
  return below ? [drawing("tspan", {}, base), drawing("tspan", { class: "node-index", dy: 4 }, below)] : [base];
}

// The last point moved back to the edge of the grown box.
function shortened(points) {
  const [[fromX, fromY], [x, y]] = points.slice(-2);
  return [...points.slice(0, -1), [x - Math.sign(x - fromX) * GROWTH.x, y - Math.sign(y - fromY) * GROWTH.y]];
}

function roundedPath(points) {
  const parts = [`M${points[0].join(" ")}`];
  for (let index = 1; index < points.length - 1; index++) {
    const [corner, next] = [points[index], points[index + 1]];
    const [entry, exit] = [towards(corner, points[index - 1]), towards(corner, next)];
    parts.push(`L${entry.join(" ")}Q${corner.join(" ")} ${exit.join(" ")}`);
  }
  return parts.join("") + `L${points[points.length - 1].join(" ")}`;
}

function towards([x, y], [otherX, otherY]) {
  const length = Math.hypot(otherX - x, otherY - y) || 1;
  const share = Math.min(BEND, length / 2) / length;
  return [x + (otherX - x) * share, y + (otherY - y) * share];
}

function arrowHead(points) {
  const [[fromX, fromY], [x, y]] = points.slice(-2);
  const length = Math.hypot(x - fromX, y - fromY) || 1;
  const [dx, dy] = [((x - fromX) / length) * 7, ((y - fromY) / length) * 7];
  return `M${x} ${y}L${x - dx - dy * 0.6} ${y - dy + dx * 0.6}L${x - dx + dy * 0.6} ${y - dy - dx * 0.6}Z`;
}
