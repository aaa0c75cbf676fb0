// What the tests call: in Node the client is a module, and nothing after this is run.

const api = { fold, open, parse, stem, tokens, typed };
if (typeof module === "object") {
  module.exports = api;
  return;
}
Object.assign(afterword, api);
