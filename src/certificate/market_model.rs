//! The market model on complete bars: the engine's closed form, fast enough for millions of events.

use crate::abnormal::{CrossSection, MarketColumn, MarketModelSums, Measured, Member};
use crate::models::ModelError;
use crate::returns::SessionSeries;

/// A firm and the market over the estimation window and, right after it, the event window.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bars<'a> {
    pub(super) firm: &'a [f64],
    pub(super) market: &'a [f64],
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
            measured.buy_and_hold.push(growth(y) - growth(x));
        }
        Ok(measured)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::abnormal::{EventOfFirm, Measuring, MissingBars, measure};
    use crate::certificate::{Cell, around_day_zero, scenario};
    use crate::models::{ExpectedReturnModel as _, MarketModel};
    use crate::returns::{ReturnKind, Samples};

    /// The way of a study of one event: least squares by QR, and the forecast covariance.
    #[test]
    fn the_closed_form_is_the_general_way() {
        let window = around_day_zero(21);
        let windows = vec![window, around_day_zero(3)];
        for id in ["normal", "thin-trading"] {
            let cell = Cell {
                scenario: scenario(id).unwrap(),
                events: 1,
                estimation: 60,
                event_window: window,
                windows: windows.clone(),
                effect: 0.01,
            };
            let drawn = cell.replicate(1, 7).unwrap();
            let (fast, bars) = (drawn.section.measured(0), drawn.first_event());
            let samples = Samples {
                estimation_firm: bars.firm[..60].to_vec(),
                estimation_market: bars.market[..60].to_vec(),
                estimation_times: (-70..=-11).collect(),
                event_firm: bars.firm[60..].to_vec(),
                event_market: bars.market[60..].to_vec(),
                steps: 1,
                ..Samples::default()
            };
            let estimate = MarketModel.estimate(&samples.estimation()).unwrap();
            let section = CrossSection::new(window, &windows);
            let how = Measuring {
                event_window: window,
                windows: section.windows(),
                missing: MissingBars::Complete,
                returns: ReturnKind::Simple,
            };
            let day_zero = fast.member.day_zero;
            let event = EventOfFirm { day_zero, firm: 0, cluster: day_zero };
            let general = measure(estimate.as_ref(), &samples, event, &how);
            let close = |a: &[f64], b: &[f64]| {
                assert_eq!(a.len(), b.len());
                for (a, b) in a.iter().zip(b) {
                    assert!((a - b).abs() < 1e-13 + 1e-11 * b.abs(), "{a} {b}");
                }
            };
            close(&fast.residuals, &general.residuals);
            close(&fast.abnormal, &general.abnormal);
            close(&fast.car, &general.car);
            close(&fast.variance, &general.variance);
            close(&fast.buy_and_hold, &general.buy_and_hold);
            close(&[fast.member.sigma], &[general.member.sigma]);
            assert_eq!(fast.residual_times, general.residual_times);
            assert_eq!(fast.member.degrees_of_freedom, 58.0);
        }
    }
}
