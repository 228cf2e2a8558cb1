//! Ranks of the residuals and abnormal returns of one event.

use crate::abnormal::CrossSection;

/// A value and the bar it belongs to.
pub type AtBar = (f64, u32);

/// Sorts values for [`merge`]; missing ones must have been left out.
pub(super) fn sort(values: &mut [AtBar]) {
    values.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
}

/// Equal values within a sample.
#[derive(Clone, Copy)]
pub struct Tie {
    /// How many values are smaller.
    below: usize,
    /// How many have this value.
    equal: usize,
}

impl Tie {
    /// Twice the average rank, less twice the middle rank of a sample of `size`: a whole number,
    /// and exactly zero in the middle.
    pub fn doubled_deviation(self, size: usize) -> f64 {
        (2 * self.below + self.equal) as f64 - size as f64
    }

    /// The sign of the value less the median of the sample.
    pub fn side_of_median(self, size: usize) -> f64 {
        if 2 * (self.below + self.equal) <= size {
            -1.0
        } else if 2 * self.below >= size {
            1.0
        } else {
            0.0
        }
    }
}

/// Goes through two ascending lists as one sample, tie by tie.
pub fn merge(a: &[AtBar], b: &[AtBar], mut visit: impl FnMut(Tie, &[AtBar], &[AtBar])) {
    let (mut i, mut j) = (0, 0);
    while i < a.len() || j < b.len() {
        let value = match (a.get(i), b.get(j)) {
            (Some(x), Some(y)) => x.0.min(y.0),
            (Some(x), None) | (None, Some(x)) => x.0,
            (None, None) => return,
        };
        let end = |list: &[AtBar], from: usize| {
            let mut to = from;
            while to < list.len() && list[to].0 == value {
                to += 1;
            }
            to
        };
        let (k, l) = (end(a, i), end(b, j));
        let tie = Tie { below: i + j, equal: (k - i) + (l - j) };
        visit(tie, &a[i..k], &b[j..l]);
        (i, j) = (k, l);
    }
}

/// Average ranks of an event's residuals and abnormal returns among all of both.
///
/// # Shape
/// In the order of the residuals and of the bars of the event window; NaN where a value is missing.
///
/// # References
/// Corrado 1989.
pub fn event_ranks(section: &CrossSection, event: usize) -> (Vec<f64>, Vec<f64>) {
    let listed = |values: &[f64]| {
        let mut list: Vec<AtBar> = (0_u32..)
            .zip(values)
            .filter(|(_, v)| v.is_finite())
            .map(|(bar, v)| (*v, bar))
            .collect();
        sort(&mut list);
        list
    };
    let residuals = section.residuals(event);
    let abnormal: Vec<f64> = section.abnormal_per_bar(event).collect();
    let mut ranks = (vec![f64::NAN; residuals.len()], vec![f64::NAN; abnormal.len()]);
    merge(&listed(residuals), &listed(&abnormal), |tie, estimation, window| {
        let rank = tie.below as f64 + 0.5 * (tie.equal + 1) as f64;
        estimation.iter().for_each(|(_, bar)| ranks.0[*bar as usize] = rank);
        window.iter().for_each(|(_, bar)| ranks.1[*bar as usize] = rank);
    });
    ranks
}
