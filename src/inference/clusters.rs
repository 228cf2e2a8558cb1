//! Sums over clusters of events.

use foldhash::HashMap;

use super::WindowSample;

/// For each event the number of its cluster, counted in order of appearance, and how many there are.
pub(super) fn clusters(sample: &WindowSample<'_>) -> (Vec<usize>, usize) {
    let members = sample.section.members();
    let mut numbers: HashMap<usize, usize> = HashMap::default();
    let of_event = sample
        .events
        .iter()
        .map(|i| {
            let next = numbers.len();
            *numbers.entry(members[*i].cluster).or_insert(next)
        })
        .collect();
    (of_event, numbers.len())
}
