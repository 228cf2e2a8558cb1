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
            buy_and_hold: vec![f64::NAN; spans.len()],
            bars_covered: Vec::new(),
            residuals: own,
            abnormal,
        };
        Some((event, usual))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inference::simulated::{event, normal};
    use crate::inference::{TESTS, TestContext, TestId, TestOptions};

    /// Days of the estimation window.
    const ESTIMATION: usize = 120;

    fn day() -> Window {
        Window::new(0, 0).unwrap()
    }

    #[test]
    fn squares_by_hand() {
        // Residuals of +-1 about zero: s^2 = 8/8 with nu = 7 of M = 8, so h = 1/8.
        let mut returns = CrossSection::new(day(), &[]);
        let mut one = event(100, 0, &[1.0, -1.0, 1.0, -1.0, 1.0, -1.0, 1.0, -3.0], &[2.0]);
        one.member.sigma = (16.0_f64 / 7.0).sqrt();
        one.variance = vec![2.0];
        returns.push(&one);
        let found = AbnormalVolatility::of(&returns);
        // e^2/(7/8) = 8/7 and 72/7; without the day (16 - 8/7)/6 = 52/21 and (16 - 72/7)/6 = 20/21.
        let (usual, large) = (8.0 / 7.0 / (52.0 / 21.0), 72.0 / 7.0 / (20.0 / 21.0));
        let mean = (7.0 * usual + large) / 8.0;
        assert!((found.usual[0] - mean).abs() < 1e-13);
        assert!((found.section.abnormal(0)[0] - (2.0 - mean)).abs() < 1e-13);
        assert!((found.ratio(day()).unwrap().ratio - 2.0 / mean).abs() < 1e-13);
        assert!(found.section.residuals(0).iter().sum::<f64>().abs() < 1e-12);
    }

    #[test]
    fn events_without_a_variance_are_left_out() {
        let mut returns = CrossSection::new(day(), &[]);
        returns.push(&event(100, 0, &[1.0, -1.0, 0.5], &[2.0]));
        returns.push(&event(100, 1, &[0.0; 9], &[2.0]));
        returns.push(&event(
            100,
            1,
            &[0.1, -0.1, 0.2, 0.0, -0.3, 0.1, 0.2, -0.2, 0.0],
            &[f64::NAN],
        ));
        let found = AbnormalVolatility::of(&returns);
        assert_eq!((found.section.len(), found.left_out), (0, vec![0, 1, 2]));
        assert_eq!(found.section.column_of(day()), Some(0));
    }

    /// What returns are like.
    #[derive(Clone, Copy)]
    struct Returns {
        /// What returns of the window are multiplied by.
        scale: f64,
        /// Degrees of freedom of their distribution; 0 for the normal.
        tails: usize,
        /// Days of the window.
        bars: usize,
        /// Whether volatility comes in spells: a GARCH(1,1) process with 0.08 and 0.87.
        spells: bool,
    }

    const CALM: Returns = Returns { scale: 1.0, tails: 0, bars: 1, spells: false };

    impl Returns {
        fn draw(self, draw: &mut dyn FnMut() -> f64) -> Vec<f64> {
            let mut variance = 1.0_f64;
            (0..ESTIMATION + self.bars)
                .map(|day| {
                    let z = draw();
                    let chi: f64 = (0..self.tails).map(|_| draw().powi(2)).sum();
                    let fat = if self.tails > 0 { (chi / self.tails as f64).sqrt() } else { 1.0 };
                    let r = variance.sqrt() * z / fat;
                    if self.spells {
                        variance = 0.05 + 0.08 * r * r + 0.87 * variance;
                    }
                    0.02 * r * if day < ESTIMATION { 1.0 } else { self.scale }
                })
                .collect()
        }

        /// The share of 400 samples of 40 events in which ranks, signs and the mean find abnormal
        /// volatility at 5%.
        fn found(self) -> [f64; 3] {
            let ids = [TestId::CorradoZivney, TestId::GeneralisedSign, TestId::CrossSectionalT];
            let window = Window::new(0, self.bars as i32 - 1).unwrap();
            let (mut draw, options, replications) = (normal(29), TestOptions::default(), 400);
            let (m, l) = (ESTIMATION as f64, self.bars as f64);
            let mut hits = [0_u32; 3];
            for _ in 0..replications {
                let mut returns = CrossSection::new(window, &[window]);
                for firm in 0..40 {
                    let raw = self.draw(&mut draw);
                    let (before, after) = raw.split_at(ESTIMATION);
                    let mean = before.iter().sum::<f64>() / m;
                    let own = |values: &[f64]| values.iter().map(|r| r - mean).collect::<Vec<_>>();
                    let residuals = own(before);
                    let s2 = residuals.iter().map(|e| e * e).sum::<f64>() / (m - 1.0);
                    let mut one = event(firm, firm, &residuals, &own(after));
                    one.member.sigma = s2.sqrt();
                    one.member.degrees_of_freedom = m - 1.0;
                    one.variance = vec![s2 * (1.0 + 1.0 / m); self.bars];
                    if self.bars > 1 {
                        one.variance.push(s2 * (l + l * l / m));
                    }
                    returns.push(&one);
                }
                let volatility = AbnormalVolatility::of(&returns);
                let context = TestContext::new(&volatility.section, &options);
                let sample = context.sample(window).unwrap();
                for (hits, id) in hits.iter_mut().zip(ids) {
                    let run = TESTS.iter().find(|t| t.id == id).unwrap().run.unwrap();
                    *hits += u32::from(run(&sample).p_value().unwrap() < 0.05);
                }
            }
            hits.map(|hits| f64::from(hits) / f64::from(replications))
        }
    }

    #[test]
    fn ranks_and_signs_keep_their_size_where_means_of_squares_do_not() {
        // Three Monte Carlo errors of 400 replications.
        let right = |share: f64| (share - 0.05).abs() < 0.033;
        let [rank, sign, _] = CALM.found();
        assert!(right(rank) && right(sign), "{rank} {sign}");
        let [rank, sign, mean] = Returns { tails: 5, ..CALM }.found();
        assert!(right(rank) && right(sign) && mean > 0.1, "{rank} {sign} {mean}");
        let [rank, sign, _] = Returns { scale: 2.0, ..CALM }.found();
        assert!(rank > 0.9 && sign > 0.8, "{rank} {sign}");
    }

    #[test]
    fn signs_are_for_single_days_and_long_spells_are_not_for_ranks() {
        let [rank, sign, _] = Returns { bars: 5, ..CALM }.found();
        assert!((rank - 0.05).abs() < 0.033 && sign > 0.15, "{rank} {sign}");
        let [rank, ..] = Returns { bars: 21, spells: true, ..CALM }.found();
        assert!(rank > 0.1, "{rank}");
    }

    #[test]
    fn the_error_of_a_ratio_by_hand() {
        let found = AbnormalVolatility {
            section: {
                let mut section = CrossSection::new(day(), &[]);
                for (i, excess) in [0.5, 2.5, 0.0].into_iter().enumerate() {
                    section.push(&event(i, i, &[0.1, -0.1], &[excess]));
                }
                section
            },
            usual: vec![1.0, 1.5, 0.5],
            events: vec![0, 1, 2],
            left_out: Vec::new(),
        };
        // R - 1 = 3/3; differences -0.5, 1 and -0.5 have a variance of 1.5/2 around zero.
        let ratio = found.ratio(day()).unwrap();
        assert!((ratio.ratio - 2.0).abs() < 1e-15);
        let want = (1.5_f64 / 2.0).sqrt() * 3.0_f64.sqrt() / 3.0;
        assert!((ratio.standard_error.unwrap() - want).abs() < 1e-15);
    }
}
