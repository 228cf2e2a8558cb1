//! Pictures of a study of many events: well-formed, complete, the same every time, and drawn
//! whatever the events are.

use std::sync::LazyLock;

use eventstudy::report::chart::{Page, SAMPLE_FIGURES, sample_figures, sample_page};
use eventstudy::study::many::CrossSectionResults;

use crate::support::made_up_results::{Sketch, window};
use crate::support::pictures::{tree, walk};

static MANY: LazyLock<CrossSectionResults> = LazyLock::new(|| {
    let groups = ["Energy", "Health care", "Transport, logistics and warehousing"];
    Sketch {
        events: 400,
        effect: 0.012,
        wild_every: 40,
        missing: 0.01,
        groups: groups.map(String::from).to_vec(),
        ..Sketch::default()
    }
    .results()
});
static PAGE: LazyLock<Page> = LazyLock::new(|| sample_page(&MANY).unwrap());
static SINGLE: LazyLock<Vec<(&'static str, Page)>> =
    LazyLock::new(|| sample_figures(&MANY).unwrap());

/// Everything but the stamp lies on the picture, and every number is one.
fn assert_sound(what: &str, svg: &str) {
    let tree = tree(svg);
    let (width, height) = (tree.size().width(), tree.size().height());
    let mut found = 0;
    walk(tree.root(), &mut |node| {
        let (words, area) = match node {
            usvg::Node::Text(text) => {
                let words: String = text.chunks().iter().map(|c| c.text()).collect();
                (words, text.abs_bounding_box())
            }
            usvg::Node::Path(path) => ("a shape".to_owned(), path.abs_bounding_box()),
            _ => return,
        };
        found += 1;
        // Half a pixel of rounding.
        let inside = area.left() >= -0.5
            && area.top() >= -0.5
            && area.right() <= width + 0.5
            && area.bottom() <= height + 0.5;
        assert!(words == "SIMULATED DATA" || inside, "{what}: {words:?} lies at {area:?}");
    });
    assert!(found > 20, "{what}: {found} marks");
    for tag in svg.split('<').filter_map(|t| t.split_once('>')) {
        assert!(!tag.0.contains("NaN") && !tag.0.contains("inf"), "{what}: {}", tag.0);
        assert!(!tag.1.contains("NaN"), "{what}: {}", tag.1);
    }
}

fn assert_says(svg: &str, all: &[&str]) {
    for words in all {
        assert!(svg.contains(words), "the picture lacks {words:?}");
    }
}

#[test]
fn the_page_has_the_answer_every_figure_and_the_source() {
    assert_sound("page", &PAGE.svg);
    assert_says(
        &PAGE.svg,
        &[
            "What the market did around 400 events",
            "95% interval",
            "Cumulative average abnormal return",
            "Average abnormal return by day",
            "Distribution of cumulative abnormal returns",
            "Cumulative abnormal returns of the events",
            "Mean cumulative abnormal return by industry",
            "Does the headline depend on our choices?",
            "Why these tests:",
            "the data has no factors",
            "ledger of exclusions: no data 12, overlap 3",
            "drawn from seed 7",
            "SIMULATED DATA",
        ],
    );
    assert!(!PAGE.svg.contains('\u{2026}'), "a text is cut");
}

#[test]
fn each_figure_is_a_picture_of_its_own_with_its_source() {
    let names: Vec<&str> = SINGLE.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, SAMPLE_FIGURES.iter().map(|f| f.name).collect::<Vec<_>>());
    for (name, picture) in SINGLE.iter() {
        assert_sound(name, &picture.svg);
        assert_says(&picture.svg, &["SIMULATED DATA", "drawn from seed 7", "market model"]);
        assert!(!picture.svg.contains('\u{2026}'), "a text of {name} is cut");
        let size = tree(&picture.svg).size();
        let number = |at: usize| u32::from_be_bytes(picture.png[at..at + 4].try_into().unwrap());
        let twice = (2.0 * size.width(), 2.0 * size.height());
        assert_eq!((number(16) as f32, number(20) as f32), twice);
    }
}

