//! What the tests of many events see.

use std::sync::OnceLock;

use rayon::prelude::*;

use super::chunks::in_chunks;
use super::correlation::Correlations;
use super::crude_dependence::MeanResiduals;
use super::generalised_ranks::GeneralisedRanks;
use super::rank_sums::RankSums;
use super::shared_dates::SharedDates;
use super::{Assumption, Outcome, TESTS, TestEntry, grank_t, grank_z, size_note};
use crate::abnormal::CrossSection;
use crate::returns::Window;

/// The choices of the tests of a cross-section.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TestOptions {
    /// The seed of everything that is drawn.
    pub seed: u64,
    /// The number of draws B, where the configurations are too many to go through them all.
    pub resamples: usize,
    /// Pairs of events with fewer common estimation bars have no correlation of their own.
    pub minimum_common_bars: usize,
}

impl Default for TestOptions {
    fn default() -> Self {
        Self { seed: 20_251_210, resamples: 4_999, minimum_common_bars: 30 }
    }
}

/// A cross-section with what several tests compute from it.
pub struct TestContext<'a> {
    /// The abnormal returns.
    pub section: &'a CrossSection,
    /// The choices.
    pub options: &'a TestOptions,
    pub(super) correlations: Correlations,
    rank_sums: OnceLock<RankSums>,
    positive_shares: OnceLock<Vec<f64>>,
    averages: OnceLock<Vec<Option<f64>>>,
    pub(super) mean_residuals: MeanResiduals,
    /// Of windows for which they were made together.
    generalised_ranks: OnceLock<Vec<(Window, Result<GeneralisedRanks, String>)>>,
}

/// A window of a cross-section: the events that have a CAR over it, and their figures.
///
/// # Shape
/// All columns have one value for each of `events`.
pub struct WindowSample<'a> {
    /// The cross-section behind it.
    pub context: &'a TestContext<'a>,
    /// The window; a single bar for a daily test.
    pub window: Window,
    /// Rows of the cross-section.
    pub events: Vec<usize>,
    /// `CAR_i`.
    pub car: Vec<f64>,
    /// `Var(CAR_i)`.
    pub variance: Vec<f64>,
    /// `SCAR_i = CAR_i / sqrt(Var(CAR_i))`, with the forecast error of the model.
    pub scar: Vec<f64>,
    generalised_ranks: OnceLock<Result<GeneralisedRanks, String>>,
}

impl<'a> TestContext<'a> {
    /// A cross-section with these choices.
    pub fn new(section: &'a CrossSection, options: &'a TestOptions) -> Self {
        Self {
            section,
            options,
            correlations: Correlations::default(),
            rank_sums: OnceLock::new(),
            positive_shares: OnceLock::new(),
            averages: OnceLock::new(),
            mean_residuals: MeanResiduals::default(),
            generalised_ranks: OnceLock::new(),
        }
    }

    /// Computes what the windows share, correlations and ranks of the residuals, so that they can
    /// then be tested in parallel.
    ///
    /// The generalised ranks of a window are among it if one of their tests is `wanted` there.
    pub fn prepare(&self, wanted: impl Fn(&TestEntry, Window) -> bool) {
        self.correlations.prepare(self.section, self.options);
        self.rank_sums();
        self.positive_shares();
        self.averages();
        let ranked = |test: &&TestEntry| [grank_t::ID, grank_z::ID].contains(&test.id);
        let windows = self.section.windows().iter().copied();
        let windows: Vec<Window> =
            windows.filter(|w| TESTS.iter().filter(ranked).any(|test| wanted(test, *w))).collect();
        if !windows.is_empty() && self.generalised_ranks.get().is_none() {
            let ranks = GeneralisedRanks::of_windows(self, &windows);
            drop(self.generalised_ranks.set(windows.into_iter().zip(ranks).collect()));
        }
    }

    /// The sums of ranks of all events, made when first asked for.
    pub(super) fn rank_sums(&self) -> &RankSums {
        self.rank_sums.get_or_init(|| RankSums::of(self.section))
    }

