//! Checks of daily bars.

use chrono::{NaiveDate, NaiveTime};

use super::Finding;
use super::prints::{Ranges, reverting_closes};
use super::tallies::Tallies;
use crate::calendar::TradingCalendar;
use crate::prices::bars::{Columns, DailyBars};
use crate::prices::source::table::{Rows, Stamp};
use crate::prices::{Adjustment, PriceError};

/// Rounding of vendors' prices to cents or to single precision must not look like a defect.
const RANGE_TOLERANCE: f64 = 1e-6;
/// A vendor's adjusted return may differ from ours by rounding, not by more than this.
const ADJUSTED_TOLERANCE: f64 = 2e-4;
/// A wick of less than this share of the price is never suspect.
const WICK_FLOOR: f64 = 0.04;
/// Sessions in a row with the very same open, high, low and close are not trading.
const STALE_SESSIONS: usize = 3;

/// Sorts, checks and cleans the rows of one ticker into daily bars.
pub(in crate::prices) fn check(
    rows: Rows,
    calendar: &TradingCalendar,
    findings: &mut Vec<Finding>,
) -> Result<DailyBars, PriceError> {
    let mut findings_here = Vec::new();
    let mut tally = Tallies::default();
    let dates = rows.stamps.iter().map(|s| trade_date(*s, calendar)).collect::<Vec<_>>();
    let order = sorted_order(&dates, &mut tally);
    let volume_is_known = rows.columns.volume.iter().flatten().any(|v| *v > 0.0);
    let mut kept = Kept { volume_is_known, ..Kept::default() };
    for i in order {
        kept.push(i, dates[i], &rows, calendar, &mut tally);
    }
    let Kept { dates, mut columns, vendor_adjusted, .. } = kept;
    flag_prints(&dates, &mut columns, &mut tally);
    flag_runs(&dates, &columns, &mut tally);
    flag_gaps(&dates, calendar, &mut tally);
    if rows.adjustment == Adjustment::RawWithActions {
        flag_actions(&dates, &mut columns, &vendor_adjusted, &mut tally);
    }
    for t in tally.all() {
        t.finish(&rows.ticker, "daily", &mut findings_here);
    }
    findings.append(&mut findings_here);
    DailyBars::new(rows.ticker, &dates, columns, rows.adjustment)
}

/// Why the prices of a row are not used.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::prices) enum PriceDefect {
    NonPositive(f64),
    InconsistentRange { high: f64, low: f64 },
}

/// Open, high, low and close of a row, unless one of them cannot be a price.
#[inline]
pub(in crate::prices) fn sound_prices(
    prices: [Option<f64>; 4],
) -> Result<[Option<f64>; 4], PriceDefect> {
    if let Some(bad) = prices.iter().flatten().find(|p| !p.is_finite() || **p <= 0.0) {
        return Err(PriceDefect::NonPositive(*bad));
    }
    if let [open, Some(high), Some(low), close] = prices {
        let top = open.into_iter().chain(close).fold(low, f64::max);
        let bottom = open.into_iter().chain(close).fold(high, f64::min);
        if top > high * (1.0 + RANGE_TOLERANCE) || bottom < low * (1.0 - RANGE_TOLERANCE) {
            return Err(PriceDefect::InconsistentRange { high, low });
        }
    }
    Ok(prices)
}

/// Whether the prices do not show a split: they are closer to no change than to it, on a log
/// scale, so they are adjusted for it already.
pub(in crate::prices) fn split_is_in_prices(before: f64, now: f64, split: f64) -> bool {
    let raw = now / before;
    split != 1.0 && raw.ln().abs() < (raw * split).ln().abs()
}

/// The trade date of a daily stamp. Midnight UTC means the date itself; any other instant is the
/// local date at the exchange.
pub(in crate::prices) fn trade_date(stamp: Stamp, calendar: &TradingCalendar) -> NaiveDate {
    match stamp {
        Stamp::Date(date) => date,
        Stamp::Instant(t) if t.time() == NaiveTime::MIN => t.date_naive(),
        Stamp::Instant(t) => calendar.local(t).date_naive(),
    }
}

fn sorted_order(dates: &[NaiveDate], tally: &mut Tallies) -> Vec<usize> {
    for pair in dates.windows(2).filter(|p| p[1] < p[0]) {
        tally.disorder.hit(|| format!("{} after {}", pair[1], pair[0]));
    }
    let mut order: Vec<usize> = (0..dates.len()).collect();
    order.sort_by_key(|&i| dates[i]);
    order
}

#[derive(Default)]
struct Kept {
    dates: Vec<NaiveDate>,
    columns: Columns,
    vendor_adjusted: Vec<Option<f64>>,
    /// An index, and some vendors, have a volume of zero on every day: that is unknown.
    volume_is_known: bool,
}

