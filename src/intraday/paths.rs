//! The paths of the event day and of the reference days.

use super::clock::{instant, session_ending};
use super::expected::{Pair, abnormal_paths};
use super::inputs::Inputs;
use super::measure::{Day, Point, WindowName};
use super::path::{ReactionPath, growing_window, reaction_path};
use super::placebo::{Reference, ReferenceDays, Rules, SkipReason, Volatility};
use super::results::{Benchmarked, IntradayResult, PathPoint, ReactionTimes};
use super::tape::Tape;
use super::tested_path::PathKind;
use crate::calendar::TradingCalendar;
use crate::inference::median;

/// A first price that comes so many seconds after the news says nothing about the time before.
const LATE_FIRST_PRICE: i64 = 900;

/// The paths of the event and the reference days, firm and benchmark.
pub(super) struct Paths {
    points: Vec<Point>,
    pub(super) event: Pair,
    pub(super) reference: Vec<Pair>,
    days: ReferenceDays,
    scales: Option<Vec<f64>>,
    ratio: Option<f64>,
    first_is_jump: bool,
    /// The first point with a trade since the news; before it the baseline is carried on.
    first_trade: usize,
    /// The bar of the news, or the news itself where the market was closed.
    start: i64,
}

impl Paths {
    pub(super) fn of(
        inputs: &Inputs<'_>,
        day: &Day,
        rules: &Rules<'_>,
        days: &[Reference],
        volatility: &Volatility,
    ) -> Self {
        let Inputs { tape, calendar, options, .. } = *inputs;
        let length = tape.interval.seconds();
        let first = day.clock_start(length, calendar);
        let points = day.grid(first, length, calendar);
        let window = WindowName::ToClose;
        let event_measure = day.measure(tape, window, calendar);
        let pair = |day: &Day, points: &[Point]| Pair {
            firm: day.path(tape, points, calendar),
            market: market_path(inputs.market, day, points, calendar),
        };
        let mut reference = Vec::new();
        let mut used = ReferenceDays::default();
        let mut own_volatility = Vec::new();
        if let Ok(event_measure) = &event_measure {
            for candidate in days {
                if reference.len() == options.reference_days {
                    break;
                }
                let checked = match &candidate.day {
                    Err(reason) => Err(*reason),
                    Ok(other) => other
                        .measure(tape, window, calendar)
                        .map_err(|_| SkipReason::Missing)
                        .and_then(|m| rules.window(tape, &m, event_measure))
                        .and_then(|()| {
                            let points = same_clock(other, &points, length, calendar);
                            points.map(|p| (other, p)).ok_or(SkipReason::EarlyClose)
                        }),
                };
                match checked {
                    Ok((other, points)) => {
                        reference.push(pair(other, &points));
                        used.dates.push(candidate.date);
                        own_volatility.push(volatility.before(other.day_zero));
                    }
                    Err(reason) => *used.skipped.entry(reason).or_default() += 1,
                }
            }
        }
        let known: Option<Vec<f64>> = own_volatility.into_iter().collect();
        let event_volatility = volatility.before(day.day_zero);
        let ratios: Option<Vec<f64>> = known
            .zip(event_volatility)
            .map(|(days, own)| days.into_iter().map(|v| own / v).collect());
        Self {
            event: pair(day, &points),
            ratio: ratios.clone().filter(|r| !r.is_empty()).map(median),
            scales: ratios.filter(|r| r.len() >= options.volatility_matching_from),
            first_is_jump: event_measure.is_ok_and(|m| !m.gaps.is_empty())
                && !points.iter().any(|p| matches!(p, Point::Gap(_))),
            reference,
            days: used,
            first_trade: points
                .iter()
                .position(|point| traded_by(tape, *point, first))
                .unwrap_or(points.len()),
            points,
            start: if session_ending(day.published + 1, calendar).is_some() {
                first
            } else {
                day.published
            },
        }
    }

    /// Reference paths scaled to the event's volatility, where that applies.
    fn matched(&self, paths: Vec<Vec<Option<f64>>>) -> Vec<Vec<Option<f64>>> {
        let Some(scales) = &self.scales else { return paths };
        let scaled = |(path, c): (Vec<Option<f64>>, &f64)| {
            path.into_iter().map(|s| s.map(|s| s * c)).collect()
        };
        paths.into_iter().zip(scales).map(scaled).collect()
    }

    /// The p-value of the raw path, where there are enough reference days.
    pub(super) fn p_raw(self, inputs: &Inputs<'_>) -> Option<f64> {
        if self.reference.len() < inputs.options.minimum_reference_days {
            return None;
        }
        let firm = self.matched(self.reference.iter().map(|p| p.firm.clone()).collect());
        reaction_path(&self.event.firm, &firm, inputs.alpha).map(|p| p.p_path)
    }

