//! The minutes around the news: baseline, reaction, and the same clock on earlier days.
//!
//! An instant is mapped to bars by [`Anchor`]; the same code measures the event day and every
//! reference day, so that a placebo value is made exactly like the event's.

mod activity;
mod anchor;
mod clock;
mod expected;
mod inputs;
#[doc(hidden)]
pub mod internals;
mod measure;
mod path;
mod paths;
mod placebo;
mod results;
mod study;
mod tape;
mod tested_path;

pub use activity::{Activity, Condition, Thin};
pub use anchor::{Anchor, NoAnchor};
pub(crate) use inputs::Inputs;
pub use measure::WindowName;
pub use path::{PathBand, ReactionPath};
pub use placebo::{ReferenceDays, SkipReason};
pub use results::{
    Benchmarked, IntradayResult, PathPoint, PreNews, Rank, ReactionTimes, ReactionWindow,
};
pub(crate) use study::intraday_study;
pub(crate) use tape::Tape;
pub(crate) use tested_path::{PathKind, TestedPath};

/// The choices of the intraday study.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct IntradayOptions {
    /// The most recent eligible days that serve as reference, at most.
    pub reference_days: usize,
    /// Fewer reference days than this test nothing.
    pub minimum_reference_days: usize,
    /// From this many reference days on, reference returns are scaled to the event's volatility.
    pub volatility_matching_from: usize,
    /// Seconds added to the publication instant.
    pub latency_seconds: i64,
    /// Dates that the user keeps out of the reference, such as home-market holidays of an ADR.
    pub excluded_days: Vec<chrono::NaiveDate>,
}

impl Default for IntradayOptions {
    fn default() -> Self {
        Self {
            reference_days: 60,
            minimum_reference_days: 19,
            volatility_matching_from: 40,
            latency_seconds: 0,
            excluded_days: Vec::new(),
        }
    }
}
