// Shows an SVG that Python has made; it is parsed as XML and imported, so nothing in it can run.
export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".picture");
  const { documentElement } = new DOMParser().parseFromString(data.svg, "image/svg+xml");
  const image = document.importNode(documentElement, true);
  image.setAttribute("role", "img");
  image.setAttribute("aria-label", data.label);
  root.style.maxWidth = data.width;
  root.replaceChildren(image);
}
