//! `afterword serve`: the site from memory, on this machine, reloaded on save.
//!
//! The main thread waits for changes and sees to it that there is a new [`Edition`](edition::Edition) of the archive;
//! the web server hands out pages of the newest one, rendered when they are asked for. Nothing is written to the disk.
//! What cannot be built is shown as an error page, and the server goes on.

mod edition;
mod http;
mod live;
mod overlay;
mod shelf;
mod watch;

use std::collections::BTreeSet;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::panic::AssertUnwindSafe;
use std::path::PathBuf;
use std::sync::mpsc::RecvTimeoutError;
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant, SystemTime};

use afterword::config::Overrides;
use afterword::diagnostic::render::Summary;
use afterword::pipeline::Memo;

use super::ExitStatus;
use super::args::ServeArgs;
use super::error::{CliError, shown};
use super::ui::{Ui, seconds};
use edition::{Edition, Revision};
use shelf::{Shelf, State};
use watch::{Places, Watch};

/// Tried first, and then the ones after it.
const FIRST_PORT: u16 = 4000;
const PORTS_TRIED: u16 = 100;

/// So long at most nothing must change before the whole archive is read after an edit that is shown already: two cores
/// are better used for what the author sees next. An archive that is read in less is not waited for longer than that.
const REST: Duration = Duration::from_millis(300);
/// Who does not rest is not waited for longer.
const LONGEST: Duration = Duration::from_secs(2);

/// What wakes the main thread.
enum Event {
    /// Files below the watched folders changed.
    Changed(Vec<PathBuf>),
    /// The archive was read again, in this time.
    Read(Box<Result<(Edition, Memo), CliError>>, Duration),
    /// The watcher has a problem; changes may go unseen.
    Unwatched(notify::Error),
    /// Ctrl-C, or what the system has in its place.
    Stop,
    /// The server ended by itself, which it should not.
    Ended(std::io::Error),
}

pub(crate) fn run(args: ServeArgs, ui: &mut Ui) -> Result<ExitStatus, CliError> {
    let ServeArgs { archive, port, host, open, today, history } = args;
    let overrides = Overrides { today: today.day, git: history.git, ..Overrides::default() };
    let start = archive.archive;
    let (began, clock) = (Instant::now(), SystemTime::now());
    let (first, memo) = match edition::read(&start, overrides.clone(), &Memo::default(), ui) {
        Err(error) if !error.is_mendable() => return Err(error),
        Err(error) => (State::of(Err(error)), Memo::default()),
        Ok((edition, memo)) => (State::of(Ok(edition)), memo),
    };
    let places = match first.edition() {
        Some(edition) => Places::of(&edition.archive),
        None => Places::around(&start),
    };
    let shelf = Arc::new(Shelf::new(Arc::clone(&first)));
    let listener = listen(host, port)?;
    News::of(&first, &[], began).tell(ui)?;

    let address = listener.local_addr()?;
    let (sender, events) = mpsc::channel();
    let mut watch = Watch::new(sender.clone()).map_err(|error| unwatchable(&error))?;
    watch.set(&places).map_err(|error| unwatchable(&error))?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    spawn_server(&runtime, listener, address, &shelf, sender.clone())?;

    let url = format!("http://{address}/");
    writeln!(ui.out(), "{url}")?;
    ui.flush()?;
    if !host.is_loopback() {
        ui.warn("every machine that reaches this address can read the archive")?;
    }
    ui.say("Serving; save a file to see it change. Ctrl-C stops.")?;
    if open && let Err(error) = ::open::that_detached(&url) {
        ui.warn(format_args!("the browser could not be opened: {error}"))?;
    }

    let (memo, pending) = (Arc::new(memo), Pending::default());
    let mut desk = Desk { start, overrides, shelf, watch, places, sender, whole: first, memo, pending, rest: REST };
    // What was saved while the archive was read, and before it was watched.
    desk.note(desk.whole.edition().map(|edition| edition.changed_since(clock)).unwrap_or_default());
    desk.run(&events, ui)?;
    runtime.shutdown_background();
    Ok(ExitStatus::Clean)
}

/// What has changed and is not in a whole edition yet.
#[derive(Default)]
struct Pending {
    /// Files that changed since the last whole edition, and since the one that is being read.
    files: BTreeSet<PathBuf>,
    /// Those of them that the one being read will have; none when none is being read.
    in_work: Option<BTreeSet<PathBuf>>,
    /// When to begin reading, unless more changes come.
    due: Option<Instant>,
    /// When the first of them changed.
    began: Option<Instant>,
}

