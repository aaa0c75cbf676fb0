//! The analyzer by example: text, then its tokens as `term@position`, wholes, inner parts and tails marked.
#![expect(clippy::disallowed_methods, reason = "a snapshot looks for the file it stands in")]

use std::fmt::Write as _;

use snapbox::{assert_data_eq, str};

use super::*;

fn shown(text: &str) -> String {
    let mark = |role: Role| match role {
        Role::Word => "",
        Role::Whole => " whole",
        Role::Inner => " inner",
        Role::Tail => " tail",
    };
    let mut shown = String::new();
    for Token { form, term, position, role, .. } in tokens(text) {
        let form = if form == term { String::new() } else { format!(" ({form})") };
        writeln!(shown, "{term}@{position}{form}{}", mark(role)).unwrap();
    }
    shown
}

#[track_caller]
fn check(text: &str, expected: impl snapbox::IntoData) {
    assert_data_eq!(shown(text), expected.raw());
}

#[test]
fn words_are_folded_and_stemmed() {
    check(
        "The connections' Pools, exhausted!",
        str![[r#"
the@0
connect@1 (connections)
pool@2 (pools)
exhaust@3 (exhausted)

"#]],
    );
    check(
        "Größe café naïve Ångström Œuvre straße",
        str![[r#"
gross@0 (grosse)
cafe@1
naiv@2 (naive)
angstrom@3
oeuvr@4 (oeuvre)
strass@5 (strasse)

"#]],
    );
    check(
        "It's the checkout's fault; don't panic — O’Brien",
        str![[r#"
it@0
the@1
checkout@2
fault@3
dont@4
panic@5
obrien@6
brien@6 inner

"#]],
    );
}

#[test]
fn identifiers_survive_whole_and_in_parts() {
    check(
        "us-east-1",
        str![[r#"
us-east-1@0 whole
us@0
east@1
1@2

"#]],
    );
    check(
        "ECONNRESET",
        str![[r#"
econnreset@0

"#]],
    );
    check(
        "payments_db",
        str![[r#"
payments_db@0 whole
payment@0 (payments)
db@1

"#]],
    );
    check(
        "CVE-2024-1234",
        str![[r#"
cve-2024-1234@0 whole
cve@0
2024@1
1234@2

"#]],
    );
    check(
        "v1.2.3",
        str![[r#"
v1.2.3@0 whole
v1@0
2@1
3@2

"#]],
    );
    check(
        "10.0.0.1",
        str![[r#"
10.0.0.1@0 whole
10@0
0@1
0@2
1@3

"#]],
    );
    check(
        "#1234",
        str![[r#"
#1234@0 whole
1234@0

"#]],
    );
    check(
        "2024-03-07T09:12:00Z",
        str![[r#"
2024-03-07@0 whole
2024@0
03@1
07@2
09@3
12@4
00z@5

"#]],
    );
    check(
        "nginx.conf /etc/nginx/conf.d",
        str![[r#"
nginx.conf@0 whole
nginx@0
conf@1
etc@2
nginx@3
conf.d@4 whole
conf@4
d@5

"#]],
    );
}

#[test]
fn hyphenated_words_meet_the_joined_ones() {
    check(
        "on-call",
        str![[r#"
oncal@0 (oncall) whole
on@0
call@1

"#]],
    );
    check(
        "oncall",
        str![[r#"
oncal@0 (oncall)

"#]],
    );
    check(
        "post\u{2011}mortem",
        str![[r#"
postmortem@0 whole
post@0
mortem@1

"#]],
    );
    check(
        "roll--back -x- a...b __init__",
        str![[r#"
roll@0
back@1
x@2
a@3
b@4
init@5

"#]],
    );
}

#[test]
fn capitals_inside_show_the_parts() {
    check(
        "ConnectionPool HTTPServer S3Bucket",
        str![[r#"
connectionpool@0
connect@0 (connection) inner
pool@0 inner
httpserver@1
http@1 inner
server@1 inner
s3bucket@2
s3@2 inner
bucket@2 inner

"#]],
    );
    check(
        "GitHub APIs v1Beta 2FA X509Certificate",
        str![[r#"
github@0
git@0 inner
hub@0 inner
api@1 (apis)
v1beta@2
v1@2 inner
beta@2 inner
2fa@3
x509certificate@4
x509@4 inner
certif@4 (certificate) inner

"#]],
    );
}

#[test]
fn scripts_without_blanks_are_paired() {
    check(
        "障害報告",
        str![[r#"
障害@0
害報@1
報告@2
告@3 tail

"#]],
    );
    check(
        "API障害 鍵",
        str![[r#"
api@0
障害@1
害@2 tail
鍵@3

"#]],
    );
    check(
        "ﾃﾞｰﾀ",
        str![[r#"
デー@0
ータ@1
タ@2 tail

"#]],
    );
    check(
        "데이터 베이스",
        str![[r#"
데이@0
이터@1
터@2 tail
베이@3
이스@4
스@5 tail

"#]],
    );
}

#[test]
fn other_scripts_are_words() {
    check(
        "Сбой базы данных",
        str![[r#"
сбои@0
базы@1
данных@2

"#]],
    );
    check(
        "κόσμος ΣΟΦΟΣ",
        str![[r#"
κοσμος@0
σοφοσ@1

"#]],
    );
    check(
        "हिन्दी",
        str![[r#"
हिन्दी@0

"#]],
    );
}

#[test]
fn what_is_no_word_gives_nothing() {
    check("", str![]);
    check(
        "🔥 -- ... \u{0}\u{300} ½",
        str![[r#"
12@0

"#]],
    );
    check(&"x".repeat(81), str![]);
}

#[test]
fn spans_are_of_the_text() {
    let text = "Größe of us-east-1: ConnectionPool #12 ﾃﾞｰﾀ";
    let spans: Vec<&str> = tokens(text).iter().map(|token| &text[token.span.clone()]).collect();
    assert_eq!(
        spans,
        [
            "Größe",
            "of",
            "us-east-1",
            "us",
            "east",
            "1",
            "ConnectionPool",
            "Connection",
            "Pool",
            "#12",
            "12",
            "ﾃﾞｰ",
            "ｰﾀ",
            "ﾀ"
        ]
    );
}

#[test]
fn hostile_text_is_read_once() {
    for text in ["a.".repeat(200_000), "a'".repeat(200_000), "aB".repeat(200_000), "界".repeat(200_000)] {
        assert!(tokens(&text).len() <= 400_001);
    }
}
