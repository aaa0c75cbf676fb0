//! Lengths of time: "1h 20m", "64 minutes", "PT1H20M", "about two hours".

/// Words that leave the number what it is.
const ABOUT: &[&str] = &[
    "about",
    "around",
    "approximately",
    "approx",
    "roughly",
    "circa",
    "ca",
    "almost",
    "nearly",
    "just",
    "an estimated",
    "estimated",
];

/// Words that make it a bound, which is no length.
const BOUNDS: &[&str] = &["at", "over", "under", "more", "less", "up", "within", "several", "few", "between"];

const NUMBERS: &[(&str, f64)] = &[
    ("half", 0.5),
    ("a", 1.0),
    ("an", 1.0),
    ("one", 1.0),
    ("two", 2.0),
    ("three", 3.0),
    ("four", 4.0),
    ("five", 5.0),
    ("six", 6.0),
    ("seven", 7.0),
    ("eight", 8.0),
    ("nine", 9.0),
    ("ten", 10.0),
    ("eleven", 11.0),
    ("twelve", 12.0),
    // Where they are written without accents: German, French, Spanish, Portuguese.
    ("eine", 1.0),
    ("einer", 1.0),
    ("zwei", 2.0),
    ("drei", 3.0),
    ("vier", 4.0),
    ("sechs", 6.0),
    ("sieben", 7.0),
    ("acht", 8.0),
    ("neun", 9.0),
    ("zehn", 10.0),
    ("anderthalb", 1.5),
    ("une", 1.0),
    ("deux", 2.0),
    ("trois", 3.0),
    ("quatre", 4.0),
    ("cinq", 5.0),
    ("sept", 7.0),
    ("huit", 8.0),
    ("neuf", 9.0),
    ("dix", 10.0),
    ("una", 1.0),
    ("dos", 2.0),
    ("tres", 3.0),
    ("cuatro", 4.0),
    ("cinco", 5.0),
    ("seis", 6.0),
    ("siete", 7.0),
    ("ocho", 8.0),
    ("nueve", 9.0),
    ("diez", 10.0),
    ("uma", 1.0),
    ("duas", 2.0),
    ("quatro", 4.0),
    ("oito", 8.0),
    ("nove", 9.0),
    ("dez", 10.0),
];

/// Half a unit more.
const HALF: &str = " and a half";

/// Units in seconds.
const UNITS: &[(&str, f64)] = &[
    ("s", 1.0),
    ("sec", 1.0),
    ("secs", 1.0),
    ("second", 1.0),
    ("seconds", 1.0),
    ("秒", 1.0),
    ("m", 60.0),
    ("min", 60.0),
    ("mins", 60.0),
    ("minute", 60.0),
    ("minutes", 60.0),
    ("分", 60.0),
    ("分間", 60.0),
    ("h", 3600.0),
    ("hr", 3600.0),
    ("hrs", 3600.0),
    ("hour", 3600.0),
    ("hours", 3600.0),
    ("時間", 3600.0),
    ("d", 86_400.0),
    ("day", 86_400.0),
    ("days", 86_400.0),
    ("日", 86_400.0),
    ("日間", 86_400.0),
    ("sekunden", 1.0),
    ("minuten", 60.0),
    ("minutos", 60.0),
    ("minuto", 60.0),
    ("分钟", 60.0),
    ("分鐘", 60.0),
    ("분", 60.0),
    ("std", 3600.0),
    ("stunde", 3600.0),
    ("stunden", 3600.0),
    ("heure", 3600.0),
    ("heures", 3600.0),
    ("hora", 3600.0),
    ("horas", 3600.0),
    ("小时", 3600.0),
    ("小時", 3600.0),
    ("시간", 3600.0),
    ("tag", 86_400.0),
    ("tage", 86_400.0),
    ("jour", 86_400.0),
    ("jours", 86_400.0),
    ("día", 86_400.0),
    ("días", 86_400.0),
    ("dia", 86_400.0),
    ("dias", 86_400.0),
    ("天", 86_400.0),
    ("일", 86_400.0),
    ("w", 604_800.0),
    ("week", 604_800.0),
    ("weeks", 604_800.0),
];

