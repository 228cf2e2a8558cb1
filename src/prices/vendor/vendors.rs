//! The table of the vendors.

use super::BarVendor;

/// The vendors, in the order in which they are suggested.
pub const VENDORS: &[&dyn BarVendor] = &[
    &super::yahoo::Yahoo,
    &super::alpaca::Alpaca,
    &super::massive::Massive,
    &super::tiingo::Tiingo,
    #[cfg(feature = "databento")]
    &super::databento::Databento,
];

/// The vendor of an id.
pub fn vendor(id: &str) -> Option<&'static dyn BarVendor> {
    VENDORS.iter().copied().find(|v| v.capabilities().access.id == id)
}
