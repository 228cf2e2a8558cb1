//! The claims of an event, held against the legs of its day.

use serde::Serialize;

use super::event_notes::confounders_near;
use super::firm_result::FirmResult;
use super::legs::{LegResult, LegsResult};
use crate::calendar::{Session, TradingCalendar};
use crate::claims::{ClaimCheck, ClaimLeg, Reading, Verdict, check, deadband, fact, read};
use crate::event::{Claim, ConfounderKind, Event, NewsTiming, Published};
use crate::intraday::{IntradayResult, WindowName};
use crate::returns::Leg;
use crate::study::StudySpec;

/// A claim with its verdict.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
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
    /// The raw return that it was held against, a decimal fraction; also where it cannot be tested.
    pub value: Option<f64>,
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

/// What every claim of an event is checked with.
pub(super) struct Checker<'a> {
    pub(super) event: &'a Event,
    pub(super) timing: &'a NewsTiming,
    pub(super) spec: &'a StudySpec,
    pub(super) calendar: &'a TradingCalendar,
}

impl Checker<'_> {
    /// Checks the claim with this number.
    pub(super) fn check(
        &self,
        number: usize,
        claim: &Claim,
        firm: Option<&FirmResult>,
    ) -> ClaimResult {
        let mut result = ClaimResult {
            claim: claim.clone(),
            reading: None,
            leg: None,
            leg_reason: String::new(),
            verdict: Verdict::NotTestable,
            check: None,
            value: None,
            abnormal: None,
            number_matches: None,
            legs_that_match: Vec::new(),
            timing_established: None,
            notes: Vec::new(),
        };
        let reading = match read(claim.text.in_language("en")) {
            Ok(reading) => Reading { causal: reading.causal || claim.causal, ..reading },
            Err(error) => {
                result.notes.push(error.to_string());
                return result;
            }
        };
        if reading.leg == ClaimLeg::SinceNews && self.timing.to_the_minute() {
            self.since_the_news(&reading, firm, &mut result);
        } else {
            self.against_its_leg(number, &reading, claim, firm, &mut result);
        }
        if reading.causal {
            result.timing_established = Some(self.timing_established(firm, &mut result.notes));
        }
        result.reading = Some(reading);
        result
    }

    fn against_its_leg(
        &self,
        claim_number: usize,
        reading: &Reading,
        claim: &Claim,
        firm: Option<&FirmResult>,
        result: &mut ClaimResult,
    ) {
        let by_text = firm.and_then(|f| f.legs_by_text.iter().find(|(i, _)| *i == claim_number));
        let (leg, why) = leg_of(reading, claim, by_text.is_some());
        result.leg = Some(leg);
        result.leg_reason = why.to_owned();
        let Some(legs) = firm.and_then(|f| f.legs.as_ref()) else {
            result.notes.push(format!("{} has no legs of day 0", claim.ticker));
            return;
        };
        let measured = match by_text {
            Some((_, measured)) if leg == Leg::ByText => Some(measured),
            _ => legs.get(leg),
        };
        let Some(measured) = measured else {
            result.notes.push("the leg does not exist on this day".into());
            return;
        };
        result.value = measured.simple;
        result.abnormal = measured.abnormal;
        number(
            reading,
            measured.simple,
            Some(measured.leg),
            &legs.legs,
            legs.previous_close,
            result,
        );
        if let Some(reason) = measured.missing.as_ref().filter(|_| measured.rank.is_none()) {
            result.notes.push(reason.clone());
            if let Some((log, price)) = measured.log.zip(legs.previous_close) {
                let agrees = match fact(reading, log, deadband(price), measured.sigma) {
                    Some(true) => "yes in direction",
                    Some(false) => "no in direction",
                    None => "not known, without the usual size of the leg",
                };
                result.notes.push(format!(
                    "fact: {agrees} ({:+.2}%); whether it was more than noise cannot be tested",
                    100.0 * log.exp_m1()
                ));
            }
            nearest_leg(reading, legs, leg, &mut result.notes);
            return;
        }
        if measured.thin.is_some_and(|t| t.thin) {
            result.notes.push(thin_words(measured));
            nearest_leg(reading, legs, leg, &mut result.notes);
            return;
        }
        let (Some(value), Some(price)) = (measured.log, legs.previous_close) else { return };
        self.verdict(reading, value, (&measured.reference, &measured.ranked), price, result);
    }

    /// Holds a claim against the half hour after news whose minute is known.
    fn since_the_news(
        &self,
        reading: &Reading,
        firm: Option<&FirmResult>,
        result: &mut ClaimResult,
    ) {
        result.leg_reason =
            "the claim says since the news: the first half hour from the last price before it"
                .into();
        let intraday = firm.and_then(|f| f.intraday.as_ref());
        let half_hour = WindowName::After(30);
        let window = intraday.and_then(|i| i.window(half_hour));
        let (Some(intraday), Some(window)) = (intraday, window) else {
            result.notes.push("there are no intraday bars of the half hour after the news".into());
            return;
        };
        let price = intraday.anchor.baseline_price;
        result.value = window.value.map(f64::exp_m1);
        let legs = firm.and_then(|f| f.legs.as_ref()).map_or(&[][..], |l| &l.legs);
        number(reading, result.value, None, legs, Some(price), result);
        match (window.value, &window.rank) {
            _ if window.thin.is_some_and(|t| t.thin) => {
                result.notes.push("thin: too little traded in the half hour after the news".into());
            }
            (Some(value), Some(rank)) => {
                self.verdict(reading, value, (&rank.values, &rank.ranked), price, result);
            }
            _ => result.notes.extend(window.missing.clone()),
        }
    }

    fn verdict(
        &self,
        reading: &Reading,
        value: f64,
        (reference, ranked): (&[f64], &[f64]),
        price: f64,
        result: &mut ClaimResult,
    ) {
        let (alpha, minimum) = (self.spec.alpha, self.spec.intraday.minimum_reference_days);
        result.check = check(reading, value, reference, ranked, deadband(price), alpha, minimum);
        match result.check {
            Some(check) => {
                // A wrong number is not supported by a right direction.
                result.verdict = match (check.verdict, result.number_matches) {
                    (Verdict::Supported, Some(false)) => Verdict::SupportedDirectionOnly,
                    (verdict, _) => verdict,
                };
                result.notes.extend(in_words(reading, &check));
            }
            None => result.notes.push(format!(
                "{} reference days are too few for a level of {alpha}, or the leg did not vary on them",
                reference.len()
            )),
        }
    }

    /// Whether more than coincidence in time speaks for the cause.
    fn timing_established(&self, firm: Option<&FirmResult>, notes: &mut Vec<String>) -> bool {
        let alpha = self.spec.alpha;
        let mut reasons = Vec::new();
        let intraday = firm.and_then(|f| f.intraday.as_ref());
        if self.timing.to_the_minute() {
            reasons.extend(no_reaction(intraday, alpha));
        } else {
            reasons.push("the minute of the news is not known".to_owned());
        }
        if intraday.and_then(|i| i.pre_news.as_ref()).is_some_and(|p| p.p_two_sided <= alpha) {
            reasons.push("the price moved before it".to_owned());
        }
        let other: Vec<String> = confounders_near(self.event, self.timing, self.calendar)
            .iter()
            .filter(|c| c.kind != ConfounderKind::SameStory)
            .filter(|c| c.tickers.is_empty() || firm.is_none_or(|f| c.tickers.contains(&f.ticker)))
            .map(|c| c.headline.in_language("en").to_owned())
            .collect();
        if !other.is_empty() {
            reasons.push(format!("other news may fall together with it: {}", other.join("; ")));
        }
        if !reasons.is_empty() {
            notes.push(format!("timing not established: {}", reasons.join("; ")));
        }
        reasons.is_empty()
    }
}

