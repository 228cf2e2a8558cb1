//! What a sample is missing.

use rayon::prelude::*;

use super::conclusion_inputs::ConclusionInputs;
use crate::study::measure::pairs::Pair;
use crate::study::measure::sample::MeasuredSample;

/// Numbers of bars and returns that the cross-section itself no longer holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SampleCounts {
    /// Event-firm pairs asked for.
    pub asked: usize,
    /// Bars of the estimation and event windows of the pairs in the sample, without those kept out.
    pub bars: u64,
    /// Bars of the estimation windows that lie next to another event of the firm.
    pub kept_out: u64,
    /// How many of `bars` have no return.
    pub missing: u64,
    /// Returns of the estimation windows.
    pub estimation_returns: u64,
    /// How many of `estimation_returns` are exactly zero.
    pub zero: u64,
}

impl SampleCounts {
    /// The counts of the measured pairs.
    pub(crate) fn new(inputs: &ConclusionInputs<'_>, assembled: &MeasuredSample) -> Self {
        let spec = inputs.spec;
        let (section, time_line) = (&assembled.section, spec.time_line());
        // What lies next to another event of the firm is not missing, it is kept out.
        let kept_out = |i: usize| {
            let Pair { firm, day_zero, .. } = assembled.pairs[i];
            let days = inputs.pairs.days_of_firm.get(&firm).map_or(&[][..], Vec::as_slice);
            let stretches = time_line.stretches_near_other_events(days, day_zero);
            stretches.map(|stretch| stretch.len() as u64).sum::<u64>()
        };
        let zero = |i: usize| {
            let (pair, times) = (&assembled.pairs[i], section.residual_times(i));
            inputs.measurements.zero_returns(pair, times)
        };
        let (present, estimation_returns, zero, kept_out) = (0..section.len())
            .into_par_iter()
            .map(|i| {
                let window = section.abnormal(i).iter().filter(|ar| ar.is_finite()).count();
                let estimation = section.residuals(i).len() as u64;
                (estimation + window as u64, estimation, zero(i), kept_out(i))
            })
            .reduce(|| (0, 0, 0, 0), |a, b| (a.0 + b.0, a.1 + b.1, a.2 + b.2, a.3 + b.3));
        let length = spec.estimation_length + spec.window.len();
        let bars = ((length * section.len()) as u64).saturating_sub(kept_out);
        let announcements = inputs.announcements();
        Self {
            asked: announcements.len() + announcements.rejected.len(),
            bars,
            kept_out,
            missing: bars - present.min(bars),
            estimation_returns,
            zero,
        }
    }
}
