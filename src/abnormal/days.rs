//! One measured event, day by day.

use serde::Serialize;

use super::measure::missing_bars;
use super::{Cumulative, EventOfFirm, Measured, Measuring, MissingBars, measure};
use crate::models::Estimate;
use crate::returns::{ReturnKind, Samples, Window};

/// The abnormal returns of one event and firm: every bar of the event window, every window asked
/// for, and every stretch from the first bar on, as `measure` gives them.
///
/// A window with a missing bar has no value: a sum over the rest would look like no reaction.
///
/// # Formula
/// `AR_t = R_t - E[R_t]`, `Var(AR_t) = s^2 (1 + x_t'(X'X)^-1 x_t)`.
///
/// # References
/// Patell 1976; Campbell, Lo and MacKinlay 1997, s. 4.4.
pub struct AbnormalReturns<'a> {
    estimate: &'a dyn Estimate,
    samples: &'a Samples,
    event_window: Window,
    windows: Vec<Window>,
    measured: Measured,
}

/// One bar of the event window.
///
/// # Units
/// Decimal fractions; `None` where a return is missing.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct AbnormalReturn {
    /// Event time; 0 is the first bar whose return can contain the news.
    pub t: i32,
    /// The return of the firm.
    pub actual: Option<f64>,
    /// The return of the benchmark.
    pub benchmark: Option<f64>,
    /// The expected return.
    pub expected: Option<f64>,
    /// The abnormal return.
    pub abnormal: Option<f64>,
    /// The standard error of the abnormal return, with the forecast error of the model.
    pub standard_error: Option<f64>,
}

impl<'a> AbnormalReturns<'a> {
    /// Holds the event window, and `windows` within it, against the estimated model.
    pub fn new(
        estimate: &'a dyn Estimate,
        samples: &'a Samples,
        event_window: Window,
        windows: &[Window],
    ) -> Self {
        let bars = || event_window.first()..=event_window.last();
        let single = bars().filter_map(|t| Window::new(t, t));
        let stretches = bars().filter_map(|last| Window::new(event_window.first(), last));
        let windows: Vec<Window> = single.chain(stretches).chain(windows.iter().copied()).collect();
        let how = Measuring {
            event_window,
            windows: &windows,
            missing: MissingBars::Complete,
            // Nothing is held here.
            returns: ReturnKind::Simple,
        };
        let measured = measure(estimate, samples, EventOfFirm::default(), &how);
        Self { estimate, samples, event_window, windows, measured }
    }

    /// Every bar of the event window.
    pub fn bars(&self) -> Vec<AbnormalReturn> {
        let expected = self.estimate.expected(&self.samples.event());
        let bars = (self.event_window.first()..=self.event_window.last()).zip(expected);
        bars.enumerate()
            .map(|(i, (t, expected))| {
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
            .collect()
    }

    /// The cumulative abnormal return of a window that was asked for, or the event times that are
    /// missing in it.
    ///
    /// Where returns run over gaps, a bar inside a gap is not missing if the return that ends the
    /// gap lies in the window, and that return is missing if the gap begins before the window.
    ///
    /// # Errors
    /// The missing event times; all of them for a window that was not asked for.
    pub fn cumulative(&self, window: Window) -> Result<Cumulative, Vec<i32>> {
        let Some(column) = self.windows.iter().position(|asked| *asked == window) else {
            return Err((window.first()..=window.last()).collect());
        };
        self.column(column).ok_or_else(|| missing_bars(&self.measured, self.event_window, window))
    }

    /// The cumulative abnormal return from the first bar of the event window to each bar; it ends
    /// before the first missing bar, and has no entry inside a gap that a later return covers.
    pub fn path(&self) -> Vec<Cumulative> {
        let bars = self.event_window.len();
        (bars..2 * bars).filter_map(|column| self.column(column)).collect()
    }

    fn column(&self, column: usize) -> Option<Cumulative> {
        let value = finite(self.measured.car[column])?;
        let standard_error = self.measured.variance[column].sqrt();
        Some(Cumulative { window: self.windows[column], value, standard_error })
    }
}

fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}
