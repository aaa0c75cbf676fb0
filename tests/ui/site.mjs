// The site under test: built once with the debug binary, served below a path with a strict policy, closed at the end.
import { execFileSync } from "node:child_process";
import { createServer } from "node:http";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join, resolve, sep } from "node:path";

const root = resolve(import.meta.dirname, "../..");
export const binary = process.env.AFTERWORD ?? join(root, "target/debug/afterword");
const TYPES = {
  ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".json": "application/json",
  ".svg": "image/svg+xml", ".xml": "application/xml", ".png": "image/png", ".jpg": "image/jpeg", ".txt": "text/plain", ".text": "text/plain",
};

/** Where the site stands: not at the root of its host, as on GitHub Pages. */
const PREFIX = "/library/wrenpost/";
/** The same without a policy, as hosts serve it that cannot be told one. */
const LAX_PREFIX = "/lax/wrenpost/";
export const POLICY = "default-src 'self'";

/** Builds `archive` and serves it, under `base` with a strict policy, under `lax` without one; `stop` ends the server and
    removes the files. */
export async function openSite(archive = "example-site") {
  const folder = mkdtempSync(join(tmpdir(), "afterword-ui-"));
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://x").pathname);
    const prefix = path.startsWith(LAX_PREFIX) ? LAX_PREFIX : PREFIX;
    const file = path.startsWith(prefix) ? resolve(folder, path.slice(prefix.length)) : "";
    const found = [file, join(file, "index.html")].find((f) => f.startsWith(folder + sep) && isFile(f));
    const answer = found ?? join(folder, "404.html");
    response.writeHead(found ? 200 : 404, {
      "content-type": TYPES[extname(answer)] ?? "application/octet-stream",
      ...(prefix === PREFIX && { "content-security-policy": POLICY }),
    });
    response.end(readFileSync(answer));
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const base = `http://127.0.0.1:${server.address().port}${PREFIX}`;
  const lax = `http://127.0.0.1:${server.address().port}${LAX_PREFIX}`;
  const stop = () => {
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    execFileSync(binary, ["build", resolve(root, archive), "--out", folder, "--base-url", base, "--no-cache"], { stdio: "pipe" });
  } catch (error) {
    stop();
    throw new Error(`the site of ${archive} is not built: ${error.stderr}`);
  }
  return { folder, base, lax, pages: pagesOf(folder), stop };
}

/** All pages as `{ path, kind }`; the path is relative to the site, without `index.html`. */
function pagesOf(folder) {
  return readdirSync(folder, { recursive: true })
    .map((name) => name.split(sep).join("/"))
    .filter((name) => name.endsWith(".html"))
    .sort()
    .map((name) => ({ path: name.replace(/(^|\/)index\.html$/, "$1"), file: join(folder, name), kind: kindOf(name) }));
}

function kindOf(name) {
  const parts = name.split("/");
  if (parts.length === 1) return name === "404.html" ? "not-found" : "home";
  const single = {
    postmortems: "postmortem", services: "service", causes: "cause", severities: "severity", years: "year", triggers: "trigger", kinds: "kind", tags: "tag", search: "search",
    actions: "actions", insights: "insights",
  }[parts[0]];
  if (!single) return "redirect";
  if (parts.length === 2) return parts[0];
  return single === "cause" && parts.length === 3 ? "family" : single;
}

const isFile = (path) => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
