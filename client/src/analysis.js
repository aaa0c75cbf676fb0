// From text to tokens, the twin of `src/search/analysis.rs`. `docs/search.md` spells it out; the golden vectors hold both to it.

const U = "\\u0e00-\\u0eff\\u1000-\\u109f\\u1100-\\u11ff\\u1780-\\u17ff\\u3005-\\u3007\\u3040-\\u31bf\\u31f0-\\u31ff\\u3400-\\u4dbf" +
  "\\u4e00-\\u9fff\\ua960-\\ua97f\\uac00-\\ud7ff\\uf900-\\ufaff\\uff66-\\uffdc\\u{20000}-\\u{323af}";
const WORDY = "[\\p{Alphabetic}\\p{N}\\p{M}]";
const SPACED = "(?![" + U + "])" + WORDY;
const wordy = new RegExp(WORDY, "gu");
const unspaced = new RegExp("(?=" + WORDY + ")[" + U + "]", "yu");
// A `T` between the digits of a day and of an hour ends the word.
const word = new RegExp("\\d\\d(?=T\\d)|" + SPACED + "(?:" + SPACED + "|['\u2019](?=\\p{Alphabetic}))*", "yu");
const joiner = new RegExp("[-_.\u2010\u2011](?=" + SPACED + ")", "yu");
const letters = /^\p{Alphabetic}*$/u;
const SPECIAL = { "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ø": "o", "ð": "d", "đ": "d", "ł": "l", "ħ": "h", "ı": "i", "ŋ": "n" };
const LONGEST = 80, LONGEST_CAMEL = 48, WORD = 0, WHOLE = 1, INNER = 2, TAIL = 3;

const size = (text) => [...text].length;
const bytes = (text) => new TextEncoder().encode(text).length;

/** Lower case, without accents, without what is no letter, mark or digit. */
function fold(text) {
  if (/^[a-z0-9]*$/i.test(text)) return text.toLowerCase();
  const lower = [...text.normalize("NFKD")].map((c) => c.toLowerCase()).join("");
  const kept = lower.replace(/[^]/gu, (c) => (c >= "\u0300" && c <= "\u036f" ? "" : SPECIAL[c] || (c.search(wordy) < 0 ? "" : c)));
  return kept.normalize("NFC");
}

/** The tokens of a text: { form, term, at (position), from, to, role }. */
function tokens(text) {
  const found = [];
  let at = 0, here = 0;

  function insert(place, form, position, from, to, role) {
    if (form.length > LONGEST && size(form) > LONGEST) return;
    found.splice(place, 0, { form, term: stem(form), at: position, from, to, role });
  }
  const match = (pattern, from) => ((pattern.lastIndex = from), pattern.exec(text));

  function addWord(form, from, to) {
    if (!form) return;
    insert(found.length, form, at, from, to, WORD);
    const written = text.slice(from, to);
    if (/.[A-Z]/.test(written) && /[a-z]/.test(written) && bytes(written) <= LONGEST_CAMEL) {
      for (const [start, end] of capitals(written)) {
        const part = fold(written.slice(start, end));
        if (size(part) > 1) insert(found.length, part, at, from + start, from + end, INNER);
      }
    }
    at++;
  }

  function compound(start) {
    const first = found.length, position = at;
    const hash = text[start - 1] === "#" && /\d/.test(text[start]);
    let whole = "", joined = "", parts = 0, hyphens = true, lettered = true, next;
    for (here = start; ; here = next) {
      next = here + match(word, here)[0].length;
      const form = fold(text.slice(here, next).replace(/['\u2019]s$/i, ""));
      if (parts < LONGEST) {
        whole += form;
        joined += form;
      }
      lettered = lettered && letters.test(form);
      if (form) parts++;
      addWord(form, here, next);
      const held = match(joiner, next);
      if (!held) break;
      const mark = /[_.]/.test(held[0]) ? held[0] : "-";
      hyphens = hyphens && mark === "-";
      whole += mark;
      next++;
    }
    if (parts && hash) insert(first, "#" + whole, position, start - 1, next, WHOLE);
    // `on-call`, `post-mortem`: people write them joined as often.
    else if (parts > 1) insert(first, hyphens && lettered ? joined : whole, position, start, next, WHOLE);
    return next;
  }

  /** A run of a script without blanks: each pair of neighbours, then the last character. */
  function run(start) {
    const units = [];
    let next = start, c;
    while ((c = match(unspaced, next))) {
      const from = next, folded = c[0].normalize("NFKC"), last = units[units.length - 1];
      next += c[0].length;
      if (last && /^\p{M}*$/u.test(folded)) {
        last.text = (last.text + folded).normalize("NFC");
        last.to = next;
      } else units.push({ text: folded, from, to: next });
    }
    units.forEach((unit, i) => {
      const after = units[i + 1];
      insert(found.length, unit.text + (after ? after.text : ""), at++, unit.from, (after || unit).to, after || !i ? WORD : TAIL);
    });
    return next;
  }

  for (let c; (c = match(wordy, here)); ) {
    const start = c.index;
    if (text[start] === "T" && /^\d\dT\d/.test(text.slice(start - 2, start + 2)) && start > 1) here = start + 1;
    else here = match(unspaced, start) ? run(start) : compound(start);
  }
  return found;
}

/** The parts of a word with capitals inside: `ConnectionPool`, `HTTPServer`. `APIs` is a plural. */
function capitals(written) {
  const chars = [...written], cuts = [0];
  const lower = (c) => /\p{Lowercase}/u.test(c || ""), upper = (c) => /\p{Uppercase}/u.test(c);
  let offset = 0;
  chars.forEach((c, i) => {
    const before = chars[i - 1], plural = i + 2 === chars.length && chars[i + 1] === "s";
    if (i && upper(c) && (lower(before) || (lower(chars[i + 1]) && !(plural && upper(before))))) cuts.push(offset);
    offset += c.length;
  });
  return cuts.length < 2 ? [] : cuts.map((cut, i) => [cut, i + 1 < cuts.length ? cuts[i + 1] : offset]);
}
