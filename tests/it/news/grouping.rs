//! One story told several times: which pieces are the same, and which time counts.

use eventstudy::news::{NewsItem, NewsPrecision, group};
use proptest::prelude::*;

use super::stored::{all, at};

fn item(published: &str, headline: &str, url: &str) -> NewsItem {
    NewsItem {
        published: at(published),
        precision: NewsPrecision::Second,
        updated: None,
        tickers: vec!["META".parse().unwrap()],
        headline: headline.into(),
        source: "wire".into(),
        url: url.into(),
        id: String::new(),
        story: None,
        amendment: false,
    }
}

const STORY: &str = "Supplier says the avocado glasses are delayed to spring";

#[test]
fn the_same_address_is_the_same_story_however_late() {
    let first =
        item("2025-12-10T12:31:07Z", STORY, "https://www.example.com/a/b/?utm_source=x#top");
    let late =
        item("2025-12-10T18:00:00Z", "Quite another title", "http://EXAMPLE.com/a/b?ref=mail");
    let stories = group(vec![late.clone(), first.clone()]);
    assert_eq!(stories, std::slice::from_ref(&first));
    // What is read is told by the query there, and the front page has every story.
    let other = NewsItem { url: "https://example.com/a/b?id=2".into(), ..late.clone() };
    assert_eq!(group(vec![first.clone(), other]).len(), 2);
    let front = |i: NewsItem| NewsItem { url: "https://www.example.com/".into(), ..i };
    assert_eq!(group(vec![front(first), front(late)]).len(), 2);
}

#[test]
fn much_the_same_headline_within_ten_minutes_is_the_same_story() {
    let first = item("2025-12-10T12:31:07Z", STORY, "https://a.example/1");
    let like = "UPDATE: Supplier says avocado glasses are delayed to spring";
    let second = item("2025-12-10T12:41:07Z", like, "https://b.example/2");
    let after = item("2025-12-10T12:41:08Z", like, "https://b.example/2");
    let stories = group(vec![first.clone(), second.clone()]);
    assert_eq!(stories, std::slice::from_ref(&first));
    assert_eq!(group(vec![first.clone(), after]).len(), 2);
    let elsewhere = NewsItem { tickers: vec!["BABA".parse().unwrap()], ..second.clone() };
    assert_eq!(group(vec![first.clone(), elsewhere]).len(), 2);
    let unlike =
        item("2025-12-10T12:33:00Z", "Supplier says the sales of phones grew in spring", "");
    assert_eq!(group(vec![first.clone(), unlike]).len(), 2);
    // A piece with a date alone may be of any time of that date.
    let date = NewsPrecision::Date;
    let dated = |day: &str| NewsItem { precision: date, ..item(day, like, "https://c.example/3") };
    let stories = group(vec![first.clone(), dated("2025-12-10T12:00:00Z")]);
    assert_eq!(stories, std::slice::from_ref(&first));
    assert_eq!(group(vec![first.clone(), dated("2025-12-11T12:00:00Z")]).len(), 2);
    // Two words are too little to be alike by one of them.
    let short = |t: &str, h: &str| item(t, h, "");
    let two = [
        short("2025-12-10T12:33:00Z", "META halted"),
        short("2025-12-10T12:34:00Z", "META resumed"),
    ];
    assert_eq!(group(two.to_vec()).len(), 2);
}

#[test]
fn the_earliest_credible_time_counts_and_never_that_of_a_change() {
    let page = "https://a.example/1";
    let exact = NewsItem {
        updated: Some(at("2025-12-10T20:00:00Z")),
        ..item("2025-12-10T12:31:07Z", STORY, page)
    };
    let date =
        NewsItem { precision: NewsPrecision::Date, ..item("2025-12-10T00:00:00Z", STORY, page) };
    let crawled = NewsItem {
        precision: NewsPrecision::NoLaterThan,
        ..item("2025-12-10T12:45:00Z", STORY, page)
    };
    // A time after its own change cannot be that of the first publication.
    let odd = NewsItem {
        updated: Some(at("2025-12-09T00:00:00Z")),
        ..item("2025-12-10T11:00:00Z", STORY, page)
    };
    let stories = group(vec![crawled.clone(), date.clone(), odd, exact.clone()]);
    assert_eq!(stories.len(), 1);
    assert_eq!(stories[0].published, exact.published);
    assert_eq!(stories[0].precision, NewsPrecision::Second);
    assert_eq!(stories[0].updated, exact.updated);
    // Found by a crawler before the exact time of another copy: it was public by then.
    let earlier = NewsItem { published: at("2025-12-10T12:15:00Z"), ..crawled.clone() };
    let stories = group(vec![exact, earlier]);
    assert_eq!(stories[0].precision, NewsPrecision::NoLaterThan);
    assert_eq!(stories[0].published, at("2025-12-10T12:15:00Z"));
    // Where only dates are known, the first date stands.
    let next = NewsItem { published: at("2025-12-11T12:00:00Z"), ..date.clone() };
    assert_eq!(group(vec![next, date.clone()]), [date]);
}

