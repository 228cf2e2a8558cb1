//! The estimation of a model for one pair.

use super::measurer::{Measurer, Refusal, refusal};
use super::pairs::Pair;
use super::prior::Priors;
use crate::event::Reason;
use crate::models::{Estimate, ModelError};
use crate::returns::{Samples, SessionSeries, TimeLine};

impl Measurer<'_> {
    /// The model of a pair, estimated on its samples.
    pub(crate) fn estimated_pair(
        &self,
        pair: &Pair,
    ) -> Result<(Box<dyn Estimate>, Samples), Refusal> {
        self.covered(self.inputs.panel.series(pair.firm), pair)?;
        let samples = self.samples_of(pair)?;
        let priors = Priors::of(self, std::slice::from_ref(pair));
        Ok((self.estimated(&samples, pair, &priors)?, samples))
    }

    /// The model of a pair, estimated on samples.
    pub(super) fn estimated(
        &self,
        samples: &Samples,
        pair: &Pair,
        priors: &Priors,
    ) -> Result<Box<dyn Estimate>, Refusal> {
        let (bars, needed) = (samples.estimation_firm.len(), self.spec.minimum_estimation);
        if bars < needed {
            return Err(refusal(ModelError::TooFewBars { bars, needed }));
        }
        let model = priors.model(pair).unwrap_or(self.model);
        let estimate = model.estimate(&samples.estimation()).map_err(refusal)?;
        enough_bars(estimate.as_ref()).map_err(refusal)?;
        Ok(estimate)
    }

    /// Whether the firm and the calendar reach over day 0 and the windows.
    pub(super) fn covered(&self, firm: SessionSeries<'_>, pair: &Pair) -> Result<(), Refusal> {
        let dates = self.calendar.days();
        let day =
            |session: usize| dates.get(session).map_or_else(String::new, |d| d.date.to_string());
        let time_line: TimeLine = self.spec.time_line();
        let back = time_line.estimation_length as i64 - i64::from(time_line.estimation_end);
        let last = pair.day_zero as i64 + i64::from(time_line.window.last());
        if (pair.day_zero as i64) < back || last >= dates.len() as i64 {
            return Err((
                Reason::OutsideCalendar,
                format!(
                    "the windows around {} reach beyond the trading calendar",
                    day(pair.day_zero)
                ),
            ));
        }
        let end = firm.first + firm.values.len();
        if pair.day_zero < firm.first || pair.day_zero >= end {
            let (first, last) = (day(firm.first), day(end.saturating_sub(1)));
            return Err((
                Reason::OutsideData,
                format!(
                    "the bars run from {first} to {last}, without day 0, {}",
                    day(pair.day_zero)
                ),
            ));
        }
        Ok(())
    }
}

/// Refuses an estimate whose residual variance has no variance of its own: with `M` bars and `p`
/// parameters, `M >= p + 3`.
///
/// # Errors
/// [`ModelError::TooFewBars`].
fn enough_bars(estimate: &dyn Estimate) -> Result<(), ModelError> {
    const FEWEST: f64 = 3.0;
    let nu = estimate.degrees_of_freedom();
    if nu < FEWEST {
        let bars = estimate.residuals().len();
        return Err(ModelError::TooFewBars { bars, needed: bars + (FEWEST - nu) as usize });
    }
    Ok(())
}
