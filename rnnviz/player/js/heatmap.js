// Heat maps and vector strips come from pictures with one pixel for each number, made once for each change of the data.
function paint(array, width, height, scale, [low, high], place) {
  const pixels = new ImageData(width, height);
  const words = new Uint32Array(pixels.data.buffer);
  const colours = new Uint32Array(scale.buffer);
  const factor = 255 / (high - low);
  const { data } = array;
  for (let index = 0; index < data.length; index++) {
    const shadeIndex = Math.round((data[index] - low) * factor);
    words[place(index)] = data[index] === data[index] ? colours[shadeIndex < 0 ? 0 : shadeIndex > 255 ? 255 : shadeIndex] : 0x3c808080;
  }
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext("2d").putImageData(pixels, 0, 0);
  return canvas;
}

// Units downwards, time steps to the right.
function heatImage(array, steps, scale, range) {
  const units = array.width;
  return paint(array, steps, units, scale, range, (index) => (index % units) * steps + Math.floor(index / units));
}

// One row for each time step, so that the vector of a step is one strip of it.
function vectorImage(array, scale, range) {
  const rows = array.shape.length > 1 ? array.shape[0] : 1;
  return paint(array, array.width, rows, scale, range, (index) => index);
}
