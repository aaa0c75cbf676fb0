// An archive in which every document tries to run something: the vectors of tests/fixtures/hostile in bodies, in every field of a front
// matter, in names of files; and drawings and pages beside them.
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

const fixtures = resolve(import.meta.dirname, "../fixtures/hostile");

/** The vectors of a file, by family. */
export function vectors(name) {
  const families = new Map();
  let family;
  for (const line of readFileSync(join(fixtures, name), "utf8").split("\n")) {
    if (!line || line.startsWith(";")) continue;
    if (line.startsWith("# ")) families.set(line.slice(2), (family = []));
    else family.push(unescaped(line));
  }
  return families;
}

const unescaped = (line) =>
  line.replace(/\\(?:u\{([0-9a-f]+)\}|([ntr\\]))/g, (_, code, c) => (code ? String.fromCodePoint(parseInt(code, 16)) : { n: "\n", t: "\t", r: "\r", "\\": "\\" }[c]));

/** Whether a vector would swallow what follows it, in Markdown as in HTML. */
const isOpen = (vector) =>
  [["<script", "</script"], ["<style", "</style"], ["<textarea", "</textarea"], ["<pre", "</pre"], ["<!--", "-->"], ["<![CDATA[", "]]>"], ["<?", "?>"], ["```", "\n```"], ["~~~", "\n~~~"]].some(([begin, end]) => {
    const from = vector.toLowerCase().lastIndexOf(begin);
    return from >= 0 && !vector.toLowerCase().includes(end, from + begin.length);
  });

const chunks = (list, size) => Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size));

/** Every field of a front matter with one value. JSON is YAML. */
const fields = (value, i) => ({
  title: `${value} title`, id: `${value}${i}`, date: `2025-0${1 + (i % 9)}-11`, status: i % 3 ? "final" : value, kind: i % 2 ? "incident" : value, severity: i % 2 ? value : "sev1",
  services: [value], causes: [`change/${value}`], trigger: value, detection: value, started: i % 2 ? value : "2025-01-11T09:12:00Z", resolved: value,
  timezone: value, impact: { users: value, duration: value, summary: value, types: [value] }, owner: value, authors: [value], people: [{ name: value, role: value }], tags: [value],
  related: [value], links: [{ title: value, url: value }, { title: value, url: `https://example.org/${value}` }, { title: value, url: "javascript:alert(1)" }],
  action_items: [{ title: value, kind: value, owner: value, due: "2024-01-01", status: i % 2 ? "open" : value, ticket: value, addresses: value }],
  visibility: value, aliases: [value, `/old/${value}`], lang: value, [value]: value, accepted: [{ cause: value, reason: value }],
});

const DRAWING = `<?xml version="1.0"?><?xml-stylesheet href="https://evil.example/x.css"?><!DOCTYPE svg [<!ENTITY e "<script>alert(1)</script>">]>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:h="http://www.w3.org/1999/xhtml" onload="alert(1)" width="60" height="40">
<script>alert(1)</script><h:script>alert(1)</h:script><script xlink:href="https://evil.example/x.js"/>&e;
<foreignObject width="9" height="9"><h:body onload="alert(1)"><h:img src="x" onerror="alert(1)"/><h:iframe src="javascript:alert(1)"/></h:body></foreignObject>
<a xlink:href="javascript:alert(1)"><text y="20">drawn</text></a><image href="https://evil.example/x.png"/><use href="data:image/svg+xml,x#y"/>
<style>@import url(https://evil.example/y.css); rect { fill: url(https://evil.example/z) }</style><rect width="5" height="5" onclick="alert(1)"/>
<animate attributeName="x" onbegin="alert(1)" dur="1s"/><set attributeName="onmouseover" to="alert(1)"/></svg>`;
const XHTML = `<html xmlns="http://www.w3.org/1999/xhtml"><body><script>alert(1)</script><img src="x" onerror="alert(1)"/></body></html>`;

