// A table of what is compared: a row for each, figures that stand under each other, and beneath each how far it spreads.
class Scores {
  constructor() {
    this.caption = element("caption", { class: "spoken" });
    this.head = element("tr");
    this.body = element("tbody");
    const table = element("table", { class: "scores" }, this.caption, element("thead", {}, this.head), this.body);
    this.root = element("div", { class: "scores-frame" }, table);
  }

  load({ title, columns, rows }, page) {
    write(this.caption, title);
    this.head.replaceChildren(...columns.map(({ name, note }, index) => element("th", { scope: "col", title: note || null, class: index ? null : "first" }, name)));
    this.body.replaceChildren(...rows.map((row) => this.row(row, page)));
  }

  row({ name, cell, place, values }, page) {
    const colour = page.hue(cell, place);
    const title = element("th", { scope: "row", class: "first" }, lineSample({ colour, style: { width: 4, dash: [] } }), name);
    title.style.color = colour;
    return element("tr", {}, title, ...values.map(({ text, small, best }) => element("td", { class: best ? "best" : null }, element("span", {}, text), element("small", {}, small))));
  }
}
