//! What each test takes for granted, and why some leave their band although nothing of it is broken.

use Assumption::{
    IndependentBars, IndependentEvents, NoEventVariance, NormalErrors, SymmetricErrors,
};

use super::test_id::TestId;

/// What a test takes for granted, as far as the scenarios of the certificate break it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Assumption {
    /// Abnormal returns of different events are independent.
    IndependentEvents,
    /// The event brings no variance of its own.
    NoEventVariance,
    /// Abnormal returns are normal.
    NormalErrors,
    /// Abnormal returns are not skewed, as far as few events do not even it out.
    SymmetricErrors,
    /// Abnormal returns of different bars are independent and alike.
    IndependentBars,
}

impl Assumption {
    /// The assumption in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::IndependentEvents => "independent events",
            Self::NoEventVariance => "no variance brought by the event",
            Self::NormalErrors => "normal abnormal returns",
            Self::SymmetricErrors => "abnormal returns without skewness",
            Self::IndependentBars => "abnormal returns that are independent from bar to bar",
        }
    }
}

/// What is known of a test beside its rates in the size certificate.
#[derive(Clone, Copy, Debug)]
pub struct SizeNote {
    /// The test.
    pub test: TestId,
    /// What it takes for granted.
    pub assumes: &'static [Assumption],
    /// Why it leaves its band where nothing of that is broken; empty where it does not.
    pub why: &'static str,
}

/// The note on a test; `None` where it takes nothing for granted and stays in its band.
pub fn size_note(test: TestId) -> Option<&'static SizeNote> {
    SIZE_NOTES.iter().find(|note| note.test == test)
}

const fn note(test: TestId, assumes: &'static [Assumption], why: &'static str) -> SizeNote {
    SizeNote { test, assumes, why }
}

/// Counts of few events.
const DISCRETE: &str = "few events have few outcomes, so that an exact p jumps over its level";

/// Published rank tests that divide event bars alone.
const EVENT_BARS_ALONE: &str = "event bars alone are divided by their spread over events, so that with few or skewed events \
     they are unlike the bars they are ranked among; the forms named `-every-bar` divide all";

/// Every test that takes something for granted or leaves its band.
#[rustfmt::skip]
pub static SIZE_NOTES: &[SizeNote] = &[
    note(TestId::SingleEventT, &[NoEventVariance, NormalErrors], ""),
    note(TestId::SampleQuantile, &[NoEventVariance], "sums over several bars overlap, so that few of them are independent; and p has few values"),
    note(TestId::J1, &[IndependentEvents, NoEventVariance, NormalErrors, IndependentBars], ""),
    note(TestId::CrossSectionalT, &[IndependentEvents, SymmetricErrors], ""),
    note(TestId::Patell, &[IndependentEvents, NoEventVariance, NormalErrors, IndependentBars], ""),
    note(TestId::PatellCsar, &[IndependentEvents, NoEventVariance, NormalErrors, IndependentBars], "over several bars it leaves out that they share the error of the coefficients; `patell-bar-by-bar` does not"),
    note(TestId::PatellBarByBar, &[IndependentEvents, NoEventVariance, NormalErrors, IndependentBars], ""),
    note(TestId::AdjustedPatell, &[NoEventVariance, NormalErrors, IndependentBars], ""),
    note(TestId::Bmp, &[IndependentEvents, SymmetricErrors], ""),
    note(TestId::KolariPynnonen, &[SymmetricErrors], ""),
    note(TestId::Portfolio, &[NoEventVariance, NormalErrors], ""),
    note(TestId::Sign, &[IndependentEvents, SymmetricErrors], DISCRETE),
    note(TestId::GeneralisedSign, &[IndependentEvents, SymmetricErrors], DISCRETE),
    note(TestId::GeneralisedSignSums, &[IndependentEvents], DISCRETE),
    note(TestId::CorradoSign, &[IndependentBars, SymmetricErrors], "the signs of few events have few sums"),
    note(TestId::CorradoRank, &[NoEventVariance, IndependentBars], ""),
    note(TestId::CorradoZivney, &[NoEventVariance, IndependentBars], ""),
    note(TestId::CorradoZivneyRestandardised, &[IndependentBars, SymmetricErrors], EVENT_BARS_ALONE),
    note(TestId::CorradoZivneyEveryBar, &[IndependentBars, SymmetricErrors], ""),
    note(TestId::GrankT, &[IndependentBars, SymmetricErrors], EVENT_BARS_ALONE),
    note(TestId::GrankZ, &[IndependentEvents, IndependentBars, SymmetricErrors], "the window alone is divided by its spread over events, which makes ranks depend on each other; `grank-t-every-bar` allows for it"),
    note(TestId::GrankTEveryBar, &[IndependentBars, SymmetricErrors], "sums over several bars are ranked among single bars, whose tails are heavier"),
    note(TestId::Wilcoxon, &[IndependentEvents, SymmetricErrors], DISCRETE),
    note(TestId::Jackknife, &[IndependentEvents, SymmetricErrors], ""),
    note(TestId::SignFlip, &[IndependentEvents, SymmetricErrors], ""),
    note(TestId::SignFlipStandardised, &[IndependentEvents, SymmetricErrors], ""),
    note(TestId::WildCluster, &[SymmetricErrors], ""),
    note(TestId::BootstrapBmp, &[IndependentEvents, SymmetricErrors], "resamples of few events repeat some of them and spread more than samples do"),
    note(TestId::CrudeDependenceAdjustment, &[NoEventVariance, NormalErrors, IndependentBars], "residuals of a fitted model vary less than forecasts; `crude-dependence-forecast` allows for it"),
    note(TestId::CrudeDependenceForecast, &[NoEventVariance, NormalErrors, IndependentBars], ""),
    note(TestId::SkewnessJohnson, &[IndependentEvents, SymmetricErrors], ""),
    note(TestId::SkewnessHall, &[IndependentEvents, SymmetricErrors], ""),
    note(TestId::SkewnessHallBootstrap, &[IndependentEvents, SymmetricErrors], ""),
    note(TestId::ClusterDate, &[SymmetricErrors], ""),
    note(TestId::ClusterFirmAndDate, &[SymmetricErrors], ""),
    note(TestId::PrecisionWeighted, &[IndependentEvents, NoEventVariance, NormalErrors], ""),
    note(TestId::HartungKnapp, &[IndependentEvents, SymmetricErrors], ""),
];
