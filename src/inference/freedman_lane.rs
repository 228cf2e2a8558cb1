//! The permutation test of a single event over several bars.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};
use rayon::prelude::*;

use super::rank::two_sided_band;
use super::test_id::TestId;
use super::{Outcome, Reference, TestOptions, TestResult};

pub(super) const PERMUTED: TestId = TestId::FreedmanLane;
pub(super) const SHIFTED: TestId = TestId::CircularShift;

const ANY_ORDER: &str = "the abnormal returns of event and estimation bars are alike in any order";
const CYCLIC_ORDER: &str =
    "the abnormal returns of event and estimation bars are a stationary series without event";
/// One list a regressor.
type Columns = Vec<Vec<f64>>;

/// Statistics this close to each other are tied.
const TIE: f64 = 1e-12;

/// A linear model without an event, on the bars of the estimation window (in order) and of the window
/// tested after them.
#[derive(Clone, Copy, Debug)]
pub struct NullModel<'a> {
    /// Regressors of the estimation bars, one column a coefficient.
    pub estimation: &'a [Vec<f64>],
    /// Regressors of the bars of the window.
    pub window: &'a [Vec<f64>],
    /// Residuals of the estimation bars.
    pub residuals: &'a [f64],
    /// Abnormal returns of the window.
    pub abnormal: &'a [f64],
}

/// The rearrangements of the residuals of the model without event, drawn once for everything that is held
/// against them: `resamples` permutations, and all circular shifts.
///
/// # Formula
/// The model is fitted on estimation and event window together. Each rearrangement of its residuals,
/// added to its fitted values, is a sample without event; the model is estimated again on the
/// estimation window and gives `T_b = CAR/SE` with the forecast error in SE, as for the event itself.
/// `p = min(1, 2 min((1 + #{T_b <= T})/(B + 1), (1 + #{T_b >= T})/(B + 1)))`; of `n` bars there are
/// `B = n - 1` shifts.
///
/// Overlapping sums of residuals, the reference of `sample_quantile`, are too alike for more
/// than one bar: their rank rejects 9.6% at 21 bars. Permutations reject 4.7-5.5% (normal, t4 and
/// GARCH errors), 7.3% with an autocorrelation of 0.1, where shifts keep 4% at a loss of power.
///
/// # References
/// Freedman and Lane 1983; Chernozhukov, Wuthrich and Zhu 2021 for the shifts.
pub struct Rearrangements {
    /// Residuals on all bars, and how many of them are estimation bars.
    errors: Vec<f64>,
    estimation_bars: usize,
    statistic: Option<f64>,
    permuted: Vec<Permuted>,
    shifted: Vec<f64>,
    seed: u64,
}

/// What a permutation gives.
struct Permuted {
    statistic: Option<f64>,
    /// The residuals that came to the bars of the window.
    window: Vec<f64>,
}

impl Rearrangements {
    /// Draws them; `None` where the model cannot be fitted on both windows together.
    pub fn new(model: NullModel<'_>, options: &TestOptions) -> Option<Self> {
        let refit = Refit::of(model)?;
        let errors = refit.joint_residuals(model);
        let estimation_bars = refit.estimation_bars;
        let base = ChaCha8Rng::seed_from_u64(options.seed);
        let permuted = (0..options.resamples)
            .into_par_iter()
            .map(|draw| {
                let mut stream = base.clone();
                stream.set_stream(draw as u64);
                let mut moved = shuffled(&errors, &mut stream);
                Permuted {
                    statistic: refit.statistic(&moved),
                    window: moved.split_off(estimation_bars),
                }
            })
            .collect();
        let shifted = (1..errors.len()).filter_map(|by| {
            let mut moved = errors.clone();
            moved.rotate_left(by);
            refit.statistic(&moved)
        });
        Some(Self {
            statistic: refit.statistic(&errors),
            permuted,
            shifted: shifted.collect(),
            errors,
            estimation_bars,
            seed: options.seed,
        })
    }

    /// Tests the CAR against the permutations, and against the shifts.
    pub fn tests(&self) -> [Outcome; 2] {
        let Some(statistic) = self.statistic else {
            return not_applicable("the estimation window has no residual variance");
        };
        let (permuted, bars) = (self.statistics(), self.errors.len());
        let draws = Reference::Resampled { draws: permuted.len(), seed: self.seed };
        let shifts = Reference::Enumerated { configurations: bars as u64 };
        let outcome = |id, reference, among: &[f64], null| {
            let p = two_sided(statistic, among);
            Outcome::Applies(TestResult::new(id, statistic, reference, p, bars).null(null))
        };
        [
            outcome(PERMUTED, draws, &permuted, ANY_ORDER),
            outcome(SHIFTED, shifts, &self.shifted, CYCLIC_ORDER),
        ]
    }

    /// The statistics between which the permutations do not reach `alpha`; `None` where they could not.
    pub fn band(&self, alpha: f64) -> Option<(f64, f64)> {
        self.statistic?;
        two_sided_band(&self.statistics(), alpha)
    }

