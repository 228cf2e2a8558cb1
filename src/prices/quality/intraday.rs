//! Checks of intraday bars.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::prints::{Ranges, reverting_closes};
use super::{Check, Finding, Tally};
use crate::calendar::{Moment, Session, TradingCalendar};
use crate::prices::bars::{Columns, IntradayBars};
use crate::prices::source::BarLabel;
use crate::prices::source::table::{Rows, Stamp};
use crate::prices::{Interval, PriceError};

const RANGE_TOLERANCE: f64 = 1e-6;
/// Labels look like ends if this share of days has a bar at the close and none at the open.
const END_LABEL_SHARE: f64 = 0.9;

/// Sorts, checks and cleans the rows of one ticker into intraday bars.
pub(in crate::prices) fn check(
    path: &Path,
    rows: Rows,
    label: Option<BarLabel>,
    calendar: &TradingCalendar,
    findings: &mut Vec<Finding>,
) -> Result<IntradayBars, PriceError> {
    let mut starts: Vec<DateTime<Utc>> = rows
        .stamps
        .iter()
        .map(|s| match s {
            Stamp::Instant(t) => *t,
            Stamp::Date(d) => d.and_time(chrono::NaiveTime::MIN).and_utc(),
        })
        .collect();
    let mut disorder = Tally::new(Check::Disorder, "sorted");
    for pair in starts.windows(2).filter(|p| p[1] < p[0]) {
        disorder.hit(|| format!("{} after {}", pair[1], pair[0]));
    }
    let mut order: Vec<usize> = (0..starts.len()).collect();
    order.sort_by_key(|&i| starts[i]);
    let interval = interval_of(path, &rows, &order, &starts)?;
    let length = TimeDelta::seconds(interval.seconds());
    if label == Some(BarLabel::End) {
        starts.iter_mut().for_each(|t| *t -= length);
    }
    let bars = interval.to_string();

    let volume_is_known = KnownVolume::new(&rows, &starts, calendar);
    let mut kept = Kept::new(interval, volume_is_known);
    for i in order {
        kept.push(i, starts[i], &rows.columns, calendar);
    }
    let Kept { starts: kept, sessions, columns, failed, .. } = kept;
    if kept.is_empty() {
        return Err(PriceError::NoUsableBars {
            path: path.to_owned(),
            ticker: rows.ticker.to_string(),
            reason: format!("{} rows read", rows.stamps.len()),
        });
    }
    if label.is_none() {
        refuse_end_labels(path, &rows, &kept, &sessions, length, calendar)?;
    }
    let bad_print = flag_wicks(&kept, &columns);
    let gap = gaps(&sessions, interval, calendar);
    let mut reverting = Tally::new(Check::RevertingPrint, "flagged only");
    let closes: Vec<f64> = columns.close.iter().map(|v| v.unwrap_or(f64::NAN)).collect();
    for i in reverting_closes(&closes) {
        reverting.hit(|| format!("{} close {}", kept[i], closes[i]));
    }
    let tallies =
        [disorder].into_iter().chain(failed.in_order()).chain([gap, bad_print, reverting]);
    tallies.for_each(|tally| tally.finish(&rows.ticker, &bars, findings));
    IntradayBars::new(rows.ticker, &kept, columns, interval)
}

/// Bars that passed the checks of a single bar, in order of time.
struct Kept {
    interval: Interval,
    volume_is_known: KnownVolume,
    starts: Vec<DateTime<Utc>>,
    sessions: Vec<(NaiveDate, Session)>,
    columns: Columns,
    failed: Failed,
}

/// Bars that failed a check, by check.
struct Failed {
    duplicate: Tally,
    conflicting: Tally,
    outside: Tally,
    off_grid: Tally,
    non_positive: Tally,
    inconsistent: Tally,
    no_volume: Tally,
}

impl Failed {
    fn in_order(self) -> [Tally; 7] {
        let Self { duplicate, conflicting, outside, off_grid, .. } = self;
        let Self { non_positive, inconsistent, no_volume, .. } = self;
        [duplicate, conflicting, outside, off_grid, non_positive, inconsistent, no_volume]
    }
}

