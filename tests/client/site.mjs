// The search of a built site, read from the disk instead of loaded by script elements.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");
const binary = process.env.AFTERWORD ?? join(root, "target/debug/afterword");

export const core = createRequire(import.meta.url)("../../themes/default/assets/js/search-dialog.js");

/** Builds an archive of the project; `remove` takes the site away. */
export function buildSite(archive) {
  const folder = mkdtempSync(join(tmpdir(), "afterword-client-"));
  execFileSync(binary, ["build", join(root, archive), "--out", folder], { stdio: "pipe" });
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** What a file of the index hands over: its statement without the call around it is the inside of a JSON array. */
export function content(text) {
  const [, ...content] = JSON.parse(`[${text.slice("afterword.load(".length, -");\n".length)}]`);
  return content;
}

/** Opens the index in the folder `search/` of a site; `change` may replace a file's content, or throw. */
export const openIndex = (folder, change = (name, content) => content) =>
  core.open(async (name) => change(name, content(await readFile(join(folder, `${name}.js`), "utf8"))));
