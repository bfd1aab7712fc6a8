const ORIGINAL = "original.";
const GIVEN = "given."; // what the equation of a changed value gives, before the change

// What every part of the player reads: the data, the choices, the colours and the words of the moment.
class View {
  constructor(clock, highlight, choose) {
    Object.assign(this, { clock, highlight, choose, header: {}, arrays: {}, values: [], unit: 0, layer: null, asked: null, truth: null });
    this.bounds = new Map(); // of quantities without a fixed range: they grow within a run, and never shrink
  }

  read(header, arrays) {
    if (header.run !== this.header.run) this.bounds.clear();
    Object.assign(this, { header, arrays, values: header.values ?? [], steps: header.steps, layer: header.layer });
    this.words = speaker(header.words);
    this.units = Math.max(1, ...this.values.map(({ units }) => units));
    this.byName = new Map(this.values.map((value, index) => [value.name, { ...value, index }]));
    for (const name of this.measured()) if (!this.byName.get(currentOf(name))?.range) this.grow(name);
  }

  // The layer asked for, while its numbers are on their way; all that is drawn is still this.layer.
  get chosenLayer() {
    const waiting = this.asked && performance.now() - this.asked.at < ANSWERED;
    return waiting ? this.asked.layer : this.layer;
  }

  get step() {
    return this.clock.step;
  }

  // Colours of the theme that the page has now.
  theme(mode) {
    this.mode = mode;
    this.palette = this.header.theme[mode];
    this.scales = { sequential: makeScale(this.palette.sequential), diverging: makeScale(this.palette.diverging) };
  }

  // What was changed is seen against what was: its ranges are those of the values without a change, whatever it comes to.
  measured() {
    const names = Object.keys(this.arrays);
    const originals = names.filter((name) => name.startsWith(ORIGINAL));
    return originals.length ? originals : names;
  }

  grow(name) {
    const { data } = this.arrays[name];
    let size = 0;
    for (const value of data) if (Math.abs(value) > size) size = Math.abs(value);
    const key = `${this.layer} ${currentOf(name)}`;
    this.bounds.set(key, Math.max(roundBound(size), this.bounds.get(key) ?? 0));
  }

  // The fixed range of a named value: its own, or that of the state it was one step earlier, or symmetric and round.
  range(name) {
    const own = this.byName.get(name)?.range;
    if (own) return own;
    const state = previousOf(name);
    if (state && this.byName.has(state)) return this.range(state);
    const bound = this.bounds.get(`${this.layer} ${name}`) ?? 1;
    return [-bound, bound];
  }

  scaleOf([low]) {
    return low < 0 ? this.scales.diverging : this.scales.sequential;
  }

  stopsOf([low]) {
    return low < 0 ? this.palette.diverging : this.palette.sequential;
  }

  // The hue of a named value, of its earlier self and of the input; nothing else has a hue.
  hue(name) {
    if (name === "x") return this.palette.series.input;
    const base = this.byName.has(name) ? name : previousOf(name);
    const value = this.byName.get(base);
    return value && (this.palette.names[base] ?? this.palette.others[value.index % this.palette.others.length]);
  }

  label(name) {
    return this.byName.get(name)?.label || name;
  }

  // One sentence on what a key of an equation stands for.
  explain(name) {
    const value = this.byName.get(name);
    if (value) return value.meaning ? `${this.label(name)}: ${value.meaning}` : this.label(name);
    if (name === "x") return this.words("input of this step");
    const state = previousOf(name);
    if (state) return `${this.label(state)}: ${this.words("the value of one step earlier")}`;
    const [matrix, vector] = name.split("@");
    if (vector) return this.words("what {vector} adds, weighted by the matrix {matrix}", { matrix, vector: this.vectorName(vector) });
    return this.words("a trained parameter: the same at every step");
  }

  vectorName(vector) {
    if (vector === "x") return this.words("input of this step");
    const state = previousOf(vector);
    return state ? `${this.label(state)} (${this.words("the value of one step earlier")})` : vector;
  }
}

// What a value would be without a change shares the range of what it is.
function currentOf(name) {
  return name.startsWith(ORIGINAL) ? name.slice(ORIGINAL.length) : name;
}

function previousOf(name) {
  return name.endsWith("_prev") ? name.slice(0, -5) : null;
}
