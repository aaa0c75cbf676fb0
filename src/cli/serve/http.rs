//! The web server: which page answers which request, and whom it answers at all.
//!
//! Pages are found by name in the plan of the site, so no request reaches the disk by its path. Requests under
//! a foreign host name are refused: a web site could otherwise point its own name at this machine and read the
//! archive through the reader's browser.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State as Shared};
use axum::http::header::{
    ALLOW, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HOST, LOCATION, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::edition::Edition;
use super::shelf::{Shelf, State};
use super::{live, overlay};
use crate::cli::watchdog::endless;

const HTML: &str = "text/html; charset=utf-8";
/// A page that takes longer will not be made at all.
const PATIENCE: Duration = Duration::from_mins(1);
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

pub(super) fn router(shelf: Arc<Shelf>, address: SocketAddr) -> Router {
    Router::new()
        .route("/__afterword/reload.js", get(|| async { asset("text/javascript; charset=utf-8", live::SCRIPT) }))
        .route("/__afterword/overlay.css", get(|| async { asset("text/css; charset=utf-8", overlay::STYLE) }))
        .route("/__afterword/events", get(live::events))
        .fallback(page)
        .with_state(shelf)
        .layer(middleware::from_fn(move |request, next| guard(address, request, next)))
}

/// Refuses foreign host names and methods that change something; marks every answer as private to this site.
async fn guard(address: SocketAddr, request: Request, next: Next) -> Response {
    let mut response = if !is_ours(request.headers(), request.uri(), address) {
        let text = "This server answers to `localhost` and to addresses of this machine only.\n";
        (StatusCode::MISDIRECTED_REQUEST, text).into_response()
    } else if !matches!(*request.method(), Method::GET | Method::HEAD) {
        (StatusCode::METHOD_NOT_ALLOWED, [(ALLOW, "GET, HEAD")], "").into_response()
    } else {
        next.run(request).await
    };
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static("frame-ancestors 'self'"));
    headers.insert(RESOURCE_POLICY, HeaderValue::from_static("same-origin"));
    response
}

/// Whether a request came by a name that is ours: `localhost`, or an address. A name of the web never is, even
/// when it leads here. On a loopback address only loopback addresses count.
fn is_ours(headers: &HeaderMap, uri: &Uri, address: SocketAddr) -> bool {
    let named =
        headers.get(HOST).and_then(|host| host.to_str().ok()).or_else(|| uri.authority().map(Authority::as_str));
    let Some(named) = named else { return false };
    let (host, port) = match named.rsplit_once(':') {
        // The colons of an address in brackets are its own.
        Some((host, port)) if !port.ends_with(']') => (host, port.parse().ok()),
        _ => (named, Some(80)),
    };
    let is_host = host.eq_ignore_ascii_case("localhost")
        || host
            .trim_start_matches('[')
            .trim_end_matches(']')
            .parse()
            .is_ok_and(|ip: IpAddr| ip.is_loopback() || !address.ip().is_loopback());
    is_host && port == Some(address.port())
}

fn asset(kind: &'static str, text: &'static str) -> Response {
    ([(CONTENT_TYPE, kind)], text).into_response()
}

async fn page(Shared(shelf): Shared<Arc<Shelf>>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    let (state, version) = shelf.answer(&file_of(&decoded(&path))).await;
    // Rendering is work for the processor, and a panic in it must not end the server.
    let (asked, named) = (path.clone(), version.clone());
    let made = tokio::task::spawn_blocking(move || match &*state {
        State::Ready(edition) => respond(edition, &path, &version),
        State::Broken(text) => error_page(text, &version),
    });
    match tokio::time::timeout(PATIENCE, made).await {
        Ok(Ok(response)) => response,
        Ok(Err(_)) => error_page("the page could not be rendered: a bug in Afterword", ""),
        // Its thread goes on; nothing can stop it but the end of the server.
        Err(_) => error_page(&endless(&asked, PATIENCE.as_secs()).text(), &named),
    }
}

