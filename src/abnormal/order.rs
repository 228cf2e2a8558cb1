//! Order by whole numbers that lie close together, such as days and firms.

/// Puts places into the order of their keys, those with one key in the order they have.
///
/// Keys are counted and not compared, unless they are spread so wide that it would take more room.
pub fn ordered_by(places: &[usize], key: impl Fn(usize) -> usize) -> Vec<usize> {
    let keys = || places.iter().map(|place| key(*place));
    let (Some(first), Some(last)) = (keys().min(), keys().max()) else { return Vec::new() };
    let range = last - first;
    if range > 4 * places.len() + (1 << 16) {
        let mut ordered = places.to_vec();
        ordered.sort_by_key(|place| key(*place));
        return ordered;
    }
    let mut next = vec![0; range + 2];
    keys().for_each(|key| next[key - first + 1] += 1);
    for k in 1..next.len() {
        next[k] += next[k - 1];
    }
    let mut ordered = vec![0; places.len()];
    for place in places {
        let at = &mut next[key(*place) - first];
        ordered[*at] = *place;
        *at += 1;
    }
    ordered
}