#[test]
fn the_tickers_of_all_copies_are_kept() {
    let first = item("2025-12-10T12:31:07Z", STORY, "https://a.example/1");
    let tickers = vec!["BABA".parse().unwrap(), "META".parse().unwrap()];
    let second = NewsItem { tickers, ..item("2025-12-10T12:32:00Z", STORY, "") };
    let stories = group(vec![second, first]);
    let names: Vec<&str> = stories[0].tickers.iter().map(|t| t.as_str()).collect();
    assert_eq!(names, ["META", "BABA"]);
}

/// A firm's report and its amendment a day later are one story at the time of the report; an
/// amendment alone stays, and two reports of one day stay two.
#[test]
fn an_amended_filing_keeps_the_time_of_the_first() {
    let edgar = all().into_iter().find(|s| s.id() == "edgar").unwrap();
    let report = edgar.items(edgar.case("normal")).remove(0);
    let amended = edgar.items(edgar.case("amendment")).remove(0);
    assert!(amended.amendment && !report.amendment);
    let stories = group(vec![amended.clone(), report.clone()]);
    assert_eq!(stories.len(), 1);
    assert_eq!(stories[0].published, report.published);
    assert_eq!(stories[0].updated, Some(amended.published));
    assert_eq!(group(vec![amended.clone()]), [amended]);
    let other =
        NewsItem { id: "0001326801-25-000905".into(), url: String::new(), ..report.clone() };
    assert_eq!(group(vec![report, other]).len(), 2);
}

/// A story of two vendors: the address differs in what says who sent the reader.
#[test]
fn vendors_tell_the_same_story_once() {
    let of = |id: &str| {
        let stored = all().into_iter().find(|s| s.id() == id).unwrap();
        stored.items(stored.case("normal"))
    };
    let (alpaca, finnhub, rss) = (of("alpaca"), of("finnhub"), of("rss"));
    let came = alpaca.len() + finnhub.len() + rss.len();
    let together = group([alpaca, finnhub, rss].concat());
    let glasses: Vec<&NewsItem> =
        together.iter().filter(|i| i.headline.contains("Avocado Glasses")).collect();
    assert_eq!(glasses.len(), 1);
    assert_eq!(glasses[0].published, at("2025-12-10T12:31:07Z"));
    assert_eq!(together.len(), came - 2);
}

proptest! {
    #[test]
    fn grouping_loses_no_ticker_invents_no_time_and_does_not_depend_on_the_order(
        picks in proptest::collection::vec((0..40_i64, 0..4_usize, 0..4_usize, 0..3_usize, 0..4_usize), 0..12),
        turn in 0..12_usize,
    ) {
        let headlines = [STORY, "Supplier says avocado glasses delayed to spring", "Chip order grows", ""];
        let urls = ["https://a.example/1", "https://a.example/1?utm_x=1", "https://b.example/2", ""];
        let tickers = ["META", "BABA", "SPY"];
        let precisions = [NewsPrecision::Second, NewsPrecision::Minute, NewsPrecision::NoLaterThan, NewsPrecision::Date];
        let items: Vec<NewsItem> = picks.iter().enumerate().map(|(i, (minute, h, u, t, p))| NewsItem {
            published: at("2025-12-10T12:00:00Z") + chrono::TimeDelta::minutes(*minute),
            precision: precisions[*p],
            tickers: vec![tickers[*t].parse().unwrap()],
            id: format!("n{i}"),
            ..item("2025-12-10T12:00:00Z", headlines[*h], urls[*u])
        }).collect();
        let stories = group(items.clone());
        let mut turned = items.clone();
        if !turned.is_empty() {
            let by = turn % turned.len();
            turned.rotate_left(by);
        }
        prop_assert_eq!(&group(turned), &stories);
        for story in &stories {
            prop_assert!(items.iter().any(|i| i.id == story.id && i.published == story.published));
        }
        for ticker in tickers {
            let has = |list: &[NewsItem]| list.iter().any(|i| i.tickers.iter().any(|t| t.as_str() == ticker));
            prop_assert_eq!(has(&items), has(&stories));
        }
    }
}
