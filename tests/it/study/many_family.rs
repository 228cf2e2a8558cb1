use crate::support::simulated::{event, normal};
use eventstudy::abnormal::internals::CrossSection;
use eventstudy::inference::internals::TestContext;
use eventstudy::inference::{Outcome, TestId, TestOptions, TestResult};
use eventstudy::returns::Window;
use eventstudy::study::many::internals::{TestedWindows, window_result};
use eventstudy::study::many::{Family, Headline, WindowResult};

fn window(first: i32, last: i32) -> Window {
    Window::new(first, last).unwrap()
}

fn section(events: usize) -> CrossSection {
    let mut draw = normal(5);
    let mut section = CrossSection::new(window(0, 2), &[window(0, 2)]);
    for i in 0..events {
        let residuals: Vec<f64> = (0..60).map(|_| 0.01 * draw()).collect();
        let abnormal: Vec<f64> = (0..3).map(|_| 0.01 * draw()).collect();
        section.push(&event(100 * i, i, &residuals, &abnormal));
    }
    section
}

fn family(events: usize, p_values: &[f64]) -> Family {
    let (section, options) = (section(events), TestOptions::default());
    let context = TestContext::new(&section, &options);
    let of = |w: Window, p: f64| {
        let mut result = window_result(&context, w, false).unwrap();
        let test = TestResult { p_value: p, ..TestResult::normal(TestId::Bmp, 1.0, events) };
        result.tests = vec![Outcome::Applies(test)];
        result
    };
    let windows: Vec<WindowResult> =
        [window(0, 2), window(0, 0)].into_iter().zip(p_values).map(|(w, p)| of(w, *p)).collect();
    let headline = Headline { tests: vec![TestId::Bmp, TestId::GrankT], reason: String::new() };
    let sample = TestedWindows { windows: &windows, headline: &headline };
    Family::new(&context, sample, &[], false)
}

/// Two p-values and two tests that do not apply: the family has four members all the same.
#[test]
fn tests_that_do_not_apply_stay_in_the_family() {
    let family = family(30, &[0.01, 0.02]);
    let of = |i: usize| &family.members[i];
    assert_eq!(family.members.len(), 4);
    assert!(family.declared.starts_with("4 tests: 2 windows with 2 headline tests"));
    assert_eq!((of(0).p_value, of(1).p_value), (Some(0.01), None));
    // Holm: 4 x .01, then 3 x .02; BH: min(4/1 x .01, 4/2 x .02) and 4/2 x .02.
    assert!((of(0).holm - 0.04).abs() < 1e-15 && (of(2).holm - 0.06).abs() < 1e-15);
    assert!((of(0).benjamini_hochberg - 0.04).abs() < 1e-15);
    assert!((of(2).benjamini_hochberg - 0.04).abs() < 1e-15);
    // 1 + 1/2 + 1/3 + 1/4 = 25/12.
    assert!((of(0).benjamini_yekutieli - 0.04 * 25.0 / 12.0).abs() < 1e-15);
    assert_eq!(of(1).holm, 1.0);
    assert_eq!(family.step_down.len(), 2);
    assert!(family.step_down.iter().all(|s| s.p_adjusted >= s.p_single));
}

#[test]
fn without_joint_signs_the_reason_is_said() {
    let family = family(1, &[0.5, 0.5]);
    assert!(family.step_down.is_empty() && family.no_step_down.is_some());
}
