//! Writes the documents of the generator into a folder: `write COUNT FOLDER`. `compare.py` compiles and runs it; it is
//! no target of Cargo, and needs the standard library alone.
#![allow(dead_code, reason = "the generator has more than this needs")]

#[path = "mod.rs"]
mod generator;

use std::path::Path;
use std::process::ExitCode;
use std::{env, fs, io};

fn write(count: usize, folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    for (path, text) in (0..count).map(generator::document) {
        fs::write(folder.join(path), text)?;
    }
    Ok(())
}

fn main() -> ExitCode {
    let mut arguments = env::args().skip(1);
    let (Some(Ok(count)), Some(folder)) = (arguments.next().map(|count| count.parse()), arguments.next()) else {
        eprintln!("usage: write COUNT FOLDER");
        return ExitCode::from(2);
    };
    match write(count, Path::new(&folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{folder}: {error}");
            ExitCode::FAILURE
        }
    }
}
