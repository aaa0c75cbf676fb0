//! `afterword serve`: the site from memory, on this machine, reloaded on save.
//!
//! The main thread waits for changes and makes a new [`Edition`] of the archive; the web server hands out pages
//! of the newest one, rendered when they are asked for. Nothing is written to the disk. What cannot be built is
//! shown as an error page, and the server goes on.

mod edition;
mod http;
mod live;
mod overlay;
mod watch;

use std::net::{IpAddr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::{Arc, mpsc};
use std::time::Instant;

use afterword::config::Overrides;
use afterword::diagnostic::render::Summary;

use super::ExitStatus;
use super::args::ServeArgs;
use super::error::{CliError, shown};
use super::ui::{Ui, seconds};
use edition::{Edition, Shelf};
use watch::{Places, Watch};

/// Tried first, and then the ones after it.
const FIRST_PORT: u16 = 4000;
const PORTS_TRIED: u16 = 100;

/// What wakes the main thread.
enum Event {
    /// Files below the watched folders changed.
    Changed(Vec<PathBuf>),
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
    let began = Instant::now();
    let first = match edition::read(&start, overrides.clone(), ui) {
        Err(error) if !error.is_mendable() => return Err(error),
        first => first,
    };
    let said = News::of(&first, &[], began);
    let mut places = match &first {
        Ok(edition) => Places::of(&edition.archive),
        Err(_) => Places::around(&start),
    };
    let shelf = Arc::new(Shelf::new(first));
    let listener = listen(host, port)?;
    said.tell(ui)?;

    let address = listener.local_addr()?;
    let (sender, events) = mpsc::channel();
    let mut watch = Watch::new(sender.clone()).map_err(|error| unwatchable(&error))?;
    watch.set(&places).map_err(|error| unwatchable(&error))?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    spawn_server(&runtime, listener, address, &shelf, sender)?;

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

    let mut waiting = None;
    while let Some(event) = waiting.take().or_else(|| events.recv().ok()) {
        match event {
            Event::Changed(paths) => {
                let changed = watch::settle(paths, &events, &mut waiting, |path| places.concerns(path));
                if changed.is_empty() {
                    continue;
                }
                let began = Instant::now();
                let next = edition::read(&start, overrides.clone(), ui);
                if let Ok(edition) = &next {
                    places = Places::of(&edition.archive);
                }
                watch.set(&places).map_err(|error| unwatchable(&error))?;
                let said = News::of(&next, &changed, began);
                if shelf.replace(next, &changed) {
                    said.tell(ui)?;
                }
            }
            Event::Unwatched(error) => ui.warn(format_args!("some changes may go unseen: {error}"))?,
            Event::Stop => break,
            Event::Ended(error) => return Err(error.into()),
        }
    }
    runtime.shutdown_background();
    Ok(ExitStatus::Clean)
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
    fn of(edition: &Result<Edition, CliError>, changed: &[PathBuf], began: Instant) -> Self {
        let edition = match edition {
            Ok(edition) => edition,
            Err(error) => return Self::Error(error.text()),
        };
        let summary = Summary::of(&edition.report.diagnostics, &edition.inputs.sources);
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
