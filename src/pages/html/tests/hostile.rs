//! What a document must not be able to do: run something, reach out of its place, take forever.

use proptest::prelude::*;
use snapbox::str;

use super::*;
use crate::pages::html::links::{Goal, SCHEMES, outside};

/// Elements that our HTML consists of.
const ELEMENTS: &[&str] = &[
    "a",
    "abbr",
    "aside",
    "b",
    "bdi",
    "bdo",
    "big",
    "blockquote",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "font",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "input",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
    "wbr",
];

/// Attributes that neither run anything nor change how the page looks.
const ATTRIBUTES: &[&str] = &[
    "align",
    "alt",
    "aria-label",
    "aria-labelledby",
    "checked",
    "cite",
    "class",
    "colspan",
    "data-copy",
    "datetime",
    "dir",
    "disabled",
    "height",
    "href",
    "id",
    "lang",
    "loading",
    "open",
    "rel",
    "role",
    "rowspan",
    "scope",
    "span",
    "src",
    "start",
    "tabindex",
    "title",
    "type",
    "value",
    "width",
];

/// Reads HTML as strictly as we write it: known elements, each closed in its turn, known attributes in double
/// quotes, addresses that are relative or harmless.
#[track_caller]
fn assert_harmless(html: &str) {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        assert!(!rest[..at].contains('\0'), "{html}");
        rest = &rest[at + 1..];
        let end = rest.find('>').unwrap_or_else(|| panic!("a tag without an end: {html}"));
        let tag = &rest[..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{html}");
            continue;
        }
        let (name, mut attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        assert!(ELEMENTS.contains(&name), "<{name}> in {html}");
        while !attributes.is_empty() {
            let length = attributes.find([' ', '=']).unwrap_or(attributes.len());
            let (key, after) = attributes.split_at(length);
            assert!(ATTRIBUTES.contains(&key), "{key} in {html}");
            let value = after.strip_prefix("=\"").map(|after| after.split_once('"').unwrap());
            attributes = value.map_or(after, |(_, after)| after).trim_start();
            if let Some((value, _)) = value.filter(|_| matches!(key, "cite" | "href" | "src")) {
                let scheme = value.split(['/', '#', '?']).next().unwrap_or_default();
                if let Some((scheme, _)) = scheme.split_once(':') {
                    assert!(SCHEMES.contains(&scheme.to_ascii_lowercase().as_str()), "{value} in {html}");
                }
                assert!(!value.starts_with("//") && !value.starts_with('\\'), "{value} in {html}");
            }
        }
        if !["br", "col", "hr", "img", "input", "wbr"].contains(&name) {
            open.push(name);
        }
    }
    assert_eq!(open, Vec::<&str>::new(), "{html}");
}

#[track_caller]
fn check_harmless(markdown: &str) {
    assert_harmless(&render(markdown, &settings()).html);
    let line = with_site("# T\n", &settings(), |site, index, at| inline(site, index, markdown, at));
    assert_harmless(&line);
}

