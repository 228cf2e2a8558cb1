//! The average correlation over the windows of a cross-section.

use super::lag::MeanCorrelation;
use super::whole::{LeftOut, Whole};
use crate::abnormal::CrossSection;
use crate::inference::left_out::left_out;
use crate::inference::options::TestOptions;

/// The events of a window, in ascending order.
#[derive(Clone, Copy)]
pub(in crate::inference) struct CorrelatedEvents<'a> {
    pub(in crate::inference) events: &'a [usize],
    /// Bars of the window.
    pub(in crate::inference) length: usize,
}

/// The average correlation between the events of each window, or why there is none.
///
/// The correlations are computed once for all windows, whatever their length. Where there are too
/// many pairs, a random sample of them stands for all.
pub(in crate::inference) fn mean_correlations(
    section: &CrossSection,
    options: &TestOptions,
    windows: &[CorrelatedEvents<'_>],
) -> Vec<Result<MeanCorrelation, String>> {
    let all = section.len();
    let few = || Err("it needs at least two events".to_owned());
    if windows.iter().all(|window| window.events.len() < 2) {
        return windows.iter().map(|_| few()).collect();
    }
    let whole = Whole::new(section, options);
    let mut parts: Vec<LeftOut> = Vec::new();
    // The part of each window; that of all events is none.
    let mut part_of = Vec::with_capacity(windows.len());
    for CorrelatedEvents { events, .. } in windows {
        let is_part = (2..all).contains(&events.len());
        part_of.push(is_part.then(|| {
            let left_out = LeftOut(left_out(events, all));
            parts.iter().position(|part| *part == left_out).unwrap_or_else(|| {
                parts.push(left_out);
                parts.len() - 1
            })
        }));
    }
    let parts = whole.parts(section, options, &parts);
    let average = |(window, part): (&CorrelatedEvents<'_>, Option<usize>)| {
        let n = window.events.len();
        if n < 2 {
            return few();
        }
        let lags = part.map_or(Ok(&whole.lags), |part| parts[part].as_ref())?;
        Ok(lags.over(window.length, n as f64))
    };
    windows.iter().zip(part_of).map(average).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inference::simulated::{event, normal};
    use crate::returns::Window;

    #[test]
    fn a_part_of_the_events_has_the_correlation_of_its_own_cross_section() {
        let mut draw = normal(3);
        let window = Window::new(0, 4).unwrap();
        let mut section = CrossSection::new(window, &[window]);
        for i in 0..40 {
            let residuals: Vec<f64> = (0..60).map(|_| draw()).collect();
            section.push(&event(100 + i % 7, i, &residuals, &[0.0; 5]));
        }
        let options = TestOptions::default();
        let all: Vec<usize> = (0..40).collect();
        let some: Vec<usize> = (0..40).filter(|i| i % 3 > 0).collect();
        let of = |section: &CrossSection, events: &[&[usize]]| {
            let windows: Vec<_> =
                events.iter().map(|events| CorrelatedEvents { events, length: 1 }).collect();
            mean_correlations(section, &options, &windows)
        };
        let together = of(&section, &[&all, &some, &some, &all[..1]]);
        assert_ne!(together[0], together[1]);
        assert_eq!(together[1], together[2]);
        assert!(together[3].is_err());
        // All events of a cross-section may be summed another way than a part of them.
        let own = of(&section.subset(&some), &[&all[..some.len()]])[0].clone().unwrap();
        let part = together[1].clone().unwrap();
        assert_eq!(part.pairs, own.pairs);
        assert!((part.rbar - own.rbar).abs() < 1e-12, "{part:?} {own:?}");
    }
}
