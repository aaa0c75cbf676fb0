// The client against the golden vectors that `tests/it/search_golden.rs` writes: both sides read the same files.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { buildSite, core, openIndex } from "./site.mjs";

const golden = (name) => JSON.parse(readFileSync(join(import.meta.dirname, "../search", name), "utf8"));
const ROLES = ["word", "whole", "inner", "tail"];

test("texts are taken apart alike", () => {
  for (const { text, tokens } of golden("analyzer.json").texts) {
    const found = core.tokens(text).map(({ form, term, at, from, to, role }) => [form, term, at, from, to, ROLES[role]]);
    assert.deepEqual(found, tokens, text);
  }
});

test("texts are folded alike", () => {
  for (const [text, folded] of golden("analyzer.json").folded) assert.equal(core.fold(text), folded, text);
});

test("words are stemmed alike", () => {
  for (const [word, stem] of golden("analyzer.json").stems) assert.equal(core.stem(word), stem, word);
});

test("queries are understood alike", () => {
  for (const { text, clauses, notes, typed } of golden("query.json").queries) {
    const query = core.parse(text);
    assert.deepEqual(query.clauses.map(plain), clauses, text);
    assert.deepEqual(query.notes.map(said), notes, text);
    assert.equal(core.typed(query.clauses), typed, text);
  }
});

describe("queries are answered alike", () => {
  for (const { archive, queries } of golden("ranking.json").archives) {
    describe(archive, () => {
      let site, index;
      before(async () => {
        site = buildSite(archive);
        index = await openIndex(join(site.folder, "search"));
        // Tags are counted once they are loaded.
        await index.search("tag:any");
      });
      after(() => site?.remove());
      for (const expected of queries) {
        test(expected.query.slice(0, 60), async () => {
          const results = await index.search(expected.query, { limit: 30, counts: true });
          assert.deepEqual(answer(expected.query, results), expected);
        });
      }
    });
  }
});

function plain({ negated, kind, text, title, facet, value, day }) {
  const clause = kind === "facet" ? { kind, facet, value }
    : day ? { kind, day }
    : kind === "phrase" ? { kind, text, scope: title ? "title" : "anywhere" }
    : { kind: "word", text, form: kind === "word" ? "plain" : kind, scope: title ? "title" : "anywhere" };
  return negated ? { ...clause, negated } : clause;
}

function said({ kind, name, nearest, field, value, most }) {
  if (kind === "cut") return `only the first ${most} words and filters were searched`;
  if (kind === "field") return `\`${name}:\` is not a field, searched as words${nearest ? ` (did you mean \`${nearest}:\`?)` : ""}`;
  const wanted = field === "year" ? "a year like `2024`" : "a date like `2024`, `2024-03` or `2024-03-07`";
  return `\`${field}:${value}\` is not ${wanted}, searched as words`;
}

function marked(text, marks) {
  let at = 0;
  const pieces = marks.flatMap(([from, to]) => {
    const before = text.slice(at, from);
    return [before, text.slice(from, (at = to))];
  });
  return [...pieces, text.slice(at)];
}

const answer = (query, { total, hits, corrections, notes, suggestions, facets }) => ({
  query,
  total,
  hits: hits.map(({ id, score }) => [id, score]),
  shown: hits.slice(0, 2).map(({ title, titleMarks, url, snippet: { heading, anchor, text, marks } }) => (
    { title: marked(title, titleMarks), url, heading, anchor, snippet: marked(text, marks) })),
  corrections: corrections.map(({ typed, used }) => [typed, used]),
  notes: notes.map(said),
  suggestions: suggestions.map(({ query, total }) => [query, total]),
  facets: Object.fromEntries(facets.map(({ facet, values }) => [facet, values.map(({ value, count }) => [value, count])])),
});
