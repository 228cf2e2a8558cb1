//! The intraday study of one event and ticker.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use super::activity::{Activity, Thin};
use super::anchor::{Anchor, NoAnchor};
use super::expected::{Pair, abnormal_paths};
use super::measure::{Day, Measured, Point, WindowName, session_ending};
use super::path::{ReactionPath, growing_window, reaction_path};
use super::placebo::{ReferenceDays, Rules, SkipReason, Volatility, candidates};
use super::tape::{Tape, instant};
use super::IntradayOptions;
use crate::calendar::{Session, TradingCalendar};
use crate::event::NewsTiming;
use crate::inference::{RankOf, mad, median};

/// What the intraday study works on.
pub struct Inputs<'a> {
    /// The bars of the firm.
    pub tape: &'a Tape,
    /// The bars of the benchmark's members, of the same length; empty without a benchmark.
    pub market: &'a [&'a Tape],
    /// Where the news falls.
    pub timing: &'a NewsTiming,
    /// Bounds of the firm's other known events.
    pub own_news: &'a [(DateTime<Utc>, DateTime<Utc>)],
    /// The calendar.
    pub calendar: &'a TradingCalendar,
    /// The choices.
    pub options: &'a IntradayOptions,
}

/// The intraday study of one event and ticker. Returns are logarithmic.
#[derive(Clone, Debug, Serialize)]
pub struct IntradayResult {
    /// The length of a bar.
    pub interval: String,
    /// The bars that the news belongs to.
    pub anchor: Anchor,
    /// Whether minutes are counted from the news itself; otherwise from the earliest instant at
    /// which it can have become public.
    pub to_the_minute: bool,
    /// Bars before the open of day 0.
    pub premarket_bars: usize,
    /// The windows.
    pub windows: Vec<WindowResult>,
    /// The raw path.
    pub path: Vec<PathPoint>,
    /// The path held against the same clock, raw.
    pub raw: Option<ReactionPath>,
    /// The same for abnormal returns, where the benchmark has bars.
    pub abnormal: Option<Benchmarked>,
    /// When the reaction began, was half done and was largest, where the path leaves its band and
    /// the minute of the news is known.
    pub times: Option<ReactionTimes>,
    /// Reference days of the path.
    pub reference: ReferenceDays,
    /// Whether reference paths were scaled to the event's volatility.
    pub volatility_matched: bool,
    /// The event day's volatility over the median reference day's, both known before.
    pub volatility_ratio: Option<f64>,
    /// The p-value of the raw path if the news was a minute earlier than stamped, for stamps that
    /// are rounded to the minute.
    pub p_path_a_minute_earlier: Option<f64>,
    /// Drift before the news.
    pub pre_news: Option<PreNews>,
    /// What could not be computed, and why.
    pub missing: Vec<String>,
}

/// Abnormal paths against the benchmark.
#[derive(Clone, Debug, Serialize)]
pub struct Benchmarked {
    /// The benchmark.
    pub benchmark: String,
    /// The slope on the benchmark over the same clock of the reference days.
    pub beta: f64,
    /// The test of the abnormal path.
    pub path: ReactionPath,
}

/// Times of the reaction on the raw path, counted from the start of bar 0; the resolution is the
/// length of a bar.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ReactionTimes {
    /// Bars until the path is first outside the band, 1 being bar 0 itself.
    pub onset_bars: usize,
    /// The same in minutes.
    pub onset_minutes: f64,
    /// Bars until half of the terminal reaction is reached.
    pub half_life_bars: Option<usize>,
    /// The same in minutes.
    pub half_life_minutes: Option<f64>,
    /// Bars until the largest move in the direction of the terminal reaction.
    pub peak_bars: Option<usize>,
    /// The same in minutes.
    pub peak_minutes: Option<f64>,
    /// The largest move over the terminal one.
    pub overshoot: Option<f64>,
    /// Bars until a window that grows from five bars is within the noise again (Rinaudo and Saha);
    /// 0 if it never was outside, `None` if it does not come back.
    pub growing_window_bars: Option<usize>,
}

