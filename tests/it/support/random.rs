//! Random numbers that are the same on every machine and in every run.

/// Marsaglia's xorshift generator.
pub struct Xorshift(u64);

impl Xorshift {
    pub const fn new(state: u64) -> Self {
        Self(state)
    }

    /// A generator whose state has many bits although the seed is small.
    pub const fn from_seed(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// Uniform between -0.5 and 0.5.
    pub fn uniform(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64 - 0.5
    }

    /// Nearly standard normal: the sum of twelve uniform numbers.
    pub fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.uniform()).sum()
    }
}