impl Kept {
    fn new(interval: Interval, volume_is_known: KnownVolume) -> Self {
        let failed = Failed {
            duplicate: Tally::new(Check::Duplicate, "the first was kept"),
            conflicting: Tally::new(Check::ConflictingDuplicate, "the first was kept"),
            outside: Tally::new(Check::OutsideSessions, "left out"),
            off_grid: Tally::new(Check::OffGrid, "left out"),
            non_positive: Tally::new(Check::NonPositive, "left out"),
            inconsistent: Tally::new(Check::InconsistentRange, "left out"),
            no_volume: Tally::new(Check::NoVolume, "no trade, so the bar is left out"),
        };
        let (starts, sessions, columns) = (Vec::new(), Vec::new(), Columns::default());
        Self { interval, volume_is_known, starts, sessions, columns, failed }
    }

    /// Takes row `i`, which begins at `t`, unless it fails a check.
    fn push(&mut self, i: usize, t: DateTime<Utc>, c: &Columns, calendar: &TradingCalendar) {
        let (columns, failed) = (&mut self.columns, &mut self.failed);
        if self.starts.last() == Some(&t) {
            let last = self.starts.len() - 1;
            let same = columns.close[last] == c.close[i] && columns.open[last] == c.open[i];
            let tally = if same { &mut failed.duplicate } else { &mut failed.conflicting };
            return tally.hit(|| t.to_string());
        }
        let Ok(Moment::Open { date, session }) = calendar.moment(t) else {
            return failed.outside.hit(|| t.to_string());
        };
        // Hourly bars begin with the session, at half past nine.
        let opens =
            calendar.day(date).and_then(|d| d.bounds(session)).map_or(0, |b| b.0.timestamp());
        if (t.timestamp() - opens) % self.interval.seconds() != 0 {
            return failed.off_grid.hit(|| t.to_string());
        }
        let Some(close) = c.close[i] else { return };
        let open = c.open[i].unwrap_or(close);
        let (high, low) =
            (c.high[i].unwrap_or(open.max(close)), c.low[i].unwrap_or(open.min(close)));
        if [open, high, low, close].iter().any(|p| !p.is_finite() || *p <= 0.0) {
            return failed.non_positive.hit(|| t.to_string());
        }
        if open.max(close) > high * (1.0 + RANGE_TOLERANCE)
            || open.min(close) < low * (1.0 - RANGE_TOLERANCE)
        {
            return failed.inconsistent.hit(|| format!("{t}: high {high}, low {low}"));
        }
        let known = self.volume_is_known.in_session(session);
        let volume = c.volume[i].filter(|v| v.is_finite() && *v >= 0.0 && known);
        if volume == Some(0.0) {
            return failed.no_volume.hit(|| t.to_string());
        }
        self.starts.push(t);
        self.sessions.push((date, session));
        columns.open.push(Some(open));
        columns.high.push(Some(high));
        columns.low.push(Some(low));
        columns.close.push(Some(close));
        columns.volume.push(volume);
        columns.trades.push(c.trades[i].filter(|v| v.is_finite()));
    }
}

/// Highs and lows that stand out; closes decide everything, so they are only flagged.
fn flag_wicks(starts: &[DateTime<Utc>], c: &Columns) -> Tally {
    const FLOOR: f64 = 0.02;
    let mut tally = Tally::new(Check::BadPrint, "flagged only; closes are untouched");
    let values = |column: &[Option<f64>]| -> Vec<f64> {
        column.iter().map(|v| v.unwrap_or(f64::NAN)).collect()
    };
    let (open, close) = (values(&c.open), values(&c.close));
    let (high, low) = (values(&c.high), values(&c.low));
    let ranges = Ranges { open: &open, high: &high, low: &low, close: &close };
    for i in ranges.suspect_highs(FLOOR) {
        tally.hit(|| format!("{} high {}", starts[i], high[i]));
    }
    for i in ranges.suspect_lows(FLOOR) {
        tally.hit(|| format!("{} low {}", starts[i], low[i]));
    }
    tally
}

