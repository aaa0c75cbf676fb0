//! The documents of the small archive.

/// All of them: complete, earlier with the same cause, without front matter, withdrawn, a draft of a near miss.
pub(super) const ALL: &[(&str, &str)] = &[
    ("content/2026-03-07-pool.md", POOL),
    ("content/2025-09-30-report.md", REPORT),
    ("content/2019-05-02-mail.md", MAIL),
    ("content/2025-08-17-cache.md", CACHE),
    ("content/2025-11-28-failover.md", FAILOVER),
];

const POOL: &str = r#"---
title: Checkout returned 500s after a pool-size change
id: INC-2026-014
date: 2026-03-07
status: final
kind: incident
severity: sev2
services: [checkout, payments-db]
causes: [change/rollout-strategy, capacity/limit-reached]
trigger: config-change
detection: alert
started: 2026-03-07T09:12:00+01:00
detected: 2026-03-07T09:21:00+01:00
mitigated: 2026-03-07T09:55:00+01:00
resolved: 2026-03-07T11:16:00+01:00
impact: { users: 12000, requests_failed: 48211, types: [availability], summary: "No order was lost." }
owner: payments-sre
people: [{ name: "Ada Quillfeather", role: "on-call engineer" }]
tags: [Postgres]
related: [2025-09-30-report]
links: [{ title: "Status page", url: "https://status.example/14" }, { title: "Notes", url: "javascript:alert(1)" }]
aliases: [/wiki/pool/]
visibility: public
action_items:
  - { title: "Alert on used connection slots", kind: detect, owner: payments-sre, due: 2026-03-10, status: open, ticket: "https://tickets.example/PAY-812", addresses: capacity/limit-reached }
  - { title: "Deploy limits to one cell first", kind: prevent, owner: platform, due: 2026-04-15, status: open }
  - { title: "Show slots on the dashboard", kind: detect, owner: payments-sre, status: done }
---

# Checkout returned 500s after a pool-size change

## Summary

A change of one number emptied the connection slots of the database in all regions.

## Impact

48,211 requests failed. See the [graph](img/slots.svg) and the [report](img/report.html).

## Contributing factors

The limit is held by the client, not by the database. The same was true [last time](2025-09-30-report.md).

### What we could see

Nothing on the first page of the dashboard.

## Where we got lucky

It was a Saturday morning.

## Timeline

- 09:12 The new pool size reaches all cells.
- 09:21 The alert fires.
- 09:55 The change is rolled back.

## Action items

See the front matter.
"#;

const REPORT: &str = "---
title: The quarter-end report filled the connection slots
date: 2025-09-30
severity: sev2
services: [payments-db, reporting]
causes: [capacity/limit-reached]
detection: customer-report
started: 2025-09-30T08:00:00Z
detected: 2025-09-30T08:35:00Z
resolved: 2025-10-01T09:00:00Z
tags: [postgres]
action_items:
  - { title: \"Give each client a limit of its own\", kind: prevent, owner: payments, due: 2025-12-01, status: open }
---

## Summary

A read-only report took every slot.
";

const MAIL: &str = "mail was down for a bit this morning because the disk was full. queue drained by 11.

we should rotate the logs
";

const CACHE: &str = "---
title: The cache was poisoned by a proxy
date: 2025-08-17
status: withdrawn
severity: sev1
services: [checkout]
causes: [dependency/third-party]
tags: [cache]
---

## Summary

We believed that a proxy had stored an error page. It had not.
";

const FAILOVER: &str = "---
title: \"Near miss: the failover that would not have\"
date: 2025-11-28
status: draft
kind: near-miss
severity: P9
services: [payments-db]
causes: [observability]
---

## Summary

A replica had been nineteen hours behind since October.
";
