//! Returns from one trade to the next, over the sessions without a price.

use super::{ReturnKind, SessionSeries};

/// Which returns of the firm a model is estimated on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FirmReturns {
    /// Each bar alone: a bar whose price or previous price is missing has no return.
    #[default]
    EachBar,
    /// From one price to the next: the bar that ends a gap has the return over the whole gap.
    OverGaps,
}

/// Returns over gaps: the return that ends on each session, and the sessions it covers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MultiBarReturns {
    /// The return from the last price before; NaN on a session without a price.
    pub returns: Vec<f64>,
    /// How many sessions it covers, 1 without a gap; NaN where there is no return.
    pub bars_covered: Vec<f64>,
}

impl MultiBarReturns {
    /// The part on `bars` sessions from `first` on, of returns on the sessions from `start` on; NaN
    /// outside.
    #[must_use]
    pub fn part(&self, start: usize, first: i64, bars: usize) -> Self {
        let of = |values: &[f64]| -> Vec<f64> {
            let series = SessionSeries { first: start, values };
            let at = |k| usize::try_from(first + k).map_or(f64::NAN, |session| series.at(session));
            (0..bars as i64).map(at).collect()
        };
        Self { returns: of(&self.returns), bars_covered: of(&self.bars_covered) }
    }
}

/// The returns from each price to the next, one place a session.
///
/// # Formula
/// Going from the last price `P0` to the next one, `P1`, the reference is carried through every
/// session between: `P' <- P'/q - D` with its split factor `q` and dividend `D`, in that order.
/// `R = P1/P' - 1`, or `ln(P1/P')`. On successive sessions this is the return of each bar.
///
/// # Shape and units
/// All slices have one length; a missing close is NaN, a session without an action has the split
/// factor 1 and the dividend 0. A reference that is not positive leaves no return.
///
/// # References
/// Maynes and Rumsey 1993.
///
/// ```
/// use eventstudy::returns::ReturnKind;
/// use eventstudy::returns::internals::multi_bar_returns;
/// let gap = f64::NAN;
/// let of = multi_bar_returns(&[100.0, gap, 51.0], &[1.0, 2.0, 1.0], &[0.0, 0.0, 1.0], ReturnKind::Simple);
/// // 100 is 50 after the split and 49 after the dividend.
/// assert!((of.returns[2] - (51.0 / 49.0 - 1.0)).abs() < 1e-15);
/// assert_eq!(of.bars_covered[2], 2.0);
/// assert!(of.returns[0].is_nan() && of.returns[1].is_nan());
/// ```
pub fn multi_bar_returns(
    closes: &[f64],
    splits: &[f64],
    dividends: &[f64],
    kind: ReturnKind,
) -> MultiBarReturns {
    let mut out = MultiBarReturns {
        returns: vec![f64::NAN; closes.len()],
        bars_covered: vec![f64::NAN; closes.len()],
    };
    let mut last: Option<(usize, f64)> = None;
    for (session, close) in closes.iter().enumerate() {
        if let Some((from, reference)) = &mut last {
            *reference = *reference / splits[session] - dividends[session];
            if close.is_finite() && *reference > 0.0 {
                out.returns[session] = kind.between(*reference, *close);
                out.bars_covered[session] = (session - *from) as f64;
            }
        }
        if close.is_finite() {
            last = Some((session, *close));
        }
    }
    out
}
