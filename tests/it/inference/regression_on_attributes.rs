use std::collections::BTreeMap;

use crate::support::simulated::event;
use eventstudy::abnormal::internals::CrossSection;
use eventstudy::inference::internals::{TestContext, regress};
use eventstudy::inference::{ErrorKind, RegressionResult, TestOptions};
use eventstudy::returns::Window;

const RESIDUALS: [f64; 6] = [0.01, -0.02, 0.015, -0.005, 0.01, -0.01];

fn attributes() -> BTreeMap<String, Vec<String>> {
    let texts = |values: &[&str]| values.iter().map(|v| (*v).to_owned()).collect();
    // The first row of the file is of an event that is not in the cross-section.
    BTreeMap::from([
        ("surprise".to_owned(), texts(&["9", "1", "2", "3", "4", "na", "5"])),
        ("sector".to_owned(), texts(&["x", "tech", "bank", "tech", "bank", "bank", "bank"])),
    ])
}

fn section(days: [usize; 6]) -> CrossSection {
    let window = Window::new(0, 0).unwrap();
    let mut section = CrossSection::new(window, &[]);
    for (i, car) in [0.01, 0.02, 0.035, 0.04, 0.9, 0.05].into_iter().enumerate() {
        section.push(&event(days[i], i, &RESIDUALS, &[car]));
    }
    section
}

fn run(days: [usize; 6], columns: &[&'static str]) -> RegressionResult {
    let (section, options) = (section(days), TestOptions::default());
    let context = TestContext::new(&section, &options);
    let sample = context.sample(Window::new(0, 0).unwrap()).unwrap();
    let attributes = attributes();
    let cells = |name: &&'static str| -> (&str, Vec<&str>) {
        (*name, attributes[*name][1..7].iter().map(String::as_str).collect())
    };
    regress(&sample, &columns.iter().map(cells).collect::<Vec<_>>())
}

#[test]
fn the_slope_by_hand_without_the_event_that_has_no_value() {
    // x = 1..5, y = 1, 2, 3.5, 4, 5 per cent: sum (x - 3)(y - 3.1) = 10, sum (x - 3)^2 = 10.
    let result = run([1, 2, 3, 4, 5, 6], &["surprise"]);
    assert_eq!(result.events_without_value, 1);
    assert_eq!(result.terms[1].name, "surprise");
    assert!((result.terms[1].coefficient - 0.01).abs() < 1e-14);
    assert!((result.terms[0].coefficient - 0.001).abs() < 1e-14);
    assert_eq!(result.terms[1].kind, ErrorKind::Hc3);
    assert!(result.cautions.iter().any(|c| c.contains("Prabhala")));
    let feasible = result.feasible.unwrap();
    assert!(feasible.truncated && feasible.tau_squared == 0.0);
}

#[test]
fn a_text_column_names_what_it_leaves_out() {
    let result = run([1, 2, 3, 4, 5, 6], &["sector", "surprise"]);
    let names: Vec<&str> = result.terms.iter().map(|t| t.name.as_str()).collect();
    assert_eq!(names, ["constant", "sector=tech", "surprise"]);
    assert_eq!(result.left_out_levels[0].level, "bank");
}

#[test]
fn few_dates_are_cautioned() {
    let result = run([1, 1, 2, 2, 3, 3], &["surprise"]);
    assert_eq!(result.terms[1].kind, ErrorKind::Cluster);
    assert!(result.cautions.iter().any(|c| c.contains("3 clusters")), "{:?}", result.cautions);
    let together = run([1; 6], &["surprise"]);
    assert_eq!(together.terms[1].kind, ErrorKind::Hc3);
    assert!(together.cautions[0].contains("one cluster"));
}
