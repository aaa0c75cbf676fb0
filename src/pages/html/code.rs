//! Code with marked-up syntax.
//!
//! A handful of classes stand for the hundreds of scopes that the grammars know, so that pages and style sheets
//! stay small; they are in [`CLASSES`]. A block that is very large, or has very long lines, is left plain.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};
use syntect::util::LinesWithEndings;

use super::escape;

/// Scopes by their first parts, and the class of what has them; the first that fits counts. An empty class is
/// plain: it ends what the scopes around it say.
///
/// After `hl-`: `c` comment · `s` string · `n` number · `l` other constant · `k` keyword · `f` function · `t` type ·
/// `g` tag or key · `a` attribute · `v` variable · `h` heading · `i` inserted · `d` deleted · `e` error.
pub(super) const CLASSES: &[(&str, &str)] = &[
    ("comment", "hl-c"),
    ("meta.mapping.key string", "hl-g"),
    ("meta.interpolation", ""),
    ("source", ""),
    ("constant.numeric", "hl-n"),
    ("constant", "hl-l"),
    ("support.constant", "hl-l"),
    ("string", "hl-s"),
    ("keyword.operator.word", "hl-k"),
    ("keyword.operator", ""),
    ("keyword", "hl-k"),
    ("storage.type.function", "hl-k"),
    ("storage.type.class", "hl-k"),
    ("storage.type", "hl-t"),
    ("storage", "hl-k"),
    ("entity.name.function", "hl-f"),
    ("support.function", "hl-f"),
    ("variable.function", "hl-f"),
    ("entity.name.tag", "hl-g"),
    ("support.type.property-name", "hl-g"),
    ("entity.other.attribute-name", "hl-a"),
    ("entity.name.section", "hl-h"),
    ("entity.name", "hl-t"),
    ("entity.other.inherited-class", "hl-t"),
    ("support.class", "hl-t"),
    ("support.type", "hl-t"),
    ("variable", "hl-v"),
    ("markup.heading", "hl-h"),
    ("meta.diff.header", "hl-h"),
    ("meta.diff.range", "hl-h"),
    ("markup.inserted", "hl-i"),
    ("markup.deleted", "hl-d"),
    ("invalid", "hl-e"),
];

/// Larger blocks are left plain. Bytes.
const LARGEST_BLOCK: usize = 64 * 1024;

/// Blocks with a longer line are left plain: a grammar may look at a line many times. Bytes.
const LONGEST_LINE: usize = 2 * 1024;

/// What is remembered of highlighted blocks, altogether. Bytes.
const CACHE: usize = 16 * 1024 * 1024;

/// Words that people write after a fence and no grammar knows.
const ALIASES: &[(&str, &str)] = &[
    ("console", "bash"),
    ("shell-session", "bash"),
    ("terminal", "bash"),
    ("golang", "go"),
    ("hcl", "tf"),
    ("jsonc", "json"),
    ("json5", "json"),
    ("postgres", "sql"),
    ("postgresql", "sql"),
    ("mysql", "sql"),
    ("systemd", "ini"),
    ("vue", "html"),
];

/// The grammars, loaded when the first block asks for them, and what was highlighted already.
#[derive(Default)]
pub(super) struct Highlighter {
    grammars: OnceLock<Grammars>,
    done: Mutex<Done>,
}

struct Grammars {
    set: SyntaxSet,
    classes: Vec<(Option<Scope>, Scope, &'static str)>,
}

#[derive(Default)]
struct Done {
    blocks: HashMap<blake3::Hash, Arc<str>>,
    bytes: usize,
}

impl Highlighter {
    /// The name of a language (`yaml` is `YAML`); none when no grammar knows it.
    pub(super) fn language_name(&self, language: &str) -> Option<&str> {
        self.grammars().find(language).map(|syntax| syntax.name.as_str())
    }

