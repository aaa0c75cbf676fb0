// What dialog and page share: the opened index, recent searches, how a hit looks, what is said about an answer.

// -- The index

let index;
const answers = {};
afterword.load = (name, ...content) => answers[name] && answers[name](content);
/** Loads a file of the index, a script that calls `afterword.load`. */
const get = (name) => new Promise((done, fail) => {
  const script = make("script", { src: files + name + ".js" });
  answers[name] = done;
  script.onload = script.onerror = () => {
    script.remove();
    fail(new Error(name));
  };
  document.head.append(script);
});
const opened = () => (index = index || open(get));

// -- Recent searches, on this device alone

const KEY = "afterword-searches";
function recent() {
  try {
    return JSON.parse(localStorage.getItem(KEY)).slice(0, 5).map(String);
  } catch {
    return [];
  }
}
function remember(text) {
  const query = text.trim();
  try {
    if (query) localStorage.setItem(KEY, JSON.stringify([query, ...recent().filter((other) => other !== query)].slice(0, 5)));
  } catch { /* a private window: nothing is kept */ }
}

// -- How a hit looks

// Of all Englishes only the American one has months of three letters, as the pages have them.
const months = new Intl.DateTimeFormat(language === "en" ? "en-US" : language || undefined, { month: "short", timeZone: "UTC" });
/** What the interface calls a value of status or kind; the short names of severities are capitals, as on the pages. */
const titleOf = (value, title = value) => finder.getAttribute("data-" + value) || (/^[a-z]{0,4}\d+$/i.test(title) ? title.toUpperCase() : title);
function dateOf({ date }, name) {
  if (!date) return make("span", { class: name }, say("undated"));
  const iso = String(date).padStart(8, "0").replace(/(..)(..)$/, "-$1-$2");
  return make("time", { class: name, datetime: iso }, say("date", { day: date % 100, month: months.format(new Date(iso)), year: Math.floor(date / 10000) }));
}
function marked(text, marks) {
  let at = 0;
  const parts = marks.flatMap(([from, to]) => {
    const before = text.slice(at, from);
    return [before, make("mark", {}, text.slice(from, (at = to)))];
  });
  return [...parts, text.slice(at)];
}
function severityOf({ severity }) {
  if (!severity) return;
  const [name, rank] = severity;
  const svg = (tag, name, value) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    node.setAttribute(name, value);
    return node;
  };
  const mark = svg("svg", "class", "sev__mark");
  mark.setAttribute("aria-hidden", "true");
  mark.append(svg("use", "href", "#sev-" + Math.min(rank, 4)));
  return make("span", { class: "sev" }, mark, titleOf(name));
}
/** Status and kind where they say something, severity, services. */
const metaOf = (hit) => [
  hit.status && make("span", { class: "entry__flag" }, titleOf(hit.status)),
  hit.kind && make("span", {}, titleOf(hit.kind)),
  severityOf(hit),
  hit.services && make("span", {}, hit.services.join(", ")),
];
const textOf = ({ snippet: { heading, text, marks } }) => [heading && make("b", {}, heading), heading && " ", ...marked(text, marks)];
/** Why it was found: which words, and as what. */
const whyOf = ({ why }) => ["exact", "stem", "prefix", "fuzzy", "corrected"].flatMap((how) => {
  const forms = why.filter((one) => one.how === how).map(({ form }) => form);
  return forms.length ? [make("span", {}, say(how, { list: forms.slice(0, 4).join(", ") }))] : [];
});
/** The section that shows the most, with the words that were found, for `mark.js` on that page. */
function hrefOf({ url, terms, snippet }) {
  const page = new URL(files + "../" + url + "index.html", document.baseURI);
  if (terms.length) page.searchParams.set("mark", terms.slice(0, 24).join(" "));
  page.hash = snippet.anchor;
  return page.href;
}

/** What is to be said about an answer: corrections, what was not understood, what could not be loaded. `ask` asks anew. */
function remarksOn({ query, corrections, notes, damaged }, ask) {
  const lines = [];
  if (corrections.length) {
    const typed = corrections.map((one) => one.typed);
    const exact = typed.reduce((text, word) => text.replace(new RegExp(word.replace(/[^\p{L}\p{N}]/gu, "\\$&"), "iu"), '"$&"'), query.text);
    lines.push([say("instead", { used: corrections.map((one) => one.used).join(", ") }), " ",
      button(say("original", { typed: typed.join(", ") }), () => ask(exact), { class: "plain-button" })]);
  }
  for (const { kind, name, nearest, field, value, most } of notes) {
    if (kind === "field") lines.push([say("noField", { name }), nearest && " " + say("nearest", { nearest })]);
    else if (kind === "date") lines.push([say("noDate", { value: field + ":" + value })]);
    else lines.push([say("cut", { n: most })]);
  }
  if (damaged) lines.push([say("damaged"), " ", reload()]);
  return lines.map((line) => make("p", {}, line));
}
const reload = () => button(say("reload"), () => location.reload(), { class: "plain-button" });
/** Why there is no search. */
const failure = (error) => make("p", {}, say(error.version ? "version" : "broken"), " ", reload());