    pub(super) fn into_result(self, inputs: &Inputs<'_>, result: &mut IntradayResult) {
        let options = inputs.options;
        let firm: Vec<Vec<Option<f64>>> = self.reference.iter().map(|p| p.firm.clone()).collect();
        let enough = firm.len() >= options.minimum_reference_days;
        if !enough {
            result.missing.push(format!(
                "the path has {} reference days, and {} are needed for a test",
                firm.len(),
                options.minimum_reference_days
            ));
        }
        let firm = self.matched(firm);
        result.raw = enough.then(|| reaction_path(&self.event.firm, &firm, inputs.alpha)).flatten();
        let abnormal = enough
            .then(|| abnormal_paths(&self.event, &self.reference, &self.points, self.first_is_jump))
            .flatten();
        let points = self.points.iter().enumerate().map(|(k, point)| PathPoint {
            time: instant(point.time()),
            session: session_ending(
                point.time() + i64::from(matches!(point, Point::Gap(_))),
                inputs.calendar,
            ),
            raw: self.event.firm[k],
            abnormal: abnormal.as_ref().and_then(|a| a.event[k]),
        });
        result.path = points.collect();
        let raw = result.raw.as_ref();
        result.times = raw.and_then(|raw| self.times((raw, &self.event.firm), &firm, inputs));
        result.abnormal = abnormal.and_then(|a| {
            let names: Vec<&str> = inputs.market.iter().map(|t| t.ticker.as_str()).collect();
            let reference = self.matched(a.reference);
            let path = reaction_path(&a.event, &reference, inputs.alpha)?;
            let times = self.times((&path, &a.event), &reference, inputs);
            Some(Benchmarked { benchmark: names.join(", "), beta: a.beta, path, times })
        });
        result.missing.extend(unknown_onsets(result, inputs.calendar));
        if result.abnormal.is_none() && enough {
            result.missing.push(match inputs.market {
                [] => "no benchmark has bars of the same length, so the path is raw".to_owned(),
                _ => "the benchmark has too few bars at these times, so the path is raw".to_owned(),
            });
        }
        result.volatility_matched = self.scales.is_some();
        result.volatility_ratio = self.ratio;
        result.reference = self.days;
    }
}

impl Paths {
    /// The times of a path, raw or abnormal, on its own prices and in its own band.
    fn times(
        &self,
        (path, event): (&ReactionPath, &[Option<f64>]),
        reference: &[Vec<Option<f64>>],
        inputs: &Inputs<'_>,
    ) -> Option<ReactionTimes> {
        const INITIAL_BARS: usize = 5;
        if !inputs.timing.to_the_minute() {
            return None;
        }
        let start = self.start;
        let minutes = |k: usize| (self.points[k].time() - start) as f64 / 60.0;
        let onset = path.onset?;
        let first = (self.first_trade..event.len()).find(|&k| event[k].is_some());
        let length = inputs.tape.interval.seconds();
        // Outside the band at its very first price, long after the news: when it left is not known.
        let late = |k: usize| self.points[k].time() - start > length + LATE_FIRST_PRICE;
        if first.is_some_and(|first| onset == first && late(first)) {
            return None;
        }
        Some(ReactionTimes {
            onset_bars: onset + 1,
            onset_minutes: minutes(onset),
            half_life_bars: path.half_life.map(|k| k + 1),
            half_life_minutes: path.half_life.map(minutes),
            peak_bars: path.peak.map(|k| k + 1),
            peak_minutes: path.peak.map(minutes),
            overshoot: path.overshoot,
            growing_window_bars: growing_window(event, reference, inputs.alpha, INITIAL_BARS),
        })
    }
}

/// Whether the price at a point is of a trade since `first`; else it is the baseline, carried on for
/// as long as it counts as a price.
fn traded_by(tape: &Tape, point: Point, first: i64) -> bool {
    match point {
        Point::Gap(_) => true,
        Point::Bar(t) => tape.last_ended(t).is_some_and(|i| tape.starts[i] >= first),
    }
}

/// What is to be said of paths that are outside their band at their first price after the news.
fn unknown_onsets(result: &IntradayResult, calendar: &TradingCalendar) -> Vec<String> {
    if !result.to_the_minute {
        return Vec::new();
    }
    let onsets = result.tested_paths().filter(|tested| tested.times.is_none());
    let sentence = |kind: PathKind, k: usize| {
        format!(
            "the {kind} path is outside its band at its first price after the news, {}, so the time of its onset is not known",
            calendar.local(result.path[k].time).format("%H:%M ET")
        )
    };
    onsets.filter_map(|tested| Some(sentence(tested.kind, tested.path.onset?))).collect()
}

/// The points of the event's path moved to another day's clock; `None` if that day's session has
/// another length.
fn same_clock(
    other: &Day,
    points: &[Point],
    length: i64,
    calendar: &TradingCalendar,
) -> Option<Vec<Point>> {
    let moved = other.grid(other.clock_start(length, calendar), length, calendar);
    let same = moved.len() == points.len()
        && moved
            .iter()
            .zip(points)
            .all(|(a, b)| matches!(a, Point::Gap(_)) == matches!(b, Point::Gap(_)));
    same.then_some(moved)
}

/// The benchmark's cumulative log return since the firm's baseline: the mean of its members, equal
/// weights at the baseline.
fn market_path(
    members: &[&Tape],
    day: &Day,
    points: &[Point],
    calendar: &TradingCalendar,
) -> Vec<Option<f64>> {
    let base_time = day.anchor.baseline_time.timestamp();
    let mut sum: Vec<Option<f64>> =
        vec![if members.is_empty() { None } else { Some(0.0) }; points.len()];
    for tape in members {
        // Where the age of the firm's own baseline is waived, so is the benchmark's, within the day.
        let base = if day.anchor.age_waived {
            tape.last_price_of_day(base_time, calendar)
        } else {
            tape.price(base_time, day.anchor.baseline_session)
        };
        let path = base.map(|price| {
            let mut own = day.clone();
            own.anchor.baseline_price = price;
            own.path(tape, points, calendar)
        });
        for (k, total) in sum.iter_mut().enumerate() {
            let simple = path.as_ref().and_then(|p| p[k]).map(f64::exp_m1);
            *total = total.zip(simple).map(|(t, s)| t + s / members.len() as f64);
        }
    }
    sum.into_iter().map(|s| s.map(f64::ln_1p)).collect()
}
