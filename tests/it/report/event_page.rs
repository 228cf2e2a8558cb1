//! The page of an event: well-formed, complete, the same every time, and safe against its input.

use std::sync::LazyLock;

use eventstudy::event::Text;
use eventstudy::prelude::*;
use eventstudy::report::Language;
use eventstudy::report::chart::{Page, page};

use crate::support::pictures::{tree, walk};

static CALENDAR: LazyLock<TradingCalendar> = LazyLock::new(TradingCalendar::new_york);
static RESULTS: LazyLock<StudyResults> = LazyLock::new(|| {
    let catalog = Catalog::bundled().unwrap();
    let event = catalog.get("meta-avocado").unwrap().clone();
    let spec = StudySpec::default();
    let prices =
        Prices::bundled_sample(&spec.tickers_of(std::slice::from_ref(&event)), &CALENDAR).unwrap();
    Study::new(spec, &CALENDAR).with_known_events(catalog.events()).run(&[event], &prices).unwrap()
});
static ENGLISH: LazyLock<Page> = LazyLock::new(|| drawn(&RESULTS, Language::English));

fn drawn(results: &StudyResults, language: Language) -> Page {
    page(&results.events[0], &results.provenance, &CALENDAR, language).unwrap()
}

/// The page with another headline.
fn with_headline(headline: &str, language: Language) -> Page {
    let mut results = RESULTS.clone();
    results.events[0].event.headline = Text::english(headline);
    drawn(&results, language)
}

/// Every text that is not the stamp lies on the page.
fn assert_nothing_is_cut_off(svg: &str) {
    let tree = tree(svg);
    let mut found = 0;
    let mut visit = |node: &usvg::Node| {
        let usvg::Node::Text(text) = node else { return };
        let words = text.chunks().iter().map(|c| c.text()).collect::<String>();
        let area = text.abs_bounding_box();
        if words != "SIMULATED DATA" {
            let inside = area.left() >= 0.0
                && area.top() >= 0.0
                && area.right() <= tree.size().width()
                && area.bottom() <= tree.size().height();
            assert!(inside, "{words:?} lies at {area:?}");
        }
        found += 1;
    };
    walk(tree.root(), &mut visit);
    assert!(found > 10);
}

#[test]
fn the_page_is_well_formed_and_says_what_it_is_about() {
    assert_nothing_is_cut_off(&ENGLISH.svg);
    for words in [
        "Alibaba&apos;s",
        "META",
        "BABA",
        "SIMULATED DATA",
        "WITHIN NOISE",
        "day 0 is Wednesday 2025-12-10",
    ] {
        assert!(ENGLISH.svg.contains(words), "the page lacks {words:?}");
    }
    for words in ["NaN", "inf"] {
        let figures =
            ENGLISH.svg.split('<').filter_map(|tag| tag.split_once('>')).map(|(tag, _)| tag);
        assert!(figures.into_iter().all(|tag| !tag.contains(words)), "a place is {words}");
    }
}

#[test]
fn the_png_is_the_page_at_twice_its_size() {
    let png = &ENGLISH.png;
    assert_eq!(png[..8], *b"\x89PNG\r\n\x1a\n");
    let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
    let size = tree(&ENGLISH.svg).size();
    assert_eq!((number(16) as f32, number(20) as f32), (2.0 * size.width(), 2.0 * size.height()));
}

#[test]
fn the_same_results_give_the_same_bytes() {
    let again = drawn(&RESULTS, Language::English);
    assert!(again.svg == ENGLISH.svg && again.png == ENGLISH.png);
}

#[test]
fn an_arabic_headline_is_isolated_and_ends_at_the_right() {
    let page = drawn(&RESULTS, Language::Arabic);
    assert_nothing_is_cut_off(&page.svg);
    let headline = page.svg.lines().find(|l| l.contains("ميتا")).expect("the headline is there");
    assert!(headline.contains(">\u{2067}") && headline.contains("\u{2069}<"), "{headline}");
    assert!(headline.contains(r#"text-anchor="end""#), "{headline}");
}

#[test]
fn a_real_page_is_not_stamped() {
    let mut results = RESULTS.clone();
    results.provenance.simulated = false;
    results.provenance.data = "a file".to_owned();
    assert!(!drawn(&results, Language::English).svg.contains("SIMULATED"));
}

#[test]
fn a_hostile_headline_is_only_text() {
    let page = with_headline(
        "<script>alert(1)</script>&\"'\u{0}\u{1b}[31m\u{202e}evil\u{2067}\u{ffff}",
        Language::English,
    );
    assert!(page.svg.contains("&lt;script&gt;alert(1)&lt;/script&gt;&amp;&quot;&apos;"));
    assert!(!page.svg.contains("<script"));
    for mark in ['\u{0}', '\u{1b}', '\u{202e}', '\u{2067}', '\u{ffff}'] {
        assert!(!page.svg.contains(mark), "{mark:?} got through");
    }
    assert_nothing_is_cut_off(&page.svg);
}

#[test]
fn a_word_of_five_hundred_letters_stays_on_the_page() {
    for headline in ["W".repeat(500), "\u{639}".repeat(500), "\u{4e2d}".repeat(500), String::new()]
    {
        assert_nothing_is_cut_off(&with_headline(&headline, Language::Arabic).svg);
    }
}

#[test]
fn any_number_of_tickers_fits() {
    for count in [0, 1, 3, 6] {
        let mut results = RESULTS.clone();
        let firms = results.events[0].firms.clone();
        results.events[0].firms = firms.iter().cycle().take(count).cloned().collect();
        let page = drawn(&results, Language::English);
        assert_nothing_is_cut_off(&page.svg);
        assert_eq!(page.svg.contains("2 more are in the tables"), count == 6);
    }
}

#[test]
fn parts_that_are_missing_are_said_to_be() {
    let mut results = RESULTS.clone();
    let event = &mut results.events[0];
    event.claims.clear();
    event.firms[0].intraday = None;
    event.firms[1].daily = None;
    event.firms[1].legs = None;
    event.firms[1].answer.more_than_noise = None;
    event.firms[1].answer.path_more_than_noise = None;
    event.firms[1].answer.abnormal = None;
    let page = drawn(&results, Language::English);
    assert_nothing_is_cut_off(&page.svg);
    for words in [
        "META has no intraday study",
        "No daily study of BABA",
        "BABA has no prices of day 0",
        "NOT TESTABLE",
    ] {
        assert!(page.svg.contains(words), "the page lacks {words:?}");
    }
    results.events[0].timing = None;
    drawn(&results, Language::English);
}

#[test]
fn a_price_that_never_moved_has_an_axis() {
    let mut results = RESULTS.clone();
    for firm in &mut results.events[0].firms {
        let intraday = firm.intraday.as_mut().unwrap();
        for point in &mut intraday.path {
            point.raw = point.raw.map(|_| 0.0);
            point.abnormal = Some(f64::NAN);
        }
        intraday.raw = None;
        for leg in &mut firm.legs.as_mut().unwrap().legs {
            (leg.log, leg.simple, leg.abnormal) = (Some(0.0), Some(0.0), Some(f64::INFINITY));
        }
        for sum in &mut firm.daily.as_mut().unwrap().path {
            (sum.value, sum.standard_error) = (0.0, 0.0);
        }
    }
    let page = drawn(&results, Language::English);
    assert_nothing_is_cut_off(&page.svg);
    assert!(!page.svg.contains("NaN") && !page.svg.contains("inf%"));
}
