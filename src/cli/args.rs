//! The arguments as clap reads them. Help texts live here, and `docs/command-line.md` is made from them.
//!
//! Nothing here decides anything: a command turns its arguments into calls of the library.

use std::path::PathBuf;

use clap::builder::styling::{AnsiColor, Styles};
use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use jiff::civil::Date;

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

/// Headings of the groups of options.
const SITE: &str = "Site options";
const SCOPE: &str = "Scope options";
const RULES: &str = "Rule options";
const GLOBAL: &str = "Global options";

/// Turns a folder of Markdown postmortems into a learning library.
///
/// Afterword reads a folder of Markdown postmortems as it is, checks them against a blameless structure,
/// links them by service and cause, and publishes a static site that anyone can host and search.
/// No configuration and no front matter are needed to begin.
#[derive(Debug, Parser)]
#[command(
    name = "afterword",
    version,
    styles = STYLES,
    max_term_width = 100,
    disable_help_subcommand = true,
    subcommand_required = true,
    arg_required_else_help = true,
    after_help = "\
Examples:
  afterword serve docs/postmortems    look at a folder as a library, live
  afterword check                     see what a reviewer would ask
  afterword init                      begin a new archive here

`afterword COMMAND --help` says more about a command.",
    after_long_help = "\
Examples:
  afterword serve docs/postmortems    look at a folder as a library, live
  afterword check                     see what a reviewer would ask
  afterword build --out public        write the site
  afterword init                      begin a new archive here

Configuration:
  `afterword.toml` is searched in the folder of the archive and upwards. Every key is optional, and so is
  the file. `afterword init` writes a commented one.

Exit status:
  0  done, nothing to report
  1  done, with findings of level warning or error (check, build --strict), or nothing found (search)
  2  could not be done

Environment:
  NO_COLOR           no colour when set, unless --color says otherwise
  FORCE_HYPERLINK    1 or 0: whether the terminal shows links, where that is not known by its name
  SOURCE_DATE_EPOCH  seconds since 1970: the day that counts as today, for repeatable runs"
)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What every command takes.
#[derive(Debug, Clone, Args)]
pub(crate) struct Global {
    /// When to use colour
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", help_heading = GLOBAL)]
    pub(crate) color: When,
    /// Say nothing but results and errors
    #[arg(short, long, global = true, conflicts_with = "verbose", help_heading = GLOBAL)]
    pub(crate) quiet: bool,
    /// Say also what was read, and how long each step took
    #[arg(short, long, global = true, help_heading = GLOBAL)]
    pub(crate) verbose: bool,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum When {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Also in pipes and files
    Always,
    /// Not at all
    Never,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Init(InitArgs),
    New(NewArgs),
    Check(CheckArgs),
    Build(BuildArgs),
    #[cfg(feature = "search")]
    Search(SearchArgs),
    #[cfg(feature = "search")]
    Similar(SimilarArgs),
    #[cfg(feature = "serve")]
    Serve(ServeArgs),
    Import(ImportArgs),
    Stats(StatsArgs),
    Rule(RuleArgs),
    Export(ExportArgs),
    Schema(SchemaArgs),
    Config(ConfigArgs),
    Completions(CompletionsArgs),
    Man(ManArgs),
}

/// Check postmortems and report findings
///
/// Reads the whole archive and reports what a thoughtful reviewer would ask about: front matter that cannot
/// be read, missing sections, links to nowhere. Given paths, it reports the findings of these alone; the rest
/// is still read, since links and recurrences need it.
///
/// Findings go to standard output, the summary to standard error. Exit status 1 means findings of level
/// warning or error; findings of level info leave it at 0. `docs/checking.md` shows how to begin in an old archive, and
/// in pull requests.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  afterword check                             the archive of this folder
  afterword check content/2026-03-07-tls.md   one postmortem
  afterword check --select FM,ST              front matter and structure only
  afterword check --format json | jq '.diagnostics[].code'
  afterword check --fix                       mend front matter where the right change is certain
  afterword check --changed-since main        what a pull request is asked
  afterword check --write-baseline known.json live with what there is, and ask of what is new

`afterword rule` lists the rules, `afterword rule FM001` explains one.")]
pub(crate) struct CheckArgs {
    /// Files or folders to report on
    ///
    /// The first decides where `afterword.toml` is searched. Default: the current folder.
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub(crate) paths: Vec<PathBuf>,
    /// How findings are written
    #[arg(long, value_name = "FORMAT", default_value = "full")]
    pub(crate) format: CheckFormat,
    /// Apply the fixes that keep the meaning
    ///
    /// Keys and words with a letter wrong, dates, other names for a known word: front matter only, never prose. Reports what is
    /// left.
    #[arg(long)]
    pub(crate) fix: bool,
    /// Show what `--fix` would change, and write nothing
    ///
    /// Exit status 1 means that it would change something.
    #[arg(long, conflicts_with = "format")]
    pub(crate) diff: bool,
    /// Exit with status 1 only for errors, and for more warnings than this
    #[arg(long, value_name = "N")]
    pub(crate) max_warnings: Option<usize>,
    #[command(flatten)]
    pub(crate) scope: ScopeArgs,
    #[command(flatten)]
    pub(crate) rules: RuleSelection,
    #[command(flatten)]
    pub(crate) today: Today,
    #[command(flatten)]
    pub(crate) history: History,
}

/// Which findings are reported.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct ScopeArgs {
    /// Only documents that changed since a revision of Git
    ///
    /// Compared with where this branch left REV, changes that are not committed and files that are not tracked
    /// included. A renamed file counts as changed.
    #[arg(long, value_name = "REV", help_heading = SCOPE)]
    pub(crate) changed_since: Option<String>,
    /// Only documents with one of these states
    ///
    /// A document without a `status` counts as final.
    #[arg(long, value_name = "STATUS", value_delimiter = ',', help_heading = SCOPE)]
    pub(crate) status: Vec<StatusArg>,
    /// Only findings that this file does not have
    ///
    /// Takes the place of `baseline` in the configuration.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = SCOPE)]
    pub(crate) baseline: Option<PathBuf>,
    /// Write all findings of today into this file, and report none
    #[arg(
        long,
        value_name = "FILE",
        value_hint = ValueHint::FilePath,
        help_heading = SCOPE,
        conflicts_with_all = ["paths", "baseline", "changed_since", "status", "fix", "diff", "max_warnings"]
    )]
    pub(crate) write_baseline: Option<PathBuf>,
}

