// The second stage: what the texts of the best documents show, the twin of `src/search/evidence.rs`.

const WINDOW = 24, SLACK = 8, PROXIMITY = 1, EXACT = 0.3, TITLE = 0.3, ATOMS_AT_MOST = 31;

/** What is looked for in texts: words and parts of compounds, "atoms", as bits. */
function atomsOf(units, idf) {
  const terms = new Map(), forms = new Map(), hows = new Map(), typed = new Set(), known = new Map();
  let bits = [], weights = [];
  const add = (map, key, mask) => map.set(key, map.get(key) | mask);
  const addGroup = ({ form, alternatives }, mask) => {
    typed.add(form);
    add(forms, form, mask);
    for (const { term, form, how } of alternatives) {
      add(terms, term, mask);
      if (!hows.has(term)) hows.set(term, how);
      if (how !== STEM) add(forms, form, mask);
    }
  };
  units.forEach(({ whole, parts }, u) => {
    let all = 0;
    (parts.length ? parts : [whole]).forEach((one, i) => {
      if (bits.length === ATOMS_AT_MOST) return;
      const bit = 1 << bits.length;
      all |= bit;
      bits.push(bit);
      weights.push(idf[u][i]);
      addGroup(one, bit);
    });
    if (parts.length) addGroup(whole, all);
  });
  const sum = weights.reduce((a, b) => a + b, 0);
  if (sum > 0) weights = weights.map((weight) => weight / sum);

  /** The words that are looked for among tokens, and the mask of those that stand as typed. */
  function occurrences(some) {
    let exact = 0;
    const found = [];
    for (const token of some) {
      const mask = terms.get(token.term);
      if (mask === undefined) continue;
      found.push({ token, mask });
      exact |= forms.get(token.form);
    }
    return { found, exact };
  }

  /** The weight of the atoms of a mask, 0 to 1, and how many they are. */
  function worthOf(mask) {
    let worth = known.get(mask);
    if (!worth) {
      worth = [0, 0];
      bits.forEach((bit, i) => {
        if (!(mask & bit)) return;
        worth[0] += weights[i];
        worth[1]++;
      });
      known.set(mask, worth);
    }
    return worth;
  }

  /** How close together words stand at best, how much the best window shows (one word counts), and that window. */
  function best(found) {
    let close = 0, shown = 0, span;
    found.forEach(({ token: first }, i) => {
      let mask = 0;
      for (let j = i; j < found.length && found[j].token.at - first.at < WINDOW; j++) {
        const { token, mask: more } = found[j];
        if ((mask | more) === mask) continue;
        mask |= more;
        const [weight, count] = worthOf(mask);
        const worth = weight / (1 + Math.max(token.at - first.at + 1 - count, 0) / SLACK);
        if (count > 1) close = Math.max(close, worth);
        if (worth > shown) {
          shown = worth;
          span = [first.from, Math.max(token.to, first.to)];
        }
      }
    });
    return { close, shown, span };
  }

  return {
    /** Reads a document: what its score is multiplied by, the passage that shows the most, how its words match. */
    evidence({ tokens: { title, passages } }) {
      const why = new Map(), seen = new Set();
      const look = (some) => {
        const { found, exact } = occurrences(some);
        for (const { token: { form, term } } of found) {
          seen.add(term);
          if (!why.has(form)) why.set(form, typed.has(form) ? "exact" : hows.get(term));
        }
        return { found, exact, ...best(found) };
      };
      const inTitle = look(title);
      let { exact, close } = inTitle, shown = 0, place = null;
      passages.forEach((passage, i) => {
        const text = look(passage.text), heading = look(passage.heading);
        exact |= text.exact | heading.exact;
        close = Math.max(close, text.close, heading.close);
        if (text.shown > shown) {
          shown = text.shown;
          place = [i, ...text.span];
        }
        if (heading.shown > shown) {
          shown = heading.shown;
          place = [i, 0, 0];
        }
      });
      const stands = inTitle.found.reduce((mask, one) => mask | one.mask, 0);
      const factor = 1 + PROXIMITY * close + EXACT * worthOf(exact)[0] + TITLE * worthOf(stands)[0];
      return { factor, place, why: [...why].map(([form, how]) => ({ form, how })), terms: [...seen] };
    },

    /** The marked words of a short text as [from, to], in order and apart from each other. */
    marks(text) {
      const merged = [];
      for (const { token: { from, to } } of occurrences(tokens(text)).found) {
        const last = merged[merged.length - 1];
        if (last && from <= last[1]) last[1] = Math.max(last[1], to);
        else merged.push([from, to]);
      }
      return merged;
    },
  };
}
