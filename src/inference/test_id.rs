//! The names of the tests.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

macro_rules! test_ids {
    ($($(#[$doc:meta])* $name:ident = $id:literal,)*) => {
        /// A significance test by its name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum TestId {
            $($(#[$doc])* $name,)*
        }

        impl TestId {
            /// Every test, those of single events first.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The name in commands and files.
            pub const fn id(self) -> &'static str {
                match self {
                    $(Self::$name => $id,)*
                }
            }
        }
    };
}

test_ids! {
    /// The t test of one event against its forecast standard error.
    SingleEventT = "single-event-t",
    /// Gelbach, Helland and Klick's sample-quantile test of one event.
    SampleQuantile = "sample-quantile",
    /// Freedman and Lane's permutation test of one event over several bars.
    FreedmanLane = "freedman-lane",
    /// The CAR of one event among circular shifts of the residuals, for autocorrelated returns.
    CircularShift = "circular-shift",
    /// The rank of one event among earlier days.
    PlaceboRank = "placebo-rank",
    /// The permutation test of a synthetic control among its donors.
    SyntheticControlPlacebo = "synthetic-control-placebo",
    /// MacKinlay's J1.
    J1 = "j1",
    /// The cross-sectional t test.
    CrossSectionalT = "cross-sectional-t",
    /// Patell's test.
    Patell = "patell",
    /// Patell's test of abnormal returns standardised bar by bar.
    PatellCsar = "patell-csar",
    /// Patell's test of abnormal returns standardised bar by bar, with their covariance.
    PatellBarByBar = "patell-bar-by-bar",
    /// Patell's test with the average correlation of the events.
    AdjustedPatell = "adjusted-patell",
    /// The test of Boehmer, Musumeci and Poulsen.
    Bmp = "bmp",
    /// Kolari and Pynnonen's test.
    KolariPynnonen = "kolari-pynnonen",
    /// The test of the portfolio of all events.
    Portfolio = "portfolio",
    /// The sign test.
    Sign = "sign",
    /// Cowan's generalised sign test.
    GeneralisedSign = "generalised-sign",
    /// The generalised sign test of windows, against signs of sums of residuals.
    GeneralisedSignSums = "generalised-sign-sums",
    /// Corrado and Zivney's sign test.
    CorradoSign = "corrado-sign",
    /// Corrado's rank test.
    CorradoRank = "corrado-rank",
    /// Corrado and Zivney's rank test.
    CorradoZivney = "corrado-zivney",
    /// Corrado and Zivney's rank test of restandardised abnormal returns.
    CorradoZivneyRestandardised = "corrado-zivney-restandardised",
    /// Corrado and Zivney's rank test of abnormal returns with unit spread on every bar.
    CorradoZivneyEveryBar = "corrado-zivney-every-bar",
    /// Kolari and Pynnonen's generalised rank t test.
    GrankT = "grank-t",
    /// Kolari and Pynnonen's generalised rank z test.
    GrankZ = "grank-z",
    /// The generalised rank t test of values with unit spread on every bar.
    GrankTEveryBar = "grank-t-every-bar",
    /// Wilcoxon's signed-rank test.
    Wilcoxon = "wilcoxon",
    /// The jackknife test of the standardised mean.
    Jackknife = "jackknife",
    /// Fisher's sign-flip test of CARs.
    SignFlip = "sign-flip",
    /// Fisher's sign-flip test of standardised CARs.
    SignFlipStandardised = "sign-flip-standardised",
    /// The wild cluster bootstrap.
    WildCluster = "wild-cluster",
    /// The bootstrap of standardised CARs.
    BootstrapBmp = "bootstrap-bmp",
    /// Brown and Warner's crude dependence adjustment.
    CrudeDependenceAdjustment = "crude-dependence-adjustment",
    /// The crude dependence adjustment with the forecast error of the model.
    CrudeDependenceForecast = "crude-dependence-forecast",
    /// Johnson's skewness-adjusted test.
    SkewnessJohnson = "skewness-johnson",
    /// Hall's skewness-adjusted test.
    SkewnessHall = "skewness-hall",
    /// Hall's skewness-adjusted test with bootstrapped critical values.
    SkewnessHallBootstrap = "skewness-hall-bootstrap",
    /// The test with standard errors clustered by date.
    ClusterDate = "cluster-date",
    /// The test with standard errors clustered by firm and by date.
    ClusterFirmAndDate = "cluster-firm-and-date",
    /// The test of the precision-weighted mean.
    PrecisionWeighted = "precision-weighted",
    /// The precision-weighted mean by Hartung and Knapp's standard error.
    HartungKnapp = "hartung-knapp",
    /// Jaffe's standardised calendar-time test.
    StandardisedCalendarTime = "standardised-calendar-time",
    /// The rank of a study's figure among those of placebo dates.
    PlaceboDates = "placebo-dates",
}

impl fmt::Display for TestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id())
    }
}

/// A name that no test has.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no test called `{0}`")]
pub struct UnknownTestId(pub String);

impl FromStr for TestId {
    type Err = UnknownTestId;

    fn from_str(id: &str) -> Result<Self, UnknownTestId> {
        let known = Self::ALL.iter().find(|test| test.id() == id);
        known.copied().ok_or_else(|| UnknownTestId(id.to_owned()))
    }
}

impl PartialEq<&str> for TestId {
    fn eq(&self, id: &&str) -> bool {
        self.id() == *id
    }
}

impl Serialize for TestId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}

impl<'de> Deserialize<'de> for TestId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let id = String::deserialize(deserializer)?;
        id.parse().map_err(serde::de::Error::custom)
    }
}
