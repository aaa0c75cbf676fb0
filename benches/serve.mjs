// From the save of a document to its reloaded page in the browser, under `afterword serve`.
//
//   (cd tests/ui && npm ci)
//   node benches/serve.mjs ARCHIVE [--edits 21]
//
// Copies ARCHIVE, serves it, opens the pages of some documents in Chromium, one after the other, and edits each: a sentence
// in its text, as typing does (the file written in place, or a new file moved over it, in turn). Time is taken from the
// moment before the write to the moment the reloaded page shows the sentence, by the page's own clock; and to the moment
// any other page is answered again, which needs the whole archive to be read. Then the same for changed titles. Prints
// medians and the worst.
// AFTERWORD and CHROMIUM name the programs.
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

const root = resolve(import.meta.dirname, "..");
const { values: options, positionals: [archive] } = parseArgs({ allowPositionals: true, options: { edits: { type: "string", default: "21" } } });
const { chromium } = createRequire(join(root, "tests/ui/package.json"))("playwright-core");

const folder = mkdtempSync(join(tmpdir(), "afterword-serve-"));
cpSync(resolve(archive), folder, { recursive: true });
writeFileSync(join(folder, "afterword.toml"), "[site]\ntitle = \"Measured\"\n");
const documents = readdirSync(folder).filter((name) => name.endsWith(".md")).sort();

const server = spawn(process.env.AFTERWORD ?? join(root, "target/release/afterword"), ["serve", folder, "--port", "0"], { stdio: ["ignore", "pipe", "ignore"] });
const base = await new Promise((done, fail) => {
  server.stdout.once("data", (data) => done(data.toString().trim()));
  server.once("exit", (code) => fail(new Error(`the server ended: ${code}`)));
});
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
const page = await browser.newPage();

// Tells the moment at which a document of this context says a word.
await page.exposeFunction("afterwordShows", (word, when) => shown.get(word)?.(when));
await page.addInitScript(() => {
  addEventListener("DOMContentLoaded", () => {
    const when = performance.timeOrigin + performance.now();
    for (const word of new Set(document.body.textContent.match(/measured-[a-z]+-\d+/g))) afterwordShows(word, when);
  });
});
const shown = new Map();
const seen = (word) => new Promise((done, fail) => {
  const late = setTimeout(() => fail(new Error(`${word} is not shown`)), 60_000);
  shown.set(word, (when) => { clearTimeout(late); done(when); });
});
const now = () => performance.timeOrigin + performance.now();
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const whole = () => fetch(base + "postmortems/");

function save(file, text, inPlace) {
  if (inPlace) return writeFileSync(file, text);
  writeFileSync(file + ".new", text);
  renameSync(file + ".new", file);
}

async function measure(kind, edit, address) {
  const times = [], elsewhere = [];
  for (let i = 0; i < Number(options.edits); i++) {
    const name = documents[Math.floor((i + 0.5) * documents.length / Number(options.edits))];
    const file = join(folder, name);
    const word = `measured-${kind}-${i}`;
    await page.goto(address(name));
    // The stream of events is open by then; the network is never idle because of it.
    await pause(300);
    const text = edit(readFileSync(file, "utf8"), word);
    const visible = seen(word);
    const start = now();
    save(file, text, i % 2 === 0);
    times.push(await visible - start);
    // Rest, so that one edit is not measured beside what the one before it left to do.
    await whole();
    elsewhere.push(now() - start);
    await pause(200);
  }
  report(kind, times);
  report(`${kind}, any other page`, elsewhere);
}

function report(what, times) {
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))].toFixed(0);
  console.log(`${what}: median ${at(0.5)} ms, 90th percentile ${at(0.9)} ms, worst ${at(1)} ms (${times.length} edits, ${documents.length} documents)`);
}

try {
  const links = JSON.parse(await (await fetch(base + "archive.json")).text()).postmortems;
  const urls = new Map(links.map((postmortem) => [postmortem.path, postmortem.url]));
  const address = (name) => new URL(urls.get(name), base).href;
  await measure("text", (text, word) => `${text.trimEnd()}\n\nWe saw ${word} that day.\n`, address);
  await measure("title", (text, word) => text.replace(/^title: .*$/m, `title: ${word} and more`), address);
} finally {
  await browser.close();
  server.kill("SIGINT");
  const code = await new Promise((done) => server.once("exit", done));
  if (code !== 0) console.log(`the server ended with ${code}`);
  rmSync(folder, { recursive: true });
}
