// Hands the data on to the player. A component of its own: Streamlit sends a component's whole script with each change of
// its data, and the data change five times a second. They begin with the player's name: u32 length, then its letters.
// Where that has none, several blocks follow, each after its length: what belongs together arrives together.
function handOn(data) {
  const length = lengthAt(data, 0);
  const name = new TextDecoder().decode(data.subarray(4, 4 + length));
  const feeds = (window.__rnnvizFeeds ??= new Map());
  const place = feeds.get(name) ?? { data: null, listener: null };
  place.data = data.subarray(4 + length);
  feeds.set(name, place);
  place.listener?.(place.data);
}

function lengthAt(data, offset) {
  return new DataView(data.buffer, data.byteOffset + offset, 4).getUint32(0, true);
}

export default function ({ data }) {
  if (lengthAt(data, 0)) return handOn(data);
  for (let start = 4, end; start < data.length; start = end) {
    end = start + 4 + lengthAt(data, start);
    handOn(data.subarray(start + 4, end));
  }
}
