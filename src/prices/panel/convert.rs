//! A panel out of bars that were read one ticker at a time.

use super::{CorporateAction, PricePanel, ex_reference};
use crate::calendar::TradingCalendar;
use crate::prices::{PriceError, Prices, values};

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
            let start = panel.close.len();
            let end = start + last + 1 - first;
            panel.close.resize(end, f64::NAN);
            panel.volume.resize(end, f64::NAN);
            panel.ex_reference.resize(end, f64::NAN);
            let (close, volume) = (values(&bars.frame, "close")?, values(&bars.frame, "volume")?);
            let (dividend, split) =
                (values(&bars.frame, "dividend")?, values(&bars.frame, "split")?);
            for (i, day) in bars.frame.column("date")?.date()?.physical().iter().enumerate() {
                let date = day.and_then(chrono::NaiveDate::from_epoch_days);
                let Some(session) = date.and_then(|d| calendar.index_of(d)) else { continue };
                panel.close[start + session - first] = close[i];
                panel.volume[start + session - first] = volume[i];
                if dividend[i] != 0.0 || split[i] != 1.0 {
                    let (dividend, split) = (dividend[i], split[i]);
                    panel.actions.push(CorporateAction { session, dividend, split });
                }
            }
            let actions = &panel.actions[*panel.action_offsets.last().unwrap_or(&0)..];
            let out = &mut panel.ex_reference[start..end];
            ex_reference::fill(&panel.close[start..end], first, actions, out);
            panel.tickers.push(ticker);
            panel.first.push(first);
            panel.offsets.push(end);
            panel.action_offsets.push(panel.actions.len());
            panel.from_intraday.push(bars.from_intraday);
        }
        Ok(panel)
    }
}
