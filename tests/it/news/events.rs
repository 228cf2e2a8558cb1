//! News as an events file: what is written is what `--events` reads.

use std::path::Path;

use eventstudy::event::{Announcements, Published};
use eventstudy::news::{NewsItem, NewsPrecision, events_csv};

use super::stored::at;

fn item(published: &str, precision: NewsPrecision, headline: &str) -> NewsItem {
    NewsItem {
        published: at(published),
        precision,
        updated: None,
        tickers: vec!["META".parse().unwrap(), "BABA".parse().unwrap()],
        headline: headline.into(),
        source: "wire".into(),
        url: "https://a.example/1".into(),
        id: "7".into(),
        story: None,
        amendment: false,
    }
}

#[test]
fn every_precision_and_every_headline_survives() {
    let items = [
        item("2025-12-10T12:31:07Z", NewsPrecision::Second, "Glasses, \"avocado\": delayed\nagain"),
        NewsItem {
            updated: Some(at("2025-12-10T18:00:00Z")),
            ..item("2025-12-10T12:31:00Z", NewsPrecision::Minute, "=HYPERLINK(1)")
        },
        item("2025-12-10T12:40:00Z", NewsPrecision::NoLaterThan, "النظارات 眼镜"),
        item("2025-12-11T12:00:00Z", NewsPrecision::Date, "Glasses on a date"),
    ];
    let bytes = events_csv(&items);
    let table = Announcements::from_csv(Path::new("news.csv"), &bytes).unwrap();
    assert!(table.rejected.is_empty(), "{:?}", table.rejected);
    assert_eq!(table.len(), 2 * items.len());
    let wanted: [Published; 4] = [
        "2025-12-10T12:31:07Z".parse().unwrap(),
        "2025-12-10T12:31Z".parse().unwrap(),
        "<=2025-12-10T12:40:00Z".parse().unwrap(),
        "2025-12-11".parse().unwrap(),
    ];
    for (i, published) in wanted.iter().enumerate() {
        for pair in [2 * i, 2 * i + 1] {
            assert_eq!(&table.published[pair], published);
            assert_eq!(table.attributes["url"][pair], "https://a.example/1");
            assert_eq!(table.attributes["vendor_id"][pair], "7");
            assert_eq!(table.attributes["source"][pair], "wire");
        }
    }
    assert_eq!(table.headlines[0], "Glasses, \"avocado\": delayed again");
    assert_eq!(table.headlines[4], "النظارات 眼镜");
    assert_eq!(table.attributes["updated"][2], "2025-12-10T18:00:00Z");
    let tickers: Vec<&str> = (0..2).map(|pair| table.ticker(pair).as_str()).collect();
    assert_eq!(tickers, ["META", "BABA"]);
    // The events can be studied: every id is one.
    assert_eq!(table.events().unwrap().len(), items.len());
}

#[test]
fn ids_are_the_same_every_time_and_different_for_every_story() {
    let story =
        item("2025-12-10T12:31:07Z", NewsPrecision::Second, "Glasses delayed to next spring");
    let other = NewsItem { id: "8".into(), ..story.clone() };
    let same = events_csv(std::slice::from_ref(&story));
    assert_eq!(same, events_csv(std::slice::from_ref(&story)));
    let text = String::from_utf8(same).unwrap();
    assert!(text.contains("\n2025-12-10-glasses-delayed-to-next-spring-"), "{text}");
    let twice = String::from_utf8(events_csv(&[story.clone(), other, story])).unwrap();
    let mut ids: Vec<&str> = twice.lines().skip(1).map(|l| l.split(',').next().unwrap()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 3, "{twice}");
}
