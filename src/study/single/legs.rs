//! The legs of day 0 with their benchmark, their abnormal part and their rank among other days.

use chrono::{DateTime, NaiveDate, TimeZone, Utc};
use serde::Serialize;

use super::context::Context;
use crate::calendar::{Moment, Session};
use crate::event::{LedgerPart, Reason};
use crate::inference::{RankOf, holm, joint, mad};
use crate::intraday::Thin;
use crate::returns::Leg;
use crate::study::Exclusion;

use super::leg_days::DayPair;
use super::leg_days::{
    as_of, day_pair, day_prices, finite, reference_days, same_clock, scale_to_event,
};
use super::leg_model::{LegModel, leg_model};

/// The legs of day 0. Returns are logarithmic, so that they add up.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct LegsResult {
    /// The date.
    pub date: NaiveDate,
    /// The previous close, as traded and after today's dividend and split.
    pub previous_close: Option<f64>,
    /// The previous close less today's dividend and split.
    pub ex_reference: Option<f64>,
    /// The open.
    pub open: Option<f64>,
    /// The close.
    pub close: Option<f64>,
    /// The last premarket price.
    pub premarket_price: Option<f64>,
    /// Every leg.
    pub legs: Vec<LegResult>,
    /// All elementary legs at once.
    pub joint: Option<JointTest>,
    /// The model behind the abnormal legs, in words: a log market model whatever the daily model is,
    /// because no other has an expected return for parts of a day.
    pub abnormal_model: Option<String>,
    /// Its slope.
    pub beta: Option<f64>,
}

/// A leg.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct LegResult {
    /// Which leg.
    pub leg: Leg,
    /// The log return of the leg.
    pub log: Option<f64>,
    /// The simple return of the leg.
    pub simple: Option<f64>,
    /// The benchmark's log return over the same leg.
    pub benchmark: Option<f64>,
    /// The abnormal log return; abnormal legs add up to the abnormal close-to-close return.
    pub abnormal: Option<f64>,
    /// The standard deviation of the abnormal leg on other days.
    pub abnormal_sd: Option<f64>,
    /// The rank of the raw leg among earlier days of the same kind.
    pub rank: Option<RankOf>,
    /// Whether the days behind the rank were scaled to the event's volatility.
    pub volatility_matched: bool,
    /// The rank of the abnormal leg among the other days.
    pub abnormal_rank: Option<RankOf>,
    /// 1.4826 times the median absolute deviation of the raw leg on the reference days.
    pub sigma: Option<f64>,
    /// The rules of minimum activity, for legs outside the regular session.
    pub thin: Option<Thin>,
    /// Why there is no value, or no test.
    pub missing: Option<String>,
    /// Raw returns of the leg on the reference days, newest first.
    #[serde(skip)]
    pub reference: Vec<f64>,
    /// The reference returns as the rank sees them.
    #[serde(skip)]
    pub ranked: Vec<f64>,
}

/// The joint test of the elementary legs, and Holm's adjustment over them.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct JointTest {
    /// The legs.
    pub legs: Vec<Leg>,
    /// The squared distance.
    pub distance: f64,
    /// The rank p-value of the joint statistic.
    pub p_value: f64,
    /// Holm-adjusted p-values of the legs, in the same order.
    pub holm: Vec<f64>,
    /// Reference days.
    pub reference_days: usize,
    /// Whether the covariance was shrunk because there are few days.
    pub shrunk: bool,
}

impl LegsResult {
    /// A leg.
    pub fn get(&self, leg: Leg) -> Option<&LegResult> {
        self.legs.iter().find(|l| l.leg == leg)
    }
}

impl LegResult {
    fn new(leg: Leg, log: Option<f64>, thin: Option<Thin>) -> Self {
        Self {
            leg,
            log,
            simple: log.map(f64::exp_m1),
            benchmark: None,
            abnormal: None,
            abnormal_sd: None,
            rank: None,
            volatility_matched: false,
            abnormal_rank: None,
            sigma: None,
            thin,
            missing: None,
            reference: Vec::new(),
            ranked: Vec::new(),
        }
    }

    /// Ranks the leg among its values on other sessions, scaled to the event's volatility where
    /// there are enough of them.
    fn ranked_among(
        &mut self,
        context: &Context<'_>,
        value: f64,
        sessions: &[usize],
        reference: Vec<f64>,
    ) {
        let options = &context.shared.spec.intraday;
        if reference.len() < options.minimum_reference_days {
            self.missing = Some(format!(
                "{} reference days, and {} are needed for a test",
                reference.len(),
                options.minimum_reference_days
            ));
            self.reference = reference;
            return;
        }
        let matched = (reference.len() >= options.volatility_matching_from)
            .then(|| scale_to_event(context, sessions, &reference))
            .flatten();
        self.volatility_matched = matched.is_some();
        self.ranked = matched.unwrap_or_else(|| reference.clone());
        self.rank = Some(RankOf::of(value, &self.ranked));
        self.sigma = Some(mad(&reference)).filter(|s| *s > 0.0);
        self.reference = reference;
    }
}

