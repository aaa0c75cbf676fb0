// Values that nobody stated: marked for the eye and for the ear, explained on the page, never wider than the window.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { openBrowser, openPage, SCHEMES, WIDTHS } from "./browser.mjs";
import { openSite } from "./site.mjs";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** A document without front matter: the day is in its name, the severity behind a label, the times in the text. */
const DOCUMENT = `# Lockers stayed shut

**Severity:** SEV-2

**Services:** a-service-with-a-long-name, gates, doors

**Duration:** 1h 20m

## Timeline

- 09:12 UTC Impact begins.
- 09:20 UTC Detected by an alert.
- 10:17 UTC Resolved.
`;

let archive, site, browser;
before(async () => {
  archive = mkdtempSync(join(tmpdir(), "afterword-bare-"));
  writeFileSync(join(archive, "2026-03-07-lockers.md"), DOCUMENT);
  [site, browser] = await Promise.all([openSite(archive), openBrowser()]);
});
after(async () => {
  await browser?.close();
  site?.stop();
  rmSync(archive, { recursive: true, force: true });
});

const PATH = "postmortems/2026-03-07-lockers/";

for (const scheme of SCHEMES) {
  for (const width of WIDTHS) {
    test(`${scheme}, ${width} px: accessible, and every tip stays inside the window`, async () => {
      const { page, complaints, close } = await openPage(browser, {
        base: site.base, colorScheme: scheme, viewport: { width, height: 900 },
      });
      await page.goto(site.base + PATH);
      const marks = page.locator(".inferred:visible");
      assert.ok((await marks.count()) >= 4, "hardly anything is marked");
      for (const mark of await marks.all()) {
        await mark.hover();
        const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.equal(wider, 0, await mark.textContent());
      }
      await page.evaluate(axeSource);
      const { violations } = await page.evaluate(() =>
        axe.run(document, { preload: false, runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"] }));
      assert.deepEqual(violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.html.slice(0, 160)}`)), []);
      assert.deepEqual(complaints, []);
      await close();
    });
  }
}

test("where a value comes from is said in words, to the keyboard and without a style sheet too", async () => {
  const { page, close } = await openPage(browser, { base: site.base, javaScriptEnabled: false });
  await page.goto(site.base + PATH);
  const date = page.locator(".facts .inferred").first();
  assert.equal(await date.textContent(), "7 March 2026 (inferred from the file name)");
  assert.equal(await date.getAttribute("tabindex"), "0");
  assert.match(await page.locator(".colophon").textContent(), /Inferred, and not stated by the author: .*the date \(from the file name\)/);
  await close();
});
