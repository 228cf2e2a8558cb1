//! Where the numbers of a study come from.

use serde::Serialize;

use crate::calendar::TradingCalendar;
use crate::event::Announcements;
use crate::prices::{Finding, PricePanel, SourceFile};

/// Where the numbers come from. The same input gives the same provenance: no clock is read.
#[derive(Clone, Debug, Serialize)]
pub struct Provenance {
    /// Program and version.
    pub program: String,
    /// Whether the prices are simulated.
    pub simulated: bool,
    /// The data in a line.
    pub data: String,
    /// The files considered.
    pub files: Vec<SourceFile>,
    /// The findings of the quality checks.
    pub quality: Vec<Finding>,
    /// The calendar.
    pub calendar: String,
    /// Units of the figures.
    pub units: &'static str,
}

impl Provenance {
    /// Where the figures of a study of these events on these prices come from; findings in the order
    /// of the tickers.
    pub(crate) fn new(
        events: &Announcements,
        prices: &PricePanel,
        calendar: &TradingCalendar,
        units: &'static str,
    ) -> Self {
        let events = events.source.as_ref().map(|source| SourceFile {
            path: source.path.display().to_string(),
            used_for: "events".into(),
            rows: Some(source.rows),
            sha256: Some(source.sha256.clone()),
        });
        let mut quality = prices.findings.clone();
        quality.sort_by(|a, b| a.ticker.cmp(&b.ticker));
        Self {
            program: format!("eventstudy {}", env!("CARGO_PKG_VERSION")),
            simulated: prices.simulated,
            data: prices.description.clone(),
            files: events.into_iter().chain(prices.files.iter().cloned()).collect(),
            quality,
            calendar: calendar.id().to_owned(),
            units,
        }
    }
}