    /// The share of positive residuals of each event; NaN without residuals.
    pub(super) fn positive_shares(&self) -> &[f64] {
        self.positive_shares.get_or_init(|| {
            let share = |i: usize| {
                let residuals = self.section.residuals(i);
                let positive = residuals.iter().filter(|e| **e > 0.0).count();
                positive as f64 / residuals.len() as f64
            };
            in_chunks(self.section.len(), |events| events.map(share).collect::<Vec<_>>()).concat()
        })
    }

    /// The average abnormal return of each bar of the event window over the events that have it.
    pub fn averages(&self) -> &[Option<f64>] {
        self.averages.get_or_init(|| {
            let mut of_bars = vec![(0.0, 0_usize); self.section.event_window().len()];
            for i in 0..self.section.len() {
                for ((sum, n), ar) in of_bars.iter_mut().zip(self.section.abnormal(i)) {
                    if ar.is_finite() {
                        *sum += ar;
                        *n += 1;
                    }
                }
            }
            of_bars.into_iter().map(|(sum, n)| (n > 0).then(|| sum / n as f64)).collect()
        })
    }

    /// The sample of a window; `None` unless the window is one of the cross-section's.
    pub fn sample(&'a self, window: Window) -> Option<WindowSample<'a>> {
        let column = self.section.column_of(window)?;
        let (car, variance) = (self.section.cars(column), self.section.variances(column));
        let mut events = Vec::with_capacity(car.len());
        events.extend((0..car.len()).filter(|i| car[*i].is_finite()));
        let (car, variance) = if events.len() == car.len() {
            (car.to_vec(), variance.to_vec())
        } else {
            (chosen(car, &events), chosen(variance, &events))
        };
        let scar = car.iter().zip(&variance).map(|(c, v)| c / v.sqrt()).collect();
        let generalised_ranks = OnceLock::new();
        Some(WindowSample { context: self, window, events, car, variance, scar, generalised_ranks })
    }
}

/// The events of `all` that some of them, in ascending order as those of a sample, leave out.
pub(super) fn left_out(events: &[usize], all: usize) -> Vec<usize> {
    let mut inside = events.iter().peekable();
    (0..all).filter(|i| inside.next_if_eq(&i).is_none()).collect()
}

/// The values of these events.
fn chosen(values: &[f64], events: &[usize]) -> Vec<f64> {
    events.iter().map(|i| values[*i]).collect()
}

impl WindowSample<'_> {
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
        if self.context.section.is_fitted() {
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
    pub fn generalised_ranks(&self) -> Result<&GeneralisedRanks, &str> {
        let prepared = self.context.generalised_ranks.get().into_iter().flatten();
        let own = || self.generalised_ranks.get_or_init(|| GeneralisedRanks::of(self));
        let mut ranks = prepared.filter(|(window, _)| *window == self.window).map(|(_, r)| r);
        ranks.next().unwrap_or_else(own).as_ref().map_err(String::as_str)
    }

    /// `Q_i = nu_i/(nu_i - 2)`, the variance of a t(nu_i) variable; `None` where some `nu_i <= 2`.
    pub fn student_variances(&self) -> Option<Vec<f64>> {
        let members = self.context.section.members();
        self.events
            .iter()
            .map(|&i| {
                let nu = members[i].degrees_of_freedom;
                (nu > 2.0).then(|| if nu.is_finite() { nu / (nu - 2.0) } else { 1.0 })
            })
            .collect()
    }

    /// The tests of the list for a cross-section that are wanted, in the order of the list.
    pub fn tests(&self, wanted: impl Fn(&TestEntry) -> bool) -> Vec<Outcome> {
        let chosen: Vec<_> =
            TESTS.iter().filter(|test| wanted(test)).filter_map(|test| test.run).collect();
        let shared = SharedDates::of(self).caution();
        let mut outcomes: Vec<Outcome> = chosen.into_par_iter().map(|run| run(self)).collect();
        for result in outcomes.iter_mut().filter_map(Outcome::result_mut) {
            let independent = size_note(result.test)
                .is_some_and(|note| note.assumes.contains(&Assumption::IndependentEvents));
            if independent && result.caution.is_none() {
                result.caution.clone_from(&shared);
            }
        }
        outcomes
    }
}
