//! Frames of bars.

use chrono::{DateTime, NaiveDate, Utc};
use polars::prelude::*;

use super::{Adjustment, Interval, PriceError};
use crate::event::Ticker;

/// Daily bars of one ticker: a frame sorted by date, one row a session.
///
/// | column | type | meaning |
/// |---|---|---|
/// | `date` | Date | trade date |
/// | `open`, `high`, `low`, `close` | Float64 | prices as in the file; null where missing or rejected |
/// | `volume` | Float64 | shares; null where unknown |
/// | `dividend` | Float64 | cash per share with this ex-date |
/// | `split` | Float64 | new shares per old, effective this date (1 without a split) |
#[derive(Clone, Debug)]
pub struct DailyBars {
    /// The ticker.
    pub ticker: Ticker,
    /// The bars.
    pub frame: DataFrame,
    /// What the prices are adjusted for.
    pub adjustment: Adjustment,
    /// Whether the bars were summed up from intraday bars, so that closes are last trades and not
    /// the closing auction.
    pub from_intraday: bool,
}

/// Intraday bars of one ticker: a frame sorted by start.
///
/// | column | type | meaning |
/// |---|---|---|
/// | `start` | Datetime (µs, UTC) | when the bar begins |
/// | `open`, `high`, `low`, `close` | Float64 | prices as in the file |
/// | `volume` | Float64 | shares; null where unknown |
/// | `trades` | Float64 | number of trades; null where unknown |
#[derive(Clone, Debug)]
pub struct IntradayBars {
    /// The ticker.
    pub ticker: Ticker,
    /// The bars.
    pub frame: DataFrame,
    /// The length of a bar.
    pub interval: Interval,
}

/// Plain columns of rows that passed the checks, before they become a frame.
#[derive(Clone, Debug, Default)]
pub(crate) struct Columns {
    pub open: Vec<Option<f64>>,
    pub high: Vec<Option<f64>>,
    pub low: Vec<Option<f64>>,
    pub close: Vec<Option<f64>>,
    pub volume: Vec<Option<f64>>,
    pub dividend: Vec<f64>,
    pub split: Vec<f64>,
    pub trades: Vec<Option<f64>>,
}

impl DailyBars {
    pub(super) fn new(
        ticker: Ticker,
        dates: &[NaiveDate],
        columns: Columns,
        adjustment: Adjustment,
    ) -> Result<Self, PriceError> {
        let days: Vec<i32> = dates.iter().map(|d| d.to_epoch_days()).collect();
        let frame = DataFrame::new(
            days.len(),
            vec![
                Series::new("date".into(), days).cast(&DataType::Date)?.into(),
                Column::new("open".into(), columns.open),
                Column::new("high".into(), columns.high),
                Column::new("low".into(), columns.low),
                Column::new("close".into(), columns.close),
                Column::new("volume".into(), columns.volume),
                Column::new("dividend".into(), columns.dividend),
                Column::new("split".into(), columns.split),
            ],
        )?;
        Ok(Self { ticker, frame, adjustment, from_intraday: false })
    }

    /// First and last date, if there is any bar.
    pub fn range(&self) -> Option<(NaiveDate, NaiveDate)> {
        let days = self.frame.column("date").ok()?.date().ok()?.physical();
        let last = days.len().checked_sub(1)?;
        let date = |i: usize| days.get(i).and_then(NaiveDate::from_epoch_days);
        Some((date(0)?, date(last)?))
    }
}

impl IntradayBars {
    pub(super) fn new(
        ticker: Ticker,
        starts: &[DateTime<Utc>],
        columns: Columns,
        interval: Interval,
    ) -> Result<Self, PriceError> {
        let micros: Vec<i64> = starts.iter().map(DateTime::timestamp_micros).collect();
        let utc = DataType::Datetime(TimeUnit::Microseconds, Some(TimeZone::UTC));
        let frame = DataFrame::new(
            micros.len(),
            vec![
                Series::new("start".into(), micros).cast(&utc)?.into(),
                Column::new("open".into(), columns.open),
                Column::new("high".into(), columns.high),
                Column::new("low".into(), columns.low),
                Column::new("close".into(), columns.close),
                Column::new("volume".into(), columns.volume),
                Column::new("trades".into(), columns.trades),
            ],
        )?;
        Ok(Self { ticker, frame, interval })
    }

    /// The starts of the bars in microseconds since 1970 UTC, ascending.
    pub fn starts(&self) -> Result<Vec<i64>, PriceError> {
        let column = self.frame.column("start")?.datetime()?;
        Ok(column.physical().iter().flatten().collect())
    }
}

/// The values of a Float64 column, with NaN for null.
pub(crate) fn values(frame: &DataFrame, column: &str) -> PolarsResult<Vec<f64>> {
    Ok(frame.column(column)?.f64()?.iter().map(|v| v.unwrap_or(f64::NAN)).collect())
}
