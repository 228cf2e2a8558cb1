//! Daily total returns of many tickers, as one column.

use rayon::prelude::*;

use super::{MultiBarReturns, ReturnKind, SessionSeries, multi_bar_returns};
use crate::event::Ticker;
use crate::prices::PricePanel;

/// So many values are worth a task of their own.
const TASK: usize = 1 << 16;

/// Daily total returns of every ticker of a panel.
///
/// # Formula
/// With the previous close `P0`, split factor `q`, dividend `D` and close `P1`: the ex-reference is
/// `P0' = P0/q - D` and `R = P1/P0' - 1`, or `ln(P1/P0')`. This convention multiplies over the legs
/// of a day and equals the ratio of factor-adjusted prices.
///
/// # Shape and units
/// Decimal fractions on the sessions from each ticker's first bar to its last; NaN where either
/// price is missing.
///
/// ```
/// use eventstudy::prelude::*;
/// use eventstudy::prices::PricePanel;
/// use eventstudy::returns::ReturnPanel;
/// let calendar = TradingCalendar::new_york();
/// let prices = Prices::bundled_sample(&["META".parse()?], &calendar)?;
/// let prices = PricePanel::from_prices(prices, &calendar)?;
/// let panel = ReturnPanel::of(&prices, ReturnKind::Log);
/// let firm = panel.firm(&"META".parse()?).unwrap();
/// let session = calendar.index_of("2025-12-10".parse().unwrap()).unwrap();
/// assert!(panel.series(firm).at(session).abs() < 0.2);
/// # Ok::<(), eventstudy::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct ReturnPanel<'p> {
    prices: &'p PricePanel,
    kind: ReturnKind,
    returns: Vec<f64>,
}

impl<'p> ReturnPanel<'p> {
    /// The returns of a panel of prices.
    ///
    /// # Formula
    /// `P1/P0' - 1` or `ln(P1/P0')` with the ex-reference `P0'`, see [`PricePanel::ex_reference`].
    pub fn of(prices: &'p PricePanel, kind: ReturnKind) -> Self {
        let (close, reference) = (prices.closes(), prices.ex_references());
        let mut returns = vec![0.0; close.len()];
        returns
            .par_chunks_mut(TASK)
            .zip(close.par_chunks(TASK).zip(reference.par_chunks(TASK)))
            .for_each(|(out, (close, reference))| {
                for ((r, end), start) in out.iter_mut().zip(close).zip(reference) {
                    *r = kind.between(*start, *end);
                }
            });
        Self { prices, kind, returns }
    }

    /// The prices behind the returns.
    pub fn prices(&self) -> &'p PricePanel {
        self.prices
    }

    /// Whether the returns are simple or logarithmic.
    pub fn kind(&self) -> ReturnKind {
        self.kind
    }

    /// The number of tickers.
    pub fn len(&self) -> usize {
        self.prices.len()
    }

    /// Whether there is no ticker.
    pub fn is_empty(&self) -> bool {
        self.prices.is_empty()
    }

    /// The number of a ticker as a firm; `None` where the data has not got it.
    pub fn firm(&self, ticker: &Ticker) -> Option<usize> {
        self.prices.firm(ticker)
    }

    /// The returns of a firm.
    ///
    /// # Panics
    /// This and the methods below: if there is no firm of this number.
    pub fn series(&self, firm: usize) -> SessionSeries<'_> {
        self.on_sessions(firm, &self.returns[self.prices.range(firm)])
    }

    /// The closes of a firm.
    pub fn close(&self, firm: usize) -> SessionSeries<'_> {
        self.on_sessions(firm, self.prices.close(firm))
    }

    /// The ex-references of a firm, see [`PricePanel::ex_reference`].
    pub fn ex_reference(&self, firm: usize) -> SessionSeries<'_> {
        self.on_sessions(firm, self.prices.ex_reference(firm))
    }

    /// The shares of a firm that were traded.
    pub fn volume(&self, firm: usize) -> SessionSeries<'_> {
        self.on_sessions(firm, self.prices.volume(firm))
    }

    /// The returns of a firm from each price to the next, over the sessions without one; from the
    /// firm's first session on.
    pub fn over_gaps(&self, firm: usize) -> MultiBarReturns {
        let close = self.prices.close(firm);
        let (mut splits, mut dividends) = (vec![1.0; close.len()], vec![0.0; close.len()]);
        for action in self.prices.actions(firm) {
            let bar = action.session - self.prices.first(firm);
            splits[bar] = action.split;
            dividends[bar] = action.dividend;
        }
        multi_bar_returns(close, &splits, &dividends, self.kind)
    }

    fn on_sessions<'a>(&self, firm: usize, values: &'a [f64]) -> SessionSeries<'a> {
        SessionSeries { first: self.prices.first(firm), values }
    }
}
