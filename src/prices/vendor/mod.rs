//! Vendors of bars: one file each, and the table of them.
//!
//! A vendor is two pure functions. [`BarVendor::plan`] says what to ask, or refuses what the vendor
//! does not have before anything is sent; [`BarVendor::parse`] reads an answer.

mod access;
pub(crate) mod alpaca;
mod answer;
mod bar_vendor;
mod csv_over_http;
#[cfg(feature = "databento")]
mod databento;
pub(crate) mod french;
pub(crate) mod http;
#[doc(hidden)]
pub mod internals;
pub(crate) mod json;
mod massive;
mod request;
mod row;
pub(crate) mod rows;
pub(crate) mod spans;
mod tiingo;
mod vendors;
mod yahoo;
pub(crate) mod zip;

pub use access::Access;
pub(crate) use access::Key;
pub(crate) use answer::{Answer, Problem};
pub(crate) use bar_vendor::Refusal;
pub use bar_vendor::{BarVendor, Capabilities, Depth, ExtendedHours};
pub use csv_over_http::Described;
pub use french::{FACTOR_LIBRARY, FACTOR_SETS};
pub(crate) use http::HttpRequest;
pub(crate) use http::Plan;
pub(crate) use http::{Chunk, Place};
pub(crate) use request::BarRequest;
pub use request::{BarLength, VendorAdjustment};
pub(crate) use row::{Action, At, BarPage, BarRow};
pub use vendors::{VENDORS, vendor};
