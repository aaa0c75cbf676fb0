// An open index: words to terms, terms to scores, scores to an answer. The twin of `expand.rs`, `score.rs`, `facets.rs`, `results.rs`.

const STOP_WORDS = new Set(("a about after also an and are as at be been but by can could did do does for from had has have how i if in into is it its " +
  "no not of on or our over so some than that the their them then there these they this to was we were what when where which while who why will " +
  "with would you your").split(" "));
const PREFIX_AT_MOST = 48, FUZZY_AT_MOST = 6, TOKENS_AT_MOST = 64;
const STEM = "stem", PREFIX = "prefix", FUZZY = "fuzzy", CORRECTED = "corrected";
const K1 = 1.2, B = 0.75, ALL_WORDS = 1.5, PARTS = 0.5;
const READ = 8, UNITS = 64, VARIED = 6, SUGGESTIONS = 3;
const rounded = (score) => Math.round(score * 10000) / 10000;

/** The natural logarithm of a number of 1 and more. `Math.log` may differ from system to system in the last bit. */
function logarithm(x) {
  let halvings = 0, sum = 0;
  for (; x > 1.5; x *= 0.5) halvings++;
  const z = (x - 1) / (x + 1);
  for (let k = 11; k >= 0; k--) sum = sum * (z * z) + 1 / (2 * k + 1);
  return halvings * Math.LN2 + 2 * z * sum;
}

/** The letters of a word as bits, several letters to a bit. */
const lettersIn = (word) => [...word].reduce((seen, c) => seen | (1 << c.codePointAt(0) % 32), 0);

/** Each term once, with its first and best alternative. */
function distinct(alternatives) {
  const best = new Map();
  for (const one of alternatives) {
    const known = best.get(one.term);
    if (!known || known.weight < one.weight) best.set(one.term, one);
  }
  return [...best.values()];
}

/**
 * Opens an index. `get(name)` promises what the file of that name hands over, as a list; it is asked once for each.
 * Fails with `{ version }` when the index is of another format.
 */
