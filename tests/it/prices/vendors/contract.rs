//! What every vendor makes of its stored answers.

use super::stored::all;
use crate::support::stored_answers::{assert_every_kind, assert_problems};

/// What every folder has to hold, or say why it cannot.
const NEEDED: [&str; 16] = [
    "normal",
    "nulls",
    "empty",
    "half_day",
    "dst_march",
    "dst_november",
    "daily",
    "daily_dst_march",
    "daily_dst_november",
    "rate_limited",
    "rate_limited_retry_after",
    "plan_refused",
    "html",
    "error_in_200",
    "truncated",
    "outside",
];
const PAGES: [&str; 2] = ["page_1", "page_2"];

#[test]
fn every_vendor_has_every_kind_of_answer() {
    assert_every_kind(&all(), &NEEDED);
    assert_every_kind(&all(), &PAGES);
}

#[test]
fn every_stored_answer_is_read_as_it_has_to_be() {
    let mut seen = 0;
    for stored in all() {
        for case in stored.cases.iter().filter(|c| c.error.is_none()) {
            let name = format!("{} {}", stored.id(), case.name);
            let page = stored
                .vendor
                .parse(&stored.answer(case), &stored.chunk(case))
                .unwrap_or_else(|e| panic!("{name}: {e:?}"));
            let mut bars = page.bars;
            bars.sort_by(|a, b| (&a.symbol, a.at).cmp(&(&b.symbol, b.at)));
            let expected = stored.expected_bars(case);
            for (read, wanted) in bars.iter().zip(&expected) {
                assert_eq!(read, wanted, "{name}");
            }
            assert_eq!(bars.len(), expected.len(), "{name}");
            assert_eq!(page.actions, stored.expected_actions(case), "{name}");
            let next: Vec<String> = page.next.iter().map(|c| c.request.to_string()).collect();
            assert_eq!(next.len(), case.next.len(), "{name}: {next:?}");
            for (address, part) in next.iter().zip(&case.next) {
                let escaped = part.replace("==", "%3D%3D");
                assert!(address.contains(&escaped), "{name}: {address} has no {part}");
            }
            match &case.note {
                Some(part) => assert!(page.notes.iter().any(|n| n.contains(part)), "{name}"),
                None => assert!(page.notes.is_empty(), "{name}: {:?}", page.notes),
            }
            seen += bars.len();
        }
    }
    // Tables of nothing would agree with parsers of nothing.
    assert!(seen > 200, "{seen} bars");
}

#[test]
fn every_stored_problem_is_told_as_what_it_is() {
    assert_problems(&all());
}

/// The pages of a vendor together are its whole answer, with each bar once.
#[test]
fn pages_follow_each_other_and_end() {
    for stored in all().iter().filter(|s| !s.without.contains_key(PAGES[0])) {
        let mut keys = Vec::new();
        let pages =
            stored.cases.iter().filter(|c| c.name.starts_with("page_") && c.error.is_none());
        let mut last = None;
        for case in pages {
            let page = stored.vendor.parse(&stored.answer(case), &stored.chunk(case)).unwrap();
            keys.extend(page.bars.iter().map(|b| (b.symbol.clone(), b.at)));
            last = Some(page.next.len());
        }
        assert_eq!(last, Some(0), "{}: the last page has none after it", stored.id());
        let all = keys.len();
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), all, "{}: a bar came twice", stored.id());
        assert!(all > 4, "{}", stored.id());
    }
}

/// Every request that follows from an answer keeps its keys in slots and its host among the vendor's.
#[test]
fn what_follows_from_an_answer_stays_with_the_vendor() {
    for stored in all() {
        let access = stored.vendor.capabilities().access;
        for case in stored.cases.iter().filter(|c| !c.next.is_empty()) {
            let chunk = stored.chunk(case);
            let page = stored.vendor.parse(&stored.answer(case), &chunk).unwrap();
            for next in page.next {
                let host = next.request.origin.strip_prefix("https://").unwrap();
                assert!(access.hosts.contains(&host), "{}: {host}", stored.id());
                assert_eq!(next.request.secrets, chunk.request.secrets, "{}", stored.id());
                assert_eq!((next.from, next.until), (chunk.from, chunk.until), "{}", stored.id());
            }
        }
    }
}
