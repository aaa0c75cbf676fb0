//! Markdown in, HTML out; what is hostile is in `hostile`.

mod hostile;
mod timeline;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use snapbox::str;

use super::*;
use crate::model::{Service, ServiceId, TicketPattern};
use crate::pages::views::Subject;
use crate::pages::{self, Content, Digest, Page, PageKind};
use crate::parse::parse;
use crate::text::{RelPath, Role, SourceSet};
use crate::urls;

/// The other documents and files of the archive that the tested document is in.
const OTHERS: &[(&str, &str)] = &[
    ("2024/other.md", "# Another outage\n\n## Impact\n\nNone.\n"),
    ("2025/inc-2025-007-cache.md", "---\nid: INC-2025-007\n---\n# A cold cache\n"),
    ("README.md", "# About\n"),
];

/// The path of the tested document.
const PATH: &str = "2026/tested.md";

pub(super) struct Rendered {
    pub(super) html: String,
    pub(super) toc: Vec<TocEntry>,
}

/// Renders with a site made of the document and of [`OTHERS`].
pub(super) fn with_site<T>(markdown: &str, settings: &Settings, f: impl FnOnce(Site<'_>, PmIdx, &UrlPath) -> T) -> T {
    let mut found: Vec<(RelPath, Arc<str>, Role)> = OTHERS
        .iter()
        .copied()
        .chain([(PATH, markdown)])
        .map(|(path, text)| (RelPath::new(path).unwrap(), Arc::from(text), Role::Postmortem))
        .collect();
    found.retain(|(path, ..)| path.as_str() != "README.md");
    let files: BTreeSet<RelPath> =
        ["2026/graph one.png", "img/plan.svg", "2026/full.log", "2026/page.html", "README.md"]
            .into_iter()
            .filter_map(RelPath::new)
            .collect();
    let sources = SourceSet::new(found, files);
    let postmortems =
        sources.iter().map(|source| parse(source, &settings.parse, &settings.catalog).0).collect::<Vec<_>>();
    let archive = Archive::build(postmortems, &sources, &settings.catalog);
    let words = BTreeMap::from(
        [("link_to", "Link to “{title}”"), ("html_code_in", "Code, {language}"), ("html_table_in", "Table: {title}")]
            .map(|(key, word)| (key.to_owned(), word.to_owned())),
    );
    let sizes = BTreeMap::from([(RelPath::new("img/plan.svg").unwrap(), (300, 150))]);
    let typesetter = Typesetter::new(&archive, settings, words).unwrap().with_image_sizes(sizes);
    let digest = Digest::new(&archive);
    let assets = BTreeMap::new();
    let site = Site {
        archive: &archive,
        sources: &sources,
        settings,
        assets: &assets,
        typesetter: &typesetter,
        digest: &digest,
    };
    let (index, _) = archive.iter().find(|(_, postmortem)| postmortem.path.as_str() == PATH).unwrap();
    f(site, index, &urls::postmortem(archive.slug(index)))
}

pub(super) fn render(markdown: &str, settings: &Settings) -> Rendered {
    with_site(markdown, settings, |site, index, at| {
        let page = Page { url: at.clone(), kind: PageKind::Postmortem(index) };
        let Content::Template(_, view) = pages::content(site, &page) else { panic!("a postmortem has a template") };
        let Subject::Postmortem(view) = &view.subject else { panic!("a postmortem has a view") };
        let BodyHtml { html, toc, .. } = body(site, index, at, view.timeline.as_ref());
        Rendered { html, toc }
    })
}

fn settings() -> Settings {
    let tickets = vec![TicketPattern {
        pattern: r"\b[A-Z]{2,5}-\d+\b".to_owned(),
        url: "https://tracker.example.org/$0".to_owned(),
    }];
    Settings { tickets, ..Settings::default() }
}

#[track_caller]
fn check(markdown: &str, expected: impl snapbox::IntoData) {
    snapbox::assert_data_eq!(render(markdown, &settings()).html, expected);
}

#[track_caller]
fn check_inline(markdown: &str, expected: &str) {
    let html = with_site("# T\n", &settings(), |site, index, at| inline(site, index, markdown, at));
    assert_eq!(html, expected);
}

#[test]
fn text_and_emphasis() {
    check(
        "# T\n\nA *b* **c** ~~d~~ `e < f` & <3.\nSoft\\\nhard  \nbreak.\n\n---\n\n> Quote\n",
        str![[r#"
<p>A <em>b</em> <strong>c</strong> <del>d</del> <code>e &lt; f</code> &amp; &lt;3.
Soft<br>
hard<br>
break.</p>
<hr>
<blockquote>
<p>Quote</p>
</blockquote>

"#]],
    );
}

#[test]
fn the_title_goes_and_headings_begin_at_two() {
    check(
        "# Checkout was down\n\nLead.\n\n## Impact\n\n#### Deep\n\n### Less deep\n\n# Lessons\n\n##### Far\n",
        str![[r##"
<p>Lead.</p>
<h2 id="impact">Impact<a class="anchor" href="#impact" aria-label="Link to “Impact”" data-copy="link_copied">#</a></h2>
<h3 id="deep">Deep<a class="anchor" href="#deep" aria-label="Link to “Deep”" data-copy="link_copied">#</a></h3>
<h3 id="less-deep">Less deep<a class="anchor" href="#less-deep" aria-label="Link to “Less deep”" data-copy="link_copied">#</a></h3>
<h2 id="lessons">Lessons<a class="anchor" href="#lessons" aria-label="Link to “Lessons”" data-copy="link_copied">#</a></h2>
<h3 id="far">Far<a class="anchor" href="#far" aria-label="Link to “Far”" data-copy="link_copied">#</a></h3>

"##]],
    );
}

#[test]
fn headings_without_a_title_of_their_own() {
    check(
        "### Summary\n\na\n\n## Impact\n\nb\n\n### Impact\n\nc\n",
        str![[r##"
<h2 id="summary">Summary<a class="anchor" href="#summary" aria-label="Link to “Summary”" data-copy="link_copied">#</a></h2>
<p>a</p>
<h2 id="impact">Impact<a class="anchor" href="#impact" aria-label="Link to “Impact”" data-copy="link_copied">#</a></h2>
<p>b</p>
<h3 id="impact-1">Impact<a class="anchor" href="#impact-1" aria-label="Link to “Impact”" data-copy="link_copied">#</a></h3>
<p>c</p>

"##]],
    );
}

#[test]
fn underlined_and_bold_headings() {
    check(
        "Parcels were late\n=====\n\nImpact\n------\n\nx\n\n**What went well**\n\n- y\n\n**Note:** a label.\n",
        str![[r##"
<h2 id="impact">Impact<a class="anchor" href="#impact" aria-label="Link to “Impact”" data-copy="link_copied">#</a></h2>
<p>x</p>
<h3 id="what-went-well">What went well<a class="anchor" href="#what-went-well" aria-label="Link to “What went well”" data-copy="link_copied">#</a></h3>
<ul>
<li>y</li>
</ul>
<p><strong>Note:</strong> a label.</p>

"##]],
    );
}

/// What links to a section by its id finds it, also where the heading is no Markdown.
#[test]
fn every_section_can_be_led_to() {
    check(
        "# T\n\nx\n\nAction Items\n- y\n",
        str![[r##"
<p>x</p>
<h2 id="action-items">Action Items<a class="anchor" href="#action-items" aria-label="Link to “Action Items”" data-copy="link_copied">#</a></h2>
<ul>
<li>y</li>
</ul>

"##]],
    );
    check(
        "# T\n\n- **Impact**: none\n- Trigger: a release\n  - **Detection**\n- **Resolution**\n\n  Rolled back.\n- **Timeline**:\n  - 09:12 begins\n",
        str![[r#"
<ul>
<li id="impact"><p><strong>Impact</strong>: none</p>
</li>
<li id="trigger"><p>Trigger: a release</p>
<ul>
<li><strong>Detection</strong></li>
</ul>
</li>
<li id="resolution"><p><strong>Resolution</strong></p>
<p>Rolled back.</p>
</li>
<li id="timeline"><p><strong>Timeline</strong>:</p>
<ul>
<li>09:12 begins</li>
</ul>
</li>
</ul>

"#]],
    );
}

/// Its items are sections, and the events are those of one of them.
#[test]
fn a_list_of_sections_is_no_timeline() {
    check(
        "- **Impact**: none\n- **Timeline**:\n  - 09:12 begins\n  - 09:40 ends\n- **Action items**:\n  - watch it\n",
        str![[r#"
<ul>
<li id="impact"><strong>Impact</strong>: none</li>
<li id="timeline"><strong>Timeline</strong>:<ul>
<li>09:12 begins</li>
<li>09:40 ends</li>
</ul>
</li>
<li id="action-items"><strong>Action items</strong>:<ul>
<li>watch it</li>
</ul>
</li>
</ul>

"#]],
    );
}

#[test]
fn a_heading_in_a_quote_is_no_section() {
    check(
        "# T\n\n> ## Quoted\n> text\n\n- ### In a list\n",
        str![[r#"
<blockquote>
<p><strong>Quoted</strong></p>
<p>text</p>
</blockquote>
<ul>
<li><p><strong>In a list</strong></p>
</li>
</ul>

"#]],
    );
}

#[test]
fn headings_with_markup_and_signs() {
    check(
        "# T\n\n## `config` & <b>\"x\"</b> [link](other)\n\n## Größe 障害\n",
        str![[r##"
<h2 id="config--x-link"><code>config</code> &amp; <b>"x"</b> <span class="broken-link" title="html_broken_target">link</span><a class="anchor" href="#config--x-link" aria-label="Link to “config &amp; &quot;x&quot; link”" data-copy="link_copied">#</a></h2>
<h2 id="größe-障害">Größe 障害<a class="anchor" href="#gr%C3%B6%C3%9Fe-%E9%9A%9C%E5%AE%B3" aria-label="Link to “Größe 障害”" data-copy="link_copied">#</a></h2>

"##]],
    );
}

#[test]
fn the_table_of_contents() {
    let toc = render("# T\n\n## A & *b*\n\n### c\n\n## A & *b*\n", &settings()).toc;
    let shown: Vec<String> = toc.iter().map(|e| format!("{} {} #{}", e.level, e.text, e.anchor)).collect();
    assert_eq!(shown, ["2 A & b #a--b", "3 c #c", "2 A & b #a--b-1"]);
}

#[test]
fn lists_and_tasks() {
    check(
        "# T\n\n3. three\n4. four\n\n- a\n\n  b\n- c\n\n* [x] done\n* [ ] open\n  - nested\n",
        str![[r#"
<ol start="3">
<li>three</li>
<li>four</li>
</ol>
<ul>
<li><p>a</p>
<p>b</p>
</li>
<li><p>c</p>
</li>
</ul>
<ul>
<li><input type="checkbox" disabled checked aria-label="html_done"> done</li>
<li><input type="checkbox" disabled aria-label="html_not_done"> open<ul>
<li>nested</li>
</ul>
</li>
</ul>

"#]],
    );
}

#[test]
fn tables() {
    check(
        "# T\n\n|  | a | b |\n|--|:-|--:|\n| 1 | `x\\|y` | **z** |\n\n## Impact\n\n| a |\n|:-:|\n| b |\n",
        str![[r##"
<div class="scroll" role="group" tabindex="0" aria-label="html_table"><table>
<thead><tr><td></td><th scope="col">a</th><th scope="col" class="right">b</th></tr></thead>
<tbody>
<tr><td>1</td><td><code>x|y</code></td><td class="right"><strong>z</strong></td></tr>
</tbody></table></div>
<h2 id="impact">Impact<a class="anchor" href="#impact" aria-label="Link to “Impact”" data-copy="link_copied">#</a></h2>
<div class="scroll" role="group" tabindex="0" aria-label="Table: Impact"><table>
<thead><tr><th scope="col" class="center">a</th></tr></thead>
<tbody>
<tr><td class="center">b</td></tr>
</tbody></table></div>

"##]],
    );
}

#[test]
fn code_of_a_known_language() {
    check(
        "# T\n\n```yaml\n# limits\npool: { size: 120, name: \"a<b\" }\n```\n",
        str![[r#"
<figure class="code"><pre tabindex="0" role="group" aria-label="Code, YAML"><code><span class="hl-c"># limits
</span><span class="hl-g">pool</span>: { <span class="hl-g">size</span>: <span class="hl-n">120</span>, <span class="hl-g">name</span>: <span class="hl-s">"a&lt;b" </span>}
</code></pre></figure>

"#]],
    );
    check(
        "# T\n\n~~~{.bash}\nkubectl get pods | grep -v Running && echo \"$HOME\"\n~~~\n",
        str![[r#"
<figure class="code"><pre tabindex="0" role="group" aria-label="Code, Bourne Again Shell (bash)"><code><span class="hl-f">kubectl</span> get pods | <span class="hl-f">grep</span><span class="hl-v"> -v</span> Running &amp;&amp; <span class="hl-f">echo </span><span class="hl-s">"$</span><span class="hl-v">HOME</span><span class="hl-s">"
</span></code></pre></figure>

"#]],
    );
    check(
        "# T\n\n```json\n{\"key\": [1, true, \"x\"]}\n```\n",
        str![[r#"
<figure class="code"><pre tabindex="0" role="group" aria-label="Code, JSON"><code>{<span class="hl-g">"key"</span>: [<span class="hl-n">1</span>, <span class="hl-l">true</span>, <span class="hl-s">"x"</span>]}
</code></pre></figure>

"#]],
    );
    check(
        "# T\n\n```diff\n-old\n+new\n```\n",
        str![[r#"
<figure class="code"><pre tabindex="0" role="group" aria-label="Code, Diff"><code><span class="hl-d">-old
</span><span class="hl-i">+new
</span></code></pre></figure>

"#]],
    );
    check(
        "# T\n\n```sql\nSELECT count(*) FROM orders WHERE state = 'open'; -- all\n```\n",
        str![[r#"
<figure class="code"><pre tabindex="0" role="group" aria-label="Code, SQL"><code><span class="hl-k">SELECT </span><span class="hl-f">count</span>(<span class="hl-v">*</span>) <span class="hl-k">FROM</span> orders <span class="hl-k">WHERE</span> state = <span class="hl-s">'open'</span>; <span class="hl-c">-- all
</span></code></pre></figure>

"#]],
    );
    check(
        "# T\n\n```ts\nexport const limit: number = 3; // three\n```\n",
        str![[r#"
<figure class="code"><pre tabindex="0" role="group" aria-label="Code, TypeScript"><code><span class="hl-k">export </span><span class="hl-t">const </span><span class="hl-v">limit</span>: <span class="hl-t">number </span>= <span class="hl-n">3</span>; <span class="hl-c">// three
</span></code></pre></figure>

"#]],
    );
}

#[test]
fn code_without_a_known_language() {
    check(
        "# T\n\n```\nplain <b>\n```\n\n    indented\n\n```nosuch\nx\n```\n\n```mermaid\ngraph TD; A-->B\n```\n",
        str![[r#"
<figure class="code"><pre tabindex="0" role="group" aria-label="html_code"><code>plain &lt;b&gt;
</code></pre></figure>
<figure class="code"><pre tabindex="0" role="group" aria-label="html_code"><code>indented
</code></pre></figure>
<figure class="code"><pre tabindex="0" role="group" aria-label="html_code"><code>x
</code></pre></figure>
<figure class="code"><figcaption>html_mermaid</figcaption><pre tabindex="0" role="group" aria-label="html_code"><code>graph TD; A--&gt;B
</code></pre></figure>

"#]],
    );
}

#[test]
fn large_code_is_left_plain() {
    let long = format!("# T\n\n```json\n[{}1]\n```\n", "1,".repeat(2000));
    assert!(!render(&long, &settings()).html.contains("hl-"));
    let large = format!("# T\n\n```json\n{}\n```\n", "[1]\n".repeat(20_000));
    assert!(!render(&large, &settings()).html.contains("hl-"));
}

#[test]
fn alerts() {
    check(
        "# T\n\n> [!NOTE]\n> Mind *this*.\n\n> [!CAUTION]\n> - a\n\n> [!OTHER]\n> b\n",
        str![[r#"
<aside class="alert alert--note" role="note" aria-labelledby="alert-1"><p class="alert__title" id="alert-1">html_note</p>
<p>Mind <em>this</em>.</p>
</aside>
<aside class="alert alert--caution" role="note" aria-labelledby="alert-2"><p class="alert__title" id="alert-2">html_caution</p>
<ul>
<li>a</li>
</ul>
</aside>
<blockquote>
<p>[!OTHER]
b</p>
</blockquote>

"#]],
    );
}

#[test]
fn no_way_leads_back_to_a_footnote_that_is_given_twice() {
    check(
        "# T\n\nA[^1] and[^1].\n\n[^1]: First.\n\n[^1]: Second[^1].\n",
        str![[r##"
<p>A<sup class="fn" id="fnref-1"><a href="#fn-1" aria-label="html_footnote">1</a></sup> and<sup class="fn" id="fnref-1-2"><a href="#fn-1" aria-label="html_footnote">1</a></sup>.</p>
<section class="footnotes" aria-label="html_footnotes"><ol>
<li id="fn-1"><p>First. <a href="#fnref-1" aria-label="html_footnote_back">↩</a> <a href="#fnref-1-2" aria-label="html_footnote_back">↩</a></p></li>
</ol></section>

"##]],
    );
}

#[test]
fn footnotes() {
    check(
        "# T\n\nA[^one] b[^Two] a again[^one] c[^none].\n\n[^two]: Second.\n\n    More.\n\n[^one]: First[^two].\n[^unused]: Lost.\n",
        str![[r##"
<p>A<sup class="fn" id="fnref-1"><a href="#fn-1" aria-label="html_footnote">1</a></sup> b<sup class="fn" id="fnref-2"><a href="#fn-2" aria-label="html_footnote">2</a></sup> a again<sup class="fn" id="fnref-1-2"><a href="#fn-1" aria-label="html_footnote">1</a></sup> c[^none].</p>
<section class="footnotes" aria-label="html_footnotes"><ol>
<li id="fn-1"><p>First<sup class="fn" id="fnref-2-2"><a href="#fn-2" aria-label="html_footnote">2</a></sup>. <a href="#fnref-1" aria-label="html_footnote_back">↩</a> <a href="#fnref-1-2" aria-label="html_footnote_back">↩</a></p></li>
<li id="fn-2"><p>Second.</p>
<p>More. <a href="#fnref-2" aria-label="html_footnote_back">↩</a> <a href="#fnref-2-2" aria-label="html_footnote_back">↩</a></p></li>
<li><p>Lost.</p></li>
</ol></section>

"##]],
    );
}

#[test]
fn links_inside_the_archive() {
    check(
        "# T\n\n[doc](../2024/other.md) [place](../2024/other.md#impact \"Title\") [from the root](/2024/other.md) \
         [own](#t) [below](#below) [file](full.log) [[other]] [[INC-2025-007|by id]]\n\n## Below\n",
        str![[r##"
<p><a href="../../postmortems/other/index.html">doc</a> <a href="../../postmortems/other/index.html#impact" title="Title">place</a> <a href="../../postmortems/other/index.html">from the root</a> <a href="../../postmortems/tested/index.html">own</a> <a href="#below">below</a> <a href="../../files/2026/full.log">file</a> <a href="../../postmortems/other/index.html">other</a> <a href="../../postmortems/inc-2025-007-cache/index.html">by id</a></p>
<h2 id="below">Below<a class="anchor" href="#below" aria-label="Link to “Below”" data-copy="link_copied">#</a></h2>

"##]],
    );
}

#[test]
fn links_that_lead_nowhere() {
    check(
        "# T\n\n[gone](gone.md) [place](../2024/other.md#nowhere) [own](#nowhere) [out](../../etc/passwd) [[nothing]] \
         [skipped](../README.md) [page](page.html)\n",
        str![[r#"
<p><span class="broken-link" title="html_broken_target">gone</span> <a href="../../postmortems/other/index.html">place</a> <span class="broken-link" title="html_broken_anchor">own</span> <span class="broken-link" title="html_broken_outside">out</span> <span class="broken-link" title="html_broken_target">nothing</span> <a href="../../files/README.md">skipped</a> <span class="broken-link" title="html_unpublished">page</span></p>

"#]],
    );
}

#[test]
fn links_to_other_sites() {
    check(
        "# T\n\n[a](https://example.org/?a=1&b=2 \"T\") <https://example.org> <sre@example.org> [b](//example.org/x) \
         [c][ref]\n\n[ref]: http://example.org/c\n",
        str![[r#"
<p><a href="https://example.org/?a=1&amp;b=2" rel="external noreferrer" title="T">a</a> <a href="https://example.org" rel="external noreferrer">https://example.org</a> <a href="mailto:sre@example.org" rel="external noreferrer">sre@example.org</a> <a href="https://example.org/x" rel="external noreferrer">b</a> <a href="http://example.org/c" rel="external noreferrer">c</a></p>

"#]],
    );
}

#[test]
fn images() {
    check(
        "# T\n\n![A *graph*](<graph one.png>)\n\n![Plan](/img/plan.svg \"The plan\")\n\nIn ![a](<graph one.png> \"t\") line. \
         [![linked](<graph one.png>)](https://example.org)\n\n![far](https://example.org/x.png) ![gone](gone.png)\n",
        str![[r#"
<p><img src="../../files/2026/graph%20one.png" alt="A graph" loading="lazy"></p>
<figure><img src="../../files/img/plan.svg" alt="Plan" width="300" height="150" loading="lazy"><figcaption>The plan</figcaption></figure>
<p>In <img src="../../files/2026/graph%20one.png" alt="a" title="t" loading="lazy"> line. <a href="https://example.org" rel="external noreferrer"><img src="../../files/2026/graph%20one.png" alt="linked" loading="lazy"></a></p>
<p><a href="https://example.org/x.png" rel="external noreferrer">far</a> <span class="broken-link" title="html_broken_target">gone</span></p>

"#]],
    );
}

#[test]
fn mentions_become_links() {
    check(
        "# T\n\nAs in INC-2025-007, see PAY-812 and (https://example.org/a_b?c=d&e), not `PAY-1`, [PAY-2](#t), xPAY-3x or \
         INC-2025-007-b.\n\n## PAY-4\n\nhttps://example.org/PAY-5. http://",
        str![[r##"
<p>As in <a href="../../postmortems/inc-2025-007-cache/index.html">INC-2025-007</a>, see <a href="https://tracker.example.org/PAY-812" rel="external noreferrer">PAY-812</a> and (<a href="https://example.org/a_b?c=d&amp;e" rel="external noreferrer">https://example.org/a_b?c=d&amp;e</a>), not <code>PAY-1</code>, <a href="../../postmortems/tested/index.html">PAY-2</a>, xPAY-3x or INC-2025-007-b.</p>
<h2 id="pay-4">PAY-4<a class="anchor" href="#pay-4" aria-label="Link to “PAY-4”" data-copy="link_copied">#</a></h2>
<p><a href="https://example.org/PAY-5" rel="external noreferrer">https://example.org/PAY-5</a>. http://</p>

"##]],
    );
}

#[test]
fn declared_services_become_links_once_in_a_section() {
    let mut settings = settings();
    for (name, title) in [("checkout", "Checkout"), ("payments-db", "Payments database"), ("search", "Search")] {
        let id = ServiceId::new(name).unwrap();
        let service = Service { id: id.clone(), title: title.to_owned(), description: None, owner: None };
        settings.catalog.services.insert(id, service);
    }
    let html = render(
        "---\nservices: [checkout]\n---\n# T\n\nCheckout and payments-db, then checkout and payments-db again; a search, `payments-db`, my-payments-db.\n\n## checkout\n\nThe Payments database.\n",
        &settings,
    )
    .html;
    snapbox::assert_data_eq!(
        html,
        str![[r##"
<p><a href="../../services/checkout/index.html">Checkout</a> and <a href="../../services/payments-db/index.html">payments-db</a>, then checkout and payments-db again; a search, <code>payments-db</code>, my-payments-db.</p>
<h2 id="checkout">checkout<a class="anchor" href="#checkout" aria-label="Link to “checkout”" data-copy="link_copied">#</a></h2>
<p>The <a href="../../services/payments-db/index.html">Payments database</a>.</p>

"##]]
    );
}

#[test]
fn placeholders_are_text() {
    check(
        "# T\n\nRun `x` on <service-name> and <host>:<port>, Vec<T>, a <= b, <none>.\n\n<your-team>\n",
        str![[r#"
<p>Run <code>x</code> on &lt;service-name&gt; and &lt;host&gt;:&lt;port&gt;, Vec&lt;T&gt;, a &lt;= b, &lt;none&gt;.</p>
<p>&lt;your-team&gt;</p>

"#]],
    );
}

#[test]
fn template_tags_are_text() {
    check(
        "# T\n\n{{ page.title }} {% include x %} {{< figure >}}\n\n{{ site | safe }}\n",
        str![[r#"
<p>{{ page.title }} {% include x %} {{&lt; figure &gt;}}</p>
<p>{{ site | safe }}</p>

"#]],
    );
}

#[test]
fn comments_go() {
    check(
        "# T\n\n<!-- allow BL003: it is a quote -->\n\nA<!-- b -->c.\n\n<!--\nd\n\ne\n-->\n",
        str![[r#"

<p>Ac.</p>


"#]],
    );
}

#[test]
fn simple_html_stays() {
    check(
        "# T\n\nA<br>b<br/>H<sub>2</sub>O <kbd>Ctrl</kbd> <span id=\"x\" class=\"y\" style=\"z\">s</span>\n\n<details>\n<summary>More <b>of it</b></summary>\n\nA **b**.\n\n</details>\n\nAfter.\n",
        str![[r#"
<p>A<br>b<br>H<sub>2</sub>O <kbd>Ctrl</kbd> <span id="x">s</span></p>
<details>
<summary>More <b>of it</b></summary>
<p>A <strong>b</strong>.</p>
</details>
<p>After.</p>

"#]],
    );
}

#[test]
fn html_blocks_are_put_in_order() {
    check(
        "# T\n\n<table><tr><td align=right>1<td>2</table>\n\n<div class=\"masthead\" onclick=\"x()\"><p>a</div>\n\n| a |\n|---|\n| <ul><li>x<li>y</ul> |\n",
        str![[r#"
<table><tbody><tr><td align="right">1</td><td>2</td></tr></tbody></table>
<div><p>a</p></div>
<div class="scroll" role="group" tabindex="0" aria-label="html_table"><table>
<thead><tr><th scope="col">a</th></tr></thead>
<tbody>
<tr><td><ul><li>x</li><li>y</li></ul></td></tr>
</tbody></table></div>

"#]],
    );
}

#[test]
fn html_links_and_images_are_rewritten() {
    check(
        "# T\n\n<img src=\"graph one.png\" alt=\"G\" width=300 onerror=\"x()\"> <a href=\"../2024/other.md#impact\">o</a> <a name=\"old\"></a> <a href=\"gone.md\">g</a>\n\n<p align=\"center\"><img src=\"https://example.org/x.png\"></p>\n",
        str![[r#"
<p><img src="../../files/2026/graph%20one.png" alt="G" width="300" loading="lazy"> <a href="../../postmortems/other/index.html#impact">o</a> <a id="old"></a> <a class="broken-link" title="html_broken_target">g</a></p>
<p><a href="https://example.org/x.png" rel="external noreferrer">https://example.org/x.png</a></p>

"#]],
    );
}

#[test]
fn html_that_is_left_open_ends_where_its_container_ends() {
    check(
        "# T\n\nA <kbd>b *c <sub>d* e\n\nAfter.</kbd>\n\n- <b>x\n- y\n\n<details>\n\nopen\n",
        str![[r#"
<p>A <kbd>b <em>c <sub>d</sub></em> e</kbd></p>
<p>After.</p>
<ul>
<li><b>x</b></li>
<li>y</li>
</ul>
<details>
<p>open</p>
</details>
"#]],
    );
}

#[test]
fn trusted_html_is_left_alone() {
    let mut trusting = settings();
    trusting.theme.trust_html = true;
    let html = render("# T\n\n<video src=\"x\"></video>\n\nA<!-- b --><i class=\"x\">c</i>\n", &trusting).html;
    snapbox::assert_data_eq!(
        html,
        str![[r#"
<p><video src="x"></video></p>
<p>A<!-- b --><i class="x">c</i></p>

"#]]
    );
}

#[test]
fn lines_alone() {
    check_inline("Add an **alert** for `x`", "Add an <strong>alert</strong> for <code>x</code>");
    check_inline(
        "See PAY-1, https://example.org",
        "See <a href=\"https://tracker.example.org/PAY-1\" rel=\"external noreferrer\">PAY-1</a>, <a href=\"https://example.org\" rel=\"external noreferrer\">https://example.org</a>",
    );
    check_inline("# Heading\n\n- a\n- b\n\n> c", "Heading a b c");
    check_inline("a\nb  \nc", "a b<br>\nc");
    check_inline("<div>x</div> <kbd>y <li>z", "x <kbd>y z</kbd>");
    check_inline("| a |\n|---|\n| b |", "a b");
    check_inline("    indented", "<code>indented</code>");
    check_inline("", "");
}
