//! What the tests and benches of this crate look at and no program should.

pub use super::panel::ex_reference::fill;
pub use super::panel::price_panel::CorporateAction;
pub use super::quality::prints::{reverting_closes, suspect_wicks};
pub use super::source::bytes::{read, read_in_parts};
pub use super::source::columns::{Layout, Role};
pub use super::source::factors::table::{FactorTable, date, vintage};
pub use super::source::stamps::{Stamp, StampError, from_integer, read as stamps_read};
pub use super::vendor::http::HttpRequest;
pub use super::vendor::json::{body, number};
pub use super::vendor::rows::{Rows, is_asked, midnight};
pub use super::vendor::spans::{spans, too_old};
pub use super::vendor::zip::{only_file, only_file_within};
