// The face towards Streamlit, which calls it at the first mount, at every change of the data, and at every change of the theme.
const PLAYERS = new WeakMap(); // mount point -> player
const MEMORIES = new Map(); // key of the component -> where its player was when it was last unmounted

// Counters for tests and measurements, which cannot see from outside how often a canvas is drawn or how long that takes.
const COUNTERS = (window.__rnnviz ??= { mounts: 0, loads: 0, calls: 0, frames: 0, drawMs: 0 });

function count(milliseconds) {
  COUNTERS.frames += 1;
  COUNTERS.drawMs += milliseconds;
}

function mount(parentElement, key) {
  if (!MEMORIES.has(key)) MEMORIES.set(key, {});
  const player = new Player(parentElement.querySelector(".rnnviz"), MEMORIES.get(key));
  PLAYERS.set(parentElement, player);
  COUNTERS.mounts += 1;
  return player;
}

export default function ({ data, key, parentElement, setStateValue }) {
  COUNTERS.calls += 1;
  const player = PLAYERS.get(parentElement) ?? mount(parentElement, key);
  player.sender.set = setStateValue;
  const { header, start } = readHeader(data);
  if (header.version === player.version) {
    player.recolour(); // the same data again: the theme may have changed
  } else {
    player.version = header.version;
    player.load(header, readArrays(data, header, start));
    COUNTERS.loads += 1;
  }
  return () => {
    player.stop();
    PLAYERS.delete(parentElement);
  };
}
