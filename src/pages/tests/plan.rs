//! Which files a site has.

use snapbox::{assert_data_eq, str};

use super::{CONFIG, plan_of, settings, with_harbour, with_site};

fn list(site: crate::pages::Site<'_>) -> String {
    let urls: Vec<_> = plan_of(site).pages.iter().map(|page| format!("/{}", page.url)).collect();
    urls.join("\n")
}

#[test]
fn all_files_of_the_small_archive() {
    with_harbour(|site| {
        assert_data_eq!(
            list(site),
            str![[r#"
/
/.nojekyll
/404.html
/actions/
/archive.json
/assets/css/site.3f9a.css
/causes/
/causes/capacity/
/causes/capacity/feed.xml
/causes/capacity/limit-reached/
/causes/capacity/limit-reached/feed.xml
/causes/change/
/causes/change/feed.xml
/causes/change/rollout-strategy/
/causes/change/rollout-strategy/feed.xml
/causes/dependency/
/causes/dependency/feed.xml
/causes/dependency/third-party/
/causes/dependency/third-party/feed.xml
/causes/observability/
/causes/observability/feed.xml
/feed.json
/feed.xml
/files/content/img/slots.svg
/insights/
/kinds/
/kinds/incident/
/kinds/near-miss/
/postmortems/
/postmortems/2019-05-02-mail/
/postmortems/2025-08-17-cache/
/postmortems/2025-09-30-report/
/postmortems/2025-11-28-failover/
/postmortems/2026-03-07-pool/
/robots.txt
/search/
/search/finder.js
/services/
/services/checkout/
/services/checkout/feed.xml
/services/checkout/index.json
/services/image-resizer/
/services/image-resizer/feed.xml
/services/image-resizer/index.json
/services/payments-db/
/services/payments-db/feed.xml
/services/payments-db/index.json
/services/reporting/
/services/reporting/feed.xml
/services/reporting/index.json
/severities/
/severities/p9/
/severities/sev1/
/severities/sev2/
/tags/
/tags/cache/
/tags/postgres/
/triggers/
/triggers/config-change/
/wiki/pool/
/years/
/years/2019/
/years/2025/
/years/2026/
"#]]
        );
    });
}

#[test]
fn an_address_and_a_switch_add_files() {
    let mut settings = settings(CONFIG);
    settings.site.base_url = Some("https://harbour.example/learn/".to_owned());
    settings.site.json_per_postmortem = true;
    with_site(&settings, &[("a.md", "# A\n")], |site| {
        assert_data_eq!(
            list(site),
            str![[r#"
/
/.nojekyll
/404.html
/actions/
/archive.json
/assets/css/site.3f9a.css
/causes/
/feed.json
/feed.xml
/insights/
/kinds/
/kinds/incident/
/postmortems/
/postmortems/a/
/postmortems/a/index.json
/robots.txt
/search/
/search/finder.js
/services/
/services/checkout/
/services/checkout/feed.xml
/services/checkout/index.json
/services/image-resizer/
/services/image-resizer/feed.xml
/services/image-resizer/index.json
/severities/
/sitemap.xml
/tags/
/triggers/
/years/
"#]]
        );
    });
}

#[cfg(feature = "search")]
#[test]
fn a_site_without_a_search_has_no_trace_of_it() {
    with_site(&settings("[search]\nenabled = false\n"), &[("a.md", "---\naliases: [/search/]\n---\n# A\n")], |site| {
        let of_search = |page: &&crate::pages::Page| page.url.as_str().starts_with("search");
        let pages: Vec<_> = plan_of(site).pages.iter().filter(of_search).map(|page| page.kind.name()).collect();
        assert_eq!(pages, ["redirect"]);
        assert_eq!(super::view(site, "")["site"]["search"], serde_json::Value::Null);
    });
}

#[test]
fn two_pages_never_share_a_place() {
    let documents = [
        (
            "a.md",
            "---\naliases: [/services/, /postmortems/b/, /404.html, /archive.json/x/, /old/, /POSTMORTEMS/, \
             /Search/p/]\n---\n# A\n",
        ),
        ("b.md", "---\naliases: [/old/, /postmortems/b/index.html, \"../../etc\", /old/deeper.html]\n---\n# B\n"),
    ];
    with_site(&settings(""), &documents, |site| {
        let collisions = plan_of(site).collisions;
        let messages: String = collisions.iter().map(|collision| collision.message(site.archive) + "\n").collect();
        assert_data_eq!(
            messages,
            str![[r#"
`/404.html` is taken by the page `/404.html`; an alias of `a.md` is left out
`/POSTMORTEMS/` is taken by the page `/postmortems/`; an alias of `a.md` is left out
`/Search/p/` is taken by the page `/search/`; an alias of `a.md` is left out
`/archive.json/x/` is taken by the page `/archive.json`; an alias of `a.md` is left out
`/postmortems/b/` is taken by the page of `b.md`; an alias of `a.md` is left out
`/services/` is taken by the page `/services/`; an alias of `a.md` is left out
`/old/` is taken by an alias of `a.md`; an alias of `b.md` is left out

"#]]
        );
    });
}
