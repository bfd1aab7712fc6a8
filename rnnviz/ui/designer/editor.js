// The text box of the cell designer. It keeps its own text: what comes from Python replaces it only where Python says so
// (another `load`), so that the caret never jumps. Python reads the text and tells where it is not sound.
const PAUSE = 200; // milliseconds from one message to the next, at least
const REST = 900; // milliseconds without a key after which the text rests
const EDITORS = new WeakMap(); // mount point -> editor

function piece(tag, name, text = "") {
  const node = document.createElement(tag);
  node.className = name;
  node.textContent = text;
  return node;
}

class Editor {
  constructor(root) {
    this.ink = root.querySelector(".ink");
    this.area = root.querySelector("textarea");
    this.message = root.querySelector(".message");
    this.load = null;
    this.sentAt = 0;
    this.area.addEventListener("input", () => this.typed());
    this.area.addEventListener("blur", () => this.rest());
    // The page has keys of its own ("r" runs it again): what is typed here is not for it.
    for (const event of ["keydown", "keypress", "keyup"]) this.area.addEventListener(event, (e) => e.stopPropagation());
  }

  take(data) {
    this.area.setAttribute("aria-label", data.label);
    this.area.maxLength = data.most;
    if (data.load !== this.load) {
      this.load = data.load;
      this.stopTimers();
      if (this.area.value !== data.text) this.area.value = data.text;
    }
    this.told = data.error ?? data.doubt;
    this.message.textContent = this.told ? this.told.sentence : data.hint;
    const root = this.message.parentElement;
    root.classList.toggle("wrong", Boolean(data.error));
    root.classList.toggle("doubt", !data.error && Boolean(data.doubt));
    this.area.setAttribute("aria-invalid", String(Boolean(data.error)));
    this.draw();
  }

  typed() {
    this.draw();
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.rest(), REST);
    this.dirty = true;
    if (this.sending) return;
    this.sending = setTimeout(() => this.send(false), Math.max(0, PAUSE - (performance.now() - this.sentAt)));
  }

  rest() {
    if (this.dirty || this.unrested) this.send(true);
  }

  send(rests) {
    this.stopTimers(!rests);
    this.sentAt = performance.now();
    this.dirty = false;
    this.unrested = !rests;
    this.set("typed", { text: this.area.value, load: this.load, rests });
  }

  stopTimers(keepRest = false) {
    clearTimeout(this.sending);
    this.sending = null;
    if (!keepRest) clearTimeout(this.resting);
  }

  // The lines as they are seen: the text box above them has letters without colour.
  draw() {
    this.ink.replaceChildren(...this.area.value.split("\n").map((text, index) => this.line(text, index + 1)));
  }

  line(text, number) {
    const line = piece("div", "line");
    const hash = text.indexOf("#");
    const code = hash < 0 ? text : text.slice(0, hash);
    const told = this.told?.line === number;
    line.append(...(told ? this.marked(code) : [code]));
    if (hash >= 0) line.append(piece("span", "comment", text.slice(hash)));
    if (told) line.append(piece("div", "note", this.told.note));
    return line;
  }

  marked(code) {
    const from = Math.min(this.told.column - 1, Math.max(0, code.length));
    const found = /^(\w+|\s+$|.)/s.exec(code.slice(from));
    const to = from + (found ? found[0].length : 0);
    return [code.slice(0, from), piece("span", "mark", code.slice(from, to) || " "), code.slice(to)];
  }
}

export default function ({ data, parentElement, setStateValue }) {
  let editor = EDITORS.get(parentElement);
  if (!editor) EDITORS.set(parentElement, (editor = new Editor(parentElement)));
  editor.set = setStateValue;
  editor.take(data);
  return () => {
    editor.stopTimers();
    EDITORS.delete(parentElement);
  };
}
