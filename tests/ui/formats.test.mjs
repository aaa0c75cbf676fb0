// What programs read of the example site: feeds, sitemap, cards, structured data; and what its pages weigh.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { parseAtomFeed, parseJsonFeed } from "feedsmith";
import { openBrowser } from "./browser.mjs";
import { openSite } from "./site.mjs";

let site, browser, parser;
before(async () => {
  [site, browser] = await Promise.all([openSite(), openBrowser()]);
  parser = await browser.newPage();
});
after(async () => {
  await browser?.close();
  site?.stop();
});

const read = (path) => readFileSync(join(site.folder, path), "utf8");
const files = (suffix) => readdirSync(site.folder, { recursive: true }).filter((name) => name.endsWith(suffix)).map((name) => name.replaceAll("\\", "/")).sort();
const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/** The file of an address of the site; none when it leads elsewhere or nowhere. */
function fileOf(address) {
  if (!address.startsWith(site.base)) return undefined;
  const path = decodeURI(address.slice(site.base.length)).replace(/(^|\/)$/, "$1index.html");
  return existsSync(join(site.folder, path)) ? path : undefined;
}

/** What a browser's XML parser, which forgives nothing, makes of a file: elements as `{ name, text, attributes, children }`. */
const xml = (path) =>
  parser.evaluate((text) => {
    const document = new DOMParser().parseFromString(text, "application/xml");
    const fault = document.querySelector("parsererror");
    if (fault) throw new Error(fault.textContent);
    const tree = (e) => ({
      name: e.localName, space: e.namespaceURI, text: e.textContent, children: [...e.children].map(tree),
      attributes: Object.fromEntries([...e.attributes].map((a) => [a.name, a.value])),
    });
    return tree(document.documentElement);
  }, read(path));

test("every Atom feed is one by RFC 4287, and a feed reader gets all of it", async () => {
  const feeds = files("feed.xml");
  assert.ok(feeds.length > 10, "hardly any feed");
  const ids = new Map();
  for (const path of feeds) {
    const feed = await xml(path);
    assert.equal(feed.space, "http://www.w3.org/2005/Atom", path);
    const one = (element, name) => {
      const found = element.children.filter((child) => child.name === name);
      assert.equal(found.length, 1, `${path}: ${found.length} × <${name}>`);
      return found[0];
    };
    const entries = feed.children.filter((child) => child.name === "entry");
    // A cause that only a draft names has a feed that waits.
    if (path === "feed.xml") assert.ok(entries.length > 10, "hardly an entry");
    for (const element of [feed, ...entries]) {
      assert.match(one(element, "updated").text, RFC3339, path);
      assert.ok(one(element, "title").text.trim(), path);
      const id = new URL(one(element, "id").text).href;
      const page = element.children.find((child) => child.name === "link" && child.attributes.rel === "alternate");
      assert.ok(fileOf(page.attributes.href), `${path}: ${page.attributes.href}`);
      // An id is for one thing, and the same in all feeds.
      assert.equal(ids.get(id) ?? page.attributes.href, page.attributes.href, id);
      ids.set(id, page.attributes.href);
    }
    one(feed, "author");
    assert.equal(feed.children.find((child) => child.attributes.rel === "self").attributes.href, site.base + path);
    const times = entries.map((entry) => one(entry, "updated").text);
    assert.deepEqual(times, times.toSorted().reverse(), path);
    if (times.length > 0) assert.equal(one(feed, "updated").text, times[0], path);

    const parsed = parseAtomFeed(read(path));
    assert.deepEqual((parsed.entries ?? []).map((entry) => [entry.id, entry.title.value, entry.links[0].href]), entries.map((entry) => [
      one(entry, "id").text, one(entry, "title").text, one(entry, "link").attributes.href,
    ]), path);
  }
});

test("the JSON feed has what the Atom feed has", () => {
  const [atom, json] = [parseAtomFeed(read("feed.xml")), parseJsonFeed(read("feed.json"))];
  assert.equal(JSON.parse(read("feed.json")).version, "https://jsonfeed.org/version/1.1");
  assert.equal(json.feed_url, site.base + "feed.json");
  assert.deepEqual(json.items.map((item) => [item.id, item.title, item.url]), atom.entries.map((entry) => [entry.id, entry.title.value, entry.links[0].href]));
  for (const item of json.items) assert.ok(item.content_text || item.content_html, item.url);
});

