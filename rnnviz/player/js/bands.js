// A chart of some lines with their bands over a linear x and a logarithmic y, and a reading where the pointer is.
class BandChart {
  constructor(heights) {
    this.heights = heights;
    this.surface = new Surface("bands-picture");
    this.over = new Surface("bands-over");
    this.title = element("span");
    this.note = element("small");
    this.reading = element("div", { class: "reading", hidden: true });
    this.plot = element("div", { class: "bands-plot" }, this.surface.canvas, this.over.canvas, this.reading);
    this.root = element("figure", { class: "bands" }, element("h3", { class: "bands-title" }, this.title, this.note), this.plot);
    this.pointer = null;
    this.plot.addEventListener("pointermove", (event) => this.point(event.clientX - this.plot.getBoundingClientRect().left));
    this.plot.addEventListener("pointerleave", () => this.point(null));
  }

  load(panel, lines, page) {
    Object.assign(this, { panel, lines, page });
    write(this.title, panel.title);
    write(this.note, panel.note);
    this.root.setAttribute("aria-label", panel.title);
    for (const line of lines) for (const part of ["low", "high"]) this.heights.grow(line[part]);
  }

  layout() {
    this.surface.fit();
    this.over.fit();
    const { surface, page, panel } = this;
    const context = surface.begin();
    context.font = font(page.small, 650);
    const room = Math.max(24, ...this.lines.map(({ name }) => context.measureText(name).width + 14));
    this.box = { left: 48, right: surface.width - room, top: 12, bottom: surface.height - 2.6 * page.small - 6 };
    const { left, right, top, bottom } = this.box;
    const [low, high] = this.heights.bounds.map(Math.log10);
    const [first, last] = panel.x_range;
    this.toX = (x) => left + ((x - first) / Math.max(1e-9, last - first)) * (right - left);
    this.toY = (y) => clamp(bottom - ((Math.log10(y) - low) / (high - low)) * (bottom - top), top - 4, bottom + 4);
    this.drawAxes();
    this.drawBaseline();
    for (const line of this.lines) this.drawBand(line);
    drawLines(context, this.lines.map((line) => ({ ...line, ys: line.middle.map((y) => (y > 0 ? y : NaN)) })), this.toX, this.toY);
    this.drawNames();
    this.read();
  }

  drawAxes() {
    const { surface, page, panel } = this;
    const { context } = surface;
    const { left, right, top, bottom } = this.box;
    const ticks = this.heights.ticks(bottom - top, page.small);
    drawHeights(surface, page.palette, { left, right, ticks: [...ticks.keys()], toY: this.toY, label: (tick) => ticks.get(tick), size: page.small });
    context.textAlign = "center";
    context.textBaseline = "top";
    // As many as the whole chart has room for: beside each other, charts of one axis say the same, however long their names are.
    for (const tick of linearTicks(...panel.x_range, surface.width / 100)) context.fillText(formatTick(tick), this.toX(tick), bottom + 6);
    context.fillText(panel.x_label, (left + right) / 2, bottom + page.small + 9);
  }

  drawBaseline() {
    const { baseline, baseline_name: name } = this.page.header;
    const { surface, page, box } = this;
    const [low, high] = this.heights.bounds;
    if (!(baseline >= low && baseline <= high)) return;
    const y = surface.sharp(this.toY(baseline));
    const line = { xs: [box.left, box.right], ys: [y, y], colour: page.palette.muted, style: { width: 1.5, dash: [4, 4] } };
    drawLines(surface.context, [line], (x) => x, (height) => height);
    surface.context.font = font(page.small, 650);
    const place = freePlace(this.curves(), this.toX, this.toY, y, { ...box, width: surface.context.measureText(name).width, height: page.small });
    this.text(name, place.x, place.y, page.palette.muted, "left", "middle");
  }

  curves() {
    return this.lines.map(({ xs, middle }) => ({ xs, ys: middle }));
  }

  drawBand({ xs, low, high, colour }) {
    if (xs.length < 2) return;
    const { context } = this.surface;
    context.beginPath();
    xs.forEach((x, index) => context.lineTo(this.toX(x), this.toY(Math.max(high[index], 1e-30))));
    for (let index = xs.length - 1; index >= 0; index--) context.lineTo(this.toX(xs[index]), this.toY(Math.max(low[index], 1e-30)));
    context.fillStyle = translucent(colour, 0.2);
    context.fill();
  }

