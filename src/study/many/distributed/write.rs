//! From measured pairs to the frame of records.

use std::collections::HashMap;

use polars::prelude::*;
use serde::{Deserialize, Serialize};

use super::plan::PlannedPair;
use super::records::Records;
use crate::abnormal::Measured;
use crate::calendar::TradingCalendar;
use crate::event::{Reason, Ticker};
use crate::prices::Finding;
use crate::returns::Samples;
use crate::study::measure::assemble::Assembler;
use crate::study::measure::fit::Fit;
use crate::study::measure::measurements::{Choice, Gap, Measurements};
use crate::study::measure::pairs::Pair;

/// The `choice` of the row of a firm.
pub(crate) const FIRM: &str = "firm";
/// The `choice` of the study itself.
pub(crate) const STUDY: &str = "study";

/// The columns of figures with one list a pair.
pub(crate) const LISTS: [&str; 13] = [
    "coefficients",
    "residuals",
    "abnormal",
    "car",
    "variance",
    "buy_and_hold",
    "estimation_firm",
    "estimation_market",
    "estimation_factors",
    "event_firm",
    "event_market",
    "event_factors",
    "event_bars_covered",
];
/// The columns of single figures that the estimate of a pair says beside its returns.
pub(crate) const FIGURES: [&str; 8] = [
    "alpha",
    "beta",
    "beta_by_least_squares",
    "buy_and_hold_model",
    "sample_quantile_p",
    "permutation_p",
    "permutation_statistic",
    "permutation_donors",
];
/// What stands between names and between notes in a column of text.
pub(crate) const BETWEEN: &str = "\n";
/// The columns of event times.
pub(crate) const TIMES: [&str; 2] = ["residual_times", "estimation_times"];

/// What a firm's row says in `facts`.
#[derive(Serialize, Deserialize)]
pub(crate) struct Facts {
    /// What all parts must have in common.
    pub(crate) common: String,
    pub(crate) findings: Vec<Finding>,
}

/// Collects records column by column.
pub(crate) struct Writer {
    choice: Vec<String>,
    ticker: Vec<String>,
    pair: Vec<Option<i32>>,
    day_zero: Vec<Option<i32>>,
    code: Vec<Option<&'static str>>,
    reason: Vec<Option<String>>,
    degrees_of_freedom: Vec<Option<f64>>,
    sigma: Vec<Option<f64>>,
    zero_returns: Vec<Option<i32>>,
    gap: Vec<Option<&'static str>>,
    steps: Vec<Option<i32>>,
    facts: Vec<Option<String>>,
    figures: [Vec<Option<f64>>; FIGURES.len()],
    coefficient_names: Vec<Option<String>>,
    fell_back: Vec<Option<bool>>,
    notes: Vec<Option<String>>,
    lists: Vec<ListPrimitiveChunkedBuilder<Float64Type>>,
    times: Vec<ListPrimitiveChunkedBuilder<Int32Type>>,
}

/// A pair as its rows name it.
struct Named<'a> {
    choice: String,
    ticker: &'a Ticker,
    position: usize,
    /// Days since 1970.
    day_zero: i32,
}

/// What the study knows of a measured pair beside its figures.
#[derive(Default)]
struct Beside {
    zero_returns: Option<i32>,
    gap: Option<Gap>,
    fit: Option<Fit>,
}

impl Default for Writer {
    fn default() -> Self {
        let list =
            |name: &str| ListPrimitiveChunkedBuilder::new(name.into(), 0, 0, DataType::Float64);
        let times =
            |name: &str| ListPrimitiveChunkedBuilder::new(name.into(), 0, 0, DataType::Int32);
        Self {
            choice: Vec::new(),
            ticker: Vec::new(),
            pair: Vec::new(),
            day_zero: Vec::new(),
            code: Vec::new(),
            reason: Vec::new(),
            degrees_of_freedom: Vec::new(),
            sigma: Vec::new(),
            zero_returns: Vec::new(),
            gap: Vec::new(),
            steps: Vec::new(),
            facts: Vec::new(),
            figures: Default::default(),
            coefficient_names: Vec::new(),
            fell_back: Vec::new(),
            notes: Vec::new(),
            lists: LISTS.into_iter().map(list).collect(),
            times: TIMES.into_iter().map(times).collect(),
        }
    }
}

