//! What every vendor plans, and what it refuses before anything is sent.

use chrono::{DateTime, Days, NaiveDate, Utc};
use eventstudy::calendar::TradingCalendar;
use eventstudy::prices::vendor::internals::Place;
use eventstudy::prices::vendor::internals::Plan;
use eventstudy::prices::vendor::internals::{BarRequest, Refusal};
use eventstudy::prices::vendor::{BarLength, BarVendor, Depth, VENDORS, VendorAdjustment, vendor};

use super::stored::{all, defaults};

const LENGTHS: [BarLength; 8] = [
    BarLength::Minutes(1),
    BarLength::Minutes(2),
    BarLength::Minutes(5),
    BarLength::Minutes(10),
    BarLength::Minutes(15),
    BarLength::Minutes(30),
    BarLength::Minutes(60),
    BarLength::Day,
];

pub fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn now() -> DateTime<Utc> {
    at("2025-12-12T12:00:00Z")
}

/// A request for META and BRK.B with the vendor's defaults.
pub fn request(
    vendor: &dyn BarVendor,
    length: BarLength,
    from: NaiveDate,
    to: NaiveDate,
) -> BarRequest {
    let (feed, adjustment) = defaults(vendor, length);
    BarRequest {
        symbols: vec!["META".parse().unwrap(), "BRK.B".parse().unwrap()],
        days: BarRequest::days_of(&TradingCalendar::new_york(), from, to),
        length,
        feed,
        adjustment,
    }
}

/// The plan with the first feed that has these bars.
fn plan(vendor: &dyn BarVendor, asked: &BarRequest, now: DateTime<Utc>) -> Result<Plan, Refusal> {
    let feeds = vendor.capabilities().feeds.iter();
    let mut plans =
        feeds.map(|f| vendor.plan(&BarRequest { feed: (*f).into(), ..asked.clone() }, now));
    let first = plans.next().unwrap();
    first.or_else(|refusal| plans.find_map(Result::ok).ok_or(refusal))
}

#[test]
fn every_session_of_every_symbol_is_asked_for_once() {
    for stored in all() {
        for (length, _) in stored.vendor.capabilities().lengths {
            // With a half day, a holiday and the weekends between.
            let asked = request(stored.vendor, *length, date("2025-11-19"), date("2025-12-10"));
            let plan = plan(stored.vendor, &asked, now()).unwrap_or_else(|e| panic!("{e}"));
            for symbol in &asked.symbols {
                for day in &asked.days {
                    let holds = plan.chunks.iter().filter(|c| {
                        c.symbols.contains(symbol) && c.from <= day.open && day.close <= c.until
                    });
                    let (id, name) = (stored.id(), length.words());
                    assert_eq!(holds.count(), 1, "{id}: {name} of {symbol} on {}", day.date);
                }
            }
        }
    }
}

#[test]
fn requests_go_to_the_vendor_with_keys_in_slots_only() {
    for stored in all() {
        let access = stored.vendor.capabilities().access;
        for (length, _) in stored.vendor.capabilities().lengths {
            let asked = request(stored.vendor, *length, date("2025-12-08"), date("2025-12-10"));
            for chunk in plan(stored.vendor, &asked, now()).unwrap().chunks {
                let request = &chunk.request;
                let host = request.origin.strip_prefix("https://").expect("TLS only");
                assert!(access.hosts.contains(&host), "{}: {host}", stored.id());
                let mut slots: Vec<&str> = request.secrets.iter().map(|s| s.key).collect();
                let mut keys: Vec<&str> = access.keys.iter().map(|k| k.name).collect();
                slots.sort_unstable();
                keys.sort_unstable();
                assert_eq!(slots, keys, "{}: every key has its place", stored.id());
                for slot in &request.secrets {
                    if let Place::Query { name } = slot.place {
                        assert_eq!(request.value(name), None, "{}", stored.id());
                    }
                }
                assert!(request.path.starts_with('/') && !request.path.contains(['{', '?']));
                assert!(chunk.from < chunk.until && !chunk.symbols.is_empty());
            }
        }
    }
}

