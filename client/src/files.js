// What the files of the index hold, as `docs/search-format.md` has it.

const FORMAT = 2;
/** By field: its name and weight. */
const TEXTS = [["title", 3], ["outline", 1.5], ["body", 1]];

/** Reads the numbers of a text one by one; undefined at its end. */
function numbers(text) {
  let at = 0;
  return () => {
    for (let n = 0, unit = 1; at < text.length; unit *= 28) {
      const c = text.charCodeAt(at++), value = c === 33 ? 57 : c - 35;
      if (value < 64) return n + value * unit;
      n += (value - 64) * unit;
    }
  };
}
function list(text) {
  const next = numbers(text), all = [];
  for (let n; (n = next()) !== undefined; ) all.push(n);
  return all;
}
/** Ascending numbers, written as what lies between them. */
const ascending = (gaps) => {
  let last = -1;
  return gaps.map((gap) => (last += gap + 1));
};
function keysOf(text) {
  let key = "";
  return text !== "" ? text.split(" ").map((part) => (key = key.slice(0, numbers(part[0])()) + part.slice(1))) : [];
}
function records(text, keys) {
  const all = keys.length ? text.split(" ") : [];
  if (all.length !== keys.length) throw new Error("damaged");
  return all;
}
/**
 * JavaScript orders by UTF-16 units, the files by code points. The two agree on folded forms: those have nothing between
 * the surrogates and the end of the first plane.
 */
const order = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
function slugify(text) {
  const plain = text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").normalize("NFC");
  const lower = [...plain].map((c) => c.toLowerCase()).join("");
  const parts = lower.split(/[^\p{Alphabetic}\p{N}\p{M}]+/u).filter((part) => part);
  return [...parts.join("-").normalize("NFC")].slice(0, 100).join("").replace(/-+$/, "");
}
const facetSlug = (value) => value.split("/").map(slugify).join("/");
