//! The average correlation between the abnormal returns of events.

pub(crate) mod common_bars;
pub(crate) mod exact;
pub(crate) mod grouped;
mod incomplete;
mod lag;
pub(crate) mod mean;
pub(crate) mod pair;
pub(crate) mod pairwise;
mod rows;
mod sampled;
pub(crate) mod whole;

pub use lag::{MeanCorrelation, SampledPairs};
pub(super) use mean::{CorrelatedEvents, mean_correlations};
