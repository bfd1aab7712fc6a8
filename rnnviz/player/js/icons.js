// Icons of the buttons, on a grid of 24 × 24.
const ICONS = {
  play: "M8 5.2v13.6a.6.6 0 0 0 .92.5l10.5-6.8a.6.6 0 0 0 0-1L8.92 4.7A.6.6 0 0 0 8 5.2z",
  pause: "M7 5h3.6v14H7zM13.4 5H17v14h-3.6z",
  back: "M15.5 6.2v11.6a.5.5 0 0 1-.8.4L7 12.4a.5.5 0 0 1 0-.8l7.7-5.8a.5.5 0 0 1 .8.4z",
  forward: "M8.5 6.2v11.6a.5.5 0 0 0 .8.4l7.7-5.8a.5.5 0 0 0 0-.8L9.3 5.8a.5.5 0 0 0-.8.4z",
  start: "M6 6h2.4v12H6zM18.5 6.2v11.6a.5.5 0 0 1-.8.4L10 12.4a.5.5 0 0 1 0-.8l7.7-5.8a.5.5 0 0 1 .8.4z",
  end: "M15.6 6H18v12h-2.4zM5.5 6.2v11.6a.5.5 0 0 0 .8.4l7.7-5.8a.5.5 0 0 0 0-.8L6.3 5.8a.5.5 0 0 0-.8.4z",
  up: "M12 8l6 7H6z",
  down: "M12 16L6 9h12z",
  present: "M4 4h6v2.2H6.2V10H4zM14 4h6v6h-2.2V6.2H14zM4 14h2.2v3.8H10V20H4zM17.8 14H20v6h-6v-2.2h3.8z",
  close: "M6.4 5L12 10.6 17.6 5 19 6.4 13.4 12l5.6 5.6-1.4 1.4L12 13.4 6.4 19 5 17.6 10.6 12 5 6.4z",
};

function icon(name) {
  const path = drawing("path", { d: ICONS[name] });
  const image = drawing("svg", { viewBox: "0 0 24 24", class: "icon", "aria-hidden": "true" }, path);
  image.change = (other) => path.setAttribute("d", ICONS[other]);
  return image;
}

function iconButton(name, label, onclick) {
  const image = icon(name);
  const button = element("button", { type: "button", class: "button", "aria-label": label, title: label, onclick }, image);
  button.picture = (other) => image.change(other);
  return button;
}

function relabel(button, label) {
  if (button.title === label) return;
  button.title = label;
  button.setAttribute("aria-label", label);
}
