use std::collections::BTreeMap;

use jiff::civil::date;
use snapbox::{assert_data_eq, str};

use super::*;
use crate::parse::{blocks, sections};

/// Entries of a document whose incident began on 2026-03-07, with the zone `+01:00` configured.
#[track_caller]
fn check(text: &str, expected: impl snapbox::IntoData) {
    let blocks = blocks::read(text, 0).blocks;
    let outline = sections::outline(&blocks, u32::MAX, &BTreeMap::new());
    let (mut timeline, drafts) = read(&blocks, &outline);
    let configured = time::zone("+01:00");
    let zones = Zones { configured: configured.as_ref(), ..Zones::default() };
    resolve(&mut timeline, &drafts, Some(date(2026, 3, 7)), zones);
    let zone = timeline.zone.as_ref().map_or("-", |zone| zone.value.as_str());
    let mut shown = format!("{:?}, zone {zone}\n", timeline.format);
    for entry in &timeline.entries {
        let at = entry.at.map_or("-".to_owned(), |at| at.to_string());
        let written = entry.time.as_ref().map_or("-", |time| time.value.as_str());
        let milestone = entry.milestone.map_or(String::new(), |milestone| format!(" <{}>", milestone.as_str()));
        shown.push_str(&format!("{at} [{written}]{milestone} {}\n", entry.text.replace('\n', " / ")));
        if let Some(time) = &entry.time {
            let source = &text[time.span.range()];
            assert!(entry.span.contains(time.span), "{source}");
        }
    }
    assert_data_eq!(shown, expected);
}

