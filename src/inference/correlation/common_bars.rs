//! The calendar bars that two events have in common.

/// Unbroken estimation bars of an event.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Run {
    /// The calendar index of the first one.
    pub calendar: i64,
    /// Place of the first one among the event's residuals.
    pub offset: usize,
    /// How many.
    pub len: usize,
}

/// Bars that two events have in common: their places among the residuals of either.
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(missing_docs)]
pub struct Common {
    pub left: usize,
    pub right: usize,
    pub len: usize,
}

/// The estimation bars of an event, from their event times.
pub fn runs(day_zero: usize, times: &[i32]) -> Box<[Run]> {
    let mut offset = 0;
    let unbroken = times.chunk_by(|a, b| a + 1 == *b).map(|bars| {
        offset += bars.len();
        let calendar = day_zero as i64 + i64::from(bars[0]);
        Run { calendar, offset: offset - bars.len(), len: bars.len() }
    });
    unbroken.collect()
}

/// Fills `common` with the calendar bars that are in both, and returns how many they are.
pub fn intersect(left: &[Run], right: &[Run], common: &mut Vec<Common>) -> usize {
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