fn respond(edition: &Edition, path: &str, version: &str) -> Response {
    let path = decoded(path);
    let file = file_of(&path);
    let path = path.trim_start_matches('/');
    let (status, page) = match edition.page(&file) {
        Some(page) => (StatusCode::OK, page),
        None if file.starts_with("search/") && file.strip_suffix(".js").is_some() => match edition.search_file(&file) {
            Some(bytes) => return ([(CONTENT_TYPE, content_type(&file))], Body::from(bytes)).into_response(),
            None => return (StatusCode::NOT_FOUND, "not found\n").into_response(),
        },
        None if edition.page(&format!("{file}/index.html")).is_some() => {
            let last = path.rsplit('/').next().unwrap_or(path);
            // Relative, so that no double slash can make it lead to another host.
            let to = format!("./{}/", afterword::urls::encode(last));
            return (StatusCode::TEMPORARY_REDIRECT, [(LOCATION, to)]).into_response();
        }
        None => match edition.page("404.html") {
            Some(page) => (StatusCode::NOT_FOUND, page),
            None => return (StatusCode::NOT_FOUND, "not found\n").into_response(),
        },
    };
    let bytes = match edition.render(page) {
        Ok(bytes) => bytes,
        Err(error) => return error_page(&error.text(), version),
    };
    let kind = content_type(&page.url.file());
    let bytes = if kind == HTML {
        let findings = overlay::findings(&edition.findings(page), &edition.sources);
        let html = String::from_utf8_lossy(&bytes);
        // The page for what is not there stands at the top, whatever was asked for.
        let html = if status == StatusCode::NOT_FOUND {
            html.replacen("<head>", "<head><base href=\"/\">", 1)
        } else {
            html.into_owned()
        };
        live::inject(&html, &findings, version).into_bytes()
    } else {
        bytes
    };
    (status, [(CONTENT_TYPE, kind)], Body::from(bytes)).into_response()
}

/// The file that a path names.
fn file_of(path: &str) -> String {
    let path = path.trim_start_matches('/');
    if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() }
}

fn error_page(text: &str, version: &str) -> Response {
    let html = live::inject(&overlay::error_page(text), "", version);
    (StatusCode::INTERNAL_SERVER_ERROR, [(CONTENT_TYPE, HTML)], html).into_response()
}

/// Percent-decoding; what is no UTF-8 afterwards names no page of ours.
fn decoded(path: &str) -> String {
    let bytes = path.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    let digit = |at: usize| bytes.get(at).and_then(|byte| char::from(*byte).to_digit(16));
    while let Some(&byte) = bytes.get(at) {
        if let (b'%', Some(high), Some(low)) = (byte, digit(at + 1), digit(at + 2)) {
            out.extend(u8::try_from(high * 16 + low));
            at += 3;
        } else {
            out.push(byte);
            at += 1;
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// By the ending of the name. Unknown endings are offered as a download.
fn content_type(file: &str) -> &'static str {
    let ending =
        file.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map(|(_, ending)| ending.to_ascii_lowercase());
    match ending.as_deref().unwrap_or_default() {
        "html" | "htm" => HTML,
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "xml" => "application/xml; charset=utf-8",
        "txt" | "text" | "log" | "md" | "csv" | "tsv" | "yml" | "yaml" | "toml" | "diff" | "patch" => {
            "text/plain; charset=utf-8"
        }
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "ttf" => "font/ttf",
        "otf" => "font/otf",
        "pdf" => "application/pdf",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "mp3" => "audio/mpeg",
        "wasm" => "application/wasm",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_host(bound: &str, host: &str, expected: bool) {
        let mut headers = HeaderMap::new();
        headers.insert(HOST, HeaderValue::from_str(host).unwrap());
        assert_eq!(is_ours(&headers, &Uri::from_static("/"), bound.parse().unwrap()), expected, "{host}");
    }

    #[test]
    fn names_of_this_machine_are_answered() {
        check_host("127.0.0.1:4000", "localhost:4000", true);
        check_host("127.0.0.1:4000", "LOCALHOST:4000", true);
        check_host("127.0.0.1:4000", "127.0.0.1:4000", true);
        check_host("[::1]:4000", "[::1]:4000", true);
        check_host("127.0.0.1:80", "localhost", true);
        check_host("[::1]:80", "[::1]", true);
        check_host("0.0.0.0:4000", "192.168.0.7:4000", true);
    }

    #[test]
    fn other_names_are_not() {
        check_host("127.0.0.1:4000", "evil.example:4000", false);
        check_host("127.0.0.1:4000", "localhost.evil.example:4000", false);
        check_host("127.0.0.1:4000", "127.0.0.1.evil.example:4000", false);
        check_host("127.0.0.1:4000", "localhost:4001", false);
        check_host("127.0.0.1:4000", "localhost", false);
        check_host("127.0.0.1:4000", "192.168.0.7:4000", false);
        check_host("0.0.0.0:4000", "evil.example:4000", false);
        check_host("127.0.0.1:4000", "", false);
    }

    #[test]
    fn paths_are_decoded_once() {
        assert_eq!(decoded("/a%20b/%C3%BC"), "/a b/ü");
        assert_eq!(decoded("/%252e%252e/%2/%+1"), "/%2e%2e/%2/%+1");
        assert_eq!(decoded("/%ff"), "/\u{fffd}");
    }

    #[test]
    fn types_by_ending() {
        assert_eq!(content_type("a/index.html"), HTML);
        assert_eq!(content_type("a/B.SVG"), "image/svg+xml");
        assert_eq!(content_type(".nojekyll"), "application/octet-stream");
        assert_eq!(content_type("a.b/c"), "application/octet-stream");
    }
}