/// Where a document stands in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum StatusArg {
    /// Being written
    Draft,
    /// Being read by others
    Review,
    /// Done
    Final,
    /// No longer held to be right
    Withdrawn,
}

/// How findings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckFormat {
    /// With the lines they are about, for people
    Full,
    /// A line for each, for editors
    Concise,
    /// One JSON document, for programs
    Json,
    /// A log for code scanning, SARIF 2.1.0
    Sarif,
    /// Annotations of a GitHub workflow
    Github,
    /// Test results as JUnit writes them
    Junit,
}

/// Which rules run.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct RuleSelection {
    /// Rules to run: codes, prefixes or names
    ///
    /// Codes (`FM002`), prefixes (`FM`), names (`missing-date`) or `ALL`, separated by commas. Takes the place
    /// of `select` in the configuration.
    #[arg(long, value_name = "RULE", value_delimiter = ',', help_heading = RULES)]
    pub(crate) select: Vec<String>,
    /// Rules not to run, besides those the configuration ignores
    #[arg(long, value_name = "RULE", value_delimiter = ',', help_heading = RULES)]
    pub(crate) ignore: Vec<String>,
}

/// What is asked of the archive's history.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct History {
    /// Take the day of the first commit for documents that say no day
    ///
    /// The last clue, marked as such. Where an archive was imported at once, or the clone is shallow, it says little.
    #[arg(long)]
    pub(crate) git: bool,
}

/// The day that counts as today.
#[derive(Debug, Clone, Copy, Default, Args)]
pub(crate) struct Today {
    /// The day that counts as today, for repeatable runs
    #[arg(long = "today", value_name = "YYYY-MM-DD", value_parser = date, help_heading = RULES)]
    pub(crate) day: Option<Date>,
}

/// Write the static site
///
/// Publishes what it can and counts the findings: an archive need not be perfect to be read. Files that did
/// not change are not written again, and files of an earlier build that are no longer part of the site are
/// deleted; nothing else ever is. A folder that holds anything else is refused.
///
/// What was read and indexed is kept in a cache folder for the next build into the same folder, and deleted there when it
/// is of no more use. It is used as long as the site of the last build is there: without that, everything is made anew.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  afterword build                                   into `public`, or where the configuration says
  afterword build docs/postmortems --out /tmp/site
  afterword build --base-url https://example.org/postmortems/   feeds and sitemap need the address
  afterword build --strict                          write nothing while there are findings of level error

Environment:
  AFTERWORD_CACHE_DIR  the cache folder, unless --cache-dir says otherwise")]
