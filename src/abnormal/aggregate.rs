//! Averages over events.

use serde::Serialize;

use super::Cumulative;

/// Averages of a window's abnormal returns over events.
///
/// # Formula
/// `CAAR = mean CAR_i`, `se = sqrt(sum v_i)/N` under independence; precision-weighted
/// `sum (CAR_i/v_i) / sum (1/v_i)` with `se = (sum 1/v_i)^-1/2`, where `v_i = Var(CAR_i)`;
/// `J1 = CAAR/se ~ N(0,1)`.
///
/// # References
/// MacKinlay 1997. Under independence only: events that share dates need the tests for clustering.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Aggregate {
    /// The number of events.
    pub events: usize,
    /// The mean cumulative abnormal return.
    pub caar: f64,
    /// The median cumulative abnormal return.
    pub median: f64,
    /// The standard error of the mean under independence.
    pub standard_error: f64,
    /// The precision-weighted mean.
    pub precision_weighted: f64,
    /// Its standard error under independence.
    pub precision_standard_error: f64,
}

impl Aggregate {
    /// Averages the events; `None` without an event or with a variance that is not positive.
    pub fn of(events: &[Cumulative]) -> Option<Self> {
        let n = events.len() as f64;
        let variance = |c: &Cumulative| c.standard_error * c.standard_error;
        if events.is_empty() || events.iter().any(|c| !(variance(c) > 0.0)) {
            return None;
        }
        let precision: f64 = events.iter().map(|c| 1.0 / variance(c)).sum();
        let mut sorted: Vec<f64> = events.iter().map(|c| c.value).collect();
        sorted.sort_by(f64::total_cmp);
        Some(Self {
            events: events.len(),
            caar: events.iter().map(|c| c.value).sum::<f64>() / n,
            median: 0.5 * (sorted[(sorted.len() - 1) / 2] + sorted[sorted.len() / 2]),
            standard_error: events.iter().map(variance).sum::<f64>().sqrt() / n,
            precision_weighted: events.iter().map(|c| c.value / variance(c)).sum::<f64>()
                / precision,
            precision_standard_error: (1.0 / precision).sqrt(),
        })
    }

    /// The value-weighted mean and its standard error under independence, `sqrt(sum w_i^2 v_i)`,
    /// for weights that need not sum to one; `None` where they sum to nothing.
    pub fn value_weighted(events: &[Cumulative], weights: &[f64]) -> Option<(f64, f64)> {
        let total: f64 = weights.iter().sum();
        if events.len() != weights.len() || !(total > 0.0) {
            return None;
        }
        let share = || weights.iter().map(|w| w / total);
        let mean = events.iter().zip(share()).map(|(c, w)| w * c.value).sum();
        let variance: f64 =
            events.iter().zip(share()).map(|(c, w)| (w * c.standard_error).powi(2)).sum();
        Some((mean, variance.sqrt()))
    }
}

/// `AAR_t`: the mean over the events that have the bar; `None` where no event has it.
pub fn average_abnormal_returns(events: &[Vec<Option<f64>>]) -> Vec<Option<f64>> {
    let bars = events.iter().map(Vec::len).max().unwrap_or(0);
    (0..bars)
        .map(|t| {
            let valid: Vec<f64> =
                events.iter().filter_map(|e| e.get(t).copied().flatten()).collect();
            (!valid.is_empty()).then(|| valid.iter().sum::<f64>() / valid.len() as f64)
        })
        .collect()
}
