//! BL015.

use rayon::prelude::*;

use crate::diagnostic::Level;
use crate::lint::Document;
use crate::lint::phrase::counted;
use crate::lint::prose::language;
use crate::lint::rule::{Check, Ctx, declare_rule};

declare_rule! {
    /// ## What it does
    /// Says, once for the archive, which documents the language rules leave alone because they are not in English: by
    /// their `lang`, or, where that is not given, by how few English words they have.
    ///
    /// ## Why is this bad?
    /// It is not. Who reads no finding about a document should know whether it was read at all; and a document that
    /// was taken for another language by mistake can say `lang: en`.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// ---
    /// title: Paketverfolgung ohne Datenbank
    /// lang: de
    /// ---
    /// Die Platte war voll.
    /// ```
    ///
    /// Use instead: nothing; or, where the text is in English, say so.
    /// ```md
    /// ---
    /// title: Parcel tracking without its database
    /// lang: en
    /// ---
    /// The disk was full.
    /// ```
    static RULE = {
        code: "BL015",
        name: "other-language",
        summary: "documents in other languages are not read by the language rules",
        level: Level::Info,
        since: "0.1.0",
        check: Check::Archive(check),
    }
}

fn check(ctx: &mut Ctx<'_>) {
    let documents: Vec<Document<'_>> = ctx.scope.documents().collect();
    let others: Vec<(&Document<'_>, &str)> =
        documents.par_iter().filter_map(|document| Some((document, language::other(document)?))).collect();
    let [(first, tag), rest @ ..] = others.as_slice() else { return };
    let message = match (rest, *tag) {
        ([], "?") => "this document seems not to be in English, and its language is not checked".to_owned(),
        ([], tag) => format!("this document is in `{tag}`, and its language is not checked"),
        _ => format!("{} are not in English, and their language is not checked", counted(others.len(), "document")),
    };
    let span = first.postmortem.lang.as_ref().and_then(|lang| lang.span).unwrap_or_else(|| first.opening());
    ctx.report(first.source.id, span, message)
        .note("the language rules read English only; all other rules apply")
        .help("is it in English after all? then `lang: en` in the front matter says so");
}
