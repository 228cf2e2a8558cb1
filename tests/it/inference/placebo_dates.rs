use crate::support::simulated::{event, normal};
use eventstudy::abnormal::internals::CrossSection;
use eventstudy::inference::internals::PlaceboPlan;
use eventstudy::inference::internals::{Movement, mean, placebo_dates, standard_deviation};
use eventstudy::inference::{Outcome, Reference};
use eventstudy::returns::Window;

fn window(first: i32, last: i32) -> Window {
    Window::new(first, last).unwrap()
}

fn plan<'a>(events: &'a [(usize, usize)], movement: Movement) -> PlaceboPlan<'a> {
    PlaceboPlan {
        events,
        window: window(-1, 1),
        shifts: window(-200, -10),
        movement,
        draws: 199,
        seed: 7,
    }
}

#[test]
fn events_of_a_date_move_together_and_keep_clear_of_events() {
    let events = [(0, 500), (1, 500), (2, 500), (0, 450), (3, 430)];
    for movement in [Movement::Dates, Movement::All] {
        for draw in 0..300 {
            let Some(days) = plan(&events, movement).days(draw) else { continue };
            let shift = |i: usize| days[i].1 as i64 - events[i].1 as i64;
            assert!(shift(0) == shift(1) && shift(1) == shift(2));
            assert!((-200..=-10).contains(&shift(3)));
            if movement == Movement::All {
                assert_eq!(shift(0), shift(4));
            }
            for &(firm, day) in &days {
                for &(other, at) in &events {
                    assert!(firm != other || day.abs_diff(at) >= 3, "{firm} {day}");
                }
            }
            assert!(days[0].1.abs_diff(days[3].1) >= 3);
        }
    }
}

#[test]
fn the_same_days_count_once() {
    let events = [(0, 500)];
    let few = PlaceboPlan { shifts: window(-40, -11), ..plan(&events, Movement::All) };
    let drawn = few.all_days();
    assert_eq!((drawn.days.len(), drawn.repeated, drawn.no_free_days), (30, 169, 0));
}

#[test]
fn a_seed_is_a_result_and_another_is_another() {
    let events = [(0, 500), (1, 450)];
    let base = plan(&events, Movement::Dates);
    assert_eq!(base.days(3), base.days(3));
    assert_ne!(base.days(3), base.days(4));
    assert_ne!(base.days(3), PlaceboPlan { seed: 8, ..base }.days(3));
}

/// Twenty firms of noise; `shock` is on their event days.
fn outcome(shock: f64, refuse: bool) -> Outcome {
    let mut draw = normal(3);
    let mut series: Vec<Vec<f64>> =
        (0..20).map(|_| (0..600).map(|_| 0.01 * draw()).collect()).collect();
    let events: Vec<(usize, usize)> = (0..20).map(|f| (f, 400 + 5 * f)).collect();
    for &(firm, day) in &events {
        series[firm][day] += shock;
    }
    let measure = |days: &[(usize, usize)]| {
        let mut section = CrossSection::new(window(0, 0), &[]);
        for &(firm, day) in days {
            section.push(&event(
                day,
                firm,
                &series[firm][day - 60..day - 5],
                &series[firm][day..=day],
            ));
        }
        Some(section)
    };
    let refit = |days: &[(usize, usize)]| {
        if refuse && days[0].1.is_multiple_of(2) { None } else { measure(days) }
    };
    let t = |section: &CrossSection| {
        let cars: Vec<f64> = (0..section.len()).map(|i| section.car(i, 0)).collect();
        Some(mean(&cars) / standard_deviation(&cars)?)
    };
    let plan = plan(&events, Movement::Dates);
    let found = placebo_dates(&plan, &measure(&events).unwrap(), &refit, &[&t, &|_| None]);
    assert!(found[1].0.p_value().is_none() && found[1].1.statistics.is_empty());
    found.into_iter().next().unwrap().0
}

#[test]
fn a_shock_is_rare_and_noise_is_not() {
    let (shock, noise) = (outcome(0.02, false), outcome(0.0, false));
    assert_eq!(shock.p_value(), Some(1.0 / 200.0));
    assert!(noise.p_value().unwrap() > 0.05, "{noise:?}");
}

#[test]
fn refused_draws_are_counted_and_too_few_are_no_test() {
    let some = outcome(0.02, true);
    let result = some.result().unwrap();
    let detail = |name| result.details.iter().find(|d| d.name == name).unwrap().value;
    let Reference::Ranks { size, .. } = result.reference else { panic!("{result:?}") };
    assert!(detail("draws_refused") > 50.0);
    assert_eq!(
        size as f64
            + detail("draws_refused")
            + detail("draws_repeated")
            + detail("draws_without_free_days"),
        199.0
    );
    let events = [(0, 500)];
    let few = PlaceboPlan { shifts: window(-20, -15), ..plan(&events, Movement::All) };
    let mut section = CrossSection::new(window(0, 0), &[]);
    section.push(&event(500, 0, &[0.01, -0.01], &[0.02]));
    let same = |_: &[(usize, usize)]| Some(section.clone());
    let found = placebo_dates(&few, &section, &same, &[&|s| Some(s.car(0, 0))]);
    assert_eq!(found[0].0.p_value(), None);
}
