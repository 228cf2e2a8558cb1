//! What holds for Alpaca alone.

use eventstudy::prices::vendor::internals::Answer;
use eventstudy::prices::vendor::internals::BarRequest;
use eventstudy::prices::vendor::{BarLength, VendorAdjustment, vendor};

use super::plans::{at, request};

#[test]
fn the_feed_is_always_in_the_request() {
    let alpaca = vendor("alpaca").unwrap();
    let now = at("2025-12-12T12:00:00Z");
    for (length, _) in alpaca.capabilities().lengths {
        for feed in alpaca.capabilities().feeds {
            let day = "2025-12-10".parse().unwrap();
            let asked = BarRequest { feed: (*feed).into(), ..request(alpaca, *length, day, day) };
            for chunk in alpaca.plan(&asked, now).unwrap().chunks {
                assert_eq!(chunk.request.value("feed"), Some(*feed));
                assert_eq!(chunk.request.value("adjustment"), Some(asked.adjustment.id()));
            }
        }
    }
}

#[test]
fn the_consolidated_tape_is_asked_for_when_it_is_16_minutes_old() {
    let alpaca = vendor("alpaca").unwrap();
    let (first, last) = ("2025-12-09".parse().unwrap(), "2025-12-10".parse().unwrap());
    let now = at("2025-12-10T15:00:00Z");
    let asked = request(alpaca, BarLength::Minutes(1), first, last);
    let plan = alpaca.plan(&asked, now).unwrap();
    let chunk = plan.chunks.last().unwrap();
    assert_eq!(chunk.until, at("2025-12-10T14:44:00Z"));
    assert_eq!(chunk.request.value("end"), Some("2025-12-10T14:43:59Z"));
    assert!(plan.notes[0].contains("2025-12-10T14:44:00Z"), "{:?}", plan.notes);
    // Of a session that began a moment ago there is nothing yet.
    let today = request(alpaca, BarLength::Minutes(1), last, last);
    let refusal = alpaca.plan(&today, at("2025-12-10T09:05:00Z")).unwrap_err();
    assert!(refusal.why.contains("16 minutes"), "{refusal}");
    // One exchange's own feed has no delay.
    let own = BarRequest { feed: "iex".into(), ..asked };
    assert_eq!(alpaca.plan(&own, now).unwrap().chunks.last().unwrap().until, now);
}

#[test]
fn several_symbols_are_one_request() {
    let alpaca = vendor("alpaca").unwrap();
    let day = "2025-12-10".parse().unwrap();
    let plan = alpaca
        .plan(&request(alpaca, BarLength::Minutes(1), day, day), at("2025-12-12T12:00:00Z"))
        .unwrap();
    assert_eq!(plan.chunks.len(), 1);
    let query = &plan.chunks[0].request;
    assert_eq!(query.value("symbols"), Some("META,BRK.B"));
    assert_eq!(query.value("start"), Some("2025-12-10T09:00:00Z"));
    assert_eq!(query.value("end"), Some("2025-12-11T00:59:59Z"));
}

#[test]
fn actions_are_asked_for_a_year_at_a_time() {
    let alpaca = vendor("alpaca").unwrap();
    let (first, last) = ("2023-06-01".parse().unwrap(), "2025-12-10".parse().unwrap());
    let raw = BarRequest {
        adjustment: VendorAdjustment::Raw,
        ..request(alpaca, BarLength::Day, first, last)
    };
    let now = at("2025-12-12T12:00:00Z");
    let chunk = &alpaca.plan(&raw, now).unwrap().chunks[0];
    let empty = Answer::of(200, r#"{"bars":{},"next_page_token":null}"#);
    let next = alpaca.parse(&empty, chunk).unwrap().next;
    let spans: Vec<_> = next.iter().map(|c| ["start", "end"].map(|n| c.request.value(n))).collect();
    let wanted =
        [("2023-05-02", "2024-04-29"), ("2024-04-30", "2025-04-28"), ("2025-04-29", "2026-04-09")];
    assert_eq!(spans, wanted.map(|(start, end)| [Some(start), Some(end)]));
    // Bounds are dates of processing, from a month before the span to four months after it. Adjusted
    // prices have the actions in already.
    let all = BarRequest { adjustment: VendorAdjustment::All, ..raw };
    let chunk = &alpaca.plan(&all, now).unwrap().chunks[0];
    assert_eq!(alpaca.parse(&empty, chunk).unwrap().next, []);
}
