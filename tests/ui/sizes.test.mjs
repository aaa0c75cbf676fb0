// Archives of 0, 1, 3 and 300 documents that nobody laid out for, and, where AFTERWORD_CORPUS names a folder of real
// postmortems, that folder: every kind of page is accessible, quiet, valid and no wider than its window.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { openBrowser, openPage } from "./browser.mjs";
import { checkPage, htmlFaults, KINDS, largest, overflow } from "./checks.mjs";
import { writeArchive } from "./generated.mjs";
import { openSite } from "./site.mjs";

const artifacts = join(import.meta.dirname, "artifacts");
const corpus = process.env.AFTERWORD_CORPUS;
const LOOKS = { phone: ["light", 360], desk: ["dark", 1280] };
// A site of this many pages is looked through whole; of a larger one, the largest of each kind and some of the others.
const MOST_PAGES = 40;

let browser;
before(async () => {
  mkdirSync(artifacts, { recursive: true });
  browser = await openBrowser();
});
after(() => browser?.close());

/** All pages of a small site; of a large one the largest of each kind and, evenly spread, as many others. */
function sample(site) {
  if (site.pages.length <= MOST_PAGES) return site.pages;
  const kinds = KINDS.map((kind) => largest(site, kind)).filter(Boolean);
  const step = Math.ceil(site.pages.length / MOST_PAGES);
  return [...new Set([...kinds, ...site.pages.filter((_, i) => i % step === 0)])];
}

/** Builds `archive` and holds its pages to everything, in these looks. */
async function walk(name, archive, t, looks = Object.values(LOOKS)) {
  const site = await openSite(archive);
  try {
    const pages = sample(site);
    await t.test("valid HTML", async () => assert.deepEqual(await htmlFaults(pages), []));
    for (const [colorScheme, width] of looks) {
      await t.test(`${colorScheme}, ${width} px`, async () => {
        const { page, complaints, close } = await openPage(browser, { base: site.base, colorScheme, viewport: { width, height: 900 } });
        for (const one of KINDS.map((kind) => largest(site, kind)).filter(Boolean)) {
          await checkPage(page, complaints, site, one, colorScheme);
          if (looks.length > 1) await page.screenshot({ path: join(artifacts, `${name}-${one.kind}-${width}-${colorScheme}.png`) });
        }
        await close();
      });
    }
    await t.test("on a phone, all of them fit", async () => {
      const { page, complaints, close } = await openPage(browser, { base: site.base, viewport: { width: 320, height: 640 } });
      for (const { path, kind } of pages) {
        if (kind === "redirect") continue;
        await page.goto(site.base + path);
        assert.equal(await overflow(page), 0, path);
      }
      assert.deepEqual(complaints, []);
      await close();
    });
  } finally {
    site.stop();
  }
}

describe("archives that nobody laid out for", { concurrency: 2 }, () => {
  const japanese = "[site]\nlanguage = 'ja'\ntitle = '障害の記録'\n";
  for (const [name, count, config, looks] of [
    ["none", 0, "", [LOOKS.phone]], ["one", 1, "", []], ["three", 3, japanese, [LOOKS.phone]], ["many", 300, ""],
  ]) {
    test(`${count} documents`, async (t) => {
      const archive = writeArchive(count, config);
      try {
        await walk(name, archive, t, looks);
      } finally {
        rmSync(archive, { recursive: true, force: true });
      }
    });
  }
});

test("a real archive", { skip: corpus ? false : "AFTERWORD_CORPUS names none" }, async (t) => {
  assert.ok(existsSync(corpus), `there is no folder ${corpus}`);
  await walk("corpus", corpus, t);
});