pub(crate) struct BuildArgs {
    #[command(flatten)]
    pub(crate) archive: ArchiveArg,
    /// The folder of the site [default: `public` in the archive]
    #[arg(short, long, value_name = "DIR", value_hint = ValueHint::DirPath, help_heading = SITE)]
    pub(crate) out: Option<PathBuf>,
    /// The address the site will have
    #[arg(long, value_name = "URL", value_hint = ValueHint::Url, help_heading = SITE)]
    pub(crate) base_url: Option<String>,
    /// Write nothing when there are findings of level error
    #[arg(long, help_heading = SITE)]
    pub(crate) strict: bool,
    #[command(flatten)]
    pub(crate) today: Today,
    #[command(flatten)]
    pub(crate) history: History,
    #[command(flatten)]
    pub(crate) cache: CacheArgs,
}

/// The archive a command is about.
#[derive(Debug, Clone, Args)]
pub(crate) struct ArchiveArg {
    /// The folder of the archive
    ///
    /// `afterword.toml` is searched there and upwards.
    #[arg(value_name = "ARCHIVE", default_value = ".", value_hint = ValueHint::DirPath)]
    pub(crate) archive: PathBuf,
}

/// Serve the site on this machine and reload it on save
///
/// Renders pages from memory when the browser asks for them; nothing is written. A page whose document has
/// findings shows them, and a broken template or configuration shows its error instead of the page until it
/// is mended. Only this machine can connect.
#[cfg(feature = "serve")]
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  afterword serve                     the archive of this folder
  afterword serve docs/postmortems --open
  afterword serve --port 8000")]
pub(crate) struct ServeArgs {
    #[command(flatten)]
    pub(crate) archive: ArchiveArg,
    /// The port [default: 4000, or the next free one]
    ///
    /// A port that is asked for and taken is an error; 0 takes any free one.
    #[arg(short, long, value_name = "PORT", help_heading = SITE)]
    pub(crate) port: Option<u16>,
    /// The address to listen on; only ones of this machine
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1", help_heading = SITE)]
    pub(crate) host: std::net::IpAddr,
    /// Open the site in the browser
    #[arg(long, help_heading = SITE)]
    pub(crate) open: bool,
    #[command(flatten)]
    pub(crate) today: Today,
    #[command(flatten)]
    pub(crate) history: History,
}

/// Find postmortems
///
/// Words are alternatives; postmortems that have all of them, close together or in the title, come first. A word
/// that stands nowhere is corrected. The index is kept in a cache folder and made again when documents change.
///
/// Hits go to standard output, everything else to standard error. Exit status 1 means that nothing was found.
#[cfg(feature = "search")]
#[derive(Debug, Args)]
#[command(after_long_help = "\
Query:
  word              also other forms of it        \"a phrase\"     these words in this order
  -word             without it                    word*          words that begin so
  word~             also words a slip or two away
  service:checkout  cause:change  severity:sev1  trigger:deploy  tag:tls  kind:near-miss  status:draft
  year:2024  since:2024-03  until:2024-03-07  title:word

Examples:
  afterword search \"conection pool\"                      words, corrected
  afterword search service:checkout \"connection pool\"     a filter, and a phrase
  afterword search cause:change since:2025 --facets        the latest first, with counts
  afterword search tls --json | jq '.hits[].path'

Environment:
  AFTERWORD_CACHE_DIR  the cache folder, unless --cache-dir says otherwise")]
pub(crate) struct SearchArgs {
    /// What to look for
    ///
    /// An argument with a blank among others is a phrase. Put `--` before a first word with a minus.
    #[arg(value_name = "QUERY", required = true)]
    pub(crate) query: Vec<String>,
    /// The folder of the archive
    #[arg(long, value_name = "DIR", default_value = ".", value_hint = ValueHint::DirPath)]
    pub(crate) archive: PathBuf,
    /// Show so many postmortems
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(crate) limit: usize,
    /// Write one JSON document, for programs
    #[arg(long)]
    pub(crate) json: bool,
    /// Also count what was found by service, cause, severity, year … (JSON always has the counts)
    #[arg(long)]
    pub(crate) facets: bool,
    #[command(flatten)]
    pub(crate) cache: CacheArgs,
}

/// Find incidents like one
///
/// Takes a postmortem, a draft or any text, as an alert's, and finds the postmortems that share services, causes, the
/// trigger, links or telling words with it, each with its reasons. How near they are in time never counts.
///
/// Hits go to standard output, everything else to standard error. Exit status 1 means that nothing was found.
#[cfg(feature = "search")]
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  afterword similar postmortems/2026-03-07-checkout.md   like this postmortem
  afterword similar --text \"payments_db: ECONNREFUSED\"  like this alert
  pbpaste | afterword similar -                          like what was copied

