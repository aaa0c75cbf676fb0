// The dialog: a combobox whose list holds hits, or, before typing, what was searched before and what there is much of.

// Its links are written as seen from the folder of `finder.js`.
for (const name of ["href", "action"]) {
  finder.querySelectorAll("[" + name + "]").forEach((node) => node.setAttribute(name, new URL(node.getAttribute(name), new URL(files, document.baseURI))));
}
const input = finder.querySelector("input"), listbox = finder.querySelector("[role=listbox]"), status = finder.querySelector("[role=status]");
const all = finder.querySelector("[data-all]"), HITS = 8, PAUSE = 70;
let turn = 0, timer, active = -1, settledFor = null, openNext = false;

const options = () => [...listbox.querySelectorAll("[role=option]")];
function activate(to) {
  const those = options();
  if (those[active]) those[active].setAttribute("aria-selected", "false");
  active = to === undefined || !those.length ? -1 : (to + those.length) % those.length;
  const now = those[active];
  if (now) {
    now.setAttribute("aria-selected", "true");
    now.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", now.id);
  } else input.removeAttribute("aria-activedescendant");
}
function fill(nodes, remarks) {
  listbox.replaceChildren(...nodes);
  options().forEach((option, i) => (option.id = "finder-" + i));
  status.replaceChildren(...remarks);
  input.setAttribute("aria-expanded", String(options().length > 0));
  listbox.hidden = !options().length;
}
function ask(text) {
  input.value = text;
  input.focus();
  run();
}

/** An option that asks something else. */
function query(text, shown, count) {
  const option = make("div", { role: "option", class: "hit hit--query", "aria-selected": "false" }, make("span", {}, shown), count && make("span", { class: "index__count" }, count));
  option.addEventListener("click", () => ask(text));
  return option;
}
const group = (label, those) => (those.length ? [make("div", { role: "group", "aria-label": label, class: "finder__group" }, make("div", { class: "label", "aria-hidden": "true" }, label), those)] : []);

function option(hit) {
  const node = make("a", { role: "option", class: "hit", href: hrefOf(hit), tabindex: -1, "aria-selected": "false" },
    make("span", { class: "hit__title" }, marked(hit.title, hit.titleMarks)),
    make("span", { class: "hit__meta" }, dateOf(hit), metaOf(hit)),
    make("span", { class: "hit__text" }, textOf(hit)),
    make("span", { class: "hit__why" }, whyOf(hit)));
  node.addEventListener("click", () => {
    remember(input.value);
    // A hit on this very page changes the address only.
    if (new URL(node.href).pathname === location.pathname) finder.close();
  });
  return node;
}

async function run() {
  const mine = ++turn, text = input.value, asked = text.trim();
  all.href = all.dataset.all + (asked ? "?q=" + encodeURIComponent(asked) : "");
  let nodes, remarks;
  try {
    const found = await opened();
    if (asked) {
      const answer = await found.search(text, { limit: HITS, typing: true });
      nodes = answer.hits.map(option);
      remarks = [make("p", {}, answer.total ? sayCount("found", answer.total) : say("none", { query: asked })), ...remarksOn(answer, ask)];
      if (answer.suggestions.length) nodes = group(say("try"), answer.suggestions.map((one) => query(one.query, one.query, one.total)));
    } else {
      const frequent = (facet) => (found.frequent[facet] || []).map(([value, title, count]) => query(facet + ":" + value + " ", title, count));
      nodes = [...group(say("recent"), recent().map((known) => query(known, known))),
        ...group(say("services"), frequent("service")), ...group(say("causes"), frequent("cause"))];
      remarks = [];
    }
  } catch (error) {
    [nodes, remarks] = [[], [failure(error)]];
  }
  if (mine !== turn) return;
  fill(nodes, remarks);
  settledFor = text;
  activate(asked ? 0 : undefined);
  if (openNext) follow();
}

/** Opens what is chosen, once the answer to what stands in the field is there. */
function follow() {
  openNext = settledFor !== input.value;
  const now = options()[active];
  if (!openNext && now) now.click();
}

input.addEventListener("input", () => {
  openNext = false;
  clearTimeout(timer);
  timer = setTimeout(run, PAUSE);
});
finder.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.isComposing) return;
  if (step) {
    event.preventDefault();
    activate(active < 0 && step < 0 ? -1 : active + step);
  } else if (event.key === "Enter" && event.target === input) {
    event.preventDefault();
    if (event.ctrlKey || event.metaKey) all.click();
    else follow();
  }
});
finder.addEventListener("click", (event) => {
  if (event.target === finder || event.target.closest("[data-close]")) finder.close();
});
all.addEventListener("click", () => remember(input.value));
all.dataset.all = all.getAttribute("href");
// What was typed so far stands in the field that was there before.
const { dialog } = afterword, was = dialog.open;
input.value = dialog.querySelector("input").value;
dialog.close();
dialog.remove();
if (was) finder.showModal();
Object.assign(afterword, { dialog: finder, run });
run();
