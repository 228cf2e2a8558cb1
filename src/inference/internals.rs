//! What the tests and benches of this crate look at and no program should.

pub use super::binomial::{TIE, binomial_two_sided};
pub use super::calendar_time::portfolio_days::{CalendarTimeInput, HeldEvent};
pub use super::calendar_time::standardised::standardised_calendar_time;
pub use super::calendar_time::{calendar_time, event_days_dummy};
pub use super::chunks::{CHUNK, in_chunks};
pub use super::cluster::{is_positive, variance};
pub use super::context::TestContext;
pub use super::correlation::common_bars::{Common, Run, intersect, runs};
pub use super::correlation::exact::sums as sums_of_exact_groups;
pub use super::correlation::exact::{outside, over};
pub use super::correlation::grouped::Grouped;
pub use super::correlation::mean::{CorrelatedEvents, mean_correlations};
pub use super::correlation::pair::center;
pub use super::correlation::pairwise::Pairwise;
pub use super::correlation::whole::{EXACT_WORK, LeftOut, Way, Whole};
pub use super::correlation::{MeanCorrelation, SampledPairs};
pub use super::cross_sectional_t::cross_sectional_t;
pub use super::distribution::{
    chi_squared_above, normal_quantile, student_quantile, student_two_sided,
};
pub use super::event_ranks::event_ranks;
pub use super::event_ranks::{AtBar, merge};
pub use super::flips::{BLOCK, Flips, drawn_sums};
pub use super::freedman_lane::{NullModel, Rearrangements};
pub use super::generalised_ranks::GeneralisedRanks;
pub use super::j1::j1;
pub use super::jackknife::Jackknife;
pub use super::joint::joint;
pub use super::left_out::left_out;
pub use super::moments::{mean, standard_deviation};
pub use super::multiple::{benjamini_hochberg, benjamini_yekutieli, bonferroni, holm};
pub use super::narrow::Narrow;
pub use super::noncentral::outside as noncentral_outside;
pub use super::patell::patell;
pub use super::placebo_dates::PlaceboPlan;
pub use super::placebo_dates::{Movement, Statistic, placebo_dates};
pub use super::power::{TestedMean, minimum_detectable_mean, power};
pub use super::rank::RankOf;
pub use super::regression::design::Design;
pub use super::regression::newey_west::newey_west;
pub use super::regression::weighted::tau_squared;
pub use super::regression::{
    LeftOutLevel, RegressionInput, WeightedRegression, Weighting, cross_sectional_regression,
    regress, weighted_regression,
};
pub use super::robust::{mad, median};
pub use super::romano_wolf::{FlippedFigure, FlippedUnits, StepDown, romano_wolf};
pub use super::sample_quantile::{Scaling, sample_quantile, sample_quantile_p_value};
pub use super::shared::SharedStatistic;
pub use super::signed_rank::{SignedRank, Zeros};
pub use super::simulated_power::Injection;
pub use super::simulated_power::simulated_power;
pub use super::single_event::single_event;
pub use super::size_notes::size_note;
pub use super::skewness::{Skewness, hall_statistic, johnson_statistic};
pub use super::skewness_bootstrap::bootstrap;
pub use super::synthetic_control::synthetic_control_placebo;
pub use super::volatility::AbnormalVolatility;
pub use super::volume::{VolumeInput, abnormal_volume};
pub use super::volume::{VolumeModel, log_turnover, log_volume};
pub use super::weighted_mean::parse_weights;
pub use super::window_sample::WindowSample;
