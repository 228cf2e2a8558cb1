//! Stored answers with what was asked and what has to come of it: `cases.toml` in each folder.

use std::collections::BTreeMap;
use std::path::PathBuf;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use eventstudy::calendar::TradingCalendar;
use eventstudy::prices::vendor::{
    Action, At, BarLength, BarRequest, BarRow, BarVendor, Described, VENDORS, VendorAdjustment,
};
use eventstudy::prices::vendor::{Answer, Chunk};
use serde::Deserialize;

use crate::stored_answers;

/// Sources that are in no table, but described in their folder.
const DESCRIBED: [&str; 2] = ["csvminutes", "csvdays"];

#[derive(Deserialize)]
struct Folder {
    #[serde(default)]
    without: BTreeMap<String, String>,
    case: Vec<Case>,
}

/// A stored answer.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    pub name: String,
    file: String,
    symbols: Vec<String>,
    interval: String,
    first: NaiveDate,
    last: NaiveDate,
    feed: Option<String>,
    adjustment: Option<String>,
    #[serde(default = "ok")]
    status: u16,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    /// The case whose answer led to this request; without it the request is the plan's only one.
    after: Option<String>,
    /// Which of the requests that followed from it.
    #[serde(default)]
    nth: usize,
    /// A table of the bars that have to be read.
    bars: Option<String>,
    #[serde(default)]
    actions: Vec<(String, NaiveDate, f64, f64)>,
    /// What the addresses of the following requests hold.
    #[serde(default)]
    pub next: Vec<String>,
    /// What one of the notes says.
    pub note: Option<String>,
    /// The kind of problem that has to be told.
    pub error: Option<String>,
    pub retry_after: Option<u64>,
}

fn ok() -> u16 {
    200
}

/// A vendor with its folder.
pub struct Stored {
    pub vendor: &'static dyn BarVendor,
    folder: PathBuf,
    pub cases: Vec<Case>,
    /// Cases that the vendor cannot have, with the reason.
    pub without: BTreeMap<String, String>,
}

/// Every vendor of the table and every described source.
pub fn all() -> Vec<Stored> {
    let described = DESCRIBED.map(|id| {
        let text = std::fs::read_to_string(folder(id).join("description.toml")).unwrap();
        let described = Described::from_toml(&text).unwrap_or_else(|e| panic!("{id}: {e}"));
        Box::leak(Box::new(described)) as &'static dyn BarVendor
    });
    VENDORS.iter().copied().chain(described).map(Stored::of).collect()
}

pub fn folder(id: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/responses").join(id)
}

impl Stored {
    fn of(vendor: &'static dyn BarVendor) -> Self {
        let folder = folder(vendor.capabilities().access.id);
        let read: Folder = stored_answers::cases(&folder);
        Self { vendor, folder, cases: read.case, without: read.without }
    }

    pub fn id(&self) -> &'static str {
        self.vendor.capabilities().access.id
    }

    pub fn case(&self, name: &str) -> &Case {
        let found = self.cases.iter().find(|c| c.name == name);
        found.unwrap_or_else(|| panic!("{} has no case {name}", self.id()))
    }

    /// The answer of a case.
    pub fn answer(&self, case: &Case) -> Answer {
        stored_answers::answer(&self.folder.join(&case.file), case.status, &case.headers)
    }

    /// The request of a case, as the vendor itself makes it.
    pub fn chunk(&self, case: &Case) -> Chunk {
        if let Some(before) = &case.after {
            let before = self.case(before);
            let page = self.vendor.parse(&self.answer(before), &self.chunk(before));
            return page.unwrap().next[case.nth].clone();
        }
        let request = self.request(case);
        let now = request.end() + TimeDelta::days(2);
        let plan = self.vendor.plan(&request, now).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(plan.chunks.len(), 1, "{} {}", self.id(), case.name);
        plan.chunks[0].clone()
    }

    fn request(&self, case: &Case) -> BarRequest {
        let length: BarLength = case.interval.parse().unwrap();
        let days = BarRequest::days_of(&TradingCalendar::new_york(), case.first, case.last);
        let (feed, adjustment) = defaults(self.vendor, length);
        BarRequest {
            symbols: case.symbols.iter().map(|s| s.parse().unwrap()).collect(),
            days,
            length,
            feed: case.feed.clone().unwrap_or(feed),
            adjustment: case.adjustment.as_ref().map_or(adjustment, |a| a.parse().unwrap()),
        }
    }

    /// The bars that have to be read from a case, by symbol and time.
    pub fn expected_bars(&self, case: &Case) -> Vec<BarRow> {
        let Some(file) = &case.bars else { return Vec::new() };
        let mut table = csv::Reader::from_path(self.folder.join(file)).unwrap();
        let header = table.headers().unwrap().clone();
        let mut rows: Vec<BarRow> = table
            .records()
            .map(|record| {
                let record = record.unwrap();
                let cell = |name: &str| {
                    let text = &record[header.iter().position(|h| h == name)?];
                    (!text.is_empty()).then(|| text.parse::<f64>().unwrap())
                };
                let at = match record[1].parse::<DateTime<Utc>>() {
                    Ok(start) => At::Instant(start),
                    Err(_) => At::Day(record[1].parse().unwrap()),
                };
                BarRow {
                    open: cell("open"),
                    high: cell("high"),
                    low: cell("low"),
                    close: cell("close"),
                    adjusted_close: cell("adjusted_close"),
                    volume: cell("volume"),
                    trades: cell("trades"),
                    vwap: cell("vwap"),
                    ..BarRow::new(record[0].parse().unwrap(), at)
                }
            })
            .collect();
        rows.sort_by(|a, b| (&a.symbol, a.at).cmp(&(&b.symbol, b.at)));
        rows
    }

    pub fn expected_actions(&self, case: &Case) -> Vec<Action> {
        case.actions
            .iter()
            .map(|(symbol, ex_date, dividend, split)| Action {
                symbol: symbol.parse().unwrap(),
                ex_date: *ex_date,
                dividend: *dividend,
                split: *split,
            })
            .collect()
    }
}

/// The first feed and the first adjustment of a vendor for bars of a length.
pub fn defaults(vendor: &dyn BarVendor, length: BarLength) -> (String, VendorAdjustment) {
    let capabilities = vendor.capabilities();
    let adjustments = match length {
        BarLength::Day => capabilities.daily_adjustments,
        BarLength::Minutes(_) => capabilities.intraday_adjustments,
    };
    (capabilities.feeds[0].to_owned(), adjustments[0])
}