impl Writer {
    /// The row of a firm with data.
    pub(crate) fn firm(&mut self, ticker: &Ticker, common: &str, findings: &[Finding]) {
        let own = findings.iter().filter(|f| f.ticker == *ticker).cloned().collect();
        let facts = Facts { common: common.to_owned(), findings: own };
        self.choice.push(FIRM.to_owned());
        self.ticker.push(ticker.to_string());
        self.pair.push(None);
        self.day_zero.push(None);
        self.facts.push(serde_json::to_string(&facts).ok());
        self.unmeasured(None, None);
    }

    /// The row of a pair whose firm the panel lacks.
    pub(crate) fn no_data(&mut self, planned: &PlannedPair, calendar: &TradingCalendar) {
        let day_zero = calendar.days()[planned.day_zero].date.to_epoch_days();
        let (ticker, position) = (&planned.ticker, planned.position);
        self.named(&Named { choice: STUDY.to_owned(), ticker, position, day_zero });
        self.unmeasured(
            Some(Reason::NoData),
            Some(format!("the data has no daily bars of {ticker}")),
        );
    }

    /// Measures pairs with this assembler and adds a row for each of `pairs`, which `origins` are the
    /// pairs of the study of; gives the pairs that could be measured.
    pub(crate) fn add(
        &mut self,
        assembler: &Assembler<'_>,
        choice: Option<Choice>,
        pairs: &[Pair],
        tickers: &HashMap<usize, (&Ticker, usize)>,
        samples: bool,
    ) -> Vec<Pair> {
        let assembled = assembler.assembled(pairs, assembler.single_events && choice.is_none());
        let days = assembler.calendar.days();
        let named = |pair: &Pair| {
            let (ticker, day_zero) = tickers[&pair.position];
            let day_zero = days[day_zero].date.to_epoch_days();
            Named { choice: written(choice), ticker, position: pair.position, day_zero }
        };
        let first = assembler.spec.window.first();
        for (i, pair) in assembled.pairs.iter().enumerate() {
            let measured = assembled.section.measured(i);
            let mut beside = choice.map_or_else(
                || {
                    let zero = assembler.zero_returns(pair, &measured.residual_times);
                    let missing: Vec<i32> = (first..)
                        .zip(&measured.abnormal)
                        .filter(|(_, ar)| !ar.is_finite())
                        .map(|(t, _)| t)
                        .collect();
                    let gap = measured.car.iter().any(|car| !car.is_finite());
                    let gap = gap.then(|| assembler.gap(pair, &missing));
                    let fit = Some(assembled.fits[i].clone());
                    Beside { zero_returns: i32::try_from(zero).ok(), gap, fit }
                },
                |_| Beside::default(),
            );
            self.named(&named(pair));
            // A pair without samples is another thing than samples that were not asked for.
            let samples = samples.then(|| assembler.samples_of(pair).unwrap_or_default());
            self.measured(&measured, &mut beside, samples.as_ref());
        }
        for left in assembled.left_out {
            self.named(&named(&left.pair));
            self.unmeasured(Some(left.code), Some(left.reason));
        }
        assembled.pairs
    }

    fn named(&mut self, named: &Named<'_>) {
        self.choice.push(named.choice.clone());
        self.ticker.push(named.ticker.to_string());
        self.pair.push(Some(i32::try_from(named.position).unwrap_or(i32::MAX)));
        self.day_zero.push(Some(named.day_zero));
        self.facts.push(None);
    }

    fn unmeasured(&mut self, code: Option<Reason>, reason: Option<String>) {
        self.code.push(code.map(Reason::id));
        self.reason.push(reason);
        self.degrees_of_freedom.push(None);
        self.sigma.push(None);
        self.zero_returns.push(None);
        self.gap.push(None);
        self.steps.push(None);
        self.fit(None);
        self.lists.iter_mut().for_each(|column| column.append_null());
        self.times.iter_mut().for_each(|column| column.append_null());
    }

    fn fit(&mut self, fit: Option<&Fit>) {
        let figures = |fit: &Fit| {
            let [alpha, beta, plain] = [fit.alpha, fit.beta, fit.least_squares_beta];
            let ranked = [fit.permutation_p, fit.permutation_statistic, fit.permutation_donors];
            let [p, statistic, donors] = ranked;
            let (held, quantile) = (fit.buy_and_hold_model, fit.sample_quantile_p);
            [alpha, beta, plain, held, quantile, p, statistic, donors]
        };
        for (k, column) in self.figures.iter_mut().enumerate() {
            column.push(fit.map(|fit| figures(fit)[k]));
        }
        let names = |fit: &Fit| {
            let names: Vec<&str> = fit.coefficients.iter().map(|(name, _)| name.as_str()).collect();
            names.join(BETWEEN)
        };
        self.coefficient_names.push(fit.map(names));
        self.fell_back.push(fit.map(|fit| fit.fell_back));
        self.notes.push(fit.map(|fit| fit.notes.join(BETWEEN)));
    }

