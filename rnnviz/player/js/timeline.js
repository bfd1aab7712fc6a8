// The training timeline: the loss curve is a second scrubber, and any moment of training on it can be played.
const WALK = 250; // milliseconds between two moments when training is played through

class Timeline {
  constructor(view) {
    this.view = view;
    this.askedAt = -ANSWERED;
    this.wanted = null; // the iteration that the person chose; null follows the latest
    this.picture = new LossPicture(view);
    this.track = element("div", { class: "timeline-track", role: "slider", tabindex: 0, "aria-valuemin": 0 }, this.picture.surface.canvas);
    this.title = element("span", { class: "timeline-title" });
    this.walkButton = iconButton("play", "", () => this.toggleWalk());
    this.latest = element("button", { type: "button", class: "button word", onclick: () => this.follow() });
    this.iteration = element("span", { class: "timeline-iteration" });
    this.loss = element("span", { class: "timeline-loss" });
    const head = element("div", { class: "timeline-head" }, this.title, this.walkButton, this.latest);
    const info = element("div", { class: "timeline-info" }, this.iteration, this.loss);
    this.root = element("section", { class: "timeline" }, head, this.track, info);
    scrubbing(this.track, (share, event) => this.pull(event), () => {});
  }

  load() {
    const { timeline } = this.view.header;
    show(this.root, Boolean(timeline));
    if (!timeline) return this.stopWalk();
    const { arrays, header } = this.view;
    const curve = { xs: arrays["timeline.iterations"].data, ys: arrays["timeline.losses"].data };
    this.timeline = timeline;
    this.picture.load(timeline, curve, header.run !== this.run);
    if (header.run !== this.run) {
      this.stopWalk();
      this.askedAt = -ANSWERED;
    }
    this.run = header.run;
    this.believe(timeline);
    this.describe();
  }

  // What Python shows is what is wanted, unless the answer to a choice may still be on its way.
  believe({ live, moments, shown }) {
    if (performance.now() - this.askedAt > ANSWERED) this.wanted = live || shown === moments[moments.length - 1] ? null : shown;
    if (this.wanted !== null && !moments.includes(this.wanted)) this.wanted = null;
  }

  describe() {
    const { timeline } = this;
    const { words } = this.view;
    const fields = { n: timeline.shown, total: timeline.total, loss: formatLoss(this.picture.lossAt(timeline.shown)) };
    write(this.title, words("Through training"));
    write(this.iteration, words("iteration {n} of {total}", fields));
    write(this.loss, words("loss {loss}", fields));
    write(this.latest, words(timeline.live && timeline.moments[timeline.moments.length - 1] < timeline.total ? "Live" : "Latest"));
    this.latest.setAttribute("aria-pressed", String(this.wanted === null));
    relabel(this.walkButton, words(this.walking ? "Pause training playback" : "Play through training"));
    this.track.setAttribute("aria-label", words("training iteration"));
    this.track.setAttribute("aria-valuemax", timeline.total);
    this.track.setAttribute("aria-valuenow", timeline.shown);
    this.track.setAttribute("aria-valuetext", words("iteration {n} of {total}, loss {loss}", fields));
  }

  layout() {
    if (this.root.hidden) return;
    this.picture.surface.fit();
    this.picture.draw(this.wanted);
  }

  pull(event) {
    this.stopWalk();
    this.go(this.nearest(this.picture.iterationAt(event.clientX - this.track.getBoundingClientRect().left)));
  }

  nearest(iteration) {
    return this.timeline.moments.reduce((best, moment) => (Math.abs(moment - iteration) < Math.abs(best - iteration) ? moment : best));
  }

  // One moment earlier (-1) or later (+1) than the one wanted, or else shown.
  shift(direction) {
    if (this.root.hidden) return;
    this.stopWalk();
    const { moments, shown } = this.timeline;
    const place = moments.indexOf(this.nearest(this.wanted ?? shown));
    this.go(moments[clamp(place + direction, 0, moments.length - 1)]);
  }

  go(moment) {
    if (moment === this.wanted) return;
    this.wanted = moment;
    this.askedAt = performance.now();
    this.view.choose.moment(moment);
    this.describe();
    this.picture.draw(this.wanted);
  }

  follow() {
    this.stopWalk();
    this.go(null);
  }

  toggleWalk() {
    if (this.walking) return this.stopWalk();
    const { moments, shown } = this.timeline;
    if ((this.wanted ?? shown) === moments[moments.length - 1]) this.go(moments[0]);
    this.walking = setInterval(() => this.walk(), WALK);
    this.walkButton.picture("pause");
    this.describe();
  }

  // The next moment is asked for only once the one before has arrived, however slow the way is.
  walk() {
    const { moments, shown } = this.timeline;
    if (this.wanted !== null && this.wanted !== shown) return;
    const next = moments.find((moment) => moment > shown);
    if (next === undefined) this.stopWalk();
    else this.go(next);
  }

  stopWalk() {
    if (!this.walking) return;
    clearInterval(this.walking);
    this.walking = null;
    this.walkButton.picture("play");
    if (this.timeline) this.describe();
  }
}
