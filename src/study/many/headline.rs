//! Which tests make the headline: decided by how the events lie in time, before any result.

use serde::Serialize;

use super::description::SampleDescription;
use crate::inference::TestId;

/// One date with more than this share of the events makes them dependent.
const LARGEST_SHARE: f64 = 1.0 / 3.0;

/// Fewer events than this get exact tests.
const FEW_EVENTS: usize = 10;

/// Fewer dates than this are few for a standard error that is clustered by date.
const FEW_DATES: usize = 30;

/// The tests that make the headline, by rule and not by result.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Headline {
    /// The ids of the tests, in order.
    pub tests: Vec<TestId>,
    /// The rule that chose them, with its numbers.
    pub reason: String,
}

/// Names the headline tests of `n` events with a value; `portfolio` says whether they share one
/// day 0, so that the equal-weighted portfolio of all of them exists.
///
/// Independent events: the standardised cross-sectional test, the rank test of values with unit
/// spread on every bar and the generalised sign test against sums of residuals. Events that share days (more than a third of them on one date, or event windows that
/// overlap): never a test that takes events for independent, such as Patell, J1 or GRANK-Z; with a
/// common date the portfolio, Kolari-Pynnonen and GRANK-T, otherwise Kolari-Pynnonen, GRANK-T and
/// errors clustered by date, with the wild cluster test where dates are few. Fewer than ten
/// independent events: exact tests. One event: its rank among the firm's own days.
///
/// # References
/// Kolari and Pynnonen 2010, 2011; Webb 2023; Boehmer, Musumeci and Poulsen 1991; Corrado and
/// Zivney 1992; Cowan 1992; Cameron, Gelbach and Miller 2008.
pub fn headline(sample: &SampleDescription, n: usize, portfolio: bool) -> Headline {
    // A lone event is a large share of few, and shares its date with nobody.
    let on_one_date = sample.largest_date_share * n as f64;
    let crowded = sample.largest_date_share > LARGEST_SHARE && on_one_date > 1.5;
    let dependent = crowded || sample.mean_overlap > 0.0 || portfolio;
    match n {
        0 => Headline { tests: Vec::new(), reason: "no event has a value".into() },
        1 => Headline {
            tests: vec![TestId::SampleQuantile],
            reason: "there is one event, so the firm's own days are all it can be held against"
                .into(),
        },
        _ if dependent && portfolio => common_date(n),
        _ if dependent => shared_days(sample, n),
        _ if n < FEW_EVENTS => Headline {
            tests: vec![TestId::SignFlip, TestId::Wilcoxon],
            reason: format!(
                "{n} events are too few for approximations (fewer than {FEW_EVENTS}), and no two of \
                 their event windows overlap: exact tests"
            ),
        },
        _ => Headline {
            tests: vec![TestId::Bmp, TestId::CorradoZivneyEveryBar, TestId::GeneralisedSignSums],
            reason: format!(
                "{n} events on {} dates, no two event windows overlap: events can be taken for \
                 independent, and the variance that events bring is allowed for",
                sample.dates
            ),
        },
    }
}

/// Names the headline test of a mean buy-and-hold abnormal return.
///
/// Buy-and-hold returns are skewed to the right, which a plain t test takes for a low mean. The
/// calendar-time portfolio belongs beside it, since returns of the same days are correlated.
///
/// # References
/// Lyon, Barber and Tsai 1999; Hall 1992; Mitchell and Stafford 2000.
pub fn buy_and_hold_headline(n: usize) -> Headline {
    if n < 2 {
        let reason = "a mean buy-and-hold abnormal return has a test from two events on".into();
        return Headline { tests: Vec::new(), reason };
    }
    Headline {
        tests: vec![TestId::SkewnessHallBootstrap],
        reason: format!(
            "buy-and-hold returns of {n} events are skewed: Hall's transformed t with bootstrapped \
             quantiles, to be read beside the calendar-time portfolio"
        ),
    }
}

