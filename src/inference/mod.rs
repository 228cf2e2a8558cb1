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
mod corrado_zivney_every_bar;
mod corrado_zivney_restandardised;
mod correlation;
mod cross_sectional_t;
mod crude_dependence;
mod crude_dependence_forecast;
mod distribution;
mod event_ranks;
mod event_scores;
mod every_bar;
mod flips;
mod freedman_lane;
mod generalised_ranks;
mod generalised_sign;
mod generalised_sign_sums;
mod grank_every_bar;
mod grank_t;
mod grank_z;
mod hartung_knapp;
#[doc(hidden)]
pub mod internals;
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
mod patell_bar_by_bar;
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
mod simulated_power;
mod single_event;
mod size_cells;
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

pub use calendar_time::CalendarTimeResult;
pub(crate) use calendar_time::{CalendarTimeInput, HeldEvent, standardised_calendar_time};
pub(crate) use calendar_time::{calendar_time, event_days_dummy};
pub(crate) use context::TestContext;
pub use distribution::Reference;
pub(crate) use distribution::student_quantile;
pub(crate) use freedman_lane::{NullModel, Rearrangements, not_rearranged};
pub(crate) use j1::j1;
pub(crate) use joint::joint;
pub(crate) use moments::{mean, standard_deviation};
pub(crate) use multiple::{benjamini_hochberg, benjamini_yekutieli, holm};
pub use options::TestOptions;
pub use outcome::{Detail, Outcome, TestResult};
pub(crate) use placebo_dates::PlaceboPlan;
pub(crate) use placebo_dates::{Movement, Statistic, placebo_dates};
pub(crate) use power::{LEVEL, POWER, TestedMean, power};
pub(crate) use rank::{RankOf, size_band};
pub use regression::{
    CoefficientErrors, ErrorKind, Regression, RegressionError, RegressionResult, RegressionTerm,
};
pub(crate) use regression::{NeweyWest, newey_west};
pub(crate) use regression::{
    RegressionInput, WeightedRegression, Weighting, cross_sectional_regression, regress,
    weighted_regression,
};
pub(crate) use robust::{mad, median};
pub(crate) use romano_wolf::{FlippedFigure, FlippedUnits, StepDown, romano_wolf};
pub(crate) use sample_quantile::{Scaling, sample_quantile, sample_quantile_p_value};
pub(crate) use sample_quantile::{sample_quantile_band, sample_quantile_of_ranks};
pub(crate) use shared::SharedStatistic;
pub(crate) use signed_rank::{SignedRank, Zeros};
pub(crate) use simulated_power::Injection;
pub use simulated_power::SimulatedPower;
pub(crate) use simulated_power::simulated_power;
pub(crate) use single_event::single_event;
pub(crate) use size_cells::SIZE_TOLERANCE;
pub use size_cells::{SampleShape, SizeCell, size_cells};
pub(crate) use size_notes::size_note;
pub use size_notes::{Assumption, SIZE_NOTES, SizeNote};
pub(crate) use synthetic_control::synthetic_control_of_donors;
pub(crate) use synthetic_control::synthetic_control_placebo;
pub use table::{TESTS, TestEntry};
pub use test_id::{TestId, UnknownTestId};
pub(crate) use volatility::AbnormalVolatility;
pub(crate) use volume::{VolumeInput, abnormal_volume};
pub(crate) use volume::{VolumeModel, log_volume};
pub use weighted_mean::WeightedMean;
pub(crate) use weighted_mean::parse_weights;
pub(crate) use window_sample::WindowSample;
