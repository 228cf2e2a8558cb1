//! Rejection rates on real prices: pseudo-events on dates without any.

use std::ops::Range;

use rand::Rng as _;
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

use super::CertificateError;
use super::CertificatePlan;
use super::market_model::Bars;
use super::one_event::single_event_tests;
use super::plan::{BARS, EFFECTS, ESTIMATION, RESAMPLES, around_day_zero};
use super::results::Rate;
use super::run::{Counts, entries, options, run, wants_single_events};
use super::simulate::{name_number, stream};
use crate::abnormal::CrossSection;
use crate::event::Ticker;
use crate::inference::Outcome;
use crate::returns::{SessionSeries, Window};

/// Numbers of events on dates of their own, and those of them that effects are put into. Few firms
/// with short histories have no room for a hundred events; such a design has no replications.
const EVENTS: [usize; 4] = [1, 8, 30, 100];
const EVENTS_WITH_EFFECTS: [usize; 2] = [8, 30];
/// A firm with fewer possible dates is not drawn from.
const MINIMUM_DATES: usize = 250;
/// Draws of a date after which a replication is given up: its windows do not fit beside the others.
const ATTEMPTS: usize = 200;

/// What pseudo-events are drawn from.
#[derive(Clone, Copy, Debug)]
pub struct PlaceboData<'a> {
    /// Daily returns of the firms.
    pub firms: &'a [(Ticker, SessionSeries<'a>)],
    /// Returns of the benchmark from the first session of the calendar.
    pub market: &'a [f64],
}

/// The rejection rates on real prices.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Placebo {
    /// The seed.
    pub seed: u64,
    /// Replications of each design.
    pub replications: u64,
    /// The firms with their numbers of possible dates.
    pub firms: Vec<(Ticker, usize)>,
    /// Estimation bars.
    pub estimation: usize,
    /// Draws of tests that resample.
    pub resamples: usize,
    /// One entry for each design and window.
    pub cells: Vec<PlaceboCell>,
}

/// One window of a design on real prices.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct PlaceboCell {
    /// Whether all firms have their event on one date; the date is drawn.
    pub common_date: bool,
    /// Events N.
    pub events: usize,
    /// Bars of the window.
    pub bars: usize,
    /// What was added to every firm's return on day 0.
    pub effect: f64,
    /// Replications that could be drawn.
    pub replications: u64,
    /// Every test that applied at least once.
    pub rates: Vec<Rate>,
}

/// A firm with the dates on which all its windows are complete.
struct Pool<'a> {
    returns: SessionSeries<'a>,
    dates: Vec<usize>,
}

/// A design.
struct Design {
    common_date: bool,
    events: usize,
    effect: f64,
}

/// Draws pseudo-events and counts rejections, calling `done` after each replication.
///
/// # Formula
/// Dates are drawn evenly from the sessions with a complete estimation and event window; two events
/// of one firm never share a bar of their event windows. An effect is added to the return of day 0
/// (Brown and Warner 1985).
///
/// # Errors
/// [`CertificateError`] where a firm has too few dates.
pub fn placebo(
    plan: &CertificatePlan,
    data: &PlaceboData<'_>,
    done: &(dyn Fn() + Sync),
) -> Result<Placebo, CertificateError> {
    let pools =
        data.firms.iter().map(|firm| Pool::of(firm, data.market)).collect::<Result<Vec<_>, _>>()?;
    let windows: Vec<Window> = BARS.iter().map(|b| around_day_zero(*b)).collect();
    let mut cells = Vec::new();
    for design in designs(pools.len()) {
        let drawn = design.counts(plan, &pools, data.market, &windows, done);
        let (replications, counts) = drawn;
        for (window, rates) in windows.iter().zip(counts.0) {
            cells.push(PlaceboCell {
                common_date: design.common_date,
                events: design.events,
                bars: window.len(),
                effect: design.effect,
                replications,
                rates: rates.into_iter().filter(|rate| rate.applied > 0).collect(),
            });
        }
    }
    let firms = data.firms.iter().map(|(ticker, _)| ticker.clone());
    Ok(Placebo {
        seed: plan.seed,
        replications: plan.replications,
        firms: firms.zip(pools.iter().map(|p| p.dates.len())).collect(),
        estimation: ESTIMATION,
        resamples: RESAMPLES,
        cells,
    })
}

impl Placebo {
    /// Replications of all designs on so many firms, for progress.
    pub fn total(plan: &CertificatePlan, firms: usize) -> u64 {
        plan.replications * designs(firms).len() as u64
    }
}

fn event_window() -> Window {
    around_day_zero(BARS[BARS.len() - 1])
}

fn designs(firms: usize) -> Vec<Design> {
    let design = |common_date, events: usize| {
        let effects =
            if common_date || EVENTS_WITH_EFFECTS.contains(&events) { &EFFECTS[..] } else { &[] };
        let effects = std::iter::once(0.0).chain(effects.iter().copied());
        effects.map(move |effect| Design { common_date, events, effect })
    };
    let mut designs: Vec<Design> = EVENTS.iter().flat_map(|n| design(false, *n)).collect();
    if firms > 1 {
        designs.extend(design(true, firms));
    }
    designs
}

