//! Which dates of a ticker came from which source, so that two sources are never mixed.

use rayon::prelude::*;

use super::columns::{LongRows, NO_FIRM};
use crate::prices::Adjustment;

/// The dates that each ticker has so far.
#[derive(Default)]
pub(in crate::prices) struct Spans(Vec<Option<Span>>);

#[derive(Clone, Copy)]
struct Span {
    first: i32,
    last: i32,
    path: usize,
    adjustment: Adjustment,
}

impl Spans {
    /// Accepts the rows from `first_row` on, which a file of the `path`th data path added; rows of
    /// tickers whose dates overlap those of an earlier file, or that an earlier path has, are taken
    /// out. Returns the tickers that are used and the number of those that are not.
    pub(in crate::prices) fn accept(
        &mut self,
        rows: &mut LongRows,
        first_row: usize,
        path: usize,
        adjustment: Adjustment,
    ) -> (usize, usize) {
        let here = dates(&rows.firm[first_row..], &rows.day[first_row..]);
        self.0.resize(self.0.len().max(here.len()), None);
        let (mut used, mut refused) = (0, vec![false; here.len()]);
        for (firm, found) in here.iter().enumerate() {
            let Some((first, last)) = *found else { continue };
            match &mut self.0[firm] {
                Some(earlier)
                    if earlier.path != path
                        || earlier.adjustment != adjustment
                        || (first <= earlier.last && earlier.first <= last) =>
                {
                    refused[firm] = true;
                }
                Some(earlier) => {
                    earlier.first = earlier.first.min(first);
                    earlier.last = earlier.last.max(last);
                    used += 1;
                }
                none => {
                    *none = Some(Span { first, last, path, adjustment });
                    used += 1;
                }
            }
        }
        let count = refused.iter().filter(|r| **r).count();
        if count > 0 {
            for firm in &mut rows.firm[first_row..] {
                if refused.get(*firm as usize) == Some(&true) {
                    *firm = NO_FIRM;
                }
            }
        }
        (used, count)
    }
}

/// Rows that are gone through at once.
const STRETCH: usize = 1 << 18;

/// The first and the last date of each ticker that has rows.
fn dates(firms: &[u32], days: &[i32]) -> Vec<Option<(i32, i32)>> {
    let of_stretch = |(firms, days): (&[u32], &[i32])| {
        let mut dates: Vec<Option<(i32, i32)>> = Vec::new();
        for (firm, day) in firms.iter().zip(days).filter(|(firm, _)| **firm != NO_FIRM) {
            add(&mut dates, *firm as usize, (*day, *day));
        }
        dates
    };
    let stretches: Vec<_> =
        firms.par_chunks(STRETCH).zip(days.par_chunks(STRETCH)).map(of_stretch).collect();
    let mut all = Vec::new();
    for dates in stretches {
        for (firm, dates) in dates.into_iter().enumerate() {
            if let Some(dates) = dates {
                add(&mut all, firm, dates);
            }
        }
    }
    all
}

fn add(dates: &mut Vec<Option<(i32, i32)>>, firm: usize, (from, to): (i32, i32)) {
    if firm >= dates.len() {
        dates.resize(firm + 1, None);
    }
    let (first, last) = dates[firm].get_or_insert((from, to));
    *first = (*first).min(from);
    *last = (*last).max(to);
}
