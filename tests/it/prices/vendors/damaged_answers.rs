//! No bytes are too broken for a parser, and what it reads from them keeps its promises.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use chrono_tz::America::New_York;
use eventstudy::prices::vendor::internals::{Answer, Chunk};
use eventstudy::prices::vendor::internals::{At, BarPage};
use proptest::prelude::*;

use super::stored::{Stored, all};
use crate::support::stored_answers::{Dice, read_all, with_chunks};

/// Times that each stored answer is damaged.
const DAMAGES: usize = 200;
/// What is put into answers: what vendors send by mistake, and what parsers trip over.
const TOKENS: [&[u8]; 20] = [
    b"null",
    b"NaN",
    b"-Infinity",
    b"1e999",
    b"-1",
    b"0",
    b"99999999999999999999",
    b"\"",
    b"\\",
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b"\n",
    b"\xff\xfe",
    b"9223372036854775807",
    b"\"x\"",
    b"",
    b";",
];

/// What holds for every page that was read, from whatever bytes.
fn keeps_its_promises(page: &BarPage, chunk: &Chunk, name: &str) {
    let mut keys = BTreeSet::new();
    let last = (chunk.until - TimeDelta::seconds(1)).with_timezone(&New_York).date_naive();
    let first = chunk.from.with_timezone(&New_York).date_naive();
    for bar in &page.bars {
        assert!(chunk.symbols.contains(&bar.symbol), "{name}: {}", bar.symbol);
        assert!(keys.insert((bar.symbol.clone(), bar.at)), "{name}: {:?} twice", bar.at);
        match bar.at {
            At::Day(date) => assert!(first <= date && date <= last, "{name}: {date}"),
            At::Instant(start) => {
                assert!(chunk.from <= start && start < chunk.until, "{name}: {start}");
                assert_eq!(start.timestamp() % 60, 0, "{name}: {start}");
            }
        }
        let prices = [bar.open, bar.high, bar.low, bar.close];
        assert!(prices.iter().any(Option::is_some), "{name}: a bar without a price");
        for number in prices.iter().chain(&[bar.adjusted_close, bar.volume, bar.trades, bar.vwap]) {
            assert!(number.is_none_or(f64::is_finite), "{name}: {number:?}");
        }
    }
    for action in &page.actions {
        assert!(first <= action.ex_date && action.ex_date <= last, "{name}: {}", action.ex_date);
        assert!(action.split.is_finite() && action.split > 0.0, "{name}");
        assert!(action.dividend.is_finite() && action.dividend >= 0.0, "{name}");
    }
}

fn try_all(stored: &Stored, mut change: impl FnMut(&[u8]) -> Vec<Vec<u8>>) -> usize {
    let mut read = 0;
    for case in &stored.cases {
        let (answer, chunk) = (stored.answer(case), stored.chunk(case));
        let name = format!("{} {}", stored.id(), case.name);
        for body in change(&answer.body) {
            let status = if answer.body.len() % 2 == 0 { answer.status } else { 200 };
            let damaged = Answer { status, body, ..answer.clone() };
            if let Ok(page) = stored.vendor.parse(&damaged, &chunk) {
                keeps_its_promises(&page, &chunk, &name);
                read += 1;
            }
        }
    }
    read
}

#[test]
fn damaged_answers_are_refused_or_keep_their_promises() {
    for stored in all() {
        let mut dice = Dice(20_251_210);
        let read =
            try_all(&stored, |body| (0..DAMAGES).map(|_| dice.damaged(body, &TOKENS)).collect());
        // Damage within a number or a name still leaves a page; otherwise nothing would be tried.
        assert!(read > DAMAGES / 5, "{}: {read} damaged answers were read", stored.id());
    }
}

/// Whole answers with status 200 that no vendor of bars documents.
const UNDOCUMENTED: [&str; 8] = [
    "null",
    "\"maintenance\"",
    "true",
    "42",
    "{}",
    "{\"error\":\"internal\"}",
    "{\"results\":null}",
    "[null]",
];

#[test]
fn what_a_vendor_does_not_document_is_never_taken_for_an_answer_without_bars() {
    for stored in all() {
        // Each of its requests: the first, later pages, and those of actions.
        for case in stored.cases.iter().filter(|c| c.error.is_none()) {
            let chunk = stored.chunk(case);
            let list = if stored.id() == "tiingo" { None } else { Some("[]") };
            for body in UNDOCUMENTED.into_iter().chain(list) {
                // A number is what a price of data is, at the vendor that has prices of data.
                if stored.id() == "databento" && body == "42" {
                    continue;
                }
                let read = stored.vendor.parse(&Answer::of(200, body), &chunk);
                assert!(
                    read.is_err(),
                    "{} {}: `{body}` was read: {read:?}",
                    stored.id(),
                    case.name
                );
            }
        }
    }
}

#[test]
fn a_price_of_another_type_is_refused_and_never_read_as_missing() {
    for stored in all() {
        let case = stored.case("normal");
        let (answer, chunk) = (stored.answer(case), stored.chunk(case));
        let text = String::from_utf8(answer.body.clone()).unwrap();
        let page = stored.vendor.parse(&answer, &chunk).unwrap();
        let close = page.bars[0].close.unwrap();
        let places: Vec<usize> = text.match_indices(&close.to_string()).map(|(at, _)| at).collect();
        assert!(!places.is_empty(), "{}: {close} is not in the answer as written", stored.id());
        for wrong in ["true", "[]", "{}", "\"x\""] {
            let at = places[0];
            let length = close.to_string().len();
            let quoted = text.as_bytes()[at - 1] == b'"';
            // A cell of a table, or a number in quotes, is a text already.
            if quoted || stored.vendor.capabilities().access.id.starts_with("csv") {
                continue;
            }
            let changed = format!("{}{wrong}{}", &text[..at], &text[at + length..]);
            let read =
                stored.vendor.parse(&Answer { body: changed.into(), ..answer.clone() }, &chunk);
            assert!(read.is_err(), "{}: {wrong} was read as a price", stored.id());
        }
    }
}

#[test]
fn answers_that_break_off_anywhere_are_refused_or_keep_their_promises() {
    for stored in all() {
        try_all(&stored, |body| {
            let step = (body.len() / 400).max(1);
            (0..body.len()).step_by(step).map(|cut| body[..cut].to_vec()).collect()
        });
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn no_bytes_are_too_broken(bytes in proptest::collection::vec(any::<u8>(), 0..200), text in "[\\[\\]{}\":,a-z0-9. ]{0,200}", status in prop_oneof![Just(200_u16), 100..600_u16]) {
        thread_local! {
            static STORED: Vec<(Stored, Chunk)> = with_chunks(all());
        }
        STORED.with(|all| read_all(all, status, &[bytes, text.into_bytes()], |page, chunk, name| {
            keeps_its_promises(&page, chunk, name);
        }));
    }
}
