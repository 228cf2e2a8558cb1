//! Numbers as people read them: per cent with sign, p-values with as many digits as they deserve.

use crate::returns::Window;

/// A model by its id as people read it.
pub fn model_words(id: &str) -> String {
    id.replace('-', " ")
}

/// What the headline window is: the day where it is day 0, else the window.
pub fn headline_words(window: Option<Window>) -> String {
    match window {
        Some(w) if (w.first(), w.last()) != (0, 0) => w.to_string(),
        _ => "day".to_owned(),
    }
}

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
