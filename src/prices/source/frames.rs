//! Prices in frames: from a notebook, a database, or another program.

use std::path::Path;

use polars::prelude::*;
use sha2::{Digest, Sha256};

use super::columns::{Layout, Role};
use super::files::{self, Merged, hexadecimal};
use super::long::{self, LongRows, Names, Read, Spans};
use super::table::{NUMBERS, Rows, Stamp};
use super::{Options, SourceFile, panel, parquet};
use crate::calendar::TradingCalendar;
use crate::event::Ticker;
use crate::prices::{PriceError, PricePanel, Prices};

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
    /// Those of prices, volume and actions.
    pub numbers: Vec<String>,
}

impl PriceColumns {
    /// Finds the columns of a header; `name` stands where a file has its path.
    ///
    /// # Errors
    /// [`PriceError::MissingColumn`] and [`PriceError::TwoColumns`].
    pub fn of(name: &str, header: &[String], options: &Options) -> Result<Self, PriceError> {
        let layout = Layout::of(Path::new(name), header, &options.columns)?;
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

impl SourceFile {
    /// The entry of a frame whose tickers were read in different places, each with the digest of its
    /// own frame: the one that the whole frame would have.
    pub fn of_tickers(name: &str, rows: usize, digests: Vec<(Ticker, String)>) -> Self {
        Self {
            path: name.to_owned(),
            used_for: panel::used_for(digests.len(), 0, "frame"),
            rows: Some(rows),
            sha256: Some(long::joined(digests)),
        }
    }
}

impl PriceFrame {
    /// A frame with a ticker column.
    pub fn new(name: impl Into<String>, table: DataFrame) -> Self {
        Self { name: name.into(), ticker: None, table }
    }

    /// Its columns by role, of types that are read.
    fn layout(&self, options: &Options) -> Result<Layout, PriceError> {
        let name = Path::new(&self.name);
        let header = parquet::header(&self.table);
        let layout = Layout::of(name, &header, &options.columns)?;
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

/// The bars of `tickers`; where two frames have the same bars, the first is used.
pub(in crate::prices) fn load(
    frames: &[PriceFrame],
    options: &Options,
    tickers: &[Ticker],
    calendar: &TradingCalendar,
) -> Result<Prices, PriceError> {
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
            files::merge(name, ticker, rows, sha256, &mut merged, &mut prices);
        }
        files::take(&mut prices, merged, options, calendar)?;
        seen.extend(tickers_in(frame, &layout)?);
    }
    files::complete(&mut prices, "frames", calendar)?;
    if let Some(first) = tickers.first().filter(|_| !tickers.iter().any(|t| prices.has(t))) {
        seen.sort();
        seen.dedup();
        return Err(PriceError::UnknownTicker {
            ticker: first.to_string(),
            considered: format!("{} frames were looked at", frames.len()),
            available: seen,
        });
    }
    Ok(prices)
}

/// The daily bars of `wanted` tickers, or of all that the frames have, as a panel.
pub(in crate::prices) fn panel(
    frames: &[PriceFrame],
    options: &Options,
    wanted: Option<&[Ticker]>,
    calendar: &TradingCalendar,
) -> Result<PricePanel, PriceError> {
    let layouts =
        frames.iter().map(|f| f.layout(options)).collect::<Result<Vec<Layout>, PriceError>>()?;
    if frames.iter().all(|f| f.ticker.is_none())
        && let Some(panel) = long_panel(frames, options, wanted, calendar)?
    {
        return Ok(panel);
    }
    let all;
    let tickers = match wanted {
        Some(wanted) => wanted,
        None => {
            let mut found = Vec::new();
            for (frame, layout) in frames.iter().zip(&layouts) {
                found.extend(tickers_in(frame, layout)?.iter().filter_map(|t| t.parse().ok()));
            }
            found.sort();
            found.dedup();
            all = found;
            &all
        }
    };
    PricePanel::from_prices(load(frames, options, tickers, calendar)?, calendar)
}

/// `None` where a frame has several rows a day.
fn long_panel(
    frames: &[PriceFrame],
    options: &Options,
    wanted: Option<&[Ticker]>,
    calendar: &TradingCalendar,
) -> Result<Option<PricePanel>, PriceError> {
    let Some(first) = frames.first() else { return Ok(None) };
    let names = Names::of(wanted);
    let (mut rows, mut spans, mut sources) = (LongRows::default(), Spans::default(), Vec::new());
    for (at, frame) in frames.iter().enumerate() {
        let name = Path::new(&frame.name);
        let first_row = rows.firm.len();
        let read = long::frame(name, &frame.table, options, &names, calendar, &mut rows)?;
        let Read::Daily(count, adjustment) = read else { return Ok(None) };
        let sha256 = long::digest(&rows, first_row, &names.tickers());
        let (used, unused) = spans.accept(&mut rows, first_row, at, adjustment);
        sources.push(SourceFile {
            path: frame.name.clone(),
            used_for: panel::used_for(used, unused, "frame"),
            rows: Some(count),
            sha256: Some(sha256),
        });
    }
    let first = Path::new(&first.name);
    panel::assembled(rows, names, sources, first, wanted, "given as frames", calendar).map(Some)
}

fn tickers_in(frame: &PriceFrame, layout: &Layout) -> Result<Vec<String>, PriceError> {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn calendar() -> TradingCalendar {
        TradingCalendar::new_york()
    }

    fn table() -> DataFrame {
        df!(
            "date" => ["2025-12-09", "2025-12-09", "2025-12-10", "2025-12-10"],
            "ticker" => ["META", "SPY", "META", "SPY"],
            "close" => [650.0, 680.0, 643.5, 684.0],
            "dividend" => [0.0, 0.0, 0.5, 0.0],
        )
        .unwrap()
    }

    fn panel_of(table: DataFrame) -> Result<PricePanel, PriceError> {
        let frames = [PriceFrame::new("prices", table)];
        PricePanel::from_frames(&frames, &Options::default(), None, &calendar())
    }

    #[test]
    fn a_long_frame_and_one_frame_a_ticker_are_the_same_panel() {
        let long = panel_of(table()).unwrap();
        let of = |ticker: &str| {
            let own =
                table().filter(&table().column("ticker").unwrap().str().unwrap().equal(ticker));
            let own = own.unwrap().drop("ticker").unwrap();
            PriceFrame { ticker: ticker.parse().ok(), ..PriceFrame::new(ticker, own) }
        };
        let apart = [of("SPY"), of("META")];
        let apart =
            PricePanel::from_frames(&apart, &Options::default(), None, &calendar()).unwrap();
        assert_eq!(long.tickers(), apart.tickers());
        for firm in 0..2 {
            assert_eq!(long.close(firm), apart.close(firm));
            assert_eq!(long.actions(firm), apart.actions(firm));
        }
        assert_eq!(long.files.len(), 1);
        assert_eq!(apart.files.len(), 2);
    }

    #[test]
    fn the_digest_knows_the_rows_and_not_their_form() {
        let sha = |table: DataFrame| panel_of(table).unwrap().files[0].sha256.clone();
        let dates = table().column("date").unwrap().str().unwrap().clone();
        let days: Vec<i32> = dates
            .iter()
            .map(|d| d.unwrap().parse::<chrono::NaiveDate>().unwrap().to_epoch_days())
            .collect();
        let mut typed = table();
        let days = Series::new("date".into(), days).cast(&DataType::Date).unwrap();
        typed.with_column(days.into()).unwrap();
        let sorted = typed.sort(["ticker"], Default::default()).unwrap();
        assert_eq!(sha(table()), sha(typed.clone()));
        assert_eq!(sha(typed.clone()), sha(sorted));
        typed.with_column(Column::new("close".into(), [650.0, 680.0, 643.5, 684.1])).unwrap();
        assert_ne!(sha(table()), sha(typed));
    }

    #[test]
    fn tickers_that_were_read_apart_have_the_digest_of_the_whole() {
        let of = |ticker: &str| {
            let own = table().column("ticker").unwrap().str().unwrap().equal(ticker);
            let panel = panel_of(table().filter(&own).unwrap()).unwrap();
            (ticker.parse().unwrap(), panel.files[0].sha256.clone().unwrap())
        };
        let whole = panel_of(table()).unwrap().files.remove(0);
        let apart = SourceFile::of_tickers("prices", 4, vec![of("SPY"), of("META")]);
        assert_eq!(apart, whole);
    }

    #[test]
    fn wrong_columns_and_types_are_refused_with_a_hint() {
        let without = panel_of(table().drop("ticker").unwrap()).unwrap_err();
        assert!(matches!(without, PriceError::MissingColumn { role: "ticker", .. }), "{without}");
        let mut text = table();
        text.with_column(Column::new("close".into(), ["a", "b", "c", "d"])).unwrap();
        let text = panel_of(text).unwrap_err();
        assert!(text.to_string().contains("close") && text.hint().contains("cast"), "{text}");
        let mut naive = table();
        naive.with_column(Column::new("date".into(), ["2025-12-09 10:00"; 4])).unwrap();
        let naive = panel_of(naive).unwrap_err();
        assert!(matches!(naive, PriceError::NaiveTimestamp { .. }), "{naive}");
    }
}
