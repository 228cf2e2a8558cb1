//! The abnormal returns of many events, in columns.

use std::ops::Range;

use crate::returns::Window;

/// What happens to a window in which an event has no return on some bar.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MissingBars {
    /// The event is left out of that window.
    #[default]
    Complete,
    /// The bars that are there are summed, with the variance of their sum.
    Available,
}

/// An event and firm of a cross-section.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Member {
    /// Day 0 as a calendar index.
    pub day_zero: usize,
    /// The firm, numbered within the study.
    pub firm: usize,
    /// The cluster that errors share; day 0 unless the user names another.
    pub cluster: usize,
    /// Degrees of freedom `nu` of the residual variance; NaN for a model without a forecast variance.
    pub degrees_of_freedom: f64,
    /// The residual standard deviation `s`.
    pub sigma: f64,
}

/// One measured event, ready to join a cross-section.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// Who and when.
    pub member: Member,
    /// Residuals of the estimation window.
    pub residuals: Vec<f64>,
    /// Their event times, ascending.
    pub residual_times: Vec<i32>,
    /// Abnormal returns of the event window, NaN where missing.
    pub abnormal: Vec<f64>,
    /// CAR of each of the cross-section's windows, NaN where it has none.
    pub car: Vec<f64>,
    /// `Var(CAR)` of each of them.
    pub variance: Vec<f64>,
    /// Buy-and-hold abnormal return of each of them, NaN without a benchmark.
    pub buy_and_hold: Vec<f64>,
}

/// Abnormal returns of many events around their days 0: what the tests of a cross-section see.
///
/// # Shape and units
/// One row an event (a firm may occur more than once); abnormal returns have one column for each
/// bar of the event window, CARs and their variances one for each of [`CrossSection::windows`],
/// which are the single bars first and then the windows asked for. Decimal fractions; NaN where a
/// figure is missing. Residuals are kept for each event with their event times.
#[derive(Clone, Debug)]
pub struct CrossSection {
    event_window: Window,
    windows: Vec<Window>,
    members: Vec<Member>,
    residual_ends: Vec<usize>,
    residuals: Vec<f64>,
    residual_times: Vec<i32>,
    abnormal: Vec<f64>,
    car: Vec<f64>,
    variance: Vec<f64>,
    buy_and_hold: Vec<f64>,
    /// Who is the equal-weighted portfolio of all members, where they share their days.
    portfolio: Option<Box<Measured>>,
}

impl CrossSection {
    /// An empty cross-section on this event window with these CAR windows, which must lie in it.
    pub fn new(event_window: Window, car_windows: &[Window]) -> Self {
        let mut windows: Vec<Window> = (event_window.first()..=event_window.last())
            .filter_map(|t| Window::new(t, t))
            .collect();
        for window in car_windows {
            if !windows.contains(window) {
                windows.push(*window);
            }
        }
        Self {
            event_window,
            windows,
            members: Vec::new(),
            residual_ends: Vec::new(),
            residuals: Vec::new(),
            residual_times: Vec::new(),
            abnormal: Vec::new(),
            car: Vec::new(),
            variance: Vec::new(),
            buy_and_hold: Vec::new(),
            portfolio: None,
        }
    }

    /// Adds an event.
    ///
    /// # Panics
    /// If its columns have not the lengths of this cross-section.
    pub fn push(&mut self, event: &Measured) {
        assert_eq!(event.abnormal.len(), self.event_window.len(), "one value a bar");
        assert_eq!(event.car.len(), self.windows.len(), "one value a window");
        assert_eq!(event.residuals.len(), event.residual_times.len(), "one time a residual");
        self.members.push(event.member);
        self.residuals.extend_from_slice(&event.residuals);
        self.residual_times.extend_from_slice(&event.residual_times);
        self.residual_ends.push(self.residuals.len());
        self.abnormal.extend_from_slice(&event.abnormal);
        self.car.extend_from_slice(&event.car);
        self.variance.extend_from_slice(&event.variance);
        self.buy_and_hold.extend_from_slice(&event.buy_and_hold);
    }

