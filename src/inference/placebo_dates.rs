//! Placebo dates: the whole study once more, at days on which nothing happened.

use std::collections::{BTreeMap, BTreeSet};

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};
use rayon::prelude::*;

use super::test_id::TestId;
use crate::abnormal::CrossSection;
use crate::inference::{Outcome, Reference, TestResult};
use crate::returns::Window;

const ID: TestId = TestId::PlaceboDates;

/// Statistics that differ by less are tied.
const TIE: f64 = 1e-12;

/// With fewer usable draws no p-value reaches 5%.
const FEWEST_DRAWS: usize = 19;

/// So many tries to find a day for the events of a date that is free of events.
const TRIES: usize = 64;

/// Which events move together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Movement {
    /// Events of one date move by the same number of sessions, each date by its own: what events of
    /// a date have in common stays in.
    Dates,
    /// All events move by the same number of sessions: what overlapping windows have in common
    /// stays in as well, but there are no more draws than shifts.
    All,
}

/// Where placebo dates are drawn from.
#[derive(Clone, Copy, Debug)]
pub struct PlaceboPlan<'a> {
    /// Firm and day 0 of each event of the study.
    pub events: &'a [(usize, usize)],
    /// The event window; a placebo's keeps clear of the event windows of its firm.
    pub window: Window,
    /// The sessions by which days 0 are moved, such as -250..-21: like the estimation window.
    pub shifts: Window,
    /// Which events move together.
    pub movement: Movement,
    /// The number of draws.
    pub draws: usize,
    /// The seed; each draw has a stream of its own.
    pub seed: u64,
}

/// Measures events at other days, by firm and day 0, with models estimated anew; `None` where that
/// cannot be done.
pub type Refit<'a> = dyn Fn(&[(usize, usize)]) -> Option<CrossSection> + Sync + 'a;

/// A statistic of a cross-section; it is compared by size.
pub type Statistic<'a> = dyn Fn(&CrossSection) -> Option<f64> + Sync + 'a;

/// A study at placebo dates.
#[derive(Clone, Debug, Default)]
pub struct PlaceboDraws {
    /// The statistic of each usable draw, in the order of the draws.
    pub statistics: Vec<f64>,
    /// Draws for which no days free of events were found.
    pub no_free_days: usize,
    /// Draws that could not be measured or had no statistic.
    pub refused: usize,
    /// Draws that came to the days of an earlier one, which count once.
    pub repeated: usize,
}

/// The days of all draws, each set of days once, in the order of the draws.
pub struct DrawnDays {
    pub days: Vec<Vec<(usize, usize)>>,
    pub no_free_days: usize,
    pub repeated: usize,
}

impl PlaceboPlan<'_> {
    /// The days of a draw; `None` where no days free of events were found.
    ///
    /// Days of the event window of a firm's events are not free for that firm. Events of one date
    /// move together, so their number is that of the study.
    pub fn days(&self, draw: u64) -> Option<Vec<(usize, usize)>> {
        let mut generator = ChaCha8Rng::seed_from_u64(self.seed);
        generator.set_stream(draw);
        let mut of_firm: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (i, &(firm, day)) in self.events.iter().enumerate() {
            of_firm.entry(firm).or_default().push(day);
            let group = if self.movement == Movement::All { 0 } else { day };
            groups.entry(group).or_default().push(i);
        }
        let mut days = self.events.to_vec();
        // Two dates must not send one firm to the same days, or its returns count twice.
        let mut taken: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for events in groups.values() {
            let mut found = false;
            for _ in 0..TRIES {
                let number = below(&mut generator, self.shifts.len() as u64);
                let shift = i64::from(self.shifts.first()) + number as i64;
                let moved: Option<Vec<(usize, usize)>> = events
                    .iter()
                    .map(|&i| {
                        let (firm, day) = self.events[i];
                        let day = usize::try_from(day as i64 + shift).ok()?;
                        let near = |d: &usize| d.abs_diff(day) < self.window.len();
                        let busy = of_firm[&firm].iter().any(near)
                            || taken.get(&firm).is_some_and(|t| t.iter().any(near));
                        (!busy).then_some((firm, day))
                    })
                    .collect();
                let Some(moved) = moved else { continue };
                for (&i, &(firm, day)) in events.iter().zip(&moved) {
                    days[i] = (firm, day);
                    taken.entry(firm).or_default().push(day);
                }
                found = true;
                break;
            }
            if !found {
                return None;
            }
        }
        Some(days)
    }

    /// Draws all days.
    pub fn all_days(&self) -> DrawnDays {
        let drawn: Vec<_> =
            (0..self.draws as u64).into_par_iter().map(|draw| self.days(draw)).collect();
        let mut all = DrawnDays { days: Vec::new(), no_free_days: 0, repeated: 0 };
        let mut known: BTreeSet<&[(usize, usize)]> = BTreeSet::new();
        let mut first = Vec::with_capacity(drawn.len());
        for days in &drawn {
            match days {
                None => all.no_free_days += 1,
                Some(days) if known.insert(days) => first.push(days.clone()),
                Some(_) => all.repeated += 1,
            }
        }
        all.days = first;
        all
    }

    /// Runs all draws; every statistic is taken from the same measurement of a draw.
    pub fn run(&self, refit: &Refit<'_>, statistics: &[&Statistic<'_>]) -> Vec<PlaceboDraws> {
        let drawn = self.all_days();
        let figures: Vec<Vec<Option<f64>>> = drawn
            .days
            .par_iter()
            .map(|days| {
                let section = refit(days);
                let figure = |statistic: &&Statistic<'_>| {
                    statistic(section.as_ref()?).filter(|figure| figure.is_finite())
                };
                statistics.iter().map(figure).collect()
            })
            .collect();
        (0..statistics.len())
            .map(|k| {
                let statistics: Vec<f64> = figures.iter().filter_map(|f| f[k]).collect();
                PlaceboDraws {
                    refused: figures.len() - statistics.len(),
                    statistics,
                    no_free_days: drawn.no_free_days,
                    repeated: drawn.repeated,
                }
            })
            .collect()
    }
}

