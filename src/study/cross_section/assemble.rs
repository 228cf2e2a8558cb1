//! From pairs to a cross-section of abnormal returns.

use std::cell::OnceCell;
use std::ops::Range;

use rayon::prelude::*;

use super::StudyInputs;
use super::closed_form::MarketModelMeasure;
use super::fit::{Fit, Wanted};
use super::measurements::Measurements;
use super::pairs::Pair;
use super::prior::Priors;
use crate::abnormal::{
    CrossSection, MarketColumn, MarketModelSums, Measured, Measuring, measure, portfolio_samples,
};
use crate::calendar::TradingCalendar;
use crate::models::{ClosedForm, ExpectedReturnModel, ModelError};
use crate::returns::{
    EventRegressors, FirmReturns, MultiBarReturns, Regressor, SampleInputs, Samples, SessionSeries,
    TimeLine, Window,
};
use crate::study::StudySpec;
use crate::study::daily_samples::enough_bars;

/// Said of an event for which some peers or donors are left out.
const LEFT_OUT: &str =
    "peers or donors with an event of their own in overlapping days were left out";

/// Measures pairs on a panel: the way from returns to a cross-section.
#[derive(Clone, Copy)]
pub(super) struct Assembler<'a> {
    pub(super) spec: &'a StudySpec,
    pub(super) calendar: &'a TradingCalendar,
    pub(super) inputs: &'a StudyInputs<'a>,
    pub(super) model: &'a dyn ExpectedReturnModel,
    pub(super) days_of_firm: &'a std::collections::HashMap<usize, Vec<usize>>,
    /// Whether the study itself measures p-values of single events.
    pub(super) single_events: bool,
}

/// The measured pairs, and those that could not be measured.
pub(super) struct Assembled {
    pub(super) section: CrossSection,
    /// The pair behind each event of the section.
    pub(super) pairs: Vec<Pair>,
    /// What its estimate says beside its returns.
    pub(super) fits: Vec<Fit>,
    pub(super) left_out: Vec<LeftOut>,
}

impl Assembled {
    /// A part of the sample; if the whole shares day 0 and so has a portfolio, the part has one of
    /// its own events.
    pub(super) fn part(&self, events: &[usize], measurements: &dyn Measurements) -> CrossSection {
        let mut section = self.section.subset(events);
        if self.section.portfolio().is_some() {
            let pairs: Vec<Pair> = events.iter().map(|i| self.pairs[*i]).collect();
            section.set_portfolio(measurements.portfolio_of(&pairs));
        }
        section
    }
}

/// A pair that could not be measured, and why.
#[derive(Clone, Debug)]
pub(super) struct LeftOut {
    pub(super) pair: Pair,
    pub(super) code: &'static str,
    pub(super) reason: String,
}

/// A run of events of one firm.
struct FirmRun {
    firm: usize,
    /// Positions in the list of pairs.
    events: Range<usize>,
}

/// What one firm's events came to.
struct FirmEvents {
    section: CrossSection,
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

impl Assembler<'_> {
    /// Measures every pair, in the order of `pairs`.
    pub(super) fn assemble(&self, pairs: &[Pair]) -> Assembled {
        self.assembled(pairs, false)
    }