/** Writes the archive and gives its folder and how many documents it has. */
export function writeHostileArchive() {
  const folder = mkdtempSync(join(tmpdir(), "afterword-hostile-"));
  const bodies = vectors("markdown.txt"), values = vectors("fields.txt").get("fields");
  const documents = [];
  const document = (name, text) => documents.push([`2025-01-11-${name}.md`, `# Evil ${name}\n\nThe evil alert script.\n\n${text}\n`]);
  for (const [family, list] of bodies) {
    const name = family.replace(/\W+/g, "-");
    const [open, closed] = [list.filter(isOpen), list.filter((vector) => !isOpen(vector))];
    for (const [i, part] of chunks(closed, 14).entries()) document(`${name}-${i}`, part.join("\n\n"));
    // The end of an item ends whatever it has left open.
    for (const [i, part] of chunks(list, 40).entries()) document(`${name}-items-${i}`, part.map((vector) => "- " + vector.replaceAll("\n", "\n  ")).join("\n"));
    for (const [i, vector] of open.entries()) document(`${name}-open-${i}`, vector);
  }
  for (const [i, value] of values.entries()) {
    const entries = Object.entries(fields(value, i)).map(([key, field]) => `${JSON.stringify(key)}: ${JSON.stringify(field)}`);
    documents.push([`fields-${i}.md`, `---\n${entries.join("\n")}\n---\n\n## ${value}\n\nThe evil alert script. ${value}\n\n## Timeline\n\n- 09:12 ${value}\n\n## Action items\n\n- [ ] ${value} (owner: ${value})\n`]);
  }
  // What a disk and the system take as a name.
  for (const [i, value] of values.entries()) documents.push([`names ${value.replace(/[/\0]/g, "∕").slice(0, 60)}/${i}.md`, `The evil alert script, by name.\n\n![x](evil.svg) [y](../evil.svg)\n`]);
  const config = "[site]\ntitle = 'Evil & <b>co</b>'\ndescription = '\"><script>alert(1)</script>'\nedit_url = 'https://git.example/{path}'\n[links]\n'[A-Za-z]+:\\S+' = 'https://tickets.example/$0'\n";
  const files = [
    ["afterword.toml", config], ...documents, [".env", "SECRET=1"], ["graph.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9"/></svg>'],
    ["evil.svg", DRAWING], ["evil.svgz", DRAWING], ["page.html", XHTML], ["app.js", "alert(1)"], ["evil.xml", XHTML], ["evil.rss", XHTML], ["evil", XHTML],
  ];
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return { folder, count: documents.length };
}

/** What in a document could act, in words: what no page below `base` has, whatever was written. Runs in the browser. */
export function acting(doc, base) {
  const found = [], note = (element, what) => found.push(`${what}: ${element.outerHTML.slice(0, 200)}`);
  // The page for what is not there has whole addresses.
  const inside = (address) => (address ?? "").replace(base, "");
  const OURS = /^(\.\.\/)*(assets|search)\/[\w./-]+\.js$/;
  for (const element of doc.querySelectorAll("*")) {
    const name = element.localName;
    if (/^(iframe|frame|frameset|object|embed|applet|base|template|portal|math|foreignobject|animate|set|textarea|xmp|plaintext|noembed|noframes|marquee)$/i.test(name)) note(element, `a ${name}`);
    if (name === "script" && element.type !== "application/ld+json" && !OURS.test(inside(element.getAttribute("src"))) && !element.src.includes("/__afterword/")) note(element, "a foreign script");
    if (name === "script" && element.src && element.textContent) note(element, "a script with text");
    if (name === "style" && doc.documentElement.localName !== "svg") note(element, "a style");
    if (name === "meta" && element.httpEquiv && !(element.httpEquiv === "refresh" && /^0; url=(\.\.\/)+postmortems\//.test(element.content))) note(element, "a meta that acts");
    if (name === "link" && !/^(icon|stylesheet|alternate|canonical)$/.test(element.rel)) note(element, "a link that loads");
    if (name === "form" && !/^(\.\.\/)*search\/(index\.html)?$/.test(inside(element.getAttribute("action") ?? "search/"))) note(element, "a foreign form");
    for (const { name: key, value } of element.attributes) {
      if (/^on/i.test(key) || /^(style|srcdoc|srcset|formaction|ping|background|dynsrc|lowsrc|popovertarget|autofocus|contenteditable|name=|is)$/i.test(key)) note(element, `an attribute ${key}`);
      if (!/^(href|src|action|cite|poster|data|xlink:href)$/i.test(key)) continue;
      let url;
      // The script of the search writes whole addresses.
      if (value.startsWith(base)) continue;
      try { url = new URL(value, "https://base.invalid/a/b/c/d/"); } catch { continue; }
      if (!/^(https?|mailto|tel|ftp|ircs?|slack|xmpp):$/.test(url.protocol)) note(element, `an address that runs (${key})`);
      if (name !== "a" && url.origin !== "https://base.invalid" && element.rel !== "canonical") note(element, `a foreign ${key}`);
    }
  }
  return found;
}

/** What of the page's own a document has put itself in place of. Runs in the browser. */
export function clobbered() {
  const found = [];
  const expect = (what, holds) => holds || found.push(`${what} is not what it was`);
  expect("document.body", document.body instanceof HTMLBodyElement);
  for (const name of ["getElementById", "querySelector", "createElement", "addEventListener"]) expect(`document.${name}`, typeof document[name] === "function");
  for (const name of ["cookie", "title", "referrer"]) expect(`document.${name}`, typeof document[name] === "string");
  expect("document.documentElement", document.documentElement instanceof HTMLHtmlElement);
  expect("document.location", document.location === window.location);
  expect("document.forms", document.forms instanceof HTMLCollection);
  expect("window.afterword", !(window.afterword instanceof Element));
  const main = document.getElementById("main"), finder = document.getElementById("finder");
  if (main) expect("#main", main.localName === "main");
  if (finder) expect("#finder", finder instanceof HTMLDialogElement && Boolean(finder.dataset.foundOne));
  for (let i = 0; main && i < 5; i++) expect(`#sev-${i}`, document.getElementById(`sev-${i}`) instanceof SVGSymbolElement);
  expect("Object.prototype", Object.keys(Object.prototype).length === 0 && ({}).polluted === undefined);
  return found;
}
