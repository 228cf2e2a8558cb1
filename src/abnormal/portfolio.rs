//! The equal-weighted portfolio of firms that share day 0.

use std::collections::BTreeMap;

use crate::returns::Samples;

/// The samples of the equal-weighted portfolio of firms with the same day 0: mean returns over the
/// bars on which every firm has one.
///
/// Benchmark and factors are those of the firms, or their mean where firms differ in them (a basket
/// without the firm itself). `None` without a firm, or if event windows or regressors do not match.
///
/// # References
/// Brown and Warner 1985; Campbell, Lo and MacKinlay 1997, s. 4.4.
pub fn portfolio_samples(members: &[&Samples]) -> Option<Samples> {
    let first = *members.first()?;
    let alike = |other: &&&Samples| {
        other.event_firm.len() == first.event_firm.len()
            && other.event_market.len() == first.event_market.len()
            && other.event_factors.len() == first.event_factors.len()
            && other.estimation_factors.len() == first.estimation_factors.len()
            && other.estimation_market.is_empty() == first.estimation_market.is_empty()
            && other.steps == first.steps
            && other.event_bars_covered.iter().all(|n| !(*n > 1.0))
    };
    if !members.iter().all(|other| alike(&other)) {
        return None;
    }
    let mut holders: BTreeMap<i32, usize> = BTreeMap::new();
    for time in members.iter().flat_map(|m| &m.estimation_times) {
        *holders.entry(*time).or_default() += 1;
    }
    let times: Vec<i32> =
        holders.iter().filter(|(_, n)| **n == members.len()).map(|(t, _)| *t).collect();
    let estimation = |column: &dyn Fn(&Samples) -> &[f64]| {
        let picked: Vec<Vec<f64>> =
            members.iter().map(|m| pick(column(m), &m.estimation_times, &times)).collect();
        means(&picked.iter().map(Vec::as_slice).collect::<Vec<_>>())
    };
    let event = |column: &dyn Fn(&Samples) -> &[f64]| {
        means(&members.iter().map(|m| column(m)).collect::<Vec<_>>())
    };
    let factors = 0..first.event_factors.len();
    Some(Samples {
        estimation_firm: estimation(&|m| &m.estimation_firm),
        estimation_market: if first.estimation_market.is_empty() {
            Vec::new()
        } else {
            estimation(&|m| &m.estimation_market)
        },
        estimation_factors: factors
            .clone()
            .map(|k| estimation(&|m| &m.estimation_factors[k]))
            .collect(),
        event_firm: event(&|m| &m.event_firm),
        event_market: event(&|m| &m.event_market),
        event_factors: factors.map(|k| event(&|m| &m.event_factors[k])).collect(),
        event_bars_covered: Vec::new(),
        event_held: None,
        steps: first.steps,
        near_other_event: 0,
        missing: holders.len() - times.len(),
        estimation_times: times,
    })
}

/// The values at `wanted` of a column that has one at each of `times`.
fn pick(column: &[f64], times: &[i32], wanted: &[i32]) -> Vec<f64> {
    let mut wanted = wanted.iter().peekable();
    times
        .iter()
        .zip(column)
        .filter(|(time, _)| wanted.next_if_eq(time).is_some())
        .map(|(_, value)| *value)
        .collect()
}

/// The mean of each row; the value itself where all columns have the same.
fn means(columns: &[&[f64]]) -> Vec<f64> {
    let rows = columns.first().map_or(0, |column| column.len());
    (0..rows)
        .map(|row| {
            let value = columns[0][row];
            if columns.iter().all(|column| column[row] == value) {
                return value;
            }
            columns.iter().map(|column| column[row]).sum::<f64>() / columns.len() as f64
        })
        .collect()
}
