//! The market model for many events without a matrix in sight.

use std::ops::Range;

use super::fit::Fit;
use crate::abnormal::{
    EventOfFirm, MarketModelFit, MarketModelSums, Measured, Member, MissingBars, growth,
    growth_over_gaps, sum_of_squares,
};
use crate::inference::sample_quantile_p_value;
use crate::models::ModelError;
use crate::returns::{MultiBarReturns, ReturnKind, SessionSeries, TimeLine, Window};

/// Measures the events of one firm by the market model in closed form; equal to the general way
/// to rounding.
///
/// # Formula
/// See [`crate::abnormal::MarketModelFit`]; the residual variance is summed from the residuals.
pub(crate) struct MarketModelMeasure<'a> {
    pub(crate) time_line: TimeLine,
    pub(crate) minimum: usize,
    pub(crate) missing: MissingBars,
    pub(crate) returns: ReturnKind,
    pub(crate) market: &'a [f64],
    pub(crate) ranges: Vec<Range<usize>>,
    /// Which of them is the headline.
    pub(crate) headline: Option<usize>,
    /// Whether the p-value of the single event is wanted.
    pub(crate) single_events: bool,
}

impl<'a> MarketModelMeasure<'a> {
    /// Measures an event into `out`, whose memory is used again.
    ///
    /// # Errors
    /// As the market model's.
    pub(crate) fn measure(
        &self,
        sums: &MarketModelSums<'_>,
        firm: SessionSeries<'a>,
        event: EventOfFirm,
        left_out: &[usize],
        out: &mut Measured,
    ) -> Result<Fit, ModelError> {
        let EventOfFirm { day_zero, firm: number, cluster } = event;
        let at = |t: i32| (day_zero as i64 + i64::from(t)).max(0) as usize;
        let last = self.time_line.estimation_end;
        let first = last - self.time_line.estimation_length as i32 + 1;
        let (from, to) = (at(first), at(last) + 1);
        out.residuals.clear();
        out.residual_times.clear();
        let fit = sums.fit(from..to, left_out);
        let bars = fit.map_or_else(|| self.count(firm, from, to, left_out), |f| f.bars as usize);
        if bars < self.minimum.max(5) {
            return Err(ModelError::TooFewBars { bars, needed: self.minimum.max(5) });
        }
        let Some(fit) = fit else { return Err(ModelError::Singular { bars }) };
        let (mut next, mut size) = (from, 0.0);
        for session in left_out.iter().copied().filter(|s| (from..to).contains(s)).chain([to]) {
            size += self.residuals(firm, next..session, day_zero, &fit, out);
            next = session + 1;
        }
        let nu = fit.bars - 2.0;
        let s2 = sum_of_squares(&out.residuals) / nu;
        if !(s2 > size / fit.bars * f64::EPSILON * f64::EPSILON * 1e4) {
            return Err(ModelError::ZeroVariance { bars });
        }
        out.member =
            Member { day_zero, firm: number, cluster, degrees_of_freedom: nu, sigma: s2.sqrt() };
        let start = at(self.time_line.window.first());
        let window = self.time_line.window;
        let mut said = Fit { alpha: fit.alpha, beta: fit.beta, ..Fit::default() };
        said.buy_and_hold_model = self.event_window(firm, start, window, &fit, s2, out);
        if self.single_events {
            said.sample_quantile_p = self.single_event(&fit, s2, out).unwrap_or(f64::NAN);
        }
        Ok(said)
    }

    /// Adds the residuals of an unbroken run of sessions; returns the sum of the squared returns.
    fn residuals(
        &self,
        firm: SessionSeries<'a>,
        sessions: Range<usize>,
        day_zero: usize,
        fit: &MarketModelFit,
        out: &mut Measured,
    ) -> f64 {
        let end = sessions.end.min(firm.end()).min(self.market.len());
        let sessions = sessions.start.max(firm.first).min(end)..end;
        let (own, market) = (firm.within(sessions.clone()), &self.market[sessions.clone()]);
        let before = out.residuals.len();
        let residual = |(y, x): (&f64, &f64)| y - fit.alpha - fit.beta * x;
        let time = |session: usize| (session as i64 - day_zero as i64) as i32;
        out.residuals.extend(own.iter().zip(market).map(residual));
        if out.residuals[before..].iter().all(|e| e.is_finite()) {
            out.residual_times.extend(sessions.map(time));
            return sum_of_squares(own);
        }
        out.residuals.truncate(before);
        let mut size = 0.0;
        for (session, (y, x)) in sessions.zip(own.iter().zip(market)) {
            let e = residual((y, x));
            if e.is_finite() {
                out.residuals.push(e);
                out.residual_times.push(time(session));
                size += y * y;
            }
        }
        size
    }

