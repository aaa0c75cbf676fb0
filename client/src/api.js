// What the other scripts and the tests call. In the page a global, whose `load` the files of the index call; in Node a module.

const api = { fold, open, parse, stem, tokens, typed };
if (typeof module === "object") module.exports = api;
else window.afterword = Object.assign(window.afterword || {}, api);
