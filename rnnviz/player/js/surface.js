// A canvas that is as sharp as the screen: its pixels follow its size in the page and the screen's pixel ratio.
class Surface {
  constructor(className) {
    this.canvas = element("canvas", { class: className, "aria-hidden": "true" });
    this.context = this.canvas.getContext("2d");
    this.width = 0;
    this.height = 0;
    this.ratio = 1;
  }

  fit() {
    const { clientWidth, clientHeight } = this.canvas;
    this.ratio = window.devicePixelRatio || 1;
    const [wide, high] = [Math.round(clientWidth * this.ratio), Math.round(clientHeight * this.ratio)];
    if (this.canvas.width !== wide) this.canvas.width = wide;
    if (this.canvas.height !== high) this.canvas.height = high;
    [this.width, this.height] = [clientWidth, clientHeight];
  }

  // Clears, so that nothing of the picture before shines through, and returns the context in CSS pixels.
  begin() {
    this.context.setTransform(1, 0, 0, 1, 0, 0);
    this.context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    this.context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    return this.context;
  }

  // A hairline is sharp only in the middle of a device pixel.
  sharp(value) {
    return (Math.round(value * this.ratio - 0.5) + 0.5) / this.ratio;
  }
}

function font(size, weight = 400) {
  return `${weight} ${size}px "Source Sans", system-ui, -apple-system, "Segoe UI", "Noto Sans", sans-serif`;
}