    /// The rank p-value of the headline window, with the variance of a sum of n residuals
    /// `s^2 (n - n^2/M - (sum Rm - n mean)^2/Sxx)`.
    fn single_event(&self, fit: &MarketModelFit, s2: f64, event: &Measured) -> Option<f64> {
        let column = self.headline?;
        let day_zero = event.member.day_zero as i64;
        let market: Vec<f64> = event
            .residual_times
            .iter()
            .map(|t| self.market[(day_zero + i64::from(*t)) as usize])
            .collect();
        let variance = |from: usize, to: usize| {
            let n = (to - from) as f64;
            let moved = market[from..to].iter().sum::<f64>() - n * fit.market_mean;
            s2 * (n - n * n / fit.bars - moved * moved / fit.market_squares)
        };
        let scar = event.car[column] / event.variance[column].sqrt();
        let length = self.ranges[column].len();
        sample_quantile_p_value(&event.residuals, &event.residual_times, length, scar, variance)
    }

    /// Fills in buy-and-hold returns over windows with gaps, from the firm's returns over gaps in the
    /// event window.
    pub(crate) fn hold(
        &self,
        gaps: &MultiBarReturns,
        day_zero: usize,
        fit: &mut Fit,
        out: &mut Measured,
    ) {
        let start = (day_zero as i64 + i64::from(self.time_line.window.first())) as usize;
        for (k, range) in self.ranges.iter().enumerate() {
            if !out.buy_and_hold[k].is_nan() {
                continue;
            }
            let kind = self.returns;
            let own = growth_over_gaps(&gaps.returns, &gaps.bars_covered, range.clone(), kind);
            let market = &self.market[start + range.start..start + range.end];
            out.buy_and_hold[k] = own - growth(market, kind);
            if self.headline == Some(k) {
                let expected: Vec<f64> = market.iter().map(|x| fit.alpha + fit.beta * x).collect();
                fit.buy_and_hold_model = own - growth(&expected, kind);
            }
        }
    }

    /// Fills in the figures of the event window; gives the buy-and-hold return of the headline window
    /// less the model's.
    fn event_window(
        &self,
        firm: SessionSeries<'a>,
        start: usize,
        window: Window,
        fit: &MarketModelFit,
        s2: f64,
        out: &mut Measured,
    ) -> f64 {
        let mut against_model = f64::NAN;
        let sessions = start..start + window.len();
        let market = &self.market[sessions.clone()];
        out.abnormal.clear();
        out.abnormal.extend(
            sessions.clone().zip(market).map(|(s, x)| firm.at(s) - fit.alpha - fit.beta * x),
        );
        out.car.clear();
        out.variance.clear();
        out.standardised_variance.clear();
        out.buy_and_hold.clear();
        for (k, range) in self.ranges.iter().enumerate() {
            let (mut bars, mut car, mut moved) = (0.0, 0.0, 0.0);
            let (mut own, mut other) = (1.0, 1.0);
            for i in range.clone() {
                let (ar, x) = (out.abnormal[i], market[i]);
                if ar.is_finite() {
                    bars += 1.0;
                    car += ar;
                    moved += x;
                }
                let y = firm.at(start + i);
                (own, other) = match self.returns {
                    ReturnKind::Simple => (own * (1.0 + y), other * (1.0 + x)),
                    ReturnKind::Log => (own * y.exp(), other * x.exp()),
                };
            }
            let whole = bars == range.len() as f64;
            let counts = whole || (bars > 0.0 && self.missing == MissingBars::Available);
            out.car.push(if counts { car } else { f64::NAN });
            let variance = s2 * fit.variance_factor(bars, moved);
            out.variance.push(if counts { variance } else { f64::NAN });
            let measured = range.clone().filter(|i| out.abnormal[*i].is_finite());
            out.standardised_variance.push(match (counts, range.len()) {
                (false, _) => f64::NAN,
                (true, 1) => 1.0,
                (true, _) => fit.standardised_variance_factor(measured.map(|i| market[i])),
            });
            out.buy_and_hold.push(own - other);
            if self.headline == Some(k) {
                let step = |x: &f64| match self.returns {
                    ReturnKind::Simple => 1.0 + fit.alpha + fit.beta * x,
                    ReturnKind::Log => (fit.alpha + fit.beta * x).exp(),
                };
                against_model = own - market[range.clone()].iter().map(step).product::<f64>();
            }
        }
        against_model
    }

    fn count(&self, firm: SessionSeries<'_>, from: usize, to: usize, left_out: &[usize]) -> usize {
        (from..to)
            .filter(|s| !left_out.contains(s))
            .filter(|s| (firm.at(*s) + self.market[*s]).is_finite())
            .count()
    }
}
