// What every page of every archive is held to, whatever is written in it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { HtmlValidate } from "html-validate";
import { axe } from "./browser.mjs";

export const KINDS = [
  "home", "postmortems", "postmortem", "services", "service", "causes", "family", "cause",
  "actions", "insights", "severities", "severity", "years", "year", "triggers", "trigger", "kinds", "kind", "tags", "tag", "search", "not-found",
];

// Of all rules only those of contrast see a difference between light and dark.
export const RULES = {
  light: { runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"] },
  dark: { runOnly: { type: "rule", values: ["color-contrast"] } },
};

/** The largest page of a kind, which has the most that can go wrong; none when the site has no such page. */
export function largest(site, kind) {
  const pages = site.pages.filter((page) => page.kind === kind);
  return pages.reduce((a, b) => (a && readFileSync(a.file).length >= readFileSync(b.file).length ? a : b), undefined);
}

export const openAll = (page) => page.evaluate(() => document.querySelectorAll("details").forEach((d) => (d.open = true)));

/** By how much a page is wider than its window, in pixels. */
export const overflow = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Headings that skip a level: `h2 then h4`. */
export async function skippedLevels(page) {
  const levels = await page.locator("h1, h2, h3, h4, h5, h6").evaluateAll((hs) => hs.map((h) => Number(h.tagName[1])));
  return levels.flatMap((level, i) => (level > (levels[i - 1] ?? 0) + 1 ? [`h${levels[i - 1]} then h${level}`] : []));
}

/** Opens a page of `site` in `page` and holds it to all that a browser can see. */
export async function checkPage(page, complaints, site, { path, kind }, scheme) {
  complaints.length = 0;
  await page.goto(site.base + path);
  await openAll(page);
  assert.equal(await overflow(page), 0, `${path} scrolls sideways`);
  if (kind !== "redirect") assert.deepEqual(await skippedLevels(page), [], path);
  assert.deepEqual(await axe(page, RULES[scheme]), [], path);
  assert.deepEqual(complaints, [], path);
}

const validator = new HtmlValidate({
  extends: ["html-validate:standard"],
  rules: {
    "no-inline-style": "error",
    // What an author wrote in Markdown may have any length, and a table of theirs any head.
    "long-title": "off",
    // tera writes what the template has; neither form is wrong.
    "void-style": "off",
  },
});

/** What is wrong with the HTML of these pages. */
export async function htmlFaults(pages) {
  const faults = [];
  for (const { file, path } of pages) {
    const report = await validator.validateFile(file);
    for (const { messages } of report.results) faults.push(...messages.map((m) => `${path}:${m.line}: ${m.ruleId}: ${m.message}`));
    const html = readFileSync(file, "utf8");
    if (html.match(/<h1[\s>]/g)?.length !== 1) faults.push(`${path}: not one h1`);
    if (/<[a-z][^>]*\s(?:style|on[a-z]+)=/i.test(html)) faults.push(`${path}: a style or handler in the text`);
  }
  return faults;
}
