// What an ideal memory would hold: its value at this step, and the units that carry it best. Pressing one chooses it.
// Over the curve of each state lies what that state would be if it were the truth itself: the straight line that fits best.
class Truth {
  constructor(view) {
    this.view = view;
    this.names = element("span", { class: "truth-names" });
    this.number = element("output", { class: "truth-number" });
    this.hint = element("span", { class: "truth-hint" });
    this.carriers = element("span", { class: "truth-carriers", role: "group" });
    this.root = element("section", { class: "truth" }, this.names, this.number, this.hint, this.carriers);
    this.index = 0;
  }

  load() {
    const truths = this.view.header.truths ?? [];
    show(this.root, truths.length > 0);
    this.index = Math.min(this.index, Math.max(0, truths.length - 1));
    this.view.truth = truths.length ? this.index : null;
    if (!truths.length) return;
    this.explain();
    this.fillNames(truths);
    this.fillCarriers(truths[this.index].carriers);
    this.unit();
  }

  // What the buttons are, and what their numbers mean.
  explain() {
    const { words } = this.view;
    write(this.hint, words("carried best by (correlation)"));
    this.carriers.setAttribute("aria-label", words("carried best by (correlation)"));
    const meaning = words("The correlation of a unit's state with the truth, over several examples: near 1 or −1 it carries it, near 0 it does not.");
    for (const node of [this.hint, this.carriers]) node.title = meaning;
  }

  fillNames(truths) {
    const signature = JSON.stringify([truths.map(({ name }) => name), this.index, this.view.mode]);
    if (signature === this.signature) return;
    this.signature = signature;
    const sample = () => lineSample({ colour: this.view.palette.ink, style: TRUTH_STYLE });
    const only = truths.length === 1;
    const name = ({ name }, index) => (only ? element("b", {}, name) : element("button", { type: "button", class: "button word", "aria-pressed": String(index === this.index), onclick: () => this.choose(index) }, name));
    this.names.replaceChildren(sample(), ...truths.map(name));
  }

  choose(index) {
    this.index = index;
    this.load();
    this.view.choose.player.layout();
  }

  // The buttons stay while training goes on: one that is pressed must not vanish under the pointer.
  fillCarriers(carriers) {
    while (this.carriers.childElementCount < carriers.length) {
      const place = this.carriers.childElementCount;
      this.carriers.append(element("button", { type: "button", class: "button word carrier", onclick: () => this.pick(place) }));
    }
    while (this.carriers.childElementCount > carriers.length) this.carriers.lastChild.remove();
    this.shown = carriers;
    const many = (this.view.header.layers ?? []).length > 1;
    carriers.forEach(({ state, unit, correlation, layer }, place) => {
      const where = many ? ` · ${this.view.header.layers.find(({ address }) => address === layer)?.label}` : "";
      write(this.carriers.children[place], `${this.view.words("{state} of unit {unit}", { state, unit: unit + 1 })}${where}  ${formatNumber(correlation)}`);
    });
  }

  pick(place) {
    const { layer, unit, state } = this.shown[place];
    if (layer !== this.view.layer) this.view.choose.layer(layer);
    this.view.choose.unit(unit);
    this.view.highlight.keep(state);
    this.view.highlight.light(state);
  }

  unit() {
    (this.shown ?? []).forEach(({ layer, unit }, place) => {
      this.carriers.children[place].setAttribute("aria-pressed", String(unit === this.view.unit && layer === this.view.layer));
    });
  }

  step(step) {
    if (this.view.truth !== null) write(this.number, formatNumber(this.view.arrays[`truth.${this.index}`].data[step]));
  }
}

// The unit of the layer shown that carries the truth best, once the training is over: before, it would change under the eye.
function bestCarrier({ header, layer, truth }) {
  const { timeline, truths } = header;
  if (!timeline || timeline.live || timeline.shown < timeline.total) return null;
  return truths?.[truth ?? 0]?.carriers.find((carrier) => carrier.layer === layer) ?? null;
}

const TRUTH_STYLE = { width: 2, dash: [6, 4] };

// The truth on the scale of a state of the chosen unit, over the curve of that state.
function drawTruth(context, view, name, toX, toY) {
  const fitted = view.truth === null ? undefined : view.arrays[`truth.${view.truth}.${name}`];
  if (!fitted || view.unit >= fitted.width) return;
  const ys = Float32Array.from({ length: view.steps }, (_, step) => toY(numberAt(fitted, step, view.unit)));
  const line = { xs: ys.map((_, step) => step), ys };
  const styles = [{ colour: view.palette.paper, style: { width: 4, dash: [] } }, { colour: view.palette.ink, style: TRUTH_STYLE }];
  drawLines(context, styles.map((style) => ({ ...line, ...style })), toX, (y) => y);
}