impl Kept {
    fn push(
        &mut self,
        i: usize,
        date: NaiveDate,
        rows: &Rows,
        calendar: &TradingCalendar,
        tally: &mut Tallies,
    ) {
        let c = &rows.columns;
        if calendar.day(date).is_none() {
            tally.outside.hit(|| date.to_string());
            return;
        }
        let (open, high, low, close) = (c.open[i], c.high[i], c.low[i], c.close[i]);
        if self.dates.last() == Some(&date) {
            let last = self.dates.len() - 1;
            let same = self.columns.close[last] == close && self.columns.open[last] == open;
            let which = if same { &mut tally.duplicate } else { &mut tally.conflicting };
            which.hit(|| date.to_string());
            return;
        }
        let mut prices = match sound_prices([open, high, low, close]) {
            Ok(prices) => prices,
            Err(PriceDefect::NonPositive(bad)) => {
                tally.non_positive.hit(|| format!("{date}: {bad}"));
                [None; 4]
            }
            Err(PriceDefect::InconsistentRange { high, low }) => {
                tally.inconsistent.hit(|| format!("{date}: high {high}, low {low}"));
                [None; 4]
            }
        };
        if self.volume_is_known && c.volume[i] == Some(0.0) && prices[3].is_some() {
            tally.no_volume.hit(|| date.to_string());
            prices = [None; 4];
        }
        self.dates.push(date);
        let out = &mut self.columns;
        out.open.push(prices[0]);
        out.high.push(prices[1]);
        out.low.push(prices[2]);
        out.close.push(prices[3]);
        let volume = c.volume[i].filter(|v| self.volume_is_known && v.is_finite() && *v >= 0.0);
        out.volume.push(volume);
        out.dividend.push(c.dividend[i]);
        out.split.push(c.split[i]);
        out.trades.push(None);
        self.vendor_adjusted.push(rows.vendor_adjusted[i]);
    }
}

fn flag_prints(dates: &[NaiveDate], columns: &mut Columns, tally: &mut Tallies) {
    let values = |column: &[Option<f64>]| -> Vec<f64> {
        column.iter().map(|v| v.unwrap_or(f64::NAN)).collect()
    };
    let (open, closes) = (values(&columns.open), values(&columns.close));
    let (high, low) = (values(&columns.high), values(&columns.low));
    let ranges = Ranges { open: &open, high: &high, low: &low, close: &closes };
    for i in ranges.suspect_highs(WICK_FLOOR) {
        tally.bad_print.hit(|| format!("{} high {}", dates[i], high[i]));
        columns.high[i] = None;
    }
    for i in ranges.suspect_lows(WICK_FLOOR) {
        tally.bad_print.hit(|| format!("{} low {}", dates[i], low[i]));
        columns.low[i] = None;
    }
    for i in reverting_closes(&closes) {
        tally.reverting.hit(|| format!("{} close {}", dates[i], closes[i]));
    }
}

fn flag_runs(dates: &[NaiveDate], columns: &Columns, tally: &mut Tallies) {
    let bar = |i: usize| [columns.open[i], columns.high[i], columns.low[i], columns.close[i]];
    let mut from = 0;
    for i in 1..=dates.len() {
        if i < dates.len() && bar(i) == bar(from) && columns.close[i].is_some() {
            continue;
        }
        if i - from >= STALE_SESSIONS {
            tally.stale.hit(|| format!("{} sessions from {}", i - from, dates[from]));
        }
        from = i;
    }
}

fn flag_gaps(dates: &[NaiveDate], calendar: &TradingCalendar, tally: &mut Tallies) {
    let (Some(first), Some(last)) = (dates.first(), dates.last()) else { return };
    let (Some(from), Some(to)) = (calendar.index_of(*first), calendar.index_of(*last)) else {
        return;
    };
    let mut have = dates.iter().peekable();
    for day in &calendar.days()[from..=to] {
        if have.peek() == Some(&&day.date) {
            have.next();
        } else {
            tally.gap.hit(|| day.date.to_string());
        }
    }
}

fn flag_actions(
    dates: &[NaiveDate],
    columns: &mut Columns,
    vendor_adjusted: &[Option<f64>],
    tally: &mut Tallies,
) {
    for i in 1..dates.len() {
        let (Some(before), Some(now)) = (columns.close[i - 1], columns.close[i]) else { continue };
        let split = columns.split[i];
        let raw = now / before;
        if split_is_in_prices(before, now, split) {
            tally.split.hit(|| format!("{}: split {split}, price ratio {raw:.4}", dates[i]));
            columns.split[i] = 1.0;
        }
        let split = columns.split[i];
        if before / split - columns.dividend[i] <= 0.0 {
            let dividend = columns.dividend[i];
            tally
                .dividend
                .hit(|| format!("{}: dividend {dividend} on a price of {before}", dates[i]));
        }
        let (Some(a), Some(b)) = (vendor_adjusted[i - 1], vendor_adjusted[i]) else { continue };
        let ours = now / (before / split - columns.dividend[i]);
        // Some vendors add the dividend to today's price instead of taking it from yesterday's;
        // that is a convention and no defect.
        let added = (now + columns.dividend[i]) / (before / split);
        if (b / a - ours).abs().min((b / a - added).abs()) > ADJUSTED_TOLERANCE {
            tally.adjusted.hit(|| {
                format!(
                    "{}: vendor {:.4}%, from actions {:.4}%",
                    dates[i],
                    100.0 * (b / a - 1.0),
                    100.0 * (ours - 1.0)
                )
            });
        }
    }
}
