//! The average correlation between the abnormal returns of events.

mod common_bars;
mod exact;
mod grouped;
mod lag;
mod mean;
mod pair;
mod pairwise;
mod rows;
mod sampled;
mod whole;

pub use lag::{MeanCorrelation, SampledPairs};
pub(super) use mean::{CorrelatedEvents, mean_correlations};
