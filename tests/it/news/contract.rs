//! What every vendor of news makes of its stored answers.

use super::stored::{all, at, precision};
use crate::support::stored_answers::{assert_every_kind, assert_problems};

/// What every folder has to hold, or say why it cannot.
const NEEDED: [&str; 13] = [
    "normal",
    "nulls",
    "empty",
    "half_day",
    "dst",
    "rate_limited",
    "rate_limited_retry_after",
    "plan_refused",
    "html",
    "error_in_200",
    "truncated",
    "page_1",
    "page_2",
];

#[test]
fn every_vendor_has_every_kind_of_answer() {
    assert_every_kind(&all(), &NEEDED);
}

#[test]
fn every_stored_answer_is_read_as_it_has_to_be() {
    let mut seen = 0;
    for stored in all() {
        for case in stored.cases.iter().filter(|c| c.error.is_none()) {
            let name = format!("{} {}", stored.id(), case.name);
            let chunk = stored.chunk(case);
            let mut page = stored
                .vendor
                .parse(&stored.answer(case), &chunk)
                .unwrap_or_else(|e| panic!("{name}: {e:?}"));
            page.items.sort_by_key(|i| i.published);
            for (item, wanted) in page.items.iter().zip(&case.asked.items) {
                let [published, how, tickers, headline, id] = wanted;
                assert_eq!(item.published, at(published), "{name}");
                assert_eq!(precision(item), how, "{name}");
                let read: Vec<&str> = item.tickers.iter().map(|t| t.as_str()).collect();
                assert_eq!(read.join(";"), *tickers, "{name}");
                assert_eq!(item.headline, *headline, "{name}");
                assert_eq!(item.id, *id, "{name}");
                assert!(!item.source.is_empty(), "{name}");
            }
            assert_eq!(page.items.len(), case.asked.items.len(), "{name}");
            let next: Vec<String> = page.next.iter().map(|c| c.request.to_string()).collect();
            assert_eq!(next.len(), case.next.len(), "{name}: {next:?}");
            for (address, part) in next.iter().zip(&case.next) {
                assert!(address.contains(part), "{name}: {address} has no {part}");
            }
            for next in &page.next {
                let access = stored.vendor.capabilities().access;
                let host = next.request.origin.strip_prefix("https://").unwrap();
                assert!(access.hosts.contains(&host), "{name}: {host}");
                assert_eq!(next.request.secrets, chunk.request.secrets, "{name}");
            }
            match &case.note {
                Some(part) => {
                    assert!(
                        page.notes.iter().any(|n| n.contains(part)),
                        "{name}: {:?}",
                        page.notes
                    );
                }
                None => assert!(page.notes.is_empty(), "{name}: {:?}", page.notes),
            }
            seen += page.items.len();
        }
    }
    assert!(seen > 20, "{seen} items");
}

#[test]
fn every_stored_problem_is_told_as_what_it_is() {
    assert_problems(&all());
}
