// MathML from Python becomes elements by way of an XML parser, which runs no script and reads no HTML.
const MATHML = "http://www.w3.org/1998/Math/MathML";
const HARMLESS = new Set(["class", "display", "data-symbol", "data-value", "form", "mathvariant", "lspace", "rspace", "fence", "separator"]);

function readMath(text) {
  const root = new DOMParser().parseFromString(text, "application/xml").documentElement;
  if (root.localName !== "math") return element("code", {}, text);
  return copyMath(root);
}

// Only MathML elements and harmless attributes come through, whatever a future cell's text may bring.
function copyMath(source) {
  const copy = document.createElementNS(MATHML, source.localName);
  if (source.localName === "mo") copy.setAttribute("stretchy", "false"); // rows stay equally high in every font
  for (const { name, value } of source.attributes) if (HARMLESS.has(name)) copy.setAttribute(name, value);
  for (const child of source.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) copy.append(child.data);
    else if (child.namespaceURI === MATHML) copy.append(copyMath(child));
  }
  return copy;
}
