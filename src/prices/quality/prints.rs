//! Prints that stand out from their neighbours.

/// A wick is suspect beyond this many robust standard deviations of its neighbours.
const WICK_DEVIATIONS: f64 = 8.0;
/// A wick of no more than so many times the rest of the range of its bar is no lone print.
const REST_OF_RANGE: f64 = 3.0;
/// Bars to either side that count as neighbours.
const NEIGHBOURS: usize = 30;
/// A move that reverts is suspect beyond this many robust standard deviations of returns.
const REVERT_DEVIATIONS: f64 = 8.0;
/// The share of the move that has to be taken back by the next two bars.
const REVERT_SHARE: f64 = 0.8;
/// Makes the median absolute deviation a standard deviation under normality.
const MAD_TO_SD: f64 = 1.4826;

/// Indices of bars whose wick (distance of the extreme from the body, as a log ratio) stands out.
///
/// `extreme` and `body` are the high and max(open, close), or the inverse low and body.
///
/// `floor` is the share of the price below which nothing is suspect, so that a quiet stretch does
/// not make a tick suspect.
pub fn suspect_wicks(wicks: &[f64], floor: f64) -> Vec<usize> {
    (0..wicks.len())
        .filter(|&i| {
            if !(wicks[i] > floor) {
                return false;
            }
            let from = i.saturating_sub(NEIGHBOURS);
            let to = (i + NEIGHBOURS + 1).min(wicks.len());
            let others: Vec<f64> =
                (from..to).filter(|&j| j != i && wicks[j].is_finite()).map(|j| wicks[j]).collect();
            match center_and_scale(&others) {
                Some((center, scale)) => wicks[i] > center + WICK_DEVIATIONS * scale,
                None => false,
            }
        })
        .collect()
}

/// Open, high, low and close of bars in a row, NaN where there is none.
pub(super) struct Ranges<'a> {
    pub(super) open: &'a [f64],
    pub(super) high: &'a [f64],
    pub(super) low: &'a [f64],
    pub(super) close: &'a [f64],
}

impl Ranges<'_> {
    /// Indices of bars whose high is suspect: its wick stands out and nothing else confirms it.
    pub(super) fn suspect_highs(&self, floor: f64) -> Vec<usize> {
        let top = |i: usize| self.open[i].max(self.close[i]);
        let wicks: Vec<f64> = (0..self.high.len()).map(|i| (self.high[i] / top(i)).ln()).collect();
        let suspects = suspect_wicks(&wicks, floor).into_iter();
        suspects.filter(|&i| !self.is_confirmed(i, self.high[i], wicks[i])).collect()
    }

    /// Indices of bars whose low is suspect.
    pub(super) fn suspect_lows(&self, floor: f64) -> Vec<usize> {
        let bottom = |i: usize| self.open[i].min(self.close[i]);
        let wicks: Vec<f64> = (0..self.low.len()).map(|i| (bottom(i) / self.low[i]).ln()).collect();
        let suspects = suspect_wicks(&wicks, floor).into_iter();
        suspects.filter(|&i| !self.is_confirmed(i, self.low[i], wicks[i])).collect()
    }

    /// Whether an extreme is to be believed: the bar before or after traded there as well, or the
    /// bar was wild in all the rest of its range, as a genuine swing is and a single wrong print is
    /// not.
    fn is_confirmed(&self, i: usize, extreme: f64, wick: f64) -> bool {
        let traded = |j: usize| {
            self.low.get(j).is_some_and(|low| *low <= extreme)
                && self.high.get(j).is_some_and(|high| extreme <= *high)
        };
        let rest = (self.high[i] / self.low[i]).ln() - wick;
        traded(i.wrapping_sub(1)) || traded(i + 1) || wick <= REST_OF_RANGE * rest
    }
}

/// Indices of closes that jump and are taken back within two bars.
pub fn reverting_closes(closes: &[f64]) -> Vec<usize> {
    let ln: Vec<f64> = closes.iter().map(|c| c.ln()).collect();
    let step = |i: usize, j: usize| ln[j] - ln[i];
    let steps: Vec<f64> =
        (1..ln.len()).map(|i| step(i - 1, i)).filter(|r| r.is_finite() && *r != 0.0).collect();
    if steps.len() < 10 {
        return Vec::new();
    }
    let scale = MAD_TO_SD * median(steps.iter().map(|r| r.abs()).collect());
    (1..closes.len().saturating_sub(2))
        .filter(|&i| {
            let jump = step(i - 1, i);
            let left = step(i - 1, i + 1).abs().min(step(i - 1, i + 2).abs());
            jump.abs() > REVERT_DEVIATIONS * scale && left <= (1.0 - REVERT_SHARE) * jump.abs()
        })
        .collect()
}

fn center_and_scale(values: &[f64]) -> Option<(f64, f64)> {
    if values.len() < 10 {
        return None;
    }
    let center = median(values.to_vec());
    let scale = MAD_TO_SD * median(values.iter().map(|v| (v - center).abs()).collect());
    (scale > 0.0).then_some((center, scale))
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let n = values.len();
    if n % 2 == 1 { values[n / 2] } else { 0.5 * (values[n / 2 - 1] + values[n / 2]) }
}
