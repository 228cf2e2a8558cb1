//! Numbers as people read them: per cent with sign, p-values with as many digits as they deserve.

/// A decimal fraction as per cent with sign, or a dash.
pub(super) fn percent(value: Option<f64>) -> String {
    value.map_or("–".into(), |v| {
        let text = format!("{:+.2}%", 100.0 * v);
        if text == "-0.00%" { "+0.00%".into() } else { text }
    })
}

/// A size as per cent without sign, or a dash.
pub(super) fn size(value: Option<f64>) -> String {
    value.map_or("–".into(), |v| format!("{:.2}%", 100.0 * v))
}

/// A p-value: three digits, never zero, or a dash.
pub(super) fn p_value(value: Option<f64>) -> String {
    match value {
        None => "–".into(),
        Some(p) if p < 0.0005 => "<0.001".into(),
        Some(p) => format!("{p:.3}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        assert_eq!(percent(Some(-0.010_396)), "-1.04%");
        assert_eq!(percent(Some(-0.000_001)), "+0.00%");
        assert_eq!(percent(None), "–");
        assert_eq!((p_value(Some(0.0001)), p_value(Some(0.25))), ("<0.001".into(), "0.250".into()));
        assert_eq!(size(Some(0.0293)), "2.93%");
    }
}
