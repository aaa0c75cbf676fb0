//! What templates see of the small archive.

use serde_json::Value;
use snapbox::{assert_data_eq, file, str};

use super::{CONFIG, settings, view, with_harbour, with_site};
use crate::pages::tests::documents;

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).expect("a value is plain data") + "\n"
}

#[test]
fn a_complete_postmortem() {
    with_harbour(|site| {
        let mut view = view(site, "postmortems/2026-03-07-pool/");
        assert!(view["postmortem"]["body"].take().is_string());
        assert_data_eq!(pretty(&view), file!["postmortem.json"].raw());
    });
}

#[test]
fn a_postmortem_without_front_matter() {
    with_harbour(|site| {
        let mut view = view(site, "postmortems/2019-05-02-mail/");
        assert!(view["postmortem"]["body"].take().is_string());
        assert_data_eq!(pretty(&view["postmortem"]), file!["bare.json"].raw());
    });
}

#[test]
fn a_service() {
    with_harbour(|site| {
        assert_data_eq!(pretty(&view(site, "services/payments-db/")["service"]), file!["service.json"].raw());
    });
}

#[test]
fn a_cause() {
    with_harbour(|site| {
        assert_data_eq!(pretty(&view(site, "causes/capacity/limit-reached/")["cause"]), file!["cause.json"].raw());
    });
}

#[test]
fn all_action_items() {
    with_harbour(|site| assert_data_eq!(pretty(&view(site, "actions/")["action_list"]), file!["actions.json"].raw()));
}

#[test]
fn what_the_archive_tells() {
    with_harbour(|site| assert_data_eq!(pretty(&view(site, "insights/")["insights"]), file!["insights.json"].raw()));
}

#[test]
fn a_lesson_counts_while_an_action_against_its_cause_is_open() {
    let document = |status: &str, addresses: &str| {
        let earlier = format!(
            "---\ntitle: Earlier\ndate: 2025-01-01\nservices: [db]\ncauses: [capacity/limit-reached]\n\
             action_items: [{{title: Watch the limit, status: {status}, addresses: {addresses}}}]\n---\n# Earlier\n"
        );
        let later =
            "---\ntitle: Later\ndate: 2025-06-01\nservices: [db]\ncauses: [capacity/limit-reached]\n---\n# Later\n";
        with_site(&settings(CONFIG), &[("a.md", &earlier), ("b.md", later)], |site| {
            let lessons = view(site, "actions/")["action_list"]["lessons"].take();
            lessons.as_array().expect("a list").len()
        })
    };
    assert_eq!(document("open", "capacity/limit-reached"), 1);
    assert_eq!(document("open", "capacity"), 1);
    assert_eq!(document("done", "capacity/limit-reached"), 0);
    assert_eq!(document("open", "testing/coverage-gap"), 0);
}

#[test]
fn the_front_page() {
    with_harbour(|site| assert_data_eq!(pretty(&view(site, "")["home"]), file!["home.json"].raw()));
}

/// The titles of entries, one a line.
fn titles(entries: &Value) -> String {
    let entries = entries.as_array().expect("a list of entries");
    let titles: Vec<_> = entries.iter().map(|entry| entry["title"].as_str().expect("a title")).collect();
    titles.join("\n")
}

#[test]
fn a_withdrawn_postmortem_is_listed_once_and_counted_nowhere() {
    with_harbour(|site| {
        assert_data_eq!(
            titles(&view(site, "services/checkout/")["service"]["entries"]),
            str!["Checkout returned 500s after a pool-size change"]
        );
        assert_data_eq!(
            titles(&view(site, "years/2025/")["listing"]["entries"]),
            str![[r#"
Near miss: the failover that would not have
The quarter-end report filled the connection slots
"#]]
        );
        assert_eq!(view(site, "severities/sev1/")["listing"]["entries"], Value::Array(Vec::new()));
        let all = view(site, "postmortems/");
        assert_eq!((&all["postmortems"]["count"], &all["postmortems"]["withdrawn"]), (&4.into(), &1.into()));
        assert_data_eq!(
            titles(&all["postmortems"]["years"][1]["entries"]),
            str![[r#"
Near miss: the failover that would not have
The quarter-end report filled the connection slots
The cache was poisoned by a proxy
"#]]
        );
        let page = &view(site, "postmortems/2025-08-17-cache/")["page"];
        assert_eq!(page["noindex"], Value::Bool(true));
    });
}

#[test]
fn the_page_for_a_missing_address_links_from_the_root() {
    let mut settings = settings(CONFIG);
    settings.site.base_url = Some("https://harbour.example/learn/".to_owned());
    with_site(&settings, documents::ALL, |site| {
        let view = view(site, "404.html");
        assert_data_eq!(
            pretty(&serde_json::json!([
                view["site"]["home"],
                view["site"]["root"],
                view["site"]["assets"],
                view["not_found"]["newest"][0]["href"],
                view["page"]["canonical"],
            ])),
            str![[r#"
[
  "https://harbour.example/learn/",
  "https://harbour.example/learn/",
  {
    "css/site.css": "https://harbour.example/learn/assets/css/site.3f9a.css"
  },
  "https://harbour.example/learn/postmortems/2026-03-07-pool/",
  null
]

"#]]
        );
    });
}

#[test]
fn without_a_today_nothing_is_overdue() {
    let mut settings = settings(CONFIG);
    settings.today = None;
    with_site(&settings, documents::ALL, |site| {
        let actions = &view(site, "postmortems/2026-03-07-pool/")["postmortem"]["actions"];
        assert_eq!((&actions["counts"]["overdue"], &actions["counts"]["open"]), (&0.into(), &2.into()));
    });
}

#[test]
fn the_owner_chooses_what_to_read_first() {
    let mut settings = settings(CONFIG);
    settings.site.featured =
        ["2025-09-30-report", "unknown", "2025-09-30-report", "INC-2026-014"].map(str::to_owned).to_vec();
    with_site(&settings, documents::ALL, |site| {
        assert_data_eq!(
            titles(&view(site, "")["home"]["worth_reading"]),
            str![[r#"
The quarter-end report filled the connection slots
Checkout returned 500s after a pool-size change
"#]]
        );
    });
}

#[test]
fn on_this_day_is_of_earlier_years() {
    let mut settings = settings(CONFIG);
    settings.today = Some(jiff::civil::date(2026, 9, 30));
    with_site(&settings, documents::ALL, |site| {
        assert_data_eq!(
            titles(&view(site, "")["home"]["on_this_day"]),
            str!["The quarter-end report filled the connection slots"]
        );
    });
}

#[test]
fn a_theme_says_it_in_its_own_language() {
    let words = [("view_date", "{day}. {month} {year}"), ("view_month_3", "März"), ("view_minutes", "{n} Minuten")];
    let words = words.map(|(key, word)| (key.to_owned(), word.to_owned()));
    super::with_words(&settings(CONFIG), documents::ALL, words.into(), |site| {
        let postmortem = &view(site, "postmortems/2026-03-07-pool/")["postmortem"];
        assert_eq!(postmortem["date"]["value"]["text"], "7. März 2026");
        assert_eq!(postmortem["glance"]["to_detect"]["value"]["text"], "9 Minuten");
    });
}
