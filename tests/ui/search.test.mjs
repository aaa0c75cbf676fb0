// The search in a real browser: from the first key to the marked words on the page that was found.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { after, before, describe, test } from "node:test";
import { axe, openBrowser, openPage, SCHEMES } from "./browser.mjs";
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

const open = (options = {}) => openPage(browser, { base: site.base, ...options });
const hits = (page) => page.locator(".finder .hit__title");
const results = (page) => page.locator("#search-results .entry__title");
/** Opens the dialog and types; resolves when the answer is there. */
async function ask(page, text) {
  await page.keyboard.press("/");
  await page.locator(".finder input").fill(text);
  await page.locator(".finder__say p").first().waitFor();
}
const overflow = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

describe("the dialog", { concurrency: 3 }, () => {
  test("opens by key, by link and by typing into the field of the front page", async () => {
    const { page, complaints, close } = await open();
    for (const key of ["/", "Control+k", "Meta+k"]) {
      await page.goto(site.base + "services/");
      await page.keyboard.press(key);
      assert.equal(await page.evaluate(() => document.activeElement.ariaLabel), "Search the postmortems", key);
      // Going on while the search is still loading would break its request off.
      await page.locator(".finder [role=group]").first().waitFor();
      assert.equal(await page.evaluate(() => document.activeElement.role), "combobox", key);
      await page.keyboard.press("Escape");
      assert.equal(await page.locator(".finder").isVisible(), false);
    }
    await page.locator("a.find").click();
    assert.equal(await page.locator(".finder").isVisible(), true);
    await page.locator("[data-close]").click();
    assert.equal(await page.evaluate(() => document.activeElement.className), "find", "the focus does not return");
    await page.goto(site.base);
    await page.locator("#home-search").press("d");
    await page.keyboard.type("atabase");
    await hits(page).first().waitFor();
    assert.equal(await page.locator(".finder input").inputValue(), "database");
    assert.deepEqual(complaints, []);
    await close();
  });

  test("a key that is typed into a field stays there", async () => {
    const { page, close } = await open();
    await page.goto(site.base + "postmortems/");
    await page.locator(".filter [name=q]").press("/");
    assert.equal(await page.locator(".finder").isVisible(), false);
    await close();
  });

  test("before typing it has what there is much of, and what was searched before", async () => {
    const { page, close } = await open();
    await page.goto(site.base);
    await page.keyboard.press("/");
    await page.locator(".finder [role=group]").first().waitFor();
    assert.deepEqual(await page.locator(".finder [role=group]").evaluateAll((gs) => gs.map((g) => g.ariaLabel)), ["Services", "Causes"]);
    await page.locator(".finder input").fill("certificate");
    await hits(page).first().waitFor();
    await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
    await page.keyboard.press("/");
    await page.locator(".finder [role=group]").first().waitFor();
    assert.equal(await page.locator(".finder .hit--query").first().textContent(), "certificate");
    await page.locator(".finder [role=group]").nth(1).locator(".hit").first().click();
    assert.match(await page.locator(".finder input").inputValue(), /^service:\S+ $/);
    await hits(page).first().waitFor();
    await close();
  });

  test("arrows choose, Enter opens the section with the words marked, the way back is free", async () => {
    const { page, complaints, close } = await open();
    await page.goto(site.base + "services/");
    await ask(page, "connection pool exhausted");
    const [input, options] = [page.locator(".finder input"), page.locator(".finder [role=option]")];
    assert.ok((await options.count()) > 1);
    assert.equal(await input.getAttribute("aria-expanded"), "true");
    assert.equal(await input.getAttribute("aria-activedescendant"), await options.first().getAttribute("id"));
    await page.keyboard.press("ArrowDown");
    assert.equal(await options.nth(1).getAttribute("aria-selected"), "true");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowUp");
    assert.equal(await options.last().getAttribute("aria-selected"), "true", "the list goes round");
    await page.keyboard.press("ArrowDown");
    const title = await hits(page).first().textContent();
    await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
    assert.equal(await page.locator("h1").textContent(), title);
    await page.locator(".found").waitFor();
    assert.doesNotMatch(page.url(), /\?/, "the address is not the page's own");
    const words = await page.evaluate(() => [...CSS.highlights.get("found")].map((range) => String(range).toLowerCase()));
    assert.ok(words.includes("connection") || words.includes("connections"), String(words));
    await page.locator(".found button").first().click();
    assert.equal(await page.evaluate(() => CSS.highlights.get("found-here").size), 1);
    await page.keyboard.press("Escape");
    assert.equal(await page.locator(".found").count(), 0);
    assert.equal(await page.evaluate(() => CSS.highlights.size), 0);
    await page.goBack();
    assert.equal(page.url().replace(/index\.html$/, ""), site.base + "services/");
    assert.deepEqual(complaints, []);
    await close();
  });

  test("Enter waits for the answer to what was typed last", async () => {
    const { page, close } = await open();
    await page.goto(site.base);
    await page.keyboard.press("/");
    await page.keyboard.type("invoices rounded");
    await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
    assert.match(await page.locator("h1").textContent(), /invoice/i);
    await close();
  });

  test("slips are corrected and said, and what was typed is one click away", async () => {
    const { page, complaints, close } = await open();
    await page.goto(site.base);
    await ask(page, "certifcate");
    assert.match(await page.locator(".finder__say").textContent(), /Showing what has “certificate”/);
    assert.match(await page.locator(".finder .hit__why").first().textContent(), /corrected: certificate/);
    await page.locator(".finder__say button").click();
    assert.equal(await page.locator(".finder input").inputValue(), '"certifcate"');
    await page.getByText("Nothing was found").waitFor();
    assert.deepEqual(complaints, []);
    await close();
  });

  test("nothing found leads on to what finds something", async () => {
    const { page, close } = await open();
    await page.goto(site.base);
    await ask(page, "certificate year:2019");
    assert.match(await page.locator(".finder__say").textContent(), /^Nothing was found for “certificate year:2019”\./);
    const tries = page.locator(".finder .hit--query");
    assert.ok((await tries.count()) >= 1 && (await tries.count()) <= 3);
    await tries.first().click();
    await hits(page).first().waitFor();
    await close();
  });

  test("says what it did not understand", async () => {
    const { page, close } = await open();
    await page.goto(site.base);
    await ask(page, "servce:tracking since:yesterday parcels");
    const said = await page.locator(".finder__say").textContent();
    assert.match(said, /“servce:” is no field.*Is “service:” meant\?/);
    assert.match(said, /“since:yesterday” is no date/);
    await close();
  });
});