/// A point of the path.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct PathPoint {
    /// The end of the bar (UTC); for a closed night the start of the next session.
    pub time: DateTime<Utc>,
    /// The session that ends or runs there.
    pub session: Option<Session>,
    /// Cumulative log return since the baseline; `None` without a recent trade.
    pub raw: Option<f64>,
    /// Cumulative abnormal log return.
    pub abnormal: Option<f64>,
}

/// One window.
#[derive(Clone, Debug, Serialize)]
pub struct WindowResult {
    /// Which window.
    pub window: WindowName,
    /// Its log return.
    pub value: Option<f64>,
    /// Its end (UTC).
    pub to: Option<DateTime<Utc>>,
    /// Its rank among the same windows of earlier days, where it can be tested.
    pub rank: Option<Rank>,
    /// The rules of minimum activity, where a part lies outside the regular session.
    pub thin: Option<Thin>,
    /// Realised variance over the mean of the reference days, with its one-sided rank.
    pub variance_ratio: Option<(f64, f64)>,
    /// Volume over the median of the reference days, with its one-sided rank.
    pub volume_ratio: Option<(f64, f64)>,
    /// Why there is no value or no test.
    pub missing: Option<String>,
}

/// The rank of a window's return among reference days.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Rank {
    /// The ranks that count: volatility-matched where that applies.
    #[serde(flatten)]
    pub rank: RankOf,
    /// Whether reference returns were scaled to the event's volatility.
    pub volatility_matched: bool,
    /// The ranks without matching.
    pub unmatched: RankOf,
    /// 1.4826 times the median absolute deviation of the reference returns.
    pub sigma: f64,
    /// The share of reference returns that are exactly zero.
    pub zero_share: f64,
    /// The reference days.
    pub reference: ReferenceDays,
    /// The reference returns, newest first.
    #[serde(skip)]
    pub values: Vec<f64>,
    /// The same as the rank sees them.
    #[serde(skip)]
    pub ranked: Vec<f64>,
}

/// Drift before the news.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PreNews {
    /// Log return over the hour before the news.
    pub value: f64,
    /// Two-sided p by size.
    pub p_two_sided: f64,
    /// One-sided p in the direction of the reaction.
    pub p_same_direction: f64,
    /// `C_pre/(C_pre + C_post)`, only where the reaction is significant.
    pub leak_ratio: Option<f64>,
    /// What to make of it.
    pub note: Option<&'static str>,
}

/// Runs the intraday study.
///
/// # Errors
/// [`NoAnchor`] where the news has no bars.
pub fn intraday_study(inputs: &Inputs<'_>) -> Result<IntradayResult, NoAnchor> {
    let Inputs { tape, timing, calendar, options, .. } = *inputs;
    let published = timing.earliest.timestamp() + options.latency_seconds;
    let day = Day::of(tape, published, calendar)?;
    let rules = Rules { options, calendar, own_news: inputs.own_news, published };
    let volatility = Volatility::of(tape);
    let days = reference_days(tape, &day, &rules);
    let mut missing = Vec::new();
    if !timing.to_the_minute() {
        missing.push(format!(
            "the minute of publication is not known ({}), so windows in minutes from the news, drift before it and the time of its onset are not given; the path starts from the last price before {}",
            timing.precision.replace('_', " "),
            calendar.local(timing.earliest).format("%Y-%m-%d %H:%M ET"),
        ));
    }
    let windows: Vec<WindowResult> = WindowName::ALL
        .into_iter()
        .filter(|w| timing.to_the_minute() || !w.counts_minutes())
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
        pre_news: pre_news(&windows, timing),
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
    if timing.precision == "minute" {
        result.p_path_a_minute_earlier = earlier_path(inputs, published - 60, &volatility);
    }
    Ok(result)
}

/// The days that could be reference days, with the day measured at the same clock.
struct Reference {
    date: NaiveDate,
    day: Result<Day, SkipReason>,
}

fn reference_days(tape: &Tape, event: &Day, rules: &Rules<'_>) -> Vec<Reference> {
    candidates(tape, event.published, rules.calendar)
        .into_iter()
        .map(|(date, published)| {
            let day = rules.day(date, event.day_zero).and_then(|()| {
                Day::of(tape, published, rules.calendar).map_err(|_| SkipReason::NoBaseline)
            });
            Reference { date, day }
        })
        .collect()
}

