//! Feeds, sitemap and robots as others read them.

use quick_xml::events::Event;
use snapbox::{assert_data_eq, str};

use super::{CONFIG, plan_of, settings, text, with_harbour, with_site};
use crate::pages::tests::documents;

/// The element names in order, each with its depth; fails on what is not well formed.
#[track_caller]
fn outline(xml: &str) -> Vec<(usize, String)> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let (mut depth, mut outline) = (0, Vec::new());
    loop {
        match reader.read_event().expect("well-formed XML") {
            Event::Start(element) => {
                outline.push((depth, element.name().as_ref().to_owned()));
                depth += 1;
            }
            Event::Empty(element) => {
                outline.push((depth, element.name().as_ref().to_owned()));
            }
            Event::End(_) => depth -= 1,
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0, "an element is not closed");
    outline
}

#[test]
fn the_json_feed_says_the_same() {
    let mut settings = settings(CONFIG);
    settings.site.base_url = Some("https://harbour.example/pm/".to_owned());
    with_site(&settings, documents::ALL, |site| {
        assert_data_eq!(
            text(site, "feed.json"),
            str![[r#"
{
  "version": "https://jsonfeed.org/version/1.1",
  "title": "Harbour postmortems",
  "home_page_url": "https://harbour.example/pm/",
  "feed_url": "https://harbour.example/pm/feed.json",
  "description": "What went wrong at Harbour, and what we learned.",
  "language": "en",
  "items": [
    {
      "id": "https://harbour.example/pm/postmortems/2026-03-07-pool/",
      "url": "https://harbour.example/pm/postmortems/2026-03-07-pool/",
      "title": "Checkout returned 500s after a pool-size change",
      "content_text": "A change of one number emptied the connection slots of the database in all regions.",
      "date_published": "2026-03-07T00:00:00Z",
      "tags": [
        "Checkout",
        "payments-db",
        "Rollout strategy",
        "Limit reached"
      ]
    },
    {
      "id": "https://harbour.example/pm/postmortems/2025-09-30-report/",
      "url": "https://harbour.example/pm/postmortems/2025-09-30-report/",
      "title": "The quarter-end report filled the connection slots",
      "content_text": "A read-only report took every slot.",
      "date_published": "2025-09-30T00:00:00Z",
      "tags": [
        "payments-db",
        "reporting",
        "Limit reached"
      ]
    },
    {
      "id": "https://harbour.example/pm/postmortems/2019-05-02-mail/",
      "url": "https://harbour.example/pm/postmortems/2019-05-02-mail/",
      "title": "Mail",
      "content_text": "mail was down for a bit this morning because the disk was full. queue drained by 11. we should rotate the logs",
      "date_published": "2019-05-02T00:00:00Z"
    }
  ]
}

"#]]
        );
    });
}

#[test]
fn a_feed_without_an_address_has_ids_of_its_own() {
    with_harbour(|site| {
        assert_data_eq!(
            text(site, "feed.xml"),
            str![[r#"
<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<id>urn:uuid:b3d2e1fa-9cea-8060-b5ec-ec6403d6d528</id>
<title>Harbour postmortems</title>
<subtitle>What went wrong at Harbour, and what we learned.</subtitle>
<updated>2026-03-07T00:00:00Z</updated>
<author><name>Harbour postmortems</name></author>
<generator version="0.1.0">Afterword</generator>
<link rel="self" type="application/atom+xml" href="feed.xml"/>
<link rel="alternate" type="text/html" href="index.html"/>
<entry>
<id>urn:uuid:f6ab312f-52e8-8e4b-97bf-83fb86f7e92c</id>
<title>Checkout returned 500s after a pool-size change</title>
<updated>2026-03-07T00:00:00Z</updated>
<published>2026-03-07T00:00:00Z</published>
<link rel="alternate" type="text/html" href="postmortems/2026-03-07-pool/index.html"/>
<category term="checkout" label="Checkout"/>
<category term="payments-db" label="payments-db"/>
<category term="change/rollout-strategy" label="Rollout strategy"/>
<category term="capacity/limit-reached" label="Limit reached"/>
<summary>A change of one number emptied the connection slots of the database in all regions.</summary>
</entry>
<entry>
<id>urn:uuid:39a340d5-4a0c-88d5-8e12-34d2ef072635</id>
<title>The quarter-end report filled the connection slots</title>
<updated>2025-09-30T00:00:00Z</updated>
<published>2025-09-30T00:00:00Z</published>
<link rel="alternate" type="text/html" href="postmortems/2025-09-30-report/index.html"/>
<category term="payments-db" label="payments-db"/>
<category term="reporting" label="reporting"/>
<category term="capacity/limit-reached" label="Limit reached"/>
<summary>A read-only report took every slot.</summary>
</entry>
<entry>
<id>urn:uuid:e72f01f4-d4eb-8715-9f8d-a5ed16077d0e</id>
<title>Mail</title>
<updated>2019-05-02T00:00:00Z</updated>
<published>2019-05-02T00:00:00Z</published>
<link rel="alternate" type="text/html" href="postmortems/2019-05-02-mail/index.html"/>
<summary>mail was down for a bit this morning because the disk was full. queue drained by 11. we should rotate the logs</summary>
</entry>
</feed>

"#]]
        );
    });
}

#[test]
fn a_feed_with_an_address() {
    let mut settings = settings(CONFIG);
    settings.site.base_url = Some("https://harbour.example/learn/".to_owned());
    with_site(&settings, documents::ALL, |site| {
        assert_data_eq!(
            text(site, "services/payments-db/feed.xml"),
            str![[r#"
<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<id>https://harbour.example/learn/services/payments-db/feed.xml</id>
<title>Harbour postmortems: payments-db</title>
<subtitle>What went wrong at Harbour, and what we learned.</subtitle>
<updated>2026-03-07T00:00:00Z</updated>
<author><name>Harbour postmortems</name></author>
<generator version="0.1.0">Afterword</generator>
<link rel="self" type="application/atom+xml" href="https://harbour.example/learn/services/payments-db/feed.xml"/>
<link rel="alternate" type="text/html" href="https://harbour.example/learn/services/payments-db/"/>
<entry>
<id>https://harbour.example/learn/postmortems/2026-03-07-pool/</id>
<title>Checkout returned 500s after a pool-size change</title>
<updated>2026-03-07T00:00:00Z</updated>
<published>2026-03-07T00:00:00Z</published>
<link rel="alternate" type="text/html" href="https://harbour.example/learn/postmortems/2026-03-07-pool/"/>
<category term="checkout" label="Checkout"/>
<category term="payments-db" label="payments-db"/>
<category term="change/rollout-strategy" label="Rollout strategy"/>
<category term="capacity/limit-reached" label="Limit reached"/>
<summary>A change of one number emptied the connection slots of the database in all regions.</summary>
</entry>
<entry>
<id>https://harbour.example/learn/postmortems/2025-09-30-report/</id>
<title>The quarter-end report filled the connection slots</title>
<updated>2025-09-30T00:00:00Z</updated>
<published>2025-09-30T00:00:00Z</published>
<link rel="alternate" type="text/html" href="https://harbour.example/learn/postmortems/2025-09-30-report/"/>
<category term="payments-db" label="payments-db"/>
<category term="reporting" label="reporting"/>
<category term="capacity/limit-reached" label="Limit reached"/>
<summary>A read-only report took every slot.</summary>
</entry>
</feed>

"#]]
        );
        assert_data_eq!(
            text(site, "sitemap.xml"),
            str![[r#"
<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>https://harbour.example/learn/</loc></url>
<url><loc>https://harbour.example/learn/actions/</loc></url>
<url><loc>https://harbour.example/learn/causes/</loc></url>
<url><loc>https://harbour.example/learn/causes/capacity/</loc></url>
<url><loc>https://harbour.example/learn/causes/capacity/limit-reached/</loc></url>
<url><loc>https://harbour.example/learn/causes/change/</loc></url>
<url><loc>https://harbour.example/learn/causes/change/rollout-strategy/</loc></url>
<url><loc>https://harbour.example/learn/causes/dependency/</loc></url>
<url><loc>https://harbour.example/learn/causes/dependency/third-party/</loc></url>
<url><loc>https://harbour.example/learn/causes/observability/</loc></url>
<url><loc>https://harbour.example/learn/insights/</loc></url>
<url><loc>https://harbour.example/learn/kinds/</loc></url>
<url><loc>https://harbour.example/learn/kinds/incident/</loc></url>
<url><loc>https://harbour.example/learn/kinds/near-miss/</loc></url>
<url><loc>https://harbour.example/learn/postmortems/</loc></url>
<url><loc>https://harbour.example/learn/postmortems/2019-05-02-mail/</loc></url>
<url><loc>https://harbour.example/learn/postmortems/2025-09-30-report/</loc></url>
<url><loc>https://harbour.example/learn/postmortems/2025-11-28-failover/</loc></url>
<url><loc>https://harbour.example/learn/postmortems/2026-03-07-pool/</loc></url>
<url><loc>https://harbour.example/learn/services/</loc></url>
<url><loc>https://harbour.example/learn/services/checkout/</loc></url>
<url><loc>https://harbour.example/learn/services/image-resizer/</loc></url>
<url><loc>https://harbour.example/learn/services/payments-db/</loc></url>
<url><loc>https://harbour.example/learn/services/reporting/</loc></url>
<url><loc>https://harbour.example/learn/severities/</loc></url>
<url><loc>https://harbour.example/learn/severities/p9/</loc></url>
<url><loc>https://harbour.example/learn/severities/sev1/</loc></url>
<url><loc>https://harbour.example/learn/severities/sev2/</loc></url>
<url><loc>https://harbour.example/learn/tags/</loc></url>
<url><loc>https://harbour.example/learn/tags/cache/</loc></url>
<url><loc>https://harbour.example/learn/tags/postgres/</loc></url>
<url><loc>https://harbour.example/learn/triggers/</loc></url>
<url><loc>https://harbour.example/learn/triggers/config-change/</loc></url>
<url><loc>https://harbour.example/learn/years/</loc></url>
<url><loc>https://harbour.example/learn/years/2019/</loc></url>
<url><loc>https://harbour.example/learn/years/2025/</loc></url>
<url><loc>https://harbour.example/learn/years/2026/</loc></url>
</urlset>

"#]]
        );
        assert_data_eq!(
            text(site, "robots.txt"),
            str![[r#"
User-agent: *
Allow: /
Sitemap: https://harbour.example/learn/sitemap.xml

"#]]
        );
    });
}

#[test]
fn every_feed_has_what_the_standard_asks_for() {
    with_harbour(|site| {
        for page in plan_of(site).pages.iter().filter(|page| page.kind.name() == "feed") {
            let outline = outline(&text(site, page.url.as_str()));
            let count = |depth, name: &str| outline.iter().filter(|(d, n)| *d == depth && n == name).count();
            assert_eq!((count(0, "feed"), outline.iter().filter(|(depth, _)| *depth == 0).count()), (1, 1));
            for once in ["id", "title", "updated", "author"] {
                assert_eq!(count(1, once), 1, "{once} in /{}", page.url);
            }
            for each in ["id", "title", "updated"] {
                assert_eq!(count(2, each), count(1, "entry"), "{each} of the entries in /{}", page.url);
            }
        }
    });
}

#[test]
fn text_cannot_break_a_feed() {
    let document =
        "---\ntitle: \"<b>&amp; ]]> \\u0001\"\ndate: 2024-01-01\n---\n\n## Summary\n\n`<script>` & \u{7}more.\n";
    with_site(&settings("[site]\ntitle = \"A & <B>\"\n"), &[("a.md", document)], |site| {
        assert_eq!(outline(&text(site, "feed.xml")).iter().filter(|(_, name)| name == "entry").count(), 1);
    });
}
