//! Makes archives of any size for benchmarks and tests: the same number gives the same documents, everywhere.
//!
//! The documents have the shape of real ones (front matter, six sections, a timeline, tables, code, action items, links
//! to earlier documents, 600 to 1,500 words, a vocabulary with a long tail), not their sense.

use std::fmt::Write as _;

const SERVICES: &[&str] = &[
    "checkout",
    "ledger",
    "identity",
    "sessions",
    "catalogue",
    "search",
    "pricing",
    "basket",
    "orders",
    "tracking",
    "mail",
    "push",
    "images",
    "edge",
    "dns",
    "mesh",
    "flags",
    "vault",
    "scheduler",
    "batch",
    "event-bus",
    "streams",
    "warehouse",
    "etl",
    "metrics",
    "logs",
    "alerting",
    "billing",
    "risk",
    "mobile-gateway",
    "console",
    "primary-db",
];

const CAUSES: &[&str] = &[
    "software/defect",
    "software/race",
    "software/resource-leak",
    "software/error-handling",
    "change/rollout-strategy",
    "change/rollback-difficulty",
    "change/environment-drift",
    "testing/coverage-gap",
    "configuration/missing-guardrail",
    "configuration/unsafe-default",
    "interaction/retry-storm",
    "interaction/thundering-herd",
    "interaction/cascading-failure",
    "capacity/limit-reached",
    "capacity/noisy-neighbour",
    "dependency/third-party",
    "data/schema",
    "observability/missing-alert",
    "observability/misleading-signal",
    "knowledge/runbook",
    "knowledge/ownership-unclear",
    "infrastructure/network",
    "infrastructure/dns",
    "security/credential",
];

const TRIGGERS: &[&str] = &[
    "code-deploy",
    "config-change",
    "infra-change",
    "traffic-or-usage-change",
    "capacity-exhaustion",
    "expiry-or-time",
];

const SYMPTOMS: &[&str] = &[
    "answered with errors",
    "lost connections",
    "fell behind its queue",
    "served old prices",
    "sent messages twice",
    "rejected valid tokens",
    "filled its disk",
    "restarted in a loop",
    "returned empty results",
    "stopped writing",
];

const NOUNS: &[&str] = &[
    "request",
    "timeout",
    "retry",
    "queue",
    "consumer",
    "partition",
    "replica",
    "failover",
    "deploy",
    "canary",
    "release",
    "container",
    "node",
    "cluster",
    "namespace",
    "socket",
    "connection",
    "pool",
    "thread",
    "lock",
    "transaction",
    "query",
    "index",
    "table",
    "migration",
    "snapshot",
    "checkpoint",
    "cache",
    "eviction",
    "threshold",
    "alert",
    "dashboard",
    "metric",
    "trace",
    "histogram",
    "quota",
    "bucket",
    "backoff",
    "breaker",
    "fallback",
    "balancer",
    "upstream",
    "gateway",
    "certificate",
    "resolver",
    "record",
    "region",
    "rack",
    "switch",
    "heap",
    "volume",
    "object",
    "checksum",
    "leader",
    "lease",
    "heartbeat",
    "probe",
    "feature",
    "flag",
    "variable",
    "secret",
    "rotation",
    "session",
    "policy",
    "budget",
    "runbook",
    "hotfix",
    "batch",
    "window",
    "schedule",
    "clock",
    "invoice",
    "settlement",
    "shard",
    "tombstone",
    "vacuum",
    "slot",
];

