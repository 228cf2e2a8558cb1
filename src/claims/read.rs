//! Reading a claim: direction, strength, leg, number, cause.

use serde::Serialize;

use super::error::ClaimError;
use super::words::{ADVERBS, CAUSES, DIRECTIONS, Intensity};

/// What a claim says.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Reading {
    /// +1 up, -1 down, 0 unchanged.
    pub direction: i8,
    /// How strong the words are.
    pub intensity: Intensity,
    /// Which leg it speaks of.
    pub leg: ClaimLeg,
    /// The number in it, if any.
    pub number: Option<Number>,
    /// Whether it says that the news was the cause.
    pub causal: bool,
}

/// The part of the day a claim speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimLeg {
    /// Before the open: previous close to the last premarket trade.
    Premarket,
    /// At the open: previous close to the open.
    Open,
    /// The day: previous close to close.
    CloseClose,
    /// After hours: the close to the last post-market trade.
    Post,
    /// Since the news.
    SinceNews,
    /// Not said: previous close to the time of the text.
    NotSaid,
}

/// A number in a claim.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Number {
    /// The size as a decimal fraction, without sign.
    pub value: f64,
    /// Half a unit of its last digit.
    pub half_unit: f64,
    /// Whether it is a lower bound ("more than").
    pub at_least: bool,
}

/// Reads an English claim.
///
/// ```
/// use eventstudy::claims::{ClaimLeg, Intensity, read};
/// let claim = read("BABA edged up 0.4% before the open")?;
/// assert_eq!((claim.direction, claim.intensity, claim.leg), (1, Intensity::Hedged, ClaimLeg::Premarket));
/// assert_eq!(claim.number.unwrap().value, 0.004);
/// # Ok::<(), eventstudy::claims::ClaimError>(())
/// ```
///
/// # Errors
/// [`ClaimError`] where no direction, or two, are said.
pub fn read(text: &str) -> Result<Reading, ClaimError> {
    let plain = words_only(text);
    let has = |phrase: &str| plain.contains(&format!(" {phrase} "));
    const NEGATIONS: [&str; 6] = ["not", "never", "no", "failed to", "without", "hardly"];
    let negated =
        NEGATIONS.iter().any(|n| has(n)) || plain.contains("n't ") || plain.contains("n’t ");
    if negated {
        return Err(ClaimError::Negated { text: text.to_owned() });
    }
    let found: Vec<_> = DIRECTIONS.iter().filter(|(phrase, ..)| has(phrase)).collect();
    let Some((word, direction, strength)) = found.first() else {
        return Err(ClaimError::NoDirection { text: text.to_owned() });
    };
    // "edged up" also contains "up"; only a word of the other direction is a contradiction.
    if let Some((other, ..)) = found.iter().find(|(_, d, _)| *d == -direction && *d != 0) {
        let (up, down) = if *direction > 0 { (word, other) } else { (other, word) };
        return Err(ClaimError::BothDirections {
            text: text.to_owned(),
            up: (*up).to_string(),
            down: (*down).to_string(),
        });
    }
    let adverb = ADVERBS.iter().find(|(phrase, _)| has(phrase)).map(|(_, strength)| *strength);
    let intensity = match (strength, adverb) {
        (Intensity::Plain, Some(changed)) => changed,
        (own, _) => *own,
    };
    Ok(Reading {
        direction: *direction,
        intensity,
        leg: leg_of(&has),
        number: number_of(text)?,
        causal: CAUSES.iter().any(|c| has(c)) && !has("after hours") && !has("after the close"),
    })
}

fn leg_of(has: &dyn Fn(&str) -> bool) -> ClaimLeg {
    let any = |phrases: &[&str]| phrases.iter().any(|p| has(p));
    if any(&[
        "before the open",
        "before the opening",
        "before the bell",
        "before the market opened",
        "before the market open",
        "premarket",
        "pre market",
        "in early trading before",
    ]) {
        ClaimLeg::Premarket
    } else if any(&["at the open", "opened", "at the opening", "at the bell"]) {
        ClaimLeg::Open
    } else if any(&[
        "after hours",
        "afterhours",
        "after the close",
        "after the bell",
        "postmarket",
        "in extended trading",
    ]) {
        ClaimLeg::Post
    } else if any(&["after the news", "on the news", "since the news", "after the report"]) {
        ClaimLeg::SinceNews
    } else if any(&[
        "closed",
        "at the close",
        "on the day",
        "on monday",
        "on tuesday",
        "on wednesday",
        "on thursday",
        "on friday",
        "ended",
    ]) {
        ClaimLeg::CloseClose
    } else {
        ClaimLeg::NotSaid
    }
}

/// The words in lower case with single spaces around them; hyphens join ("pre-market") or part
/// ("after-hours"), so both spellings are kept.
fn words_only(text: &str) -> String {
    let lower = text.to_lowercase().replace([',', '.', ';', '!', '—', '–'], " ");
    let joined: Vec<String> = lower
        .split_whitespace()
        .flat_map(|word| match word.contains('-') {
            true => vec![word.replace('-', ""), word.replace('-', " ")],
            false => vec![word.to_owned()],
        })
        .collect();
    format!(" {} ", joined.join(" "))
}

/// A number counts only with its per cent sign or word; an amount of money is no return.
fn number_of(text: &str) -> Result<Option<Number>, ClaimError> {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    for (i, word) in words.iter().enumerate() {
        let next = words.get(i + 1).copied().unwrap_or("");
        let spelled = next.starts_with("percent")
            || next.trim_end_matches(['.', ',']) == "pct"
            || (next == "per" && words.get(i + 2).is_some_and(|w| w.starts_with("cent")));
        let bare = word.trim_matches(|c: char| "()[]“”\"',;".contains(c)).trim_end_matches('.');
        let digits = match bare.strip_suffix('%') {
            Some(digits) => digits,
            None if spelled => bare,
            None => continue,
        };
        let plain = digits.trim_start_matches(['+', '-', '−', '~']).replace(',', "");
        let written = plain.strip_prefix('.').map_or(plain.clone(), |d| format!("0.{d}"));
        let value: f64 = written.parse().ok().filter(|v: &f64| v.is_finite()).ok_or_else(|| {
            ClaimError::UnreadableNumber { text: text.to_owned(), number: (*word).to_owned() }
        })?;
        let decimals = written.split_once('.').map_or(0, |(_, d)| d.len().min(12) as i32);
        let before = words[..i].join(" ");
        let at_least =
            ["more than", "over", "at least", "above"].iter().any(|p| before.ends_with(p));
        return Ok(Some(Number {
            value: value / 100.0,
            half_unit: 0.5 * 10f64.powi(-decimals) / 100.0,
            at_least,
        }));
    }
    Ok(None)
}
