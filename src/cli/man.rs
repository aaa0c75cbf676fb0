//! `afterword man`: the manual, as one page or a page for each command.

use std::path::Path;

use clap::CommandFactory;
use clap_mangen::Man;

use super::ExitStatus;
use super::args::{Cli, ManArgs};
use super::error::{CliError, file, shown};
use super::ui::{Ui, count};

pub(crate) fn run(args: &ManArgs, ui: &mut Ui) -> Result<ExitStatus, CliError> {
    let pages = pages()?;
    match &args.out {
        Some(folder) => {
            write(folder, &pages)?;
            ui.say(format_args!("{}: {} written", shown(folder), count(pages.len(), "page")))?;
        }
        None => {
            for (_, page) in &pages {
                ui.out().write_all(page)?;
            }
        }
    }
    Ok(ExitStatus::Clean)
}

fn write(folder: &Path, pages: &[(String, Vec<u8>)]) -> Result<(), CliError> {
    std::fs::create_dir_all(folder).map_err(file("create the folder", folder))?;
    for (name, page) in pages {
        let path = folder.join(name);
        std::fs::write(&path, page).map_err(file("write", &path))?;
    }
    Ok(())
}

/// The page of `afterword` and one for each command, with their file names.
fn pages() -> Result<Vec<(String, Vec<u8>)>, CliError> {
    let mut root = Cli::command();
    root.build();
    let mut pages = vec![page(root.clone())?];
    for command in root.get_subcommands().filter(|command| !command.is_hide_set()) {
        pages.push(page(command.clone())?);
    }
    Ok(pages)
}

fn page(command: clap::Command) -> Result<(String, Vec<u8>), CliError> {
    let man = Man::new(command.disable_help_subcommand(true));
    let mut text = Vec::new();
    man.render(&mut text)?;
    Ok((man.get_filename(), text))
}
