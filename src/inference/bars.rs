//! The bars of a cross-section in event time.

use crate::abnormal::CrossSection;
use crate::returns::Window;

/// Bars of estimation, then those of the event window.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bars {
    first: i32,
    pub(super) estimation: usize,
    pub(super) event: Window,
}

impl Bars {
    pub(super) fn new(section: &CrossSection) -> Self {
        let times = |i: usize| section.residual_times(i);
        let first = (0..section.len()).filter_map(|i| times(i).first()).min();
        let last = (0..section.len()).filter_map(|i| times(i).last()).max();
        let (first, estimation) = match (first, last) {
            (Some(first), Some(last)) => (*first, (last - first) as usize + 1),
            _ => (0, 0),
        };
        Self { first, estimation, event: section.event_window() }
    }

    pub(super) fn of_time(&self, time: i32) -> usize {
        (time - self.first) as usize
    }

    pub(super) fn len(&self) -> usize {
        self.estimation + self.event.len()
    }
}