async function open(get) {
  const [core] = await get("core");
  if (core.format !== FORMAT) throw Object.assign(new Error("version"), { version: core.format });
  const n = core.n, files = new Map(), loading = new Map(), damaged = new Set();
  let wanted = new Map();

  /** What a file holds, decoded; null as long as it is not there, and for good when it is damaged. */
  function file(name, decode) {
    if (files.has(name)) return files.get(name);
    wanted.set(name, decode);
    return null;
  }
  async function load(name, decode) {
    let content = null;
    try {
      content = decode(...(await get(name)));
    } catch {
      damaged.add(name);
    }
    files.set(name, content);
  }
  /** Computes, as often as it takes until nothing is wanted any more. */
  async function settled(compute) {
    for (;;) {
      wanted = new Map();
      const result = compute();
      if (!wanted.size) return result;
      await Promise.all([...wanted].map(([name, decode]) => {
        if (!loading.has(name)) loading.set(name, load(name, decode));
        return loading.get(name);
      }));
    }
  }

  const fields = TEXTS.map(([name, weight]) => {
    const { tokens = 0, lengths = [], docs = "" } = core.fields[name] || {};
    const average = Math.max(tokens / n, 1);
    return { factors: lengths.map((length) => weight / (1 - B + B * (length / average))), lengths: list(docs) };
  });
  let last = 0;
  const days = list(core.days).map((written) => {
    if (!written) return 0;
    const zigzag = written - 1;
    last += zigzag % 2 ? -(zigzag + 1) / 2 : zigzag / 2;
    return Math.floor(last / 372) * 10000 + (Math.floor(last / 31) % 12 + 1) * 100 + last % 31 + 1;
  });
  /** By facet: its values, what they are called, and the documents of each. */
  const facets = {}, spellings = {};
  for (const name of FACETS) facets[name] = [];
  /** Asks for the columns of all facets (`columns`) but those of tags (`tags`), which are many, and seldom asked for. */
  const columns = (kind) => core[kind] && file(kind + "-" + core[kind], (content) => {
    for (const [name, { values, titles, ranks = [], docs, spellings: known }] of Object.entries(content)) {
      const lists = docs.split(" ");
      facets[name] = values.map((value, i) => ({ value, title: titles[i], rank: ranks[i], slug: facetSlug(value), docs: ascending(list(lists[i])) }));
      spellings[name] = known;
    }
  });
  days.forEach((day, doc) => {
    const value = String(Math.floor(day / 10000)).padStart(4, "0"), known = facets.year.find((one) => one.value === value);
    if (known) known.docs.push(doc);
    else if (day) facets.year.push({ value, title: value, slug: value, docs: [doc] });
  });
  facets.year.sort((a, b) => a.value - b.value);

  // -- Lexicon and postings

  // Sixteen files share a folder.
  const numbered = (name, k) => name + "/" + (k >> 4) + "/" + (k & 15);
  const lexicon = (k) => file("p/" + numbered(core.p.name, k), (keys, text) => {
    const all = keysOf(keys);
    return { keys: all, at: new Map(all.map((key, i) => [key, i])), records: records(text, all), postings: new Map() };
  });
  const shardOf = (key) => core.p.from.findLastIndex((from) => from <= key);

  /** Where a term has its postings: file and record; null when it is no term. */
  function place(term) {
    let k = shardOf(term), shard = k >= 0 && lexicon(k), at = shard ? shard.at.get(term) : undefined;
    if (at === undefined) return null;
    const next = numbers(shard.records[at]);
    next();
    const count = next();
    if (count === undefined) return null;
    if (!count) {
      // A frequent term has a file of its own.
      k = core.p.from.length + next();
      shard = lexicon(k);
      at = 0;
    }
    return { k, shard, at };
  }

  /** The documents of a term, and how often it stands in title, outline and body of each. */
  function postings(term) {
    const { shard, at } = place(term) || {};
    if (!shard) return { docs: [], times: [[], [], []] };
    let known = shard.postings.get(term);
    if (!known) {
      const next = numbers(shard.records[at]);
      next();
      const docs = ascending(Array.from({ length: next() }, next)), times = [[], [], []];
      docs.forEach((_, i) => {
        const packed = next();
        times[2][i] = packed >> 2;
        times[1][i] = packed & 2 ? next() : 0;
        times[0][i] = packed & 1 ? next() : 0;
      });
      shard.postings.set(term, (known = { docs, times }));
    }
    return known;
  }

  /** By field and document of a term, its positions; null as long as they are not there. */
  function positions(term) {
    const { k, shard, at } = place(term) || {};
    const records = shard && file("x/" + numbered(core.p.name, k), (text) => text.split(" "));
    if (!records) return null;
    const { docs, times } = postings(term), next = numbers(records[at] || ""), found = [new Map(), new Map(), new Map()];
    docs.forEach((doc, i) => found.forEach((of, field) => {
      if (times[field][i]) of.set(doc, ascending(Array.from({ length: times[field][i] }, (_, j) => next() - (j ? 1 : 0))));
    }));
    return found;
  }

  /** Terms of the words that begin with `prefix`, the most frequent words first. */
  function beginningWith(prefix) {
    const found = [];
    for (let k = Math.max(shardOf(prefix), 0); k < core.p.from.length; k++) {
      if (core.p.from[k] > prefix && !core.p.from[k].startsWith(prefix)) break;
      const shard = lexicon(k);
      if (shard) shard.keys.forEach((form, i) => {
        if (!form.startsWith(prefix)) return;
        const count = numbers(shard.records[i])();
        if (count) found.push({ form, count });
      });
    }
    found.sort((a, b) => (b.form === prefix) - (a.form === prefix) || b.count - a.count || order(a.form, b.form));
    return distinct(found.slice(0, PREFIX_AT_MOST).map(({ form }) => (
      { term: stem(form), form, weight: 0.4 + 0.6 * (size(prefix) / size(form)), how: form === prefix ? STEM : PREFIX })));
  }

  /** Terms of the words at most two slips from `word`, the nearest first. */
  function slips(word, how) {
    const letters = [...word], length = letters.length;
    if (length < 4 || /\d/.test(word)) return [];
    const most = length < 5 ? 1 : 2, seen = lettersIn(word), found = [], { name, from } = core.f;
    /** Whether forms that begin with `c` and are about as long may be in file `k`. */
    const within = (c, k) => from[k] <= c + String.fromCharCode(64 + length + most) && !(from[k + 1] <= c + String.fromCharCode(64 + length - most));
    const look = (needed) => from.forEach((_, k) => {
      const shard = needed(k) && file("f/" + numbered(name, k), (keys, counts) => {
        const forms = keysOf(keys);
        return { forms, counts: list(counts), letters: forms.map(lettersIn) };
      });
      if (shard) shard.forms.forEach((form, i) => {
        // A slip changes at most two of the letters that two words do not share.
        let apart = shard.letters[i] ^ seen, many = 0;
        for (; apart; apart &= apart - 1) many++;
        if (many > 2 * most) return;
        const other = [...form], distance = slipsBetween(letters, other, most);
        if (distance <= most) found.push({ form, distance, other: other[0] !== letters[0], expected: letters.slice(0, 2).includes(other[0]), count: shard.counts[i] });
      });
    });
    // Slips seldom hit the first letter: other beginnings than the first two letters count only when there are none.
    look((k) => within(letters[0], k) || within(letters[1], k));
    let near = found.filter((one) => one.expected);
    if (!near.length && !wanted.size) {
      found.length = 0;
      look((k) => {
        const [first] = from[k], [next] = from[k + 1] || "";
        return first !== next || within(first, k);
      });
      near = found;
    }
    near.sort((a, b) => a.distance - b.distance || a.other - b.other || b.count - a.count || order(a.form, b.form));
    return distinct(near.slice(0, FUZZY_AT_MOST).map(({ form, distance }) => (
      { term: stem(form), form, weight: 1 - Math.min(distance / length, 0.9), how: distance ? how : STEM })));
  }

  function group({ form, term, role }, kind) {
    unspaced.lastIndex = 0;
    const single = role === WORD && size(form) === 1 && unspaced.test(form);
    let alternatives = kind === "prefix" || (single && kind === "word") ? beginningWith(form) : kind === "fuzzy" ? slips(form, FUZZY) : [];
    const known = alternatives.some((one) => one.term === term && one.weight >= 1);
    if (!known && (kind !== "prefix" || !alternatives.length) && place(term)) {
      alternatives = alternatives.filter((one) => one.term !== term);
      alternatives.unshift({ term, form, weight: 1, how: STEM });
    }
    return { form, alternatives };
  }

  /** The units of a typed word: several when it holds more than one (`a/b`). */
  function unitsOf(typed, kind, inTitle) {
    const found = tokens(typed).filter((token) => token.role !== TAIL).slice(0, TOKENS_AT_MOST), units = [];
    for (let i = 0; i < found.length; ) {
      const first = found[i++], inside = [];
      while (i < found.length && found[i].to <= first.to) inside.push(found[i++]);
      const groupOf = (token) => group(token, kind === "prefix" && token.to < found[found.length - 1].to ? "word" : kind);
      const role = first.role === WHOLE ? WORD : INNER;
      units.push({ whole: groupOf(first), parts: inside.filter((token) => token.role === role).map(groupOf), inTitle });
    }
    if (!wanted.size) {
      for (const { whole, parts } of units) {
        if (whole.alternatives.length) continue;
        for (const one of parts.length ? parts : [whole]) {
          if (!one.alternatives.length) one.alternatives = slips(one.form, CORRECTED);
        }
      }
    }
    return units;
  }

  // -- The first stage

  /** How well each document matches a group, 0 to 1, and how telling the group is. */
  function saturations({ alternatives }, inTitle) {
    const value = new Float64Array(n), used = inTitle ? [0] : [0, 1, 2];
    let df = 0;
    for (const { term, weight } of alternatives) {
      const { docs, times } = postings(term);
      docs.forEach((doc, i) => {
        let x = 0;
        for (const field of used) {
          if (times[field][i]) x += times[field][i] * fields[field].factors[fields[field].lengths[doc]];
        }
        if (!value[doc] && x) df++;
        value[doc] = Math.max(value[doc], weight * (x / (K1 + x)));
      });
    }
    return { value, df, idf: logarithm(1 + (n - df + 0.5) / (df + 0.5)) };
  }

  function score(units) {
    const scores = new Float64Array(n), matched = new Uint32Array(n), idf = [];
    for (const unit of units) {
      const whole = saturations(unit.whole, unit.inTitle), parts = unit.parts.map((part) => saturations(part, unit.inTitle));
      for (let doc = 0; doc < n; doc++) {
        let sum = whole.idf * whole.value[doc], all = parts.length > 0;
        for (const part of parts) {
          sum += part.idf * part.value[doc] * (whole.df ? PARTS : 1);
          all = all && part.value[doc] > 0;
        }
        scores[doc] += sum;
        if (whole.value[doc] > 0 || all) matched[doc]++;
      }
      idf.push((parts.length ? parts : [whole]).map((one) => one.idf));
    }
    for (let doc = 0; doc < n; doc++) if (matched[doc] === units.length) scores[doc] *= ALL_WORDS;
    return { scores, matched, idf };
  }

  /** The documents where the words of a phrase stand one after the other in one field. */
  function phrase(text, inTitle) {
    const words = tokens(text).filter((token) => token.role === WORD), found = new Set();
    const places = words.map((token) => positions(token.term));
    if (places.includes(null)) return found;
    for (const field of inTitle ? [0] : [0, 1, 2]) {
      for (const [doc, first] of places[0][field]) {
        const stands = first.some((at) => words.every((token, i) => (places[i][field].get(doc) || []).includes(at + token.at - words[0].at)));
        if (stands) found.add(doc);
      }
    }
    return found;
  }

  /** The documents that have one of these values of a facet, in any spelling. */
  function having(facet, written) {
    if (facet !== "year") columns(facet === "tag" ? "tags" : "columns");
    const spelt = new Map(Object.entries(spellings[facet] || {})), found = new Set();
    for (const value of written) {
      const slug = facetSlug(value), is = (slug) => facets[facet].some((one) => one.slug === slug);
      const meant = is(slug) ? slug : facetSlug(spelt.get(slug) || spelt.get(slugify(value)) || slug), exact = is(meant);
      for (const one of facets[facet]) {
        // A cause that is in no taxonomy is also found by its last part.
        if (one.slug === meant || (!exact && one.slug.split("/").pop() === meant)) one.docs.forEach((doc) => found.add(doc));
      }
    }
    return found;
  }

  /** All documents, and what leaves those out that are not to be kept. */
  function everything() {
    const all = new Array(n).fill(true);
    return [all, (keep) => all.forEach((was, doc) => (all[doc] = was && keep(doc)))];
  }

  /** By document, whether the filters let it through; those of `except` are left out. */
  function allowed(clauses, except) {
    const [lets, narrow] = everything(), values = {};
    for (const { negated, kind, facet, value, day } of clauses) {
      if (kind === "facet" && negated) {
        const found = having(facet, [value]);
        narrow((doc) => !found.has(doc));
      } else if (kind === "facet") (values[facet] = values[facet] || []).push(value);
      else if (day) narrow((doc) => days[doc] && (kind === "since" ? days[doc] >= day : days[doc] <= day) !== negated);
    }
    for (const facet of Object.keys(values)) {
      const found = having(facet, values[facet]);
      if (facet !== except) narrow((doc) => found.has(doc));
    }
    return lets;
  }

  /** Units, scores and candidates of clauses; `words` says which documents have what is asked apart from filters. */
  function find(clauses) {
    const [words, narrow] = everything();
    let units = [];
    for (const { negated, kind, text, title } of clauses) {
      if (kind === "phrase") {
        const stands = phrase(text, title);
        narrow((doc) => stands.has(doc) !== negated);
        if (!negated) {
          for (const token of tokens(text).filter(({ role }) => role === WORD).slice(0, UNITS)) units.push(...unitsOf(token.form, "word", title));
        }
      } else if (text) {
        const these = unitsOf(text, kind, title);
        if (negated || title) {
          const { matched } = score(these);
          narrow((doc) => (matched[doc] === these.length) !== negated);
        }
        if (!negated) units.push(...these);
      }
    }
    const stops = ({ whole, parts }) => !parts.length && STOP_WORDS.has(whole.form);
    if (!units.every(stops)) units = units.filter((unit) => !stops(unit));
    units = [...new Map(units.slice(0, UNITS).map((unit) => [JSON.stringify(unit), unit])).values()];
    const scored = score(units);
    if (units.length) narrow((doc) => scored.matched[doc] > 0);
    const lets = allowed(clauses);
    return { units, words, candidates: words.map((has, doc) => has && lets[doc]), ...scored };
  }

  /** Counts of the values of all facets; `counts(facet)` says over which documents. */
  const count = (counts) => FACETS.map((facet) => {
    const has = counts(facet), counted = facets[facet].map((one) => ({ ...one, count: one.docs.filter((doc) => has[doc]).length }));
    return { facet, values: counted.filter((one) => one.count).sort((a, b) => b.count - a.count) };
  }).filter(({ values }) => values.length);

  // -- Texts

  const read = new Map();
  /** The text of a document with its tokens; null as long as it is not there. */
  function textOf(doc) {
    const found = file("t/" + core.t[doc >> 4] + "/" + (doc & 15), (text) => (
      { ...text, passages: text.passages.map(([heading, anchor, text]) => ({ heading, anchor, text })) }));
    if (found && !read.has(doc)) {
      // Few are kept: tokens take ten times the room of their text.
      if (read.size > 60) read.delete(read.keys().next().value);
      read.set(doc, { title: tokens(found.title), passages: found.passages.map(({ heading, text }) => ({ heading: tokens(heading), text: tokens(text) })) });
    }
    return found && { ...found, tokens: read.get(doc) };
  }

  /** For each corrected word the correction that the best hit has, else the nearest. */
  function corrections(units, best) {
    const corrected = units.flatMap(({ whole, parts }) => [...parts, whole]).filter((one) => one.alternatives.some(({ how }) => how === CORRECTED));
    if (!corrected.length) return [];
    const { title, passages } = best.tokens;
    const all = [...passages.flatMap(({ heading, text }) => [heading, text]), title, tokens(best.summary)];
    const terms = new Set(all.flatMap((some) => some.map((token) => token.term)));
    return corrected.map(({ form, alternatives }) => ({ typed: form, used: (alternatives.find(({ term }) => terms.has(term)) || alternatives[0]).form }));
  }

  /** Queries like this one that find something: with the nearest value of a filter, else with one condition less. */
  function suggestions(clauses) {
    const changed = [], known = new Set(), found = [];
    const replace = (i, ...by) => changed.push(clauses.slice(0, i).concat(by, clauses.slice(i + 1)));
    clauses.slice(0, VARIED).forEach((clause, i) => {
      const value = clause.facet && closest(facetSlug(clause.value), facets[clause.facet].map((one) => one.value));
      if (value) replace(i, { ...clause, value });
    });
    clauses.slice(0, VARIED).forEach((clause, i) => {
      if (clause.kind === "phrase" && !clause.negated) replace(i, { ...clause, kind: "word" });
      if (clauses.length > 1) replace(i);
    });
    for (const some of changed) {
      const total = find(some).candidates.filter((has) => has).length, query = typed(some);
      if (total && !known.has(query)) found.push({ query, total });
      known.add(query);
      if (found.length === SUGGESTIONS) break;
    }
    return found;
  }

  /** The answer to a parsed query. `order` is `score` or `date`; `limit` hits are shown. */
  function answer(query, { limit, order: by, counts }) {
    const results = { query, total: 0, hits: [], facets: [], choices: [], corrections: [], notes: query.notes, suggestions: [], damaged: damaged.size > 0 };
    if (!n || !query.clauses.length) return results;
    if (counts) columns("columns");
    const found = find(query.clauses);
    if (wanted.size) return results;
    const atoms = atomsOf(found.units, found.idf);
    const ranked = [];
    found.candidates.forEach((has, doc) => has && ranked.push({ doc, score: rounded(found.scores[doc]) }));
    const later = (a, b) => days[b.doc] - days[a.doc] || a.doc - b.doc;
    const better = (a, b) => b.score - a.score || later(a, b);
    ranked.sort(by === "date" ? later : better);
    if (found.units.length && by !== "date") {
      const best = ranked.splice(0, READ);
      for (const one of best) {
        const text = textOf(one.doc);
        if (text) one.score = rounded(one.score * atoms.evidence(text).factor);
      }
      ranked.unshift(...best.sort(better));
    }
    results.total = ranked.length;
    for (const { doc, score } of ranked.slice(0, limit)) {
      const text = textOf(doc);
      if (text) results.hits.push(hit(doc, score, text, atoms));
    }
    if (wanted.size) return results;
    if (counts) {
      results.facets = count(() => found.candidates);
      results.choices = count((facet) => {
        const lets = allowed(query.clauses, facet);
        return found.words.map((has, doc) => has && lets[doc]);
      });
    }
    if (results.hits.length) results.corrections = corrections(found.units, textOf(results.hits[0].doc));
    if (!results.total) results.suggestions = suggestions(query.clauses);
    return results;
  }

  function hit(doc, score, text, atoms) {
    const { place, why, terms } = atoms.evidence(text), { tokens, passages, summary, ...shown } = text;
    return { ...shown, doc, score, date: days[doc], titleMarks: atoms.marks(text.title), snippet: snippet(text, place, atoms), why, terms };
  }

  return {
    /** The number of documents. */
    size: n,
    /** The most frequent services and causes: value, title, count of each. */
    frequent: core.frequent,
    /** All values of all facets, with their counts, the most frequent first. */
    facets: () => settled(() => (columns("columns"), count(() => everything()[0]))),
    /** Answers a query. `typing`: its last word may go on; `filters`: pairs of facet, `since` or `until` and value; `counts`: facets are counted. */
    search(text, { limit = 10, order = "score", typing, filters = [], counts } = {}) {
      const query = parse(text), word = query.clauses[query.clauses.length - 1];
      if (typing && word && word.kind === "word" && size(word.text) > 2 && text.endsWith(word.text)) word.kind = "prefix";
      for (const [facet, value] of filters) {
        const day = dayOf(value, facet === "until" ? 99 : 0);
        if (FACETS.includes(facet)) query.clauses.push({ negated: false, kind: "facet", facet, value });
        else if (day) query.clauses.push({ negated: false, kind: facet, day, value });
      }
      return settled(() => answer(query, { limit, order, counts }));
    },
  };
}
