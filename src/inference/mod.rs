//! Significance tests: is it more than noise?
//!
//! One test per file. A result is a value: statistic, distribution, p-value and null hypothesis in
//! words, or a reason why the test does not apply. All p-values are two-sided unless they say
//! otherwise. [`TESTS`] lists the members.

mod adjusted_patell;
mod binomial;
mod bmp;
mod bootstrap_bmp;
mod calendar_time;
mod chunks;
mod cluster;
mod clusters;
mod corrado_rank;
mod corrado_sign;
mod corrado_zivney;
mod corrado_zivney_restandardised;
mod correlation;
mod cross_section;
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
mod moments;
mod multiple;
mod narrow;
mod noncentral;
mod patell;
mod patell_csar;
mod placebo_dates;
mod portfolio;
mod power;
mod precision_weighted;
mod rank;
mod rank_sums;
mod regression;
mod robust;
mod romano_wolf;
mod sample_quantile;
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
mod volatility;
mod volume;
mod weighted_mean;
mod wilcoxon;
mod wild_cluster;

use serde::Serialize;

pub use adjusted_patell::adjusted_patell;
pub use bmp::bmp;
pub use bootstrap_bmp::bootstrap_bmp;
pub use calendar_time::{
    CalendarTimeInput, CalendarTimeResult, HeldEvent, calendar_time, event_days_dummy,
    standardised_calendar_time,
};
pub use cluster::{cluster_date, cluster_firm_and_date};
pub use corrado_rank::corrado_rank;
pub use corrado_sign::corrado_sign;
pub use corrado_zivney::corrado_zivney;
pub use corrado_zivney_restandardised::corrado_zivney_restandardised;
pub use correlation::{MeanCorrelation, SampledPairs};
pub use cross_section::{TestContext, TestOptions, WindowSample};
pub use cross_sectional_t::cross_sectional_t;
pub use crude_dependence::crude_dependence_adjustment;
pub use distribution::{Reference, normal_quantile, student_quantile};
pub use event_ranks::event_ranks;
pub use generalised_ranks::GeneralisedRanks;
pub use generalised_sign::generalised_sign;
pub use grank_t::grank_t;
pub use grank_z::grank_z;
pub use j1::j1;
pub use jackknife::{Jackknife, jackknife};
pub use joint::joint;
pub use kolari_pynnonen::kolari_pynnonen;
pub use moments::{mean, standard_deviation};
pub use multiple::{benjamini_hochberg, benjamini_yekutieli, bonferroni, holm};
pub use patell::patell;
pub use patell_csar::patell_csar;
pub use placebo_dates::{Movement, PlaceboDraws, PlaceboPlan, Refit, Statistic, placebo_dates};
pub use portfolio::portfolio;
pub use power::{PowerDesign, minimum_detectable_effect, minimum_detectable_mean, power};
pub use precision_weighted::precision_weighted;
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
pub use sign::sign;
pub use sign_flip::sign_flip;
pub use sign_flip_standardised::sign_flip_standardised;
pub use signed_rank::{SignedRank, Zeros};
pub use simulated_power::{Injection, SimulatedPower, simulated_power};
pub use single_event::single_event;
pub use size_notes::{Assumption, Quoted, SIZE_NOTES, SizeNote, size_note};
pub use skewness::{Skewness, hall_statistic, johnson_statistic, skewness_hall, skewness_johnson};
pub use skewness_bootstrap::skewness_hall_bootstrap;
pub use synthetic_control::{synthetic_control_of_donors, synthetic_control_placebo};
pub use volatility::{AbnormalVolatility, VolatilityRatio};
pub use volume::{VolumeInput, VolumeModel, abnormal_volume, log_turnover, log_volume};
pub use weighted_mean::{WeightedMean, parse_weights};
pub use wilcoxon::wilcoxon;
pub use wild_cluster::wild_cluster;

/// What a test says.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Outcome {
    /// The test applies.
    Applies(TestResult),
    /// The test does not apply.
    NotApplicable {
        /// Which test.
        test: &'static str,
        /// Why not.
        reason: String,
    },
}

