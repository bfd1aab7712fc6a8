// Messages on their way to Python: at most 30 a second, two without an answer at most, and always the latest.
const GAP = 33; // milliseconds from one message to the next at least
const IN_FLIGHT = 2; // messages without an answer: while one is answered, the next is on its way
const PATIENCE = 700; // milliseconds after which messages without an answer no longer hold up the next

class Courier {
  constructor(compose) {
    this.compose = compose; // makes the message, with all that is true when it leaves
    this.set = null; // setStateValue of the latest call of the component
    this.serial = 0;
    this.answered = 0;
    this.sentAt = -PATIENCE;
    this.waits = false;
    this.timer = 0;
  }

  // Something has changed: it leaves as soon as it may.
  post() {
    this.waits = true;
    this.look();
  }

  // A press does not wait for the answer to a drag.
  postNow() {
    this.waits = true;
    this.send();
  }

  hear(serial) {
    if (serial > this.serial) return; // to the panel that was here before
    this.answered = Math.max(this.answered, serial);
    this.look();
  }

  look() {
    if (!this.waits) return;
    clearTimeout(this.timer);
    const passed = performance.now() - this.sentAt;
    const wait = (this.serial - this.answered < IN_FLIGHT ? GAP : PATIENCE) - passed;
    if (wait <= 0) this.send();
    else this.timer = setTimeout(() => this.look(), wait);
  }

  send() {
    clearTimeout(this.timer);
    this.waits = false;
    this.sentAt = performance.now();
    this.serial += 1;
    this.set("said", { serial: this.serial, ...this.compose() });
  }

  stop() {
    clearTimeout(this.timer);
  }
}
