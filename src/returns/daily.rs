//! Daily total returns on the exchange's calendar.

use chrono::NaiveDate;
use polars::prelude::*;

use super::{MultiBarReturns, ReturnKind, SessionSeries, multi_bar_returns};
use crate::calendar::TradingCalendar;
use crate::event::Ticker;
use crate::prices::{DailyBars, PriceError, values};

/// Daily total returns of one ticker, one row for every session from its first to its last bar.
///
/// # Formula
/// With the previous close `P0`, split factor `q`, dividend `D` and close `P1`: the ex-reference is
/// `P0' = P0/q - D` and `R = P1/P0' - 1`. This convention multiplies over the legs of a day and
/// equals the ratio of factor-adjusted prices.
///
/// # Shape and units
/// All columns have one length; values are decimal fractions; NaN where either price is missing.
#[derive(Clone, Debug)]
pub struct DailyReturns {
    /// The ticker.
    pub ticker: Ticker,
    /// The aligned frame: `date`, `open`, `close`, `ex_reference`, `simple`, `log`, `overnight`,
    /// `intraday` (the last two are log returns close to open and open to close).
    pub frame: DataFrame,
    /// Whether closes are last trades summed up from intraday bars.
    pub from_intraday: bool,
    first: usize,
    simple: Vec<f64>,
    log: Vec<f64>,
    overnight: Vec<f64>,
    intraday: Vec<f64>,
    ex_date: Vec<bool>,
}

impl DailyReturns {
    /// Aligns bars with the calendar and computes their returns.
    ///
    /// # Errors
    /// [`PriceError::Frame`] only for a defect of this program.
    pub fn of(bars: &DailyBars, calendar: &TradingCalendar) -> Result<Self, PriceError> {
        let (from, to) = bars
            .range()
            .and_then(|(a, b)| calendar.index_of(a).zip(calendar.index_of(b)))
            .unwrap_or((0, 0));
        let days: Vec<i32> =
            calendar.days()[from..=to].iter().map(|d| d.date.to_epoch_days()).collect();
        let sessions = DataFrame::new(
            days.len(),
            vec![Series::new("date".into(), days).cast(&DataType::Date)?.into()],
        )?;
        let ratio = |end: Expr, start: Expr| end / start;
        let frame = sessions
            .lazy()
            .join(
                bars.frame.clone().lazy(),
                [col("date")],
                [col("date")],
                JoinArgs {
                    maintain_order: MaintainOrderJoin::Left,
                    ..JoinArgs::new(JoinType::Left)
                },
            )
            .with_columns([col("dividend").fill_null(0.0), col("split").fill_null(1.0)])
            .with_column(
                (col("close").shift(lit(1)) / col("split") - col("dividend")).alias("ex_reference"),
            )
            // A dividend as large as the price leaves nothing to compare with.
            .with_column(
                when(col("ex_reference").gt(lit(0.0)))
                    .then(col("ex_reference"))
                    .otherwise(lit(NULL))
                    .alias("ex_reference"),
            )
            .with_columns([
                (ratio(col("close"), col("ex_reference")) - lit(1.0)).alias("simple"),
                ratio(col("close"), col("ex_reference")).log(lit(std::f64::consts::E)).alias("log"),
                ratio(col("open"), col("ex_reference"))
                    .log(lit(std::f64::consts::E))
                    .alias("overnight"),
                ratio(col("close"), col("open")).log(lit(std::f64::consts::E)).alias("intraday"),
            ])
            .collect()?;
        let changed = |name: &str, neutral: f64| -> PolarsResult<Vec<bool>> {
            Ok(values(&frame, name)?.into_iter().map(|v| v != neutral).collect())
        };
        let (dividend, split) = (changed("dividend", 0.0)?, changed("split", 1.0)?);
        Ok(Self {
            ticker: bars.ticker.clone(),
            from_intraday: bars.from_intraday,
            first: from,
            simple: values(&frame, "simple")?,
            log: values(&frame, "log")?,
            overnight: values(&frame, "overnight")?,
            intraday: values(&frame, "intraday")?,
            ex_date: dividend.into_iter().zip(split).map(|(d, s)| d || s).collect(),
            frame,
        })
    }

    /// The returns on the sessions of the calendar.
    pub fn series(&self, kind: ReturnKind) -> SessionSeries<'_> {
        let values = match kind {
            ReturnKind::Simple => &self.simple,
            ReturnKind::Log => &self.log,
        };
        SessionSeries { first: self.first, values }
    }

    /// The return of the session with this calendar index; NaN where there is none.
    pub fn total(&self, session: usize, kind: ReturnKind) -> f64 {
        self.series(kind).at(session)
    }

    /// The returns from one close to the next over the sessions between, with the calendar index of
    /// the first place.
    ///
    /// # Errors
    /// [`PriceError::Frame`] only for a defect of this program.
    pub fn over_gaps(&self, kind: ReturnKind) -> Result<(usize, MultiBarReturns), PriceError> {
        let column = |name: &str| values(&self.frame, name);
        let (closes, splits, dividends) = (column("close")?, column("split")?, column("dividend")?);
        Ok((self.first, multi_bar_returns(&closes, &splits, &dividends, kind)))
    }

    /// The log return from the previous close (ex-reference) to the open; NaN where there is none.
    pub fn overnight(&self, session: usize) -> f64 {
        self.at(&self.overnight, session)
    }

    /// The log return from open to close; NaN where there is none.
    pub fn intraday(&self, session: usize) -> f64 {
        self.at(&self.intraday, session)
    }

    /// Whether a dividend or split is effective on this session.
    pub fn is_ex_date(&self, session: usize) -> bool {
        session.checked_sub(self.first).and_then(|i| self.ex_date.get(i)).copied().unwrap_or(false)
    }

    /// Whether the session lies between the first and the last bar.
    pub fn covers(&self, session: usize) -> bool {
        (self.first..self.first + self.simple.len()).contains(&session)
    }

    /// A price column (`open`, `close`, `ex_reference`) on a session.
    pub fn price(&self, column: &str, session: usize) -> Option<f64> {
        let row = session.checked_sub(self.first).filter(|row| *row < self.simple.len())?;
        self.frame.column(column).ok()?.f64().ok()?.get(row)
    }

    /// First and last date with a bar.
    pub fn range(&self, calendar: &TradingCalendar) -> (NaiveDate, NaiveDate) {
        let days = calendar.days();
        (days[self.first].date, days[self.first + self.simple.len() - 1].date)
    }

    fn at(&self, column: &[f64], session: usize) -> f64 {
        SessionSeries { first: self.first, values: column }.at(session)
    }
}
