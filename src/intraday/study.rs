//! The intraday study of one event and ticker.

use chrono::NaiveDate;

use super::activity::{Activity, Thin};
use super::anchor::NoAnchor;
use super::clock::{instant, session_ending};
use super::inputs::Inputs;
use super::measure::{Day, Measured, WindowName};
use super::paths::Paths;
use super::placebo::{Reference, ReferenceDays, Rules, SkipReason, Volatility, reference_days};
use super::results::{IntradayResult, PreNews, Rank, ReactionWindow};
use super::tape::Tape;
use crate::calendar::Session;
use crate::event::{NewsTiming, Precision};
use crate::inference::{RankOf, mad, median};

/// Runs the intraday study.
///
/// # Errors
/// [`NoAnchor`] where the news has no bars.
pub fn intraday_study(inputs: &Inputs<'_>) -> Result<IntradayResult, NoAnchor> {
    let Inputs { tape, timing, calendar, options, .. } = *inputs;
    let published = timing.earliest.timestamp() + options.latency_seconds;
    let (day, published) = day_of_event(inputs, published)?;
    let rules = Rules { options, calendar, own_news: inputs.own_news, published };
    let volatility = Volatility::of(tape);
    let days = reference_days(tape, &day, &rules);
    let mut missing = Vec::new();
    if !timing.to_the_minute() {
        missing.push(format!(
            "the minute of publication is not known ({}), so windows in minutes from the news, drift before it and the time of its onset are not given; the path starts from the last price before {}",
            timing.precision.id().replace('_', " "),
            calendar.local(instant(published)).format("%Y-%m-%d %H:%M ET"),
        ));
    }
    let windows: Vec<ReactionWindow> = WindowName::ALL
        .into_iter()
        .filter(|w| timing.to_the_minute() || w.minutes().is_none())
        .filter(|w| w.minutes().is_none_or(|m| m * 60 >= tape.interval.seconds()))
        .map(|w| window_result(inputs, &day, &rules, &days, &volatility, w))
        .collect();
    let paths = Paths::of(inputs, &day, &rules, &days, &volatility);
    let premarket_bars = tape.bars_in(day.day_zero, Session::Pre);
    if premarket_bars == 0 {
        missing.push(format!("{} has no premarket prints on {}", tape.ticker, day.day_zero));
    }
    let mut result = IntradayResult {
        interval: tape.interval.to_string(),
        to_the_minute: timing.to_the_minute(),
        premarket_bars,
        pre_news: pre_news(&windows, timing, inputs.alpha),
        p_path_a_minute_earlier: None,
        windows,
        path: Vec::new(),
        raw: None,
        abnormal: None,
        times: None,
        reference: ReferenceDays::default(),
        volatility_matched: false,
        volatility_ratio: None,
        missing,
        anchor: day.anchor.clone(),
    };
    paths.into_result(inputs, &mut result);
    if timing.precision == Precision::Minute {
        result.p_path_a_minute_earlier = earlier_path(inputs, published - 60, &volatility);
    }
    Ok(result)
}

/// The day of the event. Where only bounds of the publication time are known and the last trade
/// before the earliest of them is stale, the night before the session serves as the bound instead:
/// its last price surely does not know the news either.
fn day_of_event(inputs: &Inputs<'_>, published: i64) -> Result<(Day, i64), NoAnchor> {
    let Inputs { tape, timing, calendar, .. } = *inputs;
    match Day::of(tape, published, calendar) {
        Err(NoAnchor::StaleBaseline { .. }) if !timing.to_the_minute() => {
            let before = calendar.previous(timing.day_zero).ok_or(NoAnchor::OutsideCalendar)?;
            let night = before.post_end.timestamp();
            Ok((Day::of(tape, night, calendar)?, night))
        }
        other => Ok((other?, published)),
    }
}

fn window_result(
    inputs: &Inputs<'_>,
    day: &Day,
    rules: &Rules<'_>,
    days: &[Reference],
    volatility: &Volatility,
    window: WindowName,
) -> ReactionWindow {
    let Inputs { tape, calendar, options, .. } = *inputs;
    let mut result = ReactionWindow {
        window,
        value: None,
        to: None,
        rank: None,
        thin: None,
        variance_ratio: None,
        volume_ratio: None,
        missing: None,
    };
    let event = match day.measure(tape, window, calendar) {
        Ok(event) => event,
        Err(reason) => {
            result.missing = Some(reason.to_owned());
            return result;
        }
    };
    result.value = Some(event.value);
    result.to = Some(instant(event.to));
    let first = if matches!(window, WindowName::Before(_)) {
        event.from
    } else {
        day.clock_start(tape.interval.seconds(), calendar)
    };
    let minutes = window.minutes().is_some();
    let outside_regular = session_ending(first + 1, calendar) != Some(Session::Regular);
    result.thin = (minutes && outside_regular).then(|| Thin::of(tape, first, event.to, calendar));
    let (reference, measured) = collect(tape, &event, rules, days, window);
    if measured.len() < options.minimum_reference_days {
        result.missing = Some(format!(
            "{} reference days, and {} are needed for a test",
            measured.len(),
            options.minimum_reference_days
        ));
        return result;
    }
    let values: Vec<f64> = measured.iter().map(|(_, m)| m.value).collect();
    let unmatched = RankOf::of(event.value, &values);
    let matched = (values.len() >= options.volatility_matching_from)
        .then(|| scaled(&measured, day.day_zero, volatility))
        .flatten();
    result.rank = Some(Rank {
        rank: matched.as_ref().map_or(unmatched, |m| RankOf::of(event.value, m)),
        volatility_matched: matched.is_some(),
        unmatched,
        sigma: mad(&values),
        zero_share: values.iter().filter(|v| **v == 0.0).count() as f64 / values.len() as f64,
        reference,
        ranked: matched.unwrap_or_else(|| values.clone()),
        values,
    });
    if window == WindowName::After(30) {
        let spans: Vec<(i64, i64)> = measured
            .iter()
            .map(|(d, m)| (d.clock_start(tape.interval.seconds(), calendar), m.to))
            .collect();
        let of_event = (first, event.to);
        result.variance_ratio = ratio(of_event, &spans, |s| realised_variance(tape, s), mean);
        result.volume_ratio = ratio(
            of_event,
            &spans,
            |(a, b)| Activity::of(tape, a, b).shares,
            |v| median(v.to_vec()),
        );
    }
    result
}

