//! Timelines in their place: what moves, and what stays as it was written.

use snapbox::str;

use super::check;

/// A document of 7 March 2026 with `events` as its timeline.
fn document(events: &str) -> String {
    format!("---\ndate: 2026-03-07\nstarted: 2026-03-07T09:12:00Z\ntimezone: UTC\n---\n# T\n\n## Timeline\n\n{events}")
}

#[track_caller]
fn check_timeline(events: &str, expected: impl snapbox::IntoData) {
    check(&document(events), expected);
}

#[test]
fn a_list_of_events() {
    check_timeline(
        "All times UTC.\n\n- 09:12 — **Started.** Slots run out.\n- **09:21** The alert `pages` us:\n  - one more\n- [09:55] *mitigated*\n1. not part\n",
        str![[r##"
<h2 id="timeline">Timeline<a class="anchor" href="#timeline" aria-label="Link to “Timeline”" data-copy="link_copied">#</a></h2>
<p>All times UTC.</p>
<ol class="timeline">
<li class="timeline__item timeline__item--key"><div class="timeline__when"><time datetime="2026-03-07T09:12:00Z">09:12</time><span class="timeline__rel"><span class="vh">since_start </span>+00:00</span></div><div class="timeline__what"><strong>Started.</strong> Slots run out.</div></li>
<li class="timeline__item"><div class="timeline__when"><time datetime="2026-03-07T09:21:00Z">09:21</time><span class="timeline__rel"><span class="vh">since_start </span>+00:09</span></div><div class="timeline__what">The alert <code>pages</code> us:<ul>
<li>one more</li>
</ul>
</div></li>
<li class="timeline__item timeline__item--key"><div class="timeline__when"><time datetime="2026-03-07T09:55:00Z">09:55</time><span class="timeline__rel"><span class="vh">since_start </span>+00:43</span></div><div class="timeline__what"><em>mitigated</em></div></li>
</ol>
<ol class="timeline">
<li class="timeline__item"><div class="timeline__when"></div><div class="timeline__what">not part</div></li>
</ol>

"##]],
    );
}

#[test]
fn a_table_of_times_and_events() {
    check_timeline(
        "| Time | Event |\n| --- | --- |\n| 09:12 | **Started.** A \\| b |\n| `09:21` | Detected |\n| later | Done |\n",
        str![[r##"
<h2 id="timeline">Timeline<a class="anchor" href="#timeline" aria-label="Link to “Timeline”" data-copy="link_copied">#</a></h2>
<ol class="timeline">
<li class="timeline__item timeline__item--key"><div class="timeline__when"><time datetime="2026-03-07T09:12:00Z">09:12</time><span class="timeline__rel"><span class="vh">since_start </span>+00:00</span></div><div class="timeline__what"><strong>Started.</strong> A | b</div></li>
<li class="timeline__item timeline__item--key"><div class="timeline__when"><time datetime="2026-03-07T09:21:00Z">09:21</time><span class="timeline__rel"><span class="vh">since_start </span>+00:09</span></div><div class="timeline__what">Detected</div></li>
<li class="timeline__item"><div class="timeline__when">later</div><div class="timeline__what">Done</div></li>
</ol>

"##]],
    );
}

#[test]
fn several_days_have_a_heading_each() {
    check_timeline(
        "- 2026-03-07 09:12: begins\n- 2026-03-07 10:00: goes on\n- 2026-03-08 08:00: ends\n",
        str![[r##"
<h2 id="timeline">Timeline<a class="anchor" href="#timeline" aria-label="Link to “Timeline”" data-copy="link_copied">#</a></h2>
<ol class="timeline">
<li class="timeline__day"><time datetime="2026-03-07">7 March 2026</time></li>
<li class="timeline__item timeline__item--key"><div class="timeline__when"><time datetime="2026-03-07T09:12:00Z">09:12</time><span class="timeline__rel"><span class="vh">since_start </span>+00:00</span></div><div class="timeline__what">begins</div></li>
<li class="timeline__item"><div class="timeline__when"><time datetime="2026-03-07T10:00:00Z">10:00</time><span class="timeline__rel"><span class="vh">since_start </span>+00:48</span></div><div class="timeline__what">goes on</div></li>
<li class="timeline__day"><time datetime="2026-03-08">8 March 2026</time></li>
<li class="timeline__item timeline__item--key"><div class="timeline__when"><time datetime="2026-03-08T08:00:00Z">08:00</time><span class="timeline__rel"><span class="vh">since_start </span>+22:48</span></div><div class="timeline__what">ends</div></li>
</ol>

"##]],
    );
}

#[test]
fn a_time_in_the_middle_of_a_text_stays_in_it() {
    check_timeline(
        "- Detected: 09:21 by a person\n- All is well (09:55 UTC).\n- Somebody cleans up.\n",
        str![[r##"
<h2 id="timeline">Timeline<a class="anchor" href="#timeline" aria-label="Link to “Timeline”" data-copy="link_copied">#</a></h2>
<ol class="timeline">
<li class="timeline__item timeline__item--key"><div class="timeline__when"><time datetime="2026-03-07T09:21:00Z">09:21</time><span class="timeline__rel"><span class="vh">since_start </span>+00:09</span></div><div class="timeline__what">Detected: 09:21 by a person</div></li>
<li class="timeline__item"><div class="timeline__when"><time datetime="2026-03-07T09:55:00Z">09:55 UTC</time><span class="timeline__rel"><span class="vh">since_start </span>+00:43</span></div><div class="timeline__what">All is well (09:55 UTC).</div></li>
<li class="timeline__item"><div class="timeline__when"></div><div class="timeline__what">Somebody cleans up.</div></li>
</ol>

"##]],
    );
}

#[test]
fn a_table_that_says_more_stays_a_table() {
    check_timeline(
        "| Time | Who | Event |\n| --- | --- | --- |\n| 09:12 | we | a |\n| 09:21 | they | b |\n",
        str![[r##"
<h2 id="timeline">Timeline<a class="anchor" href="#timeline" aria-label="Link to “Timeline”" data-copy="link_copied">#</a></h2>
<div class="scroll" role="group" tabindex="0" aria-label="Table: Timeline"><table>
<thead><tr><th scope="col">Time</th><th scope="col">Who</th><th scope="col">Event</th></tr></thead>
<tbody>
<tr><td>09:12</td><td>we</td><td>a</td></tr>
<tr><td>09:21</td><td>they</td><td>b</td></tr>
</tbody></table></div>

"##]],
    );
}

#[test]
fn a_table_that_begins_with_something_else_stays_a_table() {
    check_timeline(
        "| Event | Time |\n| --- | --- |\n| a | 09:12 |\n| b | 09:21 |\n",
        str![[r##"
<h2 id="timeline">Timeline<a class="anchor" href="#timeline" aria-label="Link to “Timeline”" data-copy="link_copied">#</a></h2>
<div class="scroll" role="group" tabindex="0" aria-label="Table: Timeline"><table>
<thead><tr><th scope="col">Event</th><th scope="col">Time</th></tr></thead>
<tbody>
<tr><td>a</td><td>09:12</td></tr>
<tr><td>b</td><td>09:21</td></tr>
</tbody></table></div>

"##]],
    );
}

#[test]
fn a_timeline_in_parts() {
    check_timeline(
        "### Before\n\n- 09:12 begins\n\n### After\n\n- 09:21 ends\n",
        str![[r##"
<h2 id="timeline">Timeline<a class="anchor" href="#timeline" aria-label="Link to “Timeline”" data-copy="link_copied">#</a></h2>
<h3 id="before">Before<a class="anchor" href="#before" aria-label="Link to “Before”" data-copy="link_copied">#</a></h3>
<ol class="timeline">
<li class="timeline__item timeline__item--key"><div class="timeline__when"><time datetime="2026-03-07T09:12:00Z">09:12</time><span class="timeline__rel"><span class="vh">since_start </span>+00:00</span></div><div class="timeline__what">begins</div></li>
</ol>
<h3 id="after">After<a class="anchor" href="#after" aria-label="Link to “After”" data-copy="link_copied">#</a></h3>
<ol class="timeline">
<li class="timeline__item timeline__item--key"><div class="timeline__when"><time datetime="2026-03-07T09:21:00Z">09:21</time><span class="timeline__rel"><span class="vh">since_start </span>+00:09</span></div><div class="timeline__what">ends</div></li>
</ol>

"##]],
    );
}

#[test]
fn one_event_is_no_timeline() {
    check_timeline(
        "- 09:12 — all of it\n",
        str![[r##"
<h2 id="timeline">Timeline<a class="anchor" href="#timeline" aria-label="Link to “Timeline”" data-copy="link_copied">#</a></h2>
<ul>
<li>09:12 — all of it</li>
</ul>

"##]],
    );
}

#[test]
fn entities_beside_a_time_are_left_alone() {
    check_timeline(
        "- 09:12 &mdash; begins &amp; spreads\n- 09:21 – ends\n",
        str![[r##"
<h2 id="timeline">Timeline<a class="anchor" href="#timeline" aria-label="Link to “Timeline”" data-copy="link_copied">#</a></h2>
<ol class="timeline">
<li class="timeline__item"><div class="timeline__when"><time datetime="2026-03-07T09:12:00Z">09:12</time><span class="timeline__rel"><span class="vh">since_start </span>+00:00</span></div><div class="timeline__what">09:12 — begins &amp; spreads</div></li>
<li class="timeline__item timeline__item--key"><div class="timeline__when"><time datetime="2026-03-07T09:21:00Z">09:21</time><span class="timeline__rel"><span class="vh">since_start </span>+00:09</span></div><div class="timeline__what">ends</div></li>
</ol>

"##]],
    );
}

#[test]
fn a_time_without_words_at_the_end_of_the_document() {
    check_timeline(
        "- 09:12 begins\n- **09:21**",
        str![[r##"
<h2 id="timeline">Timeline<a class="anchor" href="#timeline" aria-label="Link to “Timeline”" data-copy="link_copied">#</a></h2>
<ol class="timeline">
<li class="timeline__item timeline__item--key"><div class="timeline__when"><time datetime="2026-03-07T09:12:00Z">09:12</time><span class="timeline__rel"><span class="vh">since_start </span>+00:00</span></div><div class="timeline__what">begins</div></li>
<li class="timeline__item"><div class="timeline__when"><time datetime="2026-03-07T09:21:00Z">09:21</time><span class="timeline__rel"><span class="vh">since_start </span>+00:09</span></div><div class="timeline__what"></div></li>
</ol>

"##]],
    );
    check_timeline(
        "1. 09:12 begins\n\n1. 09:21 ",
        str![[r##"
<h2 id="timeline">Timeline<a class="anchor" href="#timeline" aria-label="Link to “Timeline”" data-copy="link_copied">#</a></h2>
<ol class="timeline">
<li class="timeline__item timeline__item--key"><div class="timeline__when"><time datetime="2026-03-07T09:12:00Z">09:12</time><span class="timeline__rel"><span class="vh">since_start </span>+00:00</span></div><div class="timeline__what"><p>begins</p>
</div></li>
<li class="timeline__item"><div class="timeline__when"><time datetime="2026-03-07T09:21:00Z">09:21</time><span class="timeline__rel"><span class="vh">since_start </span>+00:09</span></div><div class="timeline__what"></div></li>
</ol>

"##]],
    );
}

#[test]
fn rows_without_words() {
    check_timeline(
        "| Time | Event |\n| --- | --- |\n| 09:12 |\n| 09:21 | |",
        str![[r##"
<h2 id="timeline">Timeline<a class="anchor" href="#timeline" aria-label="Link to “Timeline”" data-copy="link_copied">#</a></h2>
<ol class="timeline">
<li class="timeline__item"><div class="timeline__when"><time datetime="2026-03-07T09:12:00Z">09:12</time><span class="timeline__rel"><span class="vh">since_start </span>+00:00</span></div><div class="timeline__what"></div></li>
<li class="timeline__item"><div class="timeline__when"><time datetime="2026-03-07T09:21:00Z">09:21</time><span class="timeline__rel"><span class="vh">since_start </span>+00:09</span></div><div class="timeline__what"></div></li>
</ol>

"##]],
    );
}
