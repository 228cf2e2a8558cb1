//! The market model for many events of one firm, with sums that the events share.

use std::ops::Range;

use crate::returns::SessionSeries;

/// Bars in a block whose sums are formed once.
const BLOCK: usize = 16;
/// Where centring leaves less than this of a sum of squares, digits are lost and the sums are
/// formed anew around the means.
const DIGITS: f64 = 1e-5;

/// The benchmark's returns from the first session of the calendar, with sums over blocks of bars.
#[derive(Clone, Debug, Default)]
pub struct MarketColumn {
    values: Vec<f64>,
    /// `sum x` and `sum xx` of each block.
    blocks: Vec<[f64; 2]>,
}

/// A firm and its benchmark, prepared for market models over any window.
///
/// # Formula
/// `beta = Sxy/Sxx`, `alpha = ybar - beta xbar`, `SSE = Syy - beta Sxy` over the bars that have both
/// returns. Windows are put together from blocks of bars that all events of the firm share. Where
/// returns are missing, or the sums would lose digits, they are formed around the means instead.
///
/// # References
/// MacKinlay 1997.
#[derive(Clone, Debug)]
pub struct MarketModelSums<'a> {
    firm: SessionSeries<'a>,
    market: &'a MarketColumn,
    /// `sum y`, `sum xy` and `sum yy` of each whole block of the firm's bars.
    blocks: Vec<[f64; 3]>,
    /// The number of the first of them.
    first_block: usize,
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

impl MarketColumn {
    /// Prepares the benchmark.
    pub fn new(values: Vec<f64>) -> Self {
        let blocks = values.chunks_exact(BLOCK).map(market_sums).collect();
        Self { values, blocks }
    }

    /// The returns.
    pub fn values(&self) -> &[f64] {
        &self.values
    }
}

impl<'a> MarketModelSums<'a> {
    /// Prepares a firm.
    pub fn of(firm: SessionSeries<'a>, market: &'a MarketColumn) -> Self {
        let mut sums = Self { firm, market, blocks: Vec::new(), first_block: 0 };
        sums.prepare(firm);
        sums
    }

    /// Prepares another firm in the same memory.
    pub fn prepare(&mut self, firm: SessionSeries<'a>) {
        self.firm = firm;
        self.first_block = firm.first.div_ceil(BLOCK);
        self.blocks.clear();
        let skip = self.first_block * BLOCK - firm.first;
        let own = firm.values.get(skip..).unwrap_or(&[]);
        let other = self.market.values.get(self.first_block * BLOCK..).unwrap_or(&[]);
        let pairs = own.chunks_exact(BLOCK).zip(other.chunks_exact(BLOCK));
        self.blocks.extend(pairs.map(|(y, x)| firm_sums(y, x)));
    }

    /// The fit over the sessions of `window` without those in `left_out` (sorted, distinct); `None`
    /// with fewer than three bars or a benchmark that does not move.
    pub fn fit(&self, window: Range<usize>, left_out: &[usize]) -> Option<MarketModelFit> {
        let end = (self.firm.first + self.firm.values.len()).min(self.market.values.len());
        let window = window.start.max(self.firm.first)..window.end.min(end);
        if window.len() < 3 {
            return None;
        }
        self.of_blocks(&window, left_out).or_else(|| self.around_means(&window, left_out))
    }

    fn pair(&self, sessions: Range<usize>) -> (&[f64], &[f64]) {
        let first = self.firm.first;
        let own = &self.firm.values[sessions.start - first..sessions.end - first];
        (own, &self.market.values[sessions])
    }

    /// `None` where a return is missing or the sums lose digits.
    fn of_blocks(&self, window: &Range<usize>, left_out: &[usize]) -> Option<MarketModelFit> {
        let mut m = window.len() as f64;
        let (mut x, mut xx, mut y, mut xy, mut yy) = (0.0, 0.0, 0.0, 0.0, 0.0);
        let mut add = |sessions: Range<usize>, sign: f64| {
            let (own, market) = self.pair(sessions);
            let ([a, b], [c, d, e]) = (market_sums(market), firm_sums(own, market));
            x += sign * a;
            xx += sign * b;
            y += sign * c;
            xy += sign * d;
            yy += sign * e;
        };
        for session in left_out.iter().filter(|s| window.contains(s)) {
            add(*session..session + 1, -1.0);
            m -= 1.0;
        }
        let (from, to) = (window.start.div_ceil(BLOCK), window.end / BLOCK);
        if from < to {
            add(window.start..from * BLOCK, 1.0);
            add(to * BLOCK..window.end, 1.0);
            let market = &self.market.blocks[from..to];
            let firm = &self.blocks[from - self.first_block..to - self.first_block];
            for ([a, b], [c, d, e]) in market.iter().zip(firm) {
                x += a;
                xx += b;
                y += c;
                xy += d;
                yy += e;
            }
        } else {
            add(window.clone(), 1.0);
        }
        let (market_mean, mean) = (x / m, y / m);
        let (sxx, sxy, syy) = (xx - x * market_mean, xy - x * mean, yy - y * mean);
        let beta = sxy / sxx;
        let residual_squares = syy - beta * sxy;
        let exact = m >= 3.0 && sxx > DIGITS * xx && residual_squares > DIGITS * yy;
        exact.then_some(MarketModelFit {
            bars: m,
            alpha: mean - beta * market_mean,
            beta,
            market_mean,
            market_squares: sxx,
            residual_squares,
        })
    }

