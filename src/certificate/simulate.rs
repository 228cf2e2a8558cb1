//! One replication: returns are drawn, and the engine measures them.

use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution as _, Exp1, StandardNormal, StudentT};

use super::market_model::Bars;
use super::one_event::single_event_tests;
use super::scenario::{ALPHA, BETAS, ERROR_SD, Errors, MARKET, Scenario};
use crate::abnormal::CrossSection;
use crate::inference::Outcome;
use crate::models::ModelError;
use crate::returns::Window;

/// Days 0 of independent events lie so many sessions apart that nothing of them overlaps.
const SESSIONS_APART: usize = 10_000;

/// A design that is simulated many times.
#[derive(Clone, Debug)]
pub struct Cell {
    /// How returns are drawn.
    pub scenario: &'static Scenario,
    /// Events N.
    pub events: usize,
    /// Estimation bars L1, the last of them right before the event window.
    pub estimation: usize,
    /// The event window.
    pub event_window: Window,
    /// The windows that are tested.
    pub windows: Vec<Window>,
    /// What is added to every event's true return on day 0.
    pub effect: f64,
}

/// A replication.
pub struct Replication {
    /// The events as the tests see them.
    pub section: CrossSection,
    /// The seed of what tests draw themselves.
    pub test_seed: u64,
    /// Returns of the first firm and its market, estimation window first.
    first: (Vec<f64>, Vec<f64>),
    estimation: usize,
}

impl Cell {
    /// Draws and measures one replication.
    ///
    /// # Determinism
    /// All that is drawn hangs on the seed, the cell without its effect, and the number of the
    /// replication: cells that differ in the effect alone see the same returns, and neither the
    /// order nor the number of threads matters.
    ///
    /// # Errors
    /// [`ModelError`] where the market model cannot be estimated, as with an estimation window
    /// that is too short.
    pub fn replicate(&self, seed: u64, replication: u64) -> Result<Replication, ModelError> {
        let mut rng = stream(seed, self.key(), replication);
        let bars = self.estimation + self.event_window.len();
        let shared = self.scenario.common_date.then(|| Shared::draw(self, bars, &mut rng));
        let mut section = CrossSection::new(self.event_window, &self.windows);
        let mut first = None;
        let mut sum = vec![0.0; bars];
        for i in 0..self.events {
            let own;
            let shared = match &shared {
                Some(shared) => shared,
                None => {
                    own = Shared::draw(self, bars, &mut rng);
                    &own
                }
            };
            let firm = self.firm(shared, &mut rng);
            for (sum, r) in sum.iter_mut().zip(&firm) {
                *sum += r / self.events as f64;
            }
            let day_zero = if self.scenario.common_date { 1 } else { 1 + i } * SESSIONS_APART;
            let event = self.bars(&firm, &shared.market).measure(&section, (day_zero, i))?;
            section.push(&event);
            first.get_or_insert_with(|| (firm, shared.market.clone()));
        }
        if let Some(shared) = &shared {
            let who = (SESSIONS_APART, self.events);
            let portfolio = self.bars(&sum, &shared.market).measure(&section, who)?;
            section.set_portfolio(Some(portfolio));
        }
        let first = first.unwrap_or_default();
        Ok(Replication { section, test_seed: rng.random(), first, estimation: self.estimation })
    }

    fn bars<'a>(&self, firm: &'a [f64], market: &'a [f64]) -> Bars<'a> {
        Bars { firm, market, estimation: self.estimation }
    }

    /// The returns of one firm, estimation window first.
    fn firm(&self, shared: &Shared, rng: &mut ChaCha8Rng) -> Vec<f64> {
        let scenario = self.scenario;
        let beta = rng.random_range(BETAS.0..BETAS.1);
        let (own, common) = ((1.0 - scenario.correlation).sqrt(), scenario.correlation.sqrt());
        let day_zero = self.estimation + (-self.event_window.first()) as usize;
        // What a price that is carried has not shown yet, as a growth factor.
        let mut unseen = 1.0;
        (0..shared.market.len())
            .map(|t| {
                let unit =
                    own * scenario.errors.draw(rng) + common * shared.error.get(t).unwrap_or(&0.0);
                let scale = if t < self.estimation { 1.0 } else { scenario.event_variance.sqrt() };
                let effect = if t == day_zero { self.effect } else { 0.0 };
                let r = ALPHA + beta * shared.market[t] + ERROR_SD * scale * unit + effect;
                if scenario.trading >= 1.0 {
                    return r;
                }
                unseen *= 1.0 + r;
                let trades = rng.random::<f64>() < scenario.trading;
                if trades { std::mem::replace(&mut unseen, 1.0) - 1.0 } else { 0.0 }
            })
            .collect()
    }

    /// A number that names the cell without its effect.
    fn key(&self) -> u64 {
        let windows: Vec<String> = self.windows.iter().map(Window::to_string).collect();
        let name = format!(
            "{} N={} L1={} W={} {}",
            self.scenario.id,
            self.events,
            self.estimation,
            self.event_window,
            windows.join(" ")
        );
        name_number(&name)
    }
}

impl Replication {
    /// The returns of the first event.
    #[doc(hidden)]
    pub fn first_event(&self) -> Bars<'_> {
        Bars { firm: &self.first.0, market: &self.first.1, estimation: self.estimation }
    }

    /// The tests of a single event on the first event, by way of the study of one event.
    ///
    /// # Errors
    /// As the market model's.
    pub fn single_event_tests(&self, windows: &[Window]) -> Result<Vec<Vec<Outcome>>, ModelError> {
        single_event_tests(&self.first_event(), &self.section, windows)
    }
}

/// What all firms of one date share.
struct Shared {
    market: Vec<f64>,
    /// The common part of correlated errors; empty for none.
    error: Vec<f64>,
}

impl Shared {
    fn draw(cell: &Cell, bars: usize, rng: &mut ChaCha8Rng) -> Self {
        let normal = |rng: &mut ChaCha8Rng| -> f64 { StandardNormal.sample(rng) };
        let market = (0..bars).map(|_| MARKET.0 + MARKET.1 * normal(rng)).collect();
        let correlated = if cell.scenario.correlation > 0.0 { bars } else { 0 };
        let error = (0..correlated).map(|_| cell.scenario.errors.draw(rng)).collect();
        Self { market, error }
    }
}

impl Errors {
    /// A draw with mean 0 and variance 1.
    fn draw(self, rng: &mut ChaCha8Rng) -> f64 {
        match self {
            Self::Normal => StandardNormal.sample(rng),
            Self::StudentT4 => StudentT::new(4.0)
                .map_or(f64::NAN, |t| t.sample(rng) * std::f64::consts::FRAC_1_SQRT_2),
            // The third moment of a shifted exponential is 2, and a mixture has its weight cubed.
            Self::Skewed(skewness) => {
                let weight = (0.5 * f64::from(skewness)).cbrt();
                let exponential: f64 = Exp1.sample(rng);
                let normal: f64 = StandardNormal.sample(rng);
                weight * (exponential - 1.0) + (1.0 - weight * weight).sqrt() * normal
            }
        }
    }
}

/// The stream of a replication: all 192 bits of its place are its key.
pub(super) fn stream(seed: u64, cell: u64, replication: u64) -> ChaCha8Rng {
    let mut key = [0; 32];
    key[..8].copy_from_slice(&seed.to_le_bytes());
    key[8..16].copy_from_slice(&cell.to_le_bytes());
    key[16..24].copy_from_slice(&replication.to_le_bytes());
    ChaCha8Rng::from_seed(key)
}

/// FNV-1a: a number for a name that stays the same between builds.
pub(super) fn name_number(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