fn window_result(
    inputs: &Inputs<'_>,
    day: &Day,
    rules: &Rules<'_>,
    days: &[Reference],
    volatility: &Volatility,
    window: WindowName,
) -> WindowResult {
    let Inputs { tape, calendar, options, .. } = *inputs;
    let mut result = WindowResult {
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
    let first = if matches!(window, WindowName::Before(_)) { event.from } else { day.anchor.first_bar.timestamp() };
    let minutes = matches!(window, WindowName::Before(_) | WindowName::After(_));
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
        let spans: Vec<(i64, i64)> = measured.iter().map(|(d, m)| (d.anchor.first_bar.timestamp(), m.to)).collect();
        let of_event = (first, event.to);
        result.variance_ratio = ratio(of_event, &spans, |s| realised_variance(tape, s), mean);
        result.volume_ratio =
            ratio(of_event, &spans, |(a, b)| Activity::of(tape, a, b).shares, |v| median(v.to_vec()));
    }
    result
}

/// The same window on the most recent eligible days.
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
fn scaled(measured: &[(&Day, Measured)], event: NaiveDate, volatility: &Volatility) -> Option<Vec<f64>> {
    let own = volatility.before(event)?;
    measured
        .iter()
        .map(|(day, m)| Some(m.value * own / volatility.before(day.day_zero)?))
        .collect()
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

fn pre_news(windows: &[WindowResult], timing: &NewsTiming) -> Option<PreNews> {
    let find = |w: WindowName| windows.iter().find(|r| r.window == w);
    let before = find(WindowName::Before(60)).filter(|w| w.rank.is_some()).or_else(|| find(WindowName::Before(15)))?;
    let after = find(WindowName::After(30))?;
    let (value, rank) = (before.value?, before.rank.as_ref()?);
    let reaction = after.value?;
    let significant = after.rank.as_ref().is_some_and(|r| r.rank.p_abs <= 0.05);
    let late_stamp = rank.rank.p_abs <= 0.05 && timing.precision != "second";
    Some(PreNews {
        value,
        p_two_sided: rank.rank.p_abs,
        p_same_direction: rank.rank.towards(if reaction >= 0.0 { 1 } else { -1 }),
        leak_ratio: (significant && value + reaction != 0.0).then(|| value / (value + reaction)),
        note: late_stamp.then_some(
            "the stamp is no finer than a minute: a move before it more often means a late stamp than a leak",
        ),
    })
}

/// The paths of the event and the reference days, firm and benchmark.
struct Paths {
    points: Vec<Point>,
    event: Pair,
    reference: Vec<Pair>,
    days: ReferenceDays,
    scales: Option<Vec<f64>>,
    ratio: Option<f64>,
    first_is_jump: bool,
}

impl Paths {
    fn of(
        inputs: &Inputs<'_>,
        day: &Day,
        rules: &Rules<'_>,
        days: &[Reference],
        volatility: &Volatility,
    ) -> Self {
        let Inputs { tape, calendar, options, .. } = *inputs;
        let length = tape.interval.seconds();
        let first = day.anchor.first_bar.timestamp();
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
                            let points = same_clock(day, other, &points, length, calendar);
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
            points,
        }
    }

    fn into_result(self, inputs: &Inputs<'_>, result: &mut IntradayResult) {
        let options = inputs.options;
        let matched = |paths: &[Vec<Option<f64>>]| -> Vec<Vec<Option<f64>>> {
            let Some(scales) = &self.scales else { return paths.to_vec() };
            paths.iter().zip(scales).map(|(p, c)| p.iter().map(|s| s.map(|s| s * c)).collect()).collect()
        };
        let firm: Vec<Vec<Option<f64>>> = self.reference.iter().map(|p| p.firm.clone()).collect();
        let enough = firm.len() >= options.minimum_reference_days;
        if !enough {
            result.missing.push(format!(
                "the path has {} reference days, and {} are needed for a test",
                firm.len(),
                options.minimum_reference_days
            ));
        }
        let firm = matched(&firm);
        result.raw = enough.then(|| reaction_path(&self.event.firm, &firm, options.alpha)).flatten();
        if result.to_the_minute {
            result.times = result.raw.as_ref().and_then(|raw| self.times(raw, &firm, inputs, result));
        }
        let abnormal = enough
            .then(|| abnormal_paths(&self.event, &self.reference, &self.points, self.first_is_jump))
            .flatten();
        if abnormal.is_none() {
            result.missing.push(match inputs.market {
                [] => "no benchmark has bars of the same length, so the path is raw".to_owned(),
                _ => "the benchmark has too few bars at these times, so the path is raw".to_owned(),
            });
        }
        let points = self.points.iter().enumerate().map(|(k, point)| PathPoint {
            time: instant(point.time()),
            session: session_ending(point.time() + i64::from(matches!(point, Point::Gap(_))), inputs.calendar),
            raw: self.event.firm[k],
            abnormal: abnormal.as_ref().and_then(|a| a.event[k]),
        });
        result.path = points.collect();
        result.abnormal = abnormal.and_then(|a| {
            let names: Vec<&str> = inputs.market.iter().map(|t| t.ticker.as_str()).collect();
            let path = reaction_path(&a.event, &matched(&a.reference), options.alpha)?;
            Some(Benchmarked { benchmark: names.join(", "), beta: a.beta, path })
        });
        result.volatility_matched = self.scales.is_some();
        result.volatility_ratio = self.ratio;
        result.reference = self.days;
    }
}

