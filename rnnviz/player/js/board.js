// The board: charts of bands beside each other, and the table of scores beneath them. It has no clock and makes no choice.
class Board {
  constructor(root) {
    this.root = root;
    this.heights = new LogRange();
    this.scores = new Scores();
    this.charts = [];
    this.figures = element("div", { class: "figures" });
    this.stage = element("div", { class: "stage board" }, this.figures, this.scores.root);
    root.replaceChildren(this.stage);
    this.observer = new ResizeObserver(() => this.layout());
    this.observer.observe(this.stage);
  }

  load(header, arrays) {
    if (header.run !== this.header?.run) this.heights.reset();
    Object.assign(this, { header, arrays });
    if (header.panels.length !== this.charts.length) {
      this.charts = header.panels.map(() => new BandChart(this.heights));
      this.figures.replaceChildren(...this.charts.map(({ root }) => root));
    }
    this.recolour();
  }

  recolour() {
    const { mode, paper } = pageColours(this.root);
    this.palette = { ...this.header.theme[mode], paper };
    wearColours(this.root, mode, this.palette);
    this.heights.grow([this.header.baseline]);
    this.charts.forEach((chart, index) => chart.load(this.header.panels[index], this.lines(index), this));
    this.scores.load(this.header.table, this);
    this.layout();
  }

  hue(cell, place) {
    return this.palette.cells[cell] ?? this.palette.others[place % this.palette.others.length];
  }

  lines(index) {
    return this.header.panels[index].lines.map(({ name, cell, dashed }, place) => {
      const part = (name) => this.arrays[`panels.${index}.${place}.${name}`].data;
      return { name, colour: this.hue(cell, place), xs: part("x"), low: part("low"), middle: part("middle"), high: part("high"), style: { width: 2.4, dash: dashed ? [7, 5] : [] } };
    });
  }

  layout() {
    if (!this.palette || !this.stage.clientWidth) return;
    this.small = parseFloat(getComputedStyle(this.stage).getPropertyValue("--small"));
    this.charts.forEach((chart) => chart.layout());
  }

  stop() {
    this.observer.disconnect();
  }
}
