// Choices on their way to Python: at most 20 a second for each name, and of those in between only the last.
const PAUSE = 50; // milliseconds
const ANSWERED = 1500; // milliseconds after which no answer to a choice is on its way any more

class Sender {
  constructor() {
    this.set = null; // setStateValue of the latest call of the component
    this.waiting = new Map();
    this.sentAt = new Map();
    this.timers = new Map();
    this.echoes = new Map(); // name -> values sent and perhaps still to be heard back
  }

  send(name, value) {
    this.waiting.set(name, value);
    if (this.timers.has(name)) return;
    const wait = Math.max(0, PAUSE - (performance.now() - (this.sentAt.get(name) ?? -PAUSE)));
    if (wait === 0) this.flush(name);
    else this.timers.set(name, setTimeout(() => this.flush(name), wait));
  }

  flush(name) {
    clearTimeout(this.timers.get(name));
    this.timers.delete(name);
    if (!this.waiting.has(name)) return;
    const value = this.waiting.get(name);
    this.waiting.delete(name);
    this.sentAt.set(name, performance.now());
    this.echoes.set(name, [...(this.echoes.get(name) ?? []).slice(-40), value]);
    this.set(name, value);
  }

  // A header that repeats an older choice of the person must not undo a newer one.
  isEcho(name, value) {
    return this.echoes.get(name)?.includes(value) ?? false;
  }

  stop() {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
  }
}