pub(super) fn legs_of_day_zero(
    context: &Context<'_>,
    ledger: &mut Vec<Exclusion>,
    notes: &mut Vec<String>,
) -> Option<LegsResult> {
    let daily = context.firm?;
    let prices = day_prices(context, daily, context.tape, context.day_zero, as_of(context));
    if prices.close.is_none() && prices.open.is_none() && prices.premarket.is_none() {
        let reason = format!("no price of {} on {}", context.ticker, context.timing.day_zero);
        ledger.push(Exclusion::new(
            context.event,
            context.ticker,
            LedgerPart::Legs,
            Reason::MissingEventBar,
            reason,
        ));
        return None;
    }
    if context.shared.series.panel.prices().from_intraday(context.pair?.firm) {
        notes.push("the open and the close are the first and the last regular trade of the intraday bars, not the auctions".into());
    }
    let event = day_pair(context, context.day_zero, as_of(context));
    let model = leg_model(context);
    let legs: Vec<LegResult> = Leg::ALL
        .into_iter()
        .filter(|leg| *leg != Leg::PremarketAsOf || as_of(context).is_some())
        .map(|leg| leg_result(context, leg, &event, model.as_ref()))
        .collect();
    Some(LegsResult {
        date: context.timing.day_zero,
        previous_close: prices.previous_close,
        ex_reference: prices.ex_reference,
        open: prices.open,
        close: prices.close,
        premarket_price: prices.premarket,
        joint: joint_test(context, &legs),
        abnormal_model: model
            .as_ref()
            .map(|_| format!("log market model on {}", context.benchmark())),
        beta: model.map(|m| m.beta),
        legs,
    })
}

fn leg_result(
    context: &Context<'_>,
    leg: Leg,
    event: &DayPair,
    model: Option<&LegModel>,
) -> LegResult {
    let spec = context.shared.spec;
    let log = event.firm.get(leg);
    let mut result = LegResult::new(leg, log, thin(context, leg));
    result.benchmark = event.market.as_ref().and_then(|m| m.get(leg));
    result.abnormal = model.and_then(|m| m.abnormal(leg, event));
    let Some(value) = log else {
        result.missing = Some(why_missing(context, leg));
        return result;
    };
    let days = reference_days(context, leg);
    let measured: Vec<(usize, DayPair)> = days
        .into_iter()
        .map(|s| (s, day_pair(context, s, same_clock(context, s))))
        .filter(|(_, day)| day.firm.get(leg).is_some())
        .take(spec.intraday.reference_days)
        .collect();
    let sessions: Vec<usize> = measured.iter().map(|(s, _)| *s).collect();
    let reference = measured.iter().filter_map(|(_, day)| day.firm.get(leg)).collect();
    result.ranked_among(context, value, &sessions, reference);
    if let (Some(model), Some(abnormal)) = (model, result.abnormal) {
        let others = model.residuals(leg).unwrap_or_else(|| {
            let same_days: Vec<f64> =
                measured.iter().filter_map(|(_, day)| model.abnormal(leg, day)).collect();
            let matched = result.volatility_matched && same_days.len() == measured.len();
            matched
                .then(|| scale_to_event(context, &sessions, &same_days))
                .flatten()
                .unwrap_or(same_days)
        });
        if others.len() >= spec.intraday.minimum_reference_days {
            result.abnormal_rank = Some(RankOf::of(abnormal, &others));
            let n = others.len() as f64;
            let mean = others.iter().sum::<f64>() / n;
            let variance = others.iter().map(|e| (e - mean) * (e - mean)).sum::<f64>() / (n - 1.0);
            result.abnormal_sd = Some(variance.sqrt());
        }
    }
    result
}

/// The leg from the previous close to the time of a text, if the text was written in the premarket
/// or the regular session of day 0.
pub(super) fn leg_by_text(context: &Context<'_>, made: DateTime<Utc>) -> Option<LegResult> {
    let calendar = context.shared.calendar;
    let spec = context.shared.spec;
    let (firm, tape) = (context.firm?, context.tape?);
    let Ok(Moment::Open { date, session }) = calendar.moment(made) else { return None };
    if date != context.timing.day_zero || session == Session::Post {
        return None;
    }
    let clock = calendar.local(made).time();
    let value = |s: usize| {
        let day = &calendar.days()[s];
        let local = calendar.time_zone().from_local_datetime(&day.date.and_time(clock));
        let t = local.earliest()?.timestamp();
        let price = match session {
            Session::Regular => tape.price(t, session),
            _ => tape.last_price_within(day.pre_open.timestamp(), t),
        };
        let log = (price? / finite(firm.ex_reference(s))?).ln();
        log.is_finite().then_some(log)
    };
    let log = value(context.day_zero);
    let measured: Vec<(usize, f64)> = reference_days(context, Leg::ByText)
        .into_iter()
        .filter_map(|s| Some((s, value(s)?)))
        .take(spec.intraday.reference_days)
        .collect();
    let premarket = context.shared.calendar.day(date)?.bounds(Session::Pre);
    let thin = premarket
        .filter(|_| session == Session::Pre)
        .map(|(from, _)| Thin::of(tape, from.timestamp(), made.timestamp(), calendar));
    let mut result = LegResult::new(Leg::ByText, log, thin);
    let (sessions, reference): (Vec<usize>, Vec<f64>) = measured.into_iter().unzip();
    match log {
        None => result.missing = Some("no price at the time of the text".into()),
        Some(log) => result.ranked_among(context, log, &sessions, reference),
    }
    Some(result)
}