  // Each name stands where its line ends; names that would lie on each other are pushed apart, or off another line.
  drawNames() {
    const { context } = this.surface;
    const height = this.page.small + 3;
    context.font = font(this.page.small, 650);
    const places = this.lines
      .filter(({ xs }) => xs.length)
      .map(({ name, colour, xs, middle }) => ({ name, colour, x: this.toX(xs[xs.length - 1]) + 7, y: this.toY(Math.max(middle[xs.length - 1], 1e-30)), width: context.measureText(name).width }))
      .sort((one, other) => one.y - other.y);
    for (let index = 1; index < places.length; index++) places[index].y = Math.max(places[index].y, places[index - 1].y + height);
    const beyond = Math.max(0, (places[places.length - 1]?.y ?? 0) - this.box.bottom);
    for (const place of places) place.y -= beyond;
    for (const place of places) place.y = this.freeHeight(place, places);
    for (const { name, colour, x, y } of places) this.text(name, x, y, colour, "left", "middle");
  }

  // The height nearest to a name's own at which no line runs through it and no other name stands.
  freeHeight(place, places) {
    const { x, y, width } = place;
    const { small } = this.page;
    const apart = (other, height) => other === place || Math.abs(other.y - height) > small || other.x > x + width || other.x + other.width < x;
    const crossed = (height) => this.curves().some((curve) => runsThrough(curve, this.toX, this.toY, { left: x - 4, right: x + width, y: height, height: 2 * small }));
    const free = (height) => !crossed(height) && places.every((other) => apart(other, height));
    const heights = [-1, 1, -2, 2, -3, 3, -4, 4].map((step) => y + (step * small) / 2).filter((height) => height > this.box.top && height < this.box.bottom);
    return [y, ...heights].find(free) ?? y;
  }

  text(words, x, y, colour, align, baseline) {
    const { context } = this.surface;
    Object.assign(context, { textAlign: align, textBaseline: baseline, lineWidth: 4, lineJoin: "round", strokeStyle: this.page.palette.paper, fillStyle: colour });
    context.font = font(this.page.small, 650);
    context.strokeText(words, x, y);
    context.fillText(words, x, y);
  }

  point(x) {
    this.pointer = x;
    this.read();
  }

  // What the lines are under the pointer, in words beside it.
  read() {
    const context = this.over.begin();
    const { left, right, top, bottom } = this.box ?? {};
    const inside = this.pointer !== null && this.lines.some(({ xs }) => xs.length) && this.pointer >= left && this.pointer <= right;
    show(this.reading, inside);
    if (!inside) return;
    const [first, last] = this.panel.x_range;
    const under = first + ((this.pointer - left) / (right - left)) * (last - first);
    const x = this.panel.whole ? Math.round(under) : under;
    const place = this.toX(x);
    context.fillStyle = this.page.palette.ink;
    context.fillRect(place - 0.75, top, 1.5, bottom - top);
    const rows = this.lines.map((line) => ({ ...line, values: ["middle", "low", "high"].map((part) => heightAt({ xs: line.xs, ys: line[part] }, x)) }));
    for (const { colour, values } of rows) if (values[0] > 0) this.dot(place, this.toY(values[0]), colour);
    this.describe(x, rows);
  }

  dot(x, y, colour) {
    const { context } = this.over;
    context.beginPath();
    context.arc(x, y, 4.5, 0, 2 * Math.PI);
    Object.assign(context, { fillStyle: colour, strokeStyle: this.page.palette.paper, lineWidth: 1.75 });
    context.fill();
    context.stroke();
  }

  describe(x, rows) {
    const spread = ([, low, high]) => (high > low ? `${formatLoss(low)} … ${formatLoss(high)}` : "");
    const cells = rows.flatMap(({ name, colour, values }) => [
      element("b", { style: `color:${colour}` }, name),
      element("span", {}, formatLoss(values[0])),
      element("small", {}, spread(values)),
    ]);
    const place = this.panel.whole ? String(x) : x.toPrecision(3);
    this.reading.replaceChildren(element("i", {}, `${this.panel.x_label} ${place}`), ...cells);
    const beside = this.pointer > this.surface.width / 2;
    this.reading.style.left = beside ? "" : `${this.pointer + 14}px`;
    this.reading.style.right = beside ? `${this.surface.width - this.pointer + 14}px` : "";
  }
}
