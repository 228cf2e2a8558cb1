//! Mean residuals of many events by event time.

use super::left_out::left_out;
use crate::abnormal::CrossSection;

/// Sums of residuals by event time.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ResidualSums {
    first: i32,
    sums: Vec<f64>,
    counts: Vec<f64>,
}

impl ResidualSums {
    /// Sums over all events of a cross-section.
    pub(super) fn new(section: &CrossSection) -> Self {
        let mut sums = Self::empty(section);
        sums.add(section, 0..section.len(), 1.0);
        sums
    }

    /// Sums over some of the events, from those over all where that takes fewer additions.
    pub(super) fn part(&self, section: &CrossSection, events: &[usize]) -> Self {
        let all = section.len();
        if 2 * events.len() > all {
            let mut sums = self.clone();
            sums.add(section, left_out(events, all), -1.0);
            return sums;
        }
        let mut sums = Self::empty(section);
        sums.add(section, events.iter().copied(), 1.0);
        sums
    }

    /// No residual yet, with room for the event times of all events.
    fn empty(section: &CrossSection) -> Self {
        let times = || (0..section.len()).map(|i| section.residual_times(i));
        let first = times().filter_map(|t| t.first()).min().copied().unwrap_or(0);
        let last = times().filter_map(|t| t.last()).max().copied().unwrap_or(first - 1);
        let bars = (last - first + 1) as usize;
        Self { first, sums: vec![0.0; bars], counts: vec![0.0; bars] }
    }

    fn add(&mut self, section: &CrossSection, events: impl IntoIterator<Item = usize>, sign: f64) {
        for i in events {
            for (time, residual) in section.residual_times(i).iter().zip(section.residuals(i)) {
                let bar = (time - self.first) as usize;
                self.sums[bar] += sign * residual;
                self.counts[bar] += sign;
            }
        }
    }

    /// The mean residual of each bar that some event has.
    pub(super) fn means(&self) -> Vec<f64> {
        let bars = self.sums.iter().zip(&self.counts);
        bars.filter(|(_, n)| **n > 0.0).map(|(sum, n)| sum / n).collect()
    }
}
