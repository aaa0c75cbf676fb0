// Damages the files of a site's search in any way and asks the client: it answers or refuses, and soon.
//
// usage: node fuzz/shards.mjs [SECONDS] [SEED] [ROUND]     AFTERWORD names the program, as for the tests of the client
//
// A round is the same wherever it is begun: what was slow or wrong is seen again with its number and a few seconds.
import { join } from "node:path";
import { Worker, isMainThread, parentPort, workerData } from "node:worker_threads";
import { buildSite, openIndex } from "../tests/client/site.mjs";

const QUERIES = ["certificate", '"connection pool"', "certifcate~", "service:pickup-codes parcels", "c*", "tag:dns", "-pool expired", "timeout"];
const SILENCE = 30_000;

/** The same numbers from the same seed, 0 to 2^32 (xorshift). */
function random(seed) {
  let state = seed >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** A value with something wrong in it: a text cut, doubled, with other characters; a number that is another; a key gone. */
function damaged(value, roll) {
  if (typeof value === "string") {
    const at = roll(value.length + 1), to = at + roll(9);
    const piece = Array.from({ length: roll(6) }, () => String.fromCharCode(roll(4) ? 32 + roll(95) : roll(0x10000))).join("");
    return [value.slice(0, at), value.slice(at), value.slice(0, at) + piece + value.slice(to), value + value][roll(4)];
  }
  if (typeof value === "number") return [0, -1, 1.5, 2 ** 32, NaN, value + 1, "7", null][roll(8)];
  if (Array.isArray(value)) {
    if (!value.length) return [null];
    const copy = [...value], at = roll(copy.length);
    if (roll(4)) copy[at] = damaged(copy[at], roll);
    else copy.splice(at, roll(3));
    return copy;
  }
  if (value && typeof value === "object") {
    const keys = Object.keys(value);
    if (!keys.length) return null;
    const key = keys[roll(keys.length)];
    const copy = { ...value, [key]: damaged(value[key], roll) };
    if (!roll(4)) delete copy[key];
    return copy;
  }
  return [null, {}, [], "x", 1][roll(5)];
}

async function run({ folder, seed, seconds, first }) {
  const end = performance.now() + seconds * 1000;
  let round = first, refused = 0;
  for (; performance.now() < end; round++) {
    const roll = random(Math.imul(seed + round, 0x9e3779b1) ^ round);
    for (let i = 0; i < 8; i++) roll(2);
    parentPort.postMessage(`round ${round} of seed ${seed}`);
    const share = 1 + roll(4);
    const change = (name, content) => {
      if (roll(share)) return content;
      if (!roll(6)) throw new Error("404");
      return damaged(content, roll);
    };
    let answer;
    try {
      const index = await openIndex(folder, change);
      answer = await index.search(QUERIES[roll(QUERIES.length)], { typing: !roll(2) });
    } catch {
      // The interface says that the search cannot be used.
      refused++;
      continue;
    }
    if (!Number.isInteger(answer.total) || answer.total < 0 || !Array.isArray(answer.hits)) {
      throw new Error(`round ${round} of seed ${seed}: ${JSON.stringify(answer).slice(0, 300)}`);
    }
  }
  parentPort.postMessage({ round: round - first, refused });
}

if (isMainThread) {
  const [seconds = "60", seed = "1", first = "0"] = process.argv.slice(2);
  const site = buildSite("example-site");
  let last = "the start", silent;
  const stop = (code, message) => {
    clearTimeout(silent);
    site.remove();
    console.log(message);
    process.exit(code);
  };
  const listen = () => {
    clearTimeout(silent);
    silent = setTimeout(() => stop(1, `no answer after ${SILENCE} ms: ${last}`), SILENCE);
  };
  const worker = new Worker(new URL(import.meta.url), { workerData: { folder: join(site.folder, "search"), seed: Number(seed), seconds: Number(seconds), first: Number(first) } });
  worker.on("message", (message) => {
    if (typeof message === "object") stop(0, `${message.round} rounds, ${message.refused} refused, the others answered`);
    last = message;
    listen();
  });
  worker.on("error", (error) => stop(1, `${last}: ${error.stack}`));
  listen();
} else await run(workerData);
