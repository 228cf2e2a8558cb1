//! Abnormal volume: the volume of trade as another kind of return.

use crate::abnormal::{CrossSection, EventOfFirm, Measured, Measuring, MissingBars, measure};
use crate::event::Reason;
use crate::models::{ConstantMean, ExpectedReturnModel, MarketModel, ModelError};
use crate::returns::{ReturnKind, SampleInputs, SessionSeries, TimeLine};

/// Added to turnover before its logarithm, so that a day without trade has one.
const TURNOVER_OFFSET: f64 = 0.000_255;

/// What volume would have been without the event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum VolumeModel {
    /// The mean log volume of the estimation window.
    #[default]
    MeanAdjusted,
    /// A regression on the log volume of the market.
    Market,
}

/// What abnormal volume is measured on.
#[derive(Clone, Copy, Debug)]
pub struct VolumeInput<'a> {
    /// Log volume of the firm: [`log_volume`] or [`log_turnover`].
    pub volume: SessionSeries<'a>,
    /// Log volume of the market, for [`VolumeModel::Market`].
    pub market: Option<SessionSeries<'a>>,
    /// The model.
    pub model: VolumeModel,
    /// The windows.
    pub time_line: TimeLine,
    /// What to do with missing bars.
    pub missing: MissingBars,
    /// Fewer estimation bars are refused.
    pub minimum_estimation: usize,
}

/// `ln(1 + V)` of shares traded, adjusted for splits; NaN where volume is missing or negative.
///
/// Splits change the number of shares and so must be taken out of the volume before.
///
/// # References
/// Ajinkya and Jain 1989.
pub fn log_volume(volume: &[f64]) -> Vec<f64> {
    volume.iter().map(|v| if *v >= 0.0 { v.ln_1p() } else { f64::NAN }).collect()
}

/// `ln(V/S + 0.000255)` of shares traded V and shares outstanding S; NaN where either is missing.
///
/// # References
/// Campbell and Wasley 1996.
pub fn log_turnover(volume: &[f64], outstanding: &[f64]) -> Vec<f64> {
    volume
        .iter()
        .zip(outstanding)
        .map(|(v, s)| if *v >= 0.0 && *s > 0.0 { (v / s + TURNOVER_OFFSET).ln() } else { f64::NAN })
        .collect()
}