const attribute = (html, pattern) => pattern.exec(html)?.[1].replaceAll("&amp;", "&").replaceAll("&#39;", "'").replaceAll("&quot;", '"');

test("the sitemap has every page that may be found, each by its canonical address, and no other", async () => {
  const map = await xml("sitemap.xml");
  assert.equal(map.space, "http://www.sitemaps.org/schemas/sitemap/0.9");
  const listed = map.children.map((url) => {
    assert.deepEqual([url.name, url.children.map((child) => child.name)], ["url", ["loc"]]);
    return url.children[0].text;
  });
  assert.deepEqual(listed, [...new Set(listed)].toSorted(), "not sorted, or not once each");
  const canonical = site.pages.flatMap(({ file, kind }) => {
    const html = readFileSync(file, "utf8");
    if (/<meta name="robots" content="noindex">/.test(html) || kind === "search") return [];
    return [attribute(html, /<link rel="canonical" href="([^"]*)">/)];
  });
  assert.deepEqual(canonical.toSorted(), listed);
  for (const address of listed) assert.ok(fileOf(address), address);
  assert.match(read("robots.txt"), new RegExp(`^Sitemap: ${site.base}sitemap\\.xml$`, "m"));
});

test("cards and structured data say what the page says", () => {
  let described = 0;
  for (const { file, path, kind } of site.pages) {
    if (kind === "redirect") continue;
    const html = readFileSync(file, "utf8");
    const card = (name) => attribute(html, new RegExp(`<meta property="og:${name}" content="([^"]*)">`));
    const canonical = attribute(html, /<link rel="canonical" href="([^"]*)">/);
    assert.ok(card("title") && card("site_name"), path);
    assert.equal(card("type"), kind === "postmortem" ? "article" : "website", path);
    assert.equal(card("url"), canonical, path);
    const data = [...html.matchAll(/<script type="application\/ld\+json">([^]*?)<\/script>/g)].map((match) => JSON.parse(match[1]));
    assert.equal(data.length, kind === "postmortem" && !/content="noindex"/.test(html) ? 1 : 0, path);
    for (const article of data) {
      described++;
      assert.deepEqual([article["@context"], article["@type"]], ["https://schema.org", "TechArticle"]);
      assert.equal(article.url, canonical);
      assert.ok(fileOf(article.url) && article.isPartOf.url === site.base, path);
      assert.equal(article.headline, card("title"));
      assert.match(article.inLanguage, /^[a-z]{2}/);
      assert.match(article.temporalCoverage ?? "2026-01-01", /^\d{4}-\d\d-\d\d/);
      assert.ok(article.about.every((thing) => thing["@type"] === "Thing" && thing.name), path);
      // Who wrote it is not for search engines to know.
      assert.equal("author" in article, false, path);
    }
  }
  assert.ok(described > 0, "no postmortem is described");
});

test("an old address leads on, without a script too", () => {
  const redirects = site.pages.filter(({ kind }) => kind === "redirect");
  assert.ok(redirects.length > 0, "the example site has no alias");
  for (const { file, path } of redirects) {
    const html = readFileSync(file, "utf8");
    const to = new URL(attribute(html, /<meta http-equiv="refresh" content="0; url=([^"]*)">/), site.base + path);
    assert.ok(fileOf(to.href), `${path} → ${to}`);
    assert.equal(fileOf(attribute(html, /<link rel="canonical" href="([^"]*)">/)), fileOf(to.href), path);
  }
});

test("a page weighs what it may", () => {
  const weigh = (path) => gzipSync(readFileSync(path), { level: 9 }).length;
  const assets = (suffix) => files(suffix).filter((name) => name.startsWith("assets/css/")).map((name) => weigh(join(site.folder, name)));
  const css = assets(".css").reduce((sum, bytes) => sum + bytes, 0);
  assert.ok(css <= 10 * 1024, `style sheets: ${css}`);
  for (const { file, path, kind } of site.pages) {
    // Without its own text a postmortem's page is lighter still; a list grows with what it lists.
    if (kind === "postmortem") assert.ok(weigh(file) <= 14 * 1024, `${path}: ${weigh(file)}`);
  }
});
