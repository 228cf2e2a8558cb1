//! What the price columns of a file are adjusted for.

use serde::{Deserialize, Serialize};

/// How the closes of a file relate to dividends and splits.
///
/// Returns are computed from raw prices and the recorded actions wherever a file has them, because
/// a vendor's adjusted series is rewritten later and cannot be reproduced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Adjustment {
    /// Raw prices with dividend or split columns beside them.
    RawWithActions,
    /// Prices that the vendor adjusted; the file has no raw ones.
    VendorAdjusted,
    /// Raw by the user's word, without actions: returns on ex-dates miss the dividend.
    RawWithoutActions,
    /// One set of prices and nothing that says what they are adjusted for.
    Unknown,
}

impl Adjustment {
    /// In words, for the data source line.
    pub const fn words(self) -> &'static str {
        match self {
            Self::RawWithActions => "raw prices with dividends and splits from the file",
            Self::VendorAdjusted => "vendor-adjusted prices",
            Self::RawWithoutActions => "raw prices, no dividends or splits in the file",
            Self::Unknown => "prices as given; the file does not say whether they are adjusted",
        }
    }
}
