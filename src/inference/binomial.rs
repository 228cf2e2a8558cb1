//! The exact two-sided binomial p-value.

/// Probabilities this close to that of the outcome count as equal to it.
pub const TIE: f64 = 1e-7;

/// The probability of all outcomes that are at most as likely as `successes` among `trials`.
///
/// `None` without a trial or where the probability of a success is not inside (0, 1).
pub fn binomial_two_sided(successes: usize, trials: usize, probability: f64) -> Option<f64> {
    if trials == 0 || successes > trials || !(probability > 0.0 && probability < 1.0) {
        return None;
    }
    let (n, p) = (trials as f64, probability);
    let log_mass = |k: usize| {
        let k = k as f64;
        libm::lgamma(n + 1.0) - libm::lgamma(k + 1.0) - libm::lgamma(n - k + 1.0)
            + k * p.ln()
            + (n - k) * (-p).ln_1p()
    };
    let limit = log_mass(successes) + TIE.ln_1p();
    let mode = (((n + 1.0) * p).floor() as usize).min(trials);
    // Masses fall away from the mode, so each tail starts where they first are at most the limit.
    let low = last_at_most(0, mode, |k| log_mass(k) <= limit);
    let high = last_at_most(0, trials - mode, |k| log_mass(trials - k) <= limit);
    if low == Some(mode) || high == Some(trials - mode) {
        return Some(1.0);
    }
    let down = |k: usize| k as f64 * (1.0 - p) / ((n - k as f64 + 1.0) * p);
    let up = |k: usize| (n - k as f64) * p / ((k as f64 + 1.0) * (1.0 - p));
    let lower =
        low.map_or(0.0, |k| tail(log_mass(k).exp(), k, |k| (k > 0).then(|| (down(k), k - 1))));
    let upper = high.map_or(0.0, |left| {
        let k = trials - left;
        tail(log_mass(k).exp(), k, |k| (k < trials).then(|| (up(k), k + 1)))
    });
    Some((lower + upper).min(1.0))
}

/// The mid-p-value `min(1, 2 min(P(X < w), P(X > w)) + P(X = w))`: the outcome itself counts half on
/// either side, so that a count that takes few values rejects about as often as it says.
///
/// `None` as for [`binomial_two_sided`].
///
/// # References
/// Lancaster 1961.
pub fn binomial_mid_p(successes: usize, trials: usize, probability: f64) -> Option<f64> {
    if trials == 0 || successes > trials || !(probability > 0.0 && probability < 1.0) {
        return None;
    }
    let (n, p, w) = (trials as f64, probability, successes as f64);
    let own = (libm::lgamma(n + 1.0) - libm::lgamma(w + 1.0) - libm::lgamma(n - w + 1.0)
        + w * p.ln()
        + (n - w) * (-p).ln_1p())
    .exp();
    let down = |k: usize| k as f64 * (1.0 - p) / ((n - k as f64 + 1.0) * p);
    let up = |k: usize| (n - k as f64) * p / ((k as f64 + 1.0) * (1.0 - p));
    // The outcome and everything beyond it, less the outcome.
    let below = tail(own, successes, |k| (k > 0).then(|| (down(k), k - 1))) - own;
    let above = tail(own, successes, |k| (k < trials).then(|| (up(k), k + 1))) - own;
    Some((2.0 * below.min(above) + own).min(1.0))
}

/// The largest of `from..=to` for which a condition holds that holds up to some point only.
fn last_at_most(from: usize, to: usize, holds: impl Fn(usize) -> bool) -> Option<usize> {
    if !holds(from) {
        return None;
    }
    let (mut yes, mut no) = (from, to + 1);
    while no - yes > 1 {
        let middle = yes + (no - yes) / 2;
        if holds(middle) { yes = middle } else { no = middle }
    }
    Some(yes)
}

fn tail(first: f64, start: usize, step: impl Fn(usize) -> Option<(f64, usize)>) -> f64 {
    let (mut mass, mut sum, mut k) = (first, first, start);
    while let Some((ratio, next)) = step(k) {
        mass *= ratio;
        sum += mass;
        k = next;
        if mass < sum * 1e-18 {
            break;
        }
    }
    sum
}
