//! One measured event and firm, day by day.

use super::daily::AbnormalReturn;
use super::leg_days::finite;
use crate::abnormal::{Cumulative, EventOfFirm, Measured, Measuring, MissingBars, measure};
use crate::models::Estimate;
use crate::returns::{Samples, Window};
use crate::study::measure::assemble::{Assembler, Refusal};
use crate::study::measure::pairs::Pair;

/// A measured pair with the estimate behind it: every day of the event window, every window asked
/// for, and every stretch from the first day on.
pub(super) struct MeasuredDays {
    pub(super) estimate: Box<dyn Estimate>,
    pub(super) samples: Samples,
    pub(super) measured: Measured,
    event_window: Window,
    windows: Vec<Window>,
}

impl MeasuredDays {
    /// Measures a pair. A window with a missing day has no value: a sum over the rest would look like
    /// no reaction.
    pub(super) fn new(measurer: &Assembler<'_>, pair: &Pair) -> Result<Self, Refusal> {
        let (estimate, samples) = measurer.estimated_pair(pair)?;
        let event_window = measurer.spec.window;
        let days = || event_window.first()..=event_window.last();
        let single = days().filter_map(|t| Window::new(t, t));
        let stretches = days().filter_map(|last| Window::new(event_window.first(), last));
        let windows: Vec<Window> =
            single.chain(stretches).chain(measurer.spec.car_windows.iter().copied()).collect();
        let how = Measuring {
            event_window,
            windows: &windows,
            missing: MissingBars::Complete,
            returns: measurer.spec.returns,
        };
        let event = EventOfFirm { day_zero: pair.day_zero, firm: pair.firm, cluster: pair.cluster };
        let measured = measure(estimate.as_ref(), &samples, event, &how);
        Ok(Self { estimate, samples, measured, event_window, windows })
    }

    /// The days of the event window.
    pub(super) fn bars(&self) -> impl Iterator<Item = AbnormalReturn> {
        let expected = self.estimate.expected(&self.samples.event());
        let days = self.event_window.first()..=self.event_window.last();
        days.zip(expected).enumerate().map(|(i, (t, expected))| {
            let abnormal = finite(self.measured.abnormal[i]);
            AbnormalReturn {
                t,
                actual: finite(self.samples.event_firm[i]),
                benchmark: self.samples.event_market.get(i).copied().and_then(finite),
                expected: finite(expected),
                abnormal,
                standard_error: abnormal.and_then(|_| finite(self.measured.variance[i].sqrt())),
            }
        })
    }

    /// The cumulative abnormal return of a window that was measured; `None` with a missing day.
    pub(super) fn cumulative(&self, window: Window) -> Option<Cumulative> {
        self.windows.iter().position(|w| *w == window).and_then(|column| self.column(column))
    }

    /// The cumulative abnormal return from the first day of the event window to each day; it has no
    /// entry after a missing day, nor inside a gap that a later return covers.
    pub(super) fn path(&self) -> Vec<Cumulative> {
        let days = self.event_window.len();
        (days..2 * days).filter_map(|column| self.column(column)).collect()
    }

    fn column(&self, column: usize) -> Option<Cumulative> {
        let value = finite(self.measured.car[column])?;
        let standard_error = self.measured.variance[column].sqrt();
        Some(Cumulative { window: self.windows[column], value, standard_error })
    }
}
