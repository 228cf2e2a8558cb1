//! What stands beside the abnormal returns as polars frames.

use polars::prelude::*;

use super::{TestRow, bounds, count, number, push_tests, test_columns, text};
use crate::inference::VolumeModel;
use crate::inference::{Outcome, TestId, TestResult};
use crate::returns::Window;
use crate::study::many::CrossSectionResults;
use crate::study::many::{
    CalendarTimePortfolio, PlaceboStatistic, VolatilityWindow, VolumeForm, VolumeWindow,
};

/// A volume form and one of its windows or days.
type VolumeOf<'a> = (&'a VolumeForm, &'static str, &'a VolumeWindow);

/// The power of a test for one effect.
struct PowerRow {
    window: Window,
    method: &'static str,
    test: Option<TestId>,
    events: usize,
    effect: f64,
    power: Option<f64>,
    standard_error: Option<f64>,
    draws: Option<usize>,
    correlation: Option<f64>,
    minimum_detectable_mean: Option<f64>,
    limit: Option<f64>,
}

impl CrossSectionResults {
    /// Volatility, one row for every CAR window and test: `first`, `last` (Int32), `events` (UInt64),
    /// `ratio` and `ratio_standard_error` (Float64, a multiple of the usual), and the columns from
    /// `test` on as in [`windows_frame`](Self::windows_frame).
    ///
    /// # Errors
    /// A polars error only for a defect of this program.
    pub fn volatility_frame(&self) -> PolarsResult<DataFrame> {
        let mut rows: Vec<TestRow<'_, &VolatilityWindow>> = Vec::new();
        if let Some(study) = &self.extras.volatility {
            for window in &study.windows {
                push_tests(&mut rows, window, &window.tests, &study.tests);
            }
        }
        let mut columns = bounds(&rows, |r| r.of.window).to_vec();
        columns.push(count("events", &rows, |r| Some(r.of.events)));
        columns.push(number("ratio", &rows, |r| r.of.ratio));
        columns.push(number("ratio_standard_error", &rows, |r| r.of.standard_error));
        columns.extend(test_columns(&rows));
        self.frame(columns)
    }

    /// Abnormal volume, one row for every model, CAR window or day, and test.
    ///
    /// | column | type | meaning |
    /// |---|---|---|
    /// | `model` | String | `mean_adjusted`, or `market` |
    /// | `of` | String | `window` or `day` |
    /// | `first`, `last` | Int32 | the window |
    /// | `events` | UInt64 | with a value |
    /// | `log_volume`, `log_volume_standard_error`, `log_volume_median` | Float64 | sums of abnormal log volume; no returns |
    /// | `positive` | Float64 | the share of events above zero |
    /// | `times_usual`, `times_usual_low`, `times_usual_high` | Float64 | volume as a multiple of the usual, a day; 95% interval |
    ///
    /// and the columns from `test` on as in [`windows_frame`](Self::windows_frame).
    ///
    /// # Errors
    /// A polars error only for a defect of this program.
    pub fn volume_frame(&self) -> PolarsResult<DataFrame> {
        let mut rows: Vec<TestRow<'_, VolumeOf<'_>>> = Vec::new();
        for form in self.extras.volume.iter().flat_map(|v| &v.forms) {
            for (of, windows) in [("window", &form.windows), ("day", &form.days)] {
                for window in windows {
                    push_tests(&mut rows, (form, of, window), &window.tests, &form.tests);
                }
            }
        }
        let model = |r: &TestRow<'_, VolumeOf<'_>>| {
            Some(match r.of.0.model {
                VolumeModel::MeanAdjusted => "mean_adjusted",
                VolumeModel::Market => "market",
            })
        };
        let mut columns = vec![text("model", &rows, model), text("of", &rows, |r| Some(r.of.1))];
        columns.extend(bounds(&rows, |r| r.of.2.window));
        columns.push(count("events", &rows, |r| Some(r.of.2.events)));
        let interval = |r: &TestRow<'_, VolumeOf<'_>>| r.of.2.times_usual_interval;
        columns.extend([
            number("log_volume", &rows, |r| r.of.2.log_volume),
            number("log_volume_standard_error", &rows, |r| r.of.2.standard_error),
            number("log_volume_median", &rows, |r| r.of.2.median),
            number("positive", &rows, |r| r.of.2.positive),
            number("times_usual", &rows, |r| r.of.2.times_usual),
            number("times_usual_low", &rows, |r| Some(interval(r)?.0)),
            number("times_usual_high", &rows, |r| Some(interval(r)?.1)),
        ]);
        columns.extend(test_columns(&rows));
        self.frame(columns)
    }

