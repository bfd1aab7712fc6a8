// The clock: turns the time of animation frames into time steps, and never asks the server. Players may share one.
const BASE_RATE = 12; // steps per second at speed 1
const REST = 600; // milliseconds at the end before it begins again
const GLIDE = 80; // milliseconds in which the playhead moves on to the next step
const SPEEDS = [0.25, 0.5, 1, 2, 4, 8];

class Clock {
  constructor() {
    this.players = new Set();
    this.steps = 1;
    this.step = 0;
    this.speed = 1;
    this.share = 1; // of the present step's time that has passed
    this.rest = 0;
    this.playing = false;
    this.held = false; // while the pointer drags the playhead
    this.glides = true;
    this.request = 0;
    this.tick = this.tick.bind(this);
  }

  each(tell) {
    for (const player of this.players) tell(player);
  }

  // It stops with the last player that reads it.
  leave(player) {
    this.players.delete(player);
    if (!this.players.size) this.pause();
  }

  play() {
    if (this.playing || this.steps < 2) return;
    if (this.step >= this.steps - 1) this.step = 0;
    this.playing = true;
    this.share = 1;
    this.rest = 0;
    this.last = null;
    this.request = requestAnimationFrame(this.tick);
  }

  pause() {
    this.playing = false;
    this.share = 1;
    cancelAnimationFrame(this.request);
  }

  seek(step) {
    this.step = clamp(Math.round(step), 0, this.steps - 1);
    this.share = 1;
    this.rest = 0;
  }

  resize(steps) {
    this.steps = Math.max(1, steps);
    this.step = Math.min(this.step, this.steps - 1);
  }

  // Where the playhead is drawn, in steps: it glides on from the step before, then waits exactly on its step.
  get position() {
    if (!this.playing || !this.glides || this.step === 0) return this.step;
    const length = 1000 / (BASE_RATE * this.speed);
    return this.step - 1 + Math.min(1, (this.share * length) / Math.min(GLIDE, length));
  }

  tick(now) {
    if (!this.playing) return;
    // A tab in the background gets no frames: on return it goes on, it does not leap.
    const passed = this.last === null ? 0 : Math.min(now - this.last, 250);
    this.last = now;
    if (!this.held) this.advance(passed);
    this.each((player) => player.draw(false));
    this.request = requestAnimationFrame(this.tick);
  }

  advance(passed) {
    if (this.rest > 0) {
      this.rest -= passed;
      if (this.rest <= 0) this.seek(0);
      return;
    }
    const moved = this.share + (passed * BASE_RATE * this.speed) / 1000;
    const whole = Math.floor(moved);
    this.share = moved - whole;
    this.step = Math.min(this.step + whole, this.steps - 1);
    if (this.step === this.steps - 1 && whole > 0) [this.rest, this.share] = [REST, 1];
  }
}

// Players of one page that name the same clock play as one; without a name each has a clock of its own.
const CLOCKS = (window.__rnnvizClocks ??= new Map());

function clockOf(name) {
  if (!name) return new Clock();
  if (!CLOCKS.has(name)) CLOCKS.set(name, new Clock());
  return CLOCKS.get(name);
}
