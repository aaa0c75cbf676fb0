use super::*;

#[track_caller]
fn check_moment(text: &str, expected: &str) {
    let berlin = zone("Europe/Berlin");
    let shown = moment(text, berlin.as_ref()).map_or("none".to_owned(), |moment| {
        let about = if moment.approximate { "~" } else { "" };
        format!("{about}{moment}")
    });
    assert_eq!(shown, expected, "{text}");
}

#[test]
fn moments_with_an_offset() {
    check_moment("2026-03-07T09:12:00+01:00", "2026-03-07T09:12:00+01:00");
    check_moment("2026-03-07T09:12Z", "2026-03-07T09:12:00Z");
    check_moment("2026-03-07T09:12:30.250Z", "2026-03-07T09:12:30Z");
    check_moment("2026-03-07 09:12 UTC", "2026-03-07T09:12:00Z");
    check_moment("2026-03-07 09:12 (PST)", "2026-03-07T09:12:00-08:00");
    check_moment("2026-03-07 09:12:00 +0530", "2026-03-07T09:12:00+05:30");
    check_moment("2026-03-07 09:12 -0800", "2026-03-07T09:12:00-08:00");
    check_moment("2026-03-07T09:12-08:00", "2026-03-07T09:12:00-08:00");
    check_moment("2026-07-07 09:12 US/Pacific", "2026-07-07T09:12:00-07:00");
    check_moment("2026-03-07T09:12[America/New_York]", "2026-03-07T09:12:00-05:00");
    check_moment("7 March 2026, 9:12 pm UTC+2", "2026-03-07T21:12:00+02:00");
    check_moment("09:12 CET on March 7th, 2026", "2026-03-07T09:12:00+01:00");
    check_moment("20260307T091200Z", "2026-03-07T09:12:00Z");
    check_moment("2026-03-07 1625 UTC", "2026-03-07T16:25:00Z");
}

#[test]
fn moments_in_the_given_zone() {
    check_moment("2026-03-07 09:12", "2026-03-07T09:12:00+01:00");
    check_moment("2026-07-07 09:12", "2026-07-07T09:12:00+02:00");
    check_moment("~2026-03-07 09:12", "~2026-03-07T09:12:00+01:00");
    check_moment("2026-03-07 ca. 18:30", "2026-03-07T18:30:00+01:00");
    check_moment("Saturday, 2026-03-07, 03:26pm", "2026-03-07T15:26:00+01:00");
    check_moment("2026-03-07 12:05 AM", "2026-03-07T00:05:00+01:00");
    // This hour came twice.
    check_moment("2026-10-25 02:30", "2026-10-25T02:30:00");
}

#[test]
fn days() {
    check_moment("2026-03-07", "2026-03-07");
    check_moment("2026/3/7", "2026-03-07");
    check_moment("20260307", "2026-03-07");
    check_moment("March 7th, 2026", "2026-03-07");
    check_moment("Sept. 7 2026", "2026-09-07");
    check_moment("the 7th of March 2026", "2026-03-07");
    check_moment("7-Mar-2026", "2026-03-07");
    check_moment("07.03.2026", "2026-03-07");
    check_moment("27/03/2026", "2026-03-27");
    check_moment("03/27/2026", "2026-03-27");
    check_moment("2026年3月7日", "2026-03-07");
    check_moment("September 11-20, 2025", "2025-09-11");
}

#[test]
fn days_in_other_languages() {
    check_moment("Samstag, 7. März 2026 um 9:12 Uhr", "2026-03-07T09:12:00+01:00");
    check_moment("1er mars 2026", "2026-03-01");
    check_moment("7 de marzo de 2026, 9:12", "2026-03-07T09:12:00+01:00");
    check_moment("7 de março de 2026 às 9:12", "2026-03-07T09:12:00+01:00");
    check_moment("2026年3月7日 下午3点05分", "2026-03-07T15:05:00+01:00");
    check_moment("2026년 3월 7일 오후 3시 5분", "2026-03-07T15:05:00+01:00");
    check_moment("2026年3月7日（土）9時12分", "2026-03-07T09:12:00+01:00");
}