#[test]
fn what_a_vendor_does_not_have_is_refused_with_the_reason() {
    for stored in all() {
        let capabilities = stored.vendor.capabilities();
        let refuses = |asked: &BarRequest, what: &str| {
            let refusal = plan(stored.vendor, asked, now())
                .expect_err(&format!("{} planned {what}", stored.id()));
            assert_eq!(refusal.vendor, stored.id());
            assert!(!refusal.what.is_empty() && !refusal.why.is_empty(), "{refusal:?}");
            assert!(!refusal.to_string().contains('\n'), "{refusal}");
            refusal
        };
        for length in LENGTHS {
            let recent = request(stored.vendor, length, date("2025-12-08"), date("2025-12-10"));
            let Some((_, depth)) = capabilities.lengths.iter().find(|(l, _)| *l == length) else {
                let refusal = refuses(&recent, "a length it does not have");
                assert!(refusal.what.contains(&length.words()), "{refusal}");
                continue;
            };
            let offered = match length {
                BarLength::Day => capabilities.daily_adjustments,
                BarLength::Minutes(_) => capabilities.intraday_adjustments,
            };
            for adjustment in
                [VendorAdjustment::Raw, VendorAdjustment::Split, VendorAdjustment::All]
            {
                let asked = BarRequest { adjustment, ..recent.clone() };
                match offered.contains(&adjustment) {
                    true => drop(plan(stored.vendor, &asked, now()).unwrap()),
                    false => drop(refuses(&asked, "an adjustment it does not have")),
                }
            }
            let old = match depth {
                Depth::Life => continue,
                Depth::Days(days) => now().date_naive() - Days::new(*days as u64 + 7),
                Depth::Year(year) => NaiveDate::from_ymd_opt(year - 1, 12, 1).unwrap(),
            };
            let asked = request(stored.vendor, length, old, old + Days::new(5));
            if !asked.days.is_empty() {
                refuses(&asked, "what is older than its history");
            }
        }
    }
}

/// The case that the whole is for: minutes of a premarket, a year ago.
#[test]
fn where_yahoo_has_no_minutes_others_do() {
    let (day, now) = (date("2025-12-10"), at("2026-11-27T18:00:00Z"));
    let length = BarLength::Minutes(1);
    let yahoo = vendor("yahoo").unwrap();
    let refusal = yahoo.plan(&request(yahoo, length, day, day), now).unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "yahoo does not have 1-minute bars of META, BRK.B of 2025-12-10: \
         they go back 30 days only, so to 2026-10-29"
    );
    let others: Vec<&str> = VENDORS
        .iter()
        .filter(|v| v.plan(&request(**v, length, day, day), now).is_ok())
        .map(|v| v.capabilities().access.id)
        .collect();
    let charged = cfg!(feature = "databento").then_some("databento");
    assert_eq!(others, ["alpaca", "massive"].into_iter().chain(charged).collect::<Vec<_>>());
    // Hours reach that far.
    assert!(yahoo.plan(&request(yahoo, BarLength::Minutes(60), day, day), now).is_ok());
}

#[test]
fn a_part_of_the_tape_is_never_taken_for_the_whole() {
    let (day, tiingo) = (date("2025-12-10"), vendor("tiingo").unwrap());
    let asked = request(tiingo, BarLength::Minutes(1), day, day);
    let refusal = tiingo.plan(&asked, now()).unwrap_err();
    assert!(refusal.why.contains("`iex`"), "{refusal}");
    let plan = tiingo.plan(&BarRequest { feed: "iex".into(), ..asked }, now()).unwrap();
    assert!(plan.notes.iter().any(|n| n.contains("3% of the tape")), "{:?}", plan.notes);
    let daily = request(tiingo, BarLength::Day, day, day);
    let wrong = tiingo.plan(&BarRequest { feed: "iex".into(), ..daily }, now()).unwrap_err();
    assert!(wrong.why.contains("`eod`"), "{wrong}");
}
