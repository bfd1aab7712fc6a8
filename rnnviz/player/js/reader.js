// The text that a network reads, as wide as the player: each token wears the chosen unit's value, below it stands what is
// predicted to come. Where the columns of the strip are wide enough for the tokens, only the legend of the colours is left.
const NARROWEST = 10; // of a token, CSS pixels
const WIDEST_GLYPH = 20;

class Reader {
  constructor(view) {
    this.view = view;
    [this.low, this.high, this.ramp] = [element("span"), element("span"), element("span", { class: "reader-ramp" })];
    [this.meaning, this.hint] = [element("span"), element("span", { class: "reader-hint" })];
    this.scale = element("span", { class: "reader-scale" }, this.low, this.ramp, this.high);
    this.text = element("div", { class: "reader-text", role: "img" });
    this.root = element("section", { class: "reader" }, element("p", { class: "reader-caption" }, this.meaning, this.scale, this.hint), this.text);
    this.glyphs = [];
    this.text.addEventListener("pointerdown", (event) => this.point(event));
    this.text.addEventListener("pointermove", (event) => event.buttons === 1 && this.point(event));
    this.text.addEventListener("pointerup", () => view.choose.settle());
  }

  get strip() {
    const { strip } = this.view.header;
    return strip?.kind === "symbols" ? strip : null;
  }

  load() {
    const { strip, view } = this;
    show(this.root, Boolean(strip));
    if (!strip) return;
    this.root.style.setProperty("--prediction", view.palette.series.prediction);
    write(this.hint, view.words("Point at another value to colour by it; a click keeps it."));
    this.text.setAttribute("aria-label", strip.tokens.join(" "));
    this.fill(strip);
    this.tint();
  }

  // The elements stay while training goes on: only their texts change.
  fill(strip) {
    const { tokens, said } = strip;
    while (this.glyphs.length < tokens.length) this.glyphs.push(this.glyph());
    this.glyphs.length = tokens.length;
    if (this.text.childElementCount !== tokens.length) this.text.replaceChildren(...this.glyphs.map(({ root }) => root));
    this.text.classList.toggle("long", tokens.some((token) => token.length > 2));
    this.glyphs.forEach(({ root, token, answer }, step) => {
      write(token, tokens[step]);
      write(answer, said[step]);
      root.classList.toggle("right", isRight(strip, step));
    });
  }

  glyph() {
    const [token, answer] = [element("b"), element("i")];
    return { root: element("span", { class: "glyph" }, token, answer), token, answer };
  }

  layout() {
    const { strip, view } = this;
    if (!strip) return;
    show(this.text, !tokensFit(view, strip));
    const width = clamp(Math.floor(this.root.clientWidth / view.steps), NARROWEST, WIDEST_GLYPH);
    this.text.style.setProperty("--glyph", `${width}px`);
  }

  tint() {
    if (!this.strip) return;
    const { view } = this;
    const tint = new Tint(view);
    this.glyphs.forEach(({ token }, step) => {
      const colour = tint.at(step);
      token.style.background = colour ? cssColour(colour) : "";
      token.style.color = colour ? inkOn(colour) : "";
    });
    show(this.scale, Boolean(tint.name));
    write(this.meaning, tint.name ? view.words("coloured by {name} of unit {unit}", { name: tint.name, unit: view.unit + 1 }) : "");
    if (!tint.name) return;
    write(this.low, formatTick(tint.range[0]));
    write(this.high, formatTick(tint.range[1]));
    this.ramp.style.background = rampOf(view.stopsOf(tint.range));
  }

  highlight() {
    this.tint();
  }

  unit() {
    this.tint();
  }

  step(step) {
    if (this.now === step) return;
    this.glyphs[this.now]?.root.classList.remove("now");
    this.glyphs[step]?.root.classList.add("now");
    this.now = step;
  }

  point(event) {
    const place = this.glyphs.findIndex(({ root }) => root.contains(event.target));
    if (place >= 0) this.view.choose.scrub((place + 0.5) / this.view.steps);
  }
}
