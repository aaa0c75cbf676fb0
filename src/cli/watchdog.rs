//! Ends a build that does not end by itself: a template with loops in loops goes on for years.
//!
//! Nothing can stop the thread that renders such a page, so the process ends. What was staged until then is
//! cleared by the next build; the site is as it was.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use super::abandon;
use super::error::CliError;

/// A page is made in milliseconds; one that takes longer than this will never be. Ticks.
const PATIENCE: u32 = 120;
/// Ticks are counted and not hours read: while a machine sleeps, none go by.
const TICK: Duration = Duration::from_secs(1);

/// Looks after pages as long as it lives.
#[derive(Debug)]
pub(crate) struct Watchdog {
    pages: Arc<Mutex<Pages>>,
    /// Its end ends the thread.
    _thread: Sender<()>,
}

impl Watchdog {
    pub(crate) fn new() -> Self {
        let pages = Arc::new(Mutex::new(Pages::default()));
        let (sender, ended) = mpsc::channel();
        let watched = Arc::clone(&pages);
        thread::spawn(move || {
            while let Err(RecvTimeoutError::Timeout) = ended.recv_timeout(TICK) {
                if let Some(page) = watched.lock().unwrap_or_else(PoisonError::into_inner).tick() {
                    give_up(&page);
                }
            }
        });
        Self { pages, _thread: sender }
    }

    /// The page with this file is being made.
    pub(crate) fn begin(&self, page: &str) {
        self.pages.lock().unwrap_or_else(PoisonError::into_inner).0.insert(page.to_owned(), 0);
    }

    /// It is made.
    pub(crate) fn end(&self, page: &str) {
        self.pages.lock().unwrap_or_else(PoisonError::into_inner).0.remove(page);
    }
}

/// The pages that are being made, each with its ticks.
#[derive(Debug, Default)]
struct Pages(BTreeMap<String, u32>);

impl Pages {
    /// Counts for all; the first one that has taken too long.
    fn tick(&mut self) -> Option<String> {
        for ticks in self.0.values_mut() {
            *ticks += 1;
        }
        self.0.iter().find(|(_, ticks)| **ticks > PATIENCE).map(|(page, _)| page.clone())
    }
}

/// What is said of a page that does not end.
pub(crate) fn endless(page: &str, seconds: u64) -> CliError {
    CliError::usage(format!("the page `{page}` was not made in {seconds} seconds"))
        .hint("does a loop in its template end?")
}

fn give_up(page: &str) -> ! {
    let error = endless(page, u64::from(PATIENCE) * TICK.as_secs()).hint("the site is as it was");
    // Nothing is left to do about an error of this.
    drop(write!(anstream::stderr(), "\n{}", error.text()));
    abandon()
}

#[cfg(test)]
mod tests {
    use snapbox::{assert_data_eq, str};

    use super::*;

    #[test]
    fn only_a_page_that_does_not_end_is_told_of() {
        let mut pages = Pages::default();
        pages.0.insert("index.html".to_owned(), 0);
        for tick in 0..PATIENCE {
            let short = format!("{tick}.html");
            pages.0.insert(short.clone(), 0);
            assert_eq!(pages.tick(), None);
            pages.0.remove(&short);
        }
        assert_eq!(pages.tick(), Some("index.html".to_owned()));
        pages.0.remove("index.html");
        assert_eq!(pages.tick(), None);
    }

    #[test]
    fn what_is_said() {
        let text = endless("services/index.html", 120).text();
        assert_data_eq!(
            anstream::adapter::strip_str(&text).to_string(),
            str![[r#"
error: the page `services/index.html` was not made in 120 seconds
help: does a loop in its template end?

"#]]
        );
    }
}