    fn measured(&mut self, measured: &Measured, beside: &mut Beside, samples: Option<&Samples>) {
        let gap = beside.gap.take();
        self.code.push(None);
        self.gap.push(gap.as_ref().map(|gap| gap.code.id()));
        self.reason.push(gap.map(|gap| gap.reason));
        self.fit(beside.fit.as_ref());
        self.degrees_of_freedom.push(Some(measured.member.degrees_of_freedom));
        self.sigma.push(Some(measured.member.sigma));
        self.zero_returns.push(beside.zero_returns);
        self.steps.push(samples.map(|s| i32::try_from(s.steps).unwrap_or(i32::MAX)));
        let one_after_another = |factors: &[Vec<f64>]| factors.concat();
        let (estimation_factors, event_factors) = samples.map_or_else(Default::default, |s| {
            (one_after_another(&s.estimation_factors), one_after_another(&s.event_factors))
        });
        let coefficients: Option<Vec<f64>> = beside
            .fit
            .as_ref()
            .map(|fit| fit.coefficients.iter().map(|(_, value)| *value).collect());
        let lists: [Option<&[f64]>; LISTS.len()] = [
            coefficients.as_deref(),
            Some(&measured.residuals),
            Some(&measured.abnormal),
            Some(&measured.car),
            Some(&measured.variance),
            Some(&measured.buy_and_hold),
            samples.map(|s| s.estimation_firm.as_slice()),
            samples.map(|s| s.estimation_market.as_slice()),
            samples.map(|_| estimation_factors.as_slice()),
            samples.map(|s| s.event_firm.as_slice()),
            samples.map(|s| s.event_market.as_slice()),
            samples.map(|_| event_factors.as_slice()),
            Some(&measured.bars_covered),
        ];
        for (column, list) in self.lists.iter_mut().zip(lists) {
            column.append_opt_slice(list);
        }
        let times: [Option<&[i32]>; TIMES.len()] =
            [Some(&measured.residual_times), samples.map(|s| s.estimation_times.as_slice())];
        for (column, list) in self.times.iter_mut().zip(times) {
            column.append_opt_slice(list);
        }
    }

    /// The records.
    pub(crate) fn finish(self) -> PolarsResult<Records> {
        Ok(Records { frames: vec![self.frame()?] })
    }

    /// Their frame.
    pub(crate) fn frame(self) -> PolarsResult<DataFrame> {
        let rows = self.choice.len();
        let day_zero = Column::new("day_zero".into(), self.day_zero).cast(&DataType::Date)?;
        let mut columns = vec![
            Column::new("choice".into(), self.choice),
            Column::new("ticker".into(), self.ticker),
            Column::new("pair".into(), self.pair),
            day_zero,
            Column::new("code".into(), self.code),
            Column::new("reason".into(), self.reason),
            Column::new("degrees_of_freedom".into(), self.degrees_of_freedom),
            Column::new("sigma".into(), self.sigma),
            Column::new("zero_returns".into(), self.zero_returns),
            Column::new("gap".into(), self.gap),
            Column::new("steps".into(), self.steps),
            Column::new("facts".into(), self.facts),
        ];
        let figures = FIGURES.iter().zip(self.figures);
        columns.extend(figures.map(|(name, values)| Column::new((*name).into(), values)));
        columns.push(Column::new("coefficient_names".into(), self.coefficient_names));
        columns.push(Column::new("fell_back".into(), self.fell_back));
        columns.push(Column::new("notes".into(), self.notes));
        columns.extend(self.lists.into_iter().map(|mut list| list.finish().into_column()));
        columns.extend(self.times.into_iter().map(|mut list| list.finish().into_column()));
        DataFrame::new(rows, columns)
    }
}

/// A choice as the column `choice` has it.
pub(crate) fn written(choice: Option<Choice>) -> String {
    match choice {
        None => STUDY.to_owned(),
        Some(Choice::OverlappingKept) => "overlapping-kept".to_owned(),
        Some(Choice::DayZero(sessions)) => format!("day-zero:{sessions:+}"),
        Some(Choice::Model(id)) => format!("model:{id}"),
    }
}
