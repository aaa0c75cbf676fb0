//! Drawings (SVG) of an archive, without what could act.
//!
//! Inside an `<img>` a drawing runs nothing. Opened by itself it is a page of the site, and its scripts would be the
//! site's own. So the copy that is published has only elements and attributes that draw, and refers to nothing outside
//! itself. It is written anew from what was read, with the names of SVG and no others, so that a browser has nothing
//! left to understand in another way. The file in the archive is not touched.

use std::collections::BTreeSet;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use crate::pages::svg::escape;

/// Elements that draw, or hold what others draw with. Animation is none: it can set an address.
const ELEMENTS: &[&str] = &[
    "circle",
    "clipPath",
    "defs",
    "desc",
    "ellipse",
    "feBlend",
    "feColorMatrix",
    "feComponentTransfer",
    "feComposite",
    "feConvolveMatrix",
    "feDiffuseLighting",
    "feDisplacementMap",
    "feDistantLight",
    "feDropShadow",
    "feFlood",
    "feFuncA",
    "feFuncB",
    "feFuncG",
    "feFuncR",
    "feGaussianBlur",
    "feImage",
    "feMerge",
    "feMergeNode",
    "feMorphology",
    "feOffset",
    "fePointLight",
    "feSpecularLighting",
    "feSpotLight",
    "feTile",
    "feTurbulence",
    "filter",
    "g",
    "image",
    "line",
    "linearGradient",
    "marker",
    "mask",
    "path",
    "pattern",
    "polygon",
    "polyline",
    "radialGradient",
    "rect",
    "stop",
    "style",
    "svg",
    "switch",
    "symbol",
    "text",
    "textPath",
    "title",
    "tspan",
    "use",
    "view",
];

/// Elements that go while what is in them stays.
const THROUGH: &[&str] = &["a"];

/// Attributes that name an address, or what an animation would put into one.
const GONE: &[&str] = &["action", "attributename", "base", "data", "formaction", "from", "ping", "src", "to", "values"];

/// Pictures that may stand inside a drawing.
const PICTURES: &[&str] = &[
    "data:image/png;base64,",
    "data:image/jpeg;base64,",
    "data:image/jpg;base64,",
    "data:image/gif;base64,",
    "data:image/webp;base64,",
];

/// The drawing with what draws. What cannot be read any further ends there; what is no drawing becomes an empty one.
pub(super) fn clean(svg: &str) -> String {
    let mut cleaner = Cleaner { out: String::with_capacity(svg.len()), open: Vec::new(), gone: 0, style: None };
    let mut reader = Reader::from_str(svg);
    loop {
        let has_begun = !cleaner.out.is_empty();
        match reader.read_event() {
            Ok(Event::Start(tag)) => cleaner.start(&tag),
            Ok(Event::Empty(tag)) => {
                cleaner.start(&tag);
                cleaner.end();
            }
            Ok(Event::End(_)) => cleaner.end(),
            Ok(Event::Text(text)) => cleaner.text(&text.into_inner()),
            Ok(Event::CData(text)) => cleaner.text(&text.into_inner()),
            Ok(Event::GeneralRef(name)) => match name.resolve_char_ref() {
                Ok(Some(c)) => cleaner.text(c.encode_utf8(&mut [0; 4])),
                Ok(None) => cleaner.text(entity(&name.into_inner())),
                Err(_) => {}
            },
            Ok(Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_)) => {}
            Ok(Event::Eof) | Err(_) => break,
        }
        if has_begun && cleaner.open.is_empty() {
            break;
        }
    }
    cleaner.finish()
}

/// The entities that XML has by itself. Those of a document are how one line becomes a gigabyte.
fn entity(name: &str) -> &'static str {
    match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => "",
    }
}

struct Cleaner {
    out: String,
    /// What is open and was written; none for an element that only its content is left of.
    open: Vec<Option<&'static str>>,
    /// How many elements are open of which nothing is left.
    gone: usize,
    /// The style sheet that is open.
    style: Option<String>,
}

impl Cleaner {
    fn start(&mut self, tag: &BytesStart<'_>) {
        let name = tag.name();
        let name = name.as_ref();
        let local = name.strip_prefix("svg:").unwrap_or(name);
        let known = ELEMENTS.iter().copied().find(|known| *known == local);
        if self.gone > 0 || self.style.is_some() || (self.open.is_empty() && known != Some("svg")) {
            self.gone += 1;
            return;
        }
        let Some(known) = known else {
            if THROUGH.contains(&local) {
                self.open.push(None);
            } else {
                self.gone = 1;
            }
            return;
        };
        self.out.push('<');
        self.out.push_str(known);
        if self.open.is_empty() {
            self.out.push_str(" xmlns=\"http://www.w3.org/2000/svg\"");
        }
        self.attributes(known, tag);
        self.out.push('>');
        self.open.push(Some(known));
        if known == "style" {
            self.style = Some(String::new());
        }
    }

