//! The legs of one day, and the days that may stand beside it.

use chrono::TimeZone;

use super::context::Context;
use crate::calendar::{DayKind, GapClass, Session};
use crate::intraday::Tape;
use crate::returns::{DailyReturns, DayLegs, DayPrices, Leg};

/// The legs of one day, firm and benchmark.
pub(super) struct DayPair {
    pub(super) firm: DayLegs,
    pub(super) market: Option<DayLegs>,
}

/// The latest instant at which the news can have come, if it lies in day 0's premarket.
pub(super) fn as_of(context: &Context<'_>) -> Option<i64> {
    let day = context.shared.calendar.day(context.timing.day_zero)?;
    let (from, to) = day.bounds(Session::Pre)?;
    let latest = context.timing.latest;
    (from < latest && latest < to).then(|| latest.timestamp())
}

pub(super) fn day_prices(
    context: &Context<'_>,
    daily: DailyReturns<'_>,
    tape: Option<&Tape>,
    session: usize,
    as_of: Option<i64>,
) -> DayPrices {
    let days = context.shared.calendar.days();
    let before = session.checked_sub(1);
    let bounds = |s: usize, session: Session| {
        let (from, to) = days[s].bounds(session)?;
        Some((from.timestamp(), to.timestamp()))
    };
    let last = |(from, to): (i64, i64)| tape.and_then(|t| t.last_price_within(from, to));
    DayPrices {
        previous_close: before.and_then(|s| finite(daily.close(s))),
        ex_reference: finite(daily.ex_reference(session)),
        last_post: before.and_then(|s| bounds(s, Session::Post)).and_then(last),
        premarket_as_of: bounds(session, Session::Pre)
            .zip(as_of)
            .and_then(|((from, _), to)| last((from, to))),
        premarket: bounds(session, Session::Pre).and_then(last),
        open: finite(daily.open(session)),
        close: finite(daily.close(session)),
    }
}

pub(super) fn day_pair(context: &Context<'_>, session: usize, as_of: Option<i64>) -> DayPair {
    let firm = context
        .firm
        .map(|daily| DayLegs::of(&day_prices(context, daily, context.tape, session, as_of)))
        .unwrap_or_default();
    DayPair { firm, market: market_legs(context, session, as_of) }
}

/// The benchmark's legs; the premarket legs of a basket are means over its members.
fn market_legs(context: &Context<'_>, session: usize, as_of: Option<i64>) -> Option<DayLegs> {
    let market = context.market.as_ref()?;
    let members = market.members();
    let legs: Vec<DayLegs> = members
        .iter()
        .map(|daily| {
            let tape = context.market_tapes.iter().find(|t| t.ticker == *daily.ticker()).copied();
            DayLegs::of(&day_prices(context, *daily, tape, session, as_of))
        })
        .collect();
    Some(DayLegs::mean(&legs))
}

/// Earlier sessions that may stand beside day 0 for this leg, newest first.
pub(super) fn reference_days(context: &Context<'_>, leg: Leg) -> Vec<usize> {
    let days = context.shared.calendar.days();
    let Some(firm) = context.firm else { return Vec::new() };
    // The post-market of the evening before ends early if that day was a half day.
    let of = |s: usize| if leg == Leg::Post { s.saturating_sub(1) } else { s };
    let kind = |s: usize| days[of(s)].kind == DayKind::Full;
    let night = |s: usize| {
        let before = s.checked_sub(1)?;
        let nights = context.shared.calendar.nights_between(days[before].date, days[s].date);
        Some(GapClass::from_nights(nights))
    };
    let crosses_night = !matches!(leg, Leg::Intraday | Leg::Post | Leg::OpenGap);
    let kept_out = &context.shared.spec.intraday.excluded_days;
    (0..context.day_zero)
        .rev()
        .take_while(|s| firm.covers(*s))
        .filter(|s| kind(*s) == kind(context.day_zero))
        .filter(|s| {
            !crosses_night || (night(*s) == night(context.day_zero) && !firm.is_ex_date(*s))
        })
        .filter(|s| !context.others.iter().any(|o| o.day_zero == *s))
        .filter(|s| !kept_out.contains(&days[*s].date))
        .collect()
}

/// The clock time of the news on another session.
pub(super) fn same_clock(context: &Context<'_>, session: usize) -> Option<i64> {
    let calendar = context.shared.calendar;
    let clock = calendar.local(chrono::DateTime::from_timestamp(as_of(context)?, 0)?).time();
    let local = calendar.days()[session].date.and_time(clock);
    Some(calendar.time_zone().from_local_datetime(&local).earliest()?.timestamp())
}

/// Reference returns scaled to the event's volatility: exponentially weighted squared log returns
/// (decay 0.94) as they were known before each day.
pub(super) fn scale_to_event(
    context: &Context<'_>,
    sessions: &[usize],
    values: &[f64],
) -> Option<Vec<f64>> {
    let firm = context.firm?;
    let own = volatility_before(firm, context.day_zero)?;
    sessions
        .iter()
        .zip(values)
        .map(|(session, value)| Some(value * own / volatility_before(firm, *session)?))
        .collect()
}

fn volatility_before(firm: DailyReturns<'_>, session: usize) -> Option<f64> {
    const DECAY: f64 = 0.94;
    const BARS: usize = 100;
    const ENOUGH: usize = 20;
    let squares: Vec<f64> = (session.saturating_sub(BARS)..session)
        .rev()
        .map(|s| firm.log(s))
        .filter(|r| r.is_finite())
        .map(|r| r * r)
        .collect();
    if squares.len() < ENOUGH {
        return None;
    }
    let weights = || (0..squares.len() as i32).map(|k| DECAY.powi(k));
    let variance =
        squares.iter().zip(weights()).map(|(r, w)| r * w).sum::<f64>() / weights().sum::<f64>();
    (variance > 0.0).then(|| variance.sqrt())
}

pub(super) fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}
