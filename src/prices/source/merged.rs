//! From rows of several files to the bars of each ticker: which are used, and what they were used for.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::table::{Rows, Stamp};
use super::{Options, SourceFile};
use crate::calendar::TradingCalendar;
use crate::event::Ticker;
use crate::prices::{PriceError, Prices, quality, summed};

/// Rows by ticker and whether they are daily, each with where its first ones came from.
pub(super) type Merged = BTreeMap<(Ticker, bool), (PathBuf, Rows)>;

/// Takes what one path has and no earlier one had.
pub(super) fn add_unless_earlier(
    prices: &mut Prices,
    merged: Merged,
    options: &Options,
    calendar: &TradingCalendar,
) -> Result<(), PriceError> {
    for ((ticker, daily), (path, rows)) in merged {
        let taken = if daily {
            prices.daily.contains_key(&ticker)
        } else {
            prices.intraday.contains_key(&ticker)
        };
        if taken {
            let (name, purpose) = (path.display().to_string(), purpose(&rows));
            let same = |f: &&mut SourceFile| f.path == name && f.used_for == purpose;
            for file in prices.files.iter_mut().filter(same) {
                file.used_for =
                    format!("not used: {ticker} has such bars from an earlier path already");
            }
            continue;
        }
        add(prices, &path, rows, options, calendar)?;
    }
    Ok(())
}

/// Joins rows to those of the same path, and notes what they were used for.
pub(super) fn merge(
    path: &Path,
    ticker: Ticker,
    rows: Rows,
    sha256: String,
    merged: &mut Merged,
    prices: &mut Prices,
) {
    let daily = is_daily(&rows);
    let mut used_for = purpose(&rows);
    let count = rows.stamps.len();
    match merged.get_mut(&(ticker.clone(), daily)) {
        None => {
            merged.insert((ticker, daily), (path.to_owned(), rows));
        }
        Some((first, earlier)) => match earlier.continued_by(&rows) {
            Ok(()) => earlier.append(rows),
            Err(reason) => {
                used_for = format!(
                    "not used: {} has such bars from {} already, and {reason}",
                    ticker,
                    first.display()
                );
            }
        },
    }
    prices.files.push(SourceFile {
        path: path.display().to_string(),
        used_for,
        rows: Some(count),
        sha256: Some(sha256),
    });
}

/// Daily if every stamp is a date, or no two stamps are closer than most of a day.
fn is_daily(rows: &Rows) -> bool {
    const MOST_OF_A_DAY: i64 = 20 * 3600;
    if rows.stamps.iter().all(|s| matches!(s, Stamp::Date(_))) {
        return true;
    }
    let seconds = |s: &Stamp| match s {
        Stamp::Date(d) => d.and_time(chrono::NaiveTime::MIN).and_utc().timestamp(),
        Stamp::Instant(t) => t.timestamp(),
    };
    let mut close = 0usize;
    for pair in rows.stamps.windows(2) {
        let distance = (seconds(&pair[1]) - seconds(&pair[0])).abs();
        close += usize::from(distance > 0 && distance < MOST_OF_A_DAY);
    }
    2 * close < rows.stamps.len()
}

pub(super) fn purpose(rows: &Rows) -> String {
    format!("{} {}", rows.ticker, if is_daily(rows) { "daily" } else { "intraday" })
}

/// Checks the rows and adds them to the prices as bars.
pub(super) fn add(
    prices: &mut Prices,
    path: &Path,
    rows: Rows,
    options: &Options,
    calendar: &TradingCalendar,
) -> Result<(), PriceError> {
    let ticker = rows.ticker.clone();
    let findings = &mut prices.findings;
    if is_daily(&rows) {
        let bars = quality::check_daily(rows, calendar, findings)?;
        if bars.frame.height() == 0 {
            return Err(PriceError::NoUsableBars {
                path: path.to_owned(),
                ticker: ticker.to_string(),
                reason: "no row is on a session of the calendar".into(),
            });
        }
        prices.daily.insert(ticker, bars);
    } else {
        let bars = quality::check_intraday(path, rows, options.label, calendar, findings)?;
        prices.intraday.insert(ticker, bars);
    }
    Ok(())
}

/// Sums intraday bars up where a ticker has no daily ones, and says what the data is.
pub(super) fn complete(
    prices: &mut Prices,
    given: &str,
    calendar: &TradingCalendar,
) -> Result<(), PriceError> {
    let without_daily: Vec<Ticker> =
        prices.intraday.keys().filter(|t| !prices.daily.contains_key(*t)).cloned().collect();
    for ticker in without_daily {
        if let Some(bars) = prices.intraday.get(&ticker) {
            let daily = summed::daily_from_intraday(bars, calendar)?;
            prices.daily.insert(ticker, daily);
        }
    }
    summed::compare_closes(prices, calendar)?;
    if prices.description.is_empty() {
        prices.description = describe(prices, given);
    }
    Ok(())
}

fn describe(prices: &Prices, given: &str) -> String {
    let used =
        prices.files.iter().filter(|f| f.sha256.is_some() && !f.used_for.starts_with("not used"));
    // A long file is there once, however many tickers it has.
    let used = used.map(|f| f.path.as_str()).collect::<BTreeSet<_>>().len();
    let mut text = format!("{used} {given}{}", if used == 1 { "" } else { "s" });
    let mut kinds: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (ticker, bars) in &prices.daily {
        let words = if bars.from_intraday {
            "daily bars summed up from intraday ones"
        } else {
            bars.adjustment.words()
        };
        kinds.entry(words).or_default().push(ticker.as_str());
    }
    for (words, tickers) in kinds {
        let _ = write!(text, "; {}: {words}", tickers.join(", "));
    }
    text
}

/// The commonest distance of successive rows in seconds.
fn spacing(rows: &Rows) -> Option<i64> {
    let mut counts: BTreeMap<i64, usize> = BTreeMap::new();
    for pair in rows.stamps.windows(2) {
        if let [Stamp::Instant(a), Stamp::Instant(b)] = pair {
            *counts.entry((*b - *a).num_seconds().abs()).or_default() += 1;
        }
    }
    counts.into_iter().max_by_key(|(_, n)| *n).map(|(seconds, _)| seconds)
}

impl Rows {
    /// Whether the rows of another file go on where these end, or end where these begin: only then
    /// are two files one series.
    fn continued_by(&self, other: &Self) -> Result<(), &'static str> {
        if self.adjustment != other.adjustment {
            return Err("the prices are adjusted for other things");
        }
        if spacing(self) != spacing(other) {
            return Err("the bars are of another length");
        }
        let ends =
            |rows: &Self| rows.stamps.iter().min().copied().zip(rows.stamps.iter().max().copied());
        match (ends(self), ends(other)) {
            (Some((first, last)), Some((from, to))) if from <= last && first <= to => {
                Err("the dates overlap")
            }
            _ => Ok(()),
        }
    }

    fn append(&mut self, other: Self) {
        self.stamps.extend(other.stamps);
        self.vendor_adjusted.extend(other.vendor_adjusted);
        let (a, b) = (&mut self.columns, other.columns);
        a.open.extend(b.open);
        a.high.extend(b.high);
        a.low.extend(b.low);
        a.close.extend(b.close);
        a.volume.extend(b.volume);
        a.dividend.extend(b.dividend);
        a.split.extend(b.split);
        a.trades.extend(b.trades);
    }
}