#[test]
fn the_numbers_are_those_of_the_results() {
    let headline = &MANY.windows[0];
    let per_cent =
        |v: f64| format!("{}{:.2}", if v < 0.0 { '\u{2212}' } else { '+' }, 100.0 * v.abs());
    let (mean, median) = (headline.mean.unwrap(), headline.median.unwrap());
    let figure = |name: &str| &SINGLE.iter().find(|(n, _)| *n == name).unwrap().1.svg;
    assert_says(figure("caar"), &[&format!("day 0: CAAR {}%", per_cent(mean))]);
    assert_says(
        figure("distribution"),
        &[
            &format!("mean {}%", per_cent(mean)),
            &format!("median {}%", per_cent(median)),
            " above ",
        ],
    );
    let group = MANY.groups[2].windows[0].mean.unwrap();
    assert_says(figure("forest"), &[&format!("{} [", per_cent(group)), "Transport, logistics"]);
    let day = MANY.days[10].mean.unwrap();
    assert_says(figure("aar"), &[&format!("{}%", per_cent(day))]);
    let end = MANY.path.last().unwrap().median.unwrap();
    assert_says(figure("spaghetti"), &[&format!("median {}%", per_cent(end)), "150 of the 400"]);
}

#[test]
fn the_same_results_give_the_same_bytes() {
    let again = sample_page(&MANY).unwrap();
    assert!(again.svg == PAGE.svg && again.png == PAGE.png);
}

#[test]
fn real_data_is_not_stamped() {
    let mut results = Sketch { events: 12, ..Sketch::default() }.results();
    results.provenance.simulated = false;
    results.provenance.data = "a file of bars".to_owned();
    let page = sample_page(&results).unwrap();
    assert!(!page.svg.contains("SIMULATED"));
    assert_says(&page.svg, &["Data: a file of bars", "event by event"]);
}

#[test]
fn events_on_one_date_warn_of_the_intervals() {
    let results = Sketch { events: 40, one_date: true, ..Sketch::default() }.results();
    let (_, caar) = sample_figures(&results).unwrap().swap_remove(0);
    assert_says(&caar.svg, &["All events share one day 0"]);
}

#[test]
fn degenerate_samples_are_drawn_and_say_what_is_missing() {
    let cases = [
        ("no event", Sketch { events: 0, ..Sketch::default() }),
        ("one event", Sketch { events: 1, ..Sketch::default() }),
        ("no spread", Sketch { events: 5, sigma: 0.0, ..Sketch::default() }),
        ("no move", Sketch { events: 5, sigma: 0.0, effect: 0.0, ..Sketch::default() }),
        ("no bars", Sketch { events: 3, missing: 1.0, ..Sketch::default() }),
        ("huge", Sketch { events: 6, effect: 1e6, ..Sketch::default() }),
    ];
    for (what, sketch) in cases {
        let page = sample_page(&sketch.results()).unwrap();
        assert_sound(what, &page.svg);
        let said = match what {
            "no event" | "no bars" => "No event has abnormal returns of the event window.",
            "huge" => "95% interval",
            _ => "There is no band",
        };
        assert_says(&page.svg, &[said]);
    }
}

#[test]
fn without_windows_days_and_rows_the_page_says_so() {
    let mut results = Sketch { events: 40, ..Sketch::default() }.results();
    results.windows.clear();
    results.days.clear();
    results.path.clear();
    results.sensitivity.clear();
    let page = sample_page(&results).unwrap();
    assert_sound("empty", &page.svg);
    assert_says(&page.svg, &["NOT TESTABLE", "There is no headline window."]);
}

#[test]
fn hostile_and_very_long_names_stay_in_their_place() {
    let mut results = MANY.clone();
    results.groups[0].value = "<script>alert(1)</script> \u{202e}ecart".to_owned();
    results.groups[1].value = "W".repeat(400);
    results.groups[2].value = "\u{633}\u{647}\u{645}".to_owned();
    results.sensitivity[0].choice = "M".repeat(300);
    results.sensitivity[1].mean = None;
    results.sensitivity[1].missing = Some("reason ".repeat(80));
    results.provenance.data = "source ".repeat(200);
    let page = sample_page(&results).unwrap();
    assert_sound("hostile", &page.svg);
    assert!(!page.svg.contains("<script") && !page.svg.contains('\u{202e}'));
}

#[test]
fn a_picture_does_not_grow_with_the_number_of_events() {
    let mut results = Sketch { events: 200, ..Sketch::default() }.results();
    let few = sample_page(&results).unwrap().svg.len();
    results.section = Sketch { events: 6_000, ..Sketch::default() }.section(&results.spec);
    results.events = Vec::new();
    results.windows[0].window = window(0, 0);
    let many = sample_page(&results).unwrap().svg.len();
    assert!(many < few + few / 4, "{few} and {many} bytes");
}
