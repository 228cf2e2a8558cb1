use crate::support::simulated::normal;
use eventstudy::inference::Outcome;
use eventstudy::inference::internals::{CalendarTimeInput, HeldEvent, standardised_calendar_time};
use eventstudy::returns::{SessionSeries, Window};

/// Twelve events on days of their own; the firm moves by `0.02` in turns of sign beside them.
fn run(effect: f64) -> Outcome {
    let mut draw = normal(5);
    let market: Vec<f64> = (0..400).map(|_| 0.01 * draw()).collect();
    let days: Vec<usize> = (0..12).map(|k| 70 + 25 * k).collect();
    let firm: Vec<f64> = (0..400)
        .map(|d| market[d] + 0.01 * draw() + if days.contains(&d) { effect } else { 0.0 })
        .collect();
    let held: Vec<HeldEvent<'_>> = days
        .iter()
        .map(|d| HeldEvent {
            firm: 0,
            day_zero: *d,
            returns: SessionSeries { first: 0, values: &firm },
            weight: 1.0,
        })
        .collect();
    standardised_calendar_time(&CalendarTimeInput {
        events: &held,
        window: Window::new(0, 0).unwrap(),
        market: SessionSeries { first: 0, values: &market },
        factors: &[],
        risk_free: None,
        minimum_firms: 1,
        weight_days: false,
    })
}

#[test]
fn an_effect_is_found_and_nothing_is_not() {
    let (none, some) = (run(0.0), run(0.03));
    assert!(none.p_value().unwrap() > 0.05, "{none:?}");
    assert!(some.p_value().unwrap() < 0.001, "{some:?}");
    assert_eq!(some.result().unwrap().observations, 12);
}
