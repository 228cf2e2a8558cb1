//! Requests to the SEC and the steps that they belong to.

use crate::prices::vendor::{HttpRequest, Place};

pub(super) const WWW: &str = "https://www.sec.gov";
pub(super) const DATA: &str = "https://data.sec.gov";

/// The steps, as a chunk notes them; what a step has to know goes behind a tab.
pub(super) const REGISTER: &str = "register";
pub(super) const FILINGS: &str = "filings";
pub(super) const HEADER: &str = "header";

/// A request with the contact that the SEC wants in the name of who asks.
pub(super) fn with_contact(origin: &str, path: impl Into<String>) -> HttpRequest {
    HttpRequest::get(origin, path)
        .secret("contact", Place::Header { name: "User-Agent", prefix: "eventstudy " })
}