    /// The calendar-time portfolios, one row for each CAR window.
    ///
    /// | column | type | meaning |
    /// |---|---|---|
    /// | `first`, `last` | Int32 | the window in which firms are held |
    /// | `days`, `days_left_out` | UInt64 | of the regression; with too few firms or no benchmark |
    /// | `mean_firms` | Float64 | firms held on a day |
    /// | `alpha`, `standard_error`, `p_value` | Float64 | abnormal return per day, HC3 |
    /// | `newey_west_standard_error`, `newey_west_p_value` | Float64 | with allowance for autocorrelation |
    /// | `over_window` | Float64 | `alpha` times the days of the window |
    /// | `betas` | String | `name=value; name=value` |
    /// | `r_squared` | Float64 | of the regression |
    /// | `standardised_statistic`, `standardised_p_value` | Float64 | each day in units of its own risk |
    /// | `dummy_alpha`, `dummy_standard_error`, `dummy_p_value` | Float64 | the form for one common day 0 |
    /// | `missing` | String | why there is no alpha |
    ///
    /// # Errors
    /// A polars error only for a defect of this program.
    pub fn calendar_time_frame(&self) -> PolarsResult<DataFrame> {
        let study = self.extras.calendar_time.as_ref();
        let rows: Vec<&CalendarTimePortfolio> =
            study.iter().flat_map(|study| &study.portfolios).collect();
        let names = study.map_or(&[][..], |study| &study.regressors);
        let betas = |r: &&CalendarTimePortfolio| {
            let betas = &r.result.as_ref()?.betas;
            let each = names.iter().zip(betas).map(|(name, beta)| format!("{name}={beta}"));
            Some(each.collect::<Vec<_>>().join("; "))
        };
        let tested = |r: &&CalendarTimePortfolio| r.standardised.result().map(|t| t.statistic);
        let mut columns = bounds(&rows, |r| r.window).to_vec();
        columns.extend([
            count("days", &rows, |r| Some(r.result.as_ref()?.days)),
            count("days_left_out", &rows, |r| Some(r.result.as_ref()?.days_left_out)),
            number("mean_firms", &rows, |r| Some(r.result.as_ref()?.mean_firms)),
            number("alpha", &rows, |r| Some(r.result.as_ref()?.alpha)),
            number("standard_error", &rows, |r| r.result.as_ref()?.standard_error),
            number("p_value", &rows, |r| r.result.as_ref()?.p_value),
            number("newey_west_standard_error", &rows, |r| {
                r.result.as_ref()?.newey_west_standard_error
            }),
            number("newey_west_p_value", &rows, |r| r.result.as_ref()?.newey_west_p_value),
            number("over_window", &rows, |r| Some(r.result.as_ref()?.over_window)),
            text("betas", &rows, betas),
            number("r_squared", &rows, |r| r.result.as_ref()?.r_squared),
            number("standardised_statistic", &rows, tested),
            number("standardised_p_value", &rows, |r| r.standardised.p_value()),
            number("dummy_alpha", &rows, |r| Some(r.days_dummy?.alpha)),
            number("dummy_standard_error", &rows, |r| r.days_dummy?.standard_error),
            number("dummy_p_value", &rows, |r| r.days_dummy?.p_value),
            text("missing", &rows, |r| r.missing.as_deref()),
        ]);
        self.frame(columns)
    }

