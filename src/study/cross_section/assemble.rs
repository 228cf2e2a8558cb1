//! From pairs to a cross-section of abnormal returns.

use std::ops::Range;

use rayon::prelude::*;

use super::StudyInputs;
use super::pairs::Pair;
use crate::abnormal::{
    CrossSection, MarketColumn, MarketModelSums, Measured, Measuring, measure, portfolio_samples,
};
use crate::calendar::TradingCalendar;
use crate::models::{ClosedForm, ExpectedReturnModel, ModelError};
use crate::returns::{
    EventRegressors, FirmReturns, MultiBarReturns, SampleInputs, Samples, SessionSeries, TimeLine,
    Window,
};
use crate::study::{StudySpec, Watch};

use super::closed_form::MarketModelMeasure;

/// Measures pairs on a panel: the way from returns to a cross-section.
#[derive(Clone, Copy)]
pub(super) struct Assembler<'a> {
    pub(super) spec: &'a StudySpec,
    pub(super) calendar: &'a TradingCalendar,
    pub(super) inputs: &'a StudyInputs<'a>,
    pub(super) model: &'a dyn ExpectedReturnModel,
    pub(super) days_of_firm: &'a std::collections::HashMap<usize, Vec<usize>>,
    pub(super) watch: &'a Watch,
}

/// The measured pairs, and those that could not be measured.
pub(super) struct Assembled {
    pub(super) section: CrossSection,
    /// The pair behind each event of the section.
    pub(super) pairs: Vec<Pair>,
    pub(super) left_out: Vec<LeftOut>,
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

impl Assembler<'_> {
    /// Measures every pair, in the order of `pairs`.
    pub(super) fn assemble(&self, pairs: &[Pair]) -> Assembled {
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
        self.watch.expect(pairs.len());
        let measured: Vec<(CrossSection, Vec<usize>, Vec<LeftOut>)> = runs
            .par_iter()
            .with_min_len(8)
            .map(|run| self.firm(run, &order, pairs, &template))
            .collect();
        let mut sections = Vec::with_capacity(measured.len());
        let (mut positions, mut left_out) = (Vec::with_capacity(pairs.len()), Vec::new());
        for (section, of_pairs, others) in measured {
            sections.push(section);
            positions.extend(of_pairs);
            left_out.extend(others);
        }
        let section = CrossSection::concatenated(template, sections);
        Assembled { section, pairs: positions.into_iter().map(|k| pairs[k]).collect(), left_out }
    }

    fn firm(
        &self,
        run: &FirmRun,
        order: &[usize],
        pairs: &[Pair],
        template: &CrossSection,
    ) -> (CrossSection, Vec<usize>, Vec<LeftOut>) {
        let mut section = template.clone();
        let (mut kept, mut others) = (Vec::new(), Vec::new());
        let firm = self.inputs.panel.series(run.firm);
        let column = self.inputs.market_of(run.firm);
        let market = column.as_deref().map(MarketColumn::values);
        let closed = self.model.closed_form() == Some(ClosedForm::MarketModel);
        let kernel = market.filter(|_| closed).map(|market| MarketModelMeasure {
            time_line: self.spec.time_line(),
            minimum: self.spec.minimum_estimation,
            missing: self.spec.cross_section.missing,
            returns: self.spec.returns,
            market,
            ranges: ranges(template),
        });
        let sums =
            column.as_deref().filter(|_| closed).map(|market| MarketModelSums::of(firm, market));
        let general = sums.is_none().then(|| self.series(run.firm, market));
        let mut scratch = None;
        let days = self.days_of_firm.get(&run.firm).map_or(&[][..], Vec::as_slice);
        for &k in &order[run.events.clone()] {
            if self.watch.is_stopped() {
                break;
            }
            let pair = pairs[k];
            let outcome =
                self.covered(firm, &pair).and_then(|()| match (&kernel, &sums, &general) {
                    (Some(kernel), Some(sums), _) => {
                        let left_out = self.left_out(days, pair.day_zero);
                        let out: &mut Measured = scratch.get_or_insert_with(empty);
                        let who = (pair.day_zero, run.firm, pair.cluster);
                        kernel.measure(sums, firm, who, &left_out, out).map_err(told)
                    }
                    (_, _, Some(Ok(series))) => {
                        scratch = Some(self.general(series, days, &pair)?);
                        Ok(())
                    }
                    (_, _, Some(Err(reason))) => Err(reason.clone()),
                    _ => unreachable!("without a closed form there are series or a reason"),
                });
            match (outcome, &scratch) {
                (Ok(()), Some(event)) => {
                    section.push(event);
                    kept.push(k);
                }
                (Ok(()), None) => {}
                (Err((code, reason)), _) => others.push(LeftOut { pair, code, reason }),
            }
        }
        self.watch.advance(run.events.len());
        (section, kept, others)
    }

