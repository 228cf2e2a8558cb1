//! The generalised sign test for windows of several bars.

use super::chunks::in_chunks;
use super::generalised_sign::against_share;
use super::moments::mean;
use super::test_id::TestId;
use super::{Outcome, WindowSample};
use crate::abnormal::CrossSection;

pub(super) const ID: TestId = TestId::GeneralisedSignSums;

/// Tests whether CARs are positive as often as sums of as many successive residuals are.
///
/// # Formula
/// As [`generalised_sign`](super::generalised_sign), with `p_i` the share of positive ones among the
/// sums of L successive residuals of the estimation window of event i, overlapping, and
/// `p^ = mean_i p_i`. Over a single bar it is the same test. The share of positive single residuals
/// says nothing of sums: those of skewed returns are positive half of the time long before single
/// ones are.
///
/// # References
/// Cowan 1992 for the test.
pub fn generalised_sign_sums(sample: &WindowSample<'_>) -> Outcome {
    if let Err(reason) = sample.against_residuals() {
        return Outcome::not_applicable(ID, reason);
    }
    let bars = sample.window.len();
    let shares = in_chunks(sample.len(), |events| {
        let of = |k: usize| positive_sums(sample.section, sample.events[k], bars);
        events.map(of).collect::<Vec<f64>>()
    })
    .concat();
    if shares.iter().any(|share| share.is_nan()) {
        return Outcome::not_applicable(
            ID,
            format!("an event has no {bars} successive residuals to hold its window against"),
        );
    }
    against_share(ID, sample, mean(&shares), "CARs are positive as often as sums of residuals")
}

/// The share of positive sums of so many successive residuals of an event; NaN without one.
fn positive_sums(section: &CrossSection, event: usize, bars: usize) -> f64 {
    let (residuals, times) = (section.residuals(event), section.residual_times(event));
    let (mut positive, mut all) = (0_u32, 0_u32);
    for (values, times) in residuals.windows(bars).zip(times.windows(bars)) {
        // A sum across a left-out bar would span more bars than the window.
        if times[bars - 1] - times[0] == bars as i32 - 1 {
            all += 1;
            positive += u32::from(values.iter().sum::<f64>() > 0.0);
        }
    }
    f64::from(positive) / f64::from(all)
}
