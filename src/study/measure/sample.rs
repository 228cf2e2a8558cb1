//! The measuring of many pairs into one cross-section.

use std::cell::OnceCell;
use std::ops::Range;

use rayon::prelude::*;

use super::closed_form::MarketModelMeasure;
use super::fit::{Fit, Wanted};
use super::measurer::{Measurer, Refusal, refusal};
use super::pairs::Pair;
use super::prior::Priors;
use super::regressors::FirmSeries;
use crate::abnormal::{
    CrossSection, EventOfFirm, MarketColumn, MarketModelSums, Measured, Measuring, measure,
    ordered_by, portfolio_samples,
};
use crate::event::Reason;
use crate::models::ClosedForm;
use crate::returns::{MultiBarReturns, Regressor, Samples, Window};

/// Events whose firms are measured one after the other, into one section.
const GROUP: usize = 16;

/// Events that are measured before they join the section.
const BATCH: usize = 4_096;

/// The measured pairs, and those that could not be measured.
pub(crate) struct MeasuredSample {
    pub(crate) section: CrossSection,
    /// The pair behind each event of the section.
    pub(crate) pairs: Vec<Pair>,
    /// What its estimate says beside its returns.
    pub(crate) fits: Vec<Fit>,
    pub(crate) left_out: Vec<LeftOut>,
}

/// A pair that could not be measured, and why.
#[derive(Clone, Debug)]
pub(crate) struct LeftOut {
    pub(crate) pair: Pair,
    pub(crate) code: Reason,
    pub(crate) reason: String,
}

/// A run of events of one firm.
struct FirmRun {
    firm: usize,
    /// Positions in the list of pairs.
    events: Range<usize>,
}

impl FirmRun {
    /// Whether two runs that follow one another are measured one after the other.
    fn go_together(&self, next: &Self) -> bool {
        self.events.start / GROUP == next.events.start / GROUP
    }
}

/// What the events of some firms came to, beside their abnormal returns.
#[derive(Default)]
struct GroupEvents {
    /// Positions of the measured pairs in the list of pairs.
    kept: Vec<usize>,
    fits: Vec<Fit>,
    left_out: Vec<LeftOut>,
}

/// What all events of an assembly share.
struct Shared<'a> {
    pairs: &'a [Pair],
    template: CrossSection,
    wanted: Wanted,
    priors: Priors,
}

