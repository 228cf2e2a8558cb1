//! Means over events that do not count alike.

use serde::Serialize;

use crate::inference::WindowSample;

/// A mean CAR with weights from a column of the events file, such as market capitalisation.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct WeightedMean {
    /// Events with a weight and a CAR.
    pub events: usize,
    /// `sum w_i CAR_i`, the weights summing to one.
    pub mean: f64,
    /// From the spread over events: `sqrt(N/(N-1) sum w_i^2 (CAR_i - mean)^2)`; `None` for one event.
    pub standard_error: Option<f64>,
    /// From the forecast variances of independent events: `sqrt(sum w_i^2 Var(CAR_i))`; `None`
    /// where an event has none.
    pub forecast_standard_error: Option<f64>,
    /// How many equally weighted events have the same variance of the mean: `1/sum w_i^2`.
    pub effective_events: f64,
}

impl WeightedMean {
    /// The mean of a window; `weights` has one value for each event of the cross-section, NaN where
    /// there is none. `None` without an event that counts.
    ///
    /// # References
    /// Campbell, Lo and MacKinlay 1997 for the forecast form; White 1980 for the spread.
    pub fn of(sample: &WindowSample<'_>, weights: &[f64]) -> Option<Self> {
        let counted: Vec<(usize, f64)> = sample
            .events
            .iter()
            .enumerate()
            .map(|(k, &event)| (k, weights[event]))
            .filter(|(_, weight)| *weight > 0.0)
            .collect();
        let total: f64 = counted.iter().map(|(_, w)| w).sum();
        if !(total > 0.0 && total.is_finite()) {
            return None;
        }
        let sum = |term: &dyn Fn(usize, f64) -> f64| -> f64 {
            counted.iter().map(|&(k, w)| term(k, w / total)).sum()
        };
        let mean = sum(&|k, w| w * sample.car[k]);
        let n = counted.len() as f64;
        let spread = sum(&|k, w| (w * (sample.car[k] - mean)).powi(2));
        let forecast = sum(&|k, w| w * w * sample.variance[k]);
        Some(Self {
            events: counted.len(),
            mean,
            standard_error: (n > 1.0).then(|| (n / (n - 1.0) * spread).sqrt()),
            forecast_standard_error: (forecast > 0.0 && forecast.is_finite())
                .then(|| forecast.sqrt()),
            effective_events: 1.0 / sum(&|_, w| w * w),
        })
    }
}

/// The weights of a column of the events file, NaN where a cell is no positive number.
pub fn parse_weights(cells: &[String]) -> Vec<f64> {
    let weight = |cell: &String| match cell.trim().parse::<f64>() {
        Ok(weight) if weight > 0.0 && weight.is_finite() => weight,
        _ => f64::NAN,
    };
    cells.iter().map(weight).collect()
}