    /// Whether the firm and the calendar reach over day 0 and the windows.
    fn covered(&self, firm: SessionSeries<'_>, pair: &Pair) -> Result<(), (&'static str, String)> {
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
        let margin = self.spec.other_event_margin;
        let last = (day_zero as i64 + i64::from(self.spec.estimation_end)).max(0) as usize;
        let first = (last + 1).saturating_sub(self.spec.estimation_length);
        let mut out: Vec<usize> = Vec::new();
        let near = days.partition_point(|d| d + margin < first);
        for &day in days[near..].iter().take_while(|d| **d <= last + margin) {
            if day == day_zero {
                continue;
            }
            let from = out.last().map_or(0, |l| l + 1).max(day.saturating_sub(margin));
            out.extend(from..=day + margin);
        }
        out
    }

    fn general(&self, series: &FirmSeries<'_>, days: &[usize], pair: &Pair) -> Measurement {
        let samples = self.samples(series, days, pair)?;
        let who = (pair.day_zero, pair.firm, pair.cluster);
        self.estimated(&samples, who)
    }

    /// Estimates the model on samples and measures them.
    fn estimated(&self, samples: &Samples, who: (usize, usize, usize)) -> Measurement {
        let bars = samples.estimation_firm.len();
        if bars < self.spec.minimum_estimation {
            return Err(told(ModelError::TooFewBars {
                bars,
                needed: self.spec.minimum_estimation,
            }));
        }
        let estimate = self.model.estimate(&samples.estimation()).map_err(told)?;
        let section = CrossSection::new(self.spec.window, &self.spec.car_windows);
        let how = Measuring {
            section: &section,
            missing: self.spec.cross_section.missing,
            returns: self.spec.returns,
        };
        Ok(measure(estimate.as_ref(), samples, who, &how))
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
        self.estimated(&portfolio, (first.day_zero, first.firm, first.cluster)).ok()
    }

    /// The samples of a pair; `None` where there are none.
    pub(super) fn samples_of(&self, pair: &Pair) -> Option<Samples> {
        let column = self.inputs.market_of(pair.firm);
        let series = self.series(pair.firm, column.as_deref().map(MarketColumn::values));
        let days = self.days_of_firm.get(&pair.firm).map_or(&[][..], Vec::as_slice);
        self.samples(&series.ok()?, days, pair).ok()
    }

    /// What the model wants to know of a firm.
    fn series<'b>(
        &'b self,
        firm: usize,
        market: Option<&'b [f64]>,
    ) -> Result<FirmSeries<'b>, (&'static str, String)> {
        let market = market.map(|values| SessionSeries { first: 0, values });
        if self.model.needs_market() && market.is_none() {
            return Err(told(ModelError::NoMarket { model: self.model.name().to_owned() }));
        }
        let panel = self.inputs.panel;
        let over_gaps = self.model.firm_returns() == FirmReturns::OverGaps;
        let over_gaps = over_gaps.then(|| panel.over_gaps(firm));
        let first = panel.series(firm).first;
        let covered = over_gaps.as_ref().map(|g| SessionSeries { first, values: &g.bars_covered });
        let peers = self.inputs.peers_of(firm);
        let regressors = EventRegressors {
            shared: &self.inputs.regressors,
            market,
            peers: peers.as_deref().map(|values| SessionSeries { first: 0, values }),
            donors: &self.inputs.donors_of(firm),
            bars_covered: covered,
        };
        let mut columns = Vec::new();
        for regressor in self.model.factors() {
            match regressors.columns(&regressor) {
                Some(found) => columns.extend(found),
                None => {
                    let model = self.model.name().to_owned();
                    return Err(told(ModelError::NoRegressor { model, regressor }));
                }
            }
        }
        Ok(FirmSeries { each_bar: panel.series(firm), over_gaps, market, columns })
    }

    /// The samples of a pair as the model wants them.
    fn samples(
        &self,
        series: &FirmSeries<'_>,
        days: &[usize],
        pair: &Pair,
    ) -> Result<Samples, (&'static str, String)> {
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

/// A measured event, or the code and the reason why there is none.
type Measurement = Result<Measured, (&'static str, String)>;

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

fn told(error: ModelError) -> (&'static str, String) {
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
