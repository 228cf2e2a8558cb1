//! The claims of an event, held against the legs of its day.

use serde::Serialize;

use super::{FirmResult, LegResult, StudySpec};
use crate::claims::{ClaimCheck, ClaimLeg, Reading, Verdict, check, deadband, read};
use crate::event::{Claim, ConfounderKind, Event, NewsTiming, Published};
use crate::intraday::WindowName;
use crate::returns::Leg;

/// A claim with its verdict.
#[derive(Clone, Debug, Serialize)]
pub struct ClaimResult {
    /// The claim.
    pub claim: Claim,
    /// What it says, if it was understood.
    pub reading: Option<Reading>,
    /// The leg it was held against.
    pub leg: Option<Leg>,
    /// How that leg was chosen.
    pub leg_reason: String,
    /// The verdict.
    pub verdict: Verdict,
    /// The figures behind it, where it could be tested.
    pub check: Option<ClaimCheck>,
    /// The abnormal return of the leg, for context; it never changes the fact.
    pub abnormal: Option<f64>,
    /// Whether the number in the claim matches, where it has one.
    pub number_matches: Option<bool>,
    /// Other legs whose return would match the number.
    pub legs_that_match: Vec<Leg>,
    /// For a claim about a cause: whether its timing is established.
    pub timing_established: Option<bool>,
    /// What else there is to say.
    pub notes: Vec<String>,
}

pub(super) fn check_claim(
    claim: &Claim,
    event: &Event,
    firm: Option<&FirmResult>,
    timing: &NewsTiming,
    spec: &StudySpec,
) -> ClaimResult {
    let mut result = held_against_its_leg(claim, firm, timing, spec);
    if result.reading.as_ref().is_some_and(|r| r.causal) {
        result.timing_established =
            Some(timing_established(event, firm, timing, &mut result.notes));
    }
    result
}

fn held_against_its_leg(
    claim: &Claim,
    firm: Option<&FirmResult>,
    timing: &NewsTiming,
    spec: &StudySpec,
) -> ClaimResult {
    let mut result = ClaimResult {
        claim: claim.clone(),
        reading: None,
        leg: None,
        leg_reason: String::new(),
        verdict: Verdict::NotTestable,
        check: None,
        abnormal: None,
        number_matches: None,
        legs_that_match: Vec::new(),
        timing_established: None,
        notes: Vec::new(),
    };
    let reading = match read(claim.text.in_language("en")) {
        Ok(reading) => reading,
        Err(error) => {
            result.notes.push(error.to_string());
            return result;
        }
    };
    if reading.leg == ClaimLeg::SinceNews && timing.to_the_minute() {
        since_the_news(reading, firm, spec, &mut result);
        return result;
    }
    let (leg, why) = leg_of(&reading, claim, timing);
    result.leg = Some(leg);
    result.leg_reason = why.to_owned();
    let causal = Reading { causal: reading.causal || claim.causal, ..reading.clone() };
    result.reading = Some(causal);
    let Some(legs) = firm.and_then(|f| f.legs.as_ref()) else {
        result.notes.push(format!("{} has no legs of day 0", claim.ticker));
        return result;
    };
    let Some(measured) = legs.get(leg) else {
        result.notes.push("the leg does not exist on this day".into());
        return result;
    };
    result.abnormal = measured.abnormal;
    number(&reading, measured, &legs.legs, legs.previous_close, &mut result);
    if let Some(reason) = measured.missing.as_ref().filter(|_| measured.rank.is_none()) {
        result.notes.push(reason.clone());
        nearest_leg(&reading, &legs.legs, leg, &mut result.notes);
        return result;
    }
    if measured.thin.is_some_and(|t| t.thin) {
        result.notes.push(thin_words(measured));
        nearest_leg(&reading, &legs.legs, leg, &mut result.notes);
        return result;
    }
    // The claim is about prices as people see them, so the simple return of the leg is meant;
    // ranks of simple and log returns are the same.
    let (Some(value), Some(price)) = (measured.log, legs.previous_close) else { return result };
    let minimum = spec.intraday.minimum_reference_days;
    result.check = check(
        &reading,
        value,
        &measured.reference,
        &measured.ranked,
        deadband(price),
        spec.alpha,
        minimum,
    );
    match result.check {
        Some(check) => {
            result.verdict = check.verdict;
            result.notes.extend(in_words(&reading, &check));
        }
        None => result.notes.push("the leg did not vary enough on the reference days".into()),
    }
    result
}

