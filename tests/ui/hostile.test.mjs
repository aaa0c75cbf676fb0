// Documents that try to run something, in a real browser: every page of every kind with a strict policy, without one, and from the disk;
// the search and its suggestions over those documents; what is published beside them; and `afterword serve` with its findings.
// What runs, asks another host for something, stands in for a part of the page, or could act if only it were asked to, fails.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { openBrowser } from "./browser.mjs";
import { KINDS, largest } from "./checks.mjs";
import { acting, clobbered, vectors, writeHostileArchive } from "./hostile.mjs";
import { binary, openSite } from "./site.mjs";

let archive, site, browser;
before(async () => {
  archive = writeHostileArchive();
  site = await openSite(archive.folder);
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  site?.stop();
  if (archive) rmSync(archive.folder, { recursive: true, force: true });
});

/** A page below `base` that remembers whatever runs in it, and lets it reach nobody. */
async function openWatched(base) {
  const context = await browser.newContext();
  const ran = [], ours = base.startsWith("http") ? new URL(base).origin + "/" : base;
  await context.route((url) => !url.href.startsWith(ours), (route) => {
    ran.push(`asked for ${route.request().url()}`);
    return route.abort();
  });
  await context.addInitScript(() => {
    for (const name of ["alert", "confirm", "prompt", "print", "open"]) window[name] = (...args) => console.error(`RAN ${name} ${args}`);
  });
  const page = await context.newPage();
  page.on("dialog", (dialog) => (ran.push(`dialog: ${dialog.message()}`), dialog.dismiss()));
  page.on("console", (message) => ran.push(`console ${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => ran.push(`error: ${error.message}`));
  page.on("popup", () => ran.push("a window opened"));
  page.on("download", () => ran.push("a download"));
  context.on("page", (other) => other === page || ran.push("another page opened"));
  return { page, ran, close: () => context.close() };
}

/** Opens these addresses in two pages at a time, and says what acted. */
async function visit(base, paths, see) {
  const faults = [], rest = [...paths];
  const worker = async () => {
    const { page, ran, close } = await openWatched(base);
    for (let path; (path = rest.shift()) !== undefined; ) {
      ran.length = 0;
      await page.goto(base + path);
      const seen = see ? await see(page) : [];
      faults.push(...[...ran, ...seen].map((fault) => `${path}: ${fault}`));
    }
    await close();
  };
  await Promise.all([worker(), worker()]);
  return faults;
}

/** What could act in an open page. */
const look = (page, base) => page.evaluate(`(${acting})(document, ${JSON.stringify(base)})`);

/** The same after all that is folded was opened and all that can be touched was touched; and what is not the page's own any more. */
const poke = (page) =>
  page.evaluate(`(() => {
    for (const fold of document.querySelectorAll("details")) fold.open = true;
    for (const element of document.querySelectorAll("main *")) for (const type of ["mouseover", "focus", "pointerenter"]) element.dispatchEvent(new Event(type));
    return [...(${acting})(document, ${JSON.stringify(site.base)}), ...(${clobbered})()];
  })()`);

/** Pages that lead on at once, and the others. */
const leadsOn = ({ file }) => readFileSync(file, "utf8").includes('http-equiv="refresh"');

describe("pages of hostile documents", () => {
  // A policy can only take away from what runs without one; so there one page in four is enough, and the largest of each kind.
  let plain, some;
  before(() => {
    plain = site.pages.filter((page) => !leadsOn(page));
    const last = new Set(KINDS.map((kind) => largest({ pages: plain }, kind)));
    some = plain.filter((page, i) => i % 4 === 0 || last.has(page));
  });

  test("every document has one", () => {
    assert.equal(site.pages.filter((page) => page.kind === "postmortem").length, archive.count);
    const kinds = new Set(site.pages.map((page) => page.kind));
    for (const kind of ["home", "service", "cause", "family", "severity", "trigger", "tag", "year", "actions", "insights", "search", "not-found"]) assert.ok(kinds.has(kind), kind);
    assert.ok(plain.length < site.pages.length, "no page leads on");
  });

  test("run nothing under a strict policy", async () => {
    assert.deepEqual(await visit(site.base, some.map(({ path }) => path), poke), []);
  });

  test("run nothing without a policy", async () => {
    assert.deepEqual(await visit(site.lax, plain.filter((page, i) => page.kind === "postmortem" || i % 2 === 0).map(({ path }) => path), poke), []);
  });

  test("run nothing from the disk", async () => {
    const base = pathToFileURL(site.folder + "/").href;
    // The page for what is not there has whole addresses, and is no page of a disk.
    const paths = some.filter(({ kind }) => kind !== "not-found").map(({ path }) => (/(^|\/)$/.test(path) ? `${path}index.html` : path));
    assert.deepEqual(await visit(base, paths.map(encodeURI), poke), []);
  });

  test("read without scripts, they have nothing that could act either", async () => {
    const { page, ran, close } = await openWatched(site.lax);
    await page.goto(site.lax + "404.html");
    ran.length = 0;
    const faults = [];
    for (const { file, path } of site.pages) {
      const html = readFileSync(file, "utf8");
      const seen = await page.evaluate(`(${acting})(new DOMParser().parseFromString(${JSON.stringify(html)}, "text/html"), ${JSON.stringify(site.base)})`);
      faults.push(...seen.map((fault) => `${path}: ${fault}`));
    }
    assert.deepEqual([...faults, ...ran], []);
    await close();
  });
});

test("what is published beside the pages runs nothing when it is opened", async () => {
  const files = readdirSync(site.folder, { recursive: true }).map((name) => name.replaceAll("\\", "/"));
  const beside = files.filter((name) => /^files\/.*\.|\.(xml|json)$/.test(name) && !/\.html$/.test(name));
  assert.deepEqual(beside.filter((name) => name.startsWith("files/")).sort(), ["files/evil.svg", "files/evil.text", "files/graph.svg"]);
  // A feed of each kind is enough.
  const some = beside.filter((name, i) => name.startsWith("files/") || !name.includes("/") || i % 12 === 0);
  const see = async (page) => (new URL(page.url()).pathname.endsWith(".svg") ? look(page, site.base) : []);
  assert.deepEqual(await visit(site.lax, some, see), []);
  assert.deepEqual(await visit(pathToFileURL(site.folder + "/").href, some.filter((name) => name.startsWith("files/")), see), []);
});

const queries = ["evil alert", "script", "onerror", "ev", "evil script service:constructor", "__proto__ constructor toString", ...vectors("fields.txt").get("fields").slice(0, 20)];

for (const where of ["base", "lax", "disk"]) {
  test(`the search over them runs nothing: ${where}`, async () => {
    const base = where === "disk" ? pathToFileURL(site.folder + "/").href : site[where];
    const document = largest(site, "postmortem").path + "index.html";
    const { page, ran, close } = await openWatched(base);
    await page.goto(base + "index.html");
    await page.keyboard.press("/");
    await page.locator(".finder [role=group]").first().waitFor();
    let hits = 0;
    const asked = where === "lax" ? queries : queries.filter((_, i) => i % 3 === 0);
    for (const text of asked) {
      await page.locator(".finder input").fill("");
      await page.locator(".finder [role=group]").first().waitFor();
      await page.locator(".finder input").fill(text);
      await page.locator(".finder__say p").first().waitFor();
      hits += await page.locator(".finder .hit__title").count();
      assert.deepEqual(await look(page, base), [], text);
    }
    assert.ok(hits > asked.length, "too few hits to show anything");
    for (const text of asked) {
      await page.goto(base + "search/index.html?" + new URLSearchParams({ q: text, service: text }));
      await page.locator("#search-status p").first().waitFor();
      assert.deepEqual(await look(page, base), [], text);
    }
    for (const text of asked.slice(0, 9)) {
      await page.goto(base + document + "?" + new URLSearchParams({ mark: text }));
      assert.deepEqual(await look(page, base), [], text);
    }
    // From an answer to the page that was found, with its words marked.
    await page.goto(base + "search/index.html?q=evil");
    await page.locator("#search-results a").first().click();
    await page.locator(".found").waitFor();
    assert.deepEqual(await poke(page), []);
    assert.deepEqual(ran, []);
    await close();
  });
}

test("serve shows their findings and runs nothing", async () => {
  const server = spawn(binary, ["serve", archive.folder, "--port", "0"], { stdio: ["ignore", "pipe", "ignore"] });
  try {
    const base = await new Promise((done, fail) => {
      server.stdout.once("data", (line) => done(String(line).trim()));
      server.once("exit", (code) => fail(new Error(`serve ended: ${code}`)));
    });
    const paths = site.pages.filter(({ kind }, i) => kind === "postmortem" && i % 4 === 0).map(({ path }) => path);
    let findings = 0;
    const see = async (page) => {
      findings += await page.locator("#afterword-findings li").count();
      return poke(page);
    };
    assert.deepEqual(await visit(base, [...paths, ""], see), []);
    assert.ok(findings > paths.length, "too few findings to show anything");
  } finally {
    server.kill();
  }
});