/// Tests statistics of the study against the same statistics at placebo dates of the same firms, all
/// models estimated anew; one outcome for each statistic, with its draws.
///
/// # Formula
/// `p = (1 + #{|T_b| >= |T|})/(B + 1)` over the B usable draws, each set of days once. Draws that could not
/// be measured are counted in the details. Where all events move together the draws overlap: no more than
/// (number of shifts)/L2 of them are independent.
///
/// # References
/// Brown and Warner 1980, 1985 for the design; Phipson and Smyth 2010 for the p-value.
pub fn placebo_dates(
    plan: &PlaceboPlan<'_>,
    section: &CrossSection,
    refit: &Refit<'_>,
    statistics: &[&Statistic<'_>],
) -> Vec<(Outcome, PlaceboDraws)> {
    let all = plan.run(refit, statistics);
    let outcome = |(statistic, draws): (&&Statistic<'_>, PlaceboDraws)| {
        let observed = statistic(section).filter(|figure| figure.is_finite());
        (plan.outcome(observed, &draws, section.len()), draws)
    };
    statistics.iter().zip(all).map(outcome).collect()
}

impl PlaceboPlan<'_> {
    fn outcome(&self, observed: Option<f64>, draws: &PlaceboDraws, events: usize) -> Outcome {
        let Some(observed) = observed else {
            return Outcome::not_applicable(ID, "the study has no such statistic");
        };
        let usable = draws.statistics.len();
        if usable < FEWEST_DRAWS {
            return Outcome::not_applicable(
                ID,
                format!(
                    "of {} draws {} found no days free of events, {} came to the days of another and \
                     {} could not be measured; {usable} are left, and {FEWEST_DRAWS} are needed for a \
                     p-value of 5%",
                    self.draws, draws.no_free_days, draws.repeated, draws.refused
                ),
            );
        }
        let as_large = draws.statistics.iter().filter(|t| t.abs() >= observed.abs() - TIE).count();
        let p_value = (1 + as_large) as f64 / (usable + 1) as f64;
        let independent = match self.movement {
            Movement::Dates => usable,
            Movement::All => usable.min(self.shifts.len() / self.window.len()),
        };
        let reference = Reference::Ranks { size: usable, effective_size: independent };
        let result = TestResult::new(ID, observed, reference, p_value, events)
            .null("the events' days are like other days of the same firms")
            .detail("smallest_p", 1.0 / (usable + 1) as f64)
            .detail("draws_without_free_days", draws.no_free_days as f64)
            .detail("draws_refused", draws.refused as f64)
            .detail("draws_repeated", draws.repeated as f64);
        Outcome::Applies(if independent < FEWEST_DRAWS {
            result.caution(format!(
                "all events move together, so only about {independent} of the draws are independent"
            ))
        } else {
            result
        })
    }
}

/// A whole number below `bound`, each equally likely.
fn below(generator: &mut ChaCha8Rng, bound: u64) -> u64 {
    // The low end of the range would come up once too often.
    let excess = (u64::MAX % bound + 1) % bound;
    loop {
        let drawn = generator.next_u64();
        if drawn <= u64::MAX - excess {
            return drawn % bound;
        }
    }
}
