//! The crude dependence adjustment.

use super::cross_section::left_out;
use super::moments::{mean, standard_deviation};
use super::{Outcome, TestResult, WindowSample};
use crate::abnormal::CrossSection;

pub(super) const ID: &str = "crude-dependence-adjustment";

/// Tests the mean CAR against the spread over time of the mean residual of all events.
///
/// # Formula
/// `A_t = mean_i e_it` over the estimation bars in event time, `S^2 = sum (A_t - Abar)^2/(L1 - 1)`,
/// `t = CAAR/(S sqrt(L2)) ~ t(L1 - 1)`; bars on which no event has a residual are skipped. It takes
/// correlation of events that share their days into account, but not that `A_t` is what a fitted
/// model leaves over; the `portfolio` test does both.
///
/// # References
/// Brown and Warner 1980, 1985.
pub fn crude_dependence_adjustment(sample: &WindowSample<'_>) -> Outcome {
    if let Err(reason) = sample.against_residuals() {
        return Outcome::not_applicable(ID, reason);
    }
    if sample.is_empty() {
        return Outcome::not_applicable(ID, "no event has the window");
    }
    let context = sample.context;
    let averages = context.mean_residuals.of(context.section, &sample.events).averages();
    let Some(sd) = standard_deviation(&averages) else {
        return Outcome::not_applicable(
            ID,
            "the mean residual of the events does not vary over at least two bars",
        );
    };
    let (bars, length) = (averages.len() as f64, sample.window.len() as f64);
    let statistic = mean(&sample.car) / (sd * length.sqrt());
    let mut result =
        TestResult::student(ID, statistic, bars - 1.0, averages.len()).detail("sd", sd);
    if averages.len() > 2 {
        let other = statistic * ((bars - 2.0) / (bars - 1.0)).sqrt();
        result = result.detail("statistic_divisor_l1_minus_2", other);
    }
    Outcome::Applies(if sample.window.len() > 1 {
        result.caution(
            "over several bars it rejects a true null hypothesis too often (7.8% for 5% over 11 \
             bars and 60 estimation bars), because residuals vary less than forecasts; where \
             events share day 0, `portfolio` does not",
        )
    } else {
        result
    })
}

/// Sums of residuals by event time.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct ResidualSums {
    first: i32,
    sums: Vec<f64>,
    counts: Vec<f64>,
}

/// Those of a whole cross-section, once for all its windows.
#[derive(Debug, Default)]
pub(super) struct MeanResiduals(std::sync::OnceLock<ResidualSums>);

impl MeanResiduals {
    fn of(&self, section: &CrossSection, events: &[usize]) -> ResidualSums {
        let whole = self.0.get_or_init(|| {
            let mut sums = ResidualSums::over(section);
            (0..section.len()).for_each(|i| sums.add(section, i, 1.0));
            sums
        });
        if events.len() == section.len() {
            return whole.clone();
        }
        if 2 * events.len() > section.len() {
            let mut sums = whole.clone();
            let outside = left_out(events, section.len());
            outside.into_iter().for_each(|i| sums.add(section, i, -1.0));
            return sums;
        }
        let mut sums = ResidualSums::over(section);
        events.iter().for_each(|i| sums.add(section, *i, 1.0));
        sums
    }
}

impl ResidualSums {
    /// No residual yet, with room for the event times of all events.
    fn over(section: &CrossSection) -> Self {
        let times = || (0..section.len()).map(|i| section.residual_times(i));
        let first = times().filter_map(|t| t.first()).min().copied().unwrap_or(0);
        let last = times().filter_map(|t| t.last()).max().copied().unwrap_or(first - 1);
        let bars = (last - first + 1) as usize;
        Self { first, sums: vec![0.0; bars], counts: vec![0.0; bars] }
    }

    fn add(&mut self, section: &CrossSection, i: usize, sign: f64) {
        for (time, residual) in section.residual_times(i).iter().zip(section.residuals(i)) {
            let bar = (time - self.first) as usize;
            self.sums[bar] += sign * residual;
            self.counts[bar] += sign;
        }
    }

    /// `A_t` of the bars that some event has.
    fn averages(&self) -> Vec<f64> {
        self.sums
            .iter()
            .zip(&self.counts)
            .filter(|(_, n)| **n > 0.0)
            .map(|(sum, n)| sum / n)
            .collect()
    }
}
