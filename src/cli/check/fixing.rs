//! What fixing changed: shown, or written.

use std::path::Path;

use afterword::import;
use afterword::pipeline::Fixed;
use afterword::text::{SourceSet, unified_diff};

use crate::cli::ExitStatus;
use crate::cli::diff;
use crate::cli::error::CliError;
use crate::cli::ui::{Ui, count, plain};

/// Writes the difference, and nothing else.
pub(super) fn show(fixed: &Fixed, before: &SourceSet, ui: &mut Ui) -> Result<ExitStatus, CliError> {
    for id in &fixed.changed {
        let (old, new) = (before.get(*id), fixed.sources.get(*id));
        diff::show(&unified_diff(old.path.as_str(), &old.text, &new.text), ui)?;
    }
    if fixed.changed.is_empty() {
        ui.say("nothing to fix")?;
        return Ok(ExitStatus::Clean);
    }
    ui.say(format_args!("{} in {} (`--fix` applies them)", fixes(fixed), count(fixed.changed.len(), "file")))?;
    Ok(ExitStatus::Findings)
}

/// Writes the files.
pub(super) fn write(fixed: &Fixed, before: &SourceSet, root: &Path, ui: &mut Ui) -> Result<(), CliError> {
    for id in &fixed.changed {
        let (old, new) = (before.get(*id), fixed.sources.get(*id));
        import::fs::replace(root, old, &new.text)?;
        ui.detail(format_args!("fixed {}", plain(old.path.as_str())))?;
    }
    import::fs::tidy(root, fixed.changed.iter().map(|id| before.get(*id)));
    if !fixed.changed.is_empty() {
        ui.say(format_args!("applied {} in {}", fixes(fixed), count(fixed.changed.len(), "file")))?;
    }
    Ok(())
}

fn fixes(fixed: &Fixed) -> String {
    if fixed.fixes == 1 { "1 fix".to_owned() } else { format!("{} fixes", fixed.fixes) }
}
