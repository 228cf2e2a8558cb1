//! Numbers as people read them: per cent with sign, p-values with as many digits as they deserve.

/// A decimal fraction as per cent with sign, or a dash.
pub fn percent(value: Option<f64>) -> String {
    value.map_or("–".into(), |v| {
        let text = format!("{:+.2}%", 100.0 * v);
        if text == "-0.00%" { "+0.00%".into() } else { text }
    })
}

/// A size as per cent without sign, or a dash.
pub fn size(value: Option<f64>) -> String {
    value.map_or("–".into(), |v| format!("{:.2}%", 100.0 * v))
}

/// A p-value: three digits, never zero, or a dash.
pub fn p_value(value: Option<f64>) -> String {
    match value {
        None => "–".into(),
        Some(p) if p < 0.0005 => "<0.001".into(),
        Some(p) => format!("{p:.3}"),
    }
}
