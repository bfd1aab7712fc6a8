// The other end of feed.js: the latest data of the player of this name now, and each later one as it comes.
const FEEDS = (window.__rnnvizFeeds ??= new Map()); // name of the player -> { data, listener }

function subscribe(name, listener) {
  const place = FEEDS.get(name) ?? { data: null, listener: null };
  place.listener = listener;
  FEEDS.set(name, place);
  if (place.data) listener(place.data);
  return () => FEEDS.delete(name);
}
