//! The choices of the tests of a cross-section.

/// Seed, draws and smallest common estimation window of the tests of a cross-section.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TestOptions {
    /// The seed of everything that is drawn.
    pub seed: u64,
    /// The number of draws B, where the configurations are too many to go through them all.
    pub resamples: usize,
    /// Pairs of events with fewer common estimation bars have no correlation of their own.
    pub minimum_common_bars: usize,
}

impl Default for TestOptions {
    fn default() -> Self {
        Self { seed: 20_251_210, resamples: 4_999, minimum_common_bars: 30 }
    }
}
