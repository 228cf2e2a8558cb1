//! What the tests and benches of this crate look at and no program should.

pub use super::binomial::{TIE, binomial_two_sided};
pub use super::calendar_time::portfolio_days::{CalendarTimeInput, HeldEvent};
pub use super::calendar_time::standardised::standardised_calendar_time;
pub use super::chunks::{CHUNK, in_chunks};
pub use super::cluster::{is_positive, variance};
pub use super::correlation::common_bars::{Common, Run, intersect, runs};
pub use super::correlation::exact::sums as sums_of_exact_groups;
pub use super::correlation::exact::{outside, over};
pub use super::correlation::grouped::Grouped;
pub use super::correlation::mean::{CorrelatedEvents, mean_correlations};
pub use super::correlation::pair::center;
pub use super::correlation::pairwise::Pairwise;
pub use super::correlation::whole::{EXACT_WORK, LeftOut, Way, Whole};
pub use super::cross_sectional_t::cross_sectional_t;
pub use super::distribution::{
    chi_squared_above, normal_quantile, student_quantile, student_two_sided,
};
pub use super::event_ranks::{AtBar, merge};
pub use super::flips::{BLOCK, Flips, drawn_sums};
pub use super::left_out::left_out;
pub use super::narrow::Narrow;
pub use super::noncentral::outside as noncentral_outside;
pub use super::patell::patell;
pub use super::placebo_dates::PlaceboPlan;
pub use super::regression::design::Design;
pub use super::regression::newey_west::newey_west;
pub use super::regression::weighted::tau_squared;
pub use super::simulated_power::Injection;
pub use super::skewness_bootstrap::bootstrap;
pub use super::volatility::AbnormalVolatility;
pub use super::volume::{VolumeInput, abnormal_volume};
pub use super::weighted_mean::parse_weights;
