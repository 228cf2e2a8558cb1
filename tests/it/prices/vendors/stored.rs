//! Stored answers of vendors of bars.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use eventstudy::calendar::TradingCalendar;
use eventstudy::prices::vendor::internals::{Action, At, BarPage, BarRequest, BarRow};
use eventstudy::prices::vendor::internals::{Answer, Chunk, Problem};
use eventstudy::prices::vendor::{BarLength, BarVendor, Described, VENDORS, VendorAdjustment};
use serde::Deserialize;

use crate::support::stored_answers::{self, Vendor};

/// Sources that are in no table, but described in their folder.
const DESCRIBED: [&str; 2] = ["csvminutes", "csvdays"];

/// What a case asks for and has to give.
#[derive(Clone, Deserialize)]
pub struct Asked {
    symbols: Vec<String>,
    interval: String,
    first: NaiveDate,
    last: NaiveDate,
    feed: Option<String>,
    adjustment: Option<String>,
    /// A table of the bars that have to be read.
    bars: Option<String>,
    #[serde(default)]
    actions: Vec<(String, NaiveDate, f64, f64)>,
}

pub type Case = stored_answers::Case<Asked>;
pub type Stored = stored_answers::Stored<dyn BarVendor>;

/// Every vendor of the table and every described source.
pub fn all() -> Vec<Stored> {
    let described = DESCRIBED.map(|id| {
        let text =
            std::fs::read_to_string(stored_answers::folder(id).join("description.toml")).unwrap();
        let described = Described::from_toml(&text).unwrap_or_else(|e| panic!("{id}: {e}"));
        Box::leak(Box::new(described)) as &'static dyn BarVendor
    });
    VENDORS.iter().copied().chain(described).map(Stored::new).collect()
}

impl Vendor for dyn BarVendor {
    type Asked = Asked;
    type Page = BarPage;

    fn id(&self) -> &'static str {
        self.capabilities().access.id
    }

    fn page(&self, answer: &Answer, chunk: &Chunk) -> Result<BarPage, Problem> {
        self.parse(answer, chunk)
    }

    fn following(page: BarPage) -> Vec<Chunk> {
        page.next
    }

    /// The plan's only request.
    fn first_request(&self, case: &Case) -> Chunk {
        let request = request(self, &case.asked);
        let now = request.end() + TimeDelta::days(2);
        let plan = self.plan(&request, now).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(plan.chunks.len(), 1, "{} {}", self.id(), case.name);
        plan.chunks[0].clone()
    }
}

fn request(vendor: &dyn BarVendor, case: &Asked) -> BarRequest {
    let length: BarLength = case.interval.parse().unwrap();
    let days = BarRequest::days_of(&TradingCalendar::new_york(), case.first, case.last);
    let (feed, adjustment) = defaults(vendor, length);
    BarRequest {
        symbols: case.symbols.iter().map(|s| s.parse().unwrap()).collect(),
        days,
        length,
        feed: case.feed.clone().unwrap_or(feed),
        adjustment: case.adjustment.as_ref().map_or(adjustment, |a| a.parse().unwrap()),
    }
}

impl Stored {
    /// The bars that have to be read from a case, by symbol and time.
    pub fn expected_bars(&self, case: &Case) -> Vec<BarRow> {
        let Some(file) = &case.asked.bars else { return Vec::new() };
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
        case.asked
            .actions
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
