// The controls: each is made once, takes a description, knows its value, and tells of every change.
// changed(control, held): `held` while the pointer still drags.
class Control {
  constructor(kind, changed) {
    this.changed = changed;
    this.caption = element("span", { class: "control-caption" });
    this.root = element("label", { class: `control ${kind}` }, this.caption);
  }

  load(spec) {
    this.spec = spec;
    write(this.caption, spec.label);
    show(this.caption, Boolean(spec.label));
    if (spec.help) this.root.title = spec.help;
  }
}

// The native range does all that keyboards and touch need; the number beside it can be typed.
class SliderControl extends Control {
  constructor(changed) {
    super("slider", changed);
    this.range = element("input", { type: "range", oninput: () => this.take(this.range.value, this.down), onchange: () => this.take(this.range.value, false) });
    this.number = element("input", { type: "number", class: "control-number", onchange: () => this.type(), oninput: () => this.number.setCustomValidity("") });
    for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) this.range.addEventListener(end, () => this.release());
    this.range.addEventListener("pointerdown", () => (this.down = true));
    this.root.append(this.range, this.number);
  }

  load(spec) {
    super.load(spec);
    Object.assign(this.range, { min: this.place(spec.low), max: this.place(spec.high), step: spec.step });
    Object.assign(this.number, { min: spec.low, max: spec.high, step: "any", title: `${signed(String(spec.low))} … ${signed(String(spec.high))}` });
    this.range.setAttribute("aria-label", spec.name);
    this.number.setAttribute("aria-label", spec.name);
  }

  // Where a value stands on the track: by its power of ten, where equal ways are equal factors.
  place(value) {
    const { log, bend } = this.spec;
    return log ? Math.log10(value) : bend ? Math.asinh(value / bend) : value;
  }

  // The value at a place of the track, as few digits of it as the place tells.
  at(place) {
    const { log, bend } = this.spec;
    if (log) return Number((10 ** place).toPrecision(2));
    const value = bend * Math.sinh(place);
    return bend ? Number(value.toFixed(clamp(1 - Math.floor(Math.log10(Math.abs(value) || 1)), 0, 2))) : place;
  }

  set value(value) {
    this.range.value = this.place(value);
    this.own = value;
    this.tell();
  }

  get value() {
    return this.own;
  }

  // A number that was typed may lie between two places of the slider: it is kept as it is.
  type() {
    const typed = parseFloat(this.number.value);
    if (!Number.isFinite(typed)) return this.tell();
    this.own = clamp(typed, this.spec.low, this.spec.high);
    this.range.value = this.place(this.own);
    this.tell();
    this.changed(this, false);
    if (this.own === typed) return;
    this.number.setCustomValidity(this.number.title); // the browser shows what is allowed
    this.number.reportValidity();
  }

  take(value, held) {
    this.own = this.at(Number(value));
    this.tell();
    this.changed(this, Boolean(held));
  }

  release() {
    if (!this.down) return;
    this.down = false;
    this.changed(this, false);
  }

  tell() {
    const unset = this.own === this.spec.value ? this.spec.unset : "";
    const text = unset ? "" : String(Number(this.own.toPrecision(4)));
    if (this.number.value !== text) this.number.value = text;
    this.number.placeholder = unset;
    this.range.setAttribute("aria-valuetext", unset || signed(text));
    const [low, here, high] = [this.spec.low, this.own, this.spec.high].map((value) => this.place(value));
    const share = (here - low) / (high - low);
    this.range.style.setProperty("--share", clamp(share, 0, 1));
  }
}

// Two ranges on one track.
class SpanControl extends Control {
  constructor(changed) {
    super("span", changed);
    this.ends = [0, 1].map((end) => this.end(end));
    this.numbers = [0, 1].map((place) => element("input", { type: "number", step: 1, class: "control-number", onchange: () => this.type(place) }));
    this.root.append(element("span", { class: "span-track" }, ...this.ends), this.numbers[0], element("span", {}, "–"), this.numbers[1]);
  }