describe("the page", { concurrency: 3 }, () => {
  test("filters, sorts, and has its whole state in the address", async () => {
    const { page, complaints, close } = await open({ viewport: { width: 1280, height: 900 } });
    await page.goto(site.base + "search/index.html?q=parcels");
    await results(page).first().waitFor();
    const total = async () => Number(/\d+/.exec(await page.locator("#search-status").textContent())[0]);
    const all = await total();
    const value = page.locator("#search-facets fieldset").first().locator("label").first();
    const expected = Number(await value.locator(".index__count").textContent());
    await value.click();
    await page.waitForURL(/&service=/);
    await page.waitForFunction((all) => !document.getElementById("search-status").textContent.startsWith(all + " "), all);
    assert.equal(await total(), expected);
    assert.ok(expected < all);
    await page.locator("[name=since]").fill("2026-01-01");
    await page.waitForURL(/since=2026-01-01/);
    await page.locator("[name=sort]").selectOption("date");
    await page.waitForURL(/sort=date/);
    const shared = page.url(), titles = await results(page).allTextContents();
    const dates = await page.locator("#search-results time").evaluateAll((ts) => ts.map((t) => t.dateTime));
    assert.deepEqual(dates, dates.toSorted().toReversed());
    assert.ok(dates.every((date) => date >= "2026"));

    const other = await open();
    await other.page.goto(shared);
    await results(other.page).first().waitFor();
    assert.deepEqual(await results(other.page).allTextContents(), titles, "a shared address has another answer");
    await other.close();

    await page.goBack();
    await page.goBack();
    await page.goBack();
    await page.waitForFunction((all) => document.getElementById("search-status").textContent.startsWith(all + " "), all);
    assert.equal(await page.locator("#search-facets input:checked").count(), 0);
    assert.deepEqual(complaints, []);
    await close();
  });

  test("answers while one types, without a new entry in the history for each letter", async () => {
    const { page, close } = await open();
    await page.goto(site.base + "search/");
    await page.locator("#search-page [name=q]").pressSequentially("certif");
    await results(page).first().waitFor();
    await page.waitForURL(/q=certif$/);
    assert.equal(await page.evaluate(() => history.length), 2);
    // The address is there before the answer.
    await page.locator("#search-results .hit__why", { hasText: "begins so" }).first().waitFor();
    await close();
  });

  test("a hit leads to its section, and back to the same answer", async () => {
    const { page, complaints, close } = await open();
    await page.goto(site.base + "search/?q=connection+pool");
    await results(page).first().waitFor();
    const [titles, at] = [await results(page).allTextContents(), page.url()];
    await results(page).first().locator("a").click();
    await page.locator(".found").waitFor();
    await page.goBack();
    await results(page).first().waitFor();
    assert.equal(page.url(), at);
    assert.deepEqual(await results(page).allTextContents(), titles);
    assert.deepEqual(complaints, []);
    await close();
  });

  test("shows more when asked, and goes on where that begins", async () => {
    const { page, close } = await open();
    await page.goto(site.base + "search/?q=kind:incident");
    await results(page).first().waitFor();
    assert.equal(await results(page).count(), 8);
    await page.locator(".entry--more button").click();
    await results(page).nth(8).waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.textContent), await results(page).nth(8).textContent());
    await close();
  });

  test("without JavaScript it leads to the lists, from the front page too", async () => {
    const { page, complaints, close } = await open({ javaScriptEnabled: false, viewport: { width: 360, height: 800 } });
    await page.goto(site.base);
    await page.locator("#home-search").fill("certificate");
    await page.locator(".search .button").click();
    assert.match(page.url(), /\/search\/(index\.html)?\?q=certificate$/);
    assert.equal(await page.locator("noscript").isVisible(), true);
    assert.equal(await page.locator(".seek__narrow").isVisible(), false, "filters that do nothing");
    assert.equal(await page.locator(".seek__sort").isVisible(), false);
    assert.equal(await page.locator(".finder").isVisible(), false);
    await page.screenshot({ path: join(artifacts, "search-no-script.png"), fullPage: true });
    await page.locator("#search-browse .index a").first().click();
    assert.equal(await page.locator("h1").isVisible(), true);
    assert.deepEqual(complaints, []);
    await close();
  });
});