    /// The same, with the p-values of single events if they are wanted.
    pub(super) fn assembled(&self, pairs: &[Pair], single_events: bool) -> Assembled {
        // Events of one firm are measured together, since they share its sums.
        let mut order: Vec<usize> = (0..pairs.len()).collect();
        order.sort_by_key(|&k| pairs[k].firm);
        let mut runs: Vec<FirmRun> = Vec::new();
        for (at, &k) in order.iter().enumerate() {
            match runs.last_mut() {
                Some(run) if run.firm == pairs[k].firm => run.events.end = at + 1,
                _ => runs.push(FirmRun { firm: pairs[k].firm, events: at..at + 1 }),
            }
        }
        let template = CrossSection::new(self.spec.window, &self.spec.car_windows);
        let wanted = self.wanted(&template, single_events);
        let shared = Shared { pairs, wanted, priors: Priors::of(self, pairs), template };
        let measured: Vec<FirmEvents> = runs
            .par_iter()
            .with_min_len(8)
            .map(|run| self.firm(run.firm, &order[run.events.clone()], &shared))
            .collect();
        let mut sections = Vec::with_capacity(measured.len());
        let (mut positions, mut fits) =
            (Vec::with_capacity(pairs.len()), Vec::with_capacity(pairs.len()));
        let mut left_out = Vec::new();
        for firm in measured {
            sections.push(firm.section);
            positions.extend(firm.kept);
            fits.extend(firm.fits);
            left_out.extend(firm.left_out);
        }
        let section = CrossSection::concatenated(shared.template, sections);
        let pairs = positions.into_iter().map(|k| pairs[k]).collect();
        Assembled { section, pairs, fits, left_out }
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

    fn firm(&self, number: usize, events: &[usize], shared: &Shared<'_>) -> FirmEvents {
        let section = shared.template.clone();
        let mut all =
            FirmEvents { section, kept: Vec::new(), fits: Vec::new(), left_out: Vec::new() };
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
            let first = pair.day_zero as i64 + i64::from(self.spec.window.first());
            gaps.part(firm.first, first, self.spec.window.len())
        };
        // Series by the firms that are left out of peers and donors: none, for nearly all events.
        let mut general: Vec<(Vec<usize>, Result<FirmSeries<'_>, Refusal>)> = Vec::new();
        let mut scratch = empty();
        let days = self.days_of_firm.get(&number).map_or(&[][..], Vec::as_slice);
        for &k in events {
            let pair = shared.pairs[k];
            let outcome = self.covered(firm, &pair).and_then(|()| match (&kernel, &sums) {
                (Some(kernel), Some(sums)) => {
                    let left_out = self.left_out(days, pair.day_zero);
                    let who = (pair.day_zero, number, pair.cluster);
                    let mut fit =
                        kernel.measure(sums, firm, who, &left_out, &mut scratch).map_err(told)?;
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
                    let (measured, mut fit) = self.estimated(&samples, &pair, shared)?;
                    self.name_compared(&mut fit, number, touched);
                    scratch = measured;
                    Ok(fit)
                }
            });
            match outcome {
                Ok(fit) => {
                    all.section.push(&scratch);
                    all.kept.push(k);
                    all.fits.push(fit);
                }
                Err((code, reason)) => all.left_out.push(LeftOut { pair, code, reason }),
            }
        }
        all
    }

    /// Peers and donors that the firms of this pair's days leave out: those with an event of their own
    /// whose window overlaps that of the pair.
    fn touched(&self, pair: &Pair) -> Vec<usize> {
        let asked = self.model.factors();
        let peers = self.inputs.peers.iter().filter(|_| asked.contains(&Regressor::Peers));
        let donors = self.inputs.donors.iter().filter(|_| asked.contains(&Regressor::Donors));
        let others = peers.chain(donors).copied().filter(|other| *other != pair.firm);
        others.filter(|other| self.has_event_near(*other, pair.day_zero)).collect()
    }

    /// Whether a firm has an event whose window overlaps that of this day.
    pub(super) fn has_event_near(&self, firm: usize, day_zero: usize) -> bool {
        let length = self.spec.window.len();
        let days = self.days_of_firm.get(&firm).map_or(&[][..], Vec::as_slice);
        let from = days.partition_point(|day| day + length <= day_zero);
        days.get(from).is_some_and(|day| *day < day_zero + length)
    }

    /// Names donors by their tickers, since their numbers change from event to event, and says where
    /// some were left out.
    fn name_compared(&self, fit: &mut Fit, firm: usize, touched: &[usize]) {
        if self.model.factors().contains(&Regressor::Donors) {
            let tickers = self.inputs.tickers_of_donors(firm, touched);
            for ((name, _), ticker) in fit.coefficients.iter_mut().zip(tickers) {
                *name = format!("donor {ticker}");
            }
        }
        if !touched.is_empty() {
            fit.notes.push(LEFT_OUT.into());
        }
    }

    /// Whether the firm and the calendar reach over day 0 and the windows.
    fn covered(&self, firm: SessionSeries<'_>, pair: &Pair) -> Result<(), Refusal> {
        let dates = self.calendar.days();
        let day =
            |session: usize| dates.get(session).map_or_else(String::new, |d| d.date.to_string());
        let time_line: TimeLine = self.spec.time_line();
        let back = time_line.estimation_length as i64 - i64::from(time_line.estimation_end);
        let last = pair.day_zero as i64 + i64::from(time_line.window.last());
        if (pair.day_zero as i64) < back || last >= dates.len() as i64 {
            return Err((
                "outside_calendar",
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
                "outside_data",
                format!(
                    "the bars run from {first} to {last}, without day 0, {}",
                    day(pair.day_zero)
                ),
            ));
        }
        Ok(())
    }

    /// Sessions near the firm's other events, sorted and distinct.
    fn left_out(&self, days: &[usize], day_zero: usize) -> Vec<usize> {
        self.spec.time_line().near_other_events(days, day_zero)
    }

    /// Estimates the model on samples and measures them.
    fn estimated(
        &self,
        samples: &Samples,
        pair: &Pair,
        shared: &Shared<'_>,
    ) -> Result<(Measured, Fit), Refusal> {
        let bars = samples.estimation_firm.len();
        if bars < self.spec.minimum_estimation {
            return Err(told(ModelError::TooFewBars {
                bars,
                needed: self.spec.minimum_estimation,
            }));
        }
        let model = shared.priors.model(pair).unwrap_or(self.model);
        let estimate = model.estimate(&samples.estimation()).map_err(told)?;
        enough_bars(estimate.as_ref()).map_err(told)?;
        let how = Measuring {
            section: &shared.template,
            missing: self.spec.cross_section.missing,
            returns: self.spec.returns,
        };
        let who = (pair.day_zero, pair.firm, pair.cluster);
        let measured = measure(estimate.as_ref(), samples, who, &how);
        let fit = Fit::of(estimate.as_ref(), samples, &measured, &shared.wanted);
        Ok((measured, fit))
    }

    /// The equal-weighted portfolio of pairs that share day 0, under the same model.
    pub(super) fn portfolio(
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
        self.estimated(&portfolio, first, &shared).ok().map(|(measured, _)| measured)
    }

    /// The samples of a pair; `None` where there are none.
    pub(super) fn samples_of(&self, pair: &Pair) -> Option<Samples> {
        let column = self.inputs.market_of(pair.firm);
        let market = column.as_deref().map(MarketColumn::values);
        let series = self.series(pair.firm, market, &self.touched(pair));
        let days = self.days_of_firm.get(&pair.firm).map_or(&[][..], Vec::as_slice);
        self.samples(&series.ok()?, days, pair).ok()
    }

    /// What the model wants to know of a firm, without some peers and donors.
    fn series<'b>(
        &'b self,
        firm: usize,
        market: Option<&'b [f64]>,
        left_out: &[usize],
    ) -> Result<FirmSeries<'b>, Refusal> {
        let market = market.map(|values| SessionSeries { first: 0, values });
        if self.model.needs_market() && market.is_none() {
            return Err(told(ModelError::NoMarket { model: self.model.name().to_owned() }));
        }
        let panel = self.inputs.panel;
        let over_gaps = self.model.firm_returns() == FirmReturns::OverGaps;
        let over_gaps = over_gaps.then(|| panel.over_gaps(firm));
        let asked = self.model.factors();
        let found = self.columns(firm, market, left_out, over_gaps.as_ref(), &asked);
        let mut columns = Vec::new();
        for (regressor, found) in asked.into_iter().zip(found) {
            let model = || self.model.name().to_owned();
            columns.extend(
                found.ok_or_else(|| told(ModelError::NoRegressor { model: model(), regressor }))?,
            );
        }
        Ok(FirmSeries { each_bar: panel.series(firm), over_gaps, market, columns })
    }

    /// The columns of each of these regressors of a firm; `None` for one that the data has not got.
    fn columns(
        &self,
        firm: usize,
        market: Option<SessionSeries<'_>>,
        left_out: &[usize],
        over_gaps: Option<&MultiBarReturns>,
        asked: &[Regressor],
    ) -> Vec<Option<Vec<Vec<f64>>>> {
        let first = self.inputs.panel.series(firm).first;
        let peers = match asked.contains(&Regressor::Peers) {
            true => self.inputs.peers_of(firm, left_out),
            false => None,
        };
        let donors = match asked.contains(&Regressor::Donors) {
            true => self.inputs.donors_of(firm, left_out),
            false => Vec::new(),
        };
        let regressors = EventRegressors {
            shared: &self.inputs.regressors,
            market,
            peers: peers.as_deref().map(|values| SessionSeries { first: 0, values }),
            donors: &donors,
            bars_covered: over_gaps.map(|g| SessionSeries { first, values: &g.bars_covered }),
        };
        asked.iter().map(|regressor| regressors.columns(regressor)).collect()
    }

    /// The first thing that the model lacks on these sessions of a pair although the firm has its
    /// returns: the code, what it is, and on which of the sessions.
    pub(super) fn lacking(
        &self,
        pair: &Pair,
        sessions: &[usize],
    ) -> Option<(&'static str, String, Vec<usize>)> {
        let column = self.inputs.market_of(pair.firm);
        let values = column.as_deref().map(MarketColumn::values);
        let market = values.map(|values| SessionSeries { first: 0, values });
        let missing = |of: &dyn Fn(usize) -> f64| -> Vec<usize> {
            sessions.iter().copied().filter(|session| !of(*session).is_finite()).collect()
        };
        let without = market.map_or_else(Vec::new, |market| missing(&|s| market.at(s)));
        if self.model.needs_market() && !without.is_empty() {
            let name = self.spec.benchmark.label();
            return Some(("no_benchmark", format!("the benchmark {name}"), without));
        }
        let asked = self.model.factors();
        let columns = self.columns(pair.firm, market, &self.touched(pair), None, &asked);
        let gone = |column: &Vec<f64>| missing(&|s| column.get(s).copied().unwrap_or(f64::NAN));
        asked.iter().zip(columns).find_map(|(regressor, columns)| {
            let without = columns?.iter().map(gone).find(|without| !without.is_empty())?;
            Some(("no_factor", regressor.to_string(), without))
        })
    }

    /// The samples of a pair as the model wants them.
    fn samples(
        &self,
        series: &FirmSeries<'_>,
        days: &[usize],
        pair: &Pair,
    ) -> Result<Samples, Refusal> {
        let first = series.each_bar.first;
        let on_sessions = |values| SessionSeries { first, values };
        let factors: Vec<SessionSeries<'_>> =
            series.columns.iter().map(|values| SessionSeries { first: 0, values }).collect();
        let gaps = series.over_gaps.as_ref();
        let inputs = SampleInputs {
            firm: gaps.map_or(series.each_bar, |g| on_sessions(&g.returns)),
            market: series.market,
            market_needed: self.model.needs_market(),
            factors: &factors,
            bars_covered: gaps.map(|g| on_sessions(&g.bars_covered)),
        };
        let others: Vec<usize> = days.iter().copied().filter(|d| *d != pair.day_zero).collect();
        self.spec
            .time_line()
            .samples(&inputs, pair.day_zero, &others)
            .map_err(|e| ("outside_calendar", e.to_string()))
    }
}

/// Whether there are several pairs, and all have one day 0.
pub(super) fn share_day_zero(pairs: &[Pair]) -> bool {
    pairs.len() > 1 && pairs.iter().all(|pair| pair.day_zero == pairs[0].day_zero)
}

/// Why an event was not measured: a code and a sentence.
type Refusal = (&'static str, String);

/// The returns of a firm and the regressors beside them, on the sessions of the calendar.
struct FirmSeries<'a> {
    each_bar: SessionSeries<'a>,
    over_gaps: Option<MultiBarReturns>,
    market: Option<SessionSeries<'a>>,
    columns: Vec<Vec<f64>>,
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

fn told(error: ModelError) -> Refusal {
    (error.code(), error.to_string())
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
        buy_and_hold: Vec::new(),
    }
}
