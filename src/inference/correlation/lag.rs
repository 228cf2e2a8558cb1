//! Sums of correlations of pairs of events by the distance of their days 0.

use serde::Serialize;

/// The average correlation between the abnormal returns of all pairs of events of a window.
///
/// # Formula
/// `rbar = 2/(N(N-1)) sum_{i<j} r_ij ov_ij / sqrt(L2_i L2_j)`: `L2_i` is the number of bars of the window
/// that event i has, and `ov_ij` that of the calendar bars that both have; `r_ij` is the Pearson correlation of the
/// estimation residuals on the *calendar* bars that both events have. Events whose windows do not overlap
/// count as uncorrelated. A pair with too few common bars has `r_ij = 0` and is counted.
///
/// # References
/// Kolari and Pynnonen 2010; Kolari, Pape and Pynnonen 2018 for partly overlapping windows.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct MeanCorrelation {
    /// The average correlation.
    pub rbar: f64,
    /// Pairs of events whose windows overlap.
    pub pairs: u64,
    /// Overlapping pairs with too few common estimation bars, or without variation on them; estimated
    /// where pairs were sampled.
    pub pairs_unestimated: u64,
    /// Where the pairs are too many to go through: what was drawn of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sampled: Option<SampledPairs>,
}

/// What a sample of pairs adds to an average correlation.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct SampledPairs {
    /// The number of pairs drawn.
    pub drawn: u64,
    /// The standard error of `rbar` that comes from the sample of pairs.
    pub standard_error: f64,
}

/// The pairs of events whose days 0 are so many bars apart.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Lag {
    /// How many there are.
    pub pairs: u64,
    /// The sum of their correlations.
    pub sum: f64,
    /// How many have none.
    pub unestimated: f64,
    /// The variance of `sum` that sampling brings.
    pub(super) variance: f64,
    /// How many pairs it is estimated from.
    pub(super) drawn: u64,
}

impl Lag {
    /// Pairs that were all gone through.
    pub(super) fn counted(pairs: u64, sum: f64, unestimated: f64) -> Self {
        Self { pairs, sum, unestimated, variance: 0.0, drawn: pairs }
    }

    pub(super) fn add(&mut self, more: Self) {
        self.pairs += more.pairs;
        self.sum += more.sum;
        self.unestimated += more.unestimated;
        self.variance += more.variance;
        self.drawn += more.drawn;
    }
}

/// Every lag at which windows of the event window's length overlap.
#[derive(Debug, PartialEq)]
pub struct Lags(pub(super) Vec<Lag>);

impl Lags {
    /// The average over the pairs of so many events, for a window of this length.
    pub fn over(&self, length: usize, events: f64) -> MeanCorrelation {
        let overlap = |lag: usize| (length - lag) as f64 / length as f64;
        let within = || self.0.iter().enumerate().take(length);
        let all_pairs = 0.5 * events * (events - 1.0);
        let pairs = within().map(|(_, lag)| lag.pairs).sum();
        let drawn = within().map(|(_, lag)| lag.drawn).sum();
        let variance: f64 = within().map(|(l, lag)| overlap(l).powi(2) * lag.variance).sum();
        let standard_error = variance.sqrt() / all_pairs;
        MeanCorrelation {
            rbar: within().map(|(l, lag)| overlap(l) * lag.sum).sum::<f64>() / all_pairs,
            pairs,
            pairs_unestimated: within().map(|(_, lag)| lag.unestimated).sum::<f64>().round() as u64,
            sampled: (drawn < pairs).then_some(SampledPairs { drawn, standard_error }),
        }
    }
}
