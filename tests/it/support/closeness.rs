//! Closeness of figures.

/// Fails unless the figures agree relative to the expected one, which counts as at least 0.001.
#[track_caller]
pub fn near(actual: f64, expected: f64, tolerance: f64, what: &str) {
    let error = (actual - expected).abs() / expected.abs().max(1e-3);
    assert!(error <= tolerance, "{what}: {actual} against {expected}");
}
