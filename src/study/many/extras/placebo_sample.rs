//! The events of a study at other days of the same firms.

use crate::abnormal::CrossSection;
use crate::inference::{Movement, PlaceboPlan, TestId};
use crate::inference::{TESTS, TestEntry};
use crate::returns::Window;
use crate::study::many::tested_sample::PanelSample;
use crate::study::measure::pairs::Pair;

/// Models estimated for one answer, at most: some minutes.
const MOST_FITS: usize = 10_000_000;

/// The bound for models without a closed form, which take many times as long.
const MOST_GENERAL_FITS: usize = 500_000;

/// Bars of pairs of events whose correlations are taken for one answer, at most: some minutes.
const MOST_PAIR_BARS: f64 = 5e11;

/// A draw in which fewer of the events could be measured is refused.
const MEASURED: f64 = 0.9;

/// Where the events of a study can be put, and how they are measured there.
pub(crate) struct PlaceboSample<'a> {
    study: &'a PanelSample<'a>,
    /// Events whose firms have prices far enough back.
    pairs: Vec<Pair>,
    /// Firms and days 0 of the events.
    events: Vec<(usize, usize)>,
    /// The cross-section of these events at their own days.
    pub(crate) section: CrossSection,
    pub(crate) shifts: Window,
    pub(crate) draws: usize,
}

impl<'a> PlaceboSample<'a> {
    /// The placement of a study with so many draws, in each of which the events are tested so many
    /// times.
    ///
    /// # Errors
    /// Why the events cannot be put elsewhere, with what to do about it.
    pub(crate) fn new(
        study: &'a PanelSample<'a>,
        draws: usize,
        times: usize,
    ) -> Result<Self, String> {
        let spec = study.measurer.spec;
        let earliest = spec.estimation_end - spec.estimation_length as i32 + 1;
        // A window that ends before the event's own begins.
        let latest = spec.estimation_end.min(-(spec.window.len() as i32));
        let shifts = Window::new(earliest, latest).ok_or_else(|| {
            format!(
                "the estimation window of {} sessions has no room for an event window of {}",
                spec.estimation_length,
                spec.window.len()
            )
        })?;
        let all = &study.assembled.pairs;
        let reach = shifts.first() + earliest;
        let kept: Vec<usize> =
            (0..all.len()).filter(|i| reaches_back(study, &all[*i], shifts)).collect();
        if kept.len() < 2 {
            return Err(format!(
                "{} of {} events have prices that go far enough back: models are estimated anew for \
                 days up to {} sessions earlier, so give bars from {} sessions before the events on",
                kept.len(),
                all.len(),
                -shifts.first(),
                -reach
            ));
        }
        let most = most_draws(study, kept.len(), times);
        if draws > most {
            return Err(format!(
                "{draws} draws of {} events are too much work; give at most {most} resamples, or \
                 fewer events",
                kept.len()
            ));
        }
        let pairs: Vec<Pair> = kept.iter().map(|i| all[*i]).collect();
        let mut section = study.assembled.section.subset(&kept);
        section.set_portfolio({
            let measurer = study.measurer;
            measurer.portfolio(&pairs, &|pair| measurer.samples_of(pair).ok())
        });
        let events = pairs.iter().map(|p| (p.firm, p.day_zero)).collect();
        Ok(Self { study, pairs, events, section, shifts, draws })
    }

    /// Events of the study that cannot be put elsewhere.
    pub(crate) fn without_history(&self) -> usize {
        self.study.assembled.pairs.len() - self.pairs.len()
    }