/// The most frequent distance of successive bars, which must divide an hour.
fn interval_of(
    path: &Path,
    rows: &Rows,
    order: &[usize],
    starts: &[DateTime<Utc>],
) -> Result<Interval, PriceError> {
    let mut counts: BTreeMap<i64, usize> = BTreeMap::new();
    for pair in order.windows(2) {
        let seconds = (starts[pair[1]] - starts[pair[0]]).num_seconds();
        if seconds > 0 {
            *counts.entry(seconds).or_default() += 1;
        }
    }
    let commonest = counts.iter().max_by_key(|(_, n)| **n).map(|(seconds, _)| *seconds);
    commonest.and_then(Interval::from_seconds).ok_or_else(|| PriceError::OddInterval {
        path: path.to_owned(),
        ticker: rows.ticker.to_string(),
        found: commonest.map_or("no distance".to_owned(), |s| format!("{s} seconds")),
    })
}

/// Some vendors report a volume of zero for every bar outside regular hours: that is unknown and
/// not nothing.
struct KnownVolume {
    pre: bool,
    post: bool,
}

impl KnownVolume {
    fn new(rows: &Rows, starts: &[DateTime<Utc>], calendar: &TradingCalendar) -> Self {
        let mut known = Self { pre: false, post: false };
        for (t, volume) in starts.iter().zip(&rows.columns.volume) {
            if volume.is_none_or(|v| v <= 0.0) || (known.pre && known.post) {
                continue;
            }
            match calendar.moment(*t) {
                Ok(Moment::Open { session: Session::Pre, .. }) => known.pre = true,
                Ok(Moment::Open { session: Session::Post, .. }) => known.post = true,
                _ => {}
            }
        }
        known
    }

    fn in_session(&self, session: Session) -> bool {
        match session {
            Session::Pre => self.pre,
            Session::Post => self.post,
            Session::Regular | Session::Overnight => true,
        }
    }
}

fn refuse_end_labels(
    path: &Path,
    rows: &Rows,
    starts: &[DateTime<Utc>],
    sessions: &[(NaiveDate, Session)],
    length: TimeDelta,
    calendar: &TradingCalendar,
) -> Result<(), PriceError> {
    let have: std::collections::BTreeSet<_> = starts.iter().collect();
    let dates: std::collections::BTreeSet<_> = sessions.iter().map(|(date, _)| *date).collect();
    let mut looks_like_ends = 0;
    for day in dates.iter().filter_map(|d| calendar.day(*d)) {
        let second = day.open + length;
        if !have.contains(&day.open) && have.contains(&second) && have.contains(&day.close) {
            looks_like_ends += 1;
        }
    }
    if looks_like_ends as f64 >= END_LABEL_SHARE * dates.len() as f64 && looks_like_ends > 0 {
        let clock = |t: DateTime<Utc>| calendar.local(t).format("%H:%M").to_string();
        let day = dates.iter().find_map(|d| calendar.day(*d));
        let (first, last) = day
            .map_or((String::new(), String::new()), |d| (clock(d.open + length), clock(d.close)));
        return Err(PriceError::EndLabels {
            path: path.to_owned(),
            ticker: rows.ticker.to_string(),
            first,
            last,
        });
    }
    Ok(())
}

/// Missing regular bars on days that have any; minutes without a trade are not a defect before the
/// open or after the close.
fn gaps(
    sessions: &[(NaiveDate, Session)],
    interval: Interval,
    calendar: &TradingCalendar,
) -> Tally {
    let mut tally = Tally::new(Check::Gap, "missing; never filled");
    let mut regular: BTreeMap<NaiveDate, i64> = BTreeMap::new();
    for (date, session) in sessions {
        *regular.entry(*date).or_default() += i64::from(*session == Session::Regular);
    }
    let (Some(first), Some(last)) = (regular.keys().next(), regular.keys().last()) else {
        return tally;
    };
    let (Some(from), Some(to)) = (calendar.index_of(*first), calendar.index_of(*last)) else {
        return tally;
    };
    for day in &calendar.days()[from..=to] {
        let expected = (day.close - day.open).num_seconds() / interval.seconds();
        let missing = expected - regular.get(&day.date).copied().unwrap_or(0);
        if missing > 0 {
            tally.hit(|| format!("{} ({missing} of {expected})", day.date));
        }
    }
    tally
}