/// Measures the abnormal volume of an event for a cross-section of its own, on which the tests of a
/// cross-section run.
///
/// # Formula
/// `AV_t = v_t - mean v` or `AV_t = v_t - a - b vm_t` of log volume v; a value of 0.7 is twice the usual
/// volume (`exp 0.7`). Sums over windows and their variances as for returns.
///
/// Log volume is autocorrelated, which the forecast variance of a sum leaves out: of windows of
/// several days only tests by the spread over events keep their size (cross-sectional t, BMP,
/// Kolari-Pynnonen, clusters, signs); Patell, J1 and the test of a single event reject too often.
/// Volume also trends: a rank among the estimation window takes a trend for an event.
///
/// # Errors
/// A reason code of the ledger and a sentence.
///
/// # References
/// Ajinkya and Jain 1989; Campbell and Wasley 1996; Beaver 1968.
pub fn abnormal_volume(
    input: &VolumeInput<'_>,
    section: &CrossSection,
    event: EventOfFirm,
    other_events: &[usize],
) -> Result<Measured, (Reason, String)> {
    let told = |error: ModelError| (error.code(), error.to_string());
    let model: &dyn ExpectedReturnModel = match input.model {
        VolumeModel::MeanAdjusted => &ConstantMean,
        VolumeModel::Market => &MarketModel,
    };
    if model.needs_market() && input.market.is_none() {
        let reason = "the volume of the market is not in the data".to_owned();
        return Err((Reason::NoBenchmark, reason));
    }
    let inputs = SampleInputs {
        firm: input.volume,
        market: input.market.filter(|_| model.needs_market()),
        market_needed: model.needs_market(),
        factors: &[],
        bars_covered: None,
    };
    let samples = input
        .time_line
        .samples(&inputs, event.day_zero, other_events)
        .map_err(|e| (Reason::OutsideCalendar, e.to_string()))?;
    let bars = samples.estimation_firm.len();
    if bars < input.minimum_estimation {
        return Err(told(ModelError::TooFewBars { bars, needed: input.minimum_estimation }));
    }
    let estimate = model.estimate(&samples.estimation()).map_err(told)?;
    let how = Measuring {
        event_window: section.event_window(),
        windows: section.windows(),
        missing: input.missing,
        returns: ReturnKind::Log,
    };
    let mut measured = measure(estimate.as_ref(), &samples, event, &how);
    // Volume is not held, so there is nothing to compound.
    measured.buy_and_hold.fill(f64::NAN);
    Ok(measured)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inference::cross_sectional_t::cross_sectional_t;
    use crate::inference::patell::patell;
    use crate::inference::simulated::normal;
    use crate::inference::{TestContext, TestOptions};
    use crate::returns::Window;

    fn window(first: i32, last: i32) -> Window {
        Window::new(first, last).unwrap()
    }

    fn input(volume: &[f64]) -> VolumeInput<'_> {
        VolumeInput {
            volume: SessionSeries { first: 0, values: volume },
            market: None,
            model: VolumeModel::MeanAdjusted,
            time_line: TimeLine {
                estimation_length: volume.len() - 8,
                estimation_end: -3,
                window: window(-2, 2),
                other_event_margin: 0,
            },
            missing: MissingBars::Complete,
            minimum_estimation: 3,
        }
    }

    #[test]
    fn twice_the_usual_volume_is_its_logarithm() {
        let usual = [99.0, 99.0, 199.0, 49.0, 99.0, 99.0, 99.0, 199.0, 99.0, 99.0, 99.0, 99.0];
        let logs = log_volume(&usual);
        assert!((logs[2] - 200.0_f64.ln()).abs() < 1e-15);
        let section = CrossSection::new(window(-2, 2), &[window(0, 1)]);
        // Estimation over sessions 1 to 4: logs of 100, 200, 50 and 100, mean ln 100.
        let event = abnormal_volume(
            &input(&logs),
            &section,
            EventOfFirm { day_zero: 7, firm: 0, cluster: 7 },
            &[],
        )
        .unwrap();
        assert_eq!(event.residuals.len(), 4);
        assert!((event.abnormal[2] - 2.0_f64.ln()).abs() < 1e-14);
        assert!((event.car[5] - 2.0_f64.ln()).abs() < 1e-14);
        assert!(event.buy_and_hold.iter().all(|b| b.is_nan()));
        let s2 = 2.0 * 2.0_f64.ln().powi(2) / 3.0;
        assert!((event.variance[5] - s2 * (2.0 + 4.0 / 4.0)).abs() < 1e-14);
        let short = VolumeInput { minimum_estimation: 60, ..input(&logs) };
        assert_eq!(
            abnormal_volume(
                &short,
                &section,
                EventOfFirm { day_zero: 7, firm: 0, cluster: 7 },
                &[]
            )
            .unwrap_err()
            .0,
            Reason::ShortEstimation
        );
        let market = VolumeInput { model: VolumeModel::Market, ..input(&logs) };
        assert_eq!(
            abnormal_volume(
                &market,
                &section,
                EventOfFirm { day_zero: 7, firm: 0, cluster: 7 },
                &[]
            )
            .unwrap_err()
            .0,
            Reason::NoBenchmark
        );
    }

    #[test]
    fn missing_volume_is_missing_and_none_is_none() {
        let logs = log_volume(&[0.0, -1.0, f64::NAN]);
        assert!(logs[0] == 0.0 && logs[1].is_nan() && logs[2].is_nan());
        let turnover = log_turnover(&[0.0, 10.0], &[100.0, 0.0]);
        assert!((turnover[0] - 0.000_255_f64.ln()).abs() < 1e-15 && turnover[1].is_nan());
    }

    /// Rejections of no abnormal volume at 5%, of log volume with autocorrelation 0.6 in a window of
    /// five days: cross-sectional t and Patell.
    #[test]
    fn the_spread_over_events_keeps_its_size_where_forecast_variances_do_not() {
        let mut draw = normal(17);
        let (options, replications) = (TestOptions::default(), 400);
        let (mut by_spread, mut by_forecast) = (0, 0);
        for _ in 0..replications {
            let mut section = CrossSection::new(window(-2, 2), &[window(-2, 2)]);
            for firm in 0..30 {
                let mut level = draw();
                let volume: Vec<f64> = (0..128)
                    .map(|_| {
                        level = 0.6 * level + 0.8 * draw();
                        12.0 + 0.5 * level
                    })
                    .collect();
                let event = abnormal_volume(
                    &input(&volume),
                    &section,
                    EventOfFirm { day_zero: 123, firm, cluster: firm },
                    &[],
                );
                section.push(&event.unwrap());
            }
            let context = TestContext::new(&section, &options);
            let sample = context.sample(window(-2, 2)).unwrap();
            by_spread += u32::from(cross_sectional_t(&sample).p_value().unwrap() < 0.05);
            by_forecast += u32::from(patell(&sample).p_value().unwrap() < 0.05);
        }
        let share = |hits: u32| f64::from(hits) / f64::from(replications);
        assert!((share(by_spread) - 0.05).abs() < 0.035, "{}", share(by_spread));
        assert!(share(by_forecast) > 0.15, "{}", share(by_forecast));
    }
}
