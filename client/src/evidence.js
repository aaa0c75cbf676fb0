// The second stage: what the texts of the best documents show, the twin of `src/search/evidence.rs`.

const WINDOW = 24, SLACK = 8, PROXIMITY = 1, EXACT = 0.3, TITLE = 0.3, ATOMS_AT_MOST = 31;

/** What is looked for in texts: words and parts of compounds as bits. */
class Atoms {
  constructor(units, idf) {
    const groups = units.map(({ whole, parts }) => (parts.length ? parts : [whole]));
    this.terms = new Map();
    this.forms = new Map();
    this.how = new Map();
    this.typed = new Set();
    this.bits = [];
    this.known = new Map();
    const weights = [];
    const add = (map, key, mask) => map.set(key, map.get(key) | mask);
    const addGroup = ({ form, alternatives }, mask) => {
      this.typed.add(form);
      add(this.forms, form, mask);
      for (const one of alternatives) {
        add(this.terms, one.term, mask);
        if (!this.how.has(one.term)) this.how.set(one.term, one.how);
        if (one.how !== STEM) add(this.forms, one.form, mask);
      }
    };
    units.forEach((unit, u) => {
      let all = 0;
      groups[u].forEach((one, i) => {
        if (this.bits.length === ATOMS_AT_MOST) return;
        const bit = 1 << this.bits.length;
        all |= bit;
        this.bits.push(bit);
        weights.push(idf[u][i]);
        addGroup(one, bit);
      });
      if (unit.parts.length) addGroup(unit.whole, all);
    });
    const sum = weights.reduce((a, b) => a + b, 0);
    this.weights = weights.map((weight) => (sum > 0 ? weight / sum : weight));
  }

  /** The words that are looked for among tokens, and the mask of those that stand as typed. */
  occurrences(some) {
    let exact = 0;
    const found = [];
    for (const token of some) {
      const mask = this.terms.get(token.term);
      if (mask === undefined) continue;
      found.push({ token, mask });
      exact |= this.forms.get(token.form);
    }
    return { found, exact };
  }

  /** The weight of the atoms of a mask, 0 to 1, and how many they are. */
  worth(mask) {
    let known = this.known.get(mask);
    if (!known) {
      known = { weight: 0, atoms: 0 };
      this.bits.forEach((bit, i) => {
        if (!(mask & bit)) return;
        known.weight += this.weights[i];
        known.atoms++;
      });
      this.known.set(mask, known);
    }
    return known;
  }

  /** How close together words stand at best, how much the best window shows (one word counts), and that window. */
  best(found) {
    let close = 0, shown = 0, span = null;
    found.forEach(({ token: first }, i) => {
      let mask = 0;
      for (let j = i; j < found.length && found[j].token.at - first.at < WINDOW; j++) {
        const { token, mask: more } = found[j];
        if ((mask | more) === mask) continue;
        mask |= more;
        const { weight, atoms } = this.worth(mask);
        const worth = weight / (1 + Math.max(token.at - first.at + 1 - atoms, 0) / SLACK);
        if (atoms > 1) close = Math.max(close, worth);
        if (worth > shown) {
          shown = worth;
          span = [first.from, Math.max(token.to, first.to)];
        }
      }
    });
    return { close, shown, span };
  }

  /** Reads a document: what its score is multiplied by, the passage that shows the most, how its words match. */
  evidence({ tokens: { title, passages } }) {
    const why = new Map(), terms = new Set();
    const look = (some) => {
      const { found, exact } = this.occurrences(some);
      for (const { token: { form, term } } of found) {
        terms.add(term);
        if (!why.has(form)) why.set(form, this.typed.has(form) ? "exact" : this.how.get(term));
      }
      return { found, exact, ...this.best(found) };
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
    const factor = 1 + PROXIMITY * close + EXACT * this.worth(exact).weight + TITLE * this.worth(stands).weight;
    return { factor, place, why: [...why].map(([form, how]) => ({ form, how })), terms: [...terms] };
  }

  /** The marked words of a short text as [from, to], in order and apart from each other. */
  marks(text) {
    const merged = [];
    for (const { token: { from, to } } of this.occurrences(tokens(text)).found) {
      const last = merged[merged.length - 1];
      if (last && from <= last[1]) last[1] = Math.max(last[1], to);
      else merged.push([from, to]);
    }
    return merged;
  }
}
