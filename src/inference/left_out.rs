//! The events that a part of a cross-section leaves out.

/// The events of `0..all` that are not among these, which are in ascending order.
pub fn left_out(events: &[usize], all: usize) -> Vec<usize> {
    let mut inside = events.iter().peekable();
    (0..all).filter(|i| inside.next_if_eq(&i).is_none()).collect()
}
