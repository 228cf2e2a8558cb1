//! Axes: from values to places, and round ticks.

/// A linear scale from values to pixels.
#[derive(Clone, Copy, Debug)]
pub struct Scale {
    domain: (f64, f64),
    pixels: (f64, f64),
}

impl Scale {
    /// A scale over `domain`; an empty domain is widened, so that no place is infinite.
    pub fn new(domain: (f64, f64), pixels: (f64, f64)) -> Self {
        let (low, high) = domain;
        let fine = low.is_finite() && high.is_finite() && high - low > 1e-12;
        let middle = if low.is_finite() { low } else { 0.0 };
        Self { domain: if fine { domain } else { (middle - 0.01, middle + 0.01) }, pixels }
    }

    /// The place of a value.
    pub fn at(&self, value: f64) -> f64 {
        let share = (value - self.domain.0) / (self.domain.1 - self.domain.0);
        self.pixels.0 + share * (self.pixels.1 - self.pixels.0)
    }

    /// Round ticks inside the domain, about so many, with their step.
    pub fn ticks(&self, about: usize) -> (Vec<f64>, f64) {
        let step = round_step((self.domain.1 - self.domain.0) / about.max(1) as f64);
        let first = (self.domain.0 / step - 1e-9).ceil() as i64;
        let last = (self.domain.1 / step + 1e-9).floor() as i64;
        ((first..=last).map(|k| k as f64 * step).collect(), step)
    }
}

/// The range of the finite values and of zero, with a margin at both ends.
pub fn range_with_zero(values: impl IntoIterator<Item = f64>) -> (f64, f64) {
    let (low, high) = values
        .into_iter()
        .filter(|v| v.is_finite())
        .fold((0.0_f64, 0.0_f64), |(low, high), v| (low.min(v), high.max(v)));
    // A series that never moved still needs an axis.
    let margin = (0.07 * (high - low)).max(0.0005);
    (low - margin, high + margin)
}

/// The smallest of 1, 2, 5 times a power of ten that is at least `rough`.
fn round_step(rough: f64) -> f64 {
    let power = 10_f64.powf(rough.max(1e-9).log10().floor());
    [1.0, 2.0, 5.0, 10.0]
        .map(|m| m * power)
        .into_iter()
        .find(|s| *s >= rough * (1.0 - 1e-9))
        .unwrap_or(10.0 * power)
}
