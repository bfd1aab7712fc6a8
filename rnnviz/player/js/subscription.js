// The other end of feed.js: the latest data of the player of this name now, and each later one as it comes.
const FEEDS = (window.__rnnvizFeeds ??= new Map()); // name of the player -> { data, listener }

function subscribe(name, listener) {
  const place = FEEDS.get(name) ?? { data: null, listener: null };
  place.listener = listener;
  FEEDS.set(name, place);
  if (place.data) listener(place.data);
  // A player that moves in the page is mounted anew before the old one is taken away: that one must not end this one's feed.
  return () => FEEDS.get(name)?.listener === listener && FEEDS.delete(name);
}
