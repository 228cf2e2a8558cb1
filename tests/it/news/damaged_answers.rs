//! No bytes are too broken for a parser of news.

use chrono::Datelike as _;
use eventstudy::news::{NewsPage, events_csv, group};
use eventstudy::prices::vendor::internals::{Answer, Chunk};
use proptest::prelude::*;

use super::stored::{Stored, all};
use crate::support::stored_answers::{Dice, read_all, with_chunks};

/// Times that each stored answer is damaged.
const DAMAGES: usize = 200;
const TOKENS: [&[u8]; 17] = [
    b"null",
    b"NaN",
    b"-1",
    b"99999999999999999999",
    b"\"",
    b"\\",
    b"{",
    b"}",
    b"[",
    b"]",
    b"<",
    b">",
    b"&lt;",
    b"&#x10ffff;",
    b"\xff\xfe",
    b"]]>",
    b"<![CDATA[",
];

/// What holds for every page that was read, from whatever bytes.
fn keeps_its_promises(page: NewsPage, chunk: &Chunk, name: &str) {
    for item in &page.items {
        assert!(!item.tickers.is_empty(), "{name}");
        assert!(item.tickers.iter().all(|t| chunk.symbols.contains(t)), "{name}");
        assert!(!item.headline.is_empty(), "{name}");
        assert!(!item.headline.chars().any(char::is_control), "{name}: {:?}", item.headline);
        assert!((1970..2300).contains(&item.published.year()), "{name}: {}", item.published);
    }
    for next in &page.next {
        assert!(next.request.origin.starts_with("https://"), "{name}");
        assert!(!next.request.path.contains(".."), "{name}: {}", next.request.path);
    }
    let came = page.items.len();
    let stories = group(page.items);
    assert!(stories.len() <= came);
    let lines = String::from_utf8(events_csv(&stories)).unwrap().lines().count();
    assert_eq!(lines, stories.len() + 1, "{name}: a row of several lines");
}

#[test]
fn damaged_answers_are_refused_or_keep_their_promises() {
    for stored in all() {
        let mut dice = Dice(20_251_210);
        let mut read = 0;
        for case in &stored.cases {
            let (answer, chunk) = (stored.answer(case), stored.chunk(case));
            let name = format!("{} {}", stored.id(), case.name);
            let cuts = (0..answer.body.len()).step_by((answer.body.len() / 200).max(1));
            let cuts: Vec<Vec<u8>> = cuts.map(|cut| answer.body[..cut].to_vec()).collect();
            let damages = (0..DAMAGES).map(|_| dice.damaged(&answer.body, &TOKENS));
            for body in cuts.into_iter().chain(damages) {
                let damaged = Answer { status: 200, body, ..answer.clone() };
                if let Ok(page) = stored.vendor.parse(&damaged, &chunk) {
                    keeps_its_promises(page, &chunk, &name);
                    read += 1;
                }
            }
        }
        assert!(read > DAMAGES / 5, "{}: {read} damaged answers were read", stored.id());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn no_bytes_are_too_broken(bytes in proptest::collection::vec(any::<u8>(), 0..200), text in "[<>/&;{}\\[\\]\":,a-z0-9. ]{0,200}", status in prop_oneof![Just(200_u16), 100..600_u16]) {
        thread_local! {
            static STORED: Vec<(Stored, Chunk)> = with_chunks(all());
        }
        STORED.with(|all| read_all(all, status, &[bytes, text.into_bytes()], keeps_its_promises));
    }
}
