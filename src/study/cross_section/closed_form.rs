//! The market model for many events without a matrix in sight.

use std::ops::Range;

use crate::abnormal::{MarketModelFit, MarketModelSums, Measured, Member, MissingBars};
use crate::models::ModelError;
use crate::returns::{ReturnKind, SessionSeries, TimeLine, Window};

/// Measures the events of one firm by the market model in closed form; equal to the general way
/// to rounding.
///
/// # Formula
/// See [`crate::abnormal::MarketModelFit`]; the residual variance is summed from the residuals.
pub(super) struct MarketModelMeasure<'a> {
    pub(super) time_line: TimeLine,
    pub(super) minimum: usize,
    pub(super) missing: MissingBars,
    pub(super) returns: ReturnKind,
    pub(super) market: &'a [f64],
    pub(super) ranges: Vec<Range<usize>>,
}

impl<'a> MarketModelMeasure<'a> {
    /// Measures an event into `out`, whose memory is used again.
    ///
    /// # Errors
    /// As the market model's.
    pub(super) fn measure(
        &self,
        sums: &MarketModelSums<'_>,
        firm: SessionSeries<'a>,
        (day_zero, firm_number, cluster): (usize, usize, usize),
        left_out: &[usize],
        out: &mut Measured,
    ) -> Result<(), ModelError> {
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
        let (mut squares, mut size) = (0.0, 0.0);
        let mut skip = left_out.iter().peekable();
        for session in from..to {
            while skip.next_if(|s| **s < session).is_some() {}
            if skip.peek() == Some(&&session) {
                continue;
            }
            let (y, x) = (firm.at(session), self.market[session]);
            let e = y - fit.alpha - fit.beta * x;
            if e.is_finite() {
                out.residuals.push(e);
                out.residual_times.push((session as i64 - day_zero as i64) as i32);
                squares += e * e;
                size += y * y;
            }
        }
        let nu = fit.bars - 2.0;
        let s2 = squares / nu;
        if !(s2 > size / fit.bars * f64::EPSILON * f64::EPSILON * 1e4) {
            return Err(ModelError::ZeroVariance { bars });
        }
        out.member = Member {
            day_zero,
            firm: firm_number,
            cluster,
            degrees_of_freedom: nu,
            sigma: s2.sqrt(),
        };
        let start = at(self.time_line.window.first());
        let window = self.time_line.window;
        self.event_window(firm, start, window, &fit, s2, out);
        Ok(())
    }

    fn event_window(
        &self,
        firm: SessionSeries<'a>,
        start: usize,
        window: Window,
        fit: &MarketModelFit,
        s2: f64,
        out: &mut Measured,
    ) {
        let sessions = start..start + window.len();
        let market = &self.market[sessions.clone()];
        out.abnormal.clear();
        out.abnormal.extend(
            sessions.clone().zip(market).map(|(s, x)| firm.at(s) - fit.alpha - fit.beta * x),
        );
        out.car.clear();
        out.variance.clear();
        out.buy_and_hold.clear();
        for range in &self.ranges {
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
            out.buy_and_hold.push(own - other);
        }
    }

    fn count(&self, firm: SessionSeries<'_>, from: usize, to: usize, left_out: &[usize]) -> usize {
        (from..to)
            .filter(|s| !left_out.contains(s))
            .filter(|s| (firm.at(*s) + self.market[*s]).is_finite())
            .count()
    }
}
