// Light, dark or as the system: remembered on this device, applied before the first paint.
// A classic, blocking script in <head>; the button stays hidden when there is no JavaScript.
(function () {
  "use strict";
  var key = "afterword-theme", order = ["system", "light", "dark"], root = document.documentElement;
  function read() {
    try { var t = localStorage.getItem(key); return order.indexOf(t) > 0 ? t : "system"; } catch (e) { return "system"; }
  }
  function apply(theme) {
    if (theme === "system") root.removeAttribute("data-theme"); else root.setAttribute("data-theme", theme);
  }
  var now = read();
  apply(now);
  document.addEventListener("DOMContentLoaded", function () {
    var buttons = document.querySelectorAll("[data-theme-toggle]");
    function say(b) {
      // The words come from the page, so that they can be translated: data-system, data-light, data-dark.
      var text = b.getAttribute("data-" + now) || now;
      b.querySelector("span").textContent = text;
      b.title = text;
    }
    buttons.forEach(function (b) {
      b.hidden = false;
      say(b);
      b.addEventListener("click", function () {
        now = order[(order.indexOf(now) + 1) % 3];
        apply(now);
        try { if (now === "system") localStorage.removeItem(key); else localStorage.setItem(key, now); } catch (e) { /* a private window: it holds for this page */ }
        buttons.forEach(say);
      });
    });
    addEventListener("storage", function (e) { if (e.key === key) { now = read(); apply(now); buttons.forEach(say); } });
  });
})();