    fn around_means(&self, window: &Range<usize>, left_out: &[usize]) -> Option<MarketModelFit> {
        let (own, market) = self.pair(window.clone());
        let pairs = || {
            own.iter().zip(market).zip(window.clone()).filter_map(|((y, x), session)| {
                let used = (x + y).is_finite() && left_out.binary_search(&session).is_err();
                used.then_some((*x, *y))
            })
        };
        let m = pairs().count() as f64;
        let market_mean = pairs().map(|(x, _)| x).sum::<f64>() / m;
        let mean = pairs().map(|(_, y)| y).sum::<f64>() / m;
        let (mut sxx, mut sxy, mut size) = (0.0, 0.0, 0.0);
        for (x, y) in pairs() {
            sxx += (x - market_mean) * (x - market_mean);
            sxy += (x - market_mean) * (y - mean);
            size += x * x;
        }
        // What is left of a benchmark that stands still is rounding.
        if m < 3.0 || !(sxx > 1e-26 * size && sxx > 0.0) {
            return None;
        }
        let beta = sxy / sxx;
        let alpha = mean - beta * market_mean;
        let residual_squares =
            pairs().map(|(x, y)| y - mean - beta * (x - market_mean)).map(|e| e * e).sum();
        Some(MarketModelFit {
            bars: m,
            alpha,
            beta,
            market_mean,
            market_squares: sxx,
            residual_squares,
        })
    }
}

impl MarketModelFit {
    /// Writes the abnormal returns of a run of bars; returns their sum and the benchmark's.
    #[inline]
    pub fn abnormal(&self, firm: &[f64], market: &[f64], out: &mut [f64]) -> (f64, f64) {
        for ((ar, y), x) in out.iter_mut().zip(firm).zip(market) {
            *ar = y - self.alpha - self.beta * x;
        }
        (sum(out), sum(market))
    }

    /// `Var(CAR)/s^2` for a sum over `bars` bars with the benchmark's sum `market_sum`:
    /// `L2 + L2^2/M + (sum Rm - L2 mean)^2/Sxx`.
    #[inline]
    pub fn variance_factor(&self, bars: f64, market_sum: f64) -> f64 {
        let deviation = market_sum - bars * self.market_mean;
        bars + bars * bars / self.bars + deviation * deviation / self.market_squares
    }
}

impl MarketModelFit {
    /// The variance of the sum of the standardised abnormal returns of some bars of the event window,
    /// from the benchmark's returns on them.
    ///
    /// # Formula
    /// `sum r^2 + (sum r)^2/M + (sum r (Rm - mean))^2/Sxx`, `r = 1/sqrt(1 + 1/M + (Rm - mean)^2/Sxx)`.
    pub fn standardised_variance_factor(&self, market: impl IntoIterator<Item = f64>) -> f64 {
        let (mut squares, mut sum, mut moved) = (0.0, 0.0, 0.0);
        for x in market {
            let deviation = x - self.market_mean;
            let r2 = 1.0 / (1.0 + 1.0 / self.bars + deviation * deviation / self.market_squares);
            let r = r2.sqrt();
            squares += r2;
            sum += r;
            moved += r * deviation;
        }
        squares + sum * sum / self.bars + moved * moved / self.market_squares
    }
}

/// Four running sums at once, which the processor can add side by side.
type Lanes = [f64; 4];

#[inline]
fn total(lanes: Lanes) -> f64 {
    (lanes[0] + lanes[2]) + (lanes[1] + lanes[3])
}

#[inline]
fn sum(values: &[f64]) -> f64 {
    let mut lanes: Lanes = [0.0; 4];
    let chunks = values.chunks_exact(4);
    let rest: f64 = chunks.remainder().iter().sum();
    for chunk in chunks {
        for k in 0..4 {
            lanes[k] += chunk[k];
        }
    }
    total(lanes) + rest
}

/// The sum of the squares of these values.
#[inline]
pub(crate) fn sum_of_squares(values: &[f64]) -> f64 {
    market_sums(values)[1]
}

#[inline]
fn market_sums(x: &[f64]) -> [f64; 2] {
    let (mut one, mut two): (Lanes, Lanes) = ([0.0; 4], [0.0; 4]);
    let chunks = x.chunks_exact(4);
    for (k, x) in chunks.remainder().iter().enumerate() {
        one[k] = *x;
        two[k] = x * x;
    }
    for x in chunks {
        for k in 0..4 {
            one[k] += x[k];
            two[k] += x[k] * x[k];
        }
    }
    [total(one), total(two)]
}

#[inline]
fn firm_sums(y: &[f64], x: &[f64]) -> [f64; 3] {
    let mut lanes: [Lanes; 3] = [[0.0; 4]; 3];
    let (ys, xs) = (y.chunks_exact(4), x.chunks_exact(4));
    for (k, (y, x)) in ys.remainder().iter().zip(xs.remainder()).enumerate() {
        lanes[0][k] = *y;
        lanes[1][k] = x * y;
        lanes[2][k] = y * y;
    }
    for (y, x) in ys.zip(xs) {
        for k in 0..4 {
            lanes[0][k] += y[k];
            lanes[1][k] += x[k] * y[k];
            lanes[2][k] += y[k] * y[k];
        }
    }
    lanes.map(total)
}
