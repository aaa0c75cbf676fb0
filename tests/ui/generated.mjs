// Archives that the tests write themselves: of any size, with the titles and the texts that layouts break on.
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const TITLES = [
  "X",
  "Orders failed",
  "決済サービスが四十三分間、注文を受け付けられなくなった",
  `The night in which ${"the second region waited for the first one, ".repeat(7)}and nobody was told`,
  "payments-gateway-eu-central-1-blue-canary-4711-connection-pool-exhausted-after-failover".repeat(2),
  "A < B && \"C\" > 'D' <script>alert(1)</script> `code` *stars* [brackets](x)",
  "انقطاع خدمة الدفع لمدة ثلاث وأربعين دقيقة",
  "🔥",
  "2026",
];
const CAUSES = [
  "capacity/limit-reached", "change/rollout-strategy", "interaction/hidden-coupling", "observability/missing-alert",
  "configuration/unsafe-default", "knowledge/runbook", "organization/goal-conflict", "a-family-of-our-own/with-a-leaf-that-has-a-long-name",
];
const SERVICES = ["checkout", "決済", "a-service-whose-name-is-longer-than-its-purpose-and-than-most-columns", "db", "mail"];
const ONE_OF = (list, i) => list[i % list.length];

const WIDE = `| ${Array.from({ length: 14 }, (_, i) => `Column ${i}`).join(" | ")} |\n|${" --- |".repeat(14)}\n| ${Array.from({ length: 14 }, (_, i) => `value-${i}-without-a-break`).join(" | ")} |\n`;

/** Texts: one that has everything, one in Japanese, a sentence, nothing. */
const BODIES = [
  () => `## Summary

Requests went to <placeholder> and \`<another-one>\`, see https://example.com/${"a-path-without-an-end-".repeat(8)}x, ${"supercalifragilistic".repeat(8)}.

## Impact

${WIDE}
> [!WARNING]
> A warning with **weight**, and a note.[^n]

[^n]: The note, with \`code\`.

## Timeline

All times UTC.

- 09:12 **Impact begins.**
- 09:20 **Detected.** ${"word ".repeat(60)}
- 10:17 **Resolved.**

## Contributing factors

1. One
   - two
     - three
       - four with ~~strike~~ and <kbd>Ctrl</kbd>

<details><summary>More</summary>

\`\`\`sql
select ${"a_column, ".repeat(40)} 1;
\`\`\`

\`\`\`mermaid
graph LR; a-->b
\`\`\`

</details>

# Another h1

###### And a sixth level

## Action items

- [x] Refuse it (prevent; owner: payments; due 2026-04-01; PAY-812)
- [ ] ${"Say it at length, ".repeat(20)}
`,
  () => `## 概要

注文が停止した。原因は接続数の上限であり、設定の変更が全リージョンに同時に反映された。${"長い文が続く。".repeat(20)}

## タイムライン

- 09:12 影響が始まる。
- 09:20 アラートで検知。
- 10:17 復旧。

## 対策

- 上限をリージョンごとに設定する（決済チーム）
`,
  () => "Mail was down for a bit this morning because the disk was full.\n",
  () => "",
];

/** The document `i` of an archive, as `[path, text]`; every fifth has no front matter, and every seventh no day either. */
function document(i) {
  const title = ONE_OF(TITLES, i);
  const date = `${2013 + (i % 13)}-${String(1 + (i % 12)).padStart(2, "0")}-${String(1 + (i % 28)).padStart(2, "0")}`;
  const body = ONE_OF(BODIES, i)();
  if (i % 5 === 4) return [i % 7 ? `${date}-bare-${i}.md` : `bare-${i}.md`, `# ${title}\n\n${body}`];
  const front = {
    title, date, severity: ONE_OF(["sev1", "sev2", "sev3", "sev4"], i), status: ONE_OF(["final", "final", "draft", "review", "withdrawn", "final"], i),
    kind: ONE_OF(["incident", "incident", "near-miss", "exercise"], i), services: SERVICES.slice(0, 1 + (i % 5)).concat(`service-${i % 40}`),
    causes: [ONE_OF(CAUSES, i), ONE_OF(CAUSES, i + 1)], trigger: "config-change", detection: ONE_OF(["alert", "luck", "customer-report"], i),
    started: `${date}T09:12:00Z`, detected: `${date}T09:${20 + (i % 30)}:00Z`, resolved: `${date}T1${i % 10}:17:00Z`,
    owner: ONE_OF(["payments", "決済チーム", "a-team-with-a-name-that-goes-on-and-on"], i), tags: [`tag-${i % 60}`, "日本語"],
    impact: { users: 10 ** (i % 9), summary: title }, people: [{ name: "Kim Doe", role: "on-call engineer" }],
  };
  // JSON is YAML.
  return [`${date}-document-${i}.md`, `---\n${Object.entries(front).map(([key, value]) => `${key}: ${JSON.stringify(value)}`).join("\n")}\n---\n\n${body}`];
}

/** Writes an archive that counts `count` documents and gives its folder. One that counts none has a withdrawn one. */
export function writeArchive(count, config = "") {
  const folder = mkdtempSync(join(tmpdir(), "afterword-generated-"));
  const documents = Array.from({ length: count }, (_, i) => document(i));
  if (count === 0) documents.push(["2026-03-07-withdrawn.md", "---\nstatus: withdrawn\n---\n\n# Nothing was wrong after all\n"]);
  const files = [["afterword.toml", config], ...documents];
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}
