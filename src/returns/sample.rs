//! The two samples of an event: what the model may see, and what it is held against.

use std::ops::Range;

use super::{MultiBarReturns, SessionSeries, Window};

/// Returns of the estimation window; bars in order, complete pairs only.
///
/// A model is estimated on this type and on nothing else, so that it cannot see the event window.
#[derive(Clone, Copy, Debug, Default)]
pub struct EstimationSample<'a> {
    /// Returns of the firm.
    pub firm: &'a [f64],
    /// Returns of the benchmark on the same bars; empty without a benchmark.
    pub market: &'a [f64],
    /// The further regressors that the model asked for, in its order; each has one value a bar.
    pub factors: &'a [Vec<f64>],
}

impl<'a> EstimationSample<'a> {
    /// The regressors of the estimation bars in the form of an event window.
    pub fn as_window(&self) -> EventSample<'a> {
        EventSample { market: self.market, factors: self.factors, bars: self.firm.len(), steps: 1 }
    }
}

/// Benchmark returns of the event window, from which an estimated model forms its expectation.
#[derive(Clone, Copy, Debug, Default)]
pub struct EventSample<'a> {
    /// Returns of the benchmark; empty without a benchmark.
    pub market: &'a [f64],
    /// The further regressors that the model asked for, in its order.
    pub factors: &'a [Vec<f64>],
    /// The number of bars.
    pub bars: usize,
    /// How many bars after the last estimation bar the first one comes: 1 without a gap.
    pub steps: usize,
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
    /// Estimation bars within so many sessions of another event of the firm are left out.
    pub other_event_margin: usize,
}

impl TimeLine {
    /// The sessions that other events of the firm keep out of the estimation window of an event,
    /// sorted and distinct; `days` are the sorted days 0 of the firm's events. Some at either end
    /// may lie beyond the window.
    pub fn near_other_events(&self, days: &[usize], day_zero: usize) -> Vec<usize> {
        self.stretches_near_other_events(days, day_zero).flatten().collect()
    }

    /// Sessions near other events in stretches that follow one another.
    pub fn stretches_near_other_events<'d>(
        &self,
        days: &'d [usize],
        day_zero: usize,
    ) -> impl Iterator<Item = Range<usize>> + use<'d> {
        let margin = self.other_event_margin;
        let last = (day_zero as i64 + i64::from(self.estimation_end)).max(0) as usize;
        let first = (last + 1).saturating_sub(self.estimation_length);
        let near = &days[days.partition_point(|d| d + margin < first)..];
        let others = near.iter().take_while(move |d| **d <= last + margin);
        let mut end = 0;
        others.filter(move |day| **day != day_zero).map(move |day| {
            let from = end.max(day.saturating_sub(margin));
            end = day + margin + 1;
            from..end
        })
    }
}

/// What the samples of a firm are taken from, all on the calendar's sessions.
#[derive(Clone, Copy, Debug)]
pub struct SampleInputs<'a> {
    /// Returns of the firm.
    pub firm: SessionSeries<'a>,
    /// Returns of the benchmark.
    pub market: Option<SessionSeries<'a>>,
    /// Whether a bar counts only if the benchmark has it too; a model without benchmark keeps it,
    /// and its benchmark return is NaN.
    pub market_needed: bool,
    /// The further regressors that the model asks for; a bar counts only if all have it.
    pub factors: &'a [SessionSeries<'a>],
    /// How many bars each return of the firm covers, where returns run over gaps.
    pub bars_covered: Option<SessionSeries<'a>>,
}

