//! The rules, one file each, and the list of them.
//!
//! A new rule is a file in the folder of its group, its `mod` line there, its line in [`RULES`], and a
//! specification in `tests/rules/`. Nothing else knows the rules by name.

mod action_items;
mod front_matter;
mod language;
mod privacy;
mod references;
mod structure;
mod syntax;
#[cfg(test)]
mod tests;
mod timeline;

use super::rule::Rule;

pub(super) use privacy::secret::hidden as secrets;

/// All rules, by code.
pub static RULES: &[&Rule] = &[
    &action_items::no_action_items::RULE,
    &action_items::no_owner::RULE,
    &action_items::owner_is_a_person::RULE,
    &action_items::no_due_date::RULE,
    &action_items::no_ticket::RULE,
    &action_items::no_kind::RULE,
    &action_items::weak_action::RULE,
    &action_items::vague_action::RULE,
    &action_items::all_mitigate_no_prevent::RULE,
    &action_items::unaddressed_factor::RULE,
    &action_items::overdue::RULE,
    &action_items::done_without_link::RULE,
    &language::person_as_cause::RULE,
    &language::human_error::RULE,
    &language::named_individual::RULE,
    &language::counterfactual::RULE,
    &language::negated_duty::RULE,
    &language::judgement::RULE,
    &language::animated::RULE,
    &language::hindsight::RULE,
    &language::blame_word::RULE,
    &language::violation::RULE,
    &language::folk_model::RULE,
    &language::mechanistic::RULE,
    &language::discipline::RULE,
    &language::judgmental_passive::RULE,
    &language::other_language::RULE,
    &language::house_phrase::RULE,
    &front_matter::missing_title::RULE,
    &front_matter::missing_date::RULE,
    &front_matter::unknown_key::RULE,
    &front_matter::wrong_type::RULE,
    &front_matter::unknown_service::RULE,
    &front_matter::unknown_cause::RULE,
    &front_matter::unknown_severity::RULE,
    &front_matter::human_error_as_cause::RULE,
    &front_matter::end_before_start::RULE,
    &front_matter::impossible_order::RULE,
    &front_matter::duration_mismatch::RULE,
    &front_matter::future_date::RULE,
    &front_matter::date_contradiction::RULE,
    &front_matter::many_owners::RULE,
    &front_matter::inferred_only::RULE,
    &front_matter::unknown_trigger::RULE,
    &front_matter::missing_field::RULE,
    &front_matter::ambiguous_date::RULE,
    &front_matter::date_not_iso::RULE,
    &front_matter::other_word::RULE,
    &privacy::secret::RULE,
    &privacy::email_address::RULE,
    &privacy::phone_number::RULE,
    &privacy::ip_address::RULE,
    &privacy::internal_host::RULE,
    &privacy::person_name::RULE,
    &privacy::internal_link_in_public::RULE,
    &structure::missing_section::RULE,
    &structure::empty_section::RULE,
    &structure::template_left_in::RULE,
    &structure::duplicate_section::RULE,
    &structure::ambiguous_section::RULE,
    &structure::single_root_cause::RULE,
    &structure::no_lessons::RULE,
    &structure::several_incidents::RULE,
    &syntax::invalid_utf8::RULE,
    &syntax::invalid_front_matter::RULE,
    &syntax::unclosed_front_matter::RULE,
    &syntax::empty_document::RULE,
    &syntax::not_a_postmortem::RULE,
    &syntax::unreadable_config::RULE,
    &syntax::file_too_large::RULE,
    &syntax::control_character::RULE,
    &syntax::deep_nesting::RULE,
    &syntax::unfollowed_link::RULE,
    &syntax::unused_allow::RULE,
    &syntax::allow_without_reason::RULE,
    &syntax::unknown_allow::RULE,
    &timeline::out_of_order::RULE,
    &timeline::no_date::RULE,
    &timeline::no_time_zone::RULE,
    &timeline::entry_outside_window::RULE,
    &timeline::missing_milestone::RULE,
    &timeline::clock_went_backwards::RULE,
    &timeline::long_gap::RULE,
    &timeline::milestone_contradiction::RULE,
    &references::broken_link::RULE,
    &references::missing_asset::RULE,
    &references::duplicate_slug::RULE,
    &references::duplicate_id::RULE,
    &references::self_link::RULE,
    &references::recurrence::RULE,
    &references::orphan_service::RULE,
];
