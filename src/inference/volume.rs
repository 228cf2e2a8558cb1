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
