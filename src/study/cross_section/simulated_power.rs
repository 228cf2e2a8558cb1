//! The power of a test on the firms of the study themselves.

use rayon::prelude::*;

use super::placebo_dates::{PlaceboPlan, Refit};
use crate::abnormal::{CrossSection, Measured};
use crate::inference::{TestContext, TestEntry, TestOptions};
use crate::returns::Window;

/// How often a test finds an effect put into placebo dates.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct SimulatedPower {
    /// The abnormal return put into day 0 of every event.
    pub effect: f64,
    /// Draws in which the test applied.
    pub draws: usize,
    /// Draws that could not be measured, or to which the test did not apply.
    pub refused: usize,
    /// The share of draws with a p-value of at most the level; the size for an effect of zero.
    pub found: f64,
    /// Its standard error, `sqrt(found (1 - found)/draws)`.
    pub standard_error: f64,
}

/// Puts an abnormal return into day 0 of events at placebo dates of the same firms, and counts how
/// often a test of this window finds it. `None` if no draw can be used, or the test is not for
/// cross-sections.
///
/// # References
/// Brown and Warner 1980, 1985.
pub fn simulated_power(
    plan: &PlaceboPlan<'_>,
    refit: &Refit<'_>,
    test: &TestEntry,
    (window, effect, level): (Window, f64, f64),
    options: &TestOptions,
) -> Option<SimulatedPower> {
    let run = test.run?;
    let p_values: Vec<Option<f64>> = (0..plan.draws as u64)
        .into_par_iter()
        .map(|draw| {
            let section = with_effect(&refit(&plan.days(draw)?)?, effect);
            let context = TestContext::new(&section, options);
            let sample = context.sample(window)?;
            run(&sample).p_value()
        })
        .collect();
    let usable: Vec<f64> = p_values.iter().copied().flatten().collect();
    if usable.is_empty() {
        return None;
    }
    let draws = usable.len();
    let found = usable.iter().filter(|p| **p <= level).count() as f64 / draws as f64;
    Some(SimulatedPower {
        effect,
        draws,
        refused: p_values.len() - draws,
        found,
        standard_error: (found * (1.0 - found) / draws as f64).sqrt(),
    })
}

/// The same abnormal returns with this much more on day 0; none where day 0 is not in the window.
fn with_effect(section: &CrossSection, effect: f64) -> CrossSection {
    let window = section.event_window();
    let raised = |mut event: Measured| {
        if window.contains(0) {
            event.abnormal[(-window.first()) as usize] += effect;
        }
        for (car, of) in event.car.iter_mut().zip(section.windows()) {
            if of.contains(0) {
                *car += effect;
            }
        }
        event
    };
    let mut moved = section.subset(&[]);
    for i in 0..section.len() {
        moved.push(&raised(section.measured(i)));
    }
    moved.set_portfolio(section.portfolio().cloned().map(raised));
    moved
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inference::{TESTS, power};
    use crate::study::cross_section::placebo_dates::Movement;
    use crate::study::cross_section::simulated::{event, normal};

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
                section.push(&event(
                    day,
                    firm,
                    &series[firm][day - 50..day],
                    &series[firm][day..=day],
                ));
            }
            Some(section)
        };
        let test = TESTS.iter().find(|t| t.id == "cross-sectional-t").unwrap();
        let options = TestOptions::default();
        let of = |effect: f64| {
            let day = Window::new(0, 0).unwrap();
            simulated_power(&plan, &refit, test, (day, effect, 0.05), &options).unwrap()
        };
        let (size, found) = (of(0.0), of(0.008));
        assert!((size.found - 0.05).abs() < 0.03, "{size:?}");
        let want = power(0.008, 0.02, 40, 1, 0.0);
        assert!((found.found - want).abs() < 0.07, "{found:?} {want}");
        assert_eq!(found.refused, 0);
    }
}