/// A window on the most recent eligible days.
fn collect<'d>(
    tape: &Tape,
    event: &Measured,
    rules: &Rules<'_>,
    days: &'d [Reference],
    window: WindowName,
) -> (ReferenceDays, Vec<(&'d Day, Measured)>) {
    let mut reference = ReferenceDays::default();
    let mut measured = Vec::new();
    for candidate in days {
        if measured.len() == rules.options.reference_days {
            break;
        }
        let found = match &candidate.day {
            Err(reason) => Err(*reason),
            Ok(day) => day
                .measure(tape, window, rules.calendar)
                .map_err(|_| SkipReason::Missing)
                .and_then(|m| rules.window(tape, &m, event).map(|()| (day, m))),
        };
        match found {
            Ok(pair) => {
                measured.push(pair);
                reference.dates.push(candidate.date);
            }
            Err(reason) => *reference.skipped.entry(reason).or_default() += 1,
        }
    }
    (reference, measured)
}

/// Reference returns scaled to the event's volatility; `None` unless every day has one.
fn scaled(
    measured: &[(&Day, Measured)],
    event: NaiveDate,
    volatility: &Volatility,
) -> Option<Vec<f64>> {
    let own = volatility.before(event)?;
    measured.iter().map(|(day, m)| Some(m.value * own / volatility.before(day.day_zero)?)).collect()
}

/// Value over the centre of the reference, with the one-sided rank of a large value.
fn ratio(
    event: (i64, i64),
    spans: &[(i64, i64)],
    value: impl Fn((i64, i64)) -> Option<f64>,
    center: impl Fn(&[f64]) -> f64,
) -> Option<(f64, f64)> {
    let own = value(event)?;
    let others: Vec<f64> = spans.iter().filter_map(|s| value(*s)).collect();
    let middle = center(&others);
    (middle > 0.0).then(|| (own / middle, RankOf::of(own, &others).p_up))
}

fn realised_variance(tape: &Tape, (from, to): (i64, i64)) -> Option<f64> {
    let bars = tape.between(from, to);
    let before = bars.start.checked_sub(1)?;
    let closes = std::iter::once(tape.close[before]).chain(bars.clone().map(|i| tape.close[i]));
    let closes: Vec<f64> = closes.collect();
    (!bars.is_empty()).then(|| closes.windows(2).map(|p| (p[1] / p[0]).ln().powi(2)).sum())
}

fn pre_news(windows: &[ReactionWindow], timing: &NewsTiming, alpha: f64) -> Option<PreNews> {
    let find = |w: WindowName| windows.iter().find(|r| r.window == w);
    let before = find(WindowName::Before(60))
        .filter(|w| w.rank.is_some())
        .or_else(|| find(WindowName::Before(15)))?;
    let after = find(WindowName::After(30))?;
    let (value, rank) = (before.value?, before.rank.as_ref()?);
    let reaction = after.value?;
    let significant = after.rank.as_ref().is_some_and(|r| r.rank.p_abs <= alpha);
    let late_stamp = rank.rank.p_abs <= alpha && timing.precision != Precision::Second;
    Some(PreNews {
        value,
        minutes: before.window.minutes()?,
        p_two_sided: rank.rank.p_abs,
        p_same_direction: rank.rank.towards(if reaction >= 0.0 { 1 } else { -1 }),
        leak_ratio: (significant && value + reaction != 0.0).then(|| value / (value + reaction)),
        note: late_stamp.then_some(
            "the stamp is no finer than a minute: a move before it more often means a late stamp than a leak",
        ),
    })
}

/// The p-value of the raw path if the news was public at another instant.
fn earlier_path(inputs: &Inputs<'_>, published: i64, volatility: &Volatility) -> Option<f64> {
    let day = Day::of(inputs.tape, published, inputs.calendar).ok()?;
    let rules = Rules {
        options: inputs.options,
        calendar: inputs.calendar,
        own_news: inputs.own_news,
        published,
    };
    let days = reference_days(inputs.tape, &day, &rules);
    let paths = Paths::of(&Inputs { market: &[], ..*inputs }, &day, &rules, &days, volatility);
    paths.p_raw(inputs)
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}
