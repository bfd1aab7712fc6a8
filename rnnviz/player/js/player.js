// The player: puts the parts together, and tells each of them about data, size, step and unit.
const PLAIN_MOTION = matchMedia("(prefers-reduced-motion: reduce)");

class Player {
  constructor(root, memory, clock) {
    this.root = root;
    this.memory = memory;
    this.sender = new Sender();
    this.clock = clock;
    this.choose = new Choices(this);
    this.highlight = new Highlight((name) => this.call("highlight", name));
    this.view = new View(this.clock, this.highlight, this.choose);
    this.drawnStep = null;
    this.build();
    this.watch();
    clock.players.add(this);
  }

  build() {
    const { view } = this;
    const strip = new Strip(view);
    const gates = new Gates(view);
    this.transport = new Transport(view);
    this.timeline = new Timeline(view);
    this.ruler = new Ruler(view);
    this.playhead = new Playhead(view, [strip, gates]);
    this.help = new Help(view);
    this.reader = new Reader(view);
    this.truth = new Truth(view);
    this.status = new Status(view);
    this.stage = element("div", { class: "stage", tabindex: 0, role: "group" });
    this.tabs = new Tabs(view, this.stage, () => this.layout());
    const [diagram, activations, equations, charts] = [new Diagram(view), new Activations(view), new Equations(view), new Charts(view)];
    this.parts = [this.transport, this.timeline, this.tabs, this.reader, this.truth, this.ruler, strip, gates, this.playhead, diagram, activations, equations, charts, this.help, this.status];
    this.sequence = element("div", { class: "sequence" }, this.ruler.root, strip.root, gates.root, this.playhead.root);
    this.cell = element("div", { class: "cell" }, this.status.line, diagram.root, activations.root, equations.root);
    const body = element("div", { class: "body" }, this.sequence, this.cell);
    this.stage.append(this.timeline.root, this.transport.root, this.tabs.root, this.reader.root, this.truth.root, body, charts.root, this.status.root, this.help.root);
    this.root.replaceChildren(this.stage);
    listenToKeys(this.stage, view);
  }

  watch() {
    this.observer = new ResizeObserver(() => this.layout());
    this.observer.observe(this.sequence);
    this.observer.observe(this.cell);
    this.onFullscreen = () => this.stage.classList.toggle("presenting", this.isFullscreen());
    document.addEventListener("fullscreenchange", this.onFullscreen);
    this.onMotion = () => (this.clock.glides = !PLAIN_MOTION.matches);
    PLAIN_MOTION.addEventListener("change", this.onMotion);
    this.onMotion();
  }

  call(each, ...values) {
    for (const part of this.parts) part[each]?.(...values);
  }

  load(header, arrays) {
    const first = this.drawnStep === null;
    const before = this.view.header;
    this.view.read(header, arrays);
    this.clock.resize(header.steps);
    this.view.unit = clamp(this.firstChoice() ?? this.wish("unit", first, before, this.view.unit), 0, this.view.units - 1);
    if (!this.clock.playing) this.clock.seek(this.wish("step", first, before, this.clock.step));
    if (first) this.remember(header);
    this.stage.setAttribute("aria-label", header.sentence ?? header.caption ?? "");
    this.stage.classList.toggle("plain", !header.diagram && !header.equations?.length);
    this.stage.classList.toggle("follows", Boolean(header.follows));
    this.stage.classList.toggle("leads", !this.view.values.length);
    if (header.theme === before.theme) this.refresh(); // told apart from the same base as before
    else this.recolour();
    if (first && (this.memory.playing ?? header.autoplay) && !PLAIN_MOTION.matches) this.choose.play();
  }

  // As long as nobody has chosen a unit, the one that tells most.
  firstChoice() {
    return this.choose.ownUnit ? null : bestCarrier(this.view)?.unit ?? null;
  }

  // A header's unit or step counts at the start and when Python changes it, but never as the echo of an older choice.
  wish(name, first, before, present) {
    const wished = wholeNumber(this.view.header, name);
    if (wished === null) return present;
    if (first) return wished;
    return wished === wholeNumber(before, name) || this.sender.isEcho(name, wished) ? present : wished;
  }

  // A person who comes back to the page finds the player where it was left.
  remember(header) {
    if (this.memory.run === header.run) {
      this.clock.seek(this.memory.step);
      this.clock.speed = this.memory.speed;
    } else {
      delete this.memory.playing;
    }
  }

  recolour() {
    const { mode, paper } = pageColours(this.root);
    this.view.theme(mode);
    wearColours(this.root, mode, this.view.palette);
    this.view.palette = { ...this.view.palette, paper };
    this.call("load");
    this.layout();
  }

  // Other numbers in the same places: nothing is measured, which would make the browser lay the whole page out at once.
  refresh() {
    this.call("load");
    if (!this.view.plot) return;
    this.call("redraw");
    this.draw(true);
  }

  layout() {
    if (!this.view.palette || !this.sequence.clientWidth) return;
    this.view.plot = this.ruler.place();
    this.view.small = parseFloat(getComputedStyle(this.ruler.caption).fontSize);
    this.call("layout");
    this.draw(true);
  }

  // Texts and colours change with the step, the playhead with every frame.
  draw(anew) {
    const start = performance.now();
    const { step, position } = this.clock;
    if (!this.view.plot) return;
    if (anew || step !== this.drawnStep) this.call("step", step);
    this.drawnStep = step;
    this.call("frame", position);
    count(performance.now() - start);
  }

  showUnit(unit) {
    this.view.unit = unit;
    this.call("unit");
    this.draw(true);
  }

  controls() {
    this.transport.state();
  }

  isFullscreen() {
    return (this.root.getRootNode().fullscreenElement ?? null) === this.stage;
  }

  present() {
    if (this.isFullscreen()) document.exitFullscreen();
    else this.stage.requestFullscreen?.().catch(() => this.stage.classList.toggle("presenting"));
  }

  stop() {
    const { step, speed, playing } = this.clock;
    Object.assign(this.memory, { run: this.view.header.run, step, speed, playing });
    this.clock.leave(this);
    this.timeline.stopWalk();
    this.status.stop();
    this.sender.stop();
    this.observer.disconnect();
    document.removeEventListener("fullscreenchange", this.onFullscreen);
    PLAIN_MOTION.removeEventListener("change", this.onMotion);
  }
}

function wholeNumber(header, name) {
  return Number.isInteger(header[name]) ? header[name] : null;
}