Environment:
  AFTERWORD_CACHE_DIR  the cache folder, unless --cache-dir says otherwise")]
pub(crate) struct SimilarArgs {
    /// A postmortem or draft; `-` reads standard input
    #[arg(value_name = "PATH", required_unless_present = "text", conflicts_with = "text", value_hint = ValueHint::FilePath)]
    pub(crate) path: Option<PathBuf>,
    /// A text instead of a file
    #[arg(long, value_name = "TEXT")]
    pub(crate) text: Option<String>,
    /// The folder of the archive [default: that of PATH, else the current folder]
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) archive: Option<PathBuf>,
    /// Show so many postmortems
    #[arg(long, value_name = "N", default_value_t = 5)]
    pub(crate) limit: usize,
    /// Write one JSON document, for programs
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) cache: CacheArgs,
}

/// Where is kept what can be made again.
#[derive(Debug, Args)]
pub(crate) struct CacheArgs {
    /// The folder for what the next run need not make again [default: the cache folder of this system]
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) cache_dir: Option<PathBuf>,
    /// Use no cache folder
    #[arg(long, conflicts_with = "cache_dir")]
    pub(crate) no_cache: bool,
}

/// Begin an archive: configuration, a first postmortem, workflows
///
/// Writes a commented `afterword.toml`, a postmortem worth reading, a workflow that publishes the site on GitHub Pages, and one
/// that checks changed postmortems in pull requests. Files that exist are left as they are.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  afterword init                begin in this folder
  afterword init postmortems    begin in a new one")]
pub(crate) struct InitArgs {
    /// The folder to begin in
    #[arg(value_name = "DIR", default_value = ".", value_hint = ValueHint::DirPath)]
    pub(crate) dir: PathBuf,
}

/// Begin a postmortem from a template
///
/// Writes `YYYY-MM-DD-title.md` into the archive: front matter with what is known, the sections of a good
/// postmortem, and under each the questions that help to fill it. The questions are comments, and never
/// published. An existing file is never overwritten.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  afterword new \"Checkout returned 500s for 43 minutes\"
  afterword new \"DNS answers ran dry\" --date 2026-03-07 --severity sev2 --service edge --service dns
  afterword new \"Checkout was slow\" --profile google-sre")]
pub(crate) struct NewArgs {
    /// What happened, in a phrase
    pub(crate) title: String,
    /// The day it began [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub(crate) date: Option<Date>,
    /// A word of the archive's severity scale
    #[arg(long, value_name = "WORD")]
    pub(crate) severity: Option<String>,
    /// A service it touched; may be given several times
    #[arg(long = "service", value_name = "SERVICE")]
    pub(crate) services: Vec<String>,
    /// Whose sections it has
    #[arg(long, value_name = "PROFILE", default_value = "default")]
    pub(crate) profile: Profile,
    /// The folder of the archive
    #[arg(long, value_name = "DIR", default_value = ".", value_hint = ValueHint::DirPath)]
    pub(crate) archive: PathBuf,
}

/// The families of templates; the questions are ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Profile {
    /// What most of the others have in common
    Default,
    /// The sections of Google's SRE book
    GoogleSre,
    /// The sections of PagerDuty's guide
    Pagerduty,
    /// The sections of Atlassian's handbook
    Atlassian,
    /// For a debriefing that is about learning first, after Etsy's guide
    Debriefing,
}

/// Write what is known of postmortems into their front matter
///
/// Title, day, severity, services and the rest are read from labels, headings and file names, as everywhere in
/// Afterword. `import` writes them down: keys are added to the front matter, or a front matter to the document. Every
/// other byte stays as it is, so do keys that have a line already, and a second run changes nothing. What could only
/// be guessed is written as a comment that says where it comes from: take the first `# ` away to make it count.
///
/// Without `--write` or `--out` nothing is written: the changes go to standard output, as a diff that `git apply`
/// takes, and a table of what is known, and how, to standard error.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  afterword import                              see what would be written
  afterword import --write                      write it
  afterword import content/2026-03-07-tls.md    one postmortem
  afterword import --out /tmp/imported          copies; the archive stays as it is

Exit status:
  0  done
  1  done, but documents were left alone: their front matter cannot be read, or not be added to
  2  could not be done, or a file could not be written; all others are")]
