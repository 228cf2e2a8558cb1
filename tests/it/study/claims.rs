//! What is said of claims that cannot be tested, and of the nearest price.

use chrono::NaiveDate;
use eventstudy::claims::Verdict;
use eventstudy::prelude::*;
use eventstudy::report::{Language, chart, terminal};
use eventstudy::study::ClaimResult;

use crate::support::made_up_prices::{DAY, at, csv, event, five_minutes, series};
use crate::support::plain_words::plain_words;
use crate::support::prices::read_prices_by_ticker;

fn checked(claim: &str, published: &str, prices: &Prices) -> StudyResults {
    let mut event = event("a", published, &["XYZ"]);
    event.add_claim(claim).unwrap();
    Study::new(StudySpec::default(), &TradingCalendar::new_york()).run(&[event], prices).unwrap()
}

/// The claim on a day whose open is so far from the close before.
fn at_the_open(claim: &str, gap: f64) -> ClaimResult {
    let mut rows = series(3, 50.0);
    let zero = at(&rows, DAY);
    rows[zero].open = rows[zero - 1].close * (1.0 + gap);
    let prices =
        read_prices_by_ticker(&[("XYZ", csv(&rows)), ("SPY", csv(&series(9, 400.0)))]).unwrap();
    let results = checked(claim, &format!("{DAY}T08:00-04:00"), &prices);
    results.events[0].claims[0].clone()
}

/// A half hour with three days beside it has a return and no test: it is neither without a return
/// nor without a significant move.
#[test]
fn a_half_hour_that_cannot_be_tested_has_its_return_and_no_verdict() {
    let calendar = TradingCalendar::new_york();
    let within = "2025-06-06".parse().unwrap()..="2025-06-11".parse::<NaiveDate>().unwrap();
    let dates = calendar.days().iter().map(|d| d.date).filter(|d| within.contains(d));
    let days: Vec<String> = dates.map(|d| d.to_string()).collect();
    let days: Vec<&str> = days.iter().map(String::as_str).collect();
    let prices = read_prices_by_ticker(&[("XYZ", five_minutes(&days, 0, false))]).unwrap();
    let results = checked("XYZ fell on the news", "2025-06-11T10:00-04:00", &prices);
    let claim = &results.events[0].claims[0];
    assert_eq!((claim.verdict, claim.check), (Verdict::NotTestable, None));
    let half_hour = results.events[0].firms[0].answer.first_half_hour.unwrap().exp_m1();
    assert_eq!(claim.value, Some(half_hour));
    let note = claim.notes.iter().find(|n| n.starts_with("timing not established")).unwrap();
    assert!(note.contains("the half hour after it cannot be tested: 3 reference days"), "{note}");
    assert!(!note.contains("no significant move"), "{note}");

    let shown = format!("{:.2}%", 100.0 * half_hour.abs());
    let words = plain_words(&terminal::summary(&results, &calendar, Language::English));
    assert!(words.contains(&format!("{shown}: not tested")), "{words}");
    let page = chart::page(&results.events[0], &results.provenance, &calendar, Language::English);
    let svg = page.unwrap().svg;
    assert!(!svg.contains("no return"), "the page says that there is no return");
    let line = svg.lines().find(|l| l.contains("XYZ first half hour")).unwrap();
    assert!(line.contains(&shown), "{line}");
}

/// A move within a tick has no direction, at the nearest price as anywhere.
#[test]
fn the_nearest_price_knows_the_deadband() {
    let says = |claim: &ClaimResult, words: &str| {
        assert!(claim.notes.iter().any(|n| n.ends_with(words)), "{:?}", claim.notes);
    };
    let disagrees = "and does not agree in direction";
    let agrees = "and agrees in direction";
    says(&at_the_open("XYZ rose before the open", 0.0001), disagrees);
    says(&at_the_open("XYZ fell before the open", 0.0001), disagrees);
    says(&at_the_open("XYZ rose before the open", 0.004), agrees);
    says(&at_the_open("XYZ was little changed before the open", 0.0001), agrees);
    // Beyond a tick, and still less than half of what is usual.
    says(&at_the_open("XYZ was little changed before the open", 0.001), agrees);
    says(&at_the_open("XYZ was little changed before the open", 0.02), disagrees);
}

/// Where there are closes alone, it is the open that is missing.
#[test]
fn the_price_that_is_missing_is_named() {
    let rows = series(3, 50.0);
    let closes = |rows: &[crate::support::made_up_prices::Row]| {
        let lines = rows.iter().map(|r| format!("{},{}\n", r.date, r.close));
        format!("date,close\n{}", lines.collect::<String>())
    };
    let prices =
        read_prices_by_ticker(&[("XYZ", closes(&rows)), ("SPY", closes(&series(9, 400.0)))])
            .unwrap();
    let results = checked("XYZ rose at the open", &format!("{DAY}T08:00-04:00"), &prices);
    let words = format!("XYZ has no open of {DAY} in the data");
    assert!(results.events[0].claims[0].notes.contains(&words), "{:?}", results.events[0].claims);
    let legs = results.events[0].firms[0].legs.as_ref().unwrap();
    let missing = |leg| legs.get(leg).unwrap().missing.clone();
    assert_eq!(missing(eventstudy::returns::Leg::Overnight).as_ref(), Some(&words));
    assert_eq!(missing(eventstudy::returns::Leg::Intraday).as_ref(), Some(&words));
    assert_eq!(missing(eventstudy::returns::Leg::CloseClose), None);
}
