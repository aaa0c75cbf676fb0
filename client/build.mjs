// Makes the theme's scripts from `src/`: the parts of each in one function, without comments, names shortened.
//
//   node build.mjs            writes themes/default/assets/js/search-*.js
//   node build.mjs --check    says whether what is there is what the sources give
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { minify } from "terser";

const CORE = ["analysis.js", "stem.js", "query.js", "files.js", "index.js", "evidence.js", "snippet.js", "api.js"];
const SCRIPTS = {
  "search.js": ["open.js"],
  "search-dialog.js": [...CORE, "dom.js", "hits.js", "dialog.js"],
  "search-page.js": [...CORE, "dom.js", "hits.js", "page.js"],
  "search-mark.js": ["analysis.js", "stem.js", "dom.js", "mark.js"],
};
const assets = join(import.meta.dirname, "../themes/default/assets/js");

let stale = false;
for (const [name, parts] of Object.entries(SCRIPTS)) {
  const source = parts.map((part) => readFileSync(join(import.meta.dirname, "src", part), "utf8")).join("\n");
  const { code } = await minify(`(() => {\n"use strict";\n${source}\n})();`, { ecma: 2020, compress: { passes: 4, unsafe: true, unsafe_arrows: true, reduce_funcs: false } });
  const made = `// Made from client/src\n${code}\n`;
  const file = join(assets, name);
  if (!process.argv.includes("--check")) writeFileSync(file, made);
  else if (readFileSync(file, "utf8") !== made) {
    console.error(`${name} is not what client/src gives: run \`npm run build\` in client/`);
    stale = true;
  }
}
process.exitCode = stale ? 1 : 0;
