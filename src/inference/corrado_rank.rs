//! Corrado's rank test.

use super::rank_test::rank_test;
use super::test_id::TestId;
use super::{Outcome, WindowSample};

pub(super) const ID: TestId = TestId::CorradoRank;

/// Tests the mean rank of a window's abnormal returns, where every event has every bar.
///
/// # Formula
/// `K_it` the rank among the T bars of estimation and event window, `d_t = mean_i(K_it) - (T + 1)/2`,
/// `S^2 = sum_t d_t^2/T`, `z = sum_W d_t / (S sqrt(L (T - L)/(T - 1))) ~ N(0,1)`; `cowan_statistic`
/// without the factor of a finite population. With missing bars use
/// [`corrado_zivney`](super::corrado_zivney), which is the same test on complete data.
///
/// # References
/// Corrado 1989; Cowan 1992.
pub fn corrado_rank(sample: &WindowSample<'_>) -> Outcome {
    let events = sample.section.len();
    let mut outcome = rank_test(ID, sample, |sums| {
        let complete = sums.ranks.is_complete(events).then_some(&sums.ranks);
        complete.ok_or_else(|| {
            "events miss some bars; corrado-zivney ranks each event on the bars it has".to_owned()
        })
    });
    if let Outcome::Applies(result) = &mut outcome {
        // The same figure in ranks: d_t = H_t (T + 1) / sqrt(N).
        let bars = result.details.iter().find(|d| d.name == "bars").map_or(f64::NAN, |d| d.value);
        for detail in result.details.iter_mut().filter(|d| d.name == "s") {
            detail.value *= (bars + 1.0) / (events as f64).sqrt();
        }
    }
    outcome
}
