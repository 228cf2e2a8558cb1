//! The previous close, as it compares with today's.

use super::CorporateAction;

/// Fills the ex-references of one ticker from its closes and actions.
///
/// # Formula
/// `P0/q - D` with yesterday's close `P0`; missing where it is not positive, because a dividend as
/// large as the price leaves nothing to compare with.
pub(super) fn fill(close: &[f64], first: usize, actions: &[CorporateAction], out: &mut [f64]) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_split_divides_and_a_dividend_is_taken_off() {
        let close = [100.0, 101.0, f64::NAN, 50.0, 49.0];
        let mut out = [0.0; 5];
        let action = |session, dividend, split| CorporateAction { session, dividend, split };
        let actions = [action(11, 0.5, 1.0), action(13, 0.0, 2.0), action(14, 50.0, 1.0)];
        fill(&close, 10, &actions, &mut out);
        assert!(out[0].is_nan() && out[3].is_nan() && out[4].is_nan());
        assert_eq!(out[1..3], [99.5, 101.0]);
    }
}
