// Where the player is narrow, one of gates, cell and equations is seen at a time.
const TABS = [["gates", "Gates"], ["cell", "Cell"], ["equations", "Equations"]];

class Tabs {
  constructor(view, stage, onChange) {
    this.view = view;
    this.stage = stage;
    this.buttons = TABS.map(([tab]) => element("button", { type: "button", class: "button word", onclick: () => this.choose(tab, onChange) }));
    this.root = element("div", { class: "tabs", role: "group" }, ...this.buttons);
    this.choose("gates", () => {});
  }

  choose(tab, onChange) {
    this.stage.dataset.tab = tab;
    this.buttons.forEach((button, index) => button.setAttribute("aria-pressed", String(TABS[index][0] === tab)));
    onChange();
  }

  load() {
    this.buttons.forEach((button, index) => write(button, this.view.words(TABS[index][1])));
    show(this.root, Boolean(this.view.header.diagram || this.view.header.equations?.length));
  }
}
