// The lines a hit is shown with: a piece of its text around the words that were found, as `src/search/snippet.rs` cuts it.

const LENGTH = 220, LITTLE = 27, BEFORE = 90;

function snippet({ summary, passages }, place, atoms) {
  if (place) {
    const { heading, anchor, text } = passages[place[0]];
    return { heading, anchor, ...piece(text, place[1], place[2], atoms) };
  }
  const text = [summary, ...passages.map((passage) => passage.text)].find((some) => some.trim()) || "";
  return { heading: "", anchor: "", ...piece(text, 0, 0, atoms) };
}

function piece(text, from, to, atoms) {
  const start = startOf(text, from), end = endOf(text, start, to);
  const line = (text.slice(0, start).trim() && "…") + text.slice(start, end).trim().replace(/\s+/g, " ").replace(/\p{Cc}/gu, "");
  return { text: line + (text.slice(end).trim() && "…"), marks: atoms.marks(line) };
}

/** With a sentence or a line if one begins near, else with a word. */
function startOf(text, focus) {
  const before = [...text.slice(Math.max(focus - 2 * BEFORE, 0), focus)].slice(-BEFORE).join("");
  if (before.length === focus) return 0;
  const ends = [...before.matchAll(/\n|[.!?](?=\s)|[。！？]/g)].pop();
  const at = ends ? ends.index + 1 : Math.max(before.search(/\s/), 0);
  return focus - before.slice(at).trimStart().length;
}

/** With a word, and not before the focus if that is near enough. */
function endOf(text, start, focus) {
  const rest = [...text.slice(start, start + 2 * (LENGTH + LITTLE + 1))];
  if (rest.length <= LENGTH + LITTLE) return text.length;
  const within = rest.slice(0, LENGTH).join(""), word = start + within.search(/\s\S*$/);
  return word >= Math.max(focus, start) ? word : start + within.length;
}