/// Where editions are made. A page whose document is edited is answered at once, from the last whole edition and the
/// document's new text; the whole archive is read again beside that, when the typing rests. Until then other pages
/// wait: none is answered from what is no longer so.
struct Desk {
    start: PathBuf,
    overrides: Overrides,
    shelf: Arc<Shelf>,
    watch: Watch,
    places: Places,
    sender: mpsc::Sender<Event>,
    /// The last edition that was read whole.
    whole: Arc<State>,
    /// What is known of the documents of the last one that could be read.
    memo: Arc<Memo>,
    pending: Pending,
    /// How long nothing must change before the whole archive is read.
    rest: Duration,
}

impl Desk {
    fn run(mut self, events: &mpsc::Receiver<Event>, ui: &mut Ui) -> Result<(), CliError> {
        let mut waiting = None;
        loop {
            let due = self.pending.due.filter(|_| self.pending.in_work.is_none());
            let event = match (waiting.take(), due) {
                (Some(event), _) => event,
                (None, Some(due)) => match events.recv_timeout(due.saturating_duration_since(Instant::now())) {
                    Ok(event) => event,
                    Err(RecvTimeoutError::Timeout) => {
                        self.read();
                        continue;
                    }
                    Err(RecvTimeoutError::Disconnected) => return Ok(()),
                },
                (None, None) => match events.recv() {
                    Ok(event) => event,
                    Err(_) => return Ok(()),
                },
            };
            match event {
                Event::Changed(paths) => {
                    let changed = watch::settle(paths, events, &mut waiting, |path| self.places.concerns(path));
                    self.note(changed);
                }
                Event::Read(next, took) => {
                    self.rest = took.min(REST);
                    let next = next.map(|(edition, memo)| {
                        self.memo = Arc::new(memo);
                        edition
                    });
                    self.take(State::of(next), ui)?;
                }
                Event::Unwatched(error) => ui.warn(format_args!("some changes may go unseen: {error}"))?,
                Event::Stop => return Ok(()),
                Event::Ended(error) => return Err(error.into()),
            }
        }
    }

    /// Files have changed.
    fn note(&mut self, changed: Vec<PathBuf>) {
        if changed.is_empty() {
            return;
        }
        self.pending.began.get_or_insert_with(Instant::now);
        self.pending.files.extend(changed);
        self.revise();
    }

    /// Shows what can be shown of the pending changes at once, and says when the whole is to be read. Whether it
    /// showed something.
    fn revise(&mut self) -> bool {
        let now = Instant::now();
        let rested = (now + self.rest).min(self.pending.began.unwrap_or(now) + LONGEST);
        let mut files = self.pending.files.clone();
        files.extend(self.pending.in_work.iter().flatten().cloned());
        let revision = self.whole.edition().map_or(Revision::Unknown, |edition| edition.revise(&files));
        let (due, shown) = match revision {
            Revision::None if self.pending.in_work.is_none() && self.shows_the_whole() => {
                self.pending = Pending::default();
                return true;
            }
            Revision::Pages(edition) => {
                self.shelf.revise(*edition);
                (rested, true)
            }
            Revision::Look(look) => {
                // The archive in it is that of before; what else may have changed is read all the same.
                self.shelf.replace(&State::of(look.map(|edition| *edition)), &[]);
                (rested, true)
            }
            Revision::None | Revision::Unknown => (now, false),
        };
        self.pending.due = Some(due);
        shown
    }

    /// Whether the shelf has an edition that was read whole.
    fn shows_the_whole(&self) -> bool {
        let (shown, _) = self.shelf.newest();
        Arc::ptr_eq(&shown, &self.whole)
    }

    /// Begins to read the archive, beside everything else.
    fn read(&mut self) {
        self.pending.due = None;
        self.pending.in_work = Some(std::mem::take(&mut self.pending.files));
        let (start, overrides, sender) = (self.start.clone(), self.overrides.clone(), self.sender.clone());
        let former = Arc::clone(&self.memo);
        std::thread::spawn(move || {
            let began = Instant::now();
            let read = || edition::read(&start, overrides, &former, &mut Ui::silent());
            let edition = std::panic::catch_unwind(AssertUnwindSafe(read))
                .unwrap_or_else(|_| Err(CliError::usage("the archive could not be read: a bug in Afterword")));
            // The main thread is gone when the command ends.
            drop(sender.send(Event::Read(Box::new(edition), began.elapsed())));
        });
    }