/// The leg that a claim speaks of. Without a word on it, that is the leg up to the time of the text.
fn leg_of(reading: &Reading, claim: &Claim, price_at_text: bool) -> (Leg, &'static str) {
    match (reading.leg, &claim.made) {
        (ClaimLeg::Open, _) => (Leg::Overnight, "the claim says at the open"),
        (ClaimLeg::CloseClose, _) => (Leg::CloseClose, "the claim speaks of the day"),
        (ClaimLeg::Post, _) => (Leg::Post, "the claim says after hours"),
        (ClaimLeg::Premarket, Some(made)) if price_at_text && in_premarket(made) => {
            (Leg::ByText, "the claim says before the open, and was made before it")
        }
        (ClaimLeg::Premarket, _) => {
            (Leg::Premarket, "the claim says before the open, so the whole premarket counts")
        }
        (_, Some(made)) if made.instant().is_some() && price_at_text => (
            Leg::ByText,
            "the claim names no time, so it is held against the price when it was made",
        ),
        (_, Some(Published::Session { session: Session::Pre, .. })) => {
            (Leg::Premarket, "the claim names no time; the text was written before the open")
        }
        (_, Some(_)) => (
            Leg::CloseClose,
            "the claim names no time, and no price at its own time is known, so the day counts",
        ),
        (_, None) => (Leg::CloseClose, "the claim names no time, so the day counts"),
    }
}

