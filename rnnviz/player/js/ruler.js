// The ruler of time steps: the scrubber, as wide as the strip and the heat maps under it.
class Ruler {
  constructor(view) {
    this.view = view;
    this.surface = new Surface("ruler-ticks");
    this.handle = element("div", { class: "ruler-handle" });
    this.track = element("div", { class: "ruler-track", role: "slider", tabindex: 0, "aria-valuemin": 1 }, this.surface.canvas, this.handle);
    this.caption = element("span", { class: "ruler-caption" });
    this.root = element("div", { class: "ruler" }, this.caption, this.track);
    scrubbing(this.track, (share) => view.choose.scrub(share), () => view.choose.settle());
  }

  load() {
    const { steps, words } = this.view;
    write(this.caption, words("time step"));
    this.track.setAttribute("aria-label", words("time step"));
    this.track.setAttribute("aria-valuemax", steps);
  }

  // Where the x axis lies that all pictures of the sequence share.
  place() {
    return { left: this.track.offsetLeft, width: this.track.clientWidth };
  }

  layout() {
    const { view, surface } = this;
    surface.fit();
    const context = surface.begin();
    const cell = surface.width / view.steps;
    context.font = font(view.small);
    context.textBaseline = "middle";
    context.textAlign = "center";
    for (const tick of stepTicks(view.steps, surface.width / 70)) {
      const x = (tick - 0.5) * cell;
      context.fillStyle = view.palette.muted;
      const half = context.measureText(String(tick)).width / 2;
      context.fillText(String(tick), clamp(x, half + 1, surface.width - half - 1), surface.height / 2 - 2);
      context.fillRect(surface.sharp(x) - 0.5, surface.height - 5, 1, 5);
    }
  }

  step(step) {
    const { view } = this;
    this.track.setAttribute("aria-valuenow", step + 1);
    this.track.setAttribute("aria-valuetext", view.words("step {n} of {total}", { n: step + 1, total: view.steps }));
    write(this.handle, String(step + 1));
  }

  frame(position) {
    const x = (position + 0.5) * (this.surface.width / this.view.steps);
    this.handle.style.transform = `translateX(${x.toFixed(2)}px) translateX(-50%)`;
  }
}