    /// The archive was read.
    fn take(&mut self, next: Arc<State>, ui: &mut Ui) -> Result<(), CliError> {
        let files: Vec<PathBuf> = self.pending.in_work.take().unwrap_or_default().into_iter().collect();
        if let Some(edition) = next.edition() {
            self.places = Places::of(&edition.archive);
        }
        let is_new = self.watch.set(&self.places).map_err(|error| unwatchable(&error))?;
        let before = std::mem::replace(&mut self.whole, Arc::clone(&next));
        // It is old already when more came since. That is shown on top of it, if that can be.
        if !self.pending.files.is_empty() && self.revise() {
            return Ok(());
        }
        // What is in a new folder may have come before the folder was watched.
        if is_new || files.iter().any(|file| file.is_dir()) {
            let again = Instant::now() + REST;
            self.pending.due = Some(self.pending.due.map_or(again, |due| due.min(again)));
        }
        let began = self.pending.began.take().unwrap_or_else(Instant::now);
        let changed = self.shelf.replace(&next, &files);
        if !changed {
            // Equal, and on the shelf with all that was made of it.
            self.whole = self.shelf.newest().0;
            return Ok(());
        }
        News::of(&next, &files, began).tell(ui)?;
        std::thread::spawn(move || {
            if let (Some(old), Some(new)) = (before.edition(), next.edition()) {
                new.search_as_in(old);
            }
        });
        Ok(())
    }
}

fn unwatchable(error: &notify::Error) -> CliError {
    CliError::usage(format!("the archive cannot be watched: {error}")).hint("`afterword build` works without watching")
}

/// What the terminal hears of a new edition.
enum News {
    /// One line.
    Edition(String),
    /// The text of an error.
    Error(String),
}

impl News {
    fn of(state: &State, changed: &[PathBuf], began: Instant) -> Self {
        let edition = match state {
            State::Ready(edition) => edition,
            State::Broken(text) => return Self::Error(text.clone()),
        };
        let summary = Summary::of(&edition.report.diagnostics, &edition.sources);
        let what = match changed {
            [] => String::new(),
            [one] => format!("{}: ", shown(one)),
            [first, others @ ..] => format!("{} and {} more: ", shown(first), others.len()),
        };
        Self::Edition(format!("{what}{summary} ({})", seconds(began.elapsed())))
    }

    fn tell(&self, ui: &mut Ui) -> std::io::Result<()> {
        match self {
            Self::Edition(line) => ui.say(line),
            Self::Error(text) => {
                ui.error(text);
                Ok(())
            }
        }
    }
}

/// A port that is asked for is taken or refused; without one, the first free one.
fn listen(host: IpAddr, port: Option<u16>) -> Result<TcpListener, CliError> {
    let candidates = match port {
        Some(port) => port..=port,
        None => FIRST_PORT..=FIRST_PORT + PORTS_TRIED,
    };
    for port in candidates {
        match TcpListener::bind(SocketAddr::new(host, port)) {
            Ok(listener) => {
                listener.set_nonblocking(true)?;
                return Ok(listener);
            }
            Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {}
            Err(error) => {
                return Err(CliError::usage(format!("could not listen on {host}, port {port}: {error}"))
                    .hint("`--port 0` takes any free port, `--host` another address of this machine"));
            }
        }
    }
    let message = match port {
        Some(port) => format!("port {port} of {host} is in use"),
        None => format!("no port of {host} is free between {FIRST_PORT} and {}", FIRST_PORT + PORTS_TRIED),
    };
    Err(CliError::usage(message).hint("`--port 0` takes any free port"))
}

fn spawn_server(
    runtime: &tokio::runtime::Runtime,
    listener: TcpListener,
    address: SocketAddr,
    shelf: &Arc<Shelf>,
    events: mpsc::Sender<Event>,
) -> Result<(), CliError> {
    let router = http::router(Arc::clone(shelf), address);
    let listener = {
        let _guard = runtime.enter();
        tokio::net::TcpListener::from_std(listener)?
    };
    let stop = events.clone();
    runtime.spawn(async move {
        // Without a handler Ctrl-C ends the process at once, which is also fine.
        if tokio::signal::ctrl_c().await.is_ok() {
            // The main thread may be gone already.
            drop(stop.send(Event::Stop));
        }
    });
    runtime.spawn(async move {
        if let Err(error) = axum::serve(listener, router).await {
            drop(events.send(Event::Ended(error)));
        }
    });
    Ok(())
}
