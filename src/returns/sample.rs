//! The two samples of an event: what the model may see, and what it is held against.

use super::{BenchmarkReturns, DailyReturns, ReturnKind, Window};

/// Returns of the estimation window; bars in order, complete pairs only.
///
/// A model is estimated on this type and on nothing else, so that it cannot see the event window.
#[derive(Clone, Copy, Debug)]
pub struct EstimationSample<'a> {
    /// Returns of the firm.
    pub firm: &'a [f64],
    /// Returns of the benchmark on the same bars; empty without a benchmark.
    pub market: &'a [f64],
}

/// Benchmark returns of the event window, from which an estimated model forms its expectation.
#[derive(Clone, Copy, Debug)]
pub struct EventSample<'a> {
    /// Returns of the benchmark; empty without a benchmark.
    pub market: &'a [f64],
    /// The number of bars.
    pub bars: usize,
}

/// The choice of bars around day 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeLine {
    /// Bars in the estimation window.
    pub estimation_length: usize,
    /// The last estimation bar in event time, before the event window.
    pub estimation_end: i32,
    /// The event window.
    pub window: Window,
    /// Simple or log returns.
    pub returns: ReturnKind,
    /// Estimation bars within so many sessions of another event of the firm are left out.
    pub other_event_margin: usize,
}

/// The samples of one event and firm.
#[derive(Clone, Debug)]
pub struct Samples {
    /// Firm returns of the estimation window, complete pairs.
    pub estimation_firm: Vec<f64>,
    /// Benchmark returns on the same bars.
    pub estimation_market: Vec<f64>,
    /// Event time of each estimation bar, ascending.
    pub estimation_times: Vec<i32>,
    /// Firm returns of the event window, NaN where missing.
    pub event_firm: Vec<f64>,
    /// Benchmark returns of the event window, NaN where missing.
    pub event_market: Vec<f64>,
    /// Estimation bars left out because another event of the firm is near.
    pub near_other_event: usize,
    /// Estimation bars left out because a return is missing.
    pub missing: usize,
}

/// Why there are no samples.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SamplesError {
    /// The event window reaches beyond the calendar.
    #[error("the windows reach beyond the trading calendar")]
    OutsideCalendar,
}

impl TimeLine {
    /// With `market_needed`, a bar counts only if the benchmark has it too; a model without benchmark
    /// keeps it, and its benchmark return is NaN.
    ///
    /// Collects the samples around the session `day_zero` (a calendar index), leaving out
    /// estimation bars near the other events at `other_events`.
    ///
    /// # Errors
    /// [`SamplesError::OutsideCalendar`] where day 0 is too near the ends of the calendar.
    pub fn samples(
        &self,
        firm: &DailyReturns,
        market: Option<&BenchmarkReturns<'_>>,
        day_zero: usize,
        other_events: &[usize],
        market_needed: bool,
    ) -> Result<Samples, SamplesError> {
        let session = |t: i32| {
            usize::try_from(day_zero as i64 + i64::from(t))
                .map_err(|_| SamplesError::OutsideCalendar)
        };
        let pair = |s: usize| {
            (firm.total(s, self.returns), market.map_or(f64::NAN, |m| m.total(s, self.returns)))
        };
        let mut out = Samples {
            estimation_firm: Vec::with_capacity(self.estimation_length),
            estimation_market: Vec::with_capacity(self.estimation_length),
            estimation_times: Vec::with_capacity(self.estimation_length),
            event_firm: Vec::with_capacity(self.window.len()),
            event_market: Vec::with_capacity(self.window.len()),
            near_other_event: 0,
            missing: 0,
        };
        let first = self.estimation_end - self.estimation_length as i32 + 1;
        for t in first..=self.estimation_end {
            let s = session(t)?;
            if other_events.iter().any(|&e| s.abs_diff(e) <= self.other_event_margin) {
                out.near_other_event += 1;
                continue;
            }
            let (r, m) = pair(s);
            if !r.is_finite() || (market_needed && !m.is_finite()) {
                out.missing += 1;
                continue;
            }
            out.estimation_firm.push(r);
            if market.is_some() {
                out.estimation_market.push(m);
            }
            out.estimation_times.push(t);
        }
        for t in self.window.first()..=self.window.last() {
            let (r, m) = pair(session(t)?);
            out.event_firm.push(r);
            if market.is_some() {
                out.event_market.push(m);
            }
        }
        Ok(out)
    }
}

impl Samples {
    /// The estimation sample.
    pub fn estimation(&self) -> EstimationSample<'_> {
        EstimationSample { firm: &self.estimation_firm, market: &self.estimation_market }
    }

    /// The event sample.
    pub fn event(&self) -> EventSample<'_> {
        EventSample { market: &self.event_market, bars: self.event_firm.len() }
    }
}
