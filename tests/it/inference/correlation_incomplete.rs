//! The average correlation where events lack bars of the window.

use eventstudy::abnormal::internals::CrossSection;
use eventstudy::inference::TestOptions;
use eventstudy::inference::internals::{CorrelatedEvents, mean_correlations};
use eventstudy::returns::Window;

use crate::support::simulated;

const MINIMUM: usize = 20;

/// Events within a few days with a common part in their residuals; every third lacks bars of the
/// event window, whose sums go over the bars that are there.
fn section(holes: bool) -> CrossSection {
    let window = Window::new(-2, 3).unwrap();
    let mut section = CrossSection::new(window, &[window]);
    let mut draw = simulated::normal(5);
    let market: Vec<f64> = (0..400).map(|_| draw()).collect();
    for firm in 0..24 {
        let day_zero = 200 + (firm * 7) % 9;
        let residuals: Vec<f64> =
            (0..60).map(|k| 0.7 * market[day_zero - 80 + k] + draw()).collect();
        let mut abnormal: Vec<f64> = (0..window.len()).map(|_| draw()).collect();
        if holes && firm % 3 == 0 {
            abnormal[firm % 6] = f64::NAN;
            abnormal[(firm / 3) % 6] = f64::NAN;
        }
        let mut event = simulated::event(day_zero, firm, &residuals, &abnormal);
        let there = abnormal.iter().filter(|ar| ar.is_finite());
        *event.car.last_mut().unwrap() = there.sum();
        section.push(&event);
    }
    section
}

/// The definition, pair by pair.
fn by_definition(section: &CrossSection, window: Window) -> f64 {
    let n = section.len();
    let bars = |i: usize| -> Vec<i64> {
        let has = |t: &i32| section.abnormal(i)[(t + 2) as usize].is_finite();
        let own = (window.first()..=window.last()).filter(has);
        own.map(|t| section.members()[i].day_zero as i64 + i64::from(t)).collect()
    };
    let residuals = |i: usize| -> std::collections::BTreeMap<i64, f64> {
        let times = section.residual_times(i).iter();
        let day = section.members()[i].day_zero as i64;
        times.map(|t| day + i64::from(*t)).zip(section.residuals(i).iter().copied()).collect()
    };
    let mut sum = 0.0;
    for i in 0..n {
        for j in i + 1..n {
            let (a, b) = (bars(i), bars(j));
            let both = a.iter().filter(|bar| b.contains(bar)).count();
            let (x, y) = (residuals(i), residuals(j));
            let common: Vec<(f64, f64)> =
                x.iter().filter_map(|(bar, e)| Some((*e, *y.get(bar)?))).collect();
            if common.len() < MINIMUM {
                continue;
            }
            let m = common.len() as f64;
            let (p, q) = common.iter().fold((0.0, 0.0), |(p, q), (e, f)| (p + e / m, q + f / m));
            let s = common.iter().fold([0.0; 3], |[xy, xx, yy], (e, f)| {
                [xy + (e - p) * (f - q), xx + (e - p).powi(2), yy + (f - q).powi(2)]
            });
            let r = s[0] / (s[1] * s[2]).sqrt();
            sum += r * both as f64 / ((a.len() * b.len()) as f64).sqrt();
        }
    }
    2.0 * sum / (n * (n - 1)) as f64
}

#[test]
fn windows_overlap_by_the_bars_that_are_there_above_and_below_the_line() {
    let options = TestOptions { minimum_common_bars: MINIMUM, ..TestOptions::default() };
    for holes in [false, true] {
        let section = section(holes);
        let events: Vec<usize> = (0..section.len()).collect();
        for window in [Window::new(-2, 3).unwrap(), Window::new(0, 2).unwrap()] {
            let asked = [CorrelatedEvents { events: &events, window }];
            let found = mean_correlations(&section, &options, &asked).remove(0).unwrap().rbar;
            let want = by_definition(&section, window);
            assert!(want > 0.05, "{want}");
            assert!((found / want - 1.0).abs() < 1e-12, "{holes} {window}: {found} {want}");
        }
    }
}