/// The result of a test that applies.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TestResult {
    /// Which test.
    pub test: &'static str,
    /// The statistic.
    pub statistic: f64,
    /// Its distribution under the null hypothesis.
    pub reference: Reference,
    /// The two-sided p-value.
    pub p_value: f64,
    /// The null hypothesis, in words.
    pub null: &'static str,
    /// The number of observations behind the distribution.
    pub observations: usize,
    /// Other figures of the test, by name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub details: Vec<Detail>,
    /// What to keep in mind with this result.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caution: Option<String>,
    /// How often the test rejects where there is nothing, where that is not its level; see
    /// [`SIZE_NOTES`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<&'static str>,
}

/// A figure beside a statistic.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Detail {
    /// Its name.
    pub name: &'static str,
    /// Its value.
    pub value: f64,
}

/// The null hypothesis of the tests of a mean.
const MEAN_IS_ZERO: &str = "the mean abnormal return of the events is zero";

impl TestResult {
    /// A result of any distribution.
    pub fn new(
        test: &'static str,
        statistic: f64,
        reference: Reference,
        p_value: f64,
        observations: usize,
    ) -> Self {
        Self {
            test,
            statistic,
            reference,
            p_value,
            null: MEAN_IS_ZERO,
            observations,
            details: Vec::new(),
            caution: None,
            size: size_note(test).map(|note| note.sentence),
        }
    }

    /// A statistic that is standard normal under the null.
    pub fn normal(test: &'static str, statistic: f64, observations: usize) -> Self {
        let p = distribution::normal_two_sided(statistic);
        Self::new(test, statistic, Reference::Normal, p, observations)
    }

    /// A statistic that is Student t under the null; standard normal for infinitely many degrees
    /// of freedom.
    pub fn student(
        test: &'static str,
        statistic: f64,
        degrees_of_freedom: f64,
        observations: usize,
    ) -> Self {
        if degrees_of_freedom == f64::INFINITY {
            return Self::normal(test, statistic, observations);
        }
        let p = distribution::student_two_sided(statistic, degrees_of_freedom);
        let reference = Reference::Student { degrees_of_freedom };
        Self::new(test, statistic, reference, p, observations)
    }

    /// The same with its null hypothesis in words.
    #[must_use]
    pub fn null(mut self, null: &'static str) -> Self {
        self.null = null;
        self
    }

    /// The same with another figure.
    #[must_use]
    pub fn detail(mut self, name: &'static str, value: f64) -> Self {
        self.details.push(Detail { name, value });
        self
    }

    /// The same with a caution.
    #[must_use]
    pub fn caution(mut self, caution: impl Into<String>) -> Self {
        self.caution = Some(caution.into());
        self
    }
}

impl Outcome {
    /// The id of the test.
    pub fn test(&self) -> &'static str {
        match self {
            Self::Applies(result) => result.test,
            Self::NotApplicable { test, .. } => test,
        }
    }

    /// The result, where the test applies.
    pub fn result(&self) -> Option<&TestResult> {
        match self {
            Self::Applies(result) => Some(result),
            Self::NotApplicable { .. } => None,
        }
    }

    pub(crate) fn result_mut(&mut self) -> Option<&mut TestResult> {
        match self {
            Self::Applies(result) => Some(result),
            Self::NotApplicable { .. } => None,
        }
    }

    /// The p-value, where the test applies.
    pub fn p_value(&self) -> Option<f64> {
        match self {
            Self::Applies(result) => Some(result.p_value),
            Self::NotApplicable { .. } => None,
        }
    }

    pub(crate) fn not_applicable(test: &'static str, reason: impl Into<String>) -> Self {
        Self::NotApplicable { test, reason: reason.into() }
    }
}

/// A test of the list.
pub struct TestEntry {
    /// The name in commands and files.
    pub id: &'static str,
    /// What it tests, in words.
    pub what: &'static str,
    /// The source.
    pub reference: &'static str,
    /// Runs it on a window of a cross-section; `None` for tests of one event.
    pub run: Option<fn(&WindowSample<'_>) -> Outcome>,
    /// Whether it draws from a seed where there are too many configurations, which takes time.
    pub drawn: bool,
}

/// The test of many events by this id; `None` for tests of single events and unknown ids.
pub fn test_of_many(id: &str) -> Option<&'static TestEntry> {
    TESTS.iter().find(|test| test.id == id && test.run.is_some())
}