describe("for everyone", { concurrency: 3 }, () => {
  for (const colorScheme of SCHEMES) {
    for (const width of [360, 1280]) {
      test(`${colorScheme}, ${width} px: dialog and page are accessible and fit`, async () => {
        const { page, complaints, close } = await open({ colorScheme, viewport: { width, height: 900 } });
        const shot = (name) => page.screenshot({ path: join(artifacts, `search-${name}-${width}-${colorScheme}.png`) });
        await page.goto(site.base);
        await shot("home");
        await page.keyboard.press("/");
        await page.locator(".finder [role=group]").first().waitFor();
        await shot("dialog-start");
        assert.deepEqual(await axe(page), []);
        await page.locator(".finder input").fill("conection pool");
        await hits(page).first().waitFor();
        await shot("dialog");
        assert.deepEqual(await axe(page), []);
        assert.equal(await overflow(page), 0);
        await page.locator(".finder input").fill("zzzz certificate year:2001");
        await page.getByText("Nothing was found").waitFor();
        await shot("dialog-none");
        assert.deepEqual(await axe(page), []);
        await page.goto(site.base + "search/");
        await page.locator("#search-facets fieldset").first().waitFor({ state: "attached" });
        await shot("page-start");
        assert.deepEqual(await axe(page), []);
        await page.goto(site.base + "search/?q=certifcate+connection&severity=sev1&severity=sev2");
        await results(page).first().waitFor();
        await shot("page");
        await page.locator("#search-narrow").evaluate((narrow) => (narrow.open = true));
        assert.deepEqual(await axe(page), []);
        assert.equal(await overflow(page), 0);
        await page.locator("#search-results a").first().click();
        await page.locator(".found").waitFor();
        await shot("marked");
        assert.deepEqual(await axe(page), []);
        assert.deepEqual(complaints, []);
        await close();
      });
    }
  }

  test("on paper there is nothing of it", async () => {
    const { page, close } = await open();
    await page.goto(site.base);
    await page.emulateMedia({ media: "print" });
    for (const part of ["a.find", "form.search", ".finder"]) assert.equal(await page.locator(part).isVisible(), false, part);
    await close();
  });

  test("from the disk", async () => {
    const base = pathToFileURL(site.folder + "/").href;
    const { page, complaints, close } = await openPage(browser, { base });
    await page.goto(base + "services/index.html");
    await ask(page, "conection pool");
    await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
    await page.locator(".found").waitFor();
    await page.goto(base + "index.html");
    await page.locator("#home-search").fill("");
    await page.evaluate(() => document.querySelector("form.search").submit());
    await page.waitForURL(/search\/index\.html/);
    await page.locator("#search-page [name=q]").fill("certificate");
    await results(page).first().waitFor();
    await page.locator("#search-narrow").evaluate((narrow) => (narrow.open = true));
    await page.locator("#search-facets label").first().click();
    await page.waitForURL(/service=/);
    assert.deepEqual(complaints, []);
    await close();
  });
});

