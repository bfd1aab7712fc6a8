// Dragging along `node` reports shares of its width in 0..1; `onEnd` comes once, when the pointer is lifted.
function scrubbing(node, onMove, onEnd) {
  const report = (event) => {
    const box = node.getBoundingClientRect();
    onMove(clamp((event.clientX - box.left) / box.width, 0, 1), event);
  };
  node.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    node.setPointerCapture(event.pointerId);
    report(event);
  });
  node.addEventListener("pointermove", (event) => {
    if (node.hasPointerCapture(event.pointerId)) report(event);
  });
  node.addEventListener("pointerup", (event) => {
    node.releasePointerCapture(event.pointerId);
    onEnd(event);
  });
}
