// Elements, and the words of the interface, which stand in the attributes of the dialog: `search/finder.js` hands over its
// markup (`partials/finder.html`). All other text only ever becomes text nodes: no title and no query is read as markup.

if (!document.getElementById("finder")) document.body.insertAdjacentHTML("beforeend", afterword.finder);
const finder = document.getElementById("finder"), words = finder.dataset;
const { files } = document.querySelector("script[data-files]").dataset;
const language = document.documentElement.lang;
/** A sentence of the interface, with values in its places. */
const say = (key, values = {}) => (words[key] || "").replace(/\{(\w+)\}/g, (all, name) => (name in values ? values[name] : all));
const sayCount = (key, n) => say(key + (n === 1 ? "One" : "Other"), { n });

/** An element; attributes without a value and children that are none are left out. */
function make(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) if (value || value === "") node.setAttribute(name, value);
  node.append(...children.flat().filter((child) => child));
  return node;
}
function button(text, action, attributes) {
  const node = make("button", { type: "button", ...attributes }, text);
  node.addEventListener("click", action);
  return node;
}

