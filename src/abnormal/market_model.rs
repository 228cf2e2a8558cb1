//! The market model for many events of one firm, with sums that the events share.

use crate::returns::SessionSeries;

/// Sums of one bar after the other: count, x, y, xx, xy, yy.
type Sums = [f64; 6];

/// A firm and its benchmark, prepared for market models over any window.
///
/// Sums over a window are differences of running sums, taken around the firm's own level so that
/// no digits are lost, and serve all events of the firm.
///
/// # Formula
/// `beta = Sxy/Sxx`, `alpha = ybar - beta xbar`, `SSE = Syy - Sxy^2/Sxx` over the bars that have
/// both returns. Where the model explains nearly everything, SSE is summed from the residuals.
///
/// # References
/// MacKinlay 1997.
#[derive(Clone, Debug, Default)]
pub struct MarketModelSums {
    running: Vec<Sums>,
    shift: (f64, f64),
    first: usize,
}

/// A market model over a window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MarketModelFit {
    /// Bars with both returns, M.
    pub bars: f64,
    /// The intercept.
    pub alpha: f64,
    /// The slope.
    pub beta: f64,
    /// The mean of the benchmark over the M bars.
    pub market_mean: f64,
    /// `Sxx`, the sum of squared deviations of the benchmark.
    pub market_squares: f64,
    /// The sum of squared residuals.
    pub residual_squares: f64,
}

impl MarketModelSums {
    /// Prepares a firm. `market` begins at the first session of the calendar.
    pub fn of(firm: SessionSeries<'_>, market: &[f64]) -> Self {
        let mut sums = Self::default();
        sums.prepare(firm, market);
        sums
    }

    /// The same, reusing the memory of another firm's.
    pub fn prepare(&mut self, firm: SessionSeries<'_>, market: &[f64]) {
        self.first = firm.first;
        let other = market.get(firm.first..).unwrap_or(&[]);
        let level = |values: &[f64]| {
            // Any value near the data does; the first ones are near enough and cheap.
            let some = || values.iter().take(16).filter(|v| v.is_finite());
            let n = some().count();
            if n == 0 { 0.0 } else { some().sum::<f64>() / n as f64 }
        };
        self.shift = (level(other), level(firm.values));
        self.running.clear();
        self.running.reserve(firm.values.len() + 1);
        let mut at: Sums = [0.0; 6];
        self.running.push(at);
        for (y, x) in firm.values.iter().zip(other.iter().chain(std::iter::repeat(&f64::NAN))) {
            let (x, y) = (x - self.shift.0, y - self.shift.1);
            let both = x + y;
            // NaN and infinity in either return leave the sums as they are.
            let (one, x, y) = if both - both == 0.0 { (1.0, x, y) } else { (0.0, 0.0, 0.0) };
            let step = [one, x, y, x * x, x * y, y * y];
            for (a, s) in at.iter_mut().zip(step) {
                *a += s;
            }
            self.running.push(at);
        }
    }

    /// The fit over the sessions `from..to` without those in `left_out` (sorted, distinct); `None`
    /// with fewer than three bars or a benchmark that does not move.
    pub fn fit(&self, from: usize, to: usize, left_out: &[usize]) -> Option<MarketModelFit> {
        let row = |session: usize| session.saturating_sub(self.first).min(self.running.len() - 1);
        let (from, to) = (row(from), row(to));
        let difference = |a: &Sums, b: &Sums| -> Sums { std::array::from_fn(|k| b[k] - a[k]) };
        let mut sums = difference(&self.running[from], &self.running[to]);
        for session in left_out {
            let bar = session.wrapping_sub(self.first);
            if (from..to).contains(&bar) {
                let one = difference(&self.running[bar], &self.running[bar + 1]);
                for (s, o) in sums.iter_mut().zip(one) {
                    *s -= o;
                }
            }
        }
        let [m, x, y, xx, xy, yy] = sums;
        if m < 3.0 {
            return None;
        }
        let sxx = xx - x * x / m;
        let (sxy, syy) = (xy - x * y / m, yy - y * y / m);
        // What is left of xx after its mean is rounding if the benchmark stands still.
        if !(sxx > 1e-20 && sxx > 1e-13 * xx) {
            return None;
        }
        let beta = sxy / sxx;
        let market_mean = x / m + self.shift.0;
        Some(MarketModelFit {
            bars: m,
            alpha: y / m + self.shift.1 - beta * market_mean,
            beta,
            market_mean,
            market_squares: sxx,
            residual_squares: syy - beta * sxy,
        })
    }
}

impl MarketModelFit {
    /// `Var(CAR)/s^2` for a sum over `bars` bars with the benchmark's sum `market_sum`:
    /// `L2 + L2^2/M + (sum Rm - L2 mean)^2/Sxx`.
    #[inline]
    pub fn variance_factor(&self, bars: f64, market_sum: f64) -> f64 {
        let deviation = market_sum - bars * self.market_mean;
        bars + bars * bars / self.bars + deviation * deviation / self.market_squares
    }
}