const PATTERNS: &[&str] = &[
    "At the time, {s} was serving {n} requests per second, and the {w} of the {w} stood at {n} ms.",
    "The {w} of {s} kept every {w} for {n} seconds, so that the {w} grew with each {w}.",
    "The first unusual {w} came from `{h}`, where the {w} had been full for {n} minutes.",
    "A change to the {w} (`{x}`) reached production through the usual {w}, in all regions within {n} seconds.",
    "Because {s} repeats each {w} without jitter, a single {w} became {n} within a minute.",
    "The on-call engineer saw the {w} rise while the {w} stayed flat, which pointed to the {w}.",
    "Customers saw the {w} page load for {n} seconds; support counted {n} questions.",
    "Rolling back {s} brought the {w} down and left {n} rows of the {w} in two states.",
    "The alert on the {w} waits for {n} minutes, a value from before the {w} was split.",
    "Neither the {w} nor the test environment had more than {n} sessions at once.",
    "The log of {s} showed `{e}` for each {w}, between two lines about the {w}.",
    "More replicas of {s} did not help, since the {w} was bound by the {w} of the primary.",
    "The runbook for the {w} describes the {w} of the old cluster and was last used {n} months ago.",
    "The limit of the {w} had been raised from {n} to {n} after an earlier {w} and was not part of the plan.",
    "Load on {s} had grown by {n} % since the last review, which assumed a {w} of {n}.",
];

const ERRORS: &[&str] =
    &["ECONNRESET", "deadline exceeded", "too many connections", "no space left on device", "x509: expired"];

/// A linear congruential generator (Knuth, MMIX): small, and the same everywhere.
#[derive(Debug)]
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % n.max(1)
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }

    /// Words of the front of the list come more often, as in any language.
    fn skewed<'a>(&mut self, words: &[&'a str]) -> &'a str {
        let (a, b) = (self.below(words.len()), self.below(words.len()));
        words[a.min(b)]
    }

    fn word(&mut self) -> String {
        match self.below(12) {
            // The long tail: words that few documents share.
            0 => format!("{}-{}", self.pick(NOUNS), self.pick(NOUNS)),
            1 => format!("{}{}", self.pick(NOUNS), self.below(400)),
            _ => self.skewed(NOUNS).to_owned(),
        }
    }

    fn sentence(&mut self) -> String {
        let pattern = self.pick(PATTERNS);
        let mut sentence = String::new();
        let mut rest = pattern;
        while let Some((before, after)) = rest.split_once('{') {
            sentence.push_str(before);
            let (hole, after) = after.split_once('}').unwrap_or((after, ""));
            match hole {
                "s" => sentence.push_str(self.skewed(SERVICES)),
                "n" => sentence.push_str(&self.below(900).to_string()),
                "h" => {
                    let _ = write!(sentence, "{}-{}.internal", self.pick(SERVICES), self.below(60));
                }
                "x" => {
                    let _ = write!(sentence, "{:07x}", self.below(0x0fff_ffff));
                }
                "e" => sentence.push_str(self.pick(ERRORS)),
                _ => sentence.push_str(&self.word()),
            }
            rest = after;
        }
        sentence + rest
    }

    fn paragraph(&mut self, out: &mut String) {
        for _ in 0..3 + self.below(4) {
            out.push_str(&self.sentence());
            out.push(' ');
        }
        out.truncate(out.trim_end().len());
        out.push_str("\n\n");
    }
}

