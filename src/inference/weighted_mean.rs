//! Means over events that do not count alike.

use serde::Serialize;

use crate::inference::WindowSample;

/// A mean CAR with weights from a column of the events file, such as market capitalisation.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::abnormal::CrossSection;
    use crate::inference::simulated::event;
    use crate::inference::{TestContext, TestOptions};
    use crate::returns::Window;

    /// By hand: CARs of 1, 2 and 4 per cent, weights 1, 1 and 2, of which one event has none.
    #[test]
    fn three_weighted_events() {
        let day = Window::new(0, 0).unwrap();
        let mut section = CrossSection::new(day, &[]);
        let residuals = [0.01, -0.01, 0.01, -0.01, 0.01, -0.01];
        for (i, car) in [0.01, 0.02, 0.04, 0.09].into_iter().enumerate() {
            section.push(&event(10 * i, i, &residuals, &[car]));
        }
        let options = TestOptions::default();
        let context = TestContext::new(&section, &options);
        let sample = context.sample(day).unwrap();
        let weights = parse_weights(&["1".into(), " 1 ".into(), "2".into(), "n/a".into()]);
        let found = WeightedMean::of(&sample, &weights).unwrap();
        assert_eq!(found.events, 3);
        // (1 + 2 + 8)/4 = 2.75 per cent.
        assert!((found.mean - 0.0275).abs() < 1e-15);
        // w^2 (x - mean)^2: (1.75^2 + .75^2)/16 + 1.25^2/4 = .6171875, times 3/2.
        let error = (1.5 * 0.617_187_5_f64).sqrt() / 100.0;
        assert!((found.standard_error.unwrap() - error).abs() < 1e-15);
        assert!((found.effective_events - 1.0 / 0.375).abs() < 1e-12);
        let forecast = (0.375 * sample.variance[0]).sqrt();
        assert!((found.forecast_standard_error.unwrap() - forecast).abs() < 1e-15);
        assert!(WeightedMean::of(&sample, &[f64::NAN; 4]).is_none());
        let one = WeightedMean::of(&sample, &[1.0, f64::NAN, f64::NAN, f64::NAN]).unwrap();
        assert_eq!((one.mean, one.standard_error), (0.01, None));
    }
}
