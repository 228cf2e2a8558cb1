//! From measured pairs to the frame of records.

use std::collections::HashMap;

use polars::prelude::*;

use super::format::{BETWEEN, FIGURES, FIRM, Facts, LISTS, TIMES, choice_id};
use super::plan::PlannedPair;
use super::records::Records;
use crate::abnormal::Measured;
use crate::calendar::TradingCalendar;
use crate::event::{Reason, Ticker};
use crate::prices::Finding;
use crate::returns::Samples;
use crate::study::measure::fit::Fit;
use crate::study::measure::measurements::{Choice, Measurements};
use crate::study::measure::measurer::Measurer;
use crate::study::measure::pairs::Pair;

/// A row without its lists.
#[derive(Default)]
struct Row {
    choice: String,
    ticker: String,
    pair: Option<i32>,
    /// Days since 1970.
    day_zero: Option<i32>,
    code: Option<Reason>,
    reason: Option<String>,
    degrees_of_freedom: Option<f64>,
    sigma: Option<f64>,
    zero_returns: Option<i32>,
    gap: Option<Reason>,
    steps: Option<i32>,
    facts: Option<String>,
    figures: [Option<f64>; FIGURES.len()],
    coefficient_names: Option<String>,
    fell_back: Option<bool>,
    notes: Option<String>,
}

impl Row {
    fn of_pair(choice: Option<Choice>, planned: &PlannedPair, calendar: &TradingCalendar) -> Self {
        Self {
            choice: choice_id(choice),
            ticker: planned.ticker.to_string(),
            pair: Some(i32::try_from(planned.position).unwrap_or(i32::MAX)),
            day_zero: Some(calendar.days()[planned.day_zero].date.to_epoch_days()),
            ..Self::default()
        }
    }

    fn with_fit(self, fit: &Fit) -> Self {
        let names: Vec<&str> = fit.coefficients.iter().map(|(name, _)| name.as_str()).collect();
        let figures = [
            fit.alpha,
            fit.beta,
            fit.least_squares_beta,
            fit.buy_and_hold_model,
            fit.sample_quantile_p,
            fit.permutation_p,
            fit.permutation_statistic,
            fit.permutation_donors,
        ];
        Self {
            figures: figures.map(Some),
            coefficient_names: Some(names.join(BETWEEN)),
            fell_back: Some(fit.fell_back),
            notes: Some(fit.notes.join(BETWEEN)),
            ..self
        }
    }
}

/// Collects records row by row, and their lists column by column.
pub(crate) struct Writer {
    rows: Vec<Row>,
    lists: Vec<ListPrimitiveChunkedBuilder<Float64Type>>,
    times: Vec<ListPrimitiveChunkedBuilder<Int32Type>>,
}

impl Default for Writer {
    fn default() -> Self {
        fn lists<T: PolarsNumericType, const N: usize>(
            names: [&str; N],
            values: &DataType,
        ) -> Vec<ListPrimitiveChunkedBuilder<T>> {
            let list =
                |name: &str| ListPrimitiveChunkedBuilder::new(name.into(), 0, 0, values.clone());
            names.into_iter().map(list).collect()
        }
        let (lists, times) = (lists(LISTS, &DataType::Float64), lists(TIMES, &DataType::Int32));
        Self { rows: Vec::new(), lists, times }
    }
}

impl Writer {
    /// The row of a firm with data.
    pub(crate) fn firm(&mut self, ticker: &Ticker, common: &str, findings: &[Finding]) {
        let own = findings.iter().filter(|f| f.ticker == *ticker).cloned().collect();
        let facts = Facts { common: common.to_owned(), findings: own };
        self.without_lists(Row {
            choice: FIRM.to_owned(),
            ticker: ticker.to_string(),
            facts: serde_json::to_string(&facts).ok(),
            ..Row::default()
        });
    }

    /// The row of a pair whose firm the panel lacks.
    pub(crate) fn no_data(&mut self, planned: &PlannedPair, calendar: &TradingCalendar) {
        let reason = Some(format!("the data has no daily bars of {}", planned.ticker));
        let row = Row::of_pair(None, planned, calendar);
        self.without_lists(Row { code: Some(Reason::NoData), reason, ..row });
    }