    fn attributes(&mut self, element: &str, tag: &BytesStart<'_>) {
        let mut written = BTreeSet::new();
        for attribute in tag.attributes().flatten() {
            let key = attribute.key.as_ref();
            let key = match key {
                "xlink:href" => "href",
                "xml:lang" | "xml:space" => key,
                key if key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') => key,
                _ => continue,
            };
            let Ok(value) = attribute.normalized_value(XmlVersion::Implicit1_0) else { continue };
            if draws(element, key, &value) && written.insert(key.to_owned()) {
                self.out.push_str(&format!(" {key}=\"{}\"", escape(&value)));
            }
        }
    }

    fn end(&mut self) {
        if self.gone > 0 {
            self.gone -= 1;
            return;
        }
        if let Some(style) = self.style.take().filter(|style| is_local(style)) {
            self.out.push_str(&escape(&style));
        }
        if let Some(Some(name)) = self.open.pop() {
            self.out.push_str("</");
            self.out.push_str(name);
            self.out.push('>');
        }
    }

    fn text(&mut self, text: &str) {
        match &mut self.style {
            _ if self.gone > 0 || self.open.is_empty() => {}
            Some(style) => style.push_str(text),
            None => self.out.push_str(&escape(text)),
        }
    }

    fn finish(mut self) -> String {
        self.gone = 0;
        while !self.open.is_empty() {
            self.end();
        }
        if self.out.is_empty() {
            self.out.push_str("<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>");
        }
        self.out.push('\n');
        self.out
    }
}

/// Whether an attribute only draws.
fn draws(element: &str, key: &str, value: &str) -> bool {
    let name = key.to_ascii_lowercase();
    if name == "href" {
        let value = value.trim();
        let picture = matches!(element, "image" | "feImage")
            && PICTURES
                .iter()
                .any(|kind| value.get(..kind.len()).is_some_and(|start| start.eq_ignore_ascii_case(kind)));
        return value.starts_with('#') || picture;
    }
    !name.starts_with("on") && !name.starts_with("xmlns") && !GONE.contains(&name.as_str()) && is_local(value)
}

/// Whether a style refers to nothing outside the drawing. An escape could write any word, so there is none.
fn is_local(style: &str) -> bool {
    const REACHES_OUT: &[&str] = &["\\", "@import", "image-set(", "image(", "src(", "expression(", "-moz-binding"];
    let style = style.to_ascii_lowercase();
    let addresses = style.split("url(").skip(1);
    let mut addresses =
        addresses.map(|rest| rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'')));
    addresses.all(|address| address.starts_with('#') || address.starts_with("data:"))
        && !REACHES_OUT.iter().any(|word| style.contains(word))
}

#[cfg(test)]
mod tests {
    use snapbox::{IntoData, assert_data_eq, str};

    use super::*;

    #[track_caller]
    fn check(svg: &str, expected: impl IntoData) {
        let once = clean(svg);
        assert_eq!(clean(&once), once, "a second time");
        assert_data_eq!(once, expected.into_data().raw());
    }

