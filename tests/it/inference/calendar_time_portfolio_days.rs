use crate::support::simulated::normal;
use eventstudy::inference::RegressionError;
use eventstudy::inference::internals::calendar_time;
use eventstudy::inference::internals::{CalendarTimeInput, HeldEvent};
use eventstudy::returns::{SessionSeries, Window};

fn series(values: &[f64]) -> SessionSeries<'_> {
    SessionSeries { first: 0, values }
}

fn input<'a>(events: &'a [HeldEvent<'a>], market: &'a [f64]) -> CalendarTimeInput<'a> {
    CalendarTimeInput {
        events,
        window: Window::new(0, 1).unwrap(),
        market: series(market),
        factors: &[],
        risk_free: None,
        minimum_firms: 1,
        weight_days: false,
    }
}

#[test]
fn who_is_held_when_by_hand() {
    let (a, b) = ([0.01, 0.02, 0.03, 0.04, 0.05], [0.10, f64::NAN, 0.30, 0.40, 0.50]);
    let market = [0.0, 0.01, -0.01, 0.02, 0.0];
    let event = |firm, day_zero, values| HeldEvent {
        firm,
        day_zero,
        returns: series(values),
        weight: if firm == 0 { 3.0 } else { 1.0 },
    };
    // Firm 0 twice, its windows overlapping on day 2; firm 1 has no return on day 1.
    let events = [event(0, 1, &a), event(0, 2, &a), event(1, 1, &b), event(1, 3, &b)];
    let (days, left_out) = input(&events, &market).days();
    assert_eq!(left_out, 0);
    let held: Vec<(usize, usize, f64)> =
        days.iter().map(|d| (d.session, d.held.len(), d.excess)).collect();
    let mean = |x: f64, y: f64| (3.0 * x + y) / 4.0;
    let want = [(1, 1, 0.02), (2, 2, mean(0.03, 0.3)), (3, 2, mean(0.04, 0.4)), (4, 1, 0.5)];
    for (held, want) in held.iter().zip(want) {
        assert_eq!((held.0, held.1), (want.0, want.1));
        assert!((held.2 - want.2).abs() < 1e-15);
    }
    let two = CalendarTimeInput { minimum_firms: 2, ..input(&events, &market) };
    assert_eq!((two.days().0.len(), two.days().1), (2, 2));
    let no_rate = [f64::NAN; 5];
    let without = CalendarTimeInput { risk_free: Some(series(&no_rate)), ..two };
    assert!(matches!(calendar_time(&without), Err(RegressionError::TooFewEvents { .. })));
}

#[test]
fn an_effect_on_every_day_of_the_window_is_found_and_no_other() {
    let mut draw = normal(11);
    let market: Vec<f64> = (0..600).map(|_| 0.01 * draw()).collect();
    let returns = |effect: f64, days: &[usize], draw: &mut dyn FnMut() -> f64| -> Vec<f64> {
        let held = |d: usize| days.iter().any(|z| *z == d || z + 1 == d);
        (0..600)
            .map(|d| 1.2 * market[d] + 0.01 * draw() + if held(d) { effect } else { 0.0 })
            .collect()
    };
    let days: Vec<usize> = (0..100).map(|k| 5 * k + 20).collect();
    for effect in [0.0, 0.01] {
        let firm = returns(effect, &days, &mut draw);
        let events: Vec<HeldEvent<'_>> = days
            .iter()
            .map(|d| HeldEvent { firm: 0, day_zero: *d, returns: series(&firm), weight: 1.0 })
            .collect();
        let found = calendar_time(&input(&events, &market)).unwrap();
        assert_eq!((found.days, found.lags), (200, 4));
        let error = found.newey_west_standard_error.unwrap();
        assert!((found.alpha - effect).abs() < 3.0 * error, "{found:?}");
        assert_eq!(found.p_value.unwrap() < 0.001, effect > 0.0);
        assert!((found.betas[0] - 1.2).abs() < 0.3);
        let weighted = CalendarTimeInput { weight_days: true, ..input(&events, &market) };
        assert!((calendar_time(&weighted).unwrap().alpha - found.alpha).abs() < 1e-14);
    }
}
