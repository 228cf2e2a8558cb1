//! The checks of daily bars, with what each does about its hits.

use super::{Check, Tally};

pub(in crate::prices) struct Tallies {
    pub(in crate::prices) disorder: Tally,
    pub(in crate::prices) duplicate: Tally,
    pub(in crate::prices) conflicting: Tally,
    pub(in crate::prices) outside: Tally,
    pub(in crate::prices) non_positive: Tally,
    pub(in crate::prices) inconsistent: Tally,
    pub(in crate::prices) no_volume: Tally,
    pub(in crate::prices) bad_print: Tally,
    pub(in crate::prices) reverting: Tally,
    pub(in crate::prices) stale: Tally,
    pub(in crate::prices) gap: Tally,
    pub(in crate::prices) split: Tally,
    pub(in crate::prices) dividend: Tally,
    pub(in crate::prices) adjusted: Tally,
}

impl Default for Tallies {
    fn default() -> Self {
        Self {
            disorder: Tally::new(Check::Disorder, "sorted"),
            duplicate: Tally::new(Check::Duplicate, "the first was kept"),
            conflicting: Tally::new(Check::ConflictingDuplicate, "the first was kept"),
            outside: Tally::new(Check::OutsideSessions, "left out"),
            non_positive: Tally::new(Check::NonPositive, "prices of the row taken as missing"),
            inconsistent: Tally::new(
                Check::InconsistentRange,
                "prices of the row taken as missing",
            ),
            no_volume: Tally::new(Check::NoVolume, "no trade, so the price is taken as missing"),
            bad_print: Tally::new(
                Check::BadPrint,
                "the high or low is taken as missing; closes are untouched",
            ),
            reverting: Tally::new(Check::RevertingPrint, "flagged only"),
            stale: Tally::new(Check::StaleRun, "flagged only"),
            gap: Tally::new(Check::Gap, "missing; never filled"),
            split: Tally::new(
                Check::SplitMismatch,
                "the split is taken as being in the prices already; check the adjustment of the file",
            ),
            dividend: Tally::new(
                Check::ImpossibleDividend,
                "the return of the day is taken as missing",
            ),
            adjusted: Tally::new(
                Check::AdjustedMismatch,
                "flagged only; returns use prices and actions",
            ),
        }
    }
}

impl Tallies {
    pub(in crate::prices) fn all(self) -> [Tally; 14] {
        [
            self.disorder,
            self.duplicate,
            self.conflicting,
            self.outside,
            self.non_positive,
            self.inconsistent,
            self.no_volume,
            self.bad_print,
            self.reverting,
            self.stale,
            self.gap,
            self.split,
            self.dividend,
            self.adjusted,
        ]
    }
}
