// Hands the data on to the player. A component of its own: Streamlit sends a component's whole script with each change of
// its data, and the data change five times a second. They begin with the player's name: u32 length, then its letters.
export default function ({ data }) {
  const length = new DataView(data.buffer, data.byteOffset, 4).getUint32(0, true);
  const name = new TextDecoder().decode(data.subarray(4, 4 + length));
  const feeds = (window.__rnnvizFeeds ??= new Map());
  const place = feeds.get(name) ?? { data: null, listener: null };
  place.data = data.subarray(4 + length);
  feeds.set(name, place);
  place.listener?.(place.data);
}
