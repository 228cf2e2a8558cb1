//! The headline test of a sample of one event, which is a test of that event and not of a sample.

use super::{Headline, WindowResult};
use crate::abnormal::CrossSection;
use crate::inference::{TestId, sample_quantile_of_ranks, synthetic_control_of_donors};
use crate::study::measure::fit::Fit;

/// Adds the tests that the headline names to the headline window of the only event: they were run
/// where the event was estimated.
pub(crate) fn add_tests(
    windows: &mut [WindowResult],
    headline: &Headline,
    section: &CrossSection,
    fits: &[Fit],
) {
    let ([member], [fit]) = (section.members(), fits) else { return };
    let Some(window) = windows.first_mut() else { return };
    let Some(column) = section.column_of(window.window) else { return };
    for test in &headline.tests {
        let outcome = match *test {
            TestId::SampleQuantile => {
                let scar = section.car(0, column) / section.variance(0, column).sqrt();
                let (times, length) = (section.residual_times(0), window.window.len());
                sample_quantile_of_ranks(scar, fit.sample_quantile_p, times, length)
            }
            TestId::SyntheticControlPlacebo if member.degrees_of_freedom.is_nan() => {
                synthetic_control_of_donors(
                    fit.permutation_statistic,
                    fit.permutation_p,
                    fit.permutation_donors as usize,
                )
            }
            _ => continue,
        };
        window.tests.push(outcome);
    }
}