/// The samples of one event and firm.
#[derive(Clone, Debug, Default)]
pub struct Samples {
    /// Firm returns of the estimation window, complete pairs.
    pub estimation_firm: Vec<f64>,
    /// Benchmark returns on the same bars.
    pub estimation_market: Vec<f64>,
    /// Further regressors on the same bars.
    pub estimation_factors: Vec<Vec<f64>>,
    /// Event time of each estimation bar, ascending.
    pub estimation_times: Vec<i32>,
    /// Firm returns of the event window, NaN where missing.
    pub event_firm: Vec<f64>,
    /// Benchmark returns of the event window, NaN where missing.
    pub event_market: Vec<f64>,
    /// Further regressors of the event window, NaN where missing.
    pub event_factors: Vec<Vec<f64>>,
    /// How many bars each return of the event window covers, where returns run over gaps; empty for
    /// one each.
    pub event_bars_covered: Vec<f64>,
    /// Where the firm has no return on some bar of the event window, its returns over the gaps, for
    /// positions that are held through them; each has one value a bar.
    pub event_held: Option<MultiBarReturns>,
    /// Bars from the last estimation bar used to the first bar of the event window.
    pub steps: usize,
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
    /// Collects the samples around the session `day_zero` (a calendar index), leaving out
    /// estimation bars near the other events at `other_events`.
    ///
    /// # Errors
    /// [`SamplesError::OutsideCalendar`] where day 0 is too near the start of the calendar.
    pub fn samples(
        &self,
        inputs: &SampleInputs<'_>,
        day_zero: usize,
        other_events: &[usize],
    ) -> Result<Samples, SamplesError> {
        let session = |t: i32| {
            usize::try_from(day_zero as i64 + i64::from(t))
                .map_err(|_| SamplesError::OutsideCalendar)
        };
        let market = |s: usize| inputs.market.map_or(f64::NAN, |m| m.at(s));
        let (length, bars) = (self.estimation_length, self.window.len());
        let columns = |n: usize| inputs.factors.iter().map(|_| Vec::with_capacity(n)).collect();
        let mut out = Samples {
            estimation_firm: Vec::with_capacity(length),
            estimation_market: Vec::with_capacity(length),
            estimation_factors: columns(length),
            estimation_times: Vec::with_capacity(length),
            event_firm: Vec::with_capacity(bars),
            event_market: Vec::with_capacity(bars),
            event_factors: columns(bars),
            event_bars_covered: Vec::new(),
            event_held: None,
            steps: 1,
            near_other_event: 0,
            missing: 0,
        };
        let first = self.estimation_end - length as i32 + 1;
        for t in first..=self.estimation_end {
            let s = session(t)?;
            // A return over a gap contains every session of the gap.
            let covered = inputs.bars_covered.map_or(1.0, |n| n.at(s));
            let from = s - if covered > 1.0 { (covered as usize - 1).min(s) } else { 0 };
            let margin = self.other_event_margin;
            if other_events.iter().any(|&e| e + margin >= from && e <= s + margin) {
                out.near_other_event += 1;
                continue;
            }
            let (r, m) = (inputs.firm.at(s), market(s));
            let complete = r.is_finite()
                && (!inputs.market_needed || m.is_finite())
                && inputs.factors.iter().all(|f| f.at(s).is_finite());
            if !complete {
                out.missing += 1;
                continue;
            }
            out.estimation_firm.push(r);
            if inputs.market.is_some() {
                out.estimation_market.push(m);
            }
            for (column, factor) in out.estimation_factors.iter_mut().zip(inputs.factors) {
                column.push(factor.at(s));
            }
            out.estimation_times.push(t);
        }
        let last = out.estimation_times.last().copied().unwrap_or(self.estimation_end);
        out.steps = (self.window.first() - last).max(1) as usize;
        for t in self.window.first()..=self.window.last() {
            let s = session(t)?;
            out.event_firm.push(inputs.firm.at(s));
            if let Some(covered) = inputs.bars_covered {
                out.event_bars_covered.push(covered.at(s));
            }
            if inputs.market.is_some() {
                out.event_market.push(market(s));
            }
            for (column, factor) in out.event_factors.iter_mut().zip(inputs.factors) {
                column.push(factor.at(s));
            }
        }
        Ok(out)
    }

    /// The sessions of the estimation window, the first and the one after the last; `None` where it
    /// begins before the calendar.
    pub fn estimation_sessions(&self, day_zero: usize) -> Option<Range<usize>> {
        let last = day_zero as i64 + i64::from(self.estimation_end);
        let first = last - self.estimation_length as i64 + 1;
        Some(usize::try_from(first).ok()?..usize::try_from(last).ok()? + 1)
    }
}

impl Samples {
    /// Whether the firm has no return on some bar of the event window.
    pub fn has_gap(&self) -> bool {
        self.event_bars_covered.is_empty() && self.event_firm.iter().any(|r| r.is_nan())
    }

    /// The estimation sample.
    pub fn estimation(&self) -> EstimationSample<'_> {
        EstimationSample {
            firm: &self.estimation_firm,
            market: &self.estimation_market,
            factors: &self.estimation_factors,
        }
    }

    /// The event sample.
    pub fn event(&self) -> EventSample<'_> {
        EventSample {
            market: &self.event_market,
            factors: &self.event_factors,
            bars: self.event_firm.len(),
            steps: self.steps,
        }
    }
}