/// Every test of this crate.
pub const TESTS: &[TestEntry] = &[
    TestEntry {
        id: single_event::ID,
        what: "one event: AR or CAR over its forecast standard error, Student t with nu degrees of freedom",
        reference: "Patell 1976; Campbell, Lo and MacKinlay 1997",
        run: None,
        drawn: false,
    },
    TestEntry {
        id: sample_quantile::ID,
        what: "one event: rank of the AR or CAR among the firm's own residuals, scaled by their standard errors",
        reference: "Gelbach, Helland and Klick 2013",
        run: None,
        drawn: false,
    },
    TestEntry {
        id: rank::ID,
        what: "one event: rank of a return among the same clock times of earlier days (placebo)",
        reference: "Rinaudo and Saha 2014",
        run: None,
        drawn: false,
    },
    TestEntry {
        id: synthetic_control::ID,
        what: "one event, synthetic control: rank of the firm's CAR among those of its donors, each treated in turn",
        reference: "Abadie, Diamond and Hainmueller 2010",
        run: None,
        drawn: false,
    },
    TestEntry {
        id: j1::ID,
        what: "several independent events: CAAR over its standard error, standard normal",
        reference: "MacKinlay 1997",
        run: Some(j1::j1),
        drawn: false,
    },
    TestEntry {
        id: cross_sectional_t::ID,
        what: "many events: mean CAR over its spread across events, Student t(N - 1)",
        reference: "Brown and Warner 1985",
        run: Some(cross_sectional_t::cross_sectional_t),
        drawn: false,
    },
    TestEntry {
        id: patell::ID,
        what: "many independent events: sum of standardised CARs, standard normal",
        reference: "Patell 1976",
        run: Some(patell::patell),
        drawn: false,
    },
    TestEntry {
        id: patell_csar::ID,
        what: "many independent events: standardised abnormal returns summed over the window, standard normal",
        reference: "Patell 1976",
        run: Some(patell_csar::patell_csar),
        drawn: false,
    },
    TestEntry {
        id: adjusted_patell::ID,
        what: "many events that are correlated: sum of standardised CARs, standard normal",
        reference: "Kolari and Pynnonen 2010",
        run: Some(adjusted_patell::adjusted_patell),
        drawn: false,
    },
    TestEntry {
        id: bmp::ID,
        what: "many independent events: mean standardised CAR over its spread, Student t(N - 1)",
        reference: "Boehmer, Musumeci and Poulsen 1991",
        run: Some(bmp::bmp),
        drawn: false,
    },
    TestEntry {
        id: kolari_pynnonen::ID,
        what: "many events that are correlated: BMP with their average correlation, Student t(N - 1)",
        reference: "Kolari and Pynnonen 2010; Kolari, Pape and Pynnonen 2018",
        run: Some(kolari_pynnonen::kolari_pynnonen),
        drawn: false,
    },
    TestEntry {
        id: portfolio::ID,
        what: "events that share day 0: CAR of their portfolio over its forecast standard error, Student t(nu)",
        reference: "Brown and Warner 1985; Campbell, Lo and MacKinlay 1997",
        run: Some(portfolio::portfolio),
        drawn: false,
    },
    TestEntry {
        id: sign::ID,
        what: "many events: as many positive as negative CARs, exact binomial",
        reference: "Brown and Warner 1980",
        run: Some(sign::sign),
        drawn: false,
    },
    TestEntry {
        id: generalised_sign::ID,
        what: "many events: positive CARs as often as positive residuals",
        reference: "Cowan 1992",
        run: Some(generalised_sign::generalised_sign),
        drawn: false,
    },
    TestEntry {
        id: corrado_sign::ID,
        what: "many events: side of the event's own median, by its spread over time",
        reference: "Corrado and Zivney 1992",
        run: Some(corrado_sign::corrado_sign),
        drawn: false,
    },
    TestEntry {
        id: corrado_rank::ID,
        what: "many events with every bar: mean rank in time, by its spread over time",
        reference: "Corrado 1989; Cowan 1992",
        run: Some(corrado_rank::corrado_rank),
        drawn: false,
    },
    TestEntry {
        id: corrado_zivney::ID,
        what: "many events: rank in time on the bars there are, by its spread over time",
        reference: "Corrado and Zivney 1992; Campbell and Wasley 1993",
        run: Some(corrado_zivney::corrado_zivney),
        drawn: false,
    },
    TestEntry {
        id: corrado_zivney_restandardised::ID,
        what: "many events: the same after event bars are brought to unit spread over events",
        reference: "Corrado and Zivney 1992",
        run: Some(corrado_zivney_restandardised::corrado_zivney_restandardised),
        drawn: false,
    },
    TestEntry {
        id: grank_t::ID,
        what: "many events, also on common dates: rank of the standardised CAR among the residuals, Student t(T - 2)",
        reference: "Kolari and Pynnonen 2011",
        run: Some(grank_t::grank_t),
        drawn: false,
    },
    TestEntry {
        id: grank_z::ID,
        what: "many independent events: the same with the variance of uniform ranks, standard normal",
        reference: "Kolari and Pynnonen 2011",
        run: Some(grank_z::grank_z),
        drawn: false,
    },
    TestEntry {
        id: wilcoxon::ID,
        what: "many events: signed ranks of the CARs, exact up to 50 events",
        reference: "Wilcoxon 1945",
        run: Some(wilcoxon::wilcoxon),
        drawn: false,
    },
    TestEntry {
        id: jackknife::ID,
        what: "many events: pseudo-values of the standardised t, each event left out once",
        reference: "Giaccotto and Sfiridis 1996",
        run: Some(jackknife::jackknife),
        drawn: false,
    },
    TestEntry {
        id: sign_flip::ID,
        what: "many events: mean CAR among all signs of the CARs, exact up to 20 events",
        reference: "Fisher 1935",
        run: Some(sign_flip::sign_flip),
        drawn: true,
    },
    TestEntry {
        id: sign_flip_standardised::ID,
        what: "many events: mean standardised CAR among all its signs, exact up to 20 events",
        reference: "Fisher 1935; Boehmer, Musumeci and Poulsen 1991",
        run: Some(sign_flip_standardised::sign_flip_standardised),
        drawn: true,
    },
    TestEntry {
        id: wild_cluster::ID,
        what: "many events in clusters: mean CAR under weights on whole clusters",
        reference: "Cameron, Gelbach and Miller 2008; Webb 2023",
        run: Some(wild_cluster::wild_cluster),
        drawn: true,
    },
    TestEntry {
        id: bootstrap_bmp::ID,
        what: "many events: mean standardised CAR among resamples of the events",
        reference: "Efron and Tibshirani 1993",
        run: Some(bootstrap_bmp::bootstrap_bmp),
        drawn: true,
    },
    TestEntry {
        id: crude_dependence::ID,
        what: "events that share their days: CAAR over the spread in time of their mean residual, Student t(L1 - 1)",
        reference: "Brown and Warner 1980, 1985",
        run: Some(crude_dependence::crude_dependence_adjustment),
        drawn: false,
    },
    TestEntry {
        id: skewness::JOHNSON,
        what: "many independent events: cross-sectional t adjusted for skewness, standard normal",
        reference: "Johnson 1978; Lyon, Barber and Tsai 1999",
        run: Some(skewness::skewness_johnson),
        drawn: false,
    },
    TestEntry {
        id: skewness::HALL,
        what: "many independent events: the same with a term that keeps it monotone, standard normal",
        reference: "Hall 1992",
        run: Some(skewness::skewness_hall),
        drawn: false,
    },
    TestEntry {
        id: skewness_bootstrap::ID,
        what: "many independent events: mean buy-and-hold abnormal return, adjusted for skewness, among resamples",
        reference: "Hall 1992; Lyon, Barber and Tsai 1999",
        run: Some(skewness_bootstrap::skewness_hall_bootstrap),
        drawn: true,
    },
    TestEntry {
        id: cluster::DATE,
        what: "many events: mean CAR with errors correlated within a date or another cluster, Student t(G - 1)",
        reference: "Cameron, Gelbach and Miller 2011",
        run: Some(cluster::cluster_date),
        drawn: false,
    },
    TestEntry {
        id: cluster::FIRM_AND_DATE,
        what: "many events: mean CAR with errors correlated within a firm and within a date, Student t(min G - 1)",
        reference: "Cameron, Gelbach and Miller 2011",
        run: Some(cluster::cluster_firm_and_date),
        drawn: false,
    },
    TestEntry {
        id: precision_weighted::ID,
        what: "many independent events: mean CAR weighted by precision, with a test that it is common to all, standard normal",
        reference: "Cochran 1954; DerSimonian and Laird 1986",
        run: Some(precision_weighted::precision_weighted),
        drawn: false,
    },
];
