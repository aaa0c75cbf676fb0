// The example site in a real browser: every kind of page, three widths, light, dark, print, without JavaScript.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { after, before, describe, test } from "node:test";
import { axe, axeSource, openBrowser, openPage, SCHEMES, WIDTHS } from "./browser.mjs";
import { htmlFaults, KINDS, largest, openAll, overflow, RULES, skippedLevels } from "./checks.mjs";
import { openSite } from "./site.mjs";

const artifacts = join(import.meta.dirname, "artifacts");
let site, browser;
before(async () => {
  mkdirSync(artifacts, { recursive: true });
  [site, browser] = await Promise.all([openSite(), openBrowser()]);
});
after(async () => {
  await browser?.close();
  site?.stop();
});

const sample = (kind) => {
  const page = largest(site, kind);
  assert.ok(page, `the example site has no page of the kind ${kind}`);
  return page;
};

describe("every kind of page", { concurrency: 3 }, () => {
  for (const scheme of SCHEMES) {
    for (const width of WIDTHS) {
      test(`${scheme}, ${width} px: accessible, quiet, no wider than the window`, async (t) => {
        const { page, complaints, close } = await openPage(browser, {
          base: site.base, colorScheme: scheme, viewport: { width, height: 900 },
        });
        for (const kind of KINDS) {
          await t.test(kind, async () => {
            complaints.length = 0;
            const { path } = sample(kind);
            await page.goto(site.base + path);
            await page.screenshot({ path: join(artifacts, `${kind}-${width}-${scheme}.png`), fullPage: true });
            await openAll(page);
            assert.equal(await overflow(page), 0, "scrolls sideways");
            assert.deepEqual(await axe(page, RULES[scheme]), []);
            assert.deepEqual(complaints, []);
          });
        }
        await close();
      });
    }
  }

  test("the text of a postmortem has enhanced contrast", async () => {
    for (const colorScheme of SCHEMES) {
      const { page, close } = await openPage(browser, { base: site.base, colorScheme });
      await page.goto(site.base + sample("postmortem").path);
      const rules = { runOnly: ["color-contrast-enhanced"], rules: { "color-contrast-enhanced": { enabled: true } } };
      await page.evaluate(axeSource);
      const found = await page.evaluate((rules) => axe.run(".prose", { preload: false, ...rules }), rules);
      assert.deepEqual(found.violations.flatMap((v) => v.nodes.map((n) => n.html)), []);
      await close();
    }
  });

  test("on paper: no chrome, nothing wider than the sheet", async () => {
    const { page, complaints, close } = await openPage(browser, { base: site.base, viewport: { width: 680, height: 960 }, colorScheme: "dark" });
    await page.emulateMedia({ media: "print" });
    for (const kind of KINDS) {
      await page.goto(site.base + sample(kind).path);
      assert.equal(await page.locator(".masthead").isVisible(), false);
      assert.equal(await page.locator(".foot").isVisible(), false);
      assert.equal(await page.locator("h1").isVisible(), true);
      assert.equal(await overflow(page), 0, kind);
      assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), "rgb(255, 255, 255)");
      await page.screenshot({ path: join(artifacts, `${kind}-print.png`), fullPage: true });
    }
    assert.deepEqual(complaints, []);
    await close();
  });

  test("without JavaScript: everything is there, nothing waits for a script", async () => {
    const { page, complaints, close } = await openPage(browser, { base: site.base, javaScriptEnabled: false, viewport: { width: 360, height: 800 } });
    for (const kind of KINDS) {
      await page.goto(site.base + sample(kind).path);
      assert.equal(await page.locator("h1").isVisible(), true);
      assert.equal(await page.locator("[data-theme-toggle]").isVisible(), false, "a switch that does nothing");
      for (const filter of await page.locator(".filter").all()) assert.equal(await filter.isVisible(), false);
      for (const fold of await page.locator("details.fold").all()) {
        if (!(await fold.evaluate((details) => details.open))) await fold.locator("summary").click();
      }
      for (const item of await page.locator("[data-item]").all()) assert.equal(await item.isVisible(), true);
    }
    assert.deepEqual(complaints, []);
    await close();
  });

  test("with the keyboard: the skip link first, the focus always in sight", async () => {
    const { page, close } = await openPage(browser, { base: site.base, viewport: { width: 1280, height: 900 } });
    for (const kind of ["home", "postmortem", "service", "postmortems"]) {
      await page.goto(site.base + sample(kind).path);
      const stops = [];
      for (let i = 0; i < 150; i++) {
        await page.keyboard.press("Tab");
        const stop = await page.evaluate(() => {
          const e = document.activeElement;
          if (!e || e === document.body) return null;
          const box = e.getBoundingClientRect();
          const seen = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight;
          return { name: e.className || e.tagName, ring: getComputedStyle(e).outlineStyle !== "none", seen };
        });
        if (!stop) break;
        stops.push(stop);
      }
      assert.equal(stops[0].name, "skip-link");
      assert.deepEqual(stops.filter((stop) => !stop.ring || !stop.seen), [], kind);
    }
    await page.goto(site.base);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.id), "main");
    await close();
  });
});

