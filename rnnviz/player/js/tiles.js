// The map: a field of tiles, one for each training. Each is a button; what is said of the one pointed at stands below.
class Tiles {
  constructor(root) {
    this.root = root;
    this.open = null; // set by the component: tells Python which tile was pressed
    this.field = element("div", { class: "tiles-field", role: "grid" });
    this.title = element("div", { class: "tiles-title" });
    this.up = element("div", { class: "tiles-up" });
    this.across = element("div", { class: "tiles-across" });
    this.reading = element("p", { class: "tiles-reading", "aria-live": "polite" });
    this.legend = element("div", { class: "tiles-legend" });
    this.stage = element("div", { class: "stage tiles" }, this.title, this.up, this.field, this.across, element("div", { class: "tiles-foot" }, this.reading, this.legend));
    this.stage.addEventListener("keydown", (event) => this.move(event));
    root.replaceChildren(this.stage);
  }

  load(header, arrays) {
    Object.assign(this, { header, colours: arrays.colours });
    this.build();
    this.recolour();
    if (this.read) this.tell(...this.read);
  }

  // Tiles are made anew only when there are others: what has the focus keeps it.
  build() {
    const { across, up, title } = this.header;
    const signature = JSON.stringify([across, up, title]);
    if (signature === this.signature) return;
    this.signature = signature;
    [this.read, this.focused] = [null, [0, 0]];
    this.field.style.setProperty("--columns", across.values.length);
    this.field.setAttribute("aria-label", title);
    this.tiles = up.values.map((_, row) => across.values.map((_, column) => this.tile(row, column)));
    const lines = this.tiles.map((tiles, row) => element("div", { class: "tiles-row", role: "row" }, element("span", { class: "tiles-value" }, up.values[row]), ...tiles));
    const below = element("div", { class: "tiles-row" }, element("span"), ...across.values.map((value) => element("span", { class: "tiles-value below" }, value)));
    this.field.replaceChildren(...lines.reverse(), below);
    write(this.title, title);
    write(this.up, up.name);
    write(this.across, across.name);
  }

  tile(row, column) {
    const tell = () => this.tell(row, column);
    const tabindex = row === 0 && column === 0 ? 0 : -1;
    return element("button", { type: "button", class: "tile", role: "gridcell", tabindex, onclick: () => this.open([row, column]), onpointerenter: tell, onfocus: tell });
  }

  tell(row, column) {
    this.read = [row, column];
    write(this.reading, this.header.readings[row][column]);
  }

  recolour() {
    const { mode, paper } = pageColours(this.root);
    const palette = { ...this.header.theme[mode], paper };
    wearColours(this.root, mode, palette);
    const scale = makeScale(palette.diverging);
    this.tiles.forEach((tiles, row) => tiles.forEach((tile, column) => this.colour(tile, row, column, scale)));
    const { low, middle, high } = this.header.legend;
    const ramp = element("i", { class: "tiles-ramp" });
    ramp.style.background = rampOf(palette.diverging);
    this.legend.replaceChildren(element("span", {}, low), element("span", { class: "tiles-scale" }, ramp, element("small", {}, middle)), element("span", {}, high));
  }

  colour(tile, row, column, scale) {
    const amount = numberAt(this.colours, row, column);
    const colour = shade(scale, amount, [-1, 1]);
    tile.style.background = Number.isNaN(amount) ? "" : cssColour(colour);
    tile.style.color = Number.isNaN(amount) ? "" : inkOn(colour);
    write(tile, this.header.tiles[row][column]);
    tile.setAttribute("aria-label", this.header.readings[row][column]);
  }

  // Arrow keys walk over the tiles, as in every grid.
  move(event) {
    const [right, above] = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key] ?? [0, 0];
    if (!right && !above) return;
    event.preventDefault();
    const [row, column] = this.focused;
    this.focused = [clamp(row + above, 0, this.tiles.length - 1), clamp(column + right, 0, this.tiles[0].length - 1)];
    this.tiles.flat().forEach((tile) => tile.setAttribute("tabindex", -1));
    const tile = this.tiles[this.focused[0]][this.focused[1]];
    tile.setAttribute("tabindex", 0);
    tile.focus();
  }
}
