//! The abnormal returns of many events, in columns.

use std::ops::Range;

use super::measured::{Measured, Member};
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
    times: Times,
    abnormal: Vec<f64>,
    /// Of each window: a test reads one window of all events.
    figures: Vec<Figures>,
    /// Of every bar of the event window, or empty.
    bars_covered: Vec<f64>,
    /// Who is the equal-weighted portfolio of all members, where they share their days.
    portfolio: Option<Box<Measured>>,
}

/// A window's figures of all events.
#[derive(Clone, Debug, Default)]
struct Figures {
    car: Vec<f64>,
    variance: Vec<f64>,
    standardised_variance: Vec<f64>,
    buy_and_hold: Vec<f64>,
}

/// The event times of residuals, which nearly all events have in common.
#[derive(Clone, Debug, Default)]
struct Times {
    /// Where those of each event begin.
    from: Vec<usize>,
    times: Vec<i32>,
}

impl Times {
    /// Adds those of an event, or takes those of the one before it.
    fn push(&mut self, own: &[i32]) {
        let same = self.from.last().copied().filter(|from| {
            let before = &self.times[*from..];
            before.get(..own.len()) == Some(own)
        });
        let from = same.unwrap_or_else(|| {
            self.times.extend_from_slice(own);
            self.times.len() - own.len()
        });
        self.from.push(from);
    }
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
            figures: vec![Figures::default(); windows.len()],
            windows,
            members: Vec::new(),
            residual_ends: Vec::new(),
            residuals: Vec::new(),
            times: Times::default(),
            abnormal: Vec::new(),
            bars_covered: Vec::new(),
            portfolio: None,
        }
    }

    /// Adds an event.
    ///
    /// # Panics
    /// If its columns have not the lengths of this cross-section.
    pub fn push(&mut self, event: &Measured) {
        assert_eq!(event.abnormal.len(), self.event_window.len(), "one value a bar");
        for column in [&event.car, &event.variance, &event.buy_and_hold] {
            assert_eq!(column.len(), self.windows.len(), "one value a window");
        }
        assert_eq!(event.residuals.len(), event.residual_times.len(), "one time a residual");
        self.cover(&event.bars_covered, 1);
        self.members.push(event.member);
        self.residuals.extend_from_slice(&event.residuals);
        self.residual_ends.push(self.residuals.len());
        self.times.push(&event.residual_times);
        self.abnormal.extend_from_slice(&event.abnormal);
        for (k, figures) in self.figures.iter_mut().enumerate() {
            figures.car.push(event.car[k]);
            figures.variance.push(event.variance[k]);
            let standardised = event.standardised_variance.get(k);
            figures.standardised_variance.push(standardised.copied().unwrap_or(f64::NAN));
            figures.buy_and_hold.push(event.buy_and_hold[k]);
        }
    }

    /// Makes room for so many more events with so many residuals each.
    pub fn reserve(&mut self, events: usize, residuals: usize) {
        let residuals = residuals * events;
        self.members.reserve_exact(events);
        self.residual_ends.reserve_exact(events);
        self.times.from.reserve_exact(events);
        self.residuals.reserve_exact(residuals);
        self.abnormal.reserve_exact(events * self.event_window.len());
        for Figures { car, variance, standardised_variance, buy_and_hold } in &mut self.figures {
            [car, variance, standardised_variance, buy_and_hold]
                .into_iter()
                .for_each(|c| c.reserve_exact(events));
        }
    }

    /// Adds all events of cross-sections of the same windows, in order, the columns side by side.
    ///
    /// # Panics
    /// If the windows differ.
    pub fn append(&mut self, others: &[Self]) {
        for other in others {
            assert_eq!(self.windows, other.windows, "cross-sections of the same windows");
            self.cover(&other.bars_covered, other.members.len());
            self.members.extend_from_slice(&other.members);
        }
        fn join<T: Copy + Send + Sync>(
            column: &mut Vec<T>,
            others: &[CrossSection],
            of: impl Fn(&CrossSection) -> &[T],
        ) {
            others.iter().for_each(|other| column.extend_from_slice(of(other)));
        }
        rayon::scope(|scope| {
            scope.spawn(|_| join(&mut self.residuals, others, |o| &o.residuals));
            scope.spawn(|_| {
                let (ends, times) = (&mut self.residual_ends, &mut self.times);
                for other in others {
                    let start = ends.last().copied().unwrap_or(0);
                    ends.extend(other.residual_ends.iter().map(|end| start + end));
                    let all = (0..other.len()).map(|i| other.residual_times(i));
                    all.for_each(|own| times.push(own));
                }
            });
            scope.spawn(|_| join(&mut self.abnormal, others, |o| &o.abnormal));
            for (k, figures) in self.figures.iter_mut().enumerate() {
                scope.spawn(move |_| {
                    join(&mut figures.car, others, |o| &o.figures[k].car);
                    join(&mut figures.variance, others, |o| &o.figures[k].variance);
                    join(&mut figures.standardised_variance, others, |o| {
                        &o.figures[k].standardised_variance
                    });
                    join(&mut figures.buy_and_hold, others, |o| &o.figures[k].buy_and_hold);
                });
            }
        });
    }

    /// Notes what the returns of `events` further events cover; must come before they are members.
    fn cover(&mut self, covered: &[f64], events: usize) {
        let bars = self.event_window.len();
        if covered.is_empty() && self.bars_covered.is_empty() {
            return;
        }
        self.bars_covered.resize(self.len() * bars, 1.0);
        self.bars_covered.extend_from_slice(covered);
        self.bars_covered.resize((self.len() + events) * bars, 1.0);
    }

    /// The cross-section of these events only, in this order; without the portfolio, which was of
    /// all.
    #[must_use]
    pub fn subset(&self, events: &[usize]) -> Self {
        let mut chosen = Self::new(self.event_window, &self.windows);
        for &i in events {
            chosen.push(&self.measured(i));
        }
        chosen
    }

    /// One event, copied out.
    pub fn measured(&self, i: usize) -> Measured {
        let bars = self.event_window.len();
        let of_windows =
            |value: fn(&Figures) -> &[f64]| self.figures.iter().map(|f| value(f)[i]).collect();
        Measured {
            member: self.members[i],
            residuals: self.residuals(i).to_vec(),
            residual_times: self.residual_times(i).to_vec(),
            abnormal: self.abnormal[i * bars..(i + 1) * bars].to_vec(),
            car: of_windows(|f| &f.car),
            variance: of_windows(|f| &f.variance),
            standardised_variance: of_windows(|f| &f.standardised_variance),
            buy_and_hold: of_windows(|f| &f.buy_and_hold),
            bars_covered: self.bars_covered(i).to_vec(),
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
        let from = self.times.from[i];
        &self.times.times[from..from + self.residual_range(i).len()]
    }

    /// Abnormal returns of an event over the event window, NaN where missing.
    pub fn abnormal(&self, i: usize) -> &[f64] {
        let bars = self.event_window.len();
        &self.abnormal[i * bars..(i + 1) * bars]
    }

    /// How many bars each return of the event window covers; empty where each covers its own.
    pub fn bars_covered(&self, i: usize) -> &[f64] {
        let bars = self.event_window.len();
        self.bars_covered.get(i * bars..(i + 1) * bars).unwrap_or(&[])
    }

    /// Abnormal returns of an event on the scale of one bar, like its residuals: `AR_t / sqrt(n_t)`
    /// where the return covers `n_t` bars.
    pub fn abnormal_per_bar(&self, i: usize) -> impl Iterator<Item = f64> + '_ {
        let covered = self.bars_covered(i);
        let root = move |bar: usize| match covered.get(bar) {
            Some(n) if *n > 1.0 => n.sqrt(),
            _ => 1.0,
        };
        self.abnormal(i).iter().enumerate().map(move |(bar, ar)| ar / root(bar))
    }

    /// The abnormal returns of an event that belong to the bars `from..to` of the event window,
    /// over their standard errors: not one over a gap that began before them.
    pub fn standardised(&self, i: usize, from: usize, to: usize) -> impl Iterator<Item = f64> + '_ {
        let covered = self.bars_covered(i);
        // The first windows are the single bars.
        let value = move |bar: usize| self.abnormal(i)[bar] / self.variance(i, bar).sqrt();
        let inside =
            move |bar: &usize| covered.get(*bar).is_none_or(|n| !(*n > (bar + 1 - from) as f64));
        (from..to).filter(inside).map(value).filter(|sar| sar.is_finite())
    }

    /// CARs of all events over the window of this column; NaN where one has none.
    pub fn cars(&self, column: usize) -> &[f64] {
        &self.figures[column].car
    }

    /// Variances of the CARs of a window.
    pub fn variances(&self, column: usize) -> &[f64] {
        &self.figures[column].variance
    }

    /// CAR of an event over the window of this column; NaN where it has none.
    pub fn car(&self, i: usize, column: usize) -> f64 {
        self.figures[column].car[i]
    }

    /// Variance of the CAR of an event over a window.
    pub fn variance(&self, i: usize, column: usize) -> f64 {
        self.figures[column].variance[i]
    }

    /// Variance of the sum of an event's standardised abnormal returns over a window.
    pub fn standardised_variance(&self, i: usize, column: usize) -> f64 {
        self.figures[column].standardised_variance[i]
    }

    /// Buy-and-hold abnormal return of an event over the window of this column.
    pub fn buy_and_hold(&self, i: usize, column: usize) -> f64 {
        self.figures[column].buy_and_hold[i]
    }

    /// The buy-and-hold abnormal returns over the window of this column, of the events that have
    /// one: some without a CAR do, since a position is held through bars without a price.
    pub fn held(&self, column: usize) -> Vec<f64> {
        let held = self.figures[column].buy_and_hold.iter().copied();
        held.filter(|b| b.is_finite()).collect()
    }

    /// These events with other residuals and abnormal returns in the same places, as standardised
    /// ones to be ranked: every `sigma` is 1, and windows have no figures.
    pub(crate) fn rescaled(&self, residuals: Vec<f64>, abnormal: Vec<f64>) -> Self {
        let member = |m: &Member| Member { sigma: 1.0, ..*m };
        Self {
            event_window: self.event_window,
            windows: self.windows.clone(),
            members: self.members.iter().map(member).collect(),
            residual_ends: self.residual_ends.clone(),
            residuals,
            times: self.times.clone(),
            abnormal,
            figures: vec![Figures::default(); self.windows.len()],
            bars_covered: Vec::new(),
            portfolio: None,
        }
    }

    /// Whether some event has a model without a forecast variance: its residuals were fitted, and
    /// say nothing of how much an event window varies.
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
