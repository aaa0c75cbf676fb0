// What the client does when files are missing, damaged or of another version, and when the query is hostile.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { buildSite, core, openIndex } from "./site.mjs";

let site, folder;
before(() => {
  site = buildSite("example-site");
  folder = join(site.folder, "search");
});
after(() => site?.remove());

const titles = (answer) => answer.hits.map((hit) => hit.title);
/** Opens the index with each file whose name begins so replaced. */
const openWith = (beginning, replace) => openIndex(folder, (name, content) => (name.startsWith(beginning) ? replace(content, name) : content));
const missing = () => {
  throw new Error("404");
};

describe("a damaged index", () => {
  test("of another version is refused", async () => {
    await assert.rejects(openWith("core", ([core]) => [{ ...core, format: 99 }]), { version: 99 });
  });
  test("without its first file is refused", async () => {
    await assert.rejects(openWith("core", missing));
  });
  for (const [name, replace] of [["missing", missing], ["empty", () => []], ["cut", ([keys, records]) => [keys, records?.slice(0, 9)]], ["of other texts", () => ["#a #b", "x"]]]) {
    test(`words that are ${name}: said, filters go on`, async () => {
      const index = await openWith("p/", replace);
      const answer = await index.search("certificate");
      assert.equal(answer.damaged, true);
      const filtered = await index.search("service:pickup-codes");
      assert.ok(filtered.total > 0);
    });
  }
  test("positions that are missing: no phrase, said", async () => {
    const answer = await (await openWith("x/", missing)).search('"connection pool"');
    assert.deepEqual([answer.total, answer.damaged], [0, true]);
  });
  test("slips that are missing: nothing is corrected, said", async () => {
    const answer = await (await openWith("f/", missing)).search("certifcate");
    assert.deepEqual([answer.total, answer.damaged], [0, true]);
  });
  test("columns that are missing: nothing is filtered or counted, said; words go on", async () => {
    const index = await openWith("columns-", missing);
    assert.ok((await index.search("certificate")).total > 0);
    const { total, damaged, choices } = await index.search("certificate service:pickup-codes", { counts: true });
    assert.deepEqual([total, damaged, choices.map(({ facet }) => facet)], [0, true, []]);
  });
  test("one text that is missing: the others are shown, said", async () => {
    const whole = await (await openIndex(folder)).search("parcels");
    let first;
    const index = await openWith("t/", (content, name) => ((first ??= name) === name ? missing() : content));
    const answer = await index.search("parcels");
    assert.deepEqual([answer.total, answer.damaged, answer.hits.length], [whole.total, true, whole.hits.length - 1]);
  });
  test("a whole index has nothing to say", async () => {
    assert.equal((await (await openIndex(folder)).search("certifcate \"connection pool\"")).damaged, false);
  });
});

describe("asked while other answers are on their way", () => {
  test("each file is loaded once, each answer is its own", async () => {
    const asked = [];
    const index = await openIndex(folder, (name, content) => (asked.push(name), content));
    const queries = ["certificate", "certificate", "certifcate", "connection pool", '"connection pool"', "c*"];
    const answers = await Promise.all(queries.map((query) => index.search(query)));
    assert.equal(new Set(asked).size, asked.length);
    for (const [i, query] of queries.entries()) assert.deepEqual(titles(answers[i]), titles(await index.search(query)), query);
  });
});

describe("a query", () => {
  test("of any form is answered soon", async () => {
    const index = await openIndex(folder);
    const long = ['"', "a* ", "timeot~ ", "-", "()", "timeot/", "a.", "界", "tag:x ", "-timeot ", "tB", " ", "\u0085", "'", "#1", "aA", "service:x ", "👩‍🚒"];
    const start = performance.now();
    for (const text of long.map((part) => part.repeat(Math.ceil(10_000 / part.length)))) {
      await index.search(text, { typing: true });
      await index.search(`"${text}`);
    }
    const took = performance.now() - start;
    assert.ok(took < 30_000, `${took} ms`);
  });
  test("may name what every object has", async () => {
    const index = await openIndex(folder);
    for (const text of ["__proto__", "constructor toString", "hasOwnProperty:x"]) assert.ok(await index.search(text), text);
    for (const text of ["service:constructor", "cause:__proto__"]) assert.equal((await index.search(text)).total, 0, text);
  });
  test("is a beginning at its end only while it is typed", async () => {
    const index = await openIndex(folder);
    const kinds = async (text, typing) => (await index.search(text, { typing })).query.clauses.map((clause) => clause.kind);
    assert.deepEqual(await kinds("parcel certif", true), ["word", "prefix"]);
    assert.deepEqual(await kinds("parcel certif ", true), ["word", "word"]);
    assert.deepEqual(await kinds("parcel ce", true), ["word", "word"], "too short to be worth what it loads");
    assert.deepEqual(await kinds("parcel certif", false), ["word", "word"]);
  });
  test("may have filters beside it; the choices of a facet do not depend on what is chosen of it", async () => {
    const index = await openIndex(folder);
    const services = (answer) => answer.choices.find(({ facet }) => facet === "service").values.map(({ value, count }) => [value, count]);
    const all = await index.search("parcels", { counts: true });
    const [[service, count]] = services(all);
    const filtered = await index.search("parcels", { filters: [["service", service]], counts: true });
    assert.equal(filtered.total, count);
    assert.deepEqual(services(filtered), services(all));
    assert.equal((await index.search("", { filters: [["since", "2026-01-01"], ["until", "2026-12"]] })).hits.every((hit) => hit.date > 20260000), true);
  });
  test("loads columns for filters and counts alone", async () => {
    const asked = [];
    const index = await openIndex(folder, (name, content) => (asked.push(name.replace(/-.*/, "")), content));
    const { choices, facets } = await index.search("parcels since:2020");
    assert.deepEqual([choices, facets, asked.includes("columns")], [[], [], false]);
    const frequent = index.frequent.service.map(([value, , count]) => [value, count]);
    await index.search("parcels tag:x");
    assert.deepEqual([asked.includes("tags"), asked.includes("columns")], [true, false]);
    const services = (await index.facets()).find(({ facet }) => facet === "service").values.map(({ value, count }) => [value, count]);
    assert.deepEqual(frequent, services.slice(0, 5));
    assert.ok(asked.includes("columns"));
  });
  test("by date has the newest first, of all that was found", async () => {
    const answer = await (await openIndex(folder)).search("parcels", { order: "date", limit: 100 });
    const days = answer.hits.map((hit) => hit.date);
    assert.deepEqual(days, days.toSorted((a, b) => b - a));
    assert.equal(days.length, answer.total);
  });
});

describe("why a hit was found", () => {
  const CASES = [
    ["certificate", "certificate", "exact"], ["certificates", "certificate", "stem"], ["certif*", "certificate", "prefix"], ["certifcate~", "certificate", "fuzzy"],
    ["certifcate", "certificate", "corrected"],
  ];
  for (const [query, form, how] of CASES) {
    test(`${query}: ${how}`, async () => {
      const { hits } = await (await openIndex(folder)).search(query);
      assert.deepEqual(hits[0].why.find((one) => one.form === form), { form, how });
    });
  }
  test("an open index of nothing finds nothing", async () => {
    const empty = { format: 2, n: 0, fields: {}, days: "", columns: "", tags: "", frequent: {}, p: { from: [], name: "", own: 0 }, f: { from: [], name: "" }, t: [] };
    const index = await core.open(async () => [empty]);
    assert.deepEqual([(await index.search("certificate* x~ \"y z\"", { counts: true })).total, await index.facets()], [0, []]);
  });
});
