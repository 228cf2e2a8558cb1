//! What a vendor of bars is and has.

use chrono::{DateTime, Utc};

use super::{
    Access, Answer, BarLength, BarPage, BarRequest, Chunk, Plan, Problem, VendorAdjustment,
};

/// A vendor of bars.
pub trait BarVendor: Sync {
    /// What it has and how it is reached.
    fn capabilities(&self) -> &Capabilities;

    /// What to ask for these bars: split into requests, clamped to what can be had.
    ///
    /// `now` decides what is too recent or too old. One element of the plan should bring no more
    /// than some ten pages, because what it brings is stored when it is complete; and no session of a
    /// symbol may be split between two of them.
    ///
    /// # Errors
    /// [`Refusal`] for what the vendor does not have; nothing was sent then.
    fn plan(&self, request: &BarRequest, now: DateTime<Utc>) -> Result<Plan, Refusal>;

    /// Reads an answer to a request of the plan, whatever its status.
    ///
    /// # Errors
    /// [`Problem`]: what the answer is instead of data.
    fn parse(&self, answer: &Answer, chunk: &Chunk) -> Result<BarPage, Problem>;
}

/// What a vendor has.
#[derive(Clone, Copy, Debug)]
pub struct Capabilities {
    /// How it is reached.
    pub access: Access,
    /// Bar lengths with how far back they go.
    pub lengths: &'static [(BarLength, Depth)],
    /// Feeds, the default first; one named `default` where the vendor knows none.
    pub feeds: &'static [&'static str],
    /// What daily bars can be adjusted for, the default first.
    pub daily_adjustments: &'static [VendorAdjustment],
    /// What intraday bars can be adjusted for, the default first.
    pub intraday_adjustments: &'static [VendorAdjustment],
    /// Whether raw daily bars come with the dividends and splits that they are not adjusted for.
    pub actions: bool,
    /// Bars outside of regular hours.
    pub extended_hours: ExtendedHours,
    /// Bars in one answer, at most.
    pub bars_per_page: usize,
    /// Seconds after the end of a session after which its bars no longer change.
    pub final_after: u32,
}

/// How far back bars go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// As long as the security is traded.
    Life,
    /// Since January of a year.
    Year(i32),
    /// A number of days back from now.
    Days(i64),
}

/// Bars outside of regular hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExtendedHours {
    /// None.
    None,
    /// With their volume.
    Full,
    /// Without volume, which is not zero but unknown.
    WithoutVolume,
}

/// What a vendor does not have, said before anything was sent. Who has it is found out by asking the
/// other vendors of the table for a plan.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{vendor} does not have {what}: {why}")]
pub struct Refusal {
    /// The vendor's id.
    pub vendor: &'static str,
    /// What was asked for, such as `1-minute bars of 2025-12-10`.
    pub what: String,
    /// Why it cannot be had, such as `they go back 30 days only`.
    pub why: String,
}
