//! The market model on complete bars: the engine's closed form, fast enough for millions of events.

use crate::abnormal::{CrossSection, MarketColumn, MarketModelSums, Measured, Member};
use crate::models::ModelError;
use crate::returns::SessionSeries;

/// A firm and the market over the estimation window and, right after it, the event window.
#[derive(Clone, Copy, Debug)]
pub struct Bars<'a> {
    pub firm: &'a [f64],
    pub market: &'a [f64],
    /// Estimation bars; the rest is the event window.
    pub(super) estimation: usize,
}

impl Bars<'_> {
    /// Measures the event for this cross-section; `who` is day 0 and the firm.
    ///
    /// # Errors
    /// [`ModelError::Singular`] where the market does not move in the estimation window.
    pub(super) fn measure(
        self,
        section: &CrossSection,
        (day_zero, firm): (usize, usize),
    ) -> Result<Measured, ModelError> {
        let Self { firm: y, market: x, estimation: split } = self;
        let column = MarketColumn::new(x.to_vec());
        let sums = MarketModelSums::of(SessionSeries { first: 0, values: y }, &column);
        let fit = sums.fit(0..split, &[]).ok_or(ModelError::Singular { bars: split })?;
        let abnormal = |t: usize| y[t] - fit.alpha - fit.beta * x[t];
        let residuals: Vec<f64> = (0..split).map(abnormal).collect();
        let degrees_of_freedom = fit.bars - 2.0;
        let s2 = residuals.iter().map(|e| e * e).sum::<f64>() / degrees_of_freedom;
        let first = section.event_window().first();
        let mut measured = Measured {
            member: Member {
                day_zero,
                firm,
                cluster: day_zero,
                degrees_of_freedom,
                sigma: s2.sqrt(),
            },
            residuals,
            residual_times: (first - split as i32..first).collect(),
            abnormal: (split..y.len()).map(abnormal).collect(),
            car: Vec::new(),
            variance: Vec::new(),
            standardised_variance: Vec::new(),
            buy_and_hold: Vec::new(),
            bars_covered: Vec::new(),
        };
        for window in section.windows() {
            let from = (window.first() - first) as usize;
            let bars = from..from + window.len();
            let event = split + bars.start..split + bars.end;
            let growth = |r: &[f64]| r[event.clone()].iter().map(|r| 1.0 + r).product::<f64>();
            let moved: f64 = x[event.clone()].iter().sum();
            measured.car.push(measured.abnormal[bars].iter().sum());
            measured.variance.push(s2 * fit.variance_factor(window.len() as f64, moved));
            let standardised = fit.standardised_variance_factor(x[event.clone()].iter().copied());
            measured.standardised_variance.push(standardised);
            measured.buy_and_hold.push(growth(y) - growth(x));
        }
        Ok(measured)
    }
}