    #[test]
    fn what_draws_stays() {
        check(
            "<?xml version=\"1.0\"?>\n<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"x.dtd\">\n<!-- made by a tool -->\n\
             <svg:svg xmlns:svg=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" viewBox=\"0 0 9 9\" xml:space=\"preserve\">\n\
             <svg:style>.a { fill: url(#g); font-family: 'A' } <![CDATA[ .b > .c { stroke: red } ]]></svg:style>\n\
             <svg:defs><svg:linearGradient id=\"g\"><svg:stop offset=\"0\" stop-color=\"#fff\"/></svg:linearGradient></svg:defs>\n\
             <svg:g class=\"a\" style=\"opacity: .5\"><svg:use xlink:href=\"#g\" x=\"1\"/><svg:text>5 &lt; 6 &#38; 7 é</svg:text></svg:g>\n\
             <svg:a xlink:href=\"https://example.org\"><svg:path d=\"M0 0L9 9\"/></svg:a>\n\
             <svg:image href=\"data:image/png;base64,iVBORw0KGgo=\" width=\"2\"/>\n</svg:svg>\n",
            str![[r##"
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" xml:space="preserve">
<style>.a { fill: url(#g); font-family: &#39;A&#39; }  .b &gt; .c { stroke: red } </style>
<defs><linearGradient id="g"><stop offset="0" stop-color="#fff"></stop></linearGradient></defs>
<g class="a" style="opacity: .5"><use href="#g" x="1"></use><text>5 &lt; 6 &amp; 7 é</text></g>
<path d="M0 0L9 9"></path>
<image href="data:image/png;base64,iVBORw0KGgo=" width="2"></image>
</svg>

"##]],
        );
    }

    #[test]
    fn what_acts_goes() {
        check(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:x=\"http://www.w3.org/1999/xhtml\" onload=\"alert(1)\" ONCLICK='x'>\
             <script>alert(2)</script><x:script>alert(3)</x:script><s:script xmlns:s=\"http://www.w3.org/2000/svg\">alert(4)</s:script>\
             <foreignObject><body xmlns=\"http://www.w3.org/1999/xhtml\"><iframe src=\"javascript:alert(5)\"/></body></foreignObject>\
             <a href=\"javascript:alert(6)\"><text>kept</text></a><use href=\"data:image/svg+xml,x#y\"/><use href=\"https://evil.example/#y\"/>\
             <image href=\"https://evil.example/x.png\"/><image xlink:href=\"data:image/svg+xml;base64,x\"/>\
             <animate attributeName=\"href\" to=\"javascript:alert(7)\"/><set attributeName=\"onclick\" to=\"alert(8)\"/>\
             <handler type=\"application/ecmascript\">alert(9)</handler><metadata><x:img src=\"x\" onerror=\"alert(10)\"/></metadata>\
             <style>@import url(https://evil.example/a.css);</style><style>a { fill: url( \"https://evil.example/b\" ) }</style>\
             <style>a { background: \\75rl(https://evil.example/c) }</style><rect fill=\"url(https://evil.example/d#e)\" width=\"1\"/>\
             <rect style=\"filter:url('//evil.example/f')\" height=\"1\"/></svg>",
            str![[r#"
<svg xmlns="http://www.w3.org/2000/svg"><text>kept</text><use></use><use></use><image></image><image></image><style></style><style></style><style></style><rect width="1"></rect><rect height="1"></rect></svg>

"#]],
        );
    }

    #[test]
    fn entities_of_its_own_are_nothing() {
        check(
            "<!DOCTYPE svg [<!ENTITY a \"<script>alert(1)</script>\"><!ENTITY b \"&a;&a;&a;\">]>\
             <svg xmlns=\"http://www.w3.org/2000/svg\"><text x=\"&b;\" y=\"1\">a&a;b&b;c</text></svg>",
            str![[r#"
<svg xmlns="http://www.w3.org/2000/svg"><text y="1">abc</text></svg>

"#]],
        );
    }

    #[test]
    fn what_is_broken_ends_there() {
        check(
            "<svg><g><rect width=\"1\"/><g></svg><script>alert(1)</script>",
            str![[r#"
<svg xmlns="http://www.w3.org/2000/svg"><g><rect width="1"></rect><g></g></g></svg>

"#]],
        );
        check(
            "<svg><text>a</text></svg><svg onload=\"x\"><script>alert(1)</script></svg>",
            str![[r#"
<svg xmlns="http://www.w3.org/2000/svg"><text>a</text></svg>

"#]],
        );
        check(
            "<html><body onload=\"alert(1)\"><svg/></body></html>",
            str![[r#"
<svg xmlns="http://www.w3.org/2000/svg"></svg>

"#]],
        );
        check(
            "no drawing",
            str![[r#"
<svg xmlns="http://www.w3.org/2000/svg"></svg>

"#]],
        );
        check(
            "<svg><rect width=1 height='2' height='3' id=\"<b>\"/><text>\u{0}\u{fffe}</text></svg>",
            str![[r#"
<svg xmlns="http://www.w3.org/2000/svg"><rect height="2" id="&lt;b&gt;"></rect><text></text></svg>

"#]],
        );
        check(
            &format!("{}x", "<svg><g>".repeat(3)),
            str![[r#"
<svg xmlns="http://www.w3.org/2000/svg"><g><svg><g><svg><g>x</g></svg></g></svg></g></svg>

"#]],
        );
    }
}
