// On a page that was found: the words of the search, marked. Loaded when the address has `?mark=`.

/** Marks all words with these terms, says how many there are, and lets the reader walk through them or take them away. */
function mark(terms) {
  if (!window.Highlight || !CSS.highlights) return;
  const wanted = new Set(terms), ranges = [], main = document.getElementById("main") || document.body;
  const texts = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  for (let node; (node = texts.nextNode()); ) {
    let last = 0;
    for (const { term, from, to } of tokens(node.data)) {
      if (from < last || !wanted.has(term) || node.parentElement.closest("nav, svg, script, .vh, [hidden]")) continue;
      const range = new Range();
      range.setStart(node, from);
      range.setEnd(node, (last = to));
      ranges.push(range);
    }
  }
  if (!ranges.length) return;
  CSS.highlights.set("found", new Highlight(...ranges));
  let at = -1;
  const next = () => {
    const here = ranges[(at = (at + 1) % ranges.length)];
    CSS.highlights.set("found-here", new Highlight(here));
    here.startContainer.parentElement.scrollIntoView({ block: "center" });
  };
  const clear = () => {
    CSS.highlights.clear();
    bar.remove();
    removeEventListener("keydown", escape);
  };
  const escape = (event) => event.key === "Escape" && !finder.open && clear();
  const bar = make("div", { class: "found", role: "status" }, make("span", {}, sayCount("marked", ranges.length)),
    button(say("next"), next, { class: "plain-button" }), button(say("clear"), clear, { class: "plain-button" }));
  addEventListener("keydown", escape);
  document.body.append(bar);
}

afterword.mark = mark;