describe("what should not be", { concurrency: 3 }, () => {
  const HOSTILE = [
    "certificate ".repeat(800), '"never closed', '"""', "(a+)+$ [a-z]{9} .* \\", "🔥 👩‍🚒 certificate", "שלום עולم مرحبا",
    "<img src=x onerror=alert(1)>", "'><script>alert(1)</script>", "constructor __proto__ toString hasOwnProperty", "service:constructor", "-", "*", "~2", ":", "a:b:c",
    "\u0000\u001b[31m", "x".repeat(10_000), "https://status.example/x?y=z#w",
  ];
  test("no query breaks it, and none is run", async () => {
    const { page, complaints, close } = await open();
    await page.goto(site.base + "search/");
    const field = page.locator("#search-page [name=q]");
    for (const text of HOSTILE) {
      await field.fill(text);
      await page.locator("#search-page .search .button").click();
      await page.waitForFunction((text) => new URLSearchParams(location.search).get("q") === text.trim().replace(/\u0000/g, "\u0000"), await field.inputValue());
      await field.fill("certificate");
      await results(page).first().waitFor();
    }
    for (const text of HOSTILE) {
      await page.goto(site.base + "search/?" + new URLSearchParams({ q: text.slice(0, 4000), service: text.slice(0, 200), since: text.slice(0, 20), sort: text.slice(0, 9) }));
      await page.locator("#search-status p").first().waitFor();
    }
    assert.equal(await page.locator("#search-page img, #search-page script").count(), 0);
    assert.deepEqual(complaints, []);
    await close();
  });

  test("markup in titles and texts is shown, not run", async () => {
    const folder = mkdtempSync(join(tmpdir(), "afterword-hostile-"));
    writeFileSync(join(folder, "one.md"), "---\ntitle: '<img src=x onerror=alert(1)> ate the cache'\ndate: 2025-01-02\nservices: ['<b>edge</b>']\n---\n\n## Summary <i>here</i>\n\nThe cache had `<script>alert(1)</script>` in it & more.\n");
    const hostile = await openSite(folder);
    const { page, complaints, close } = await openPage(browser, { base: hostile.base });
    await page.goto(hostile.base);
    await ask(page, "cache script");
    assert.equal(await hits(page).first().textContent(), "<img src=x onerror=alert(1)> ate the cache");
    assert.match(await page.locator(".finder .hit__text").first().textContent(), /<script>alert\(1\)<\/script>/);
    assert.equal(await page.locator(".finder img, .finder script").count(), 0);
    await page.goto(hostile.base + "search/?q=cache");
    await results(page).first().waitFor();
    assert.equal(await page.locator("#search-page img, #search-page b:not(.entry__gist > b)").count(), 0);
    assert.deepEqual(complaints, []);
    await close();
    hostile.stop();
    rmSync(folder, { recursive: true });
  });

  /** A page for which some files of the search are other ones; the complaints of the browser about them are expected. */
  async function withFile(pattern, answer) {
    const opened = await open();
    await opened.page.route(pattern, answer);
    await opened.page.goto(site.base);
    return opened;
  }
  const gone = (route) => route.fulfill({ status: 404, body: "gone" });
  const empty = (route) => route.fulfill({ contentType: "text/javascript", body: "" });
  const garbled = async (route) => {
    const body = await (await route.fetch()).text();
    return route.fulfill({ contentType: "text/javascript", body: body.replace(/","[^"]*/, '","###') });
  };

  for (const [name, answer] of [["missing", gone], ["empty", empty], ["damaged", garbled]]) {
    test(`a ${name} file of words is said, and the rest goes on`, async () => {
      const { page, close } = await withFile(/\/search\/p\//, answer);
      await ask(page, "certificate service:pickup-codes");
      await page.getByText("A part of the search could not be loaded").waitFor();
      assert.equal(await page.locator(".finder__say").getByText("Reload").isVisible(), true);
      await page.locator(".finder input").fill("service:pickup-codes");
      await hits(page).first().waitFor();
      await close();
    });
  }

  test("on the page, missing columns are said, and hits are shown all the same", async () => {
    const { page, close } = await withFile(/\/search\/columns-/, gone);
    await page.goto(site.base + "search/?q=certificate");
    await results(page).first().waitFor();
    await page.getByText("A part of the search could not be loaded").waitFor();
    assert.ok((await results(page).count()) > 0);
    await close();
  });

  test("on the page, hits are shown before facets are counted", async () => {
    let go;
    const { page, close } = await withFile(/\/search\/columns-/, (route) => new Promise((done) => (go = done)).then(() => route.continue()));
    await page.goto(site.base + "search/?q=certificate", { waitUntil: "domcontentloaded" });
    await results(page).first().waitFor();
    while (!go) await page.waitForTimeout(20);
    assert.equal(await page.locator("#search-facets input").count(), 0);
    const before = await results(page).first().boundingBox();
    go();
    await page.locator("#search-facets input").first().waitFor();
    assert.deepEqual(await results(page).first().boundingBox(), before, "the hits move when the facets come");
    await close();
  });

  test("a missing text is said, and the others are shown", async () => {
    let first = true;
    const { page, close } = await withFile(/\/search\/t\//, (route) => (first ? ((first = false), gone(route)) : route.continue()));
    await ask(page, "kind:incident");
    await page.getByText("A part of the search could not be loaded").waitFor();
    assert.equal(await hits(page).count(), 7);
    await close();
  });

  test("without its first file there is no search, and that is said", async () => {
    const { page, close } = await withFile(/\/search\/core\.js/, gone);
    await ask(page, "certificate");
    assert.match(await page.locator(".finder__say").textContent(), /could not be loaded.*Reload/);
    await close();
  });

  test("an index of another version is refused", async () => {
    const { page, close } = await withFile(/\/search\/core\.js/, async (route) => {
      const body = await (await route.fetch()).text();
      return route.fulfill({ contentType: "text/javascript", body: body.replace('"format":2', '"format":3') });
    });
    await ask(page, "certificate");
    assert.match(await page.locator(".finder__say").textContent(), /has changed since this page was opened.*Reload/);
    await page.goto(site.base + "search/?q=certificate");
    await page.getByText("has changed since").waitFor();
    await close();
  });

  test("what is typed while it is loading is searched", async () => {
    let go;
    const { page, close } = await withFile(/search-dialog/, (route) => new Promise((done) => (go = done)).then(() => route.continue()));
    await page.keyboard.press("/");
    await page.keyboard.type("certifi");
    await page.waitForFunction(() => afterword.finder);
    go();
    await hits(page).first().waitFor();
    await page.keyboard.type("cate");
    await page.waitForFunction(() => document.querySelector(".hit mark")?.textContent.length === 11);
    assert.equal(await page.locator(".finder input").inputValue(), "certificate");
    assert.equal(await page.locator(".finder").count(), 1);
    await close();
  });

  test("what was typed before the search could be loaded goes to its page", async () => {
    const { page, close } = await withFile(/search-dialog/, () => {});
    await page.keyboard.press("/");
    await page.keyboard.type("certificate");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/search\/(index\.html)?\?q=certificate/);
    await results(page).first().waitFor();
    await close();
  });

  test("a script that does not come leads to the page", async () => {
    const { page, close } = await withFile(/search-dialog/, gone);
    await page.keyboard.press("/");
    await page.waitForURL(/\/search\//);
    await close();
  });
});

test("what it weighs", () => {
  const folder = join(site.folder, "assets/js");
  const zipped = (text) => gzipSync(text, { level: 9 }).length;
  const weigh = (name) => zipped(readFileSync(join(folder, readdirSync(folder).find((file) => file.startsWith(name + ".")))));
  // What every page has for the search alone: the script with its tag, the link to the search's page.
  const page = readFileSync(join(site.folder, "services/index.html"), "utf8");
  const without = page.replace(/<script src="[^"]*\/search\.[^>]*><\/script>\n/, "").replace(/<a class="find"[^]*?<\/a>\n/, "");
  const markup = zipped(page) - zipped(without);
  assert.ok(markup > 100 && weigh("search") + markup <= 1024, `before it is opened: ${weigh("search")} + ${markup}`);
  assert.ok(weigh("search") + weigh("site") + weigh("theme-toggle") <= 4096, "all scripts of a page");
  assert.ok(weigh("search-dialog") <= 12 * 1024, `the client: ${weigh("search-dialog")}`);
  assert.ok(weigh("search-page") <= 13 * 1024, `the client of the page: ${weigh("search-page")}`);
  assert.ok(weigh("search-mark") <= 4 * 1024, `what marks words: ${weigh("search-mark")}`);
  const finder = zipped(readFileSync(join(site.folder, "search/finder.js")));
  assert.ok(finder <= 1500, `the dialog: ${finder}`);
});
