//! Significance tests: is it more than noise?
//!
//! One test per file. A result is a value: statistic, distribution, p-value and null hypothesis in
//! words, or a reason why the test does not apply. All p-values are two-sided unless they say
//! otherwise. [`TESTS`] lists the members.

mod adjusted_patell;
mod bars;
mod binomial;
mod bmp;
mod bootstrap_bmp;
mod calendar_time;
mod chunks;
mod cluster;
mod clusters;
mod context;
mod corrado_rank;
mod corrado_sign;
mod corrado_zivney;
mod corrado_zivney_restandardised;
mod correlation;
mod cross_sectional_t;
mod crude_dependence;
mod distribution;
mod event_ranks;
mod event_scores;
mod flips;
mod generalised_ranks;
mod generalised_sign;
mod grank_t;
mod grank_z;
mod j1;
mod jackknife;
mod joint;
mod kolari_pynnonen;
mod left_out;
mod mean_residuals;
mod moments;
mod multiple;
mod narrow;
mod noncentral;
mod options;
mod outcome;
mod patell;
mod patell_csar;
mod placebo_dates;
mod portfolio;
mod power;
mod precision_weighted;
mod rank;
mod rank_sums;
mod rank_test;
mod regression;
mod robust;
mod romano_wolf;
mod sample_quantile;
mod shared;
mod shared_dates;
mod sign;
mod sign_flip;
mod sign_flip_standardised;
mod signed_rank;
#[cfg(test)]
pub(crate) mod simulated;
mod simulated_power;
mod single_event;
mod size_notes;
mod skewness;
mod skewness_bootstrap;
mod synthetic_control;
mod table;
mod test_id;
mod volatility;
mod volume;
mod weighted_mean;
mod wilcoxon;
mod wild_cluster;
mod window_sample;

pub use calendar_time::{
    CalendarTimeInput, CalendarTimeResult, HeldEvent, calendar_time, event_days_dummy,
    standardised_calendar_time,
};
pub use context::TestContext;
pub use correlation::{MeanCorrelation, SampledPairs};
pub use distribution::{Reference, normal_quantile, student_quantile};
pub use event_ranks::event_ranks;
pub use generalised_ranks::GeneralisedRanks;
pub use j1::j1;
pub use jackknife::Jackknife;
pub use joint::joint;
pub use moments::{mean, standard_deviation};
pub use multiple::{benjamini_hochberg, benjamini_yekutieli, bonferroni, holm};
pub use options::TestOptions;
pub use outcome::{Detail, Outcome, TestResult};
pub use placebo_dates::{Movement, PlaceboDraws, PlaceboPlan, Refit, Statistic, placebo_dates};
pub use power::{PowerDesign, minimum_detectable_effect, minimum_detectable_mean, power};
pub use rank::RankOf;
pub use regression::{
    CoefficientErrors, ErrorKind, LeftOutLevel, NeweyWest, Regression, RegressionError,
    RegressionInput, RegressionResult, RegressionTerm, WeightedRegression, Weighting,
    cross_sectional_regression, newey_west, regress, weighted_regression,
};
pub use robust::{mad, median};
pub use romano_wolf::{FlippedFigure, FlippedUnits, StepDown, romano_wolf};
pub use sample_quantile::{
    Scaling, sample_quantile, sample_quantile_of_ranks, sample_quantile_p_value,
};
pub use shared::SharedStatistic;
pub use signed_rank::{SignedRank, Zeros};
pub use simulated_power::{Injection, SimulatedPower, simulated_power};
pub use single_event::single_event;
pub use size_notes::{Assumption, Quoted, SIZE_NOTES, SizeNote, size_note};
pub use skewness::{Skewness, hall_statistic, johnson_statistic};
pub use synthetic_control::{synthetic_control_of_donors, synthetic_control_placebo};
pub use table::{TESTS, TestEntry};
pub use test_id::{TestId, UnknownTestId};
pub use volatility::{AbnormalVolatility, VolatilityRatio};
pub use volume::{VolumeInput, VolumeModel, abnormal_volume, log_turnover, log_volume};
pub use weighted_mean::{WeightedMean, parse_weights};
pub use window_sample::WindowSample;