/// Before half past nine in New York, where alone premarkets are studied.
fn in_premarket(made: &Published) -> bool {
    let open = chrono::NaiveTime::from_hms_opt(9, 30, 0);
    made.instant()
        .is_some_and(|t| Some(t.with_timezone(&chrono_tz::America::New_York).time()) < open)
}

fn number(
    reading: &Reading,
    simple: Option<f64>,
    leg: Option<Leg>,
    legs: &[LegResult],
    price: Option<f64>,
    result: &mut ClaimResult,
) {
    let Some(number) = reading.number else { return };
    let direction = f64::from(reading.direction.signum());
    let target = direction * number.value;
    let tolerance = number.half_unit + price.map_or(0.0, deadband);
    let matches = |r: f64| match number.at_least {
        true => r * direction >= number.value - tolerance,
        false => (r - target).abs() <= tolerance,
    };
    result.number_matches = simple.map(matches);
    result.legs_that_match = legs
        .iter()
        .filter(|l| Some(l.leg) != leg && l.simple.is_some_and(matches))
        .map(|l| l.leg)
        .collect();
    if let (Some(false), Some(simple)) = (result.number_matches, simple) {
        let others: Vec<String> = result.legs_that_match.iter().map(ToString::to_string).collect();
        let others = match others.is_empty() {
            true => "no other leg matches it".to_owned(),
            false => format!("it would match: {}", others.join(", ")),
        };
        let leg = leg.map_or("half hour after the news".to_owned(), |l| l.to_string());
        result.notes.push(format!(
            "the text says {:+.1}%, the {leg} was {:+.2}%; {others}",
            100.0 * target,
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

/// Why the half hour after the news shows no reaction; `None` where it does.
fn no_reaction(intraday: Option<&IntradayResult>, alpha: f64) -> Option<String> {
    let half_hour = intraday.and_then(|i| i.window(WindowName::After(30)));
    let Some(window) = half_hour.filter(|w| w.value.is_some()) else {
        return Some("there is no price in the half hour after it".to_owned());
    };
    let Some(rank) = window.rank.as_ref().map(|rank| rank.rank) else {
        let why = window.missing.as_deref().unwrap_or("no reference days");
        return Some(format!("the half hour after it cannot be tested: {why}"));
    };
    if rank.smallest() > alpha {
        return Some(format!(
            "the half hour after it cannot be tested: {} reference days are too few for a level of {alpha}",
            rank.size
        ));
    }
    (rank.p_abs > alpha).then(|| "no significant move in the half hour after it".to_owned())
}

/// What the nearest leg that can be measured says, without a verdict on the claim.
fn nearest_leg(reading: &Reading, legs: &LegsResult, leg: Leg, notes: &mut Vec<String>) {
    if !matches!(leg, Leg::Premarket | Leg::PremarketAsOf | Leg::ByText) {
        return;
    }
    let Some(overnight) = legs.get(Leg::Overnight) else { return };
    let (Some(log), Some(rank)) = (overnight.log, overnight.rank) else { return };
    let Some(price) = legs.previous_close else { return };
    let agrees = match fact(reading, log, deadband(price), overnight.sigma) {
        Some(true) => "agrees in direction",
        Some(false) => "does not agree in direction",
        None => "cannot be told large from small",
    };
    notes.push(format!(
        "the open, the nearest price there is, was {:+.2}% from the close before (p {:.2}) and {agrees}",
        100.0 * log.exp_m1(), rank.p_two
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
