// Reloads the page when the server has a newer version of it than the one it carries.
const version = document.currentScript.dataset.version;
const events = new EventSource("/__afterword/events");
events.addEventListener("version", (event) => {
  if (event.data !== version) {
    events.close();
    location.reload();
  }
});
// The page is as it is, and the rules that look at all documents have now looked at it, too.
events.addEventListener("findings", async () => {
  const answer = await fetch(location.href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const now = page.getElementById("afterword-findings");
  const before = document.getElementById("afterword-findings");
  if (now && before) now.open = before.open;
  before?.remove();
  if (!now) return;
  const style = 'link[href="/__afterword/overlay.css"]';
  if (!document.querySelector(style)) document.head.append(page.querySelector(style));
  document.body.append(now);
});
// A page that is left must not hold its connection: browsers allow six of them to one server.
addEventListener("pagehide", () => events.close());
// Back from the browser's cache the page may be old, and its connection is closed.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
