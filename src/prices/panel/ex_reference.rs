//! The previous close, as it compares with today's.

use super::CorporateAction;

/// Fills the ex-references of one ticker from its closes and actions.
///
/// # Formula
/// `P0/q - D` with yesterday's close `P0`; missing where it is not positive, because a dividend as
/// large as the price leaves nothing to compare with.
pub fn fill(close: &[f64], first: usize, actions: &[CorporateAction], out: &mut [f64]) {
    if let [start, rest @ ..] = out {
        *start = f64::NAN;
        rest.copy_from_slice(&close[..close.len() - 1]);
    }
    for action in actions {
        let Some(price) = action.session.checked_sub(first).and_then(|i| out.get_mut(i)) else {
            continue;
        };
        let reference = *price / action.split - action.dividend;
        *price = if reference > 0.0 { reference } else { f64::NAN };
    }
}
