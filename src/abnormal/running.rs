//! Cumulative abnormal returns of an event, bar by bar.

use super::CrossSection;

/// The cumulative abnormal return of an event from the start of the event window on.
///
/// ```
/// use eventstudy::abnormal::internals::{CrossSection, Running};
/// use eventstudy::returns::Window;
/// let section = CrossSection::new(Window::new(0, 1).unwrap(), &[]);
/// let mut running = Running::default();
/// for event in 0..section.len() {
///     let first = running.add(&section, event, 0);
///     assert!(first.is_nan() || first == section.abnormal(event)[0]);
/// }
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Running {
    sum: f64,
    missing: usize,
}

impl Running {
    /// Adds the next bar of the event window, counted from 0, and gives the sum up to it.
    ///
    /// NaN on a bar without a return, and from then on; where returns run over gaps, only until the
    /// one that covers the gap.
    pub fn add(&mut self, section: &CrossSection, event: usize, bar: usize) -> f64 {
        let abnormal = section.abnormal(event)[bar];
        if !abnormal.is_finite() {
            self.missing += 1;
            return f64::NAN;
        }
        let covered = section.bars_covered(event).get(bar).map_or(1.0, |n| n.max(1.0));
        if covered == (self.missing + 1) as f64 {
            self.missing = 0;
            self.sum += abnormal;
        } else {
            self.sum = f64::NAN;
        }
        self.sum
    }
}
