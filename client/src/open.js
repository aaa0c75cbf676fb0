// On every page: opens the search by `/`, by Ctrl or Cmd and K, by a link with `data-search`, by typing into a field with
// `data-search`. All else is loaded then: until it is there, what is typed goes into a field that stands in for the dialog's.
// Without JavaScript the links and forms lead to the search page, which leads on.

const { files, client, marker, label } = document.currentScript.dataset, page = files + "index.html";
window.afterword = {};

const load = (...names) => Promise.all(names.map((name) => new Promise((done, fail) => {
  const script = document.createElement("script");
  script.src = name;
  script.async = false;
  script.onload = done;
  script.onerror = fail;
  document.head.append(script);
})));
function open(text) {
  const field = document.querySelector("#search-page input");
  if (field) return field.select();
  if (!afterword.dialog) {
    const made = (afterword.dialog = document.createElement("dialog"));
    made.className = "finder";
    made.innerHTML = '<form class="finder__bar"><svg class="glass"></svg><input name="q" autocomplete="off">';
    made.firstChild.action = page;
    made.ariaLabel = made.querySelector("input").ariaLabel = label;
    document.body.append(made);
    load(files + "finder.js", client).catch(() => (location = page));
  }
  const { dialog, run } = afterword, input = dialog.querySelector("input");
  if (!dialog.open) dialog.showModal();
  if (text) {
    input.value = text;
    if (run) run();
  } else input.select();
}

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
  load(files + "finder.js", marker).then(() => afterword.mark(terms.split(" ")));
}