/// Holds a claim against the half hour after news whose minute is known.
fn since_the_news(
    reading: Reading,
    firm: Option<&FirmResult>,
    spec: &StudySpec,
    result: &mut ClaimResult,
) {
    result.leg_reason =
        "the claim says since the news: the first half hour from the last price before it".into();
    let intraday = firm.and_then(|f| f.intraday.as_ref());
    let window =
        intraday.and_then(|i| i.windows.iter().find(|w| w.window == WindowName::After(30)));
    match (intraday, window) {
        (Some(intraday), Some(window)) => match (window.value, &window.rank) {
            _ if window.thin.is_some_and(|t| t.thin) => {
                result.notes.push("thin: too little traded in the half hour after the news".into());
            }
            (Some(value), Some(rank)) => {
                let deadband = deadband(intraday.anchor.baseline_price);
                let minimum = spec.intraday.minimum_reference_days;
                result.check = check(
                    &reading,
                    value,
                    &rank.values,
                    &rank.ranked,
                    deadband,
                    spec.alpha,
                    minimum,
                );
                result.verdict = result.check.map_or(Verdict::NotTestable, |c| c.verdict);
                if let Some(check) = result.check {
                    result.notes.extend(in_words(&reading, &check));
                }
            }
            _ => result.notes.extend(window.missing.clone()),
        },
        _ => result.notes.push("there are no intraday bars of the half hour after the news".into()),
    }
    result.reading = Some(reading);
}

/// The leg that a claim speaks of. Without a word on it, that is the leg up to the time of the text.
fn leg_of(reading: &Reading, claim: &Claim, timing: &NewsTiming) -> (Leg, &'static str) {
    match reading.leg {
        ClaimLeg::Premarket => match claim.made.as_ref().and_then(Published::instant) {
            Some(_) => (
                Leg::PremarketAsOf,
                "the claim says before the open, and the time of the text is known",
            ),
            None => (
                Leg::Premarket,
                "the claim says before the open; the time of the text is not known, so the whole premarket counts",
            ),
        },
        ClaimLeg::Open => (Leg::Overnight, "the claim says at the open"),
        ClaimLeg::CloseClose => (Leg::CloseClose, "the claim speaks of the day"),
        ClaimLeg::Post => (Leg::Post, "the claim says after hours"),
        ClaimLeg::SinceNews | ClaimLeg::NotSaid => match &claim.made {
            Some(Published::Session { session: crate::calendar::Session::Pre, .. }) => {
                (Leg::Premarket, "the claim names no time; the text was written before the open")
            }
            Some(Published::Date(_) | Published::Session { .. }) => (
                Leg::CloseClose,
                "the claim names no time; of the text only the date is known, so the day counts",
            ),
            _ if timing.session_words().ends_with("premarket") => (
                Leg::PremarketAsOf,
                "the claim names no time; it is held against the premarket up to the news",
            ),
            _ => (Leg::CloseClose, "the claim names no time, so the day counts"),
        },
    }
}

