// The face towards Streamlit, which calls it at the first mount and at every change of the theme; the data come by the feed.
const PLAYERS = new WeakMap(); // mount point -> player
const MEMORIES = new Map(); // name of a player -> where it was when it was last unmounted

// Counters for tests and measurements, which cannot see from outside how often a canvas is drawn or how long that takes.
const COUNTERS = (window.__rnnviz ??= { mounts: 0, loads: 0, calls: 0, frames: 0, drawMs: 0 });

function count(milliseconds) {
  COUNTERS.frames += 1;
  COUNTERS.drawMs += milliseconds;
}

function mount(parentElement, { name, clock }) {
  if (!MEMORIES.has(name)) MEMORIES.set(name, {});
  const player = new Player(parentElement.querySelector(".rnnviz"), MEMORIES.get(name), clockOf(clock));
  PLAYERS.set(parentElement, player);
  COUNTERS.mounts += 1;
  return player;
}

function take(player, data) {
  const { header, start } = readHeader(data);
  if (header.version === player.version) return;
  player.version = header.version;
  const arrays = readArrays(data, header, start);
  player.load(header, header.original ? { ...arrays, ...originals(header.original) } : arrays);
  COUNTERS.loads += 1;
}

// What the values are without a change comes apart, before the first changed ones.
const ORIGINALS = new Map(); // name of the feed -> { data, arrays }

function originals(name) {
  const data = FEEDS.get(name)?.data;
  if (!data) return {};
  if (ORIGINALS.get(name)?.data !== data) {
    const { header, start } = readHeader(data);
    ORIGINALS.set(name, { data, arrays: readArrays(data, header, start) });
  }
  return ORIGINALS.get(name).arrays;
}

export default function ({ data, parentElement, setStateValue }) {
  COUNTERS.calls += 1;
  const known = PLAYERS.get(parentElement);
  const player = known ?? mount(parentElement, data);
  player.sender.set = setStateValue;
  if (!known) player.unsubscribe = subscribe(data.name, (block) => take(player, block));
  else if (player.version) player.recolour(); // called again: the theme may have changed
  return () => {
    player.unsubscribe();
    player.stop();
    PLAYERS.delete(parentElement);
  };
}
