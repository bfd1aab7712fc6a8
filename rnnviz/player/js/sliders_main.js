// The sliders' face towards Streamlit; what they show and the answers to what they tell come by the feed.
const PANELS = new WeakMap(); // mount point -> panel
const PANEL_COUNTERS = (window.__rnnvizSliders ??= { mounts: 0, sent: 0, answered: 0 });

function mountPanel(parentElement, name) {
  const panel = new Panel(parentElement.querySelector(".rnnviz"));
  PANELS.set(parentElement, panel);
  PANEL_COUNTERS.mounts += 1;
  const ends = [
    subscribe(name, (block) => takePanel(panel, readHeader(block).header)),
    subscribe(`${name}-answer`, (block) => {
      const { serial, facts } = JSON.parse(new TextDecoder().decode(block));
      PANEL_COUNTERS.answered = serial;
      panel.state(facts);
      panel.courier.hear(serial);
    }),
  ];
  panel.unsubscribe = () => ends.forEach((end) => end());
  return panel;
}

// It comes along with every answer, but is seldom another one.
function takePanel(panel, header) {
  if (header.version !== panel.header?.version) panel.load(header);
}

export default function ({ data, parentElement, setStateValue }) {
  const known = PANELS.get(parentElement);
  const panel = known ?? mountPanel(parentElement, data.name);
  panel.courier.set = (name, value) => {
    PANEL_COUNTERS.sent += 1;
    setStateValue(name, value);
  };
  if (known?.header) panel.recolour(); // called again: the theme may have changed
  return () => {
    panel.unsubscribe();
    panel.stop();
    PANELS.delete(parentElement);
  };
}
