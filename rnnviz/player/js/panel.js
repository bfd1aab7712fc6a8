// The panel: groups of controls, on pages where there are many. It knows the values; Python may replace them by a newer revision.
const KINDS = { slider: SliderControl, span: SpanControl, choice: ChoiceControl, switch: SwitchControl, text: TextControl, button: ButtonControl, curve: CurveControl };
const ONE_GESTURE = 800; // milliseconds: presses of an arrow key that follow so soon are undone together

class Panel {
  constructor(root) {
    this.root = root;
    this.instance = Math.random().toString(36).slice(2, 8);
    this.gestures = 0;
    this.presses = [];
    this.page = 0;
    this.controls = new Map();
    this.courier = new Courier(() => this.message());
    this.tabs = element("div", { class: "panel-pages", role: "group" });
    this.note = element("p", { class: "panel-note" });
    this.groups = element("div", { class: "panel-groups" });
    this.buttons = element("div", { class: "panel-buttons" });
    this.facts = element("p", { class: "panel-facts" });
    this.stage = element("div", { class: "stage panel", role: "group" }, this.note, this.tabs, this.groups, this.buttons, this.facts);
    // Letters typed here are no shortcuts of the page.
    this.stage.addEventListener("keydown", (event) => event.stopPropagation());
    root.replaceChildren(this.stage);
  }

  load(header) {
    const anew = header.revision !== this.header?.revision;
    this.header = header;
    this.stage.setAttribute("aria-label", header.label);
    this.stage.classList.toggle("lines", header.lines);
    write(this.note, header.note);
    show(this.note, Boolean(header.note));
    const structure = JSON.stringify([header.pages.length, header.buttons.map(({ id }) => id), ...header.groups.map((group) => [group.id, group.page, group.controls.map(({ id, kind }) => [id, kind])])]);
    if (structure !== this.structure) this.build(header);
    this.structure = structure;
    for (const group of header.groups) this.fill(group, anew);
    header.buttons.forEach((spec) => this.controls.get(spec.id).load(spec));
    header.pages.forEach((title, page) => write(this.tabs.children[page], title));
    this.turn(this.page);
    this.recolour();
    // What is being dragged stays under the pointer, and is told again, to the newer revision.
    if (anew && this.held) this.courier.post();
  }

  build(header) {
    const focused = this.root.getRootNode().activeElement?.closest?.("[data-control]")?.dataset.control;
    this.held = null;
    const known = this.controls;
    this.controls = new Map();
    this.frames = new Map(header.groups.map((group) => [group.id, this.frame(group, known)]));
    this.groups.replaceChildren(...[...this.frames.values()].map(({ root }) => root));
    this.buttons.replaceChildren(...header.buttons.map((spec) => this.control(spec, known).root));
    this.tabs.replaceChildren(...header.pages.map((_, page) => element("button", { type: "button", class: "button word", onclick: () => this.choosePage(page) })));
    show(this.tabs, header.pages.length > 1);
    if (focused) this.controls.get(focused)?.root.querySelector("input,select,button")?.focus();
  }

  frame(group, known) {
    const [title, note] = [element("h3", { class: "group-title" }), element("p", { class: "group-note" })];
    const body = element("div", { class: "group-body" }, ...group.controls.map((spec) => this.control(spec, known).root));
    return { title, note, root: element("section", { class: "group", "data-group": group.id }, title, body, note) };
  }

  control(spec, known) {
    const old = known.get(spec.id);
    const control = old && old.kind === spec.kind ? old : new KINDS[spec.kind]((which, held) => this.changed(which, held));
    Object.assign(control, { id: spec.id, kind: spec.kind, fresh: control !== old });
    control.root.dataset.control = spec.id;
    this.controls.set(spec.id, control);
    return control;
  }

  fill(group, anew) {
    const { root, title, note } = this.frames.get(group.id);
    write(title, group.title);
    show(title, Boolean(group.title));
    write(note, group.note);
    show(note, Boolean(group.note));
    root.classList.toggle("off", group.off);
    for (const spec of group.controls) {
      const control = this.controls.get(spec.id);
      control.load({ ...spec, name: spec.label || group.title });
      if (spec.kind !== "button" && (control.fresh || (anew && control !== this.held))) control.value = spec.value;
      control.fresh = false;
    }
  }

  // What has come of it all: each number before and now.
  state(facts) {
    show(this.facts, facts.length > 0);
    while (this.facts.childElementCount > facts.length) this.facts.lastChild.remove();
    while (this.facts.childElementCount < facts.length) {
      this.facts.append(element("span", { class: "fact" }, element("span"), " ", element("b"), " ", element("span")));
    }
    facts.forEach(({ label, before, now, unit }, place) => {
      [`${label} ${before} \u2192`, now, unit].forEach((text, part) => write(this.facts.children[place].children[part], text));
    });
  }

  choosePage(page) {
    this.turn(page);
    this.courier.post();
  }

  turn(page) {
    const { pages, groups } = this.header;
    this.page = clamp(page, 0, Math.max(0, pages.length - 1));
    [...this.tabs.children].forEach((tab, place) => tab.setAttribute("aria-pressed", String(place === this.page)));
    for (const group of groups) show(this.frames.get(group.id).root, group.page === null || group.page === this.page);
  }

  recolour() {
    const { mode } = pageColours(this.root);
    const palette = this.header.theme[mode];
    wearColours(this.root, mode, palette);
    for (const group of this.header.groups) this.frames.get(group.id).root.style.setProperty("--hue", palette.names[group.hue] ?? palette.ink);
    for (const control of this.controls.values()) control.draw?.();
  }

  changed(control, held) {
    if (control.kind === "button") return this.press(control);
    const now = performance.now();
    if (control !== this.last || (!this.held && now - this.lastAt > ONE_GESTURE)) this.gestures += 1;
    [this.last, this.lastAt, this.held] = [control, now, held ? control : null];
    this.courier.post();
  }

  press(control) {
    this.gestures += 1;
    this.last = null;
    this.presses = [...this.presses.slice(-7), [`${this.instance}.${this.gestures}`, control.id]];
    this.courier.postNow();
  }

  message() {
    const valued = [...this.controls.values()].filter(({ kind }) => kind !== "button");
    const values = Object.fromEntries(valued.map((control) => [control.id, control.value]));
    const { revision } = this.header;
    return { revision, gesture: `${this.instance}.${this.gestures}`, held: Boolean(this.held), values, presses: this.presses, page: this.page };
  }

  stop() {
    this.courier.stop();
  }
}
