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
  player.latest = data;
  const { header, start } = readHeader(data);
  if (header.version === player.version) return;
  const base = header.base ? baseOf(header.base) : NOTHING_BEFORE;
  if (!base) return awaitBase(player, header.base.name);
  player.version = header.version;
  const arrays = readArrays(data, header, start);
  const whole = { ...base.header, ...header };
  player.load(whole, { ...base.arrays, ...arrays, ...(whole.original ? originals(base) : {}) });
  COUNTERS.loads += 1;
}

// A block may tell only what differs from another one, its base, which has come by a feed of its own and stays while it moves.
const BASES = new Map(); // name of the feed -> { data, header, arrays }
const NOTHING_BEFORE = { header: {}, arrays: {} };

function baseOf({ name, version }) {
  const data = FEEDS.get(name)?.data;
  if (data && BASES.get(name)?.data !== data) {
    const { header, start } = readHeader(data);
    BASES.set(name, { data, header, arrays: readArrays(data, header, start) });
  }
  const base = BASES.get(name);
  return base?.header.version === version ? base : null;
}

// A block that comes before its base is taken when that is there.
function awaitBase(player, name) {
  if (player.awaits === name) return;
  player.awaits = name;
  player.forgetBase = subscribe(name, () => take(player, player.latest));
}

// What everything is without a change.
function originals({ arrays }) {
  return Object.fromEntries(Object.entries(arrays).map(([name, array]) => [ORIGINAL + name, array]));
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
    player.forgetBase?.();
    player.stop();
    PLAYERS.delete(parentElement);
  };
}
