//! A panel from bars that were read one ticker at a time.

use polars::prelude::*;

use super::{CorporateAction, PricePanel, ex_reference};
use crate::calendar::TradingCalendar;
use crate::event::Ticker;
use crate::prices::{DailyBars, PriceError, Prices, values};

impl PricePanel {
    /// The daily bars of prices that were read already.
    ///
    /// # Errors
    /// [`PriceError::Frame`] only for a defect of this program.
    pub fn from_prices(prices: Prices, calendar: &TradingCalendar) -> Result<Self, PriceError> {
        let mut panel = PricePanel {
            offsets: vec![0],
            action_offsets: vec![0],
            factors: prices.factors,
            files: prices.files,
            findings: prices.findings,
            simulated: prices.simulated,
            description: prices.description,
            ..PricePanel::default()
        };
        for (ticker, bars) in prices.daily {
            let ends = bars.range().map(|(a, b)| (calendar.index_of(a), calendar.index_of(b)));
            let Some((Some(first), Some(last))) = ends else { continue };
            let aligned = on_sessions(&bars, first, last, calendar)?;
            panel.append(ticker, first, bars.from_intraday, &aligned)?;
        }
        Ok(panel)
    }
}

/// The bars on every session from the first to the last, one row each, with nulls where a session
/// has no bar.
fn on_sessions(
    bars: &DailyBars,
    first: usize,
    last: usize,
    calendar: &TradingCalendar,
) -> PolarsResult<DataFrame> {
    let days: Vec<i32> =
        calendar.days()[first..=last].iter().map(|d| d.date.to_epoch_days()).collect();
    let sessions = DataFrame::new(
        days.len(),
        vec![Series::new("date".into(), days).cast(&DataType::Date)?.into()],
    )?;
    let in_order =
        JoinArgs { maintain_order: MaintainOrderJoin::Left, ..JoinArgs::new(JoinType::Left) };
    sessions
        .lazy()
        .join(bars.frame.clone().lazy(), [col("date")], [col("date")], in_order)
        .with_columns([col("dividend").fill_null(0.0), col("split").fill_null(1.0)])
        .select(["open", "close", "volume", "dividend", "split"].map(col))
        .collect()
}

impl PricePanel {
    /// Puts the aligned bars of a ticker under those of the tickers before it.
    fn append(
        &mut self,
        ticker: Ticker,
        first: usize,
        from_intraday: bool,
        aligned: &DataFrame,
    ) -> Result<(), PriceError> {
        let start = self.close.len();
        self.open.extend(values(aligned, "open")?);
        self.close.extend(values(aligned, "close")?);
        self.volume.extend(values(aligned, "volume")?);
        let actions = values(aligned, "dividend")?.into_iter().zip(values(aligned, "split")?);
        let actions =
            actions.enumerate().filter(|(_, (dividend, split))| *dividend != 0.0 || *split != 1.0);
        let before = self.actions.len();
        self.actions.extend(actions.map(|(row, (dividend, split))| CorporateAction {
            session: first + row,
            dividend,
            split,
        }));
        self.ex_reference.resize(self.close.len(), f64::NAN);
        let out = &mut self.ex_reference[start..];
        ex_reference::fill(&self.close[start..], first, &self.actions[before..], out);
        self.tickers.push(ticker);
        self.first.push(first);
        self.offsets.push(self.close.len());
        self.action_offsets.push(self.actions.len());
        self.from_intraday.push(from_intraday);
        Ok(())
    }
}
