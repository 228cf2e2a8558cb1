//! Prices in frames: from a notebook, a database, or another program.

use std::path::Path;

use polars::prelude::*;
use sha2::{Digest, Sha256};

use super::columns::{Layout, Role};
use super::digest::hexadecimal;
use super::merged::{Merged, add_unless_earlier, complete, merge};
use super::table::{NUMBERS, Rows, Stamp};
use super::{Options, parquet};
use crate::calendar::TradingCalendar;
use crate::event::Ticker;
use crate::prices::{PriceError, Prices};

/// A frame of bars, daily or intraday.
#[derive(Clone, Debug)]
pub struct PriceFrame {
    /// What stands in errors and in the provenance where a file has its path.
    pub name: String,
    /// The ticker, for a frame without such a column.
    pub ticker: Option<Ticker>,
    /// The bars, with columns as in a file.
    pub table: DataFrame,
}

/// The columns of a frame of prices that are read.
///
/// ```
/// use eventstudy::prices::{Options, PriceColumns};
/// let header = ["Date", "Symbol", "PX_LAST"].map(str::to_owned);
/// let columns = PriceColumns::of("prices", &header, &Options::default())?;
/// assert_eq!((columns.ticker.as_str(), columns.time.as_str()), ("Symbol", "Date"));
/// assert_eq!(columns.numbers, ["PX_LAST"]);
/// # Ok::<(), eventstudy::prices::PriceError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceColumns {
    /// The column of the ticker.
    pub ticker: String,
    /// The column of the time, or of the date where there is none.
    pub time: String,
    /// The columns of prices, volume and actions.
    pub numbers: Vec<String>,
}

impl PriceColumns {
    /// Finds the columns of a header; `name` stands where a file has its path.
    ///
    /// # Errors
    /// [`PriceError::MissingColumn`] and [`PriceError::TwoColumns`].
    pub fn of(name: &str, header: &[String], options: &Options) -> Result<Self, PriceError> {
        let layout = Layout::from_header(Path::new(name), header, &options.columns)?;
        let column = |found: Option<usize>, role: Role| {
            found.map(|at| header[at].clone()).ok_or_else(|| PriceError::MissingColumn {
                path: name.into(),
                role: role.name(),
                header: header.join(", "),
            })
        };
        Ok(Self {
            ticker: column(layout.get(Role::Ticker), Role::Ticker)?,
            time: column(layout.get(Role::Time).or(layout.get(Role::Date)), Role::Time)?,
            numbers: NUMBERS
                .into_iter()
                .filter_map(|role| layout.get(role))
                .map(|at| header[at].clone())
                .collect(),
        })
    }
}

impl PriceFrame {
    /// A frame with a ticker column.
    pub fn new(name: impl Into<String>, table: DataFrame) -> Self {
        Self { name: name.into(), ticker: None, table }
    }

    /// The columns of the frame by role, if they are of types that are read.
    pub(in crate::prices) fn layout(&self, options: &Options) -> Result<Layout, PriceError> {
        let name = Path::new(&self.name);
        let header = parquet::header(&self.table);
        let layout = Layout::from_header(name, &header, &options.columns)?;
        if self.ticker.is_none() && !layout.has(Role::Ticker) {
            return Err(PriceError::MissingColumn {
                path: name.to_owned(),
                role: Role::Ticker.name(),
                header: header.join(", "),
            });
        }
        types_are_right(name, &self.table, &layout)?;
        Ok(layout)
    }
}

