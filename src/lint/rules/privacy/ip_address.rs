//! PV004.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::ops::Range;

use super::{is_public, places, report_places};
use crate::diagnostic::Level;
use crate::lint::Document;
use crate::lint::rule::{Check, Ctx, declare_rule};

declare_rule! {
    /// ## What it does
    /// Reports IP addresses in a document whose `visibility` is `public`, in code and logs too. Addresses that are set
    /// aside for documentation, the machine itself, and well-known resolvers are left alone. Documents for the
    /// organisation are not looked at: there an address is often what the next person searches for.
    ///
    /// ## Why is this bad?
    /// The address of a customer is that of a person. The address of a machine tells how the network is laid out, to
    /// those who would like to know.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// ---
    /// title: Checkout returned 500s
    /// visibility: public
    /// ---
    /// All requests came from 84.17.52.9.
    /// ```
    ///
    /// Use instead: what it is, or an address for documentation.
    /// ```md
    /// ---
    /// title: Checkout returned 500s
    /// visibility: public
    /// ---
    /// All requests came from one address (here 192.0.2.9).
    /// ```
    static RULE = {
        code: "PV004",
        name: "ip-address",
        summary: "a public postmortem has an IP address",
        level: Level::Error,
        since: "0.1.0",
        check: Check::Postmortem(check),
    }
}

fn check(ctx: &mut Ctx<'_>, document: &Document<'_>) {
    if !is_public(document.postmortem) {
        return;
    }
    let found = places(document, addresses);
    if let Some(report) = report_places(ctx, document, &found, Level::Error, "the address") {
        report.help(
            "whose is it? \"a customer's address\" says as much; 192.0.2.0/24 and 2001:db8::/32 are there for examples",
        );
    }
}

fn addresses(text: &str) -> Vec<Range<usize>> {
    let is_part = |c: char| c.is_ascii_hexdigit() || matches!(c, '.' | ':');
    let mut found = Vec::new();
    let mut start = None;
    let mut before = ' ';
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (start, is_part(c)) {
            (None, true) if !before.is_alphanumeric() && before != '_' && before != '-' => start = Some(at),
            (Some(from), false) => {
                start = None;
                let token = text.get(from..at).unwrap_or_default();
                let trimmed = token.trim_matches(|c| c == '.' || (c == ':' && !token.contains("::")));
                let from = from + token.find(trimmed).unwrap_or_default();
                // A version (`1.2.3.4-rc1`), a name, a part of a longer number.
                if !c.is_alphanumeric()
                    && c != '_'
                    && !(c == '-' && text.get(at + 1..).is_some_and(|rest| rest.starts_with(char::is_alphabetic)))
                {
                    let host = trimmed
                        .split_once(':')
                        .filter(|(host, _)| host.contains('.'))
                        .map_or(trimmed, |(host, _)| host);
                    if is_somebodys(host) && !is_version(text, from) {
                        found.push(from..from + host.len());
                    }
                }
            }
            _ => {}
        }
        before = c;
    }
    found
}

/// `v1.2.3.4`, `version 1.2.3.4`.
fn is_version(text: &str, from: usize) -> bool {
    let before = text.get(..from).unwrap_or_default();
    let word = before.trim_end_matches([' ', ':', '=']).rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    ["v", "version", "versions", "release", "chrome", "firefox", "safari"]
        .iter()
        .any(|other| word.eq_ignore_ascii_case(other))
}

fn is_somebodys(token: &str) -> bool {
    if let Ok(address) = token.parse::<Ipv4Addr>() {
        let resolvers = [[1, 1, 1, 1], [1, 0, 0, 1], [8, 8, 8, 8], [8, 8, 4, 4], [9, 9, 9, 9]];
        return !(address.is_documentation()
            || address.is_loopback()
            || address.is_unspecified()
            || address.is_broadcast()
            || address.is_multicast()
            || address.octets() == [1, 2, 3, 4]
            || address.octets()[0] == 0
            || address.octets()[0] == 255
            || resolvers.contains(&address.octets()));
    }
    let Ok(address) = token.parse::<Ipv6Addr>() else { return false };
    let segments = address.segments();
    let is_documentation = segments[0] == 0x2001 && segments[1] == 0xdb8;
    // `dead::beef` is a path in some languages; an address that is in use has more to it.
    token.len() > 6
        && token.contains(|c: char| c.is_ascii_digit())
        && !is_documentation
        && !address.is_loopback()
        && !address.is_unspecified()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = addresses(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn addresses_are_found() {
        check("from 84.17.52.9, then 10.2.0.14:5432.", &["84.17.52.9", "10.2.0.14"]);
        check("(2a02:6b8::feed:ff) and [2a02:6b8::feed:1]:443", &["2a02:6b8::feed:ff", "2a02:6b8::feed:1"]);
        check("10.2.0.0/16", &["10.2.0.0"]);
    }

    #[test]
    fn other_dots_and_colons_are_none() {
        check("1.2.3.4 224.0.0.251 192.0.2.7 127.0.0.1 0.0.0.0 8.8.8.8 255.255.255.0 ::1 2001:db8::1", &[]);
        check("at 09:12:33, 1.2.3, v1.2.3.4, version 1.2.3.4, 1.2.3.4-rc1, a1.2.3.4", &[]);
        check("std::fmt, Foo::Bar, dead::beef", &[]);
        check("999.1.1.1 1.2.3.4.5", &[]);
    }
}
