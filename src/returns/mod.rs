//! Returns: of one kind for firm and benchmark, on one clock, never across a missing price.

mod benchmark;
mod daily;
#[doc(hidden)]
pub mod internals;
mod legs;
mod multi_bar;
mod panel;
mod regressor;
mod sample;
mod series;
mod window;

use serde::{Deserialize, Serialize};

pub use benchmark::Benchmark;
pub(crate) use benchmark::BenchmarkReturns;
pub(crate) use daily::DailyReturns;
pub use legs::Leg;
pub(crate) use legs::{DayLegs, DayPrices};
pub use multi_bar::FirmReturns;
pub(crate) use multi_bar::MultiBarReturns;
pub(crate) use multi_bar::multi_bar_returns;
pub use panel::ReturnPanel;
pub use regressor::Regressor;
pub(crate) use regressor::{EventRegressors, SharedRegressors};
pub use sample::{EstimationSample, EventSample};
pub(crate) use sample::{SampleInputs, Samples, TimeLine};
pub use series::SessionSeries;
pub use window::Window;

/// Whether returns are simple (`P1/P0 - 1`) or logarithmic (`ln(P1/P0)`).
///
/// Log returns add over time, simple returns average over firms. The daily default is simple;
/// everything intraday is logarithmic (Campbell, Lo and MacKinlay 1997, ch. 1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReturnKind {
    /// `P1/P0 - 1`.
    #[default]
    Simple,
    /// `ln(P1/P0)`.
    Log,
}

impl ReturnKind {
    /// The return from one price to another; NaN where either is missing.
    #[inline]
    pub fn between(self, start: f64, end: f64) -> f64 {
        match self {
            Self::Simple => end / start - 1.0,
            Self::Log => (end / start).ln(),
        }
    }

    /// The return of a basket of equal weights, set anew each bar, from the returns of its members
    /// in the same kind: the mean of their simple returns, whatever the kind. NaN where a member has
    /// none, so that a basket never changes its composition unseen, and without a member.
    pub fn equal_weighted(self, members: impl ExactSizeIterator<Item = f64>) -> f64 {
        let mut members = members;
        let n = members.len() as f64;
        match self {
            _ if members.len() == 1 => members.next().unwrap_or(f64::NAN),
            Self::Simple => members.sum::<f64>() / n,
            Self::Log => (members.map(f64::exp_m1).sum::<f64>() / n).ln_1p(),
        }
    }
}
