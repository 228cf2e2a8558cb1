use crate::support::simulated::{event, normal};
use eventstudy::abnormal::internals::CrossSection;
use eventstudy::inference::internals::{Injection, PlaceboPlan};
use eventstudy::inference::internals::{Movement, power, simulated_power};
use eventstudy::inference::{TESTS, TestId, TestOptions};
use eventstudy::returns::Window;

#[test]
fn the_simulated_power_of_a_t_test_is_the_one_of_the_formula() {
    let mut draw = normal(21);
    let series: Vec<Vec<f64>> =
        (0..40).map(|_| (0..900).map(|_| 0.02 * draw()).collect()).collect();
    let events: Vec<(usize, usize)> = (0..40).map(|f| (f, 800)).collect();
    let plan = PlaceboPlan {
        events: &events,
        window: Window::new(0, 0).unwrap(),
        shifts: Window::new(-700, -10).unwrap(),
        movement: Movement::Dates,
        draws: 600,
        seed: 1,
    };
    let refit = |days: &[(usize, usize)]| {
        let mut section = CrossSection::new(Window::new(0, 0).unwrap(), &[]);
        for &(firm, day) in days {
            section.push(&event(day, firm, &series[firm][day - 50..day], &series[firm][day..=day]));
        }
        Some(section)
    };
    let test = TESTS.iter().find(|t| t.id == TestId::CrossSectionalT).unwrap();
    let options = TestOptions::default();
    let day = Window::new(0, 0).unwrap();
    let injection = Injection { window: day, effects: &[0.0, 0.008], level: 0.05 };
    let cells = simulated_power(&plan, &refit, &[test], &injection, &options);
    let [size, found] = cells[..] else { panic!("{cells:?}") };
    assert_eq!((size.test, size.effect, found.effect), (test.id, 0.0, 0.008));
    assert!((size.found - 0.05).abs() < 0.03, "{size:?}");
    let want = power(0.008, 0.02, 40, 1, 0.0);
    assert!((found.found - want).abs() < 0.07, "{found:?} {want}");
    assert_eq!(found.refused, 0);
}
