//! The average correlation between the abnormal returns of events.

mod exact;
mod grouped;
mod pair;
mod sampled;

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use serde::Serialize;

use super::{TestOptions, WindowSample};
use crate::abnormal::CrossSection;
use grouped::Grouped;
use sampled::Drawn;

/// More work than this (bars times events of each pair of groups) is replaced by a random sample.
const EXACT_WORK: f64 = 3e9;

/// Pairs drawn in all, in equal parts for each lag.
const DRAWS: usize = 1 << 20;

/// The average correlation between the abnormal returns of all pairs of events of a window.
///
/// # Formula
/// `rbar = 2/(N(N-1)) sum_{i<j} r_ij ov_ij / L2`: `r_ij` is the Pearson correlation of the
/// estimation residuals on the *calendar* bars that both events have, `ov_ij` the number of calendar
/// bars that both event windows hold, so that events whose windows do not overlap count as
/// uncorrelated. A pair with too few common bars has `r_ij = 0` and is counted.
///
/// # References
/// Kolari and Pynnonen 2010; Kolari, Pape and Pynnonen 2018 for partly overlapping windows.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct MeanCorrelation {
    /// The average correlation.
    pub rbar: f64,
    /// Pairs of events whose windows overlap.
    pub pairs: u64,
    /// Those of them with too few common estimation bars, or without variation on them; from a
    /// sample, their estimated number.
    pub pairs_unestimated: u64,
    /// Where the pairs are too many to go through: what was drawn of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sampled: Option<SampledPairs>,
}

/// What a sample of pairs adds to an average correlation.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct SampledPairs {
    /// The number of pairs drawn.
    pub drawn: u64,
    /// The standard error of `rbar` that comes from the sample of pairs.
    pub standard_error: f64,
}

/// The pairs of events whose days 0 are so many bars apart.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Lag {
    /// How many there are.
    pairs: u64,
    /// The sum of their correlations.
    sum: f64,
    /// How many have none.
    unestimated: f64,
    /// The variance of `sum` that sampling brings.
    variance: f64,
}

/// Every lag at which windows of the event window's length overlap.
#[derive(Debug)]
struct Lags {
    lags: Vec<Lag>,
    /// How many pairs they are estimated from; `None` where all pairs are in them.
    drawn: Option<u64>,
}

/// What the tests of one cross-section share.
#[derive(Debug, Default)]
pub(super) struct Correlations {
    whole: OnceLock<Whole>,
    /// The windows of a study mostly miss the same events.
    last_part: Mutex<Option<(Vec<usize>, Arc<Lags>)>>,
}

#[derive(Debug)]
struct Whole {
    grouped: Grouped,
    lags: Lags,
    draws: Vec<Drawn>,
}

impl WindowSample<'_> {
    /// The average correlation between the events of this window; an error says why there is none.
    ///
    /// The correlations are computed once for all windows of the cross-section, whatever their
    /// length. Where there are too many pairs, a random sample of them stands for all.
    ///
    /// # Errors
    /// A reason in words, with fewer than two events.
    pub fn mean_correlation(&self) -> Result<MeanCorrelation, String> {
        let n = self.len() as f64;
        if self.len() < 2 {
            return Err("it needs at least two events".to_owned());
        }
        let context = self.context;
        let whole = context.correlations.whole(context.section, context.options);
        if self.len() == context.section.len() {
            return Ok(whole.lags.over(self.window.len(), n));
        }
        let cache = &context.correlations.last_part;
        let cached = cache.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((_, lags)) = cached.filter(|(events, _)| *events == self.events) {
            return Ok(lags.over(self.window.len(), n));
        }
        let lags = Arc::new(whole.part(context.section, context.options, &self.events)?);
        let result = lags.over(self.window.len(), n);
        *cache.lock().unwrap_or_else(PoisonError::into_inner) = Some((self.events.clone(), lags));
        Ok(result)
    }
}

impl Correlations {
    /// Two threads that arrive together both compute it: a thread that waits here could hold up
    /// the very work it waits for.
    pub(super) fn prepare(&self, section: &CrossSection, options: &TestOptions) {
        if self.whole.get().is_none() {
            drop(self.whole.set(Whole::of(section, options, EXACT_WORK, DRAWS)));
        }
    }

    fn whole(&self, section: &CrossSection, options: &TestOptions) -> &Whole {
        self.prepare(section, options);
        self.whole.get_or_init(|| Whole::of(section, options, EXACT_WORK, DRAWS))
    }
}

impl Whole {
    fn of(section: &CrossSection, options: &TestOptions, limit: f64, draws: usize) -> Self {
        let all: Vec<usize> = (0..section.len()).collect();
        let grouped = Grouped::of(section, &all);
        let (lags, minimum) = (section.event_window().len(), options.minimum_common_bars);
        if grouped.work(lags) <= limit {
            let lags = Lags { lags: exact::sums(&grouped, section, lags, minimum), drawn: None };
            return Self { grouped, lags, draws: Vec::new() };
        }
        let each = draws.div_ceil(lags).max(2);
        let draws = sampled::draw(&grouped, section, lags, minimum, (each, options.seed));
        let lags = sampled::estimate(&draws, None, &grouped.pairs(lags, None))
            .expect("at least two pairs of each lag are drawn");
        let lags = Lags { lags, drawn: Some(draws.len() as u64) };
        Self { grouped, lags, draws }
    }

    /// The same for some of the events.
    fn part(
        &self,
        section: &CrossSection,
        options: &TestOptions,
        events: &[usize],
    ) -> Result<Lags, String> {
        let (lags, minimum) = (section.event_window().len(), options.minimum_common_bars);
        let share = events.len() as f64 / section.len() as f64;
        if self.lags.drawn.is_none() || self.grouped.work(lags) * share * share <= EXACT_WORK {
            let grouped = Grouped::of(section, events);
            let lags = exact::sums(&grouped, section, lags, minimum);
            return Ok(Lags { lags, drawn: None });
        }
        let mut chosen = vec![false; section.len()];
        events.iter().for_each(|i| chosen[*i] = true);
        let estimated =
            sampled::estimate(&self.draws, Some(&chosen), &self.grouped.pairs(lags, Some(&chosen)));
        let lags = estimated.ok_or("too few pairs of these events were drawn")?;
        let drawn = sampled::chosen(&self.draws, Some(&chosen)).count() as u64;
        Ok(Lags { lags, drawn: Some(drawn) })
    }
}

impl Lags {
    fn over(&self, length: usize, events: f64) -> MeanCorrelation {
        let overlap = |lag: usize| (length - lag) as f64 / length as f64;
        let within = || self.lags.iter().enumerate().take(length);
        let all_pairs = 0.5 * events * (events - 1.0);
        let variance: f64 = within().map(|(l, lag)| overlap(l).powi(2) * lag.variance).sum();
        MeanCorrelation {
            rbar: within().map(|(l, lag)| overlap(l) * lag.sum).sum::<f64>() / all_pairs,
            pairs: within().map(|(_, lag)| lag.pairs).sum(),
            pairs_unestimated: within().map(|(_, lag)| lag.unestimated).sum::<f64>().round() as u64,
            sampled: self
                .drawn
                .map(|drawn| SampledPairs { drawn, standard_error: variance.sqrt() / all_pairs }),
        }
    }
}
