// The map's face towards Streamlit; the data come by the feed, as they do for the player.
const MAPS = new WeakMap(); // mount point -> map

function take(map, data) {
  const { header, start } = readHeader(data);
  if (header.version === map.version) return;
  map.version = header.version;
  map.load(header, readArrays(data, header, start));
}

export default function ({ data, parentElement, setTriggerValue }) {
  let map = MAPS.get(parentElement);
  if (map?.version) map.recolour(); // called again: the theme may have changed
  if (!map) {
    map = new Tiles(parentElement.querySelector(".rnnviz"));
    MAPS.set(parentElement, map);
    map.unsubscribe = subscribe(data.name, (block) => take(map, block));
  }
  map.open = (place) => setTriggerValue("opened", place);
  return () => {
    map.unsubscribe();
    MAPS.delete(parentElement);
  };
}