impl Measurer<'_> {
    /// Measures every pair, in the order of `pairs`.
    pub(crate) fn assemble(&self, pairs: &[Pair]) -> MeasuredSample {
        self.assembled(pairs, false)
    }

    /// The same, with the p-values of single events if they are wanted.
    pub(crate) fn assembled(&self, pairs: &[Pair], single_events: bool) -> MeasuredSample {
        // Events of one firm are measured together, since they share its sums.
        let order = ordered_by(&Vec::from_iter(0..pairs.len()), |k| pairs[k].firm);
        let mut runs: Vec<FirmRun> = Vec::new();
        for (at, &k) in order.iter().enumerate() {
            match runs.last_mut() {
                Some(run) if run.firm == pairs[k].firm => run.events.end = at + 1,
                _ => runs.push(FirmRun { firm: pairs[k].firm, events: at..at + 1 }),
            }
        }
        let template = CrossSection::new(self.spec.window, &self.spec.car_windows);
        self.watch.expect(pairs.len());
        let wanted = self.wanted(&template, single_events);
        let shared = Shared { pairs, wanted, priors: Priors::of(self, pairs), template };
        let mut section = shared.template.clone();
        section.reserve(pairs.len(), self.spec.estimation_length);
        let (mut positions, mut fits) =
            (Vec::with_capacity(pairs.len()), Vec::with_capacity(pairs.len()));
        let mut left_out = Vec::new();
        let mut runs = runs.as_slice();
        // Batch by batch, so that few events are there twice at any time; one joins the section
        // while the next is measured.
        let mut sections = Vec::new();
        while let Some(first) = runs.first() {
            let end = first.events.start + BATCH;
            let (batch, rest) = runs.split_at(runs.partition_point(|run| run.events.start < end));
            let groups: Vec<&[FirmRun]> = batch.chunk_by(FirmRun::go_together).collect();
            let measure = || -> (Vec<CrossSection>, Vec<GroupEvents>) {
                groups.into_par_iter().map(|group| self.group(group, &order, &shared)).unzip()
            };
            let (measured, ()) = rayon::join(measure, || section.append(&sections));
            sections = measured.0;
            for group in measured.1 {
                positions.extend(group.kept);
                fits.extend(group.fits);
                left_out.extend(group.left_out);
            }
            runs = rest;
        }
        section.append(&sections);
        let pairs = positions.into_iter().map(|k| pairs[k]).collect();
        MeasuredSample { section, pairs, fits, left_out }
    }

    fn wanted(&self, template: &CrossSection, single_events: bool) -> Wanted {
        let headline = self.spec.car_windows.first();
        Wanted {
            event_window: self.spec.window,
            headline: headline.and_then(|w| Some((*w, template.column_of(*w)?))),
            returns: self.spec.returns,
            single_events,
            donors: self.model.factors().contains(&Regressor::Donors),
        }
    }

    /// Measures the events of some firms.
    fn group(
        &self,
        runs: &[FirmRun],
        order: &[usize],
        shared: &Shared<'_>,
    ) -> (CrossSection, GroupEvents) {
        let (mut section, mut all) = (shared.template.clone(), GroupEvents::default());
        let events = runs.iter().map(|run| run.events.len()).sum();
        section.reserve(events, self.spec.estimation_length);
        for run in runs {
            let events = &order[run.events.clone()];
            self.firm(run.firm, events, shared, (&mut section, &mut all));
        }
        (section, all)
    }

    fn firm(
        &self,
        number: usize,
        events: &[usize],
        shared: &Shared<'_>,
        (section, all): (&mut CrossSection, &mut GroupEvents),
    ) {
        let firm = self.inputs.panel.series(number);
        let column = self.inputs.market_of(number);
        let market = column.as_deref().map(MarketColumn::values);
        let closed = self.model.closed_form() == Some(ClosedForm::MarketModel);
        let kernel = market.filter(|_| closed).map(|market| MarketModelMeasure {
            time_line: self.spec.time_line(),
            minimum: self.spec.minimum_estimation,
            missing: self.spec.cross_section.missing,
            returns: self.spec.returns,
            market,
            ranges: ranges(&shared.template),
            headline: shared.wanted.headline.map(|(_, column)| column),
            single_events: shared.wanted.single_events,
        });
        let sums =
            column.as_deref().filter(|_| closed).map(|market| MarketModelSums::of(firm, market));
        let gaps: OnceCell<MultiBarReturns> = OnceCell::new();
        let over_gaps = |pair: &Pair| {
            let gaps = gaps.get_or_init(|| self.inputs.panel.over_gaps(number));
            self.held_over(gaps, firm.first, pair)
        };
        // Series by the firms that are left out of peers and donors: none, for nearly all events.
        let mut general: Vec<(Vec<usize>, Result<FirmSeries<'_>, Refusal>)> = Vec::new();
        let mut scratch = empty();
        let days = self.days_of_firm.get(&number).map_or(&[][..], Vec::as_slice);
        for &k in events {
            if self.watch.is_stopped() {
                break;
            }
            let pair = shared.pairs[k];
            let outcome = self.covered(firm, &pair).and_then(|()| match (&kernel, &sums) {
                (Some(kernel), Some(sums)) => {
                    let left_out = self.left_out(days, pair.day_zero);
                    let who = EventOfFirm {
                        day_zero: pair.day_zero,
                        firm: number,
                        cluster: pair.cluster,
                    };
                    let mut fit = kernel
                        .measure(sums, firm, who, &left_out, &mut scratch)
                        .map_err(refusal)?;
                    if scratch.buy_and_hold.iter().any(|held| held.is_nan()) {
                        kernel.hold(&over_gaps(&pair), pair.day_zero, &mut fit, &mut scratch);
                    }
                    Ok(fit)
                }
                _ => {
                    let touched = self.touched(&pair);
                    let known = general.iter().position(|(others, _)| *others == touched);
                    let at = known.unwrap_or_else(|| {
                        let series = self.series(number, market, &touched);
                        general.push((touched, series));
                        general.len() - 1
                    });
                    let (touched, series) = &general[at];
                    let series = series.as_ref().map_err(Clone::clone)?;
                    let mut samples = self.samples(series, days, &pair)?;
                    if samples.has_gap() {
                        samples.event_held = Some(over_gaps(&pair));
                    }
                    let (measured, mut fit) = self.measured(&samples, &pair, shared)?;
                    self.name_compared(&mut fit, number, touched);
                    scratch = measured;
                    Ok(fit)
                }
            });
            match outcome {
                Ok(fit) => {
                    section.push(&scratch);
                    all.kept.push(k);
                    all.fits.push(fit);
                }
                Err((code, reason)) => all.left_out.push(LeftOut { pair, code, reason }),
            }
        }
        self.watch.advance(events.len());
    }

    /// Sessions near the firm's other events, sorted and distinct.
    fn left_out(&self, days: &[usize], day_zero: usize) -> Vec<usize> {
        self.spec.time_line().near_other_events(days, day_zero)
    }

    /// Estimates the model on samples and measures them.
    fn measured(
        &self,
        samples: &Samples,
        pair: &Pair,
        shared: &Shared<'_>,
    ) -> Result<(Measured, Fit), Refusal> {
        let estimate = self.estimated(samples, pair, &shared.priors)?;
        let how = Measuring {
            event_window: self.spec.window,
            windows: shared.template.windows(),
            missing: self.spec.cross_section.missing,
            returns: self.spec.returns,
        };
        let event = EventOfFirm { day_zero: pair.day_zero, firm: pair.firm, cluster: pair.cluster };
        let measured = measure(estimate.as_ref(), samples, event, &how);
        let fit = Fit::of(estimate.as_ref(), samples, &measured, &shared.wanted);
        Ok((measured, fit))
    }

    /// The equal-weighted portfolio of pairs that share day 0, under the same model.
    pub(crate) fn portfolio(
        &self,
        pairs: &[Pair],
        samples_of: &dyn Fn(&Pair) -> Option<Samples>,
    ) -> Option<Measured> {
        let first = pairs.first().filter(|_| share_day_zero(pairs))?;
        let samples = pairs.iter().map(samples_of).collect::<Option<Vec<Samples>>>()?;
        let portfolio = portfolio_samples(&samples.iter().collect::<Vec<_>>())?;
        let template = CrossSection::new(self.spec.window, &self.spec.car_windows);
        let wanted = self.wanted(&template, false);
        let shared = Shared { pairs, template, wanted, priors: Priors::default() };
        self.measured(&portfolio, first, &shared).ok().map(|(measured, _)| measured)
    }
}

/// Whether there are several pairs, and all have one day 0.
pub(crate) fn share_day_zero(pairs: &[Pair]) -> bool {
    pairs.len() > 1 && pairs.iter().all(|pair| pair.day_zero == pairs[0].day_zero)
}

/// The bars of each window within the event window.
fn ranges(section: &CrossSection) -> Vec<Range<usize>> {
    let first = section.event_window().first();
    let range = |w: &Window| {
        let from = (w.first() - first) as usize;
        from..from + w.len()
    };
    section.windows().iter().map(range).collect()
}

fn empty() -> Measured {
    Measured {
        member: crate::abnormal::Member {
            day_zero: 0,
            firm: 0,
            cluster: 0,
            degrees_of_freedom: 0.0,
            sigma: 0.0,
        },
        residuals: Vec::new(),
        residual_times: Vec::new(),
        abnormal: Vec::new(),
        car: Vec::new(),
        variance: Vec::new(),
        standardised_variance: Vec::new(),
        buy_and_hold: Vec::new(),
        bars_covered: Vec::new(),
    }
}
