// Heat maps come from pictures with one pixel for each number, made once for each change of the data.
const NO_NUMBER = 0x3c808080;

// An earlier picture of the same size is painted over: a canvas takes longer to make than to fill.
function heatImage(array, steps, scale, range, before = null) {
  const units = array.width; // downwards; time steps to the right
  const fits = before && before.width === steps && before.height === units;
  const context = (fits ? before : new OffscreenCanvas(steps, units)).getContext("2d");
  return paint(context, array.data, scale, range, (index) => (index % units) * steps + Math.floor(index / units));
}

// One row for each time step.
function rowsImage(array, scale, range) {
  return paint(new OffscreenCanvas(array.width, array.shape[0]).getContext("2d"), array.data, scale, range, (index) => index);
}

function paint(context, numbers, scale, [low, high], place) {
  const pixels = new ImageData(context.canvas.width, context.canvas.height);
  const words = new Uint32Array(pixels.data.buffer);
  const colours = new Uint32Array(scale.buffer);
  const factor = 255 / (high - low);
  for (let index = 0; index < numbers.length; index++) {
    const number = numbers[index];
    const shadeIndex = Math.round((number - low) * factor);
    words[place(index)] = number === number ? colours[shadeIndex < 0 ? 0 : shadeIndex > 255 ? 255 : shadeIndex] : NO_NUMBER;
  }
  context.putImageData(pixels, 0, 0);
  return context.canvas;
}

// The vector of one step as a strip one pixel high. The picture is good until the next one of the same width is asked for:
// most of a changed array is never looked at as a strip, so none is made ahead.
const STRIPS = new Map(); // width -> context

function vectorImage(array, step, scale, range) {
  const { width } = array;
  if (!STRIPS.has(width)) STRIPS.set(width, new OffscreenCanvas(width, 1).getContext("2d", { willReadFrequently: true }));
  const from = array.shape.length > 1 ? step * width : 0;
  return paint(STRIPS.get(width), array.data.subarray(from, from + width), scale, range, (index) => index);
}
