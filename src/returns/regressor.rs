//! What a model may ask for beside the benchmark's return on the same bar.

use std::collections::BTreeMap;

use super::SessionSeries;
use crate::calendar::TradingCalendar;
use crate::prices::Factors;

/// A regressor of an expected-return model.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Regressor {
    /// The benchmark's return so many bars later (negative: earlier), from the whole series of the
    /// benchmark, so that no estimation bar is lost.
    MarketAt(i32),
    /// A column of the factor file, such as `Mkt-RF`, `SMB` or `RF`; decimal fractions.
    Factor(String),
}

impl std::fmt::Display for Regressor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::MarketAt(bars) => write!(f, "the benchmark {bars:+} bars"),
            Self::Factor(name) => write!(f, "the factor {name}"),
        }
    }
}

/// The regressors of a study that all firms share, on the sessions of the calendar.
#[derive(Clone, Debug, Default)]
pub struct SharedRegressors {
    factors: BTreeMap<String, Vec<f64>>,
}

impl SharedRegressors {
    /// Puts factor returns onto the sessions of the calendar.
    pub fn of(factors: Option<&Factors>, calendar: &TradingCalendar) -> Self {
        let Some(factors) = factors else { return Self::default() };
        let sessions: Vec<Option<usize>> =
            factors.dates.iter().map(|date| calendar.index_of(*date)).collect();
        let aligned = |values: &Vec<f64>| {
            let mut column = vec![f64::NAN; calendar.days().len()];
            for (session, value) in sessions.iter().zip(values) {
                if let Some(session) = session {
                    column[*session] = *value;
                }
            }
            column
        };
        Self {
            factors: factors.columns.iter().map(|(name, v)| (name.clone(), aligned(v))).collect(),
        }
    }

    /// The column of a regressor, from the first session of the calendar; `None` where the data has
    /// not got it.
    pub fn column(
        &self,
        regressor: &Regressor,
        market: Option<SessionSeries<'_>>,
    ) -> Option<Vec<f64>> {
        match regressor {
            Regressor::Factor(name) => self.factors.get(name).cloned(),
            Regressor::MarketAt(bars) => {
                let market = market?;
                let sessions = market.first + market.values.len();
                let at = |session: usize| {
                    session.checked_add_signed(*bars as isize).map_or(f64::NAN, |s| market.at(s))
                };
                Some((0..sessions).map(at).collect())
            }
        }
    }
}