fn number(
    reading: &Reading,
    measured: &LegResult,
    legs: &[LegResult],
    price: Option<f64>,
    result: &mut ClaimResult,
) {
    let Some(number) = reading.number else { return };
    let target = f64::from(reading.direction.signum()) * number.value;
    let tolerance = number.half_unit + price.map_or(0.0, deadband);
    let matches = |leg: &LegResult| {
        leg.simple.map(|r| match number.at_least {
            true => r * f64::from(reading.direction) >= number.value - tolerance,
            false => (r - target).abs() <= tolerance,
        })
    };
    result.number_matches = matches(measured);
    result.legs_that_match = legs
        .iter()
        .filter(|l| l.leg != measured.leg && matches(l) == Some(true))
        .map(|l| l.leg)
        .collect();
    if let (Some(false), Some(simple)) = (result.number_matches, measured.simple) {
        let others: Vec<String> = result.legs_that_match.iter().map(ToString::to_string).collect();
        let others = if others.is_empty() {
            "no other leg matches it".to_owned()
        } else {
            format!("it would match: {}", others.join(", "))
        };
        result.notes.push(format!(
            "the text says {:+.1}%, the {} was {:+.2}%; {others}",
            100.0 * target,
            measured.leg,
            100.0 * simple
        ));
    }
}

fn thin_words(leg: &LegResult) -> String {
    let Some(thin) = leg.thin else { return String::new() };
    let money = thin.activity.dollars.map_or("an unknown sum".to_owned(), |d| format!("${d:.0}"));
    format!(
        "thin: {} bars with {money} traded, and at least ${:.0} is asked for; the last price was {:+.2}%",
        thin.activity.bars,
        thin.dollar_limit,
        100.0 * leg.simple.unwrap_or(f64::NAN)
    )
}

/// What the nearest leg that can be measured says, without a verdict on the claim.
fn nearest_leg(reading: &Reading, legs: &[LegResult], leg: Leg, notes: &mut Vec<String>) {
    if !matches!(leg, Leg::Premarket | Leg::PremarketAsOf) {
        return;
    }
    let Some(overnight) = legs.iter().find(|l| l.leg == Leg::Overnight) else { return };
    let (Some(simple), Some(rank)) = (overnight.simple, overnight.rank) else { return };
    let agrees =
        if simple.signum() as i8 == reading.direction { "agrees" } else { "does not agree" };
    notes.push(format!(
        "the open, the nearest price there is, was {:+.2}% from the close before (p {:.2}) and {agrees} in direction",
        100.0 * simple, rank.p_two
    ));
}

fn in_words(reading: &Reading, check: &ClaimCheck) -> Option<String> {
    match check.verdict {
        Verdict::Supported if !check.signal && reading.direction != 0 => {
            Some("true as a description, no evidence of a reaction".into())
        }
        Verdict::NotDistinguishable if check.sign == reading.direction => {
            Some("the direction agrees".into())
        }
        Verdict::NotDistinguishable if check.sign == -reading.direction && check.sign != 0 => {
            Some("the direction does not agree".into())
        }
        _ => None,
    }
}

/// Whether more than coincidence in time speaks for the cause.
fn timing_established(
    event: &Event,
    firm: Option<&FirmResult>,
    timing: &NewsTiming,
    notes: &mut Vec<String>,
) -> bool {
    let mut reasons = Vec::new();
    if !timing.to_the_minute() {
        reasons.push("the minute of the news is not known".to_owned());
    }
    let intraday = firm.and_then(|f| f.intraday.as_ref());
    let after = intraday.and_then(|i| i.windows.iter().find(|w| w.window == WindowName::After(30)));
    if timing.to_the_minute()
        && !after.and_then(|w| w.rank.as_ref()).is_some_and(|r| r.rank.p_abs <= 0.05)
    {
        reasons.push("no significant move in the half hour after it".to_owned());
    }
    if intraday.and_then(|i| i.pre_news.as_ref()).is_some_and(|p| p.p_two_sided <= 0.05) {
        reasons.push("the price moved before it".to_owned());
    }
    let near = super::results::confounders_near(event, timing);
    let other: Vec<String> = near
        .iter()
        .filter(|c| c.kind != ConfounderKind::SameStory)
        .filter(|c| c.tickers.is_empty() || firm.is_none_or(|f| c.tickers.contains(&f.ticker)))
        .map(|c| c.headline.in_language("en").to_owned())
        .collect();
    if !other.is_empty() {
        reasons.push(format!("other news may fall together with it: {}", other.join("; ")));
    }
    if reasons.is_empty() {
        return true;
    }
    notes.push(format!("timing not established: {}", reasons.join("; ")));
    false
}
