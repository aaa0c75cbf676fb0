// Makes the README's pictures from the example site: node screenshots.mjs (after npm ci and cargo build).
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { openBrowser } from "./browser.mjs";
import { openSite } from "./site.mjs";

const images = join(import.meta.dirname, "../../docs/images");
const shown = "2026-06-16-parcel-db-out-of-connections-again";

mkdirSync(images, { recursive: true });
const [site, browser] = await Promise.all([openSite(), openBrowser()]);
const { path } = site.pages.find((page) => page.file.includes(shown));
for (const colorScheme of ["light", "dark"]) {
  const context = await browser.newContext({ colorScheme, viewport: { width: 1200, height: 900 } });
  const page = await context.newPage();
  await page.goto(new URL(path, site.base).href);
  await page.screenshot({ path: join(images, `postmortem-${colorScheme}.png`) });
}
await browser.close();
site.stop();