    /// The headline window among placebo dates, one row for each statistic: `statistic` (String:
    /// `mean` or a test), `observed`, `placebo_low`, `placebo_high` (the middle 95%), `p_value`,
    /// `smallest_p`, `monte_carlo_error` (Float64), `draws` (UInt64, usable), `events` (UInt64) and
    /// `not_applicable` (String).
    ///
    /// # Errors
    /// A polars error only for a defect of this program.
    pub fn placebo_dates_frame(&self) -> PolarsResult<DataFrame> {
        let study = self.extras.placebo_dates.as_ref();
        let rows: Vec<&PlaceboStatistic> = study.iter().flat_map(|s| &s.statistics).collect();
        let result = |r: &&'_ PlaceboStatistic| r.outcome.result().cloned();
        let detail = |result: &TestResult, name: &str| {
            result.details.iter().find(|d| d.name == name).map(|d| d.value)
        };
        let reason = |r: &&PlaceboStatistic| match &r.outcome {
            Outcome::NotApplicable { reason, .. } => Some(reason.clone()),
            Outcome::Applies(_) => None,
        };
        let usable = |r: &&PlaceboStatistic| {
            Some((1.0 / detail(&result(r)?, "smallest_p")?).round() as usize - 1)
        };
        self.frame(vec![
            text("statistic", &rows, |r| Some(r.statistic)),
            number("observed", &rows, |r| r.observed),
            number("placebo_low", &rows, |r| Some(r.placebo_interval?.0)),
            number("placebo_high", &rows, |r| Some(r.placebo_interval?.1)),
            number("p_value", &rows, |r| r.outcome.p_value()),
            number("smallest_p", &rows, |r| detail(&result(r)?, "smallest_p")),
            number("monte_carlo_error", &rows, |r| r.monte_carlo_error),
            count("draws", &rows, usable),
            count("events", &rows, |_| Some(study?.events)),
            text("not_applicable", &rows, reason),
        ])
    }

    /// Power, one row for every window and effect by formula, and for every headline test and effect
    /// by simulation.
    ///
    /// | column | type | meaning |
    /// |---|---|---|
    /// | `first`, `last` | Int32 | the window |
    /// | `method` | String | `formula`, or `placebo_dates` |
    /// | `test` | String | the headline test that was simulated |
    /// | `events` | UInt64 | events |
    /// | `effect` | Float64 | abnormal return, a decimal fraction |
    /// | `power` | Float64 | the share of studies that find it; the size for an effect of zero |
    /// | `power_standard_error` | Float64 | Monte Carlo error of a simulated share |
    /// | `draws` | UInt64 | behind a simulated share |
    /// | `correlation` | Float64 | of events, in the formula |
    /// | `minimum_detectable_mean`, `limit` | Float64 | by formula: found with 80% probability; with ever more events |
    ///
    /// # Errors
    /// A polars error only for a defect of this program.
    pub fn power_frame(&self) -> PolarsResult<DataFrame> {
        let rows = self.power_rows();
        let mut columns = bounds(&rows, |r| r.window).to_vec();
        columns.extend([
            text("method", &rows, |r| Some(r.method)),
            text("test", &rows, |r| r.test.map(TestId::id)),
            count("events", &rows, |r| Some(r.events)),
            number("effect", &rows, |r| Some(r.effect)),
            number("power", &rows, |r| r.power),
            number("power_standard_error", &rows, |r| r.standard_error),
            count("draws", &rows, |r| r.draws),
            number("correlation", &rows, |r| r.correlation),
            number("minimum_detectable_mean", &rows, |r| r.minimum_detectable_mean),
            number("limit", &rows, |r| r.limit),
        ]);
        self.frame(columns)
    }

    fn power_rows(&self) -> Vec<PowerRow> {
        let mut rows = Vec::new();
        if let Some(study) = &self.extras.power {
            for w in &study.windows {
                for (effect, power) in study.effects.iter().zip(&w.power_of_effects) {
                    rows.push(PowerRow {
                        window: w.window,
                        method: "formula",
                        test: None,
                        events: w.events,
                        effect: *effect,
                        power: *power,
                        standard_error: None,
                        draws: None,
                        correlation: Some(w.correlation),
                        minimum_detectable_mean: w.minimum_detectable_mean,
                        limit: w.limit,
                    });
                }
            }
        }
        if let Some((study, window)) =
            self.extras.simulated_power.as_ref().and_then(|study| Some((study, study.window?)))
        {
            rows.extend(study.cells.iter().map(|cell| PowerRow {
                window,
                method: "placebo_dates",
                test: Some(cell.test),
                events: study.events,
                effect: cell.effect,
                power: Some(cell.found),
                standard_error: Some(cell.standard_error),
                draws: Some(cell.draws),
                correlation: None,
                minimum_detectable_mean: None,
                limit: None,
            }));
        }
        rows
    }
}
