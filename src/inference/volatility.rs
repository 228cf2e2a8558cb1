//! Abnormal volatility: the square of abnormal returns as another kind of return.

use serde::Serialize;

use crate::abnormal::{CrossSection, Measured};
use crate::inference::standard_deviation;
use crate::returns::Window;

/// Fewer residual degrees of freedom give no square that has a variance.
const FEWEST_DEGREES: f64 = 5.0;

/// A cross-section of abnormal volatility.
#[derive(Clone, Debug)]
pub struct AbnormalVolatility {
    /// Abnormal squares in place of abnormal returns: the tests of a cross-section run on it.
    pub section: CrossSection,
    /// The mean square of each of its events on days of the estimation window.
    pub usual: Vec<f64>,
    /// The event behind each of them in the cross-section of returns.
    pub events: Vec<usize>,
    /// Events left out: fewer than five degrees of freedom, or no forecast variance.
    pub left_out: Vec<usize>,
}

/// How volatile the days of a window were, as a multiple of the estimation window's.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct VolatilityRatio {
    /// Events.
    pub events: usize,
    /// Mean square of the window over the mean square of the estimation window.
    pub ratio: f64,
    /// Standard error of the ratio, from the spread over events; `None` for one event.
    pub standard_error: Option<f64>,
}

impl AbnormalVolatility {
    /// Measures abnormal volatility on the abnormal returns of a cross-section.
    ///
    /// # Formula
    /// `U_t = AR_t^2/Var(AR_t)` with the forecast error of the model in the variance; on the days of
    /// the estimation window `u_t = e_t^2/((1 - h) s_(t)^2)`, the residual over its standard error
    /// without that day, `s_(t)^2 = (nu s^2 - e_t^2/(1-h))/(nu - 1)` and `h = p/M` the mean leverage.
    /// Abnormal volatility is `U_t - mean u`: both squares are those of a prediction from other
    /// days, so that it has mean zero for returns of any distribution, and not only for normal ones
    /// as the comparison with 1 has. Sums over a window have the variance of the constant-mean
    /// model, `s_u^2 (L2 + L2^2/M)`.
    ///
    /// Squares are skewed: tests of their mean reject too often, with fat tails even for a thousand
    /// events; ranks in time (Corrado and Zivney) do not. Generalised ranks and signs compare a
    /// window with single days, which sums of squares are not like: signs are for single days, and
    /// generalised ranks for none. Volatility clusters: where volatility before the event differs
    /// from that of the estimation window, the difference is taken for the event's.
    ///
    /// # References
    /// Beaver 1968; Patell 1976; Landsman and Maydew 2002.
    pub fn of(returns: &CrossSection) -> Self {
        let bars = returns.event_window().len();
        let windows = &returns.windows()[bars..];
        let mut found = Self {
            section: CrossSection::new(returns.event_window(), windows),
            usual: Vec::new(),
            events: Vec::new(),
            left_out: Vec::new(),
        };
        for i in 0..returns.len() {
            match found.squares(returns, i) {
                Some((event, usual)) => {
                    found.section.push(&event);
                    found.usual.push(usual);
                    found.events.push(i);
                }
                None => found.left_out.push(i),
            }
        }
        found
    }

    /// How volatile a window was; `None` without an event that has all its days.
    ///
    /// # Formula
    /// `R = sum_i sum_t U_it / (L2 sum_i mean u_i)`; as that of a ratio of means, its standard error is
    /// `sd(d)/(sqrt(N) mean(L2 mean u))` with `d_i = sum_t U_it - R L2 mean u_i`, for independent
    /// events.
    pub fn ratio(&self, window: Window) -> Option<VolatilityRatio> {
        let column = self.section.column_of(window)?;
        let figures: Vec<(f64, f64)> = self
            .usual
            .iter()
            .enumerate()
            .map(|(i, u)| (self.section.car(i, column), u * window.len() as f64))
            .filter(|(excess, _)| excess.is_finite())
            .collect();
        let n = figures.len() as f64;
        let (excess, usual) = figures.iter().fold((0.0, 0.0), |sum, f| (sum.0 + f.0, sum.1 + f.1));
        let more = excess / usual;
        let differences: Vec<f64> = figures.iter().map(|(e, u)| e - more * u).collect();
        let spread = standard_deviation(&differences);
        (usual > 0.0).then(|| VolatilityRatio {
            events: figures.len(),
            ratio: 1.0 + more,
            standard_error: spread.map(|sd| sd * n.sqrt() / usual),
        })
    }

    fn squares(&self, returns: &CrossSection, i: usize) -> Option<(Measured, f64)> {
        let member = returns.members()[i];
        let residuals = returns.residuals(i);
        let (m, nu, s2) =
            (residuals.len() as f64, member.degrees_of_freedom, member.sigma * member.sigma);
        if !(nu >= FEWEST_DEGREES && m >= FEWEST_DEGREES && s2 > 0.0 && s2.is_finite()) {
            return None;
        }
        let kept = if nu.is_finite() { (nu / m).min(1.0) } else { 1.0 };
        let without = |square: f64| {
            if nu.is_finite() { (nu * s2 - square / kept) / (nu - 1.0) } else { s2 }
        };
        let squares: Vec<f64> = residuals.iter().map(|e| e * e / (kept * without(e * e))).collect();
        if squares.iter().any(|u| !(*u >= 0.0 && u.is_finite())) {
            return None;
        }
        let usual = squares.iter().sum::<f64>() / m;
        let own: Vec<f64> = squares.iter().map(|u| u - usual).collect();
        let variance = own.iter().map(|u| u * u).sum::<f64>() / (m - 1.0);
        // The first columns are the single bars.
        let abnormal: Vec<f64> = returns
            .abnormal(i)
            .iter()
            .enumerate()
            .map(|(k, ar)| ar * ar / returns.variance(i, k) - usual)
            .collect();
        let finite = abnormal.iter().any(|u| u.is_finite());
        if !(variance > 0.0 && finite) {
            return None;
        }
        let first = returns.event_window().first();
        let spans: Vec<&[f64]> = self
            .section
            .windows()
            .iter()
            .map(|w| {
                let from = (w.first() - first) as usize;
                &abnormal[from..from + w.len()]
            })
            .collect();
        let event = Measured {
            member: crate::abnormal::Member {
                degrees_of_freedom: m - 1.0,
                sigma: variance.sqrt(),
                ..member
            },
            residual_times: returns.residual_times(i).to_vec(),
            car: spans.iter().map(|span| span.iter().sum()).collect(),
            variance: spans
                .iter()
                .map(|span| span.len() as f64)
                .map(|l| variance * (l + l * l / m))
                .collect(),
            standardised_variance: spans
                .iter()
                .map(|span| span.len() as f64)
                .map(|l| (l + l * l / m) / (1.0 + 1.0 / m))
                .collect(),
            buy_and_hold: vec![f64::NAN; spans.len()],
            bars_covered: Vec::new(),
            residuals: own,
            abnormal,
        };
        Some((event, usual))
    }
}
