//! Betas of other firms, which form the prior of a firm's own.

use crate::abnormal::MarketModelSums;
use crate::returns::TimeLine;

/// The market-model beta of a firm over the estimation window of a day, and its sampling variance;
/// bars near the firm's own events (sorted days) are left out. `None` with too few bars.
///
/// # Formula
/// `beta = Sxy/Sxx`, `Var(beta) = s^2/Sxx`, `s^2 = SSE/(M - 2)`.
///
/// # References
/// Vasicek 1973.
pub(crate) fn beta_of(
    firm: &MarketModelSums<'_>,
    time_line: &TimeLine,
    minimum: usize,
    day_zero: usize,
    events: &[usize],
) -> Option<(f64, f64)> {
    let window = time_line.estimation_sessions(day_zero)?;
    let left_out = time_line.near_other_events(events, day_zero);
    let fit = firm.fit(window, &left_out)?;
    if fit.bars < minimum.max(5) as f64 {
        return None;
    }
    let variance = fit.residual_squares / (fit.bars - 2.0) / fit.market_squares;
    (variance > 0.0 && variance.is_finite()).then_some((fit.beta, variance))
}
