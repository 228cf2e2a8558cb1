//! The page and the terminal speak of the thing that their verdict is about, and name their models.

use std::sync::LazyLock;

use eventstudy::prelude::*;
use eventstudy::report::chart::page;
use eventstudy::report::{Language, terminal};
use eventstudy::returns::Window;

use crate::support::made_up_prices::event;
use crate::support::plain_words::plain_words;

static CALENDAR: LazyLock<TradingCalendar> = LazyLock::new(TradingCalendar::new_york);

/// A story of the bundled sample whose half hour is more than noise and whose day is not.
fn study(spec: StudySpec) -> StudyResults {
    let event = event("a", "2025-12-10T09:05-05:00", &["BABA"]);
    let wanted = spec.tickers_of(std::slice::from_ref(&event));
    let prices = Prices::bundled_sample(&wanted, &CALENDAR).unwrap();
    Study::new(spec, &CALENDAR).run(&[event], &prices).unwrap()
}

fn text(results: &StudyResults) -> String {
    plain_words(&terminal::summary(results, &CALENDAR, Language::English))
}

/// Under the verdict on the half hour stands the half hour in its own noise, beside the day in its
/// own; and each figure says which model its abnormal returns are by.
#[test]
fn the_card_shows_what_its_heading_speaks_of_and_each_figure_names_its_model() {
    let model = "constant-mean".to_owned();
    let results = study(StudySpec { model, ..StudySpec::default() });
    let answer = &results.events[0].firms[0].answer;
    assert_eq!(
        (answer.more_than_noise, answer.half_hour_more_than_noise),
        (Some(false), Some(true))
    );
    let (low, high) = answer.half_hour_noise.unwrap();
    let half_hour = answer.first_half_hour.unwrap();
    assert!(low == -high && high < half_hour, "{low} {high} {half_hour}");
    let (low, high) = answer.noise.unwrap();
    assert!(low < answer.abnormal.unwrap() && answer.abnormal.unwrap() < high);

    let svg = page(&results.events[0], &results.provenance, &CALENDAR, Language::English).unwrap();
    let svg = svg.svg;
    assert!(svg.contains("DAY WITHIN NOISE, HALF HOUR MORE THAN NOISE"));
    let bounds = [answer.half_hour_noise.unwrap().1.exp_m1(), high];
    for bound in bounds.map(|b| format!(">+{:.2}%<", 100.0 * b)) {
        assert!(svg.contains(&bound), "the card lacks {bound}");
    }
    for words in [
        "constant mean",
        "Abnormal: log market model on SPY",
        "Abnormal: market model of the same clock on SPY",
        "Sum of abnormal returns (constant mean)",
        "the daily abnormal returns are by the model constant mean",
    ] {
        assert!(svg.contains(words), "the page lacks {words:?}");
    }
    let words = text(&results);
    for part in [
        "(constant mean)",
        "abnormal legs: log market model on SPY",
        "(market model of the same clock on SPY)",
        "the daily abnormal returns are by the model constant mean",
    ] {
        assert!(words.contains(part), "no `{part}` in {words}");
    }
}

/// A p-value of two days is not one of the day.
#[test]
fn a_headline_window_is_not_called_the_day() {
    let car_windows = vec![Window::new(0, 1).unwrap(), Window::new(0, 0).unwrap()];
    let results = study(StudySpec { car_windows, ..StudySpec::default() });
    let answer = &results.events[0].firms[0].answer;
    let words = text(&results);
    let line =
        format!("the window [0,+1]: within noise (permutation p {:.3})", answer.p_value.unwrap());
    assert!(words.contains(&line), "no `{line}` in {words}");
    assert!(!words.contains("the day: "), "{words}");
    let daily = results.events[0].firms[0].daily.as_ref().unwrap();
    let expected: f64 = daily
        .bars
        .iter()
        .filter(|b| [0, 1].contains(&b.bar.t))
        .filter_map(|b| b.bar.expected)
        .sum();
    let expected = format!("expected over [0,+1] {:+.2}%", 100.0 * expected);
    assert!(words.contains(&expected), "no `{expected}` in {words}");
    let svg = page(&results.events[0], &results.provenance, &CALENDAR, Language::English).unwrap();
    assert!(svg.svg.contains("[0,+1] WITHIN NOISE, HALF HOUR MORE THAN NOISE"));
}