#[test]
fn the_year_before_a_colon_is_a_year() {
    check_stamp("September 27, 2026: it began", "September 27, 2026", ": it began");
    check_stamp("Sept 7, 2026 14:03 it began", "Sept 7, 2026 14:03", " it began");
}

#[test]
fn a_day_that_can_be_two() {
    let day = stamp("03/04/2026 9:12").and_then(|stamp| stamp.day).unwrap();
    assert!(day.either);
    let date = |order| day.ordered(order).date(None).map(|date| date.to_string());
    assert_eq!(date(None), None);
    assert_eq!(date(Some(DateOrder::DayFirst)).as_deref(), Some("2026-04-03"));
    assert_eq!(date(Some(DateOrder::MonthFirst)).as_deref(), Some("2026-03-04"));
    let near = |near| day.date(Some(near)).map(|date| date.to_string());
    assert_eq!(near(jiff::civil::date(2026, 4, 1)).as_deref(), Some("2026-04-03"));
    assert_eq!(near(jiff::civil::date(2026, 3, 19)), None);
    assert_eq!(near(jiff::civil::date(2026, 9, 1)), None);
}

#[test]
fn nothing_is_guessed() {
    for text in [
        "",
        "?",
        "N/A",
        "TBD",
        "March 2026",
        "2026",
        "03/04/2026",
        "2026-13-01",
        "2026-02-30",
        "09:12",
        "March 7",
        "25:00",
        "2026-03-07 and more",
        "version 2.3.2026",
        "T-72h",
        "99999999",
        "Monday",
    ] {
        check_moment(text, "none");
    }
}

#[track_caller]
fn check_stamp(text: &str, time: &str, rest: &str) {
    let Some(stamp) = stamp(text) else { panic!("no time in {text:?}") };
    assert_eq!((&text[stamp.start..stamp.end], &text[stamp.end..]), (time, rest), "{text}");
}

#[test]
fn entries_begin_with_a_time() {
    check_stamp("[03-26 23:04] node drained", "03-26 23:04", "] node drained");
    check_stamp("~08:50 first alert", "08:50", " first alert");
    check_stamp("08.47: page", "08.47", ": page");
    check_stamp("16:37 Denver: x", "16:37 Denver", ": x");
    check_stamp("16:37 (Berlin time) x", "16:37 (Berlin time)", " x");
    check_stamp("16:37 London office closed", "16:37", " London office closed");
    check_stamp("21 Uhr 15: Anruf", "21 Uhr 15", ": Anruf");
    check_stamp("um 9 Uhr ging der Alarm", "9 Uhr", " ging der Alarm");
    check_stamp("09:00 - 11:00 search", "09:00 - 11:00", " search");
    check_stamp("12:26-12:?? restart", "12:26-12:??", " restart");
    check_stamp("12:45 PM PDT: x", "12:45 PM PDT", ": x");
    check_stamp("At 3pm, x", "3pm", ", x");
    check_stamp("Around 16:37 UTC x", "16:37 UTC", " x");
    check_stamp("2022-02-02 1625 x", "2022-02-02 1625", " x");
    check_stamp("13:05頃 通知", "13:05頃", " 通知");
    check_stamp("2月7日 13:05 通知", "2月7日 13:05", " 通知");
    check_stamp("Feb 20 2018 14:17 x", "Feb 20 2018 14:17", " x");
}

#[test]
fn what_only_looks_like_a_time() {
    for text in [
        "12.5 GB",
        "3 nodes",
        "1625 requests",
        "10:1 ratio",
        "v1.2.3",
        "5xx errors",
        "2X:XX",
        "May we",
        "12.30.45",
        "80% full",
    ] {
        assert_eq!(stamp(text), None, "{text}");
    }
}

