//! Runs every example in every rule's documentation: one marked `expect_diagnostic` gives exactly one finding of
//! its rule, all others none.

use afterword::config::Options;
use afterword::lint::{RULES, Rule};

use crate::rule_case::{Block, Case, blocks, check, listing};

#[test]
fn every_example_does_what_it_says() {
    let mut wrong = Vec::new();
    for rule in RULES {
        let blocks = blocks(&rule.doc_comment(), "```");
        let expecting = blocks.iter().filter(|block| block.has("expect_diagnostic")).count();
        if expecting == 0 || expecting == blocks.len() {
            wrong.push(format!("{}: needs an example with a finding and one without", rule.code));
        }
        wrong.extend(blocks.iter().filter_map(|block| run(rule, block).err()));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

fn run(rule: &Rule, block: &Block) -> Result<(), String> {
    let expected = usize::from(block.has("expect_diagnostic"));
    let (found, shown) = match block.kind() {
        // A configuration that is refused is reported by the command itself.
        "toml" => match Options::parse("afterword.toml", &block.text) {
            Ok(_) => (0, String::new()),
            Err(error) => (1, error.to_string()),
        },
        "md" => {
            let mut case = Case::default();
            case.add(block);
            let settings = case.settings(rule).map_err(|error| format!("{}: {error}", rule.code))?;
            let (sources, findings) = check(&case, &settings);
            (findings.len(), listing(&sources, &findings))
        }
        other => return Err(format!("{}: an example in `{other}`", rule.code)),
    };
    if found == expected {
        return Ok(());
    }
    Err(format!("{} {}: {expected} expected, {found} found in\n{}---\n{shown}", rule.code, rule.name, block.text))
}
