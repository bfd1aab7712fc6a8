// A sequence of numbers: drawn with the pointer, step by step with the keyboard and the slider, or typed.
class CurveControl {
  constructor(changed) {
    this.changed = changed;
    this.chosen = 0;
    this.caption = element("span", { class: "control-caption" });
    this.surface = new Surface("curve-picture");
    this.typed = element("input", { type: "text", class: "control-input", spellcheck: "false", autocomplete: "off", onchange: () => this.type() });
    this.one = new SliderControl((_, held) => this.put(this.chosen, this.one.value, held));
    this.root = element("div", { class: "control curve" }, this.caption, this.surface.canvas, this.one.root, this.typed);
    this.surface.canvas.addEventListener("pointerdown", () => (this.last = null));
    scrubbing(this.surface.canvas, (share, event) => this.point(share, event), () => this.changed(this, false));
    this.surface.canvas.tabIndex = 0;
    this.surface.canvas.addEventListener("keydown", (event) => this.key(event));
    new ResizeObserver(() => this.draw()).observe(this.surface.canvas);
  }

  load(spec) {
    this.spec = spec;
    write(this.caption, spec.label);
    this.surface.canvas.removeAttribute("aria-hidden");
    this.surface.canvas.setAttribute("role", "img");
    this.surface.canvas.setAttribute("aria-label", spec.label);
    this.typed.setAttribute("aria-label", spec.label);
  }

  set value(values) {
    this.own = [...values];
    this.chosen = Math.min(this.chosen, values.length - 1);
    this.tell();
  }

  get value() {
    return this.own;
  }

  point(share, event) {
    const place = clamp(Math.floor(share * this.own.length), 0, this.own.length - 1);
    const box = this.surface.canvas.getBoundingClientRect();
    const height = clamp((event.clientY - box.top - PAD) / (box.height - 2 * PAD), 0, 1);
    const { low, high } = this.spec;
    const value = Number((high - height * (high - low)).toPrecision(3));
    // A quick pointer leaves no step out.
    const from = this.last ?? { place, value };
    const [first, last] = [Math.min(from.place, place), Math.max(from.place, place)];
    for (let step = first; step <= last; step++) {
      const along = place === from.place ? 1 : (step - from.place) / (place - from.place);
      this.own[step] = Number((from.value + (value - from.value) * along).toPrecision(3));
    }
    this.last = { place, value };
    this.chosen = place;
    this.tell();
    this.changed(this, true);
  }

  key(event) {
    const moves = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity };
    const lifts = { ArrowUp: 1, ArrowDown: -1 };
    if (event.key in moves) this.chosen = clamp(this.chosen + moves[event.key], 0, this.own.length - 1);
    else if (event.key in lifts) return this.lift(event, lifts[event.key]);
    else return;
    event.preventDefault();
    this.tell();
  }

  lift(event, direction) {
    event.preventDefault();
    const { low, high } = this.spec;
    this.put(this.chosen, clamp(this.own[this.chosen] + (direction * (high - low)) / 40, low, high), false);
  }

  put(place, value, held) {
    this.own[place] = Number(value.toPrecision(3));
    this.tell();
    this.changed(this, held);
  }

  // Fewer numbers than steps leave the rest as it is; what is no number is left out.
  type() {
    const { low, high } = this.spec;
    const numbers = this.typed.value.replace(/\u2212/g, "-").split(/[\s,;]+/).map(parseFloat).filter(Number.isFinite);
    numbers.slice(0, this.own.length).forEach((value, place) => (this.own[place] = clamp(value, low, high)));
    this.tell();
    this.changed(this, false);
  }

  tell() {
    const { low, high } = this.spec;
    this.one.load({ label: `${this.spec.label} [${this.chosen + 1}]`, low, high, step: (high - low) / 200 });
    this.one.value = this.own[this.chosen];
    this.typed.value = this.own.map((value) => String(Number(value.toPrecision(3)))).join(" ");
    this.draw();
  }

  draw() {
    const { surface } = this;
    surface.fit();
    if (!surface.width || !this.own) return;
    const context = surface.begin();
    const style = getComputedStyle(surface.canvas);
    const [ink, grid, accent] = ["--ink", "--grid", "--accent"].map((name) => style.getPropertyValue(name));
    const cell = surface.width / this.own.length;
    const zero = this.toY(clamp(0, this.spec.low, this.spec.high));
    context.fillStyle = grid;
    context.fillRect(0, surface.sharp(zero) - 0.5, surface.width, 1);
    context.globalAlpha = 0.18;
    context.fillRect(this.chosen * cell, 0, cell, surface.height);
    context.globalAlpha = 1;
    this.own.forEach((value, step) => {
      const y = this.toY(value);
      context.fillStyle = step === this.chosen ? accent : ink;
      context.fillRect(step * cell + cell * 0.15, Math.min(y, zero) - 1, Math.max(1, cell * 0.7), Math.abs(y - zero) + 2);
    });
  }

  toY(value) {
    const { low, high } = this.spec;
    return PAD + ((high - value) / (high - low)) * (this.surface.height - 2 * PAD);
  }
}

const PAD = 4; // above the highest and below the lowest value, CSS pixels