#[test]
fn lists() {
    check(
        "## Timeline (UTC)
- 09:12 – Deploy of the router *(outage starts)*
- **09:20** **Detection:** the pager rings
  - twice
- [09:31]: rolled back
- ...
- Traffic is normal (09:40).
- Later: a quiet evening
",
        str![[r#"
List, zone UTC
2026-03-07T09:12:00Z [09:12] <started> Deploy of the router (outage starts)
2026-03-07T09:20:00Z [09:20] <detected> Detection: the pager rings / twice
2026-03-07T09:31:00Z [09:31] rolled back
2026-03-07T09:40:00Z [09:40] Traffic is normal
- [-] Later: a quiet evening

"#]],
    );
}

#[test]
fn a_list_without_any_time_is_still_a_timeline() {
    check(
        "## Timeline\n- The certificate expires\n- Resolved: a new one is in place\n",
        str![[r#"
List, zone -
- [-] The certificate expires
- [-] <resolved> Resolved: a new one is in place

"#]],
    );
}

#[test]
fn days_above_and_midnight() {
    check(
        "## Timeline
### 2026-03-08
- 22:10 alert
- 23:55 restart
- 00:20 quiet
### March 10
- 08:00 review
",
        str![[r#"
List, zone -
2026-03-08T22:10:00+01:00 [22:10] alert
2026-03-08T23:55:00+01:00 [23:55] restart
2026-03-09T00:20:00+01:00 [00:20] quiet
2026-03-10T08:00:00+01:00 [08:00] review

"#]],
    );
    check(
        "## Timeline\n- **7 March 2026**\n  - 21:00 alert\n  - 21:30 fixed\n- **8 March 2026**\n  - 09:00 review\n",
        str![[r#"
List, zone -
2026-03-07T21:00:00+01:00 [21:00] alert
2026-03-07T21:30:00+01:00 [21:30] <resolved> fixed
2026-03-08T09:00:00+01:00 [09:00] review

"#]],
    );
}

#[test]
fn tables() {
    check(
        "## Timeline
| # | Time (UTC) | What happened |
|---|------------|---------------|
| 1 | 09:12 | Deploy |
| 2 | ~09:20 | **Detection:** alert |
| 3 | | Nobody remembers |
| 4 | 09:31 – 09:40 | Rolled back |
",
        str![[r#"
Table, zone UTC
2026-03-07T09:12:00Z [09:12] Deploy
2026-03-07T09:20:00Z [09:20] <detected> Detection: alert
- [-] Nobody remembers
2026-03-07T09:31:00Z [09:31 – 09:40] Rolled back

"#]],
    );
    check(
        "## Timeline
| Date | Time | Event |
|------|------|-------|
| 2026-03-07 | 23:50 | Deploy |
| | 23:58 | Alert |
| 2026-03-08 | 00:10 | Rolled back |
",
        str![[r#"
Table, zone -
2026-03-07T23:50:00+01:00 [2026-03-07 23:50] Deploy
2026-03-07T23:58:00+01:00 [23:58] Alert
2026-03-08T00:10:00+01:00 [2026-03-08 00:10] Rolled back

"#]],
    );
    check(
        "## Timeline\n| Phase | When |\n|-|-|\n| Started | 09:12 |\n| Detected | 09:20 |\n| Resolved | 10:00 |\n",
        str![[r#"
Table, zone -
2026-03-07T09:12:00+01:00 [09:12] <started> Started
2026-03-07T09:20:00+01:00 [09:20] <detected> Detected
2026-03-07T10:00:00+01:00 [10:00] <resolved> Resolved

"#]],
    );
}

#[test]
fn a_heading_for_each_event() {
    check(
        "## Timeline
All times PST.

### 2026-03-07 09:12

The router is deployed.

### 09:20 Alert

- one page
- one call

### 2X:XX (not sure)

Somebody restarts it.

## Impact
",
        str![[r#"
Headings, zone PST
2026-03-07T09:12:00-08:00 [2026-03-07 09:12] The router is deployed.
2026-03-07T09:20:00-08:00 [09:20] Alert / one page / one call
- [-] 2X:XX (not sure) / Somebody restarts it.

"#]],
    );
    check(
        "# Title\n## 2026-03-07\nA change is merged.\n## 2026-03-09\nIt is seen.\n",
        str![[r#"
None, zone -

"#]],
    );
    check(
        "## Timeline\n### 2026-03-07\nA change is merged.\n### 2026-03-09\nIt is seen.\n",
        str![[r#"
Headings, zone -
2026-03-07 [2026-03-07] A change is merged.
2026-03-09 [2026-03-09] It is seen.

"#]],
    );
}

#[test]
fn paragraphs_that_begin_with_a_time() {
    check(
        "## Timeline

**2026-03-07, 03:26pm**: first noticed that the site
gave an error.

16:12 PDT: cause known.
16:24 PDT: proxied.

Some words between.

**17:00**

All is well.
",
        str![[r#"
Paragraphs, zone -
2026-03-07T15:26:00-07:00 [2026-03-07, 03:26pm] first noticed that the site / gave an error.
2026-03-07T16:12:00-07:00 [16:12 PDT] cause known.
2026-03-07T16:24:00-07:00 [16:24 PDT] proxied.
2026-03-07T17:00:00-07:00 [17:00] All is well.

"#]],
    );
}

#[test]
fn a_timeline_that_is_not_called_one() {
    check(
        "# T\n\n## What we saw\n\n- 09:12 deploy\n- 09:20 alert\n- 09:31 rollback\n",
        str![[r#"
List, zone -
2026-03-07T09:12:00+01:00 [09:12] deploy
2026-03-07T09:20:00+01:00 [09:20] alert
2026-03-07T09:31:00+01:00 [09:31] rollback

"#]],
    );
    check(
        "# T\n\n## Numbers\n\n- 3 nodes\n- 12:30 was the peak\n- 4 disks\n",
        str![[r#"
None, zone -

"#]],
    );
}

#[test]
fn prose_is_no_timeline() {
    check(
        "## Timeline\nIt began in the morning and ended at night.\n\n> 10:00 quoted chat\n\n```\n10:01 log\n```\n",
        str![[r#"
None, zone -

"#]],
    );
    check(
        "",
        str![[r#"
None, zone -

"#]],
    );
}

#[test]
fn clocks_that_go_back() {
    check(
        "## Timeline\n- 12:00 c\n- 11:00 b\n- 10:30 a\n- 09:00 first\n",
        str![[r#"
List, zone -
2026-03-07T12:00:00+01:00 [12:00] c
2026-03-07T11:00:00+01:00 [11:00] b
2026-03-07T10:30:00+01:00 [10:30] a
2026-03-07T09:00:00+01:00 [09:00] first

"#]],
    );
    check(
        "## Timeline\n- 12:00 b\n- 11:00 out of order\n- 12:30 c\n",
        str![[r#"
List, zone -
2026-03-07T12:00:00+01:00 [12:00] b
2026-03-07T11:00:00+01:00 [11:00] out of order
2026-03-07T12:30:00+01:00 [12:30] c

"#]],
    );
}

#[test]
fn days_on_lines_of_their_own() {
    check(
        "## Timeline\n\n7 March 2026 (*all times UTC*)\n\n16.05 The alarm goes off\n\n16.20 Restarted\n\n8 March 2026\n\n09.40 All is well\n",
        str![[r#"
Paragraphs, zone UTC
2026-03-07T16:05:00Z [16.05] The alarm goes off
2026-03-07T16:20:00Z [16.20] Restarted
2026-03-08T09:40:00Z [09.40] All is well

"#]],
    );
}

#[test]
fn the_same_time_in_two_zones() {
    check(
        "## Timeline\n\n- 2026-03-07 14:22 UTC (09:22 EST): report\n- `2026-03-07T15:22Z (10:22 EST)`: frozen\n",
        str![[r#"
List, zone -
2026-03-07T14:22:00Z [2026-03-07 14:22 UTC] report
2026-03-07T15:22:00Z [2026-03-07T15:22Z] frozen

"#]],
    );
}

#[test]
fn updates_of_status_pages() {
    check(
        "# Doors stay shut

**Resolved** - All doors open again.
Mar 7, 10:40 UTC

**Monitoring** - A fix is out.
Mar 7, 10:12 UTC

**Investigating** - We are looking at it.
Mar 7, 09:12 UTC
",
        str![[r#"
Paragraphs, zone -
2026-03-07T10:40:00Z [Mar 7, 10:40 UTC] <resolved> Resolved - All doors open again.
2026-03-07T10:12:00Z [Mar 7, 10:12 UTC] Monitoring - A fix is out.
2026-03-07T09:12:00Z [Mar 7, 09:12 UTC] Investigating - We are looking at it.

"#]],
    );
}

#[test]
fn other_languages() {
    check(
        "## Zeitverlauf\n\n- Samstag, 7. März 2026, 9:12 Uhr: erste Fehler\n- gegen 9:40 Uhr: behoben\n",
        str![[r#"
List, zone -
2026-03-07T09:12:00+01:00 [Samstag, 7. März 2026, 9:12 Uhr] erste Fehler
2026-03-07T09:40:00+01:00 [9:40 Uhr] behoben

"#]],
    );
    check(
        "## タイムライン（JST）\n\n| 時刻 | 内容 |\n|-|-|\n| 2026年3月7日 午後1時05分 | **発生**: 通知 |\n| 13:40 | 復旧 |\n",
        str![[r#"
Table, zone JST
2026-03-07T13:05:00+09:00 [2026年3月7日 午後1時05分] <started> 発生: 通知
2026-03-07T13:40:00+09:00 [13:40] <resolved> 復旧

"#]],
    );
    check(
        "## 타임라인\n\n- 2026년 3월 7일 오후 1:05 알림\n- 오후 1시 40분 복구\n",
        str![[r#"
List, zone -
2026-03-07T13:05:00+01:00 [2026년 3월 7일 오후 1:05] 알림
2026-03-07T13:40:00+01:00 [오후 1시 40분] 복구

"#]],
    );
}

#[test]
fn tables_in_html() {
    check(
        "## Timeline

<table>
  <thead><tr><th>Time (UTC)</th><th>Event</th></tr></thead>
  <tbody>
  <tr><td>09:12</td><td>The pool is <b>exhausted</b></td></tr>

  <tr><td>09:15</td><td>

The *alert* fires

</td></tr>
  <tr><td>09:55<td>Resolved</tr>
  </tbody>
</table>
<p>After that, quiet.</p>
",
        str![[r#"
Table, zone UTC
2026-03-07T09:12:00Z [09:12] The pool is exhausted
2026-03-07T09:15:00Z [09:15] The alert fires
2026-03-07T09:55:00Z [09:55] <resolved> Resolved

"#]],
    );
    check(
        "## Timeline\n<table>\n<td>09:12</td>\n<tr>\n\nOpen to the end\n",
        str![[r#"
None, zone -

"#]],
    );
}

#[test]
fn blocks_of_code_with_a_time_on_each_line() {
    check(
        "## Timeline (UTC)

```
09:12  The pool is exhausted
09:15  The alert fires
       and pages the on-call
09:55  Resolved
```
",
        str![[r#"
Paragraphs, zone UTC
2026-03-07T09:12:00Z [09:12] The pool is exhausted
2026-03-07T09:15:00Z [09:15] The alert fires / and pages the on-call
2026-03-07T09:55:00Z [09:55] <resolved> Resolved

"#]],
    );
    check(
        "## Timeline\n\nAt noon.\n\n```log\n09:12:01 a\n09:12:02 b\n09:12:03 c\n```\n",
        str![[r#"
None, zone -

"#]],
    );
    check(
        "## Timeline\n- 09:12 alert\n\n```\n09:12 a\n09:13 b\n09:14 c\n```\n",
        str![[r#"
List, zone -
2026-03-07T09:12:00+01:00 [09:12] alert

"#]],
    );
}