fn why_missing(context: &Context<'_>, leg: Leg) -> String {
    let date = context.timing.day_zero;
    let ticker = context.ticker;
    let no_premarket = context.tape.is_none_or(|t| t.bars_in(date, Session::Pre) == 0);
    match leg {
        Leg::PremarketAsOf | Leg::Premarket | Leg::OpenGap if context.tape.is_none() => {
            format!("the data has no intraday bars of {ticker}, so no premarket")
        }
        Leg::Premarket | Leg::OpenGap | Leg::PremarketAsOf if no_premarket => {
            format!("{ticker} has no premarket prints on {date} in the data")
        }
        Leg::PremarketAsOf => format!("{ticker} has no premarket print by the time of the news"),
        Leg::Post => {
            format!("{ticker} has no post-market prints on the evening before in the data")
        }
        _ => missing_prices(context, leg),
    }
}

/// Which of the daily prices that a leg is between are missing.
fn missing_prices(context: &Context<'_>, leg: Leg) -> String {
    let (ticker, date, day) = (context.ticker, context.timing.day_zero, context.day_zero);
    let Some(firm) = context.firm else { return format!("the data has no daily bars of {ticker}") };
    let before = day.checked_sub(1).map(|s| (s, context.shared.calendar.days()[s].date));
    let close_before = before.filter(|(s, _)| !firm.close(*s).is_finite());
    let of_day = |price: f64, name| (!price.is_finite()).then(|| format!("no {name} of {date}"));
    let open = of_day(firm.open(day), "open");
    let close = of_day(firm.close(day), "close");
    let close_before = close_before.map(|(_, date)| format!("no close of {date}"));
    let missing = match leg {
        Leg::Overnight => [close_before, open],
        Leg::Intraday => [open, close],
        Leg::OpenGap => [open, None],
        Leg::CloseClose => [close_before, close],
        _ => [close_before, None],
    };
    match missing.into_iter().flatten().collect::<Vec<_>>().as_slice() {
        [] => format!("a price of {ticker} on or before {date} is no more than its dividend"),
        prices => format!("{ticker} has {} in the data", prices.join(" and ")),
    }
}

fn thin(context: &Context<'_>, leg: Leg) -> Option<Thin> {
    let calendar = context.shared.calendar;
    let tape = context.tape?;
    let day = match leg {
        Leg::Post => calendar.previous(context.timing.day_zero)?,
        _ => calendar.day(context.timing.day_zero)?,
    };
    let session = if leg == Leg::Post { Session::Post } else { Session::Pre };
    let (from, to) = day.bounds(session)?;
    let to = match leg {
        Leg::Post | Leg::Premarket | Leg::OpenGap => to.timestamp(),
        Leg::PremarketAsOf => as_of(context)?,
        _ => return None,
    };
    Some(Thin::of(tape, from.timestamp(), to, calendar))
}

fn joint_test(context: &Context<'_>, legs: &[LegResult]) -> Option<JointTest> {
    let spec = context.shared.spec;
    let result = |leg: Leg| legs.iter().find(|l| l.leg == leg);
    let tested = |leg: Leg| result(leg).is_some_and(|l| l.rank.is_some());
    let chosen: &[Leg] = if tested(Leg::Premarket) && tested(Leg::OpenGap) {
        &[Leg::Premarket, Leg::OpenGap, Leg::Intraday]
    } else {
        &[Leg::Overnight, Leg::Intraday]
    };
    let event: Vec<f64> = chosen.iter().map(|l| result(*l)?.log).collect::<Option<_>>()?;
    let reference: Vec<Vec<f64>> = reference_days(context, chosen[0])
        .into_iter()
        .filter_map(|s| {
            let day = day_pair(context, s, None);
            chosen.iter().map(|l| day.firm.get(*l)).collect()
        })
        .take(spec.intraday.reference_days)
        .collect();
    if reference.len() < spec.intraday.minimum_reference_days {
        return None;
    }
    let shrunk = reference.len() < 10 * chosen.len();
    let (distance, p_value) = joint(&event, &reference, shrunk)?;
    let singles: Vec<f64> =
        chosen.iter().map(|l| Some(result(*l)?.rank?.p_abs)).collect::<Option<_>>()?;
    Some(JointTest {
        legs: chosen.to_vec(),
        distance,
        p_value,
        holm: holm(&singles),
        reference_days: reference.len(),
        shrunk,
    })
}
