//! Residuals laid out by calendar, so that a pair of events is one product.

use std::ops::Range;

use pulp::{Arch, Simd, WithSimd};

use super::common_bars::{intersect, runs};
use super::grouped::Grouped;
use super::pair::{self, center};
use crate::abnormal::CrossSection;

/// Independent partial sums, so that several bars are multiplied at once.
const LANES: usize = 8;

/// Where so little of an event's variation is left on the bars it shares, the rest is not taken off
/// but the shared bars are added up themselves: a difference would have lost its digits.
const LITTLE: f64 = 1e-3;

/// Some successive days' events and those that overlap with them, one value for each calendar bar
/// between their first and last estimation bar: mean zero, length one, and zero where a bar is
/// missing.
pub(super) struct Rows<'a> {
    section: &'a CrossSection,
    /// Rows of the cross-section.
    order: &'a [u32],
    /// The place in the order of the first event.
    first: usize,
    rows: Vec<Row>,
    values: Vec<f64>,
    /// Calendar bars that are missing.
    gaps: Vec<i64>,
}

struct Row {
    calendar: i64,
    /// Where its values start, and where they end.
    values: [usize; 2],
    gaps: [usize; 2],
}

impl<'a> Rows<'a> {
    pub(super) fn of(
        grouped: &'a Grouped,
        section: &'a CrossSection,
        days: Range<usize>,
        lags: usize,
    ) -> Self {
        let first = grouped.days.get(days.start).map_or(0, |day| day.events.start);
        let last_day = grouped.days[days].last().map_or(0, |day| day.day_zero);
        let after = grouped.days.partition_point(|day| day.day_zero < last_day + lags);
        let end = after.checked_sub(1).map_or(first, |d| grouped.days[d].events.end);
        let order = &grouped.order;
        let bars = order[first..end].iter().map(|row| section.residuals(*row as usize).len()).sum();
        let (rows, values, gaps) =
            (Vec::with_capacity(end - first), Vec::with_capacity(bars), Vec::new());
        let mut out = Self { section, order, first, rows, values, gaps };
        Arch::new().dispatch(Fill { rows: &mut out, events: &order[first..end] });
        out
    }

    #[inline(always)]
    fn push(&mut self, i: usize) {
        let (times, residuals) = (self.section.residual_times(i), self.section.residuals(i));
        let day_zero = self.section.members()[i].day_zero as i64;
        let (values, gaps) = (self.values.len(), self.gaps.len());
        let (mean, squares) = center(residuals);
        let scale = if squares > 0.0 { 1.0 / squares.sqrt() } else { 0.0 };
        let first = times.first().copied().unwrap_or(0);
        let mut next = first;
        let mut rest = residuals;
        for unbroken in times.chunk_by(|a, b| a + 1 == *b) {
            self.gaps.extend((next..unbroken[0]).map(|time| day_zero + i64::from(time)));
            self.values.resize(values + (unbroken[0] - first) as usize, 0.0);
            let (own, others) = rest.split_at(unbroken.len());
            self.values.extend(own.iter().map(|residual| (residual - mean) * scale));
            next = unbroken[0] + unbroken.len() as i32;
            rest = others;
        }
        self.rows.push(Row {
            calendar: day_zero + i64::from(first),
            values: [values, self.values.len()],
            gaps: [gaps, self.gaps.len()],
        });
    }

    /// Pearson's correlation of two events over their common bars.
    #[inline(always)]
    pub(super) fn correlation(&self, places: [usize; 2], minimum: usize) -> Option<f64> {
        let [left, right] = places.map(|place| &self.rows[place - self.first]);
        let from = left.calendar.max(right.calendar);
        let until = left.end().min(right.end());
        if from >= until {
            return None;
        }
        let [x, y] = [left, right].map(|row| {
            let values = &self.values[row.values[0]..row.values[1]];
            let start = (from - row.calendar) as usize;
            (values, start..start + (until - from) as usize)
        });
        let [left, right] = [left, right].map(|row| {
            let gaps = &self.gaps[row.gaps[0]..row.gaps[1]];
            let start = gaps.partition_point(|bar| *bar < from);
            &gaps[start..start + gaps[start..].partition_point(|bar| *bar < until)]
        });
        let in_both = right.iter().filter(|bar| left.binary_search(bar).is_ok()).count();
        let bars = (until - from) as usize + in_both - left.len() - right.len();
        if bars < minimum.max(2) {
            return None;
        }
        let product = product(&x.0[x.1.clone()], &y.0[y.1.clone()]);
        let (sum_x, squares_x) = without(x.0, &x.1, right.iter().map(|bar| bar - from));
        let (sum_y, squares_y) = without(y.0, &y.1, left.iter().map(|bar| bar - from));
        let bars = bars as f64;
        let [x, y] = [(sum_x, squares_x), (sum_y, squares_y)]
            .map(|(sum, squares)| squares - sum * sum / bars);
        if x > LITTLE && y > LITTLE {
            Some((product - sum_x * sum_y / bars) / (x * y).sqrt())
        } else {
            self.correlation_of_residuals(places, minimum)
        }
    }

    /// Pearson's correlation of two events from their residuals on the common bars.
    #[cold]
    fn correlation_of_residuals(&self, places: [usize; 2], minimum: usize) -> Option<f64> {
        let [left, right] = places.map(|place| self.order[place] as usize);
        let own_runs =
            |i: usize| runs(self.section.members()[i].day_zero, self.section.residual_times(i));
        let mut common = Vec::new();
        let bars = intersect(&own_runs(left), &own_runs(right), &mut common);
        if bars < minimum {
            return None;
        }
        let [x, y] = [left, right].map(|i| self.section.residuals(i));
        pair::correlation_of_residuals(x, y, &common, bars)
    }
}

/// Lays out these events.
struct Fill<'r, 'a> {
    rows: &'r mut Rows<'a>,
    events: &'a [u32],
}

impl WithSimd for Fill<'_, '_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        for row in self.events {
            self.rows.push(*row as usize);
        }
    }
}

impl Row {
    fn end(&self) -> i64 {
        self.calendar + (self.values[1] - self.values[0]) as i64
    }
}

#[inline(always)]
fn product(x: &[f64], y: &[f64]) -> f64 {
    let ((a, a_rest), (b, b_rest)) = (x.as_chunks::<LANES>(), y.as_chunks::<LANES>());
    let mut sum = [0.0; LANES];
    for (a, b) in a.iter().zip(b) {
        for k in 0..LANES {
            sum[k] += a[k] * b[k];
        }
    }
    let rest: f64 = a_rest.iter().zip(b_rest).map(|(a, b)| a * b).sum();
    sum.iter().sum::<f64>() + rest
}

/// Sum and squares of an event's values within `span` without the bars that the other one misses:
/// those of all values are 0 and 1, and only a few bars have to be taken off.
#[inline(always)]
fn without(values: &[f64], span: &Range<usize>, missing: impl Iterator<Item = i64>) -> (f64, f64) {
    let outside = values[..span.start].iter().chain(&values[span.end..]);
    let off = outside.chain(missing.map(|bar| &values[span.start + bar as usize]));
    off.fold((0.0, 1.0), |(sum, squares), v| (sum - v, squares - v * v))
}
