//! What is laid over a page: the findings of its document; and the page in place of one that cannot be made.

use std::fmt::Write;

use afterword::diagnostic::{Diagnostic, Level};
use afterword::text::{SourceSet, neutral};

use crate::cli::ui::count;

/// The look of both.
pub(super) const STYLE: &str = include_str!("overlay.css");

/// A box with the findings, open when one of them is an error; empty when there is none.
pub(super) fn findings(findings: &[&Diagnostic], sources: &SourceSet) -> String {
    let Some(worst) = findings.iter().map(|finding| finding.level).max() else { return String::new() };
    let open = if worst == Level::Error { " open" } else { "" };
    let counts: Vec<String> = [Level::Error, Level::Warning, Level::Info]
        .into_iter()
        .map(|level| (level, findings.iter().filter(|finding| finding.level == level).count()))
        .filter(|(_, n)| *n > 0)
        .map(|(level, n)| count(n, level.as_str()))
        .collect();
    let mut html = format!(
        "<link rel=\"stylesheet\" href=\"/__afterword/overlay.css\">\n\
         <details id=\"afterword-findings\" class=\"{worst}\"{open} aria-label=\"Findings\">\n\
         <summary>{}</summary>\n<ol>\n",
        counts.join(", "),
        worst = worst.as_str(),
    );
    for finding in findings {
        html += &item(finding, sources);
    }
    html += "</ol>\n</details>\n";
    html
}

fn item(finding: &Diagnostic, sources: &SourceSet) -> String {
    let source = sources.get(finding.source);
    let start = source.line_index().position(finding.span().start, &source.text);
    let mut html = format!(
        "<li><p><strong>{}</strong> <a class=\"rule\" href=\"{}\">{} {}</a></p><p>{}</p>\
         <p class=\"rule\"><code>{}:{}:{}</code></p>",
        finding.level.as_str(),
        escaped(&finding.code.url()),
        finding.code.code,
        finding.code.name,
        text(&finding.message),
        escaped(source.path.as_str()),
        start.line,
        start.column,
    );
    for (word, said) in [("Note", &finding.note), ("Help", &finding.help)] {
        if let Some(said) = said {
            // Writing to a string does not fail.
            let _ = write!(html, "<p>{word}: {}</p>", text(said));
        }
    }
    html += "</li>\n";
    html
}

/// A page about an error, as the terminal shows it.
pub(super) fn error_page(error: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>This page cannot be made</title>\n\
         <link rel=\"stylesheet\" href=\"/__afterword/overlay.css\">\n</head>\n<body id=\"afterword-error\">\n<main>\n\
         <h1>This page cannot be made</h1>\n<pre>{}</pre>\n\
         <p>It comes back by itself when the file is mended and saved.</p>\n</main>\n</body>\n</html>\n",
        escaped(anstream::adapter::strip_str(error).to_string().trim_end()),
    )
}

/// Escaped, with what stands between backticks as code.
fn text(said: &str) -> String {
    let mut html = String::new();
    for (i, part) in escaped(said).split('`').enumerate() {
        match (i % 2, i) {
            (_, 0) => html += part,
            (1, _) => html += &format!("<code>{part}"),
            _ => html += &format!("</code>{part}"),
        }
    }
    if said.matches('`').count() % 2 == 1 { html + "</code>" } else { html }
}

/// Escaped, and nothing in it turns the direction of what stands beside it.
fn escaped(text: &str) -> String {
    let text = neutral(text);
    let mut html = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            c => html.push(c),
        }
    }
    html
}

#[cfg(test)]
mod tests {
    use afterword::diagnostic::codes::UNKNOWN_KEY;
    use afterword::text::{SourceId, Span};
    use snapbox::{assert_data_eq, str};

    use super::*;

    #[test]
    fn a_finding_is_escaped() {
        let sources = SourceSet::from_files([("<b>.md", "x\ny")]);
        let finding = Diagnostic::new(
            UNKNOWN_KEY,
            Level::Warning,
            SourceId(0),
            Span::new(2, 3),
            "unknown key `<script>\u{202e}`",
        )
        .help("a \"similar` key");
        assert_data_eq!(
            findings(&[&finding], &sources),
            str![[r#"
<link rel="stylesheet" href="/__afterword/overlay.css">
<details id="afterword-findings" class="warning" aria-label="Findings">
<summary>1 warning</summary>
<ol>
<li><p><strong>warning</strong> <a class="rule" href="https://afterword.dev/rules/FM003-unknown-key">FM003 unknown-key</a></p><p>unknown key <code>&lt;script&gt;�</code></p><p class="rule"><code>&lt;b&gt;.md:2:1</code></p><p>Help: a &quot;similar<code> key</code></p></li>
</ol>
</details>

"#]]
        );
        assert_eq!(findings(&[], &sources), "");
    }

    #[test]
    fn an_error_page_is_escaped() {
        assert_data_eq!(
            error_page("<script>alert(1)</script>\n"),
            str![[r#"
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>This page cannot be made</title>
<link rel="stylesheet" href="/__afterword/overlay.css">
</head>
<body id="afterword-error">
<main>
<h1>This page cannot be made</h1>
<pre>&lt;script&gt;alert(1)&lt;/script&gt;</pre>
<p>It comes back by itself when the file is mended and saved.</p>
</main>
</body>
</html>

"#]]
        );
    }
}
