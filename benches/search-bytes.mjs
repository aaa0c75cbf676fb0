// What a search costs in the browser: bytes, requests, time; beside Pagefind when its package is given.
//
//   (cd tests/ui && npm ci)
//   node benches/search-bytes.mjs ARCHIVE [--site BUILT] [--queries 40] [--pagefind NODE_MODULES]
//
// Builds ARCHIVE (or takes the site that was built of it), serves it compressed, opens it in Chromium with a cold cache for
// each query, and prints medians and 95th percentiles. Bytes are those of the bodies, counted by the server, which also sees
// what workers load. Queries are words of the documents, the same ones in each run. AFTERWORD and CHROMIUM name the programs.
import { execFileSync } from "node:child_process";
import { createServer } from "node:http";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { extname, join, resolve, sep } from "node:path";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";

const root = resolve(import.meta.dirname, "..");
const { values: options, positionals: [archive] } = parseArgs({ allowPositionals: true, options: { queries: { type: "string", default: "40" }, site: { type: "string" }, pagefind: { type: "string" } } });
const { chromium } = createRequire(join(root, "tests/ui/package.json"))("playwright-core");
const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".json": "application/json", ".svg": "image/svg+xml", ".wasm": "application/wasm" };

const folder = options.site ? resolve(options.site) : mkdtempSync(join(tmpdir(), "afterword-bench-"));
if (!options.site) execFileSync(process.env.AFTERWORD ?? join(root, "target/debug/afterword"), ["build", resolve(archive), "--out", folder, "--no-cache", "-q"], { stdio: "inherit" });
if (options.pagefind) execFileSync(join(options.pagefind, ".bin/pagefind"), ["--site", folder, "--glob", "postmortems/*/*.html"], { stdio: "ignore" });

