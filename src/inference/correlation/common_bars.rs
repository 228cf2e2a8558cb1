//! The calendar bars that two events have in common.

/// Unbroken estimation bars of an event.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Run {
    /// The calendar index of the first one.
    pub(super) calendar: i64,
    /// Place of the first one among the event's residuals.
    pub(super) offset: usize,
    /// How many.
    pub(super) len: usize,
}

/// Bars that two events have in common: their places among the residuals of either.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Common {
    pub(super) left: usize,
    pub(super) right: usize,
    pub(super) len: usize,
}

/// The estimation bars of an event, from their event times.
pub(super) fn runs(day_zero: usize, times: &[i32]) -> Box<[Run]> {
    let mut offset = 0;
    let unbroken = times.chunk_by(|a, b| a + 1 == *b).map(|bars| {
        offset += bars.len();
        let calendar = day_zero as i64 + i64::from(bars[0]);
        Run { calendar, offset: offset - bars.len(), len: bars.len() }
    });
    unbroken.collect()
}

/// Fills `common` with the calendar bars that are in both, and returns how many they are.
pub(super) fn intersect(left: &[Run], right: &[Run], common: &mut Vec<Common>) -> usize {
    common.clear();
    let (mut i, mut j, mut bars) = (0, 0, 0);
    while let (Some(a), Some(b)) = (left.get(i), right.get(j)) {
        let from = a.calendar.max(b.calendar);
        let (a_end, b_end) = (a.calendar + a.len as i64, b.calendar + b.len as i64);
        let until = a_end.min(b_end);
        if from < until {
            let len = (until - from) as usize;
            let left = a.offset + (from - a.calendar) as usize;
            let right = b.offset + (from - b.calendar) as usize;
            common.push(Common { left, right, len });
            bars += len;
        }
        if a_end <= b_end {
            i += 1;
        } else {
            j += 1;
        }
    }
    bars
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Event 1 has the calendar bars 0, 1, 2, 4, 5; event 2 has 1, 2, 3, 4.
    #[test]
    fn bars_are_matched_by_calendar_and_not_by_event_time() {
        let (a, b) = (runs(10, &[-10, -9, -8, -6, -5]), runs(12, &[-11, -10, -9, -8]));
        assert_eq!(a[1], Run { calendar: 4, offset: 3, len: 2 });
        let mut common = Vec::new();
        assert_eq!(intersect(&a, &b, &mut common), 3);
        let want = [Common { left: 1, right: 0, len: 2 }, Common { left: 3, right: 3, len: 1 }];
        assert_eq!(common, want);
        assert_eq!(intersect(&a, &runs(100, &[-2]), &mut common), 0);
    }
}