#[track_caller]
fn check_stamps(text: &str, expected: &[&str]) {
    let found: Vec<&str> = stamps(text).iter().map(|stamp| &text[stamp.start..stamp.end]).collect();
    assert_eq!(found, expected);
}

#[test]
fn times_in_a_sentence() {
    check_stamps("from around 20:20 to 20:46 UTC on 10 January 2021.", &["20:20 to 20:46 UTC on 10 January 2021"]);
    check_stamps("see #1234, v2.10.15 and a/2021-01-02-x at 10:15", &["10:15"]);
    check_stamps("between 1900 and 2100 UTC", &["2100 UTC"]);
    check_stamps("Between 09:12 UTC and 11:40 UTC on 07 March 2026, x", &["09:12 UTC and 11:40 UTC on 07 March 2026"]);
    check_stamps("at 09:12 and 11:40 UTC", &["09:12", "11:40 UTC"]);
    check_stamps("", &[]);
}

#[track_caller]
fn check_duration(text: &str, expected: Option<i64>) {
    assert_eq!(duration_minutes(text), expected, "{text}");
}

#[test]
fn durations() {
    check_duration("43m", Some(43));
    check_duration("0h 55m", Some(55));
    check_duration("673h 34m", Some(40_414));
    check_duration("1d 5h 47m", Some(1787));
    check_duration("64 minutes", Some(64));
    check_duration("1 hour and 31 minutes", Some(91));
    check_duration("1 hour, 20 min.", Some(80));
    check_duration("an hour and a half", Some(90));
    check_duration("two and a half hours", Some(150));
    check_duration("a half hour", Some(30));
    check_duration("1,5 Stunden", Some(90));
    check_duration("drei Stunden und 5 Minuten", Some(185));
    check_duration("deux heures", Some(120));
    check_duration("1,000 minutes", Some(1000));
    check_duration("1,2345 minutes", None);
    check_duration("~2 hours", Some(120));
    check_duration("approx. 1.5 hours (degraded)", Some(90));
    check_duration("half an hour", Some(30));
    check_duration("an hour", Some(60));
    check_duration("約 58 分", Some(58));
    check_duration("1 Stunde und 20 Minuten", Some(80));
    check_duration("2 heures", Some(120));
    check_duration("1 hora y 20 minutos", Some(80));
    check_duration("1小时20分钟", Some(80));
    check_duration("1시간 20분", Some(80));
    check_duration("1:20:00", Some(80));
    check_duration("PT1H20M", Some(80));
    check_duration("45 seconds", Some(1));
    check_duration("1,440 minutes", Some(1440));
}

#[test]
fn a_bound_is_no_duration() {
    for text in [
        "?",
        "N/A",
        "",
        "over 2 hours",
        "at least seven hours",
        "2-3 hours",
        "13+ hours",
        "12:30",
        "5",
        "several days",
        "P",
        "PT",
    ] {
        check_duration(text, None);
    }
}

#[track_caller]
fn check_zone(text: &str, expected: Option<&str>) {
    let found = zone_statement(text).map(|(_, range)| &text[range]);
    assert_eq!(found, expected, "{text}");
}

#[test]
fn statements_about_the_zone() {
    check_zone("All times are UTC.", Some("UTC"));
    check_zone("(All times in PDT (UTC-7).)", Some("PDT"));
    check_zone("All times US/Pacific, 24-hour clock.", Some("US/Pacific"));
    check_zone("Timezone: Europe/Berlin", Some("Europe/Berlin"));
    check_zone("All times are those in Berlin.", Some("Berlin"));
    check_zone("All times Denver time", Some("Denver"));
    check_zone("Times of the London office", None);
    check_zone("At 10:00 UTC several times", None);
    check_zone("Times are approximate", None);
}

#[test]
fn a_year_is_the_nearest() {
    let near = jiff::civil::date(2021, 1, 2);
    let day = Day { year: None, month: 12, day: 31, either: false };
    assert_eq!(day.date(Some(near)), Some(jiff::civil::date(2020, 12, 31)));
    assert_eq!(day.date(None), None);
}