  end(place) {
    const input = element("input", { type: "range", step: 1, oninput: () => this.take(place, this.down), onchange: () => this.take(place, false) });
    input.addEventListener("pointerdown", () => (this.down = true));
    for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) input.addEventListener(end, () => this.release());
    return input;
  }

  load(spec) {
    super.load(spec);
    for (const input of [...this.ends, ...this.numbers]) {
      Object.assign(input, { min: spec.low, max: spec.high });
      input.setAttribute("aria-label", spec.label);
    }
  }

  set value([first, last]) {
    this.own = [first, last];
    this.tell();
  }

  get value() {
    return this.own;
  }

  type(place) {
    const typed = Math.round(parseFloat(this.numbers[place].value));
    if (!Number.isFinite(typed)) return this.tell();
    this.ends[place].value = clamp(typed, this.spec.low, this.spec.high);
    this.take(place, false);
  }

  // An end that is pulled past the other takes it along.
  take(place, held) {
    const now = Number(this.ends[place].value);
    const other = this.own[1 - place];
    this.own = place === 0 ? [now, Math.max(now, other)] : [Math.min(now, other), now];
    this.tell();
    this.changed(this, Boolean(held));
  }

  release() {
    if (!this.down) return;
    this.down = false;
    this.changed(this, false);
  }

  tell() {
    const { low, high } = this.spec;
    this.ends.forEach((input, place) => (input.value = this.own[place]));
    ["--from", "--to"].forEach((name, place) => this.root.style.setProperty(name, (this.own[place] - low) / Math.max(1, high - low)));
    this.numbers.forEach((input, place) => {
      if (input.value !== String(this.own[place])) input.value = this.own[place];
    });
  }
}

class ChoiceControl extends Control {
  constructor(changed) {
    super("choice", changed);
    this.select = element("select", { class: "chooser", onchange: () => changed(this, false) });
    this.root.append(this.select);
  }

  load(spec) {
    super.load(spec);
    this.select.setAttribute("aria-label", spec.label);
    const signature = JSON.stringify(spec.options);
    if (this.signature === signature) return;
    this.signature = signature;
    const kept = this.select.value;
    this.select.replaceChildren(...spec.options.map(([value, text]) => element("option", { value }, text)));
    this.select.value = kept;
  }

  set value(value) {
    this.select.value = value;
  }

  get value() {
    return this.select.value;
  }
}

class SwitchControl extends Control {
  constructor(changed) {
    super("switch", changed);
    this.box = element("input", { type: "checkbox", role: "switch", onchange: () => changed(this, false) });
    this.root.prepend(this.box);
  }

  load(spec) {
    super.load(spec);
    this.caption.classList.add("spoken");
    this.root.title = spec.label;
  }

  set value(value) {
    this.box.checked = value;
  }

  get value() {
    return this.box.checked;
  }
}

class TextControl extends Control {
  constructor(changed) {
    super("text", changed);
    this.input = element("input", { type: "text", class: "control-input", spellcheck: "false", autocomplete: "off", oninput: () => changed(this, false) });
    this.root.append(this.input);
  }

  load(spec) {
    super.load(spec);
    this.input.placeholder = spec.placeholder;
    this.input.setAttribute("aria-label", spec.label);
  }

  set value(value) {
    if (this.input.value !== value) this.input.value = value;
  }

  get value() {
    return this.input.value;
  }
}

class ButtonControl {
  constructor(changed) {
    this.root = element("button", { type: "button", class: "button word", onclick: () => changed(this, false) });
  }

  load(spec) {
    this.spec = spec;
    this.root.disabled = spec.disabled;
    this.root.title = spec.help || (spec.icon ? spec.label : "");
    if (!spec.icon) write(this.root, spec.label);
    else if (this.icon !== spec.icon) this.root.replaceChildren(icon(spec.icon), element("span", { class: "spoken" }, spec.label));
    this.root.classList.toggle("word", !spec.icon);
    this.icon = spec.icon;
  }
}
