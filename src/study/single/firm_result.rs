//! What the study of one event and ticker found.

use serde::Serialize;

use super::daily::DailyResult;
use super::legs::{LegResult, LegsResult};
use crate::abnormal::Cumulative;
use crate::event::Ticker;
use crate::inference::{Reference, TestId, size_band};
use crate::intraday::{IntradayResult, WindowName};
use crate::returns::Window;
use crate::study::{StudyError, StudySpec};

/// One event and ticker.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct FirmResult {
    /// The ticker.
    pub ticker: Ticker,
    /// The part of the firm in the story.
    pub role: Option<String>,
    /// What it is compared with.
    pub benchmark: String,
    /// The answer in short.
    pub answer: FirmAnswer,
    /// The daily study.
    pub daily: Option<DailyResult>,
    /// Why there is no daily study.
    pub daily_missing: Option<String>,
    /// The legs of day 0.
    pub legs: Option<LegsResult>,
    /// The intraday study.
    pub intraday: Option<IntradayResult>,
    /// What to know when reading the figures.
    pub notes: Vec<String>,
    /// Legs up to the time of a text, by the number of the event's claim.
    #[serde(skip)]
    pub(super) legs_by_text: Vec<(usize, LegResult)>,
}

/// Whether the move is more than noise: over the headline window of daily returns, and on the
/// intraday path from the last price before the news.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FirmAnswer {
    /// The level of significance.
    pub alpha: f64,
    /// Whether the abnormal return of the headline window is; `None` where it cannot be told.
    pub more_than_noise: Option<bool>,
    /// The headline window.
    pub window: Option<Window>,
    /// The abnormal return over it.
    pub abnormal: Option<f64>,
    /// The standard error of the abnormal return.
    pub standard_error: Option<f64>,
    /// The p-value of the test that decides: for a single event a normal z alone is not to be trusted.
    pub p_value: Option<f64>,
    /// The abnormal returns between which that test finds no more than noise at the level of
    /// significance.
    pub noise: Option<(f64, f64)>,
    /// That test: the scaled sample-quantile test over one session, the permutation test of Freedman
    /// and Lane over several; the former, too, for models that are not least squares on observed
    /// regressors.
    pub decided_by: Option<TestId>,
    /// Whether the intraday path to the close is more than noise; `None` where it cannot be told.
    pub path_more_than_noise: Option<bool>,
    /// The p-value of the intraday path, abnormal where the benchmark has bars.
    pub p_path: Option<f64>,
    /// The return over the first half hour (log), where the minute of the news is known.
    pub first_half_hour: Option<f64>,
    /// Whether it is more than noise; `None` where it cannot be told.
    pub half_hour_more_than_noise: Option<bool>,
    /// The p-value of the first half hour by size among the same clock of earlier days.
    pub p_first_half_hour: Option<f64>,
    /// The returns of the first half hour (log) between which that rank finds no more than noise.
    pub half_hour_noise: Option<(f64, f64)>,
}

impl FirmResult {
    /// The cumulative abnormal return of the headline window.
    ///
    /// # Errors
    /// [`StudyError::NoCar`] with the reason where there is none.
    pub fn car(&self) -> Result<Cumulative, StudyError> {
        let headline = self.daily.as_ref().and_then(|daily| daily.windows.first());
        if let Some(car) = headline.and_then(|window| window.car) {
            return Ok(car);
        }
        let reason = headline.and_then(|window| window.missing.clone());
        let reason = reason.or_else(|| self.daily_missing.clone());
        Err(StudyError::NoCar {
            ticker: self.ticker.to_string(),
            reason: reason.unwrap_or_else(|| "the data has no daily bars of it".into()),
        })
    }
}

impl FirmAnswer {
    pub(super) fn of(
        daily: Option<&DailyResult>,
        intraday: Option<&IntradayResult>,
        spec: &StudySpec,
    ) -> Self {
        let headline = daily.and_then(|d| d.windows.first());
        let deciding = headline.and_then(|w| w.deciding()?.result());
        let p_value = deciding.map(|test| test.p_value);
        let path = intraday.and_then(IntradayResult::deciding).map(|tested| tested.path);
        let p_path = path.map(|path| path.p_path);
        let car = headline.and_then(|w| w.car);
        let half_hour = intraday.and_then(|i| i.window(WindowName::After(30)));
        // Where even the most extreme rank is above the level, nothing can be told.
        let attainable = |smallest: f64| smallest <= spec.alpha;
        let ranks = deciding.map(|test| match test.reference {
            Reference::Resampled { draws, .. } => 2.0 / (draws + 1) as f64,
            _ => 2.0 / (test.observations + 1) as f64,
        });
        let half_hour_rank = half_hour.and_then(|w| w.rank.as_ref()).map(|r| r.rank);
        let below = |p: Option<f64>, smallest: Option<f64>| {
            p.filter(|_| smallest.is_some_and(attainable)).map(|p| p <= spec.alpha)
        };
        let half_hour_size = half_hour
            .and_then(|w| w.rank.as_ref())
            .and_then(|rank| size_band(&rank.ranked, spec.alpha));
        Self {
            alpha: spec.alpha,
            more_than_noise: below(p_value, ranks),
            window: headline.map(|w| w.window),
            abnormal: car.map(|c| c.value),
            standard_error: car.map(|c| c.standard_error).filter(|se| se.is_finite()),
            p_value,
            decided_by: deciding.map(|test| test.test),
            noise: headline.and_then(|w| w.noise),
            path_more_than_noise: below(
                p_path,
                path.map(|path| 1.0 / (path.reference_paths + 1) as f64),
            ),
            p_path,
            first_half_hour: half_hour.and_then(|w| w.value),
            half_hour_more_than_noise: below(
                half_hour_rank.map(|r| r.p_abs),
                half_hour_rank.map(|r| r.smallest()),
            ),
            p_first_half_hour: half_hour_rank.map(|r| r.p_abs),
            half_hour_noise: half_hour_size.map(|size| (-size, size)),
        }
    }
}
