// Further charts of a task, such as a forecast: the same lines as the strip, on axes of their own, without a playhead.
class FurtherChart {
  constructor(view) {
    this.view = view;
    this.surface = new Surface("further-picture");
    this.title = element("h3", { class: "further-title" });
    this.legend = element("div", { class: "legend" });
    this.root = element("figure", { class: "further" }, this.title, this.legend, this.surface.canvas);
  }

  load(chart, prefix) {
    this.chart = chart;
    this.lines = readLines(this.view, chart.lines, prefix);
    write(this.title, chart.title ?? "");
    this.root.setAttribute("aria-label", chart.title ?? "");
    this.legend.replaceChildren(...this.lines.map((line) => this.legendItem(line)));
  }

  legendItem(line) {
    const name = element("span", { class: "legend-name" }, line.name);
    if (line.role !== "context") name.style.color = line.colour; // too pale for words
    return element("span", { class: "legend-item" }, lineSample(line), name);
  }

  layout() {
    this.surface.fit();
    this.redraw();
  }

  redraw() {
    const { surface, view, chart } = this;
    const context = surface.begin();
    const [left, right, top, bottom] = [58, surface.width - 12, 10, surface.height - 42];
    const all = this.lines.flatMap(({ xs }) => [...xs]);
    const [first, last] = [Math.min(...all), Math.max(...all)];
    const [low, high] = chart.y_range;
    const toX = (x) => left + ((x - first) / Math.max(1e-9, last - first)) * (right - left);
    const toY = (y) => bottom - ((y - low) / (high - low)) * (bottom - top);
    drawHeights(surface, view.palette, { left, right, ticks: linearTicks(low, high, (bottom - top) / 44), toY, size: view.small });
    context.textAlign = "center";
    context.textBaseline = "top";
    const ticks = linearTicks(first, last, (right - left) / 90).filter(isShort);
    for (const tick of ticks) context.fillText(formatTick(tick), toX(tick), bottom + 7);
    context.fillText(chart.x_label ?? "", (left + right) / 2, bottom + 24);
    context.textAlign = "left";
    context.fillText(chart.y_label ?? "", left + 6, top - 6);
    drawLines(context, this.lines, toX, toY);
  }
}

class Charts {
  constructor(view) {
    this.view = view;
    this.charts = [];
    this.root = element("section", { class: "charts" });
  }

  load() {
    const { charts = [] } = this.view.header;
    show(this.root, charts.length > 0);
    if (charts.length !== this.charts.length) {
      this.charts = charts.map(() => new FurtherChart(this.view));
      this.root.replaceChildren(...this.charts.map(({ root }) => root));
    }
    this.charts.forEach((chart, index) => chart.load(charts[index], `charts.${index}`));
  }

  layout() {
    this.charts.forEach((chart) => chart.layout());
  }

  redraw() {
    this.charts.forEach((chart) => chart.redraw());
  }
}
