"use strict";
(() => {
  const root = document.documentElement;
  const start = root.dataset.start;
  if (start !== undefined) root.classList.add("js");

  // A sentence of the page's language, its braces filled in; the page brings the words.
  const say = (text, values = {}) =>
    (JSON.parse(document.body.dataset.say || "{}")[text] || text).replace(/{(\w+)}/g, (_, name) => values[name]);

  const make = (tag, set = {}, ...children) => {
    const made = Object.assign(document.createElement(tag), set);
    made.append(...children);
    return made;
  };

  // One page at a time, where a document holds many.
  const choose = (moved) => {
    const wanted = document.getElementById(location.hash.slice(1));
    if (moved && location.hash && !(wanted && wanted.matches("main > .page"))) return;
    const page = wanted && wanted.matches("main > .page") ? wanted : document.getElementById(start);
    for (const each of document.querySelectorAll("main > .page")) each.classList.toggle("current", each === page);
    for (const link of document.querySelectorAll("nav a")) {
      if (link.hash === "#" + page.id) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    const site = document.querySelector(".site").textContent;
    const title = page.querySelector("h1").textContent;
    document.title = title === site ? site : title + " · " + site;
    ready(page);
    if (!moved) return;
    for (const group of document.querySelectorAll("nav .group")) group.open = false;
    scrollTo(0, 0);
    page.querySelector("h1").focus({ preventScroll: true });
  };

  // Columns that sort, rows that are searched.
  const value = (row, i, numbers) => {
    const cell = row.cells[i];
    const text = cell.textContent.trim();
    if (!numbers) return text;
    const shown = cell.dataset.v || text.replace("\u2212", "-");
    return shown === "" || isNaN(shown) ? null : Number(shown);
  };
  const compare = (a, b) => (typeof a === "string" ? a.localeCompare(b, undefined, { numeric: true }) : a - b);
  const sort = (table, i) => {
    const heads = [...table.tHead.rows[0].cells];
    const down = heads[i].getAttribute("aria-sort") === "ascending";
    const numbers = heads[i].classList.contains("number");
    const none = (v) => v === null || v === "–";
    const rows = [...table.tBodies[0].rows].map((row) => [value(row, i, numbers), row]);
    rows.sort(([a], [b]) => (none(a) || none(b) ? none(a) - none(b) : down ? compare(b, a) : compare(a, b)));
    for (const head of heads) head.removeAttribute("aria-sort");
    heads[i].setAttribute("aria-sort", down ? "descending" : "ascending");
    table.tBodies[0].append(...rows.map(([, row]) => row));
  };
  const search = (holder, table) => {
    const count = make("span", { className: "soft" });
    count.setAttribute("role", "status");
    const field = make("input", { type: "search", autocomplete: "off" });
    field.addEventListener("input", () => {
      const wanted = field.value.trim().toLocaleLowerCase();
      let seen = 0;
      for (const row of table.tBodies[0].rows) {
        row.hidden = !row.textContent.toLocaleLowerCase().includes(wanted);
        seen += !row.hidden;
      }
      count.textContent = wanted ? say("{seen} of {all} rows", { seen, all: table.tBodies[0].rows.length }) : "";
    });
    holder.prepend(make("div", { className: "filter" }, make("label", {}, say("Find in the table") + " ", field), count));
  };
  const table = (holder) => {
    const grid = holder.querySelector("table");
    for (const head of grid.tHead.rows[0].cells) {
      const button = make("button", { type: "button" }, ...head.childNodes);
      button.addEventListener("click", () => sort(grid, head.cellIndex));
      head.append(button);
    }
    if ("searched" in holder.dataset) search(holder, grid);
    const scroll = holder.querySelector(".scroll");
    new ResizeObserver(() => {
      if (scroll.scrollWidth > scroll.clientWidth + 1) scroll.tabIndex = 0;
      else scroll.removeAttribute("tabindex");
    }).observe(scroll);
  };

  // A source line as wide as the picture has room for, at some six pixels a letter.
  const wrap = (text, width) => {
    const lines = [""];
    for (const word of text.split(" ")) {
      if ((lines.at(-1) + word).length * 6.2 > width && lines.at(-1)) lines.push("");
      lines.push((lines.pop() + " " + word).trim());
    }
    return lines;
  };
  const fitted = (spec, width) => {
    if (spec.title && Array.isArray(spec.title.text)) spec.title.text = wrap(spec.title.text.join(" "), width);
    if (spec.projection) spec.height = Math.round(width / 2); // a map is as high as its width asks for
    return spec;
  };

  // In a report of one file what draws is packed; where a browser cannot unpack it, the drawn pictures stay.
  let specs;
  const unpacked = async (id) => {
    const bytes = Uint8Array.from(atob(document.getElementById(id).textContent), (letter) => letter.charCodeAt(0));
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
  };
  const unpack = async () => {
    if (!document.getElementById("et-vega") || !("DecompressionStream" in window)) return;
    specs = JSON.parse(await unpacked("et-specs"));
    document.body.append(make("script", { textContent: await unpacked("et-vega") }));
  };
  const specOf = (figure) =>
    specs ? specs[figure.dataset.spec] : JSON.parse(figure.querySelector(".spec").textContent);

  // The drawn picture stands until the live one is there.
  const draw = async (figure) => {
    if (!window.vegaEmbed) return;
    const picture = figure.querySelector(".picture");
    const still = picture.firstElementChild;
    const live = make("div", { className: "live" });
    live.setAttribute("aria-hidden", "true"); // the picture's own name says what it shows
    picture.append(live);
    still.style.visibility = "hidden";
    still.style.position = "absolute";
    try {
      await window.vegaEmbed(live, fitted(specOf(figure), live.clientWidth), {
        mode: "vega-lite", ast: true, renderer: "svg", actions: false, defaultStyle: false,
        tooltip: { disableDefaultStyle: true },
      });
      still.remove();
    } catch (error) {
      live.remove();
      still.removeAttribute("style");
      console.error(error);
    }
  };
  let drawing;
  const loaded = () =>
    (drawing ||= new Promise((done) => {
      if (document.readyState === "complete") done();
      else addEventListener("load", done, { once: true });
    }).then(unpack));
  const ready = (page) => {
    if (page.dataset.ready) return;
    page.dataset.ready = "yes";
    page.querySelectorAll(".table").forEach(table);
    const pictures = page.querySelectorAll(".figure");
    if (window.vegaEmbed) pictures.forEach(draw);
    else if (pictures.length) loaded().then(() => pictures.forEach(draw));
  };

  // A page that took the place of another, on a served site.
  document.addEventListener("et-page", (event) => ready(event.detail));
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const tip of document.querySelectorAll(".vg-tooltip")) tip.classList.remove("visible");
  });
  addEventListener("beforeprint", () => {
    for (const each of document.querySelectorAll(".tree details")) each.open = true;
  });
  const begin = () => {
    if (start === undefined) return document.querySelectorAll("main > .page").forEach(ready);
    choose(false);
    addEventListener("hashchange", () => choose(true));
  };
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", begin);
  else begin();
})();
