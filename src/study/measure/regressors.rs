//! What a model is estimated on: the returns of a firm and the regressors beside them.

use super::fit::Fit;
use super::measurer::{Measurer, Refusal, refusal};
use super::pairs::Pair;
use crate::abnormal::MarketColumn;
use crate::event::Reason;
use crate::models::ModelError;
use crate::returns::{
    EventRegressors, FirmReturns, MultiBarReturns, Regressor, SampleInputs, Samples, SessionSeries,
};

/// Said of an event for which some peers or donors are left out.
const LEFT_OUT: &str =
    "peers or donors with an event of their own in overlapping days were left out";

/// The returns of a firm and the regressors beside them, on the sessions of the calendar.
pub(crate) struct FirmSeries<'a> {
    each_bar: SessionSeries<'a>,
    over_gaps: Option<MultiBarReturns>,
    market: Option<SessionSeries<'a>>,
    columns: Vec<Vec<f64>>,
}

impl Measurer<'_> {
    /// Peers and donors that the firms of this pair's days leave out: those with an event of their own
    /// whose window overlaps that of the pair.
    pub(crate) fn touched(&self, pair: &Pair) -> Vec<usize> {
        let asked = self.model.factors();
        let peers = self.inputs.peers.iter().filter(|_| asked.contains(&Regressor::Peers));
        let donors = self.inputs.donors.iter().filter(|_| asked.contains(&Regressor::Donors));
        let others = peers.chain(donors).copied().filter(|other| *other != pair.firm);
        others.filter(|other| self.has_event_near(*other, pair.day_zero)).collect()
    }

    /// Whether a firm has an event whose window overlaps that of this day.
    pub(crate) fn has_event_near(&self, firm: usize, day_zero: usize) -> bool {
        let length = self.spec.window.len();
        let days = self.days_of_firm.get(&firm).map_or(&[][..], Vec::as_slice);
        let from = days.partition_point(|day| day + length <= day_zero);
        days.get(from).is_some_and(|day| *day < day_zero + length)
    }

    /// Donors by their tickers, since their numbers change from event to event; `None` for a model
    /// without donors.
    pub(crate) fn names_of_donors(&self, firm: usize, touched: &[usize]) -> Option<Vec<String>> {
        self.model.factors().contains(&Regressor::Donors).then(|| {
            let donors = self.inputs.tickers_of_donors(firm, touched);
            donors.into_iter().map(|ticker| format!("donor {ticker}")).collect()
        })
    }

    /// Names donors by their tickers, and says where some were left out.
    pub(crate) fn name_compared(&self, fit: &mut Fit, firm: usize, touched: &[usize]) {
        let donors = self.names_of_donors(firm, touched).unwrap_or_default();
        for ((name, _), donor) in fit.coefficients.iter_mut().zip(donors) {
            *name = donor;
        }
        if !touched.is_empty() {
            fit.notes.push(LEFT_OUT.into());
        }
    }

    /// The samples of a pair, with the returns over gaps where it has gaps.
    pub(crate) fn samples_of(&self, pair: &Pair) -> Result<Samples, Refusal> {
        let column = self.inputs.market_of(pair.firm);
        let market = column.as_deref().map(MarketColumn::values);
        let series = self.series(pair.firm, market, &self.touched(pair))?;
        let days = self.days_of_firm.get(&pair.firm).map_or(&[][..], Vec::as_slice);
        let mut samples = self.samples(&series, days, pair)?;
        if samples.has_gap() {
            let gaps = self.inputs.panel.over_gaps(pair.firm);
            samples.event_held = Some(self.held_over(&gaps, series.each_bar.first, pair));
        }
        Ok(samples)
    }

    /// The part of a firm's returns over gaps in the event window of a pair.
    pub(crate) fn held_over(
        &self,
        gaps: &MultiBarReturns,
        first: usize,
        pair: &Pair,
    ) -> MultiBarReturns {
        let start = pair.day_zero as i64 + i64::from(self.spec.window.first());
        gaps.part(first, start, self.spec.window.len())
    }

    /// What the model wants to know of a firm, without some peers and donors.
    pub(crate) fn series<'b>(
        &'b self,
        firm: usize,
        market: Option<&'b [f64]>,
        left_out: &[usize],
    ) -> Result<FirmSeries<'b>, Refusal> {
        let market = market.map(|values| SessionSeries { first: 0, values });
        if self.model.needs_market() && market.is_none() {
            return Err(refusal(ModelError::NoMarket { model: self.model.name().to_owned() }));
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
                found.ok_or_else(|| {
                    refusal(ModelError::NoRegressor { model: model(), regressor })
                })?,
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
    pub(crate) fn lacking(
        &self,
        pair: &Pair,
        sessions: &[usize],
    ) -> Option<(Reason, String, Vec<usize>)> {
        let column = self.inputs.market_of(pair.firm);
        let values = column.as_deref().map(MarketColumn::values);
        let market = values.map(|values| SessionSeries { first: 0, values });
        let missing = |of: &dyn Fn(usize) -> f64| -> Vec<usize> {
            sessions.iter().copied().filter(|session| !of(*session).is_finite()).collect()
        };
        let without = market.map_or_else(Vec::new, |market| missing(&|s| market.at(s)));
        if self.model.needs_market() && !without.is_empty() {
            let name = self.spec.benchmark.label();
            return Some((Reason::NoBenchmark, format!("the benchmark {name}"), without));
        }
        let asked = self.model.factors();
        let columns = self.columns(pair.firm, market, &self.touched(pair), None, &asked);
        let gone = |column: &Vec<f64>| missing(&|s| column.get(s).copied().unwrap_or(f64::NAN));
        asked.iter().zip(columns).find_map(|(regressor, columns)| {
            let without = columns?.iter().map(gone).find(|without| !without.is_empty())?;
            Some((Reason::NoFactor, regressor.to_string(), without))
        })
    }

    /// The samples of a pair as the model wants them.
    pub(crate) fn samples(
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
            .map_err(|e| (Reason::OutsideCalendar, e.to_string()))
    }
}