impl Prices {
    /// Takes the bars of `tickers` out of frames, daily and intraday; where two frames have the same
    /// bars, the first is used. Columns as in files.
    ///
    /// ```
    /// use eventstudy::prelude::*;
    /// use eventstudy::prices::PriceFrame;
    /// use polars::prelude::*;
    /// let table = df!("date" => ["2025-12-09", "2025-12-10"], "close" => [650.0, 643.5]).unwrap();
    /// let meta: Ticker = "META".parse()?;
    /// let frame = PriceFrame { ticker: Some(meta.clone()), ..PriceFrame::new("meta", table) };
    /// let calendar = TradingCalendar::new_york();
    /// let prices = Prices::from_frames(&[frame], &Options::default(), &[meta.clone()], &calendar)?;
    /// assert_eq!(prices.daily[&meta].frame.height(), 2);
    /// # Ok::<(), eventstudy::Error>(())
    /// ```
    ///
    /// # Errors
    /// A frame without a column that is needed or with one of the wrong type, naive time stamps, or
    /// tickers that no frame has.
    pub fn from_frames(
        frames: &[PriceFrame],
        options: &Options,
        tickers: &[Ticker],
        calendar: &TradingCalendar,
    ) -> Result<Self, PriceError> {
        let mut prices = Prices::default();
        let mut seen: Vec<String> = Vec::new();
        for frame in frames {
            let name = Path::new(&frame.name);
            let layout = frame.layout(options)?;
            let mut table = frame.table.clone();
            table.rechunk_mut();
            let of = frame.ticker.as_ref();
            let tables = parquet::read(name, &table, &layout, of, tickers, options)?;
            let mut merged = Merged::new();
            for (ticker, rows) in tables {
                let sha256 = digest(&rows);
                merge(name, ticker, rows, sha256, &mut merged, &mut prices);
            }
            add_unless_earlier(&mut prices, merged, options, calendar)?;
            seen.extend(tickers_in(frame, &layout)?);
        }
        complete(&mut prices, "frame", calendar)?;
        seen.sort();
        seen.dedup();
        prices.require_among(tickers, format!("{} frames were looked at", frames.len()), seen)?;
        Ok(prices)
    }
}

pub(in crate::prices) fn tickers_in(
    frame: &PriceFrame,
    layout: &Layout,
) -> Result<Vec<String>, PriceError> {
    if let Some(ticker) = &frame.ticker {
        return Ok(vec![ticker.to_string()]);
    }
    let Some(at) = layout.get(Role::Ticker) else { return Ok(Vec::new()) };
    let mut found: Vec<String> = Vec::new();
    for name in frame.table.columns()[at].str()?.iter().flatten() {
        if found.last().is_none_or(|last| last != name) {
            found.push(name.to_owned());
        }
    }
    Ok(found)
}

fn types_are_right(name: &Path, table: &DataFrame, layout: &Layout) -> Result<(), PriceError> {
    use DataType as T;
    let check = |role: Role, should: &'static str, fine: &dyn Fn(&T) -> bool| {
        let Some(at) = layout.get(role) else { return Ok(()) };
        let column = &table.columns()[at];
        if fine(column.dtype()) {
            return Ok(());
        }
        Err(PriceError::ColumnType {
            path: name.to_owned(),
            column: column.name().to_string(),
            role: should,
            found: column.dtype().to_string(),
        })
    };
    let time = |t: &T| matches!(t, T::Date | T::Datetime(..) | T::Int32 | T::Int64 | T::String);
    for role in [Role::Time, Role::Date] {
        // Beside a time, a date is not read.
        if role == Role::Time || !layout.has(Role::Time) {
            check(role, "times or dates", &time)?;
        }
    }
    check(Role::Ticker, "tickers, as text", &|t| t == &T::String)?;
    let number = |t: &T| t.is_primitive_numeric() || t == &T::Null;
    NUMBERS.into_iter().try_for_each(|role| check(role, "numbers", &number))
}

/// SHA-256 of rows as they were understood, where there are no bytes on disk to take it of.
fn digest(rows: &Rows) -> String {
    let mut hash = Sha256::new();
    for stamp in &rows.stamps {
        let (kind, count) = match stamp {
            Stamp::Date(date) => (0_u8, i64::from(date.to_epoch_days())),
            Stamp::Instant(instant) => (1, instant.timestamp_micros()),
        };
        hash.update([kind]);
        hash.update(count.to_le_bytes());
    }
    let c = &rows.columns;
    let optional = [&c.open, &c.high, &c.low, &c.close, &c.volume, &c.trades];
    for column in optional.into_iter().chain([&rows.vendor_adjusted]) {
        for value in column {
            hash.update(value.unwrap_or(f64::NAN).to_bits().to_le_bytes());
        }
    }
    for value in c.dividend.iter().chain(&c.split) {
        hash.update(value.to_bits().to_le_bytes());
    }
    hexadecimal(&hash.finalize())
}