describe("every page", { concurrency: 3 }, () => {
  test("is valid HTML with one h1 and no style or handler in it", async () => {
    assert.deepEqual(await htmlFaults(site.pages), []);
  });

  test("fits a phone, asks nobody else for anything, and has its headings in order", async () => {
    const { page, complaints, close } = await openPage(browser, { base: site.base, viewport: { width: 360, height: 800 } });
    for (const { path, kind } of site.pages) {
      if (kind === "redirect") continue;
      await page.goto(site.base + path);
      assert.equal(await overflow(page), 0, path);
      assert.deepEqual(await skippedLevels(page), [], path);
    }
    assert.deepEqual(complaints, []);
    await close();
  });

  test("leads only to pages and places that exist", () => {
    const paths = new Map(site.pages.map((page) => [page.path, new Set([...readFileSync(page.file, "utf8").matchAll(/\sid="([^"]*)"/g)].map((m) => m[1]))]));
    const broken = [];
    for (const { file, path } of site.pages) {
      for (const [, raw] of readFileSync(file, "utf8").matchAll(/<a\s[^>]*?href="([^"]*)"/g)) {
        const to = new URL(raw.replaceAll("&amp;", "&"), site.base + path);
        if (!to.href.startsWith(site.base)) continue;
        const target = decodeURI(to.pathname.slice(new URL(site.base).pathname.length)).replace(/(^|\/)index\.html$/, "$1");
        if (/\.(xml|json|svg|png|jpg|md|txt)$/.test(target)) continue;
        if (!paths.has(target)) broken.push(`${path} → ${raw}`);
        else if (to.hash && !paths.get(target).has(decodeURIComponent(to.hash.slice(1)))) broken.push(`${path} → ${raw}`);
      }
    }
    assert.deepEqual(broken, []);
  });
});

describe("what scripts add", () => {
  test("light and dark are remembered, and the choice can be taken back", async () => {
    const { page, complaints, close } = await openPage(browser, { base: site.base, colorScheme: "light" });
    const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await page.goto(site.base);
    const [toggle, light] = [page.locator("[data-theme-toggle]"), await paper()];
    await toggle.click();
    assert.equal(await paper(), light);
    await toggle.click();
    const dark = await paper();
    assert.notEqual(dark, light);
    await page.goto(site.base + "services/");
    assert.equal(await paper(), dark, "not remembered on the next page");
    await toggle.click();
    assert.equal(await paper(), light);
    assert.deepEqual(complaints, []);
    await close();
  });

  test("tables sort, what is unknown stays last", async () => {
    const { page, close } = await openPage(browser, { base: site.base, viewport: { width: 1280, height: 900 } });
    await page.goto(site.base + "services/");
    const column = async (n) => (await page.locator(`tbody tr > :nth-child(${n})`).allTextContents()).map((s) => s.trim());
    const heads = await page.locator("thead th").allTextContents();
    const figures = heads.findIndex((head) => head.startsWith("Postmortems")) + 1;
    await page.locator(`thead th:nth-child(${figures}) .sort`).click();
    const numbers = (await column(figures)).map(Number);
    assert.deepEqual(numbers, numbers.toSorted((a, b) => b - a));
    assert.equal(await page.locator(`thead th:nth-child(${figures})`).getAttribute("aria-sort"), "descending");
    await page.locator("thead th:nth-child(1) .sort").click();
    const names = await column(1);
    assert.deepEqual(names, names.toSorted(new Intl.Collator("en", { numeric: true }).compare));
    await close();
  });

  test("lists filter by words and by severity, and say how many are left", async () => {
    const { page, close } = await openPage(browser, { base: site.base });
    await page.goto(site.base + "postmortems/");
    const all = await page.locator("[data-item]").count();
    assert.equal(await page.locator(".filter output").textContent(), `${all} of ${all}`);
    await page.locator(".filter [name=q]").fill("database");
    const left = await page.locator("[data-item]:visible").count();
    assert.ok(left > 0 && left < all);
    assert.equal(await page.locator(".filter output").textContent(), `${left} of ${all}`);
    await page.locator(".filter [name=q]").fill("no such words anywhere");
    assert.equal(await page.locator(".year:visible").count(), 0, "headings of empty groups stay");
    await close();
  });
});

test("action items: what is open comes first, what is done is folded, a filter opens what it hits", async () => {
  const { page, complaints, close } = await openPage(browser, { base: site.base });
  await page.goto(site.base + "actions/");
  const states = await page.locator("#list > section > h3").evaluateAll((heads) => heads.map((h) => h.id.replace("state-", "")));
  const order = ["overdue", "open", "unknown", "done", "cancelled"];
  assert.deepEqual(states, order.filter((state) => states.includes(state)));
  assert.equal(await page.locator(".action--open:visible, .action--overdue:visible").count(), await page.locator(".action--open, .action--overdue").count());
  assert.equal(await page.locator(".action--done:visible").count(), 0);
  // Words of the summary find a fold too.
  const fold = page.locator("details.fold").first();
  await page.locator(".filter [name=q]").fill(await fold.locator(".fold__title").textContent());
  assert.ok((await page.locator(".action--done:visible").count()) > 0);
  await page.locator(".filter [name=q]").fill("");
  assert.equal(await page.locator(".action--done:visible").count(), 0);
  // So does how long ago it was agreed on.
  await page.locator(".filter [name=age]").selectOption("older");
  for (const item of await page.locator("[data-item]:visible").all()) assert.equal(await item.getAttribute("data-age"), "older");
  await page.locator(".filter [name=age]").selectOption("");
  // What was opened by hand stays.
  await fold.locator("summary").click();
  await page.locator(".filter [name=q]").fill("no such words anywhere");
  await page.locator(".filter [name=q]").fill("");
  assert.equal(await fold.evaluate((d) => d.open), true);
  assert.deepEqual(complaints, []);
  await close();
});

test("an address that is not there has a page that works at any depth", async () => {
  const { page, close } = await openPage(browser, { base: site.base });
  const response = await page.goto(site.base + "services/gone/and/lost/");
  assert.equal(response.status(), 404);
  assert.notEqual(await page.evaluate(() => getComputedStyle(document.body).fontFamily), "", "no style sheet");
  await page.locator(".nav a").first().click();
  assert.equal(page.url().replace(/index\.html$/, ""), site.base + "postmortems/");
  await close();
});

test("from the disk: styles, scripts and links work without a server", async () => {
  const base = pathToFileURL(site.folder + "/").href;
  const { page, complaints, close } = await openPage(browser, { base });
  await page.goto(base + "index.html");
  assert.equal(await page.locator("[data-theme-toggle]").isVisible(), true);
  await page.locator(".entry__title a").first().click();
  assert.equal(await page.locator("article.pm h1").isVisible(), true);
  await page.locator(".facts a").first().click();
  assert.equal(await page.locator("h1").isVisible(), true);
  await page.locator(".wordmark").click();
  assert.equal(page.url(), base + "index.html");
  assert.deepEqual(complaints, []);
  await close();
});
