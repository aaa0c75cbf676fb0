// Chromium, and pages that remember everything they should not do.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

export const WIDTHS = [360, 768, 1280];
export const SCHEMES = ["light", "dark"];

export const openBrowser = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update"],
  });

/** A page of a new context; `complaints` collects console messages, errors and requests that leave `base`. */
export async function openPage(browser, { base, ...options }) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const complaints = [];
  page.on("console", (message) => complaints.push(`console ${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
  page.on("requestfailed", (request) => {
    // What the page had not needed yet when the test went on to the next one.
    if (request.failure()?.errorText !== "net::ERR_ABORTED") complaints.push(`failed: ${request.url()}`);
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(base)) complaints.push(`foreign request: ${request.url()}`);
  });
  return { page, context, complaints, close: () => context.close() };
}

export const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const ALL_RULES = { runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"] };

/** What axe finds in a page, in words. */
export async function axe(page, options = ALL_RULES) {
  // Evaluated and not added as a tag, so that the strict policy stays in force.
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate((options) => axe.run(document, { preload: false, ...options }), options);
  return violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.html.slice(0, 160)} (${n.failureSummary.replace(/\s+/g, " ")})`));
}
