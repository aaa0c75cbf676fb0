//! `afterword serve`, over its socket: pages, findings in them, errors in their place, reload events, refusals.
//!
//! Nothing here sleeps: a test edits a file and then waits for the event that says the new version is there.

mod edits;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::time::Duration;

use regex::Regex;
use snapbox::{IntoData, assert_data_eq, str};

use crate::command::{Folder, shown};

/// A running server; it ends with the test.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(folder: &Folder) -> Self {
        let mut child =
            folder.command(&["serve", "--port", "0"]).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut url = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut url).unwrap();
        let address = url.trim().strip_prefix("http://").unwrap().trim_end_matches('/').to_owned();
        Self { child, address }
    }

    /// Sends a request, with the lines of its head as given.
    fn send(&self, head: &str) -> TcpStream {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        // A server that says nothing fails the test instead of keeping it.
        stream.set_read_timeout(Some(Duration::from_mins(1))).unwrap();
        stream.write_all(head.replace('\n', "\r\n").as_bytes()).unwrap();
        stream
    }

    /// The whole answer to a request for a path.
    fn get(&self, path: &str) -> String {
        let head = format!("GET {path} HTTP/1.1\nHost: {}\nConnection: close\n\n", self.address);
        let mut answer = Vec::new();
        self.send(&head).read_to_end(&mut answer).unwrap();
        String::from_utf8(answer).unwrap()
    }

    /// The status line and the headers that say what an answer is.
    fn head(&self, request: &str) -> String {
        let mut answer = Vec::new();
        self.send(&request.replace("{host}", &self.address)).read_to_end(&mut answer).unwrap();
        let text = String::from_utf8_lossy(&answer).replace("\r\n", "\n");
        let (head, _) = text.split_once("\n\n").unwrap();
        let kept: Vec<&str> = head
            .lines()
            .filter(|line| !["date:", "content-length:", "connection:"].iter().any(|name| line.starts_with(name)))
            .collect();
        kept.join("\n") + "\n"
    }

    /// Listens to the events; the present version has come.
    fn events(&self) -> Events {
        let head = format!("GET /__afterword/events HTTP/1.1\nHost: {}\n\n", self.address);
        let mut events = Events { lines: BufReader::new(self.send(&head)) };
        events.next();
        events
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself, which the test has then seen.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// The stream of versions.
struct Events {
    lines: BufReader<TcpStream>,
}

impl Events {
    /// Waits for the next version and returns it. Findings may come at any time between.
    fn next(&mut self) -> String {
        self.next_of("version")
    }

    /// Waits for the next event of a kind and returns its version.
    fn next_of(&mut self, kind: &str) -> String {
        loop {
            let (other, version) = self.next_of_any_kind();
            if other == kind {
                return version;
            }
        }
    }

    /// Waits for the next event; its kind and its version.
    fn next_of_any_kind(&mut self) -> (String, String) {
        let mut kind = String::new();
        let mut signs_of_life = 0;
        loop {
            let mut line = String::new();
            assert!(self.lines.read_line(&mut line).unwrap() > 0, "the server has gone");
            // One each quarter of a minute when there is nothing to tell.
            signs_of_life += usize::from(line.starts_with(':'));
            assert!(signs_of_life < 6, "the event does not come");
            if let Some(word) = line.trim().strip_prefix("event: ") {
                word.clone_into(&mut kind);
            } else if let Some(version) = line.trim().strip_prefix("data: ") {
                return (kind, version.to_owned());
            }
        }
    }
}

/// What the server adds to a page or puts in its place, with what differs between runs replaced.
fn added(page: &str) -> String {
    let from = page
        .find("<link rel=\"stylesheet\" href=\"/__afterword/overlay.css\">")
        .or_else(|| page.find("<script src=\"/__afterword/reload.js\""))
        .unwrap();
    let to = page.rfind("</body>").unwrap_or(page.len());
    Regex::new(r#"data-version="[0-9.]+""#).unwrap().replace(&page[from..to], "data-version=\"[N]\"").into_owned()
}

#[track_caller]
fn check_added(page: &str, expected: impl IntoData) {
    assert_data_eq!(added(page), expected);
}

fn archive() -> Folder {
    Folder::new(
        "-- afterword.toml --\n[site]\ntitle = 'Postmortems'\n[archive]\ncontent = 'content'\n[rules]\nselect = ['FM003']\n\
         -- content/2026-03-07-tls.md --\n---\ntitle: TLS\nseverty: sev2\n---\n\n![graph](graph.svg)\n\
         -- content/graph.svg --\n<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n",
    )
}

#[test]
fn a_page_shows_the_findings_of_its_document_and_follows_its_edits() {
    let folder = archive();
    let server = Server::start(&folder);
    let mut events = server.events();
    check_added(
        &server.get("/postmortems/2026-03-07-tls/"),
        str![[r#"
<link rel="stylesheet" href="/__afterword/overlay.css">
<details id="afterword-findings" class="warning" aria-label="Findings">
<summary>1 warning</summary>
<ol>
<li><p><strong>warning</strong> <a class="rule" href="https://afterword.dev/rules/FM003-unknown-key">FM003 unknown-key</a></p><p>unknown key <code>severty</code></p><p class="rule"><code>content/2026-03-07-tls.md:3:1</code></p><p>Note: it is kept in the file and has no effect</p><p>Help: a key with a similar name exists: <code>severity</code></p></li>
</ol>
</details>
<script src="/__afterword/reload.js" data-version="[N]" defer></script>

"#]],
    );
    check_added(
        &server.get("/"),
        str![[r#"
<script src="/__afterword/reload.js" data-version="[N]" defer></script>

"#]],
    );

    folder.write("content/2026-03-07-tls.md", "---\ntitle: TLS renewed\nseverity: sev2\n---\n\nText.\n");
    let version = events.next();
    let page = server.get("/postmortems/2026-03-07-tls/");
    assert!(page.contains("TLS renewed"));
    assert!(page.contains(&format!("data-version=\"{version}\"")));
    check_added(
        &page,
        str![[r#"
<script src="/__afterword/reload.js" data-version="[N]" defer></script>

"#]],
    );
}

#[test]
fn a_new_document_has_a_page() {
    let folder = archive();
    let server = Server::start(&folder);
    let mut events = server.events();
    assert!(server.get("/postmortems/2026-03-08-dns/").starts_with("HTTP/1.1 404 "));
    folder.write("content/2026-03-08-dns.md", "# DNS\n");
    events.next();
    assert!(server.get("/postmortems/2026-03-08-dns/").starts_with("HTTP/1.1 200 "));
}

#[test]
fn a_configuration_that_cannot_be_read_is_shown_until_it_is_mended() {
    let folder = archive();
    let server = Server::start(&folder);
    let mut events = server.events();
    let good = folder.read("afterword.toml");
    folder.write("afterword.toml", good.replace("title", "titel"));
    events.next();
    let page = server.get("/");
    assert!(page.starts_with("HTTP/1.1 500 "));
    check_added(
        &page,
        str![[r#"
<link rel="stylesheet" href="/__afterword/overlay.css">
</head>
<body id="afterword-error">
<main>
<h1>This page cannot be made</h1>
<pre>error[SY006 unreadable-config]: unknown key `titel`
 --&gt; afterword.toml:2:1
  |
2 | titel = &#39;Postmortems&#39;
  | ^^^^^
  |
  = help: a similar key exists: `title`</pre>
<p>It comes back by itself when the file is mended and saved.</p>
</main>
<script src="/__afterword/reload.js" data-version="[N]" defer></script>

"#]],
    );
    folder.write("afterword.toml", good);
    events.next();
    assert!(server.get("/").starts_with("HTTP/1.1 200 "));
}

#[test]
fn a_template_that_cannot_be_read_is_shown_until_it_is_mended() {
    let folder = archive();
    folder.write("templates/home.html", "{% extends \"default/home.html\" %}\n");
    let server = Server::start(&folder);
    let mut events = server.events();
    folder.write("templates/home.html", "{% extends \"default/home.html\" %}\n{% block main %}{{ oops }\n");
    events.next();
    let page = server.get("/");
    assert!(page.starts_with("HTTP/1.1 500 "));
    check_added(
        &page,
        str![[r#"
<link rel="stylesheet" href="/__afterword/overlay.css">
</head>
<body id="afterword-error">
<main>
<h1>This page cannot be made</h1>
<pre>error: found `}` but expected }}
 --&gt; templates/home.html:2:25
  |
2 | {% block main %}{{ oops }
  |                         ^</pre>
<p>It comes back by itself when the file is mended and saved.</p>
</main>
<script src="/__afterword/reload.js" data-version="[N]" defer></script>

"#]],
    );
    folder.write("templates/home.html", "{% extends \"default/home.html\" %}\n");
    events.next();
    assert!(server.get("/").starts_with("HTTP/1.1 200 "));
}

/// A log that the server's own messages go to would otherwise make a version for each of its lines.
#[test]
fn a_change_of_what_is_not_read_is_no_new_version() {
    let folder = archive();
    folder.write("server.log", "a line\n");
    let server = Server::start(&folder);
    let mut events = server.events();
    let number = |version: &str| version.rsplit('.').next().unwrap().parse::<u32>().unwrap();
    let page = server.get("/");
    let before = Regex::new("data-version=\"([0-9.]+)\"").unwrap().captures(&page).unwrap()[1].to_owned();
    folder.write("server.log", "a line\nanother\n");
    folder.write("content/.draft.md.swp", "x");
    folder.write("content/2026-03-08-dns.md", "# DNS\n");
    assert_eq!(number(&events.next()), number(&before) + 1);
}

#[test]
fn types_redirects_and_refusals() {
    let folder = archive();
    let server = Server::start(&folder);
    assert!(server.address.starts_with("127.0.0.1:"), "not bound to this machine alone: {}", server.address);
    let get = |path: &str| server.head(&format!("GET {path} HTTP/1.1\nHost: {{host}}\nConnection: close\n\n"));
    assert_data_eq!(
        get("/"),
        str![[r#"
HTTP/1.1 200 OK
content-type: text/html; charset=utf-8
cache-control: no-store
x-content-type-options: nosniff
content-security-policy: frame-ancestors 'self'
cross-origin-resource-policy: same-origin

"#]]
    );
    assert_data_eq!(
        get("/services"),
        str![[r#"
HTTP/1.1 307 Temporary Redirect
location: ./services/
cache-control: no-store
x-content-type-options: nosniff
content-security-policy: frame-ancestors 'self'
cross-origin-resource-policy: same-origin

"#]]
    );
    assert_data_eq!(
        get("/feed.xml"),
        str![[r#"
HTTP/1.1 200 OK
content-type: application/xml; charset=utf-8
cache-control: no-store
x-content-type-options: nosniff
content-security-policy: frame-ancestors 'self'
cross-origin-resource-policy: same-origin

"#]]
    );
    assert_data_eq!(
        get("/archive.json"),
        str![[r#"
HTTP/1.1 200 OK
content-type: application/json
cache-control: no-store
x-content-type-options: nosniff
content-security-policy: frame-ancestors 'self'
cross-origin-resource-policy: same-origin

"#]]
    );
    assert_data_eq!(
        get("/nowhere/at/all"),
        str![[r#"
HTTP/1.1 404 Not Found
content-type: text/html; charset=utf-8
cache-control: no-store
x-content-type-options: nosniff
content-security-policy: frame-ancestors 'self'
cross-origin-resource-policy: same-origin

"#]]
    );
    for path in [
        "/../afterword.toml",
        "/%2e%2e/afterword.toml",
        "//etc/passwd",
        "/content/..%2fafterword.toml",
        "/%00",
        "/files/../../afterword.toml",
        "/files/content/2026-03-07-tls.md",
        "/files/afterword.toml",
        "/..%5cafterword.toml",
        "/%252e%252e/afterword.toml",
        "/.git/config",
    ] {
        assert_data_eq!(get(path).lines().next().unwrap().to_owned(), "HTTP/1.1 404 Not Found");
    }
    let ask = |head: &str| server.head(&format!("{head}\nConnection: close\n\n"));
    assert_data_eq!(
        ask("GET / HTTP/1.1\nHost: evil.example"),
        str![[r#"
HTTP/1.1 421 Misdirected Request
content-type: text/plain; charset=utf-8
cache-control: no-store
x-content-type-options: nosniff
content-security-policy: frame-ancestors 'self'
cross-origin-resource-policy: same-origin

"#]]
    );
    assert_data_eq!(
        ask("GET /__afterword/events HTTP/1.1\nHost: evil.example"),
        str![[r#"
HTTP/1.1 421 Misdirected Request
content-type: text/plain; charset=utf-8
cache-control: no-store
x-content-type-options: nosniff
content-security-policy: frame-ancestors 'self'
cross-origin-resource-policy: same-origin

"#]]
    );
    assert_data_eq!(
        ask("POST / HTTP/1.1\nHost: {host}"),
        str![[r#"
HTTP/1.1 405 Method Not Allowed
content-type: text/plain; charset=utf-8
allow: GET, HEAD
cache-control: no-store
x-content-type-options: nosniff
content-security-policy: frame-ancestors 'self'
cross-origin-resource-policy: same-origin

"#]]
    );
    assert_data_eq!(
        ask("HEAD / HTTP/1.1\nHost: {host}"),
        str![[r#"
HTTP/1.1 200 OK
content-type: text/html; charset=utf-8
cache-control: no-store
x-content-type-options: nosniff
content-security-policy: frame-ancestors 'self'
cross-origin-resource-policy: same-origin

"#]]
    );
}

#[test]
fn a_port_in_use_is_an_error_when_it_was_asked_for() {
    let folder = archive();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let output = folder.output(&["serve", "--port", &port]);
    let text = shown(&output, &folder.path()).replace(&port, "[PORT]");
    assert_data_eq!(
        text,
        str![[r#"
exit 2
--- stderr
error: port [PORT] of 127.0.0.1 is in use
help: `--port 0` takes any free port

"#]]
    );
}

/// What is asked of a draft is for its author alone: it is laid over the page here, and in no file of a built site.
#[test]
fn findings_of_a_draft_are_shown_here_and_never_published() {
    let folder = Folder::new(
        "-- afterword.toml --\n[rules]\nselect = ['AI008', 'ST005', 'FM003']\n\
         -- 2026-03-07-pool.md --\n---\ntitle: Pool\nstatus: draft\nsevrty: sev2\n---\n\n\
         ## Action items\n\n- Improve monitoring of the pools\n",
    );
    let server = Server::start(&folder);
    check_added(
        &server.get("/postmortems/2026-03-07-pool/"),
        str![[r#"
<link rel="stylesheet" href="/__afterword/overlay.css">
<details id="afterword-findings" class="warning" aria-label="Findings">
<summary>2 warnings</summary>
<ol>
<li><p><strong>warning</strong> <a class="rule" href="https://afterword.dev/rules/FM003-unknown-key">FM003 unknown-key</a></p><p>unknown key <code>sevrty</code></p><p class="rule"><code>2026-03-07-pool.md:4:1</code></p><p>Note: it is kept in the file and has no effect</p><p>Help: a key with a similar name exists: <code>severity</code></p></li>
<li><p><strong>warning</strong> <a class="rule" href="https://afterword.dev/rules/AI008-vague-action">AI008 vague-action</a></p><p><code>Improve monitoring of the pools</code> has no end that can be seen</p><p class="rule"><code>2026-03-07-pool.md:9:1</code></p><p>Help: what will be different when it is done, and how will anybody see it?</p></li>
</ol>
</details>
<script src="/__afterword/reload.js" data-version="[N]" defer></script>

"#]],
    );

    folder.output(&["build", "--out", "public"]);
    let files = folder.files();
    let published: Vec<&str> = files.lines().filter(|file| file.starts_with("public/")).collect();
    assert!(published.contains(&"public/postmortems/2026-03-07-pool/index.html"));
    for file in published {
        let text = String::from_utf8_lossy(&std::fs::read(folder.path().join(file)).unwrap()).into_owned();
        for word in
            ["no end that can be seen", "sevrty", "AI008", "FM003", "unknown-key", "afterword-findings", "__afterword"]
        {
            assert!(!text.contains(word), "`{word}` is in {file}");
        }
    }
}

#[cfg(feature = "search")]
#[test]
fn the_search_finds_its_files_and_follows_a_save() {
    let folder = Folder::new("-- a.md --\n# Queue full\n\nThe queue of parcels was full.\n");
    let server = Server::start(&folder);
    let mut events = server.events();
    assert_data_eq!(
        server.head("GET /search/core.js HTTP/1.1\nHost: {host}\nConnection: close\n\n"),
        str![[r#"
HTTP/1.1 200 OK
content-type: text/javascript; charset=utf-8
cache-control: no-store
x-content-type-options: nosniff
content-security-policy: frame-ancestors 'self'
cross-origin-resource-policy: same-origin

"#]]
    );
    let tokens =
        |answer: &str| Regex::new(r#""body":\{"tokens":(\d+)"#).unwrap().captures(answer).unwrap()[1].to_owned();
    assert_eq!(tokens(&server.get("/search/core.js")), "6");
    assert_data_eq!(
        server.head("GET /search/p/0000000000.js HTTP/1.1\nHost: {host}\nConnection: close\n\n"),
        str![[r#"
HTTP/1.1 404 Not Found
content-type: text/plain; charset=utf-8
cache-control: no-store
x-content-type-options: nosniff
content-security-policy: frame-ancestors 'self'
cross-origin-resource-policy: same-origin

"#]]
    );
    folder.write("a.md", "# Queue full\n\nFull.\n");
    events.next();
    assert_eq!(tokens(&server.get("/search/core.js")), "1");
}