    /// The p-value of a figure of the window's returns among the permutations, and their number:
    /// `figure` of the fitted returns with the residuals that came to their bars, ranked as the CAR is.
    pub fn figure(
        &self,
        returns: &[f64],
        figure: impl Fn(&[f64]) -> f64 + Sync,
    ) -> Option<(f64, usize)> {
        let own = &self.errors[self.estimation_bars..];
        let fitted: Vec<f64> = returns.iter().zip(own).map(|(r, e)| r - e).collect();
        let of = |permuted: &Permuted| {
            let made: Vec<f64> = fitted.iter().zip(&permuted.window).map(|(f, e)| f + e).collect();
            figure(&made)
        };
        let among: Vec<f64> = self.permuted.par_iter().map(of).collect();
        let value = figure(returns);
        value.is_finite().then(|| (two_sided(value, &among), among.len()))
    }

    fn statistics(&self) -> Vec<f64> {
        self.permuted.iter().filter_map(|permuted| permuted.statistic).collect()
    }
}

/// Both tests, where there is nothing to rearrange.
pub(crate) fn not_rearranged() -> [Outcome; 2] {
    not_applicable("the model without event cannot be fitted on both windows together")
}

fn not_applicable(why: &'static str) -> [Outcome; 2] {
    [PERMUTED, SHIFTED].map(|id| Outcome::not_applicable(id, why))
}

fn two_sided(value: f64, among: &[f64]) -> f64 {
    let share = |hits: usize| (1 + hits) as f64 / (among.len() + 1) as f64;
    let low = share(among.iter().filter(|t| **t <= value + TIE).count());
    let high = share(among.iter().filter(|t| **t >= value - TIE).count());
    (2.0 * low.min(high)).min(1.0)
}

/// The shuffle of Fisher and Yates.
fn shuffled(errors: &[f64], stream: &mut ChaCha8Rng) -> Vec<f64> {
    let mut out = errors.to_vec();
    for i in (1..out.len()).rev() {
        let j = (u128::from(stream.next_u64()) * (i as u128 + 1)) >> 64;
        out.swap(i, j as usize);
    }
    out
}

/// What a new estimate on the estimation window needs: an orthonormal basis of its regressors, each
/// with the same combination of the window's.
struct Refit {
    basis: Vec<Vec<f64>>,
    beyond: Vec<Vec<f64>>,
    /// The sums of the latter over the window.
    sums: Vec<f64>,
    estimation_bars: usize,
    window_bars: usize,
}

impl Refit {
    fn of(model: NullModel<'_>) -> Option<Self> {
        let (basis, beyond) = orthonormal(model.estimation, model.window)?;
        let (m, l) = (model.residuals.len(), model.abnormal.len());
        let lengths = basis.iter().all(|b| b.len() == m) && beyond.iter().all(|b| b.len() == l);
        let finite = model.residuals.iter().chain(model.abnormal).all(|v| v.is_finite());
        if !(lengths && finite && m > basis.len() && l > 0) {
            return None;
        }
        let sums = beyond.iter().map(|column| column.iter().sum()).collect();
        Some(Self { basis, beyond, sums, estimation_bars: m, window_bars: l })
    }

    /// The residuals of the model on all bars. It fits residuals and abnormal returns instead of
    /// returns: both differ by what the model explains.
    fn joint_residuals(&self, model: NullModel<'_>) -> Vec<f64> {
        let columns: Vec<Vec<f64>> = self
            .basis
            .iter()
            .zip(&self.beyond)
            .map(|(own, beyond)| own.iter().chain(beyond).copied().collect())
            .collect();
        let mut errors: Vec<f64> = model.residuals.iter().chain(model.abnormal).copied().collect();
        // The basis of the estimation window is one of both, but not orthonormal there.
        let (joint, _) = orthonormal(&columns, &columns).unwrap_or_default();
        for _ in 0..2 {
            for column in &joint {
                let along = inner(column, &errors);
                errors.iter_mut().zip(column).for_each(|(e, q)| *e -= along * q);
            }
        }
        errors
    }

    /// `CAR/SE` where the errors of all bars are these; `None` without residual variance.
    fn statistic(&self, errors: &[f64]) -> Option<f64> {
        let (own, window) = errors.split_at(self.estimation_bars);
        let (mut car, mut squares) = (window.iter().sum::<f64>(), inner(own, own));
        let mut variance = self.window_bars as f64;
        for (column, sum) in self.basis.iter().zip(&self.sums) {
            let along = inner(column, own);
            car -= sum * along;
            squares -= along * along;
            variance += sum * sum;
        }
        let freedom = (self.estimation_bars - self.basis.len()) as f64;
        (squares > 0.0).then(|| car / (squares / freedom * variance).sqrt())
    }
}

/// Gram and Schmidt's orthonormal columns, twice for the digits, with the same steps on `beside`;
/// `None` where columns depend on each other.
fn orthonormal(columns: &[Vec<f64>], beside: &[Vec<f64>]) -> Option<(Columns, Columns)> {
    let (mut basis, mut beyond) = (Columns::new(), Columns::new());
    for (column, other) in columns.iter().zip(beside) {
        let (mut column, mut other) = (column.clone(), other.clone());
        let size = inner(&column, &column).sqrt();
        for _ in 0..2 {
            for (earlier, theirs) in basis.iter().zip(&beyond) {
                let along = inner(earlier, &column);
                column.iter_mut().zip(earlier).for_each(|(c, e)| *c -= along * e);
                other.iter_mut().zip(theirs).for_each(|(c, e)| *c -= along * e);
            }
        }
        let length = inner(&column, &column).sqrt();
        if !(length > 1e-10 * size) {
            return None;
        }
        basis.push(column.iter().map(|c| c / length).collect());
        beyond.push(other.iter().map(|c| c / length).collect());
    }
    Some((basis, beyond))
}

fn inner(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
