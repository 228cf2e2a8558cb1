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
    /// The equal-weighted return of the peers of the event: matched firms or an industry, without
    /// the firms of the event.
    Peers,
    /// The returns of the donors of a synthetic control: one column a donor, in the order of the
    /// study.
    Donors,
    /// How many bars the firm's return covers; 1 without a gap before it.
    BarsCovered,
    /// The sum of the benchmark's returns over the bars that the firm's return covers.
    MarketOverBarsCovered,
}

impl Regressor {
    /// What to give where the data lacks it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Factor(_) => {
                "give a factor file: a CSV with a date column and columns such as Mkt-RF, SMB, HML, RF, in per cent as Kenneth French publishes them"
            }
            Self::Peers => {
                "name peers, firms of the same kind that are not those of the event, and give their daily bars"
            }
            Self::Donors => {
                "name at least two donors, firms that the event does not touch, and give their daily bars"
            }
            Self::MarketAt(_) | Self::BarsCovered | Self::MarketOverBarsCovered => {
                "give daily bars of the firm and of the benchmark"
            }
        }
    }
}

impl std::fmt::Display for Regressor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::MarketAt(bars) => write!(f, "the benchmark {bars:+} bars"),
            Self::Factor(name) => write!(f, "the factor {name}"),
            Self::Peers => f.write_str("the returns of all peers"),
            Self::Donors => f.write_str("the returns of all donors"),
            Self::BarsCovered => f.write_str("the number of bars that each return covers"),
            Self::MarketOverBarsCovered => {
                f.write_str("the benchmark over the bars that each return covers")
            }
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
}

impl SharedRegressors {
    /// Whether the factor file has this column.
    pub fn has(&self, factor: &str) -> bool {
        self.factors.contains_key(factor)
    }
}

/// Everything that the regressors of one event and firm are taken from; a study fills it.
///
/// # Shape and units
/// Decimal fractions on the sessions of the calendar, NaN where missing.
#[derive(Clone, Copy, Debug)]
pub struct EventRegressors<'a> {
    /// What all firms share.
    pub shared: &'a SharedRegressors,
    /// The benchmark.
    pub market: Option<SessionSeries<'a>>,
    /// The equal-weighted peers.
    pub peers: Option<SessionSeries<'a>>,
    /// The donors, from the first session of the calendar.
    pub donors: &'a [Vec<f64>],
    /// How many bars each return of the firm covers, where returns run over gaps.
    pub bars_covered: Option<SessionSeries<'a>>,
}

impl EventRegressors<'_> {
    /// The columns of a regressor, from the first session of the calendar; `None` where the data
    /// lacks it.
    pub fn columns(&self, regressor: &Regressor) -> Option<Vec<Vec<f64>>> {
        let whole = |series: SessionSeries<'_>| {
            (0..series.end()).map(|session| series.at(session)).collect::<Vec<f64>>()
        };
        let one = |column: Vec<f64>| Some(vec![column]);
        match regressor {
            Regressor::Factor(name) => one(self.shared.factors.get(name)?.clone()),
            Regressor::Peers => one(whole(self.peers?)),
            Regressor::Donors => (!self.donors.is_empty()).then(|| self.donors.to_vec()),
            Regressor::BarsCovered => one(whole(self.bars_covered?)),
            Regressor::MarketAt(bars) => {
                let market = self.market?;
                let at = |session: usize| {
                    session.checked_add_signed(*bars as isize).map_or(f64::NAN, |s| market.at(s))
                };
                one((0..market.end()).map(at).collect())
            }
            Regressor::MarketOverBarsCovered => {
                let (market, covered) = (self.market?, self.bars_covered?);
                one((0..covered.end()).map(|s| market.sum_back(s, covered.at(s))).collect())
            }
        }
    }
}
