// What a page gains with JavaScript: headings whose link can be copied, tables that sort, lists that filter.
// A classic script with `defer`; every page is whole without it.
(function () {
  "use strict";
  var doc = document;

  // Copy-link: a.anchor[data-copy="Copied"]; the link works as a link in any case.
  doc.addEventListener("click", function (e) {
    var a = e.target.closest && e.target.closest("a.anchor");
    if (!a || !navigator.clipboard || e.metaKey || e.ctrlKey || e.shiftKey) return;
    navigator.clipboard.writeText(a.href).then(function () {
      a.setAttribute("data-copied", a.getAttribute("data-copy") || "✓");
      setTimeout(function () { a.removeAttribute("data-copied"); }, 2000);
    }, function () {});
  });

  // Sorting: table[data-sort]; th[data-no-sort] is left alone; td[data-v] gives the value to sort by.
  function value(row, i) {
    var c = row.cells[i];
    return c ? (c.getAttribute("data-v") || c.textContent).trim() : "";
  }
  doc.querySelectorAll("table[data-sort]").forEach(function (table) {
    var heads = table.tHead ? Array.prototype.slice.call(table.tHead.rows[0].cells) : [];
    var collate = new Intl.Collator(doc.documentElement.lang || undefined, { numeric: true, sensitivity: "base" });
    heads.forEach(function (th, i) {
      if (th.hasAttribute("data-no-sort")) return;
      var b = doc.createElement("button");
      b.type = "button";
      b.className = "sort";
      while (th.firstChild) b.appendChild(th.firstChild);
      th.appendChild(b);
      b.addEventListener("click", function () {
        // Figures begin with the largest, words with A.
        var was = th.getAttribute("aria-sort"), up = was ? was === "descending" : !th.classList.contains("num");
        heads.forEach(function (h) { h.removeAttribute("aria-sort"); });
        th.setAttribute("aria-sort", up ? "ascending" : "descending");
        var body = table.tBodies[0];
        Array.prototype.slice.call(body.rows).sort(function (a, z) {
          var x = value(a, i), y = value(z, i);
          // What is unknown stays last, whichever way.
          if (!x || !y) return x ? -1 : y ? 1 : 0;
          return (up ? 1 : -1) * collate.compare(x, y);
        }).forEach(function (r) { body.appendChild(r); });
      });
    });
  });

  // Filtering: form.filter[data-filter="#id"][hidden]; items are the children of #id (or the rows of its tables)
  // and, for several lists, everything marked [data-item] in #id. An element [data-group] hides when it has none left;
  // a <details data-group> opens while it has one of a few hits, and is found by its summary too.
  doc.querySelectorAll("form[data-filter]").forEach(function (form) {
    var list = doc.querySelector(form.getAttribute("data-filter"));
    if (!list) return;
    var items = Array.prototype.slice.call(list.querySelectorAll("[data-item]"));
    var fold = function (s) { return s.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase(); };
    var texts = items.map(function (n) {
      var d = n.closest("details[data-group]");
      return fold(n.textContent + (d ? " " + d.firstElementChild.textContent : ""));
    });
    var out = form.querySelector("output");
    form.hidden = false;
    function run() {
      var words = [], picks = [], shown = 0;
      form.querySelectorAll("input, select").forEach(function (f) {
        if (f.name === "q") words = fold(f.value).split(/\s+/); else if (f.value) picks.push([f.name, f.value]);
      });
      items.forEach(function (n, i) {
        var ok = words.every(function (w) { return texts[i].indexOf(w) >= 0; }) && picks.every(function (p) {
          return (" " + (n.getAttribute("data-" + p[0]) || "") + " ").indexOf(" " + p[1] + " ") >= 0;
        });
        n.hidden = !ok;
        if (ok) shown++;
      });
      var few = shown <= 40 && (picks.length > 0 || words.join("") !== "");
      list.querySelectorAll("[data-group]").forEach(function (g) {
        g.hidden = !g.querySelector("[data-item]:not([hidden])");
        // What the reader has opened stays open.
        if (few ? g.open === false : g.hasAttribute("data-opened")) g.open = g.toggleAttribute("data-opened");
      });
      if (out) out.textContent = (out.getAttribute("data-text") || "{n} / {all}").replace("{n}", shown).replace("{all}", items.length);
    }
    form.addEventListener("input", run);
    form.addEventListener("submit", function (e) { e.preventDefault(); });
    run();
  });
})();
