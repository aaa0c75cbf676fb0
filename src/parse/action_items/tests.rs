use std::collections::BTreeMap;

use snapbox::{assert_data_eq, str};

use super::*;
use crate::parse::{blocks, sections};

#[track_caller]
fn check(text: &str, expected: impl snapbox::IntoData) {
    let document = blocks::read(text, 0);
    let outline = sections::outline(&document.blocks, u32::MAX, &BTreeMap::new());
    let mut shown = String::new();
    for item in read(&document.blocks, &outline, &document.links) {
        shown.push_str(&item.text);
        let mut say = |key: &str, value: Option<(String, Span)>| {
            if let Some((value, span)) = value {
                shown.push_str(&format!(" <{key}={value}>"));
                assert!(text.is_char_boundary(span.start as usize) && text.is_char_boundary(span.end as usize));
            }
        };
        say("kind", item.kind.map(|kind| (kind.value.as_str().to_owned(), kind.span)));
        say("owner", item.owner.map(|owner| (owner.value, owner.span)));
        say("due", item.due.map(|due| (due.value.to_string(), due.span)));
        say("status", item.status.map(|status| (status.value.as_str().to_owned(), status.span)));
        say("ticket", item.ticket.map(|ticket| (ticket.value, ticket.span)));
        shown.push('\n');
    }
    assert_data_eq!(shown, expected);
}

