// Reloads the page when the server has a newer version of it than the one it carries.
const version = document.currentScript.dataset.version;
const events = new EventSource("/__afterword/events");
events.addEventListener("version", (event) => {
  if (event.data !== version) {
    events.close();
    location.reload();
  }
});
// A page that is left must not hold its connection: browsers allow six of them to one server.
addEventListener("pagehide", () => events.close());
// Back from the browser's cache the page may be old, and its connection is closed.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
