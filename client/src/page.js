// The search page: the whole state is in its address (`?q=…&service=…&since=…&sort=date`), so that it can be shared and gone back to.

const form = document.getElementById("search-page"), field = form.elements.q, results = document.getElementById("search-results");
const facetsOf = document.getElementById("search-facets"), status = document.getElementById("search-status"), browse = document.getElementById("search-browse");
const narrow = document.getElementById("search-narrow"), sort = document.getElementById("search-sort");
const SHOWN = ["service", "cause", "severity", "year", "trigger", "kind"], STEP = 8, LONG = 8;
let turn = 0, timer, limit = STEP;

/** The address of what the form says. */
function address() {
  const state = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    const given = String(value).trim();
    if (given && !(name === "sort" && given === "score")) state.append(name, given);
  }
  const query = String(state);
  return location.pathname + (query && "?" + query);
}
/** Writes the state of the address into the form. Facets are made with each answer. */
function read() {
  const state = new URLSearchParams(location.search);
  field.value = state.get("q") || "";
  for (const name of ["since", "until"]) form.elements[name].value = state.get(name) || "";
  form.elements.sort.value = state.get("sort") === "date" ? "date" : "score";
  return state;
}
function go(push) {
  const to = address();
  if (to !== location.pathname + location.search) history[push ? "pushState" : "replaceState"](null, "", to);
  limit = STEP;
  run(!push);
}
function ask(text) {
  form.reset();
  facetsOf.replaceChildren();
  field.value = text;
  go(true);
}

function item(hit) {
  const link = make("a", { href: hrefOf(hit) }, marked(hit.title, hit.titleMarks));
  link.addEventListener("click", () => remember(field.value));
  return make("li", { class: "entry" }, dateOf(hit, "entry__date"), make("div", { class: "entry__body" },
    make("h2", { class: "entry__title" }, link), make("p", { class: "entry__meta" }, metaOf(hit)),
    make("p", { class: "entry__gist" }, textOf(hit)), make("p", { class: "hit__why" }, whyOf(hit))));
}

function facet({ facet: name, values }, chosen) {
  const box = ({ value, title, count }) => {
    const input = make("input", { type: "checkbox", name, value });
    input.checked = chosen.includes(value);
    return make("label", { class: "facet__value" + (value.includes("/") ? " facet__value--leaf" : "") }, input, make("span", {}, titleOf(value, title)), make("span", { class: "index__count" }, String(count)));
  };
  const shown = name === "cause" ? values.filter(({ value }) => value.includes("/") || chosen.includes(value)) : [...values];
  if (name === "severity") shown.sort((a, b) => (a.rank || 99) - (b.rank || 99));
  if (name === "year") shown.sort((a, b) => b.value - a.value);
  const set = make("fieldset", { class: "facet" }, make("legend", { class: "label" }, form.dataset[name]), shown.slice(0, LONG).map(box));
  if (shown.length > LONG) {
    const rest = make("details", {}, make("summary", {}, form.dataset.more.replace("{n}", shown.length - LONG)), shown.slice(LONG).map(box));
    rest.open = shown.slice(LONG).some(({ value }) => chosen.includes(value));
    set.append(rest);
  }
  return set;
}

async function run(typing) {
  const mine = ++turn, state = new URLSearchParams(location.search), text = field.value;
  const filters = [...state].filter(([name]) => SHOWN.includes(name) || name === "since" || name === "until" || name === "tag" || name === "status");
  const nothing = !text.trim() && !filters.length;
  /** Facets are counted once hits are shown: their columns are half the bytes of a first search. */
  const find = async (counts) => {
    const found = await opened();
    return nothing ? { hits: [], choices: counts && await found.facets(), total: found.size } : found.search(text, { limit: counts ? 0 : limit, typing, filters, counts, order: state.get("sort") || "score" });
  };
  let answer;
  try {
    answer = await find();
    if (mine !== turn) return;
  } catch (error) {
    status.replaceChildren(failure(error));
    return;
  }
  results.replaceChildren(...answer.hits.map(item));
  browse.hidden = !nothing;
  sort.hidden = nothing || answer.total < 2;
  const tell = ({ total, suggestions = [], ...answer }) => {
    status.replaceChildren(...(nothing ? [] : [make("p", {}, total ? sayCount("found", total) : say("none", { query: text.trim() })), ...remarksOn(answer, ask)]));
    if (suggestions.length) {
      status.append(make("p", {}, say("try"), " ", suggestions.flatMap(({ query, total }) => [button(query + " (" + total + ")", () => ask(query), { class: "plain-button" }), " "])));
    }
  };
  tell(answer);
  if (answer.hits.length < answer.total && !nothing) {
    results.append(make("li", { class: "entry entry--more" }, button(form.dataset.further, () => {
      const at = answer.hits.length;
      limit += STEP;
      run(typing).then(() => results.children[at] && results.children[at].querySelector("a").focus());
    }, { class: "button" })));
  }
  const counted = await find(true), { choices } = counted;
  if (mine !== turn) return;
  if (counted.damaged !== answer.damaged) tell(counted);
  const focused = document.activeElement, held = facetsOf.contains(focused) && [focused.name, focused.value];
  facetsOf.replaceChildren(...SHOWN.flatMap((name) => {
    const one = choices.find((choice) => choice.facet === name), chosen = state.getAll(name);
    const missing = chosen.filter((value) => !one || !one.values.some((known) => known.value === value)).map((value) => ({ value, title: value, count: 0 }));
    return one || missing.length ? [facet({ facet: name, values: [...missing, ...(one ? one.values : [])] }, chosen)] : [];
  }));
  const again = held && [...facetsOf.querySelectorAll("input")].find((input) => input.name === held[0] && input.value === held[1]);
  if (again) again.focus();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(timer);
  remember(field.value);
  go(true);
});
form.addEventListener("input", (event) => {
  clearTimeout(timer);
  if (event.target === field) timer = setTimeout(go, 120, false);
  else if (event.target.type !== "date" || event.target.validity.valid) go(true);
});
addEventListener("popstate", () => {
  read();
  run(false);
});
narrow.hidden = false;
narrow.open = matchMedia("(min-width: 60rem)").matches;
read();
run(false);
