//! The events of a window and their figures.

use std::borrow::Cow;

use super::correlation::{CorrelatedEvents, MeanCorrelation, mean_correlations};
use super::every_bar::EveryBar;
use super::generalised_ranks::{GeneralisedRanks, StandardisedCars};
use super::mean_residuals::ResidualSums;
use super::options::TestOptions;
use super::rank_sums::RankSums;
use super::shared::{Shared, positive_shares, residual_skewness};
use crate::abnormal::CrossSection;
use crate::returns::Window;

/// A window of a cross-section: the events that have a CAR over it, and their figures.
///
/// # Shape
/// All columns have one value for each of `events`.
pub struct WindowSample<'a> {
    /// The cross-section behind it.
    pub section: &'a CrossSection,
    /// The choices of its tests.
    pub options: &'a TestOptions,
    /// The window; a single bar for a daily test.
    pub window: Window,
    /// Rows of the cross-section, ascending.
    pub events: Vec<usize>,
    /// `CAR_i`.
    pub car: Vec<f64>,
    /// `Var(CAR_i)`.
    pub variance: Vec<f64>,
    /// `SCAR_i = CAR_i / sqrt(Var(CAR_i))`, with the forecast error of the model.
    pub scar: Vec<f64>,
    shared: &'a Shared,
}

impl<'a> WindowSample<'a> {
    /// The sample of a window; `None` unless the window is one of the cross-section's.
    pub(super) fn new(
        section: &'a CrossSection,
        options: &'a TestOptions,
        shared: &'a Shared,
        window: Window,
    ) -> Option<Self> {
        let column = section.column_of(window)?;
        let (car, variance) = (section.cars(column), section.variances(column));
        let mut events = Vec::with_capacity(car.len());
        events.extend((0..car.len()).filter(|i| car[*i].is_finite()));
        let (car, variance) = if events.len() == car.len() {
            (car.to_vec(), variance.to_vec())
        } else {
            (chosen(car, &events), chosen(variance, &events))
        };
        let scar = car.iter().zip(&variance).map(|(c, v)| c / v.sqrt()).collect();
        Some(Self { section, options, window, events, car, variance, scar, shared })
    }

    /// The number of events N.
    pub fn len(&self) -> usize {
        self.events.len()
    }

    /// Whether no event has the window.
    pub fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    /// Whether every SCAR exists: models without a forecast variance have none.
    pub fn is_standardised(&self) -> bool {
        self.scar.iter().all(|s| s.is_finite())
    }

    /// Refuses to hold a window against the residuals of its events where the model has no forecast
    /// variance.
    ///
    /// # Errors
    /// Why, in words.
    pub fn against_residuals(&self) -> Result<(), &'static str> {
        if self.section.is_fitted() {
            return Err(
                "the model has no forecast variance: its residuals are what a fit to the same bars \
                 left over, and vary less than abnormal returns do without an event",
            );
        }
        Ok(())
    }

    /// The generalised ranks of the window, or why there are none.
    ///
    /// # Errors
    /// Why the events cannot be ranked, in words.
    pub fn generalised_ranks(&self) -> Result<Cow<'_, GeneralisedRanks>, String> {
        if let Some(found) = self.shared.generalised_ranks(self.window) {
            return found.as_ref().map(Cow::Borrowed).map_err(String::clone);
        }
        let (sums, cars) = (self.rank_sums(), [self.standardised()]);
        GeneralisedRanks::of_windows(self.section, &sums, &cars).remove(0).map(Cow::Owned)
    }

    /// The generalised ranks of the window among values with unit spread over events on every bar,
    /// or why there are none.
    ///
    /// # Errors
    /// Why the events cannot be ranked, in words.
    pub fn generalised_ranks_of_every_bar(&self) -> Result<Cow<'_, GeneralisedRanks>, String> {
        if let Some(found) = self.shared.generalised_ranks_of_every_bar(self.window) {
            return found.as_ref().map(Cow::Borrowed).map_err(String::clone);
        }
        let every_bar = self.every_bar();
        let every_bar = every_bar.as_deref();
        GeneralisedRanks::of_every_bar(every_bar, &[self.standardised()]).remove(0).map(Cow::Owned)
    }

    /// Abnormal returns with unit spread over events on every bar, and their ranks.
    pub(super) fn every_bar(&self) -> Result<Cow<'_, EveryBar>, String> {
        match &self.shared.every_bar {
            Some(found) => found.as_ref().map(Cow::Borrowed).map_err(String::clone),
            None => EveryBar::new(self.section).map(Cow::Owned),
        }
    }

    /// The average correlation between the events of the window.
    ///
    /// # Errors
    /// Why there is none, in words, with fewer than two events.
    pub fn mean_correlation(&self) -> Result<MeanCorrelation, String> {
        let own = || mean_correlations(self.section, self.options, &[self.correlated()]).remove(0);
        self.shared.correlation(self.window).cloned().unwrap_or_else(own)
    }

    /// Sums of ranks over all events of the cross-section.
    pub(super) fn rank_sums(&self) -> Cow<'_, RankSums> {
        let own = || Cow::Owned(RankSums::new(self.section));
        self.shared.rank_sums.as_ref().map_or_else(own, Cow::Borrowed)
    }

    /// The share of positive residuals of each event of the cross-section; NaN without residuals.
    pub(super) fn positive_shares(&self) -> Cow<'_, [f64]> {
        let own = || Cow::Owned(positive_shares(self.section));
        self.shared.positive_shares.as_deref().map_or_else(own, Cow::Borrowed)
    }

    /// The mean skewness of the residuals of an event of the cross-section.
    pub(super) fn residual_skewness(&self) -> f64 {
        *self.shared.residual_skewness.get_or_init(|| residual_skewness(self.section))
    }

    /// The mean residual of the events of the window on each bar that one of them has.
    pub(super) fn mean_residuals(&self) -> Vec<f64> {
        let own = || Cow::Owned(ResidualSums::new(self.section));
        let all = self.shared.mean_residuals.as_ref().map_or_else(own, Cow::Borrowed);
        all.part(self.section, &self.events).means()
    }

    pub(super) fn correlated(&self) -> CorrelatedEvents<'_> {
        CorrelatedEvents { events: &self.events, window: self.window }
    }

    pub(super) fn standardised(&self) -> StandardisedCars<'_> {
        StandardisedCars { events: &self.events, scar: &self.scar }
    }

    /// `Q_i = nu_i/(nu_i - 2)`, the variance of a t(nu_i) variable; `None` where some `nu_i <= 2`.
    pub fn student_variances(&self) -> Option<Vec<f64>> {
        let members = self.section.members();
        self.events
            .iter()
            .map(|&i| {
                let nu = members[i].degrees_of_freedom;
                (nu > 2.0).then(|| if nu.is_finite() { nu / (nu - 2.0) } else { 1.0 })
            })
            .collect()
    }
}

/// The values of these events.
fn chosen(values: &[f64], events: &[usize]) -> Vec<f64> {
    events.iter().map(|i| values[*i]).collect()
}