    /// Events of one date move together, so that what they have in common stays in.
    pub(crate) fn plan(&self) -> PlaceboPlan<'_> {
        let spec = self.study.measurer.spec;
        PlaceboPlan {
            events: &self.events,
            window: spec.window,
            shifts: self.shifts,
            movement: self.movement(),
            draws: self.draws,
            seed: spec.cross_section.tests.seed,
        }
    }

    /// Whether there is one date, so that dates moving together is all events moving together.
    pub(crate) fn movement(&self) -> Movement {
        let one = self.events.iter().all(|(_, day)| *day == self.events[0].1);
        if one { Movement::All } else { Movement::Dates }
    }

    /// The events at these days, models estimated anew.
    pub(crate) fn refit(&self, days: &[(usize, usize)]) -> Option<CrossSection> {
        let measurer = self.study.measurer;
        let by_date = measurer.spec.cross_section.cluster.is_none();
        let moved = |(pair, &(_, day_zero)): (&Pair, &(usize, usize))| Pair {
            day_zero,
            cluster: if by_date { day_zero } else { pair.cluster },
            ..*pair
        };
        let pairs: Vec<Pair> = self.pairs.iter().zip(days).map(moved).collect();
        let mut assembled = measurer.assemble(&pairs);
        if (assembled.section.len() as f64) < MEASURED * pairs.len() as f64 {
            return None;
        }
        assembled.section.set_portfolio(
            measurer.portfolio(&assembled.pairs, &|pair| measurer.samples_of(pair).ok()),
        );
        Some(assembled.section)
    }

    /// What the reader has to know of the events that were put elsewhere.
    pub(crate) fn cautions(&self) -> Vec<String> {
        let mut cautions = Vec::new();
        let (left, all) = (self.without_history(), self.study.assembled.pairs.len());
        if left > 0 {
            cautions.push(format!(
                "{left} of {all} events are not in it, since their prices do not go back {} sessions",
                -(self.shifts.first() + self.study.measurer.spec.estimation_end
                    - self.study.measurer.spec.minimum_estimation as i32)
            ));
        }
        if self.movement() == Movement::All {
            let (days, length) = (self.shifts.len(), self.study.measurer.spec.window.len());
            cautions.push(format!(
                "all events share one day 0, so that there are no more than {days} placebo dates, \
                 and windows of only {} of them do not overlap",
                days / length
            ));
        }
        if overlap_across_dates(&self.events, self.study.measurer.spec.window) {
            cautions.push(
                "events of one date move together, but dates move each by its own, so that what \
                 overlapping windows of different dates have in common is lost"
                    .into(),
            );
        }
        cautions
    }
}

/// How many draws of so many events can be made in some minutes.
fn most_draws(study: &PanelSample<'_>, events: usize, times: usize) -> usize {
    let closed = study.measurer.model.closed_form().is_some();
    let most = if closed { MOST_FITS } else { MOST_GENERAL_FITS };
    let fits = most / (events * times);
    // Events that share days are tested with their correlations, which are those of pairs.
    let pair_bars = study.sample.overlapping_pairs as f64
        * study.measurer.spec.estimation_length as f64
        * times as f64;
    fits.min((MOST_PAIR_BARS / pair_bars.max(1.0)) as usize)
}

/// The test of the list by this id.
pub fn test(id: TestId) -> Option<&'static TestEntry> {
    TESTS.iter().find(|test| test.id == id)
}

/// Whether firm and benchmark have bars for an estimation window before the farthest shift.
fn reaches_back(study: &PanelSample<'_>, pair: &Pair, shifts: Window) -> bool {
    let (spec, inputs) = (study.measurer.spec, study.measurer.inputs);
    let market = inputs.whole_market().filter(|_| study.measurer.model.needs_market());
    let market = market.map_or(Some(0), |m| m.iter().position(|r| r.is_finite()));
    let Some(market) = market else { return false };
    let first = inputs.panel.series(pair.firm).first.max(market) as i64;
    let end = pair.day_zero as i64 + i64::from(shifts.first() + spec.estimation_end);
    let length = spec.estimation_length as i64;
    end + 1 - length >= 0 && end + 1 - first >= spec.minimum_estimation as i64
}

fn overlap_across_dates(events: &[(usize, usize)], window: Window) -> bool {
    let mut days: Vec<usize> = events.iter().map(|(_, day)| *day).collect();
    days.sort_unstable();
    days.dedup();
    days.windows(2).any(|d| d[1] - d[0] < window.len())
}
