// The block of bytes from Python: u32 header length, JSON header, zeros up to a multiple of 8, float32 numbers.
function readHeader(bytes) {
  const length = new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  return { header, start: Math.ceil((4 + length) / 8) * 8 };
}

function readArrays(bytes, header, start) {
  // One copy puts the numbers on the boundary that Float32Array needs; inside the message they lie anywhere.
  const numbers = bytes.slice(start).buffer;
  const arrays = {};
  for (const [key, { offset, shape }] of Object.entries(header.arrays)) {
    const count = shape.reduce((product, size) => product * size, 1);
    arrays[key] = { data: new Float32Array(numbers, offset, count), shape, width: shape.length > 1 ? shape[1] : shape[0] };
  }
  return arrays;
}

// The number of one unit at one step; a vector without a time axis is the same at every step.
function numberAt(array, step, unit) {
  if (!array || unit >= array.width) return NaN;
  return array.shape.length > 1 ? array.data[step * array.width + unit] : array.data[unit];
}