const compressed = new Map();
let bytes = 0, requests = 0, counted = /./;
function answer(response, head, body) {
  if (counted.test(response.req.url)) {
    bytes += body.length;
    requests++;
  }
  response.writeHead(200, head).end(body);
}
const server = createServer((request, response) => {
  const path = decodeURIComponent(new URL(request.url, "http://x").pathname);
  const file = [path, join(path, "index.html")].map((name) => resolve(folder, "." + name)).find((name) => name.startsWith(folder + sep) && statSync(name, { throwIfNoEntry: false })?.isFile());
  if (!file) return response.writeHead(404).end();
  const type = TYPES[extname(file)];
  // What has no type of its own (Pagefind's files) is compressed already.
  if (!type) return answer(response, { "content-type": "application/octet-stream" }, readFileSync(file));
  if (!compressed.has(file)) compressed.set(file, gzipSync(readFileSync(file), { level: 9 }));
  answer(response, { "content-type": type, "content-encoding": "gzip" }, compressed.get(file));
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const base = `http://127.0.0.1:${server.address().port}/`;

// -- Queries: words that a tenth of the documents and at least two have

const random = ((seed) => () => (seed = (seed * 48271) % 2147483647) / 2147483647)(20261125);
const pick = (list) => list[Math.floor(random() * list.length)];
const texts = readdirSync(resolve(archive), { recursive: true }).filter((name) => name.endsWith(".md")).sort()
  .map((name) => [...new Set(readFileSync(join(resolve(archive), name), "utf8").toLowerCase().match(/\b[a-z]{5,12}\b/g) ?? [])]);
const frequency = new Map();
for (const words of texts) for (const word of words) frequency.set(word, (frequency.get(word) ?? 0) + 1);
const telling = texts.map((words) => words.filter((word) => frequency.get(word) > 1 && frequency.get(word) <= texts.length / 10)).filter((words) => words.length > 3);
function slip(word) {
  const at = 1 + Math.floor(random() * (word.length - 2));
  return pick([word.slice(0, at) + word.slice(at + 1), word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2), word.slice(0, at) + word[at] + word.slice(at)]);
}
const many = Number(options.queries);
const make = (count) => Array.from({ length: many }, () => {
  const words = pick(telling);
  return Array.from({ length: count }, () => pick(words));
});
const QUERIES = {
  "1 word": make(1).map((words) => words.join(" ")),
  "3 words": make(3).map((words) => words.join(" ")),
  "2 words, one with a slip": make(2).map(([a, b]) => `${slip(a)} ${b}`),
};

// -- Cold: a new browser profile for each query

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
async function cold(query, search, those = /./) {
  counted = those;
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(base + "services/index.html", { waitUntil: "networkidle" });
  bytes = requests = 0;
  const start = performance.now();
  const found = await search(page, query);
  const time = performance.now() - start;
  await context.close();
  return { bytes, requests, time, found };
}
const afterword = async (page, query) => {
  await page.keyboard.press("/");
  await page.locator(".finder input").fill(query);
  await page.locator(".finder__say p").first().waitFor();
  return page.locator(".finder a.hit").count();
};
/** The page is opened with the query in its address; done when hits and facets are there. Of all it loads, the search's files count. */
const OF_SEARCH = /\/search\/.*\.js$|\/js\/search/;
const onPage = async (page, query) => {
  await page.goto(base + "search/index.html?q=" + encodeURIComponent(query));
  await page.locator("#search-facets input").first().waitFor({ state: "attached" });
  return page.locator("#search-results .entry__title").count();
};
const pagefind = (page, query) => page.evaluate(async (query) => {
  const pagefind = await import("/pagefind/pagefind.js");
  const { results } = await pagefind.search(query);
  return (await Promise.all(results.slice(0, 8).map((result) => result.data()))).length;
}, query);

const at = (numbers, share) => numbers.toSorted((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(numbers.length * share))];
const both = (numbers, digits = 0) => `${at(numbers, 0.5).toFixed(digits)} / ${at(numbers, 0.95).toFixed(digits)}`;
console.log(`${texts.length} documents, ${many} queries of each kind; median / 95th percentile\n`);
const weigh = (name) => gzipSync(readFileSync(join(folder, "search", name)), { level: 9 }).length / 1024;
const words = readdirSync(join(folder, "search/p"), { recursive: true }).filter((name) => name.endsWith(".js")).map((name) => weigh(join("p", name)));
console.log(`core ${weigh("core.js").toFixed(1)} KB, median file of words ${at(words, 0.5).toFixed(1)} KB, columns ${readdirSync(join(folder, "search")).filter((name) => name.startsWith("columns-")).map((name) => weigh(name).toFixed(1))} KB\n`);
console.log("| | KB | requests | ms | found nothing |\n| --- | --- | --- | --- | --- |");
for (const [name, search] of Object.entries({ Afterword: afterword, "Afterword, search page": onPage, ...(options.pagefind && { Pagefind: pagefind }) })) {
  for (const [kind, queries] of Object.entries(QUERIES)) {
    const runs = [];
    for (const query of queries) runs.push(await cold(query, search, search === onPage ? OF_SEARCH : undefined));
    console.log(`| ${name}, ${kind} | ${both(runs.map((run) => run.bytes / 1024), 1)} | ${both(runs.map((run) => run.requests))} | ${both(runs.map((run) => run.time))} | ${runs.filter((run) => !run.found).length} |`);
  }
}

// -- Warm: the index open, its files loaded

const page = await browser.newPage();
await page.goto(base + "search/index.html");
for (const [kind, queries] of Object.entries(QUERIES)) {
  const times = await page.evaluate(async (queries) => {
    const waiting = {};
    afterword.load = (name, ...content) => waiting[name](content);
    const index = await afterword.open((name) => new Promise((done) => {
      waiting[name] = done;
      const script = document.createElement("script");
      script.src = document.querySelector("script[data-files]").dataset.files + name + ".js";
      document.head.append(script);
    }));
    const times = [];
    for (let round = 0; round < 3; round++) {
      for (const query of queries) {
        const start = performance.now();
        await index.search(query, { limit: 8, typing: true });
        if (round) times.push(performance.now() - start);
      }
    }
    return times;
  }, queries);
  console.log(`| Afterword, warm, ${kind} | – | – | ${both(times, 1)} | |`);
}

await browser.close();
server.closeAllConnections();
server.close();
if (!options.site) rmSync(folder, { recursive: true, force: true });