    /// Measures pairs and adds a row for each; gives those that could be measured. `planned` has the
    /// pairs of the plan by their positions.
    pub(crate) fn add(
        &mut self,
        measurer: &Measurer<'_>,
        choice: Option<Choice>,
        pairs: &[Pair],
        planned: &HashMap<usize, &PlannedPair>,
        samples: bool,
    ) -> Vec<Pair> {
        let assembled = measurer.assembled(pairs, measurer.single_events && choice.is_none());
        let of_pair =
            |pair: &Pair| Row::of_pair(choice, planned[&pair.position], measurer.calendar);
        for (i, pair) in assembled.pairs.iter().enumerate() {
            let measured = assembled.section.measured(i);
            let mut row = of_pair(pair);
            // Under another choice only averages are compared.
            let fit = assembled.fits.get(i).filter(|_| choice.is_none());
            if let Some(fit) = fit {
                let zero = measurer.zero_returns(pair, &measured.residual_times);
                row.zero_returns = i32::try_from(zero).ok();
                if measured.car.iter().any(|car| !car.is_finite()) {
                    let bars = (measurer.spec.window.first()..).zip(&measured.abnormal);
                    let missing = bars.filter(|(_, ar)| !ar.is_finite()).map(|(t, _)| t);
                    let gap = measurer.gap(pair, &missing.collect::<Vec<i32>>());
                    (row.gap, row.reason) = (Some(gap.code), Some(gap.reason));
                }
                row = row.with_fit(fit);
            }
            // A pair without samples is another thing than samples that were not asked for.
            let samples = samples.then(|| measurer.samples_of(pair).unwrap_or_default());
            self.measured(row, &measured, fit, samples.as_ref());
        }
        for left in assembled.left_out {
            let row = of_pair(&left.pair);
            self.without_lists(Row { code: Some(left.code), reason: Some(left.reason), ..row });
        }
        assembled.pairs
    }

    fn without_lists(&mut self, row: Row) {
        self.rows.push(row);
        self.lists.iter_mut().for_each(|column| column.append_null());
        self.times.iter_mut().for_each(|column| column.append_null());
    }

    fn measured(
        &mut self,
        row: Row,
        measured: &Measured,
        fit: Option<&Fit>,
        samples: Option<&Samples>,
    ) {
        self.rows.push(Row {
            degrees_of_freedom: Some(measured.member.degrees_of_freedom),
            sigma: Some(measured.member.sigma),
            steps: samples.map(|s| i32::try_from(s.steps).unwrap_or(i32::MAX)),
            ..row
        });
        let coefficients: Option<Vec<f64>> =
            fit.map(|fit| fit.coefficients.iter().map(|(_, value)| *value).collect());
        let estimation_factors = samples.map(|s| s.estimation_factors.concat());
        let event_factors = samples.map(|s| s.event_factors.concat());
        let lists: [Option<&[f64]>; LISTS.len()] = [
            coefficients.as_deref(),
            Some(&measured.residuals),
            Some(&measured.abnormal),
            Some(&measured.car),
            Some(&measured.variance),
            Some(&measured.standardised_variance),
            Some(&measured.buy_and_hold),
            samples.map(|s| s.estimation_firm.as_slice()),
            samples.map(|s| s.estimation_market.as_slice()),
            estimation_factors.as_deref(),
            samples.map(|s| s.event_firm.as_slice()),
            samples.map(|s| s.event_market.as_slice()),
            event_factors.as_deref(),
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

    fn frame(self) -> PolarsResult<DataFrame> {
        fn column<'r, V, P: ?Sized>(
            name: &str,
            rows: &'r [Row],
            value: impl Fn(&'r Row) -> V,
        ) -> Column
        where
            Series: NamedFrom<Vec<V>, P>,
        {
            Column::new(name.into(), rows.iter().map(value).collect::<Vec<V>>())
        }
        let rows = self.rows.as_slice();
        let mut columns = vec![
            column("choice", rows, |r| r.choice.as_str()),
            column("ticker", rows, |r| r.ticker.as_str()),
            column("pair", rows, |r| r.pair),
            column("day_zero", rows, |r| r.day_zero).cast(&DataType::Date)?,
            column("code", rows, |r| r.code.map(Reason::id)),
            column("reason", rows, |r| r.reason.as_deref()),
            column("degrees_of_freedom", rows, |r| r.degrees_of_freedom),
            column("sigma", rows, |r| r.sigma),
            column("zero_returns", rows, |r| r.zero_returns),
            column("gap", rows, |r| r.gap.map(Reason::id)),
            column("steps", rows, |r| r.steps),
            column("facts", rows, |r| r.facts.as_deref()),
        ];
        let figures = FIGURES.iter().enumerate();
        columns.extend(figures.map(|(k, name)| column(name, rows, |r| r.figures[k])));
        columns.extend([
            column("coefficient_names", rows, |r| r.coefficient_names.as_deref()),
            column("fell_back", rows, |r| r.fell_back),
            column("notes", rows, |r| r.notes.as_deref()),
        ]);
        columns.extend(self.lists.into_iter().map(|mut list| list.finish().into_column()));
        columns.extend(self.times.into_iter().map(|mut list| list.finish().into_column()));
        DataFrame::new(self.rows.len(), columns)
    }
}

impl Records {
    /// The records as one frame. Nothing is copied.
    ///
    /// # Errors
    /// A polars error only for a defect of this program.
    pub fn frame(&self) -> PolarsResult<DataFrame> {
        let mut frames = self.frames.iter();
        let Some(first) = frames.next() else { return Writer::default().frame() };
        frames.try_fold(first.clone(), |mut all, frame| {
            all.vstack_mut(frame)?;
            Ok(all)
        })
    }
}
