// Keys work while the focus is inside the player, and there only; r and c belong to the page.
function keyActions(view) {
  const { choose } = view;
  return {
    " ": () => choose.toggle(),
    ArrowLeft: (event) => choose.move(event.shiftKey ? -10 : -1),
    ArrowRight: (event) => choose.move(event.shiftKey ? 10 : 1),
    Home: () => choose.step(0),
    End: () => choose.step(Infinity),
    ArrowUp: () => choose.unit(view.unit - 1),
    ArrowDown: () => choose.unit(view.unit + 1),
    "[": () => choose.faster(-1),
    "]": () => choose.faster(1),
    ",": () => choose.shiftMoment(-1),
    ".": () => choose.shiftMoment(1),
    l: () => choose.nextLayer(),
    v: () => view.highlight.walk(1),
    V: () => view.highlight.walk(-1),
    Enter: () => view.highlight.hold(view.highlight.name),
    f: () => choose.present(),
    "?": () => choose.help(),
  };
}

const ON_TIMELINE = { ArrowLeft: ",", ArrowDown: ",", ArrowRight: ".", ArrowUp: "." };

function listenToKeys(root, view) {
  const actions = keyActions(view);
  root.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { target } = event;
    if (target.matches("select")) return event.stopPropagation(); // its own keys choose in the list
    if (event.key === "Escape") return leave(view, event);
    if ((event.key === " " || event.key === "Enter") && target.matches("button")) return event.stopPropagation(); // a button's own key presses it
    const name = target.matches(".timeline-track") ? (ON_TIMELINE[event.key] ?? event.key) : event.key;
    const action = actions[name];
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    action(event);
  });
}

// Closes the list of keys, or else lets go of what the keyboard lit.
function leave(view, event) {
  if (view.choose.closeHelp() || view.highlight.release()) event.stopPropagation();
}