/// Names the headline tests of `n` events under a model without a forecast variance, such as the
/// synthetic control: CARs have no standard errors, and residuals were fitted, so that all that is
/// left are tests of the CARs among themselves.
///
/// Independent events: sign flips and the signed-rank test, exact for few. Events that share days:
/// signs drawn for whole dates, and errors clustered by date from ten events on. One event: its
/// rank among the donors.
///
/// # References
/// Abadie, Diamond and Hainmueller 2010; Cameron, Gelbach and Miller 2008.
pub fn headline_without_variance(sample: &SampleDescription, n: usize) -> Headline {
    let why = "the model has no forecast variance, and its residuals were fitted";
    let dependent = sample.mean_overlap > 0.0
        || (sample.largest_date_share > LARGEST_SHARE
            && sample.largest_date_share * n as f64 > 1.5);
    let (tests, then) = match n {
        0 => return Headline { tests: Vec::new(), reason: "no event has a value".into() },
        1 => (
            vec![TestId::SyntheticControlPlacebo],
            "one event is ranked among its donors".to_owned(),
        ),
        _ if dependent && sample.dates < 2 => (
            vec![TestId::WildCluster],
            format!(
                "all {n} events share one date, so that no test of their CARs knows how they are \
                 correlated; see the permutation p-values of the single events"
            ),
        ),
        _ if dependent => {
            let mut tests = vec![TestId::WildCluster];
            tests.extend((n >= FEW_EVENTS).then_some(TestId::ClusterDate));
            (
                tests,
                format!(
                    "{n} events on {} dates share days: signs are drawn for whole dates",
                    sample.dates
                ),
            )
        }
        _ => (
            vec![TestId::SignFlip, TestId::Wilcoxon],
            format!("{n} events, no two event windows overlap: tests of the CARs by their signs"),
        ),
    };
    Headline { tests, reason: format!("{why}: {then}") }
}

fn common_date(n: usize) -> Headline {
    let mut tests = vec![TestId::Portfolio, TestId::KolariPynnonen];
    let ranks = if n < FEW_EVENTS {
        "; exact tests of events take them for independent, which they are not"
    } else {
        tests.push(TestId::GrankTEveryBar);
        ", and ranks with it in their own standard error"
    };
    Headline {
        tests,
        reason: format!(
            "all {n} events share one day 0, so their returns are correlated: the portfolio of all of \
             them, the standardised test with the mean correlation in it{ranks}"
        ),
    }
}

fn shared_days(sample: &SampleDescription, n: usize) -> Headline {
    let why = format!(
        "{n} events on {} dates, {:.1}% of them on one date, {} pairs with overlapping event windows \
         (mean overlap {:.2}%): they are not independent",
        sample.dates,
        100.0 * sample.largest_date_share,
        sample.overlapping_pairs,
        100.0 * sample.mean_overlap
    );
    if n < FEW_EVENTS {
        return Headline {
            tests: vec![TestId::KolariPynnonen, TestId::WildCluster],
            reason: format!(
                "{why}. Kolari-Pynnonen weighs each pair's correlation by its overlap, and the wild \
                 cluster test draws signs for whole dates; rank tests are left out with fewer than \
                 {FEW_EVENTS} events"
            ),
        };
    }
    if sample.dates == 1 {
        return Headline {
            tests: vec![TestId::KolariPynnonen, TestId::GrankTEveryBar],
            reason: format!(
                "{why}. Their portfolio could not be estimated, and one date is one cluster: \
                 Kolari-Pynnonen with their mean correlation, and GRANK-T with it in its own \
                 standard error"
            ),
        };
    }
    let mut tests = vec![TestId::KolariPynnonen, TestId::GrankTEveryBar, TestId::ClusterDate];
    let mut few = String::new();
    if sample.dates < FEW_DATES {
        tests.push(TestId::WildCluster);
        few = format!(
            "; {} dates are few for that, so signs are drawn for whole dates as well",
            sample.dates
        );
    }
    Headline {
        tests,
        reason: format!(
            "{why}. Without a common date there is no portfolio of all. Kolari-Pynnonen weighs each \
             pair's correlation by its overlap, GRANK-T carries the correlation of events of the same \
             date, and clustering sums errors by date{few}"
        ),
    }
}
