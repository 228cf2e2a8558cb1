use crate::support::simulated::event;
use eventstudy::abnormal::internals::CrossSection;
use eventstudy::inference::internals::TestContext;
use eventstudy::inference::{TestId, TestOptions};
use eventstudy::returns::Window;
use eventstudy::study::internals::{Comparison, Flagged};
use eventstudy::study::many::internals::window_result;

const RESIDUALS: [f64; 6] = [0.01, -0.02, 0.015, -0.005, 0.01, -0.01];

fn day(t: i32) -> Window {
    Window::new(t, t).unwrap()
}

fn section() -> CrossSection {
    let mut section = CrossSection::new(Window::new(0, 1).unwrap(), &[Window::new(0, 1).unwrap()]);
    for (i, car) in [0.01, f64::NAN, 0.02, 0.09, 0.03].into_iter().enumerate() {
        section.push(&event(10 * i, i, &RESIDUALS, &[car, 0.01]));
    }
    section
}

fn rows(options: &TestOptions) -> Comparison<'_> {
    let part: &(dyn Fn(&[usize]) -> CrossSection + Sync) = &|events| section().subset(events);
    Comparison { window: day(0), tests: &[TestId::CrossSectionalT], options, part, tested: true }
}

#[test]
fn without_the_event_that_carries_the_mean() {
    let options = TestOptions::default();
    let row = rows(&options).without_most_influential(&section(), &|i| format!("no. {i}")).unwrap();
    assert!(row.choice.contains("no. 3"), "{}", row.choice);
    // 1, 2 and 3 per cent: mean 2, sd 1.
    assert_eq!(row.events, 3);
    assert!((row.mean.unwrap() - 0.02).abs() < 1e-15);
    assert!((row.standard_error.unwrap() - 0.01 / 3.0_f64.sqrt()).abs() < 1e-15);
    assert_eq!(row.tests.len(), 1);
    let few = section().subset(&[0, 2]);
    assert!(rows(&options).without_most_influential(&few, &|_| String::new()).is_none());
}

#[test]
fn flagged_events_are_counted_and_no_flag_is_no_row() {
    let options = TestOptions::default();
    let row = rows(&options)
        .without_flagged(
            &section(),
            &|i| i >= 3,
            Flagged { one: "event", several: "events dated without a time" },
        )
        .unwrap();
    assert_eq!((row.events, row.choice.as_str()), (2, "without 2 events dated without a time"));
    let untested = Comparison { tested: false, ..rows(&options) }
        .without_flagged(&section(), &|i| i >= 3, Flagged { one: "event", several: "events" })
        .unwrap();
    assert_eq!((untested.mean, untested.standard_error), (row.mean, row.standard_error));
    assert!(untested.tests.is_empty() && untested.events == row.events);
    assert!(
        rows(&options)
            .without_flagged(&section(), &|_| false, Flagged { one: "", several: "" })
            .is_none()
    );
    let none = rows(&options)
        .without_flagged(&section(), &|_| true, Flagged { one: "event", several: "events" })
        .unwrap();
    assert!(none.mean.is_none() && none.missing.is_some());
}

#[test]
fn other_windows_days_and_models_have_their_rows_or_reasons() {
    let options = TestOptions::default();
    let rows = rows(&options);
    let long = Window::new(0, 1).unwrap();
    let (section_of_two, options) = (section(), TestOptions::default());
    let context = TestContext::new(&section_of_two, &options);
    let results = [day(0), long].map(|w| window_result(&context, w, false).unwrap());
    let windows = rows.other_windows(&results);
    assert_eq!(windows.len(), 1);
    assert!((windows[0].mean.unwrap() - 0.0475).abs() < 1e-15);
    assert_eq!(windows[0].tests.len(), 1);
    assert_eq!(windows[0].missing, None);
    let shifted = rows.day_zero_shifted(&|shift| {
        if shift > 0 { Ok(section()) } else { Err("outside the calendar".into()) }
    });
    assert_eq!(shifted[0].missing.as_deref(), Some("outside the calendar"));
    assert_eq!(shifted[1].events, 4);
    let models = rows.other_models(&["market-model", "ff3"], &|id| {
        if id == "ff3" { Err("no factors".into()) } else { Ok(section()) }
    });
    assert_eq!((models[0].choice.as_str(), models[1].mean), ("market-model", None));
}