#[test]
fn scripts_and_handlers_go() {
    check(
        "# T\n\n<script>alert(1)</script>\n\nA <script>alert(2)</script> <img src=x onerror=alert(3)> \
         <a href=\"javascript:alert(4)\" onclick=\"alert(5)\">x</a> <b style=\"position:fixed\" onmouseover=x()>y</b>\n\n\
         <iframe src=\"https://example.org\"></iframe>\n\n<style>body { display: none }</style>\n\n\
         <svg onload=\"alert(6)\"><a xlink:href=\"javascript:alert(7)\">z</a></svg>\n\n<form action=x><input name=q></form>\n",
        str![[r#"

<p>A alert(2) <span class="broken-link" title="html_broken_target"></span> <a class="broken-link" title="html_unsafe">x</a> <b>y</b></p>


<p><a>z</a></p>
&lt;input name=q&gt;

"#]],
    );
}

#[test]
fn addresses_that_run_something_are_no_links() {
    check(
        "# T\n\n[a](javascript:alert(1)) [b](JAVA&#83;CRIPT:alert(1)) [c](<java\tscript:alert(1)>) \
         [d](data:text/html,x) ![e](data:image/svg+xml,x) <javascript:alert(1)> [f](vbscript:x) [g](file:///etc/passwd) \
         [h](\\\\host\\share) [i](/\\host) [[javascript:alert(1)]] [j](&#x01;javascript:alert(1))\n",
        str![[r#"
<p><span class="broken-link" title="html_unsafe">a</span> <span class="broken-link" title="html_unsafe">b</span> <span class="broken-link" title="html_broken_target">c</span> <span class="broken-link" title="html_unsafe">d</span> <span class="broken-link" title="html_unsafe">e</span> <span class="broken-link" title="html_unsafe">javascript:alert(1)</span> <span class="broken-link" title="html_unsafe">f</span> <span class="broken-link" title="html_unsafe">g</span> <span class="broken-link" title="html_broken_target">h</span> <span class="broken-link" title="html_broken_target">i</span> <span class="broken-link" title="html_broken_target">javascript:alert(1)</span> <span class="broken-link" title="html_broken_target">j</span></p>

"#]],
    );
}

#[test]
fn attributes_cannot_be_left() {
    check(
        "# \"><script>\n\n## x\" onload=\"y\n\n[a](https://example.org/\"onclick=x 't\" onclick=\"x') ![\"onerror=\"x](<graph one.png> \"\\\"><b>\")\n\n\
         ```\"><script>\nx\n```\n\nA[^\"><b>]\n\n[^\"><b>]: f\n",
        str![[r##"
<h2 id="x-onloady">x" onload="y<a class="anchor" href="#x-onloady" aria-label="Link to “x&quot; onload=&quot;y”" data-copy="link_copied">#</a></h2>
<p><a href="https://example.org/&quot;onclick=x" rel="external noreferrer" title="t&quot; onclick=&quot;x">a</a> <img src="../../files/2026/graph%20one.png" alt="&quot;onerror=&quot;x" title="&quot;&gt;&lt;b&gt;" loading="lazy"></p>
<figure class="code"><pre tabindex="0" role="group" aria-label="html_code"><code>x
</code></pre></figure>
<p>A<sup class="fn" id="fnref-1"><a href="#fn-1" aria-label="html_footnote">1</a></sup></p>
<section class="footnotes" aria-label="html_footnotes"><ol>
<li id="fn-1"><p>f <a href="#fnref-1" aria-label="html_footnote_back">↩</a></p></li>
</ol></section>

"##]],
    );
}

#[test]
fn the_page_cannot_be_closed() {
    check(
        "# T\n\n</div></main></body></html>\n\nA </p></article><article>\n\n- </li></ul>\n\n<!-- </div> --> </div>\n",
        str![[r#"
&lt;/main&gt;
<p>A </p>
<ul>
<li>
</li>
</ul>
 

"#]],
    );
}

/// The first element of an id is the one that scripts and links find.
#[test]
fn ids_of_the_page_are_not_given_twice() {
    check(
        "# T\n\n## Finder\n\n[a](#finder) <span id=\"finder\">b</span> <a name=\"main\">c</a> <a id='sev-1' title=x>d</a> \
         <i id=\"mine\">e</i>\n",
        str![[r##"
<h2 id="finder-section">Finder<a class="anchor" href="#finder-section" aria-label="Link to “Finder”" data-copy="link_copied">#</a></h2>
<p><a href="#finder-section">a</a> <span>b</span> <a>c</a> <a>d</a> <i id="mine">e</i></p>

"##]],
    );
}

#[test]
fn odd_tags_are_harmless() {
    for markdown in [
        "<a href=x\" onclick=y>z",
        "<a title='\"><script>alert(1)</script>'>z</a>",
        "<img alt=\"<\" src=\">\" onerror=x>",
        "<b/onclick=x()>y",
        "<b title=\"a>b\">c",
        "<span title=\"a\n\nb\">",
        "<div\n\nonclick=x>",
        "<<b>script>alert(1)<</b>/script>",
        "<scr<script>ipt>alert(1)</script>",
        "<table><tr><td><script>x</script></table>",
        "<details open ontoggle=x()><summary>s",
        "<a href=\"&#106;avascript:alert(1)\">x</a>",
        "<a href=\"  javascript:alert(1)\">x</a>",
        "<img src=\"x\" src=\"y\" id=a id=b>",
        "<math><mi xlink:href=\"javascript:x\">",
        "<p><b><i></p></b></i>",
        "<select><option><style></option></select></style>",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
        "<![CDATA[<script>alert(1)</script>]]>",
        "<?php echo '<script>'; ?>",
        "<!DOCTYPE html><script>",
        "<div>\n\n<!-- -- > <script> -->\n\n</div>",
        "| <td> | </table> |\n|---|---|\n| <tr><td> | </td></tr></table><script> |",
        "[![<script>](x)](javascript:x)",
        "\u{0}<script\u{0}>",
        "&lt;script&gt; &#60;script&#62;",
        "<ul><li>a</ul></div><li>b",
    ] {
        check_harmless(markdown);
        check_harmless(&format!("# T\n\n- {markdown}\n"));
        check_harmless(&format!("| {markdown} |\n|---|\n| {markdown} |\n"));
    }
}

/// The vectors of a file that the browser tests read as well, each as it stands in a document.
fn vectors(file: &str) -> impl Iterator<Item = String> {
    let lines = file.lines().filter(|line| !line.is_empty() && !line.starts_with(';') && !line.starts_with("# "));
    lines.map(|line| {
        let mut text = String::new();
        let mut rest = line;
        while let Some((before, after)) = rest.split_once('\\') {
            text.push_str(before);
            let (c, used) = match after.as_bytes().first() {
                Some(b'n') => ('\n', 1),
                Some(b't') => ('\t', 1),
                Some(b'r') => ('\r', 1),
                Some(b'\\') => ('\\', 1),
                _ => match after.strip_prefix("u{").and_then(|code| code.split_once('}')) {
                    Some((code, _)) => {
                        (char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap(), code.len() + 3)
                    }
                    None => ('\\', 0),
                },
            };
            text.push(c);
            rest = &after[used..];
        }
        text + rest
    })
}

#[test]
fn no_vector_acts() {
    let mut all = 0;
    for vector in vectors(include_str!("../../../../tests/fixtures/hostile/markdown.txt")) {
        check_harmless(&vector);
        let line = vector.replace('\n', " ");
        for placed in [
            format!("# T\n\n- {}\n", vector.replace('\n', "\n  ")),
            format!("> {}\n", vector.replace('\n', "\n> ")),
            format!("| {line} |\n|---|\n| x |\n\n## {line}\n\n[{line}](https://example.org)\n"),
        ] {
            assert_harmless(&render(&placed, &settings()).html);
        }
        all += 1;
    }
    assert!(all > 400);
}

#[test]
fn depth_and_length_are_bounded() {
    let nested = [
        ">".repeat(10_000) + " x",
        (0..2_000).fold(String::new(), |text, n| text + &" ".repeat(n * 2) + "- x\n"),
        "*a **b ".repeat(10_000),
        "[".repeat(10_000) + "x" + &"](y)".repeat(10_000),
        "![".repeat(10_000) + "x" + &"](y)".repeat(10_000),
        "<b>".repeat(10_000),
        "<div>\n\n".repeat(10_000),
        "<details><summary>".repeat(10_000),
        "`".repeat(10_000) + "x",
        "| a ".repeat(10_000) + "\n" + &"|---".repeat(10_000) + "\n| b",
        "[^a]".repeat(10_000) + "\n\n[^a]: b",
        "<!--".repeat(10_000),
        "http".repeat(10_000),
        "https://a(".repeat(10_000),
    ];
    for markdown in nested {
        check_harmless(&markdown);
    }
}

/// Pieces that mean something in Markdown, HTML or both.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("<b>"),
        Just("</b>"),
        Just("<div>"),
        Just("</div>"),
        Just("<td>"),
        Just("<table>"),
        Just("</table>"),
        Just("<li>"),
        Just("<p>"),
        Just("<a href=\""),
        Just("\">"),
        Just("<script>"),
        Just("</script>"),
        Just("<!--"),
        Just("-->"),
        Just("<details>"),
        Just("<summary>"),
        Just("<img src=x "),
        Just("onerror=x "),
        Just(">"),
        Just("<"),
        Just("\""),
        Just("'"),
        Just("&"),
        Just("&lt;"),
        Just("`"),
        Just("```\n"),
        Just("*"),
        Just("**"),
        Just("_"),
        Just("["),
        Just("]("),
        Just(")"),
        Just("!["),
        Just("[^1]"),
        Just("[^1]: "),
        Just("[["),
        Just("]]"),
        Just("# "),
        Just("## "),
        Just("- "),
        Just("1. "),
        Just("> "),
        Just("> [!NOTE]\n"),
        Just("| a | b |\n|:-:|--:|\n| "),
        Just(" | "),
        Just("\n"),
        Just("\n\n"),
        Just("    "),
        Just("javascript:x"),
        Just("https://example.org/"),
        Just("PAY-1"),
        Just("x"),
        Just("ä"),
        Just(" "),
        Just("\\"),
        Just("{{ x }}"),
        Just("- [ ] "),
        Just("~~"),
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_written_is_harmless(markdown in pieces()) {
        check_harmless(&markdown);
    }

    /// What we write ourselves needs no sanitising: it is what the sanitiser makes of it.
    #[test]
    fn our_own_html_is_as_if_sanitised(markdown in pieces()) {
        let html = render(&markdown.replace('<', "&lt;"), &settings()).html;
        let cleaned = raw::Sanitiser::default().clean(&html);
        let attributes = cleaned.replace("=\"\"", "");
        prop_assert_eq!(attributes.replace('\u{a0}', "&nbsp;"), html.replace("=\"\"", "").replace('\u{a0}', "&nbsp;"));
    }

    #[test]
    fn an_outside_address_has_a_harmless_scheme(url in "[ -~\\n\\t\u{0}]{0,20}:[ -~]{0,20}") {
        if let Goal::Outside(address) = outside(&url) {
            let scheme = address.split(':').next().unwrap_or_default().to_ascii_lowercase();
            prop_assert!(SCHEMES.contains(&scheme.as_str()), "{}", address);
        }
    }
}
