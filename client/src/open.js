// On every page: opens the search by `/`, by Ctrl or Cmd and K, by a link with `data-search`, by typing into a field with
// `data-search`. All else is loaded then. Without JavaScript the links and forms lead to the search page, which leads on.

const finder = document.getElementById("finder");
let ready;

const load = (name) => new Promise((done, fail) => {
  const script = document.createElement("script");
  script.src = finder.dataset[name];
  script.async = false;
  script.onload = done;
  script.onerror = fail;
  document.head.append(script);
});
function open(text) {
  const field = document.querySelector("#search-page input"), input = finder.querySelector("input"), again = ready;
  if (field) return field.select();
  if (!finder.open) finder.showModal();
  if (text) input.value = text;
  else input.select();
  ready = ready || Promise.all([load("core"), load("ui")]);
  ready.then(() => again && text && afterword.run(), () => (location.href = finder.querySelector("form").action));
}

if (finder && finder.showModal) {
  document.addEventListener("click", (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || !event.target.closest("a[data-search]")) return;
    event.preventDefault();
    open();
  });
  document.addEventListener("input", ({ target }) => {
    if (!target.matches("input[data-search]")) return;
    open(target.value);
    target.value = "";
  });
  document.addEventListener("keydown", (event) => {
    const { key, ctrlKey, metaKey, altKey, target } = event, held = ctrlKey || metaKey;
    if (altKey || !(held ? key === "k" : key === "/" && !target.closest("input, textarea, select, [contenteditable]"))) return;
    event.preventDefault();
    open();
  });
  // A page that was found: its words are marked, and its address is as it was.
  const terms = new URLSearchParams(location.search).get("mark");
  if (terms) {
    try {
      history.replaceState(null, "", location.pathname + location.hash);
    } catch { /* then it stays in the address */ }
    Promise.all([load("core"), load("mark")]).then(() => afterword.mark(terms.split(" ")));
  }
}
