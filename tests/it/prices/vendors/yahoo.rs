//! What holds for Yahoo alone.

use eventstudy::prices::vendor::internals::Answer;
use eventstudy::prices::vendor::internals::At;
use eventstudy::prices::vendor::{BarLength, vendor};

use super::plans::{at, request};
use super::stored::all;

#[test]
fn minutes_are_asked_for_in_spans_of_less_than_eight_days() {
    let yahoo = vendor("yahoo").unwrap();
    let (first, last) = ("2025-11-17".parse().unwrap(), "2025-12-10".parse().unwrap());
    let asked = request(yahoo, BarLength::Minutes(1), first, last);
    let plan = yahoo.plan(&asked, at("2025-12-12T12:00:00Z")).unwrap();
    assert_eq!(plan.chunks.len(), 2 * 4);
    for chunk in &plan.chunks {
        assert!((chunk.until - chunk.from).num_hours() < 8 * 24);
        assert_eq!(chunk.request.value("includePrePost"), Some("true"));
        let bounds = [chunk.from, chunk.until].map(|t| t.timestamp().to_string());
        assert_eq!(chunk.request.value("period1"), Some(bounds[0].as_str()));
        assert_eq!(chunk.request.value("period2"), Some(bounds[1].as_str()));
    }
}

#[test]
fn class_shares_have_a_dash_there_and_come_back_with_their_dot() {
    let yahoo = vendor("yahoo").unwrap();
    let day = "2025-12-10".parse().unwrap();
    let asked = request(yahoo, BarLength::Day, day, day);
    let plan = yahoo.plan(&asked, at("2025-12-12T12:00:00Z")).unwrap();
    let chunk = &plan.chunks[1];
    assert_eq!(chunk.request.path, "/v8/finance/chart/BRK-B");
    let stored = all().into_iter().find(|s| s.id() == "yahoo").unwrap();
    let answer = stored.answer(stored.case("daily"));
    let text = String::from_utf8(answer.body).unwrap().replace("\"META\"", "\"BRK-B\"");
    let page = yahoo.parse(&Answer::of(200, text), chunk).unwrap();
    assert_eq!(page.bars.len(), 1);
    assert_eq!(page.bars[0].symbol.as_str(), "BRK.B");
    assert_eq!(page.bars[0].at, At::Day(day));
}

#[test]
fn the_row_of_the_last_trade_is_no_bar_and_hours_begin_with_the_session() {
    let yahoo = vendor("yahoo").unwrap();
    let day = "2025-12-10".parse().unwrap();
    let read = |length: BarLength, granularity: &str, stamps: &[&str]| {
        let asked = request(yahoo, length, day, day);
        let plan = yahoo.plan(&asked, at("2025-12-12T12:00:00Z")).unwrap();
        let seconds: Vec<i64> = stamps.iter().map(|s| at(s).timestamp()).collect();
        let closes: Vec<f64> = (0..stamps.len()).map(|i| 600.0 + i as f64).collect();
        let body = format!(
            r#"{{"chart":{{"result":[{{"meta":{{"symbol":"META","dataGranularity":"{granularity}",
            "exchangeTimezoneName":"America/New_York"}},"timestamp":{seconds:?},
            "indicators":{{"quote":[{{"close":{closes:?}}}]}}}}],"error":null}}}}"#
        );
        yahoo.parse(&Answer::of(200, body), &plan.chunks[0]).map(|page| page.bars.len())
    };
    let [open, next] = ["2025-12-10T14:30:00Z", "2025-12-10T14:31:00Z"];
    let minute = BarLength::Minutes(1);
    // While the session runs, and after its close.
    assert_eq!(read(minute, "1m", &[open, next, "2025-12-10T14:32:17Z"]), Ok(2));
    assert_eq!(read(minute, "1m", &[open, next, "2025-12-10T21:00:01Z"]), Ok(2));
    // In the middle it is another kind of bar.
    assert!(read(minute, "1m", &[open, "2025-12-10T14:30:17Z", next]).is_err());
    let hours = ["2025-12-10T13:00:00Z", "2025-12-10T14:00:00Z", open, "2025-12-10T15:30:00Z"];
    assert_eq!(read(BarLength::Minutes(60), "1h", &hours), Ok(4));
    assert_eq!(read(BarLength::Minutes(60), "1h", &[open, "2025-12-10T20:47:03Z"]), Ok(1));
}

/// The date is that of the exchange's clock: in UTC the bar of a late label would be a day later.
#[test]
fn daily_labels_are_dates_on_the_exchange_s_own_clock() {
    let stored = all().into_iter().find(|s| s.id() == "yahoo").unwrap();
    let chunk = stored.chunk(stored.case("daily"));
    let body = |stamp: &str, zone: &str| {
        format!(
            r#"{{"chart":{{"result":[{{"meta":{{"symbol":"META","dataGranularity":"1d",
            "exchangeTimezoneName":"{zone}"}},"timestamp":[{stamp}],
            "indicators":{{"quote":[{{"close":[1.5]}}]}}}}],"error":null}}}}"#
        )
    };
    // 2025-12-09 at 22:00 in New York, as the slip of a change of clocks leaves it.
    let late = at("2025-12-10T03:00:00Z").timestamp().to_string();
    let page = stored.vendor.parse(&Answer::of(200, body(&late, "America/New_York")), &chunk);
    assert_eq!(page.unwrap().bars[0].at, At::Day("2025-12-09".parse().unwrap()));
    let unnamed = stored.vendor.parse(&Answer::of(200, body(&late, "Mars/Base")), &chunk);
    assert!(unnamed.is_err());
    let never = body("99999999999999", "America/New_York");
    assert!(stored.vendor.parse(&Answer::of(200, never), &chunk).is_err());
}
