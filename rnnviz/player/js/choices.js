// What a person can choose: each choice is shown at once, and told to Python when it is settled.
class Choices {
  constructor(player) {
    this.player = player;
  }

  get view() {
    return this.player.view;
  }

  get clock() {
    return this.player.clock;
  }

  toggle() {
    if (this.clock.playing) this.pause();
    else this.play();
  }

  play() {
    this.clock.play();
    this.clock.each((player) => player.controls());
  }

  pause() {
    if (!this.clock.playing) return;
    this.clock.pause();
    this.clock.each((player) => player.controls());
    this.redraw();
    this.settle();
  }

  move(steps) {
    this.step(this.clock.step + steps);
  }

  step(step) {
    this.pause();
    this.clock.seek(step);
    this.redraw();
    this.settle();
  }

  // Every player that reads this clock, this one among them.
  redraw() {
    this.clock.each((player) => player.draw(true));
  }

  // While the pointer is dragged only the picture moves; Python hears of the end, and only when it stands still.
  scrub(share) {
    this.clock.held = true;
    this.clock.seek(Math.min(Math.floor(share * this.view.steps), this.view.steps - 1));
    this.redraw();
  }

  settle() {
    this.clock.held = false;
    if (!this.clock.playing) this.player.sender.send("step", this.clock.step);
  }

  unit(unit) {
    this.ownUnit = true;
    const chosen = clamp(unit, 0, this.view.units - 1);
    if (chosen === this.view.unit) return;
    this.player.sender.send("unit", chosen);
    this.player.showUnit(chosen);
  }

  layer(address) {
    this.view.asked = { layer: address, at: performance.now() };
    this.player.sender.send("layer", address);
    this.player.controls();
  }

  nextLayer() {
    const addresses = (this.view.header.layers ?? []).map(({ address }) => address);
    if (addresses.length > 1) this.layer(addresses[(addresses.indexOf(this.view.chosenLayer) + 1) % addresses.length]);
  }

  speed(speed) {
    this.clock.speed = speed;
    this.clock.each((player) => player.controls());
  }

  faster(direction) {
    this.speed(SPEEDS[clamp(SPEEDS.indexOf(this.clock.speed) + direction, 0, SPEEDS.length - 1)]);
  }

  moment(iteration) {
    this.player.sender.send("moment", iteration);
  }

  shiftMoment(direction) {
    this.player.timeline.shift(direction);
  }

  present() {
    this.player.present();
  }

  help() {
    this.player.help.toggle();
  }

  closeHelp() {
    const open = !this.player.help.root.hidden;
    if (open) this.player.help.close();
    return open;
  }
}