impl Paths {
    fn times(
        &self,
        raw: &ReactionPath,
        reference: &[Vec<Option<f64>>],
        inputs: &Inputs<'_>,
        result: &IntradayResult,
    ) -> Option<ReactionTimes> {
        const INITIAL_BARS: usize = 5;
        let start = result.anchor.first_bar.timestamp();
        let minutes = |k: usize| (self.points[k].time() - start) as f64 / 60.0;
        let onset = raw.onset?;
        Some(ReactionTimes {
            onset_bars: onset + 1,
            onset_minutes: minutes(onset),
            half_life_bars: raw.half_life.map(|k| k + 1),
            half_life_minutes: raw.half_life.map(minutes),
            peak_bars: raw.peak.map(|k| k + 1),
            peak_minutes: raw.peak.map(minutes),
            overshoot: raw.overshoot,
            growing_window_bars: growing_window(
                &self.event.firm,
                reference,
                inputs.options.alpha,
                INITIAL_BARS,
            ),
        })
    }
}

/// The points of the event's path moved to another day's clock; `None` if that day's session has
/// another length.
fn same_clock(
    event: &Day,
    other: &Day,
    points: &[Point],
    length: i64,
    calendar: &TradingCalendar,
) -> Option<Vec<Point>> {
    // Counted from the bar of the clock time and not from the first trade, so that every day is
    // read at the same minutes.
    let offset = event.anchor.first_bar.timestamp() - event.published.div_euclid(length) * length;
    let closed = session_ending(event.published + 1, calendar).is_none();
    let first = if closed {
        let clock = calendar.local(event.anchor.first_bar).time();
        let date = calendar.day(other.day_zero)?.date;
        chrono::TimeZone::from_local_datetime(&calendar.time_zone(), &date.and_time(clock)).earliest()?.timestamp()
    } else {
        other.published.div_euclid(length) * length + offset
    };
    let moved = other.grid(first, length, calendar);
    let same = moved.len() == points.len()
        && moved.iter().zip(points).all(|(a, b)| matches!(a, Point::Gap(_)) == matches!(b, Point::Gap(_)));
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
    let mut sum: Vec<Option<f64>> = vec![if members.is_empty() { None } else { Some(0.0) }; points.len()];
    for tape in members {
        let base = tape.price(base_time, day.anchor.baseline_session);
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
    if paths.reference.len() < inputs.options.minimum_reference_days {
        return None;
    }
    let firm: Vec<Vec<Option<f64>>> = paths.reference.into_iter().map(|p| p.firm).collect();
    reaction_path(&paths.event.firm, &firm, inputs.options.alpha).map(|p| p.p_path)
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}
