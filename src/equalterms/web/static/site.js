"use strict";
// The what-if form, live: a change asks for the page anew and puts it in the place of the one that stands.
(() => {
  const form = document.getElementById("et-form");
  const working = document.getElementById("et-working");

  // A sentence of the page's language, its braces filled in; the page brings the words.
  const say = (text, values = {}) =>
    (JSON.parse(document.body.dataset.say || "{}")[text] || text).replace(/{(\w+)}/g, (_, name) => values[name]);

  const make = (tag, set = {}, ...children) => {
    const made = Object.assign(document.createElement(tag), set);
    made.append(...children);
    return made;
  };

  // While work is done the page asks how far it is; it comes by itself.
  const wait = async () => {
    const said = working.querySelector("span");
    for (;;) {
      await new Promise((done) => setTimeout(done, 700));
      const state = await (await fetch(working.dataset.poll)).json();
      if (!state.working) return location.reload();
      said.textContent = state.seconds + " seconds so far" + (state.before ? ", " + state.before + " before it" : "");
    }
  };
  if (working) wait().catch(() => location.reload());
  if (!form) return;

  const status = document.getElementById("et-state");
  const same = (a, b) => a === b || (a !== "" && b !== "" && Number(a) === Number(b));
  const touched = (field) => field.value.trim() !== "" && !same(field.value.trim(), field.dataset.own);

  // The same words as the server's: what differs from the study's own, what is left out last.
  const query = () => {
    const settings = [], plain = [], gone = [];
    for (const field of form.elements) {
      if (!field.name || field.name === "form" || !touched(field)) continue;
      const value = field.value.trim();
      if (["at", "runs", "seed"].includes(field.name)) plain.push([field.name, value]);
      else if (field.name === "set") settings.push(["set", value]);
      else (field.name === "drop" ? gone : settings).push(["set", field.name + "=" + value]);
    }
    const own = [...new URLSearchParams(location.search)].filter(([key]) => !["set", "at", "runs", "seed", "form"].includes(key));
    const all = [...settings, ...gone, ...plain, ...own];
    const plainly = (text) => encodeURIComponent(text).replace(/%3D/g, "=").replace(/%28/g, "(").replace(/%29/g, ")").replace(/%2C/g, ",");
    return all.length ? "?" + all.map(([key, value]) => key + "=" + plainly(value)).join("&") : "";
  };

  // Where units stood before and stand now: told in words, for those who do not see the table change.
  const ranks = () => {
    const found = new Map();
    const grid = [...document.querySelectorAll(".page .table table")].find((each) => !each.closest(".twin"));
    if (!grid) return found;
    const heads = [...grid.tHead.rows[0].cells].map((cell) => cell.dataset.key);
    const at = heads.indexOf("rank"), name = heads.indexOf("name");
    if (at < 0 || name < 0) return found;
    for (const row of grid.tBodies[0].rows) found.set(row.cells[name].textContent, parseInt(row.cells[at].textContent));
    return found;
  };
  const moved = (before, after) => {
    const moves = [];
    for (const [name, rank] of after) {
      const was = before.get(name);
      if (was && rank && was !== rank) moves.push([name, was, rank]);
    }
    moves.sort((a, b) => Math.min(a[1], a[2]) - Math.min(b[1], b[2]));
    const shown = moves.slice(0, 4).map(([name, was, rank]) => name + " " + was + " → " + rank);
    if (moves.length > shown.length) shown.push(say("{n} more", { n: moves.length - shown.length }));
    return moves.length ? say("Moved: {moves}", { moves: shown.join("; ") }) : say("No rank moved");
  };

  let asking, timer;
  const ask = async () => {
    if (asking) asking.abort();
    asking = new AbortController();
    const wanted = query();
    const before = ranks();
    const begun = performance.now();
    status.textContent = say("Working …");
    try {
      const path = form.dataset.live === "/" ? "/overview" : form.dataset.live;
      const answer = await fetch(path + ".part" + wanted, { signal: asking.signal });
      const held = new DOMParser().parseFromString(await answer.text(), "text/html");
      const page = held.querySelector("section.page");
      if (!answer.ok) {
        status.textContent = [...page.querySelectorAll("p")].map((each) => each.textContent).join(" ");
        status.classList.add("wrong");
        return;
      }
      status.classList.remove("wrong");
      const old = document.querySelector("section.page");
      old.replaceWith(document.adoptNode(page));
      document.getElementById("et-take").replaceWith(document.adoptNode(held.getElementById("et-take")));
      document.dispatchEvent(new CustomEvent("et-page", { detail: page }));
      history.replaceState(null, "", form.dataset.live + wanted);
      document.getElementById("et-save").href = "/study.zip" + (wanted || "");
      document.getElementById("et-plain").hidden = !wanted;
      for (const link of document.querySelectorAll("nav a, .site a")) link.search = carried(wanted);
      status.textContent = moved(before, ranks()) + ". " + Math.round(performance.now() - begun) + " ms.";
    } catch (error) {
      if (error.name !== "AbortError") status.textContent = say("The observatory does not answer: is it still running?");
    }
  };
  const carried = (wanted) => {
    const kept = [...new URLSearchParams(wanted)].filter(([key]) => ["set", "at", "runs", "seed", "lang"].includes(key));
    return kept.length ? "?" + kept.map(([key, value]) => key + "=" + encodeURIComponent(value).replace(/%3D/g, "=")).join("&") : "";
  };
  const soon = (field) => {
    field.closest(".field").classList.toggle("changed", touched(field));
    clearTimeout(timer);
    timer = setTimeout(() => {
      ask();
      if ("slides" in field.dataset) tell(last = field);
    }, 150);
  };

  // The best and the worst rank of one country that a slider can reach, told beside it.
  const watch = document.getElementById("et-watch");
  for (const each of document.querySelectorAll("#et-units option")) {
    watch.append(make("option", { value: each.textContent }, each.value));
  }
  const named = location.pathname.match(/^\/(?:why|profile|partners|swing|targets)\/([A-Z]{3})/);
  const leader = document.querySelector(".page .table tbody a[href^='/why/'], .page .table tbody a[href^='/profile/']");
  const chosen = named ? named[1] : leader && leader.pathname.split("/")[2];
  if (chosen && [...watch.options].some((each) => each.value === chosen)) watch.value = chosen;
  watch.closest("p").hidden = !watch.options.length;
  let telling;
  const tell = async (field) => {
    if (telling) telling.abort();
    telling = new AbortController();
    const told = field.closest(".field").querySelector(".reach");
    try {
      const path = "/swing/" + watch.value + "/" + field.name.replace("weight.", "") + ".json";
      const answer = await fetch(path + carried(query()), { signal: telling.signal });
      told.textContent = answer.ok ? (await answer.json()).data.said : "";
    } catch (error) {
      if (error.name !== "AbortError") told.textContent = "";
    }
  };
  let last;
  watch.addEventListener("change", () => { if (last) tell(last); });

  // Beside each weight a slider and two buttons: no value asks for a drag.
  const enhance = (field) => {
    const most = Number(field.dataset.slides);
    const label = form.querySelector("label[for='" + field.id + "']").textContent;
    const slider = make("input", { type: "range", min: 0, max: most, step: most / 40, value: field.value });
    slider.setAttribute("aria-label", label + ", slider");
    const step = most / 20;
    const set = (value) => {
      field.value = String(Number(Math.max(0, value).toPrecision(6)));
      slider.value = field.value;
      soon(field);
    };
    const button = (sign, says, by) => {
      const made = make("button", { type: "button", className: "nudge" }, sign);
      made.setAttribute("aria-label", label + ": " + says);
      made.addEventListener("click", () => set(Number(field.value) + by));
      return made;
    };
    slider.addEventListener("input", () => set(Number(slider.value)));
    field.addEventListener("input", () => { slider.value = field.value; });
    field.before(button("−", "less", -step));
    field.after(button("+", "more", step), slider);
    const told = make("p", { className: "reach soft" });
    told.setAttribute("role", "status");
    field.closest(".field").append(told);
    slider.addEventListener("focus", () => tell(last = field));
  };
  for (const field of form.querySelectorAll("[data-slides]")) enhance(field);
  form.addEventListener("input", (event) => {
    if (event.target.name) soon(event.target);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    ask();
  });
  // Wide windows have room for the form beside the page.
  if (matchMedia("(min-width: 75rem)").matches) document.getElementById("et-whatif").open = true;
})();
