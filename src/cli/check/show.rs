//! The findings in the format that was asked for.

use std::path::{Component, Path, PathBuf};

use afterword::diagnostic::Diagnostic;
use afterword::diagnostic::fingerprint::Fingerprint;
use afterword::diagnostic::render::{self, Colour, Links, Look, RuleHelp, Summary};
use afterword::lint;
use afterword::text::{Source, SourceSet};

use crate::cli::args::CheckFormat;
use crate::cli::error::CliError;
use crate::cli::git;
use crate::cli::ui::{Ui, width};

/// What is shown.
pub(super) struct Found<'a> {
    pub(super) diagnostics: Vec<Diagnostic>,
    /// One for each finding.
    pub(super) prints: Vec<Fingerprint>,
    pub(super) sources: &'a SourceSet,
    /// The files that were looked at.
    pub(super) documents: Vec<&'a Source>,
    pub(super) summary: Summary,
}

/// Writes them. People and editors read paths from the current folder, services from the top of the repository, and
/// the JSON of the contract has them from the archive.
pub(super) fn show(found: &Found<'_>, format: CheckFormat, root: &Path, ui: &mut Ui) -> Result<(), CliError> {
    let Found { diagnostics, prints, sources, documents, summary } = found;
    let from_here = || way(&std::env::current_dir().and_then(|here| here.canonicalize()).unwrap_or_default(), root);
    let from_top = || way(git::top(root).unwrap_or(root), root);
    match format {
        CheckFormat::Full => {
            let colour = if ui.out_has_colour() { Colour::Ansi } else { Colour::Plain };
            let links = if ui.out_has_links() { Links::On } else { Links::Off };
            let look = Look { colour, width: width(), links, base: &from_here() };
            render::full(diagnostics, sources, look, ui.out())?;
        }
        CheckFormat::Concise => render::concise(diagnostics, sources, &from_here(), ui.out())?,
        CheckFormat::Json => render::json(diagnostics, sources, *summary, ui.out())?,
        CheckFormat::Sarif => render::sarif(diagnostics, prints, sources, &rule_help, &from_top(), ui.out())?,
        CheckFormat::Github => render::github(diagnostics, sources, &from_top(), ui.out())?,
        CheckFormat::Junit => render::junit(diagnostics, sources, documents, &from_top(), ui.out())?,
    }
    Ok(())
}

fn rule_help(code: afterword::diagnostic::Code) -> Option<RuleHelp> {
    let rule = lint::rule(code.code)?;
    Some(RuleHelp { summary: rule.summary.to_owned(), level: rule.level, markdown: rule.docs() })
}

/// The way from one folder to another, empty or with a slash at its end. Both are absolute and without links.
fn way(from: &Path, to: &Path) -> String {
    let mut from: Vec<Component<'_>> = from.components().collect();
    let to: Vec<Component<'_>> = to.components().collect();
    let common = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let mut way = PathBuf::new();
    // On another drive there is no way.
    if common > 0 {
        way.extend(from.drain(common..).map(|_| Component::ParentDir));
        way.extend(to.get(common..).unwrap_or_default());
    } else {
        way.extend(to);
    }
    let way = way.to_string_lossy();
    let way = if cfg!(windows) { way.replace('\\', "/") } else { way.into_owned() };
    if way.is_empty() { way } else { way + "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_go_up_and_down() {
        let check = |from: &str, to: &str, expected: &str| assert_eq!(way(Path::new(from), Path::new(to)), expected);
        check("/a/b", "/a/b", "");
        check("/a", "/a/b/c", "b/c/");
        check("/a/b/c", "/a", "../../");
        check("/a/b", "/a/c", "../c/");
    }
}
