//! Room for rows that are decoded side by side.

use std::path::Path;

use rayon::iter::{ParallelExtend as _, repeat_n};

use super::columns::{LongRows, NO_FIRM, RowAction};
use super::decode::Stretch;
use super::read::Read;
use crate::prices::{Adjustment, PriceError};

impl LongRows {
    /// Makes room for so many more rows; returns the first of them.
    pub(super) fn make_room(&mut self, path: &Path, rows: usize) -> Result<usize, PriceError> {
        let first = self.firm.len();
        let total = first + rows;
        if u32::try_from(total).is_err() {
            let reason = format!("with it there are {total} rows, more than 4 billion");
            return Err(PriceError::unreadable(path, reason));
        }
        // Room that is touched for the first time costs as much as what is put into it.
        self.firm.par_extend(repeat_n(NO_FIRM, rows));
        self.day.par_extend(repeat_n(0, rows));
        self.close.par_extend(repeat_n(f64::NAN, rows));
        self.volume.par_extend(repeat_n(f64::NAN, rows));
        self.flags.par_extend(repeat_n(0, rows));
        Ok(first)
    }

    /// The columns from row `first` on, cut into stretches of these heights.
    pub(super) fn stretches(&mut self, first: usize, heights: &[usize]) -> Vec<Stretch<'_>> {
        let mut firm = &mut self.firm[first..];
        let mut day = &mut self.day[first..];
        let mut close = &mut self.close[first..];
        let mut volume = &mut self.volume[first..];
        let mut flags = &mut self.flags[first..];
        let mut first_row = first;
        let mut out = Vec::with_capacity(heights.len());
        for height in heights {
            out.push(Stretch {
                first_row,
                firm: firm.split_off_mut(..*height).unwrap_or_default(),
                day: day.split_off_mut(..*height).unwrap_or_default(),
                close: close.split_off_mut(..*height).unwrap_or_default(),
                volume: volume.split_off_mut(..*height).unwrap_or_default(),
                flags: flags.split_off_mut(..*height).unwrap_or_default(),
            });
            first_row += height;
        }
        out
    }

    /// Takes the actions of stretches that were decoded; without those of one, the rows are no
    /// daily bars.
    pub(super) fn accept(
        &mut self,
        decoded: Vec<Option<Vec<RowAction>>>,
        first: usize,
        adjustment: Adjustment,
    ) -> Read {
        let Some(actions) = decoded.into_iter().collect::<Option<Vec<_>>>() else {
            return Read::Intraday;
        };
        self.actions.extend(actions.into_iter().flatten());
        self.adjustment.get_or_insert(adjustment);
        Read::Daily(self.firm.len() - first, adjustment)
    }
}
