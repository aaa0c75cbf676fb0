// Chromium, and pages that remember everything they should not do.
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
  page.on("requestfailed", (request) => complaints.push(`failed: ${request.url()}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(base)) complaints.push(`foreign request: ${request.url()}`);
  });
  return { page, context, complaints, close: () => context.close() };
}
