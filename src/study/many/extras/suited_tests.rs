//! Tests that keep their size on something that is no return, by how events lie in time.

use crate::inference::{Outcome, TestId};
use crate::study::many::description::SampleDescription;
use crate::study::many::headline::Headline;

/// Fewer dates than this are few for errors that are clustered by date.
const FEW_DATES: usize = 30;

/// Fewer events than this give no approximation for counts of signs.
const FEW_EVENTS: usize = 10;

/// Fewer squares than this are few for a mean of them.
pub(crate) const FEW_SQUARES: usize = 30;

/// Tests of abnormal log volume, which is autocorrelated and roughly symmetric: the spread over
/// events, never forecast variances or ranks in time.
pub fn for_volume(sample: &SampleDescription) -> Headline {
    let (n, dates) = (sample.events, sample.dates);
    let (tests, why) = match n {
        0 | 1 => (Vec::new(), "a spread over events needs two events".to_owned()),
        _ if sample.overlapping_pairs > 0 && dates == 1 => (
            vec![TestId::KolariPynnonen],
            format!(
                "all {n} events share one day 0: the spread over events with their mean correlation"
            ),
        ),
        _ if sample.overlapping_pairs > 0 => {
            let mut tests = vec![TestId::KolariPynnonen, TestId::ClusterDate];
            if dates < FEW_DATES {
                tests.push(TestId::WildCluster);
            }
            let why = format!(
                "{n} events on {dates} dates share days: the spread over events with their mean \
                 correlation, and errors clustered by date"
            );
            (tests, why)
        }
        _ if n < FEW_EVENTS => (
            vec![TestId::CrossSectionalT, TestId::SignFlip],
            format!("{n} events that share no day: the spread over events, and all their signs"),
        ),
        _ => (
            vec![TestId::CrossSectionalT, TestId::Bmp, TestId::GeneralisedSignSums],
            format!("{n} events that share no day: the spread over events"),
        ),
    };
    Headline { tests, reason: why }
}

/// Signs of squares, which are positive less often than not, and more often the more of them are
/// summed: of single days only.
pub const SIGNS: TestId = TestId::GeneralisedSign;

/// Tests of abnormal squares. They are so skewed that tests of their mean reject too often even with
/// a thousand events where returns have fat tails; ranks in time do not mind, and carry what events
/// of one date have in common.
pub fn for_volatility(sample: &SampleDescription, events: usize) -> Headline {
    let mut tests = vec![TestId::CorradoZivney];
    let mut why = "ranks of the squares among the days of their events, since tests of their mean \
                   reject too often"
        .to_owned();
    if sample.overlapping_pairs == 0 && events >= FEW_EVENTS {
        tests.push(SIGNS);
        why.push_str("; for single days also signs, since no two events share days");
    }
    Headline { tests, reason: why }
}

/// Whether a test of squares is one of windows of this length.
pub fn suits_squares(test: TestId, bars: usize) -> bool {
    test != SIGNS || bars == 1
}

/// Outcomes with a null hypothesis that is not one of returns.
pub(crate) fn with_null(outcomes: Vec<Outcome>, null: &'static str) -> Vec<Outcome> {
    let reworded = |outcome| match outcome {
        Outcome::Applies(result) => Outcome::Applies(result.null(null)),
        not => not,
    };
    outcomes.into_iter().map(reworded).collect()
}