/// The minutes that `text` is; a remark in brackets may follow. A bound ("over two hours") is none.
pub(crate) fn duration_minutes(text: &str) -> Option<i64> {
    let (minutes, length) = leading_duration(text)?;
    let rest = text.get(length..)?.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ','));
    (rest.is_empty() || rest.starts_with(['(', '（', '['])).then_some(minutes)
}

/// The minutes that `text` begins with, rounded, and the bytes they take.
pub(crate) fn leading_duration(text: &str) -> Option<(i64, usize)> {
    let lead =
        text.len() - text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '~' | '≈' | '約' | '(')).len();
    let mut at = lead;
    // "just about": more than a few such words are none.
    for _ in 0..4 {
        let (word, end) = word_at(text, at)?;
        if ABOUT.iter().any(|about| word.eq_ignore_ascii_case(about)) {
            at = end + text[end..].len() - text[end..].trim_start_matches([' ', '.']).len();
            continue;
        }
        if BOUNDS.iter().any(|bound| word.eq_ignore_ascii_case(bound)) {
            return None;
        }
        break;
    }
    if let Some(iso) = iso(&text[at..]) {
        return Some((iso.0, at + iso.1));
    }
    if let Some(clock) = hours_minutes_seconds(&text[at..]) {
        return Some((clock.0, at + clock.1));
    }
    let mut seconds = 0.0;
    let mut end = None;
    while let Some((part, next)) = part(text, at) {
        seconds += part;
        end = Some(next);
        at = next + joint(&text[next..]);
    }
    let end = end?;
    rounded(seconds).map(|minutes| (minutes, end))
}

#[expect(clippy::cast_possible_truncation, reason = "the bounds are checked")]
fn rounded(seconds: f64) -> Option<i64> {
    let minutes = (seconds / 60.0).round();
    // A hundred years.
    (0.0..=52_560_000.0).contains(&minutes).then_some(minutes as i64)
}

/// One number with its unit, in seconds, and where it ends.
fn part(text: &str, at: usize) -> Option<(f64, usize)> {
    let (number, after) = number_at(text, at)?;
    let mut unit_at = after + text[after..].len() - text[after..].trim_start_matches([' ', '-', '\u{a0}']).len();
    // "half an hour"
    if let Some((word, end)) = word_at(text, unit_at)
        && matches!(word, "a" | "an" | "of")
    {
        unit_at = end + text[end..].len() - text[end..].trim_start_matches(' ').len();
    }
    let rest = &text[unit_at..];
    let unit_end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
    let unit = rest[..unit_end].to_lowercase();
    if let Some((_, factor)) = UNITS.iter().find(|(name, _)| *name == unit) {
        let end = unit_at + unit_end;
        // "an hour and a half"
        return Some(match text[end..].strip_prefix(HALF) {
            Some(after) if !after.starts_with(char::is_alphanumeric) => ((number + 0.5) * factor, end + HALF.len()),
            _ => (number * factor, end),
        });
    }
    // "約58分間続いた": without blanks, the longest unit counts.
    let (name, factor) = UNITS
        .iter()
        .filter(|(name, _)| !name.is_ascii() && rest.starts_with(name))
        .max_by_key(|(name, _)| name.len())?;
    Some((number * factor, unit_at + name.len()))
}

/// A number, in digits or a word: "5", "1.5", "1,5", "two", "two and a half", "a half".
fn number_at(text: &str, at: usize) -> Option<(f64, usize)> {
    let (number, end) = whole_number_at(text, at)?;
    let rest = &text[end..];
    if let Some(after) = rest.strip_prefix(HALF).filter(|after| after.starts_with([' ', '-'])) {
        return Some((number + 0.5, end + rest.len() - after.len()));
    }
    let is_article = matches!(&text[at..end], "a" | "A");
    match rest.strip_prefix(" half").filter(|after| is_article && after.starts_with([' ', '-'])) {
        Some(after) => Some((0.5, end + rest.len() - after.len())),
        None => Some((number, end)),
    }
}

