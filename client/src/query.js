// From what a person types to clauses, the twin of `src/search/query.rs`. Also what is near to a word.

const FACETS = ["service", "cause", "severity", "year", "trigger", "tag", "kind", "status"];
const FIELDS = [...FACETS, "since", "until", "title"];
const CLAUSES_AT_MOST = 64, QUOTE = "[\"\u201c\u201d\u201e]";
const beginsNegated = new RegExp("^-(?=[\\p{Alphabetic}\\p{N}#]|" + QUOTE + ")", "u");
const quoted = new RegExp("^" + QUOTE + "([^\"\u201c\u201d\u201e]*)" + QUOTE + "?");
const plain = /^\P{White_Space}*/u;

/** What a person typed, as { text, clauses, notes }. Never fails; what was not taken as meant is a note. */
function parse(text) {
  const query = { text, clauses: [], notes: [] };
  let rest = text;
  const take = (pattern) => {
    const found = pattern.exec(rest);
    if (found) rest = rest.slice(found[0].length);
    return found;
  };

  while (query.clauses.length < CLAUSES_AT_MOST) {
    take(/^\p{White_Space}*/u);
    if (!rest) break;
    const negated = !!take(beginsNegated);
    const push = (kind, more) => query.clauses.push({ negated, kind, ...more });
    const addWord = (text, title) => {
      const marked = /^([^]*)\*$/.exec(text) || /^([^]*)~[12]*$/.exec(text);
      const form = !marked ? "word" : text.endsWith("*") ? "prefix" : "fuzzy";
      if (marked) text = marked[1];
      if (tokens(text).length) push(form, { text, title: !!title });
    };
    const addPhrase = (text, title) => {
      if (tokens(text).length) push("phrase", { text: text.trim(), title: !!title });
    };

    const phrase = take(quoted);
    if (phrase) {
      addPhrase(phrase[1]);
      continue;
    }
    const named = /^([a-z_-]{2,}):/i.exec(plain.exec(rest)[0]);
    if (!named) {
      addWord(take(plain)[0]);
      continue;
    }
    const start = rest, name = named[1], field = name.toLowerCase();
    rest = rest.slice(named[0].length);
    const inQuotes = take(quoted);
    const value = inQuotes ? inQuotes[1] : take(plain)[0];
    const asWords = (note) => {
      if (note) query.notes.push(note);
      if (inQuotes) {
        addWord(name);
        addPhrase(value);
      } else addWord(start.slice(0, start.length - rest.length));
    };
    const day = field === "since" ? dayOf(value, 0) : field === "until" ? dayOf(value, 99) : 0;
    if (!FIELDS.includes(field)) {
      asWords(value && !/^[/:\\]/.test(value) && { kind: "field", name, nearest: closest(field, FIELDS) });
    } else if (!value.trim()) addWord(name);
    else if (field === "title") (inQuotes ? addPhrase : addWord)(value, true);
    else if (day) push(field, { day, value });
    else if (FACETS.includes(field) && (field !== "year" || /^\d{4}$/.test(value))) push("facet", { facet: field, value });
    else asWords({ kind: "date", field, value });
  }
  if (query.clauses.length >= CLAUSES_AT_MOST && rest.trim()) query.notes.push({ kind: "cut", most: CLAUSES_AT_MOST });
  return query;
}

/** `2024`, `2024-03` or `2024-03-07` as a number; missing parts are `missing`. */
function dayOf(text, missing) {
  const found = /^(\d{4})(?:-(\d{1,4}))?(?:-(\d{1,4}))?$/.exec(text);
  const part = (digits, most) => (digits === undefined ? missing : digits > 0 && digits <= most ? +digits : NaN);
  return found ? found[1] * 10000 + part(found[2], 12) * 100 + part(found[3], 31) : 0;
}

/** Clauses as a person would type them. */
function typed(clauses) {
  return clauses.map(({ negated, kind, text, title, facet, value }) => {
    const shown = value ? (facet || kind) + ":" + (/\s/.test(value) ? '"' + value + '"' : value)
      : (title ? "title:" : "") + (kind === "phrase" ? '"' + text + '"' : text + ({ prefix: "*", fuzzy: "~" }[kind] || ""));
    return (negated ? "-" : "") + shown;
  }).join(" ");
}

/** Insertions, deletions, replacements and swaps of neighbours between two lists; `most + 1` for more than `most`. */
function slipsBetween(a, b, most) {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before = [], above = b.map((_, j) => j).concat(b.length);
  for (let i = 0; i < a.length; i++) {
    const row = [i + 1];
    let least = i + 1;
    for (let j = 0; j < b.length; j++) {
      let cost = Math.min(above[j] + (a[i] === b[j] ? 0 : 1), above[j + 1] + 1, row[j] + 1);
      if (i && j && a[i] === b[j - 1] && a[i - 1] === b[j]) cost = Math.min(cost, before[j - 1] + 1);
      least = Math.min(least, cost);
      row.push(cost);
    }
    if (least > most) return most + 1;
    [before, above] = [above, row];
  }
  return above[b.length];
}

/** The candidate nearest to `word`, when it is near enough to be what was meant. */
function closest(word, candidates) {
  const folded = (text) => [...text].slice(0, 64).filter((c) => !/[-_ ]/.test(c)).flatMap((c) => [...c.toLowerCase()]);
  const a = folded(word);
  let best = null, least = 65;
  for (const candidate of candidates) {
    const b = folded(candidate);
    const distance = slipsBetween(a, b, 64);
    const near = distance * 3 <= Math.max(a.length, b.length, 3) || (a.length >= 4 && a.every((c, i) => b[i] === c));
    if (near && distance < least) [best, least] = [candidate, distance];
  }
  return best;
}