    /// Appends code as HTML, with markup where the language is known.
    pub(super) fn write(&self, out: &mut String, language: Option<&str>, code: &str) {
        let plain = code.len() > LARGEST_BLOCK || code.lines().any(|line| line.len() > LONGEST_LINE);
        let syntax = language.filter(|_| !plain).and_then(|language| self.grammars().find(language));
        let Some(syntax) = syntax else { return escape::code(out, code) };
        let mut hasher = blake3::Hasher::new();
        hasher.update(syntax.name.as_bytes()).update(b"\n").update(code.as_bytes());
        let key = hasher.finalize();
        let known = self.done().blocks.get(&key).cloned();
        if let Some(known) = known {
            out.push_str(&known);
            return;
        }
        let start = out.len();
        self.grammars().write(out, syntax, code);
        let html: Arc<str> = Arc::from(&out[start..]);
        let mut done = self.done();
        if done.bytes + html.len() <= CACHE {
            done.bytes += html.len();
            done.blocks.insert(key, html);
        }
    }

    fn grammars(&self) -> &Grammars {
        self.grammars.get_or_init(Grammars::load)
    }

    fn done(&self) -> std::sync::MutexGuard<'_, Done> {
        self.done.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Grammars {
    fn load() -> Self {
        let classes = CLASSES
            .iter()
            .filter_map(|(selector, class)| {
                let (outer, inner) = selector.split_once(' ').map_or((None, *selector), |(a, b)| (Some(a), b));
                let outer = outer.map(Scope::new).transpose().ok()?;
                Some((outer, Scope::new(inner).ok()?, *class))
            })
            .collect();
        Self { set: two_face::syntax::extra_newlines(), classes }
    }

    fn find(&self, language: &str) -> Option<&SyntaxReference> {
        let alias = ALIASES.iter().find(|(alias, _)| *alias == language).map(|(_, known)| *known);
        let syntax = self.set.find_syntax_by_token(alias.unwrap_or(language))?;
        (syntax.name != "Plain Text").then_some(syntax)
    }

    /// Code that a grammar cannot read to its end stays plain from there on.
    fn write(&self, out: &mut String, syntax: &SyntaxReference, code: &str) {
        let mut state = ParseState::new(syntax);
        let mut stack = ScopeStack::new();
        let mut known = HashMap::new();
        let mut open = "";
        for line in LinesWithEndings::from(code) {
            let mut at = 0;
            for (next, step) in state.parse_line(line, &self.set).unwrap_or_default() {
                self.token(out, &mut open, line.get(at..next).unwrap_or_default(), &stack, &mut known);
                at = next;
                if stack.apply(&step).is_err() {
                    break;
                }
            }
            self.token(out, &mut open, line.get(at..).unwrap_or_default(), &stack, &mut known);
        }
        if !open.is_empty() {
            out.push_str("</span>");
        }
    }

    fn token(
        &self,
        out: &mut String,
        open: &mut &'static str,
        text: &str,
        stack: &ScopeStack,
        known: &mut HashMap<Scope, Option<usize>>,
    ) {
        if text.is_empty() {
            return;
        }
        // White space looks the same in every class.
        let class = if text.trim().is_empty() { *open } else { self.class(stack.as_slice(), known) };
        if class != *open {
            if !open.is_empty() {
                out.push_str("</span>");
            }
            if !class.is_empty() {
                out.push_str("<span class=\"");
                out.push_str(class);
                out.push_str("\">");
            }
            *open = class;
        }
        escape::code(out, text);
    }

    /// The class that the innermost scope with one gives.
    fn class(&self, scopes: &[Scope], known: &mut HashMap<Scope, Option<usize>>) -> &'static str {
        for (depth, scope) in scopes.iter().enumerate().rev() {
            let simple = *known.entry(*scope).or_insert_with(|| {
                self.classes.iter().position(|(outer, inner, _)| outer.is_none() && inner.is_prefix_of(*scope))
            });
            let Some(simple) = simple else { continue };
            let nested = self.classes[..simple].iter().find(|(outer, inner, _)| {
                outer.is_some_and(|outer| scopes[..depth].iter().any(|scope| outer.is_prefix_of(*scope)))
                    && inner.is_prefix_of(*scope)
            });
            return nested.map_or(self.classes[simple].2, |(_, _, class)| class);
        }
        ""
    }
}

impl fmt::Debug for Highlighter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Highlighter").finish_non_exhaustive()
    }
}