fn whole_number_at(text: &str, at: usize) -> Option<(f64, usize)> {
    let rest = text.get(at..)?;
    let digits = rest.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ',')).unwrap_or(rest.len());
    let number = rest[..digits].trim_end_matches(['.', ',']);
    if number.is_empty() {
        let (word, end) = word_at(text, at)?;
        let (_, number) = NUMBERS.iter().find(|(name, _)| word.eq_ignore_ascii_case(name))?;
        return Some((*number, end));
    }
    // "2-3 hours", "5+ hours"
    let after = rest[number.len()..].trim_start();
    if after.strip_prefix(['-', '–']).is_some_and(|after| after.trim_start().starts_with(|c: char| c.is_ascii_digit()))
        || after.starts_with('+')
    {
        return None;
    }
    // "1,000" is a thousand; a comma before one digit or two is that of "1,5 Stunden".
    let plain = match number.split_once(',') {
        Some((_, decimals)) if matches!(decimals.len(), 1 | 2) => number.replacen(',', ".", 1),
        Some((_, groups)) if groups.split(',').all(|group| group.len() == 3) => number.replace(',', ""),
        Some(_) => return None,
        None => number.to_owned(),
    };
    plain.parse().ok().map(|value: f64| (value, at + number.len()))
}

fn word_at(text: &str, at: usize) -> Option<(&str, usize)> {
    let rest = text.get(at..)?;
    let end = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
    Some((&rest[..end], at + end))
}

/// What may stand between two parts: blanks, a comma, "and", "&".
fn joint(text: &str) -> usize {
    let rest = text.trim_start_matches([' ', ',', '&']);
    let rest = ["and ", "und ", "et ", "y ", "e "].iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
    let rest = rest.trim_start_matches(' ');
    text.len() - rest.len()
}

/// `PT1H20M`, `P1DT2H`.
fn iso(text: &str) -> Option<(i64, usize)> {
    let mut rest = text.strip_prefix('P')?;
    let mut time = false;
    let mut seconds = 0.0;
    let mut any = false;
    loop {
        if let Some(after) = rest.strip_prefix('T').filter(|_| !time) {
            time = true;
            rest = after;
            continue;
        }
        let digits = rest.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(rest.len());
        let Some(unit) = rest[digits..].chars().next().filter(|_| digits > 0) else { break };
        let factor = match (unit, time) {
            ('W', false) => 604_800.0,
            ('D', false) => 86_400.0,
            ('H', true) => 3600.0,
            ('M', true) => 60.0,
            ('S', true) => 1.0,
            _ => return None,
        };
        seconds += rest[..digits].parse::<f64>().ok()? * factor;
        any = true;
        rest = &rest[digits + 1..];
    }
    if !any || rest.starts_with(|c: char| c.is_alphanumeric()) {
        return None;
    }
    rounded(seconds).map(|minutes| (minutes, text.len() - rest.len()))
}

/// `1:20:00`. Two numbers alone could be minutes and seconds, and are none.
fn hours_minutes_seconds(text: &str) -> Option<(i64, usize)> {
    let end = text.find(|c: char| !(c.is_ascii_digit() || c == ':')).unwrap_or(text.len());
    let mut parts = text[..end].split(':').map(str::parse::<u32>);
    let (hours, minutes, seconds) = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
    if parts.next().is_some() || minutes > 59 || seconds > 59 {
        return None;
    }
    rounded(f64::from(hours) * 3600.0 + f64::from(minutes) * 60.0 + f64::from(seconds)).map(|minutes| (minutes, end))
}
