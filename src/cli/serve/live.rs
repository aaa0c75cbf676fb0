//! Live reload: the script in every page, and the events it listens to.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use tokio_stream::wrappers::WatchStream;
use tokio_stream::{Stream, StreamExt};

use super::shelf::Shelf;

/// The script that reloads a page when the server has a newer version.
pub(super) const SCRIPT: &str = include_str!("reload.js");

/// Sends the present version, each new one, and that of a version the findings are others now.
pub(super) async fn events(State(shelf): State<Arc<Shelf>>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let versions = WatchStream::from_changes(shelf.listen());
    let mut last = None;
    let events = versions.map(move |version| {
        let earlier = last.replace(version);
        let findings = earlier.is_some_and(|earlier| version.has_other_findings_only(earlier));
        let kind = if findings { "findings" } else { "version" };
        Ok(Event::default().event(kind).data(shelf.name(version)))
    });
    Sse::new(events).keep_alive(KeepAlive::default())
}

/// The page with the script, and with what else is to be shown, at its end.
pub(super) fn inject(html: &str, extra: &str, version: &str) -> String {
    let script = format!("<script src=\"/__afterword/reload.js\" data-version=\"{version}\" defer></script>\n");
    let end = html.rfind("</body>").unwrap_or(html.len());
    let (before, after) = html.split_at(end);
    format!("{before}{extra}{script}{after}")
}