impl<'a> Pool<'a> {
    fn of(
        (ticker, returns): &(Ticker, SessionSeries<'a>),
        market: &[f64],
    ) -> Result<Self, CertificateError> {
        let mut pool = Self { returns: *returns, dates: Vec::new() };
        let sessions = pool.returns.first..pool.returns.first + pool.returns.values.len();
        let complete = |session: &usize| {
            let range = bars_around(*session);
            range.is_some_and(|mut r| {
                r.all(|s| (pool.returns.at(s) + market.get(s).unwrap_or(&f64::NAN)).is_finite())
            })
        };
        let dates: Vec<usize> = sessions.filter(complete).collect();
        if dates.len() < MINIMUM_DATES {
            return Err(CertificateError::TooFewDates {
                ticker: ticker.to_string(),
                dates: dates.len(),
                estimation: ESTIMATION,
            });
        }
        pool.dates = dates;
        Ok(pool)
    }
}

/// The sessions of estimation and event window, one after the other.
fn bars_around(day_zero: usize) -> Option<Range<usize>> {
    let window = event_window();
    let start = day_zero.checked_sub(ESTIMATION + window.first().unsigned_abs() as usize)?;
    Some(start..start + ESTIMATION + window.len())
}

impl Design {
    fn counts(
        &self,
        plan: &CertificatePlan,
        pools: &[Pool<'_>],
        market: &[f64],
        windows: &[Window],
        done: &(dyn Fn() + Sync),
    ) -> (u64, Counts) {
        let entries = entries(plan);
        // The effect is no part of the name: every effect sees the same dates.
        let name = name_number(&format!("placebo {} N={}", self.common_date, self.events));
        let none = || (0, Counts::none(windows.len()));
        (0..plan.replications)
            .into_par_iter()
            .fold(none, |(drawn, mut counts), replication| {
                let mut rng = stream(plan.seed, name, replication);
                done();
                let Some(events) = self.draw(pools, &mut rng) else { return (drawn, counts) };
                let Some(section) = self.section(&events, pools, market, windows) else {
                    return (drawn, counts);
                };
                let options = options(rng.random());
                run(&entries, &section, &options, windows, &mut counts);
                if self.events == 1 && wants_single_events(plan) {
                    let Some(of_windows) = self.alone(&events, &section, pools, market, windows)
                    else {
                        return (drawn, counts);
                    };
                    counts.add_all(plan, &of_windows);
                }
                (drawn + 1, counts)
            })
            .reduce(none, |a, b| (a.0 + b.0, a.1.and(b.1)))
    }

    /// Firms and days 0.
    fn draw(&self, pools: &[Pool<'_>], rng: &mut ChaCha8Rng) -> Option<Vec<(usize, usize)>> {
        if self.common_date {
            for _ in 0..ATTEMPTS {
                let date = pools[0].dates[rng.random_range(0..pools[0].dates.len())];
                if pools.iter().all(|p| p.dates.binary_search(&date).is_ok()) {
                    return Some((0..pools.len()).map(|firm| (firm, date)).collect());
                }
            }
            return None;
        }
        let mut events: Vec<(usize, usize)> = Vec::with_capacity(self.events);
        let apart = event_window().len();
        for _ in 0..ATTEMPTS * self.events {
            if events.len() == self.events {
                break;
            }
            let firm = rng.random_range(0..pools.len());
            let date = pools[firm].dates[rng.random_range(0..pools[firm].dates.len())];
            if events.iter().all(|(f, d)| *f != firm || d.abs_diff(date) >= apart) {
                events.push((firm, date));
            }
        }
        (events.len() == self.events).then_some(events)
    }

    /// The tests of one event on the only event.
    fn alone(
        &self,
        events: &[(usize, usize)],
        section: &CrossSection,
        pools: &[Pool<'_>],
        market: &[f64],
        windows: &[Window],
    ) -> Option<Vec<Vec<Outcome>>> {
        let &[event] = events else { return None };
        let (returns, sessions) = self.returns(event, pools)?;
        let bars = Bars { firm: &returns, market: &market[sessions], estimation: ESTIMATION };
        single_event_tests(&bars, section, windows).ok()
    }

    /// The returns of a firm around its date, with the effect, and their sessions.
    fn returns(
        &self,
        (firm, date): (usize, usize),
        pools: &[Pool<'_>],
    ) -> Option<(Vec<f64>, Range<usize>)> {
        let sessions = bars_around(date)?;
        let series = pools[firm].returns;
        let mut returns: Vec<f64> = sessions.clone().map(|s| series.at(s)).collect();
        returns[date - sessions.start] += self.effect;
        Some((returns, sessions))
    }

    fn section(
        &self,
        events: &[(usize, usize)],
        pools: &[Pool<'_>],
        market: &[f64],
        windows: &[Window],
    ) -> Option<CrossSection> {
        let mut section = CrossSection::new(event_window(), windows);
        let mut mean = vec![0.0; ESTIMATION + event_window().len()];
        for &(firm, date) in events {
            let (returns, sessions) = self.returns((firm, date), pools)?;
            for (mean, r) in mean.iter_mut().zip(&returns) {
                *mean += r / events.len() as f64;
            }
            let bars = Bars { firm: &returns, market: &market[sessions], estimation: ESTIMATION };
            section.push(&bars.measure(&section, (date, firm)).ok()?);
        }
        if self.common_date {
            let date = events[0].1;
            let market = &market[bars_around(date)?];
            let bars = Bars { firm: &mean, market, estimation: ESTIMATION };
            section.set_portfolio(Some(bars.measure(&section, (date, pools.len())).ok()?));
        }
        Some(section)
    }
}