    /// All events of several cross-sections of the same windows as `template`, in order.
    ///
    /// # Panics
    /// If the windows differ.
    pub fn concatenated(template: Self, sections: Vec<Self>) -> Self {
        let mut whole = template;
        let total = |length: fn(&Self) -> usize| sections.iter().map(length).sum::<usize>();
        whole.members.reserve_exact(total(|s| s.members.len()));
        whole.residual_ends.reserve_exact(total(|s| s.residual_ends.len()));
        whole.residuals.reserve_exact(total(|s| s.residuals.len()));
        whole.residual_times.reserve_exact(total(|s| s.residual_times.len()));
        whole.abnormal.reserve_exact(total(|s| s.abnormal.len()));
        for column in [&mut whole.car, &mut whole.variance, &mut whole.buy_and_hold] {
            column.reserve_exact(total(|s| s.car.len()));
        }
        for section in sections {
            assert_eq!(whole.windows, section.windows, "cross-sections of the same windows");
            let start = whole.residuals.len();
            whole.members.extend(section.members);
            whole.residual_ends.extend(section.residual_ends.into_iter().map(|end| start + end));
            whole.residuals.extend(section.residuals);
            whole.residual_times.extend(section.residual_times);
            whole.abnormal.extend(section.abnormal);
            whole.car.extend(section.car);
            whole.variance.extend(section.variance);
            whole.buy_and_hold.extend(section.buy_and_hold);
        }
        whole
    }

    /// The same with these events only, in this order; without the portfolio, which was of all.
    #[must_use]
    pub fn subset(&self, events: &[usize]) -> Self {
        let mut chosen =
            Self { windows: self.windows.clone(), ..Self::new(self.event_window, &[]) };
        for &i in events {
            chosen.push(&self.measured(i));
        }
        chosen
    }

    /// One event, copied out.
    pub fn measured(&self, i: usize) -> Measured {
        let (bars, windows) = (self.event_window.len(), self.windows.len());
        let of_window = |column: &[f64]| column[i * windows..(i + 1) * windows].to_vec();
        Measured {
            member: self.members[i],
            residuals: self.residuals(i).to_vec(),
            residual_times: self.residual_times(i).to_vec(),
            abnormal: self.abnormal[i * bars..(i + 1) * bars].to_vec(),
            car: of_window(&self.car),
            variance: of_window(&self.variance),
            buy_and_hold: of_window(&self.buy_and_hold),
        }
    }

    /// The event window.
    pub fn event_window(&self) -> Window {
        self.event_window
    }

    /// Every window that has a CAR: the single bars, then the windows asked for.
    pub fn windows(&self) -> &[Window] {
        &self.windows
    }

    /// The column of a window.
    pub fn column_of(&self, window: Window) -> Option<usize> {
        self.windows.iter().position(|w| *w == window)
    }

    /// The number of events.
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// Whether there is no event.
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// The events.
    pub fn members(&self) -> &[Member] {
        &self.members
    }

    /// Residuals of an event, in the order of their times.
    pub fn residuals(&self, i: usize) -> &[f64] {
        &self.residuals[self.residual_range(i)]
    }

    /// Event times of its residuals, ascending.
    pub fn residual_times(&self, i: usize) -> &[i32] {
        &self.residual_times[self.residual_range(i)]
    }

    /// Abnormal returns of an event over the event window, NaN where missing.
    pub fn abnormal(&self, i: usize) -> &[f64] {
        let bars = self.event_window.len();
        &self.abnormal[i * bars..(i + 1) * bars]
    }

    /// CAR of an event over the window of this column; NaN where it has none.
    pub fn car(&self, i: usize, column: usize) -> f64 {
        self.car[i * self.windows.len() + column]
    }

    /// Its variance.
    pub fn variance(&self, i: usize, column: usize) -> f64 {
        self.variance[i * self.windows.len() + column]
    }

    /// Buy-and-hold abnormal return of an event over the window of this column.
    pub fn buy_and_hold(&self, i: usize, column: usize) -> f64 {
        self.buy_and_hold[i * self.windows.len() + column]
    }

    /// The buy-and-hold abnormal returns over the window of this column, of the events that have one:
    /// some without a CAR do, since a position is held through bars without a price.
    pub fn held(&self, column: usize) -> Vec<f64> {
        let held = (0..self.len()).map(|i| self.buy_and_hold(i, column));
        held.filter(|b| b.is_finite()).collect()
    }

    /// Whether some event has a model without a forecast variance: its residuals were fitted, and say
    /// nothing of how much an event window varies.
    pub fn is_fitted(&self) -> bool {
        self.members.iter().any(|member| member.degrees_of_freedom.is_nan())
    }

    /// The equal-weighted portfolio of all events, where they share day 0.
    pub fn portfolio(&self) -> Option<&Measured> {
        self.portfolio.as_deref()
    }

    /// Sets the portfolio: the same model on the mean return of all events.
    pub fn set_portfolio(&mut self, portfolio: Option<Measured>) {
        self.portfolio = portfolio.map(Box::new);
    }

    fn residual_range(&self, i: usize) -> Range<usize> {
        let start = if i == 0 { 0 } else { self.residual_ends[i - 1] };
        start..self.residual_ends[i]
    }
}
