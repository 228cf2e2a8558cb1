//! The tests of one event, which are not run on a cross-section.

use super::market_model::Bars;
use crate::abnormal::{CrossSection, Cumulative, EventOfFirm, Measuring, MissingBars, measure};
use crate::inference::{Outcome, Scaling, TestId, sample_quantile, single_event};
use crate::models::{ExpectedReturnModel as _, MarketModel, ModelError};
use crate::returns::{ReturnKind, Samples, Window};

/// Which they are.
pub(super) const SINGLE_EVENT: [TestId; 2] = [TestId::SingleEventT, TestId::SampleQuantile];

/// Runs them on each window, by way of the study of one event; the residuals have the event times of
/// the first event of the cross-section.
///
/// # Errors
/// As the market model's.
pub(super) fn single_event_tests(
    bars: &Bars<'_>,
    section: &CrossSection,
    windows: &[Window],
) -> Result<Vec<Vec<Outcome>>, ModelError> {
    let split = bars.estimation;
    let samples = Samples {
        estimation_firm: bars.firm[..split].to_vec(),
        estimation_market: bars.market[..split].to_vec(),
        estimation_times: section.residual_times(0).to_vec(),
        event_firm: bars.firm[split..].to_vec(),
        event_market: bars.market[split..].to_vec(),
        steps: 1,
        ..Samples::default()
    };
    let estimate = MarketModel.estimate(&samples.estimation())?;
    let how = Measuring {
        event_window: section.event_window(),
        windows,
        missing: MissingBars::Complete,
        returns: ReturnKind::Simple,
    };
    let measured = measure(estimate.as_ref(), &samples, EventOfFirm::default(), &how);
    let nu = estimate.degrees_of_freedom();
    let cars = windows.iter().zip(measured.car.iter().zip(&measured.variance));
    let tests = cars.map(|(window, (car, variance))| {
        if !car.is_finite() {
            return Vec::new();
        }
        let car = Cumulative { window: *window, value: *car, standard_error: variance.sqrt() };
        vec![
            single_event(car.value, car.standard_error, nu),
            sample_quantile(estimate.as_ref(), &samples.estimation_times, &car, Scaling::Scaled),
        ]
    });
    Ok(tests.collect())
}