#[test]
fn bullets_and_numbers() {
    check(
        "## Action items
- Alert on queue depth (@queue-team), due 2026-04-01
- ~~Raise the limit~~
- Page on saturation – DONE
- [PAY-812](https://tracker.example/browse/PAY-812): shorten the timeout
1. Move the timer to the scheduler. Owner: platform; by 1 May 2026
2. Remove the old path (#481) (done)
",
        str![[r#"
Alert on queue depth (@queue-team), due 2026-04-01 <owner=@queue-team> <due=2026-04-01>
Raise the limit <status=done>
Page on saturation – DONE <status=done>
PAY-812: shorten the timeout <ticket=https://tracker.example/browse/PAY-812>
Move the timer to the scheduler. Owner: platform; by 1 May 2026 <owner=platform> <due=2026-05-01>
Remove the old path (#481) (done) <status=done> <ticket=#481>

"#]],
    );
}

#[test]
fn task_lists() {
    check(
        "## Follow-up\n- [x] Add a test\n- [ ] Add a gate\n- [ ] Move the clock (won't do)\n",
        str![[r#"
Add a test <status=done>
Add a gate <status=open>
Move the clock (won't do) <status=cancelled>

"#]],
    );
}

#[test]
fn groups_and_lead_ins_are_no_items() {
    check(
        "## Action items

We agreed on these:

- **Prevent**
  - Gate the rollout
  - Canary first
- In the next quarter:
  - Alert on lag
    - with a graph
- @storage
  - Watch the disks
- Write a runbook
  - Owner: storage team
  - Due: 2026-05-01
",
        str![[r#"
Gate the rollout <kind=prevent>
Canary first <kind=prevent>
Alert on lag
Watch the disks <owner=@storage>
Write a runbook <owner=storage team> <due=2026-05-01>

"#]],
    );
}

#[test]
fn sub_headings_group() {
    check(
        "## Action items
### Detection
- Alert on lag
### Process improvements
Name a driver for each incident.

Write the hand-over down.
### Mitigation and prevention
- Shed load
## Testing checklist
- [ ] not an action
",
        str![[r#"
Alert on lag <kind=detect>
Name a driver for each incident. <kind=process>
Write the hand-over down. <kind=process>
Shed load

"#]],
    );
}

#[test]
fn ideas_that_were_dropped() {
    check(
        "## Action items

- Alert on lag

Two ideas we decided against, so that nobody has to think them through again:

- Heat the latches
- No rollouts in winter

This one is new.

- Watch the frost
",
        str![[r#"
Alert on lag
Heat the latches <status=cancelled>
No rollouts in winter <status=cancelled>
Watch the frost

"#]],
    );
}

#[test]
fn a_table_below_its_legend() {
    check(
        "## Action items\n\n### Legend\n\n- Prevent: not again\n\n| Action | Owner |\n|-|-|\n| Add a test | queue |\n",
        str![[r#"
Add a test <owner=queue>

"#]],
    );
}

#[test]
fn lines_that_say_they_are_items() {
    check(
        "## Action items\n\nTODO: alert on lag\nTODO: add a test\n\nThis is prose.\n",
        str![[r#"
alert on lag <status=open>
add a test <status=open>

"#]],
    );
}

#[test]
fn whoever_sees_to_it() {
    check(
        "## Actions

**Rob**

- Raise the heap

**Agnes**

- Alert on heap use
- Search team to write it down
- Continue to watch it
",
        str![[r#"
Raise the heap <owner=Rob>
Alert on heap use <owner=Agnes>
Search team to write it down <owner=Search team>
Continue to watch it <owner=Agnes>

"#]],
    );
    check(
        "## Actions

**Rob**

- Raise the heap

**Short term**

- Alert on heap use
",
        str![[r#"
Raise the heap
Alert on heap use

"#]],
    );
}

#[test]
fn tables() {
    check(
        "## Action items
| Action | Type | Owner | Due | Bug | Status |
|--------|------|-------|-----|-----|--------|
| Alert on lag | detect | queue | 2026-04-01 | [#12](https://code.example/a/b/issues/12) | ✅ |
| Gate the rollout | prevent | TBD | soon | OPS-7 | In progress |
| | | | | | |
",
        str![[r#"
Alert on lag <kind=detect> <owner=queue> <due=2026-04-01> <status=done> <ticket=https://code.example/a/b/issues/12>
Gate the rollout <kind=prevent> <status=open> <ticket=OPS-7>

"#]],
    );
    check(
        "## Action items\n| Item | Owner | Bug |\n|-|-|-|\n| Write it down | queue | #12 **DONE** |\n",
        str![[r#"
Write it down <owner=queue> <status=done> <ticket=#12>

"#]],
    );
    check("## Action items\n| Phase | Length |\n|-|-|\n| a | b |\n", str![]);
}

#[test]
fn nothing_to_do() {
    check("## Action items\n- None\n", str![]);
    check("## Action items\n\nN/A\n", str![]);
    check("## Action items\n", str![]);
}

#[test]
fn a_plain_line_can_be_the_heading() {
    check(
        "# T\n\nAction Items\n\n- Watch the certificate\n\nSome text.\n",
        str![[r#"
Watch the certificate

"#]],
    );
}

#[test]
fn what_looks_like_a_ticket_or_an_owner() {
    check(
        "## Action items\n- Use TLS-13 and UTF-8, see CVE-2026-1\n- Mail to a@example.org\n- Ask @search about x\n- Close acme/site#4\n",
        str![[r#"
Use TLS-13 and UTF-8, see CVE-2026-1
Mail to a@example.org <owner=Mail>
Ask @search about x
Close acme/site#4 <ticket=acme/site#4>

"#]],
    );
}

#[test]
fn a_kind_may_stand_in_brackets() {
    check(
        "## Action items\n- [x] Gate the rollout (prevent; owner: payments; due 2026-04-01; PAY-812)\n- Page on depth [detection]\n- Add a graph (monitoring)\n- Say (in words) what it is (process)\n",
        str![[r#"
Gate the rollout (prevent; owner: payments; due 2026-04-01; PAY-812) <kind=prevent> <owner=payments> <due=2026-04-01> <status=done> <ticket=PAY-812>
Page on depth [detection] <kind=detect>
Add a graph (monitoring)
Say (in words) what it is (process) <kind=process>

"#]],
    );
}

#[test]
fn an_explanation_of_the_table_is_no_list_of_items() {
    check(
        "## アクションアイテム\n| アクション | ステータス |\n| --- | --- |\n| ゲートを置く | 完了（確認済み） |\n\n### カテゴリの説明\n\n- **予防:** 再発しないようにする\n",
        str![[r#"
ゲートを置く <status=done>

"#]],
    );
}

#[test]
fn initials_of_those_who_are_listed() {
    check(
        "## Action items
- Add an alert (KL)
- Rotate the keys for TLS (TLS)
- Write it down – RM.
- Ask KL

## Attendees
- KL, RM
",
        str![[r#"
Add an alert (KL) <owner=KL>
Rotate the keys for TLS (TLS)
Write it down – RM. <owner=RM>
Ask KL

"#]],
    );
}

#[test]
fn links_below_an_item_are_its_details() {
    check(
        "## Action items
- Timeout fixes
  - Stable: <https://code.example/1>
  - Weekly: <https://code.example/2>
- Fixes of the release process (paths, keys):
  - <https://code.example/3>
- Later on
  - Watch the disks
  - Write a runbook
",
        str![[r#"
Timeout fixes
Fixes of the release process (paths, keys):
Watch the disks
Write a runbook

"#]],
    );
}