pub(crate) struct ImportArgs {
    /// Files or folders to import
    ///
    /// The first decides where `afterword.toml` is searched. Default: the current folder.
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub(crate) paths: Vec<PathBuf>,
    /// Show what would change and write nothing; this is the default
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Write into the documents
    #[arg(long, conflicts_with = "dry_run")]
    pub(crate) write: bool,
    /// Write copies of the documents into this folder, outside the archive's documents
    #[arg(short, long, value_name = "DIR", value_hint = ValueHint::DirPath, conflicts_with_all = ["dry_run", "write"])]
    pub(crate) out: Option<PathBuf>,
    /// The language of a front matter that is new; one that is there keeps its own
    #[arg(long, value_name = "FORMAT", default_value = "yaml")]
    pub(crate) format: FrontMatterFormat,
    #[command(flatten)]
    pub(crate) today: Today,
    #[command(flatten)]
    pub(crate) history: History,
}

/// The language of a front matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FrontMatterFormat {
    /// Between lines `---`
    Yaml,
    /// Between lines `+++`
    Toml,
}

/// Show an archive in numbers
///
/// How many postmortems there are, what is known of them and how, which sections they have, what the checks find,
/// and how long incidents took: medians and quartiles of what is known, with how much is not. There are no means, and
/// nothing is counted by person.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  afterword stats
  afterword stats --json | jq '.fields[] | select(.unknown > 0) | .field'

`afterword schema stats` describes the JSON.")]
pub(crate) struct StatsArgs {
    #[command(flatten)]
    pub(crate) archive: ArchiveArg,
    /// Write one JSON document, for programs
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) today: Today,
    #[command(flatten)]
    pub(crate) history: History,
}

/// List the rules, or explain one
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  afterword rule                  all rules
  afterword rule FM001            one, by its code
  afterword rule missing-title    the same, by its name
  afterword rule TL               those of one group")]
pub(crate) struct RuleArgs {
    /// A code, a name, or the letters of a group
    #[arg(value_name = "RULE")]
    pub(crate) rule: Option<String>,
    /// How it is written
    #[arg(long, value_name = "FORMAT", default_value = "full")]
    pub(crate) format: RuleFormat,
}

/// How the documentation of rules is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum RuleFormat {
    /// For people, at a terminal
    Full,
    /// As the documentation site has it
    Markdown,
    /// One JSON document, for programs
    Json,
}

/// Write the whole archive as data
///
/// One JSON document with every postmortem, what is known of it and how it is known, and the services and
/// causes that occur. `afterword schema archive` describes it.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  afterword export > archive.json
  afterword export | jq '.postmortems[] | select(.severity == \"sev1\") | .title'")]
pub(crate) struct ExportArgs {
    #[command(flatten)]
    pub(crate) archive: ArchiveArg,
    /// The form of the data
    #[arg(long, value_name = "FORMAT", default_value = "json")]
    pub(crate) format: ExportFormat,
    #[command(flatten)]
    pub(crate) today: Today,
    #[command(flatten)]
    pub(crate) history: History,
}

/// The form of exported data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportFormat {
    /// One JSON document
    Json,
}

/// Print a JSON Schema, for editors and other programs
///
/// JSON Schema 2020-12. Editors use it to complete and check front matter and `afterword.toml`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  afterword schema front-matter > front-matter.schema.json
  afterword schema config > afterword.schema.json")]
pub(crate) struct SchemaArgs {
    /// What to describe
    #[arg(value_name = "WHAT")]
    pub(crate) what: SchemaOf,
}

/// What a schema describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SchemaOf {
    /// The front matter of a postmortem
    FrontMatter,
    /// `afterword.toml`
    Config,
    /// What `afterword export` writes
    Archive,
    /// What `afterword stats --json` writes
    Stats,
}

/// Print the settings in effect
///
/// The configuration with every default filled in, as TOML. What was read from is said on standard error.
#[derive(Debug, Args)]
pub(crate) struct ConfigArgs {
    #[command(flatten)]
    pub(crate) archive: ArchiveArg,
}

/// Print the completions of a shell
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  afterword completions bash > ~/.local/share/bash-completion/completions/afterword
  afterword completions zsh > \"${fpath[1]}/_afterword\"
  afterword completions fish > ~/.config/fish/completions/afterword.fish")]
pub(crate) struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub(crate) shell: clap_complete::Shell,
}

/// Print the manual, or write its pages
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  afterword man | man -l -
  afterword man --out ~/.local/share/man/man1")]
pub(crate) struct ManArgs {
    /// Write one page for each command into this folder instead
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) out: Option<PathBuf>,
}

fn date(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "expected a day such as 2026-03-07".to_owned())
}