/// The path and the text of document number `i`. Links go to documents of smaller numbers only, so that an archive of
/// 100 is the beginning of an archive of 1,000.
pub(crate) fn document(i: usize) -> (String, String) {
    let mut random = Random(0x9e37_79b9_7f4a_7c15 ^ (i as u64).wrapping_mul(0x2545_f491_4f6c_dd1d));
    random.below(2);
    let service = random.skewed(SERVICES);
    let other = random.skewed(SERVICES);
    let (first, second) = (random.skewed(CAUSES), random.skewed(CAUSES));
    let (year, month, day) = (2016 + i % 10, 1 + random.below(12), 1 + random.below(28));
    let (hour, minute) = (random.below(22), random.below(60));
    let symptom = random.pick(SYMPTOMS);
    let mut text = String::with_capacity(8 * 1024);
    let _ = write!(
        text,
        "---\ntitle: \"{service} {symptom} ({i})\"\nid: INC-{i:06}\ndate: {year}-{month:02}-{day:02}\nstatus: final\n\
         severity: sev{}\nservices: [{service}, {other}]\ncauses: [{first}, {second}]\ntrigger: {}\n\
         started: {year}-{month:02}-{day:02}T{hour:02}:{minute:02}:00Z\nresolved: {year}-{month:02}-{day:02}T{:02}:{minute:02}:00Z\n\
         owner: {service}-team\ntags: [{}, {}]\n---\n\n",
        1 + random.below(4),
        random.pick(TRIGGERS),
        hour + 1,
        random.pick(NOUNS),
        random.pick(NOUNS),
    );
    for heading in ["Summary", "Impact"] {
        let _ = write!(text, "## {heading}\n\n");
        random.paragraph(&mut text);
        random.paragraph(&mut text);
    }
    text.push_str("| Region | Requests | Errors |\n| --- | ---: | ---: |\n");
    for region in ["north", "south", "west"] {
        let _ = writeln!(text, "| {region} | {} | {} |", random.below(90_000), random.below(9_000));
    }
    text.push_str("\n## Timeline\n\nAll times UTC.\n\n| Time | Event |\n| --- | --- |\n");
    for step in 0..6 + random.below(8) {
        let _ = writeln!(text, "| {hour:02}:{:02} | {} |", (minute + step * 3) % 60, random.sentence());
    }
    text.push_str("\n## Contributing factors\n\n");
    for _ in 0..2 + random.below(3) {
        random.paragraph(&mut text);
    }
    let _ = write!(
        text,
        "```yaml\n{}:\n  {}: {}\n  {}: {}s\n```\n\n",
        random.pick(NOUNS),
        random.pick(NOUNS),
        random.below(100),
        random.pick(NOUNS),
        random.below(60)
    );
    if i > 0 {
        let _ = write!(text, "It resembles [an earlier one]({}.md).\n\n", stem(random.below(i)));
    }
    text.push_str("## Lessons learned\n\n### What went well\n\n");
    for _ in 0..2 {
        let _ = writeln!(text, "- {}", random.sentence());
    }
    text.push_str("\n### Where we got lucky\n\n");
    let _ = write!(text, "- {}\n\n## Action items\n\n", random.sentence());
    text.push_str("| Action | Kind | Owner | Due | Ticket | Status |\n| --- | --- | --- | --- | --- | --- |\n");
    for kind in ["prevent", "detect", "mitigate"] {
        let status = random.pick(&["done", "open", "done"]);
        let _ = writeln!(
            text,
            "| Limit the {} of the {} to {} | {kind} | {service}-team | {}-{month:02}-28 | OPS-{} | {status} |",
            random.word(),
            random.word(),
            random.below(500),
            year + 1,
            random.below(9_000)
        );
    }
    (format!("{}.md", stem(i)), text)
}

/// The same document as archives without front matter have it: its facts behind labels, in a table, in headings or in
/// the name of the file alone.
pub(crate) fn bare_document(i: usize) -> (String, String) {
    let (path, text) = document(i);
    let (matter, body) = text.strip_prefix("---\n").and_then(|text| text.split_once("---\n")).unwrap_or(("", &text));
    let facts: Vec<(&str, &str)> = matter
        .lines()
        .filter_map(|line| line.split_once(": "))
        .map(|(key, value)| (key, value.trim_matches(['"', '[', ']'])))
        .collect();
    let title = facts.first().map_or("", |(_, title)| *title);
    let date = facts.iter().find(|(key, _)| *key == "date").map_or("", |(_, date)| *date);
    let said = facts.iter().skip(1).filter(|(key, _)| !["causes", "trigger", "tags"].contains(key));
    let mut text = format!("# {title}\n\n");
    match i % 4 {
        0 => said.for_each(|(key, value)| {
            let _ = writeln!(text, "**{key}:** {value}  ");
        }),
        1 => {
            text.push_str("| Field | Value |\n| --- | --- |\n");
            said.for_each(|(key, value)| {
                let _ = writeln!(text, "| {key} | {value} |");
            });
        }
        2 => said.for_each(|(key, value)| {
            let _ = write!(text, "## {key}: {value}\n\n");
        }),
        _ => return (format!("{date}-{path}"), text + body),
    }
    (path, text + body)
}

fn stem(i: usize) -> String {
    format!("{}-incident-{i:06}", 2016 + i % 10)
}
