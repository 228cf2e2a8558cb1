//! Tests that keep their size on something that is no return, by how events lie in time.

use crate::study::cross_section::{Headline, SampleDescription};

/// Fewer dates than this are few for errors that are clustered by date.
const FEW_DATES: usize = 30;

/// Fewer events than this give no approximation for counts of signs.
const FEW_EVENTS: usize = 10;

/// Fewer squares than this are few for a mean of them.
pub(super) const FEW_SQUARES: usize = 30;

/// Tests of abnormal log volume, which is autocorrelated and roughly symmetric: the spread over
/// events, never forecast variances or ranks in time.
pub(super) fn for_volume(sample: &SampleDescription) -> Headline {
    let (n, dates) = (sample.events, sample.dates);
    let (tests, why) = match n {
        0 | 1 => (Vec::new(), "a spread over events needs two events".to_owned()),
        _ if sample.overlapping_pairs > 0 && dates == 1 => (
            vec!["kolari-pynnonen"],
            format!(
                "all {n} events share one day 0: the spread over events with their mean correlation"
            ),
        ),
        _ if sample.overlapping_pairs > 0 => {
            let mut tests = vec!["kolari-pynnonen", "cluster-date"];
            if dates < FEW_DATES {
                tests.push("wild-cluster");
            }
            let why = format!(
                "{n} events on {dates} dates share days: the spread over events with their mean \
                 correlation, and errors clustered by date"
            );
            (tests, why)
        }
        _ if n < FEW_EVENTS => (
            vec!["cross-sectional-t", "sign-flip"],
            format!("{n} events that share no day: the spread over events, and all their signs"),
        ),
        _ => (
            vec!["cross-sectional-t", "bmp", "generalised-sign"],
            format!("{n} events that share no day: the spread over events"),
        ),
    };
    Headline { tests, reason: why }
}

/// Tests of abnormal squares, which are so skewed that tests of their mean reject too often.
pub(super) fn for_volatility(sample: &SampleDescription, events: usize) -> Headline {
    let _ = (sample, events);
    Headline { tests: vec!["corrado-zivney"], reason: String::new() }
}
