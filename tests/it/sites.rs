//! Whole small sites: which files there are, what a page holds, what a later build changes.

use std::fs;

use afterword::config::Settings;
use afterword::pipeline::{self, Press};
use afterword::text::SourceSet;
use afterword::theme::Theme;
use snapbox::str;

use crate::generator;
use crate::harness::{self, Site, SiteTest};

const TWO: &str = "
-- afterword.toml --
[site]
title = 'Lighthouse'
-- 2024-05-01-mail.md --
---
title: Mail arrived a day late
severity: sev2
services: [mail]
causes: [capacity/limit-reached]
started: 2024-05-01T10:00:00Z
resolved: 2024-05-01T11:30:00Z
---

## Summary

The queue was full.
-- 2024-06-01-mail-again.md --
---
title: Mail arrived late again
severity: sev3
services: [mail]
causes: [capacity/limit-reached]
tags: [queue]
---

## Summary

See [the first time](2024-05-01-mail.md#summary).
";

#[test]
fn a_small_site_whole() {
    SiteTest::new(TWO)
        .build()
        .check_files(str![[r#"
.nojekyll
404.html
actions/index.html
archive.json
causes/capacity/feed.xml
causes/capacity/index.html
causes/capacity/limit-reached/feed.xml
causes/capacity/limit-reached/index.html
causes/index.html
feed.json
feed.xml
index.html
insights/index.html
kinds/incident/index.html
kinds/index.html
postmortems/2024-05-01-mail/index.html
postmortems/2024-06-01-mail-again/index.html
postmortems/index.html
robots.txt
search/columns-38ca810328.js
search/core.js
search/f/[HASH]/0/0.js
search/finder.js
search/index.html
search/p/[HASH]/0/0.js
search/t/[HASH]/0.js
search/t/[HASH]/1.js
search/tags-[HASH].js
search/x/[HASH]/0/0.js
services/index.html
services/mail/feed.xml
services/mail/index.html
services/mail/index.json
severities/index.html
severities/sev2/index.html
severities/sev3/index.html
tags/index.html
tags/queue/index.html
triggers/index.html
years/2024/index.html
years/index.html

"#]])
        .check_main("postmortems/2024-05-01-mail/index.html", str![[r##"
<main class="page" id="main" tabindex="-1">
<article class="pm">

<header class="pm-header">
<nav class="crumbs" aria-label="Where this is"><ol><li><a href="../../postmortems/index.html">Postmortems</a></li><li><a href="../../years/2024/index.html">2024</a></li></ol></nav>
<h1>Mail arrived a day late</h1>
</header>
<dl class="facts">
<div><dt>Date</dt><dd><time datetime="2024-05-01">1 May 2024</time></dd></div>
<div><dt>Severity</dt><dd><a href="../../severities/sev2/index.html"><span class="sev"><svg class="sev__mark" aria-hidden="true" focusable="false"><use href="#sev-2"/></svg>SEV2</span></a></dd></div>
<div><dt>Services</dt><dd><ul class="plain"><li><a href="../../services/mail/index.html">mail</a></li></ul></dd></div>
<div class="wide"><dt>Causes</dt><dd><ul class="plain"><li>Capacity / <a href="../../causes/capacity/limit-reached/index.html">Limit reached</a></li></ul></dd></div>
</dl>

<section class="record" aria-labelledby="record"><h2 class="vh" id="record">At a glance</h2>
<dl class="glance"><div><dt>To resolve</dt><dd class="glance__value">1 h 30 min</dd></div></dl>
<figure class="strip">
<svg class="strip__draw strip__draw--85" role="img" aria-labelledby="strip-t strip-d" height="70"><title id="strip-t">The phases of the incident, to scale</title><desc id="strip-d">Started 10:00. Resolved after 1 h 30 min.</desc><svg class="strip__plot" width="85%" height="70"><g class="strip__segs"><rect class="strip__seg strip__seg--resolve" x="0%" y="26" width="100%" height="20"><title>Started to resolved: 1 h 30 min</title></rect></g><g class="strip__flags"><line class="strip__flag" x1="0%" x2="0%" y1="0" y2="26"/><text class="strip__name" x="0%" dx="7" y="13">Started <tspan class="strip__time">10:00</tspan></text><line class="strip__flag" x1="100%" x2="100%" y1="0" y2="46"/><text class="strip__name" x="100%" dx="7" y="13">Resolved <tspan class="strip__time">11:30</tspan></text></g><g class="strip__durs"><text class="strip__dur" x="0%" dx="2" y="63">1 h 30 min</text></g></svg></svg>
<ol class="strip__keys" aria-hidden="true"><li><svg class="strip__swatch" viewBox="0 0 12 12" focusable="false"><rect class="strip__seg strip__seg--resolve" x=".5" y=".5" width="11" height="11"/></svg><span>Started</span><span>10:00</span><span class="quiet"></span></li><li><svg class="strip__swatch" viewBox="0 0 12 12" focusable="false"><rect class="strip__seg strip__seg--end" x=".5" y=".5" width="11" height="11"/></svg><span>Resolved</span><span>11:30</span><span class="quiet">+01:30</span></li></ol>
<details class="data"><summary>These phases as a table</summary>
<div class="scroll" role="group" tabindex="0" aria-label="Phases"><table class="table"><thead><tr><th scope="col">Point</th><th scope="col">At (UTC)</th><th scope="col" class="num">After the start</th><th scope="col" class="num">After the one before</th></tr></thead><tbody>
<tr><th scope="row">Started</th><td><time datetime="2024-05-01T10:00:00Z">10:00</time></td><td class="num">–</td><td class="num">–</td></tr>
<tr><th scope="row">Resolved</th><td><time datetime="2024-05-01T11:30:00Z">11:30</time></td><td class="num">1 h 30 min</td><td class="num">1 h 30 min</td></tr>
</tbody></table></div></details></figure>
</section>
<div class="pm__cols">
<div class="pm__main">
<details class="toc-fold"><summary>On this page</summary><nav class="toc" aria-label="On this page"><ol><li><a href="#summary">Summary</a></li><li><a href="#pm-seen">Seen again</a></li><li><a href="#pm-related">Related postmortems</a></li><li><a href="#pm-backlinks">Referred to by</a></li></ol>
</nav></details>
<div class="prose">
<h2 id="summary">Summary<a class="anchor" href="#summary" aria-label="Link to “Summary”" data-copy="Link copied">#</a></h2>
<p>The queue was full.</p>

</div>


<section aria-labelledby="pm-seen"><div class="section__head"><h2 id="pm-seen">Seen again<a class="anchor" href="#pm-seen" aria-label="Link to “Seen again”" data-copy="Link copied">#</a></h2></div>
<p class="section__note">Once since then, the same cause struck the same service.</p>
<ol class="entries">
<li class="entry"><time class="entry__date" datetime="2024-06-01">1 Jun 2024</time><div class="entry__body"><h3 class="entry__title"><a href="../../postmortems/2024-06-01-mail-again/index.html">Mail arrived late again</a></h3>
<p class="entry__meta"><span class="sev"><svg class="sev__mark" aria-hidden="true" focusable="false"><use href="#sev-3"/></svg>SEV3</span><span>mail</span></p><p class="entry__why"><a href="../../causes/capacity/limit-reached/index.html">Limit reached</a> in <a href="../../services/mail/index.html">mail</a>. 31 days later.
</p></div></li>
</ol>
</section>
<section aria-labelledby="pm-related"><div class="section__head"><h2 id="pm-related">Related postmortems<a class="anchor" href="#pm-related" aria-label="Link to “Related postmortems”" data-copy="Link copied">#</a></h2></div>
<ol class="entries">
<li class="entry"><time class="entry__date" datetime="2024-06-01">1 Jun 2024</time><div class="entry__body"><h3 class="entry__title"><a href="../../postmortems/2024-06-01-mail-again/index.html">Mail arrived late again</a></h3>
<p class="entry__meta"><span class="sev"><svg class="sev__mark" aria-hidden="true" focusable="false"><use href="#sev-3"/></svg>SEV3</span><span>mail</span></p>
<p class="entry__why">One refers to the other. Same cause: Limit reached. Same service: mail.</p></div></li>
</ol></section>
<section aria-labelledby="pm-backlinks"><div class="section__head"><h2 id="pm-backlinks">Referred to by<a class="anchor" href="#pm-backlinks" aria-label="Link to “Referred to by”" data-copy="Link copied">#</a></h2></div>
<ul class="index"><li><a href="../../postmortems/2024-06-01-mail-again/index.html">Mail arrived late again</a><span class="index__count">1 Jun 2024</span></li></ul></section>
<section class="colophon" aria-labelledby="pm-about"><h2 id="pm-about">About this page</h2>
<p class="links"><span>Source: <code>2024-05-01-mail.md</code></span></p>
<details class="data"><summary>Cite this postmortem</summary><p>“Mail arrived a day late”, 1 May 2024. Lighthouse.</p></details>

</section>

</div>
<aside class="pm__side" aria-label="Contents"><nav class="toc" aria-labelledby="toc-side"><h2 class="label" id="toc-side">On this page</h2><ol><li><a href="#summary">Summary</a></li><li><a href="#pm-seen">Seen again</a></li><li><a href="#pm-related">Related postmortems</a></li><li><a href="#pm-backlinks">Referred to by</a></li></ol>
</nav></aside>
</div>
<nav class="pager" aria-label="Earlier and later"><a rel="next" href="../../postmortems/2024-06-01-mail-again/index.html"><span class="label">Later</span><span>Mail arrived late again</span></a></nav>
</article></main>

"##]])
        .check_main("services/mail/index.html", str![[r##"
<main class="page" id="main" tabindex="-1">
<header class="head"><nav class="crumbs" aria-label="Where this is"><ol><li><a href="../../services/index.html">Services</a></li></ol></nav><h1>mail</h1><p class="lede">Read this before you change it: 2 postmortems, most often “Limit reached”.</p>
<p class="head__meta"><a href="../../services/mail/feed.xml">Atom feed</a><a href="../../services/mail/index.json">JSON</a></p>
</header>
<section class="section" aria-labelledby="over-time"><div class="section__head"><h2 id="over-time">Over time</h2></div>
<p class="section__note">Each mark is an incident: <span class="sev"><svg class="sev__mark" aria-hidden="true" focusable="false"><use href="#sev-2"/></svg>SEV2</span>, <span class="sev"><svg class="sev__mark" aria-hidden="true" focusable="false"><use href="#sev-3"/></svg>SEV3</span>.</p>
<figure class="chart"><figcaption>2 incidents, by the day they began</figcaption>
<svg class="chart__draw" role="img" aria-labelledby="over-time-t over-time-d" height="48"><title id="over-time-t">Incidents over time</title><desc id="over-time-d">2 marks from 2024 to 2024; the shape is the severity.</desc><line class="chart__grid" x1="0%" x2="0%" y1="0" y2="30"/><text class="chart__text" x="0%" dx="4" y="42">2024</text><line class="chart__axis" x1="0" x2="100%" y1="26" y2="26"/><svg class="chart__mark" x="33.06%" y="16" overflow="visible"><use href="#sev-2" x="-6" y="-6" width="12" height="12"/><title>1 May 2024: Mail arrived a day late</title></svg><svg class="chart__mark" x="41.53%" y="16" overflow="visible"><use href="#sev-3" x="-6" y="-6" width="12" height="12"/><title>1 Jun 2024: Mail arrived late again</title></svg></svg>
<details class="data"><summary>As a table</summary>
<div class="scroll" role="group" tabindex="0" aria-label="2 incidents, by the day they began"><table class="table"><thead><tr><th scope="col">Quarter</th><th scope="col" class="num">Incidents</th></tr></thead><tbody><tr><th scope="row">2024 Q2</th><td class="num">2</td></tr></tbody></table></div></details></figure>
</section>
<div class="section">
<section class="section" aria-labelledby="causes"><div class="section__head"><h2 id="causes">What keeps happening</h2></div><ul class="index"><li><a href="../../causes/capacity/limit-reached/index.html">Limit reached</a><span class="index__count">2</span></li></ul></section>
</div>
<section class="section" aria-labelledby="durations"><div class="section__head"><h2 id="durations">How long it took</h2></div>
<div class="scroll" role="group" tabindex="0" aria-label="Medians and quartiles of durations"><table class="table"><caption class="vh">Medians and quartiles of durations</caption>
<thead><tr><th scope="col">From the start</th><th scope="col" class="num">Lower quartile</th><th scope="col" class="num">Median</th><th scope="col" class="num">Upper quartile</th><th scope="col" class="num">Known</th><th scope="col" class="num">Missing</th></tr></thead>
<tbody>
<tr><th scope="row">To detect</th><td class="num">–</td><td class="num">–</td><td class="num">–</td><td class="num">0</td><td class="num">2</td></tr>
<tr><th scope="row">To mitigate</th><td class="num">–</td><td class="num">–</td><td class="num">–</td><td class="num">0</td><td class="num">2</td></tr>
<tr><th scope="row">To resolve</th><td class="num">–</td><td class="num">1 h 30 min</td><td class="num">–</td><td class="num">1</td><td class="num">1</td></tr>
</tbody></table></div>
<p class="section__note">Medians and quartiles of what was written down. Incidents differ too much for a mean to say anything.</p>

</section>
<section class="section" aria-labelledby="postmortems"><div class="section__head"><h2 id="postmortems">All 2 postmortems</h2></div>
<ol class="entries">
<li class="entry"><time class="entry__date" datetime="2024-06-01">1 Jun 2024</time><div class="entry__body"><h3 class="entry__title"><a href="../../postmortems/2024-06-01-mail-again/index.html">Mail arrived late again</a></h3>
<p class="entry__meta"><span class="sev"><svg class="sev__mark" aria-hidden="true" focusable="false"><use href="#sev-3"/></svg>SEV3</span><span>mail</span></p>
<p class="entry__gist">See the first time.</p></div></li>
<li class="entry"><time class="entry__date" datetime="2024-05-01">1 May 2024</time><div class="entry__body"><h3 class="entry__title"><a href="../../postmortems/2024-05-01-mail/index.html">Mail arrived a day late</a></h3>
<p class="entry__meta"><span class="sev"><svg class="sev__mark" aria-hidden="true" focusable="false"><use href="#sev-2"/></svg>SEV2</span><span>mail</span></p>
<p class="entry__gist">The queue was full.</p></div></li>
</ol></section></main>

"##]])
        .check_main("404.html", str![[r##"
<main class="page" id="main" tabindex="-1">
<header class="head"><h1>There is no page at this address</h1><p class="lede">It may have been renamed, or withdrawn from this part of the library.</p></header>
<form class="search section" role="search" action="search/index.html"><label for="lost-search">Search the postmortems</label><div class="search__row"><input id="lost-search" type="search" name="q" autocomplete="off" autocapitalize="off" spellcheck="false" enterkeyhint="search" data-search><button class="button">Search</button></div></form>
<section class="section" aria-labelledby="begin"><div class="section__head"><h2 id="begin">Begin here</h2></div>
<ul class="index"><li><a href="postmortems/index.html">Postmortems</a><span class="index__count">2</span></li><li><a href="services/index.html">Services</a><span class="index__count">1</span></li><li><a href="causes/index.html">Causes</a><span class="index__count">1</span></li><li><a href="actions/index.html">Actions</a><span class="index__count">0</span></li><li><a href="insights/index.html">Insights</a><span class="index__count">2</span></li></ul></section>
<section class="section" aria-labelledby="newest"><div class="section__head"><h2 id="newest">Newest</h2></div>
<ol class="entries">
<li class="entry"><time class="entry__date" datetime="2024-06-01">1 Jun 2024</time><div class="entry__body"><h3 class="entry__title"><a href="postmortems/2024-06-01-mail-again/index.html">Mail arrived late again</a></h3>
<p class="entry__meta"><span class="sev"><svg class="sev__mark" aria-hidden="true" focusable="false"><use href="#sev-3"/></svg>SEV3</span><span>mail</span></p></div></li>
<li class="entry"><time class="entry__date" datetime="2024-05-01">1 May 2024</time><div class="entry__body"><h3 class="entry__title"><a href="postmortems/2024-05-01-mail/index.html">Mail arrived a day late</a></h3>
<p class="entry__meta"><span class="sev"><svg class="sev__mark" aria-hidden="true" focusable="false"><use href="#sev-2"/></svg>SEV2</span><span>mail</span></p></div></li>
</ol></section></main>

"##]])
        .check_file("feed.xml", str![[r#"
<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<id>urn:uuid:7e6d04b1-981c-801f-9130-f3f03f334337</id>
<title>Lighthouse</title>
<updated>2024-06-01T00:00:00Z</updated>
<author><name>Lighthouse</name></author>
<generator version="0.1.0">Afterword</generator>
<link rel="self" type="application/atom+xml" href="feed.xml"/>
<link rel="alternate" type="text/html" href="index.html"/>
<entry>
<id>urn:uuid:87ba146d-495b-8b66-b506-348a319cae55</id>
<title>Mail arrived late again</title>
<updated>2024-06-01T00:00:00Z</updated>
<published>2024-06-01T00:00:00Z</published>
<link rel="alternate" type="text/html" href="postmortems/2024-06-01-mail-again/index.html"/>
<category term="mail" label="mail"/>
<category term="capacity/limit-reached" label="Limit reached"/>
<summary>See the first time.</summary>
</entry>
<entry>
<id>urn:uuid:c5606966-1ffe-896b-bf82-6644a4e85b4d</id>
<title>Mail arrived a day late</title>
<updated>2024-05-01T00:00:00Z</updated>
<published>2024-05-01T00:00:00Z</published>
<link rel="alternate" type="text/html" href="postmortems/2024-05-01-mail/index.html"/>
<category term="mail" label="mail"/>
<category term="capacity/limit-reached" label="Limit reached"/>
<summary>The queue was full.</summary>
</entry>
</feed>

"#]])
        .check_file("robots.txt", str![[r#"
User-agent: *
Allow: /

"#]]);
}

#[test]
fn an_absolute_address_gives_sitemap_and_canonical_links() {
    SiteTest::new(TWO)
        .edit("afterword.toml", "title", "base_url = 'https://example.com/library'\ntitle")
        .build()
        .check_file(
            "sitemap.xml",
            str![[r#"
<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>https://example.com/library/</loc></url>
<url><loc>https://example.com/library/actions/</loc></url>
<url><loc>https://example.com/library/causes/</loc></url>
<url><loc>https://example.com/library/causes/capacity/</loc></url>
<url><loc>https://example.com/library/causes/capacity/limit-reached/</loc></url>
<url><loc>https://example.com/library/insights/</loc></url>
<url><loc>https://example.com/library/kinds/</loc></url>
<url><loc>https://example.com/library/kinds/incident/</loc></url>
<url><loc>https://example.com/library/postmortems/</loc></url>
<url><loc>https://example.com/library/postmortems/2024-05-01-mail/</loc></url>
<url><loc>https://example.com/library/postmortems/2024-06-01-mail-again/</loc></url>
<url><loc>https://example.com/library/services/</loc></url>
<url><loc>https://example.com/library/services/mail/</loc></url>
<url><loc>https://example.com/library/severities/</loc></url>
<url><loc>https://example.com/library/severities/sev2/</loc></url>
<url><loc>https://example.com/library/severities/sev3/</loc></url>
<url><loc>https://example.com/library/tags/</loc></url>
<url><loc>https://example.com/library/tags/queue/</loc></url>
<url><loc>https://example.com/library/triggers/</loc></url>
<url><loc>https://example.com/library/years/</loc></url>
<url><loc>https://example.com/library/years/2024/</loc></url>
</urlset>

"#]],
        );
}

#[test]
fn a_document_that_says_nothing_still_has_a_page() {
    SiteTest::new("-- notes.md --\nOnly a sentence.\n")
        .build()
        .check_files(str![[r#"
.nojekyll
404.html
actions/index.html
archive.json
causes/index.html
feed.json
feed.xml
index.html
insights/index.html
kinds/incident/index.html
kinds/index.html
postmortems/index.html
postmortems/notes/index.html
robots.txt
search/columns-20fd1da701.js
search/core.js
search/f/[HASH]/0/0.js
search/finder.js
search/index.html
search/p/[HASH]/0/0.js
search/t/[HASH]/0.js
search/x/[HASH]/0/0.js
services/index.html
severities/index.html
tags/index.html
triggers/index.html
years/index.html

"#]])
        .check_main("postmortems/notes/index.html", str![[r#"
<main class="page" id="main" tabindex="-1">
<article class="pm">

<header class="pm-header">
<nav class="crumbs" aria-label="Where this is"><ol><li><a href="../../postmortems/index.html">Postmortems</a></li></ol></nav>
<h1>Notes</h1>
</header>
<dl class="facts">
<div><dt>Date</dt><dd><span class="quiet">unknown</span></dd></div>
<div><dt>Severity</dt><dd><span class="quiet">unknown</span></dd></div>
<div><dt>Services</dt><dd><span class="quiet">unknown</span></dd></div>
</dl>


<div class="pm__cols">
<div class="pm__main">
<div class="prose">
<p>Only a sentence.</p>

</div>





<section class="colophon" aria-labelledby="pm-about"><h2 id="pm-about">About this page</h2>
<p class="links"><span>Source: <code>notes.md</code></span></p>
<p>Inferred, and not stated by the author: the title (from the file name).</p>
<details class="data"><summary>Cite this postmortem</summary><p>“Notes”. archive.</p></details>

</section>

</div>
</div>

</article></main>

"#]])
        .check_main("index.html", str![[r#"
<main class="page" id="main" tabindex="-1">
<header class="head">
<h1>What went wrong, and what we learned</h1>
<p class="lede">Begin with what is new, or with the service you are about to change.</p>
<p class="head__meta"><span>1 postmortem</span></p>
</header>
<form class="search section" role="search" action="search/index.html"><label for="home-search">Search the postmortems</label><div class="search__row"><input id="home-search" type="search" name="q" autocomplete="off" autocapitalize="off" spellcheck="false" enterkeyhint="search" data-search><button class="button">Search</button></div>
<p class="search__hint">A symptom, an error message, a service, a cause. Slips are corrected.</p></form>




<section class="section" aria-labelledby="newest">
<div class="section__head"><h2 id="newest">Newest</h2><a class="more" href="postmortems/index.html">1 postmortem</a></div>
<ol class="entries">
<li class="entry"><span class="entry__date">date unknown</span><div class="entry__body"><h3 class="entry__title"><a href="postmortems/notes/index.html">Notes</a></h3></div></li>
</ol>
</section>

<div class="section">
<section class="section" aria-labelledby="worth-reading">
<div class="section__head"><h2 id="worth-reading">Worth reading</h2></div>
<ol class="entries entries--cols">
<li class="entry"><span class="entry__date">date unknown</span><div class="entry__body"><h3 class="entry__title"><a href="postmortems/notes/index.html">Notes</a></h3></div></li>
</ol>
</section>
</div>
</main>

"#]]);
}

#[test]
fn only_what_differs_is_written() {
    SiteTest::new(TWO)
        .build()
        .build()
        .check_changes(str![[""]])
        .edit("2024-06-01-mail-again.md", "late again", "late once more")
        .build()
        .check_changes(str![[r#"
changed  404.html
changed  archive.json
changed  causes/capacity/feed.xml
changed  causes/capacity/index.html
changed  causes/capacity/limit-reached/feed.xml
changed  causes/capacity/limit-reached/index.html
changed  feed.json
changed  feed.xml
changed  index.html
changed  kinds/incident/index.html
changed  postmortems/2024-05-01-mail/index.html
changed  postmortems/2024-06-01-mail-again/index.html
changed  postmortems/index.html
changed  search/core.js
new      search/f/[HASH]/0/0.js
new      search/p/[HASH]/0/0.js
new      search/t/[HASH]/0.js
new      search/t/[HASH]/1.js
new      search/x/[HASH]/0/0.js
changed  services/mail/feed.xml
changed  services/mail/index.html
changed  services/mail/index.json
changed  severities/sev3/index.html
changed  tags/queue/index.html
changed  years/2024/index.html
deleted  search/f/[HASH]/0/0.js
deleted  search/p/[HASH]/0/0.js
deleted  search/t/[HASH]/0.js
deleted  search/t/[HASH]/1.js
deleted  search/x/[HASH]/0/0.js

"#]])
        .check_same_as_clean()
        .remove("2024-06-01-mail-again.md")
        .build()
        .check_changes(str![[r#"
changed  404.html
changed  actions/index.html
changed  archive.json
changed  causes/capacity/feed.xml
changed  causes/capacity/index.html
changed  causes/capacity/limit-reached/feed.xml
changed  causes/capacity/limit-reached/index.html
changed  causes/index.html
changed  feed.json
changed  feed.xml
changed  index.html
changed  insights/index.html
changed  kinds/incident/index.html
changed  kinds/index.html
changed  postmortems/2024-05-01-mail/index.html
changed  postmortems/index.html
new      search/columns-db29302d4b.js
changed  search/core.js
new      search/f/[HASH]/0/0.js
changed  search/index.html
new      search/p/[HASH]/0/0.js
new      search/t/[HASH]/0.js
new      search/x/[HASH]/0/0.js
changed  services/index.html
changed  services/mail/feed.xml
changed  services/mail/index.html
changed  services/mail/index.json
changed  severities/index.html
changed  severities/sev2/index.html
changed  tags/index.html
changed  triggers/index.html
changed  years/2024/index.html
changed  years/index.html
deleted  postmortems/2024-06-01-mail-again/index.html
deleted  search/columns-38ca810328.js
deleted  search/f/[HASH]/0/0.js
deleted  search/p/[HASH]/0/0.js
deleted  search/t/[HASH]/0.js
deleted  search/t/[HASH]/1.js
deleted  search/tags-[HASH].js
deleted  search/x/[HASH]/0/0.js
deleted  severities/sev3/index.html
deleted  tags/queue/index.html

"#]])
        .check_same_as_clean();
}

#[test]
fn a_site_is_changed_by_its_own_templates_and_styles() {
    SiteTest::new(TWO)
        .write(
            "templates/404.html",
            "{% extends \"default/404.html\" %}\n{% block main %}<main>Nothing here.</main>{% endblock %}\n",
        )
        .build()
        .check_main(
            "404.html",
            str![[r#"
<main class="page" id="main" tabindex="-1">
<main>Nothing here.</main>

"#]],
        );
}

#[test]
fn a_template_error_names_the_place_and_leaves_the_old_site() {
    let test = SiteTest::new(TWO).build();
    let before = test.site();
    let test = test
        .write("templates/404.html", "<main>\n{{ no_such_thing }}\n</main>\n")
        .edit("2024-05-01-mail.md", "The queue was full", "The queue had been full")
        .check_error(str![[r#"
the template `[ROOT]/templates/404.html` cannot be rendered: variable `no_such_thing` is not defined; available variables: build, not_found, page, site, t
2:4: {{ no_such_thing }}

"#]]);
    harness::assert_same(&before, &test.site());
}

#[test]
fn a_folder_that_is_not_ours_is_refused() {
    let test = SiteTest::new(TWO).write("public/thesis.txt", "ten years of work").check_error(str![[r#"
the output folder `[ROOT]/public` holds files that no build wrote

"#]]);
    assert_eq!(fs::read_to_string(test.root().join("public/thesis.txt")).unwrap(), "ten years of work");
}

#[test]
fn files_that_others_put_into_the_site_stay() {
    let test = SiteTest::new(TWO)
        .build()
        .write("public/CNAME", "postmortems.example.com")
        .remove("2024-05-01-mail.md")
        .build();
    assert!(test.root().join("public/CNAME").is_file());
}

#[test]
fn a_folder_without_markdown_says_what_was_looked_for() {
    SiteTest::new("-- data.csv --\n1,2\n").check_error(str![[r#"
no postmortem found in `[ROOT]` (looked for *.md, *.markdown, *.mdown, *.mkd, *.mdx, *.qmd, *.md.erb)

"#]]);
}

#[test]
fn bad_documents_do_not_keep_the_others_from_being_published() {
    let test = SiteTest::new(TWO)
        .write("broken-yaml.md", "---\ntitle: [unclosed\nseverity: sev1\n---\n\nThe body is still here.\n")
        .write("unclosed.md", "---\ntitle: T\n\n## Summary\n\nText.\n")
        .write("empty.md", "")
        .write("nul.md", "# N\0UL\n\nText\0.\n")
        .write("deep.md", &format!("# Deep\n\n{} bottom\n", ">".repeat(10_000)))
        .write("CON.md", "# Console\n")
        .write("Mail.md", "# Case one\n")
        .write("sub/mail.md", "# Case two\n");
    fs::write(test.root().join("latin1.md"), b"# Caf\xe9\n").unwrap();
    test.build().check_files(str![[r#"
.nojekyll
404.html
actions/index.html
archive.json
causes/capacity/feed.xml
causes/capacity/index.html
causes/capacity/limit-reached/feed.xml
causes/capacity/limit-reached/index.html
causes/index.html
feed.json
feed.xml
index.html
insights/index.html
kinds/incident/index.html
kinds/index.html
postmortems/2024-05-01-mail/index.html
postmortems/2024-06-01-mail-again/index.html
postmortems/broken-yaml/index.html
postmortems/con-1/index.html
postmortems/deep/index.html
postmortems/index.html
postmortems/mail/index.html
postmortems/nul-1/index.html
postmortems/sub-mail/index.html
postmortems/unclosed/index.html
robots.txt
search/columns-7282bcabe3.js
search/core.js
search/f/[HASH]/0/0.js
search/finder.js
search/index.html
search/p/[HASH]/0/0.js
search/t/[HASH]/0.js
search/t/[HASH]/1.js
search/t/[HASH]/2.js
search/t/[HASH]/3.js
search/t/[HASH]/4.js
search/t/[HASH]/5.js
search/t/[HASH]/6.js
search/t/[HASH]/7.js
search/t/[HASH]/8.js
search/tags-[HASH].js
search/x/[HASH]/0/0.js
services/index.html
services/mail/feed.xml
services/mail/index.html
services/mail/index.json
severities/index.html
severities/sev1/index.html
severities/sev2/index.html
severities/sev3/index.html
tags/index.html
tags/queue/index.html
triggers/index.html
years/2024/index.html
years/index.html

"#]]).check_main("postmortems/broken-yaml/index.html", str![[r##"
<main class="page" id="main" tabindex="-1">
<article class="pm">

<header class="pm-header">
<nav class="crumbs" aria-label="Where this is"><ol><li><a href="../../postmortems/index.html">Postmortems</a></li></ol></nav>
<h1>Broken yaml</h1>
</header>
<dl class="facts">
<div><dt>Date</dt><dd><span class="quiet">unknown</span></dd></div>
<div><dt>Severity</dt><dd><a href="../../severities/sev1/index.html"><span class="sev"><svg class="sev__mark" aria-hidden="true" focusable="false"><use href="#sev-1"/></svg>SEV1</span></a></dd></div>
<div><dt>Services</dt><dd><span class="quiet">unknown</span></dd></div>
</dl>


<div class="pm__cols">
<div class="pm__main">
<div class="prose">
<p>The body is still here.</p>

</div>





<section class="colophon" aria-labelledby="pm-about"><h2 id="pm-about">About this page</h2>
<p class="links"><span>Source: <code>broken-yaml.md</code></span></p>
<p>Inferred, and not stated by the author: the title (from the file name).</p>
<details class="data"><summary>Cite this postmortem</summary><p>“Broken yaml”. Lighthouse.</p></details>

</section>

</div>
</div>

</article></main>

"##]]);
}

/// The pages of an archive, made with so many threads.
fn pages(sources: &SourceSet, settings: &Settings, threads: usize) -> Site {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    pool.install(|| {
        let report = pipeline::check(sources, settings);
        let theme = Theme::new(Vec::new()).unwrap();
        let press = Press::new(&theme, &report.archive, settings).unwrap();
        let site = press.site(&report, sources, settings);
        let made = afterword::pages::plan(site).pages.into_iter().map(|page| {
            let body = pipeline::render_page(site, &press, &page).unwrap();
            let bytes = body.bytes(|path| Ok(path.as_str().as_bytes().to_vec())).unwrap();
            (page.url.file(), bytes)
        });
        made.collect()
    })
}

#[test]
fn the_same_bytes_with_any_number_of_threads_and_any_order() {
    let mut files: Vec<(String, String)> = (0..60).map(generator::document).collect();
    let set = |files: &[(String, String)]| {
        SourceSet::from_files(files.iter().map(|(path, text)| (path.as_str(), text.as_str())))
    };
    let settings = Settings::default();
    let one = pages(&set(&files), &settings, 1);
    let two = pages(&set(&files), &settings, 2);
    files.reverse();
    files.rotate_left(17);
    let shuffled = pages(&set(&files), &settings, 2);
    harness::assert_same(&one, &two);
    harness::assert_same(&one, &shuffled);
}

#[test]
fn example_site_is_built_to_the_same_bytes_twice() {
    let (a, b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    harness::build_into(&harness::example_site(), a.path());
    harness::build_into(&harness::example_site(), b.path());
    harness::assert_same(&harness::read(a.path()), &harness::read(b.path()));
}

#[cfg(feature = "search")]
#[test]
fn a_site_without_a_search_has_no_index() {
    SiteTest::new(
        "
-- afterword.toml --
[search]
enabled = false
-- a.md --
# A
",
    )
    .build()
    .check_files(str![[r#"
.nojekyll
404.html
actions/index.html
archive.json
causes/index.html
feed.json
feed.xml
index.html
insights/index.html
kinds/incident/index.html
kinds/index.html
postmortems/a/index.html
postmortems/index.html
robots.txt
services/index.html
severities/index.html
tags/index.html
triggers/index.html
years/index.html

"#]]);
}
