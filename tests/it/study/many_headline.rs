use eventstudy::inference::TestId;
use eventstudy::study::internals::{buy_and_hold_headline, headline, headline_without_variance};
use eventstudy::study::many::SampleDescription;
use proptest::prelude::*;

fn sample(dates: usize, share: f64, overlap: f64) -> SampleDescription {
    SampleDescription {
        dates,
        largest_date_share: share,
        mean_overlap: overlap,
        ..SampleDescription::default()
    }
}

#[test]
fn each_case_has_its_set() {
    let tests = |s: SampleDescription, n, portfolio| headline(&s, n, portfolio).tests;
    let independent = [TestId::Bmp, TestId::CorradoZivneyEveryBar, TestId::GeneralisedSignSums];
    assert_eq!(tests(sample(40, 0.05, 0.0), 40, false), independent);
    assert_eq!(tests(sample(9, 0.1, 0.0), 9, false), [TestId::SignFlip, TestId::Wilcoxon]);
    assert_eq!(tests(sample(2, 0.5, 0.0), 2, false), [TestId::SignFlip, TestId::Wilcoxon]);
    assert_eq!(tests(sample(1, 1.0, 1.0), 1, false), [TestId::SampleQuantile]);
    assert_eq!(
        tests(sample(1, 1.0, 1.0), 30, true),
        [TestId::Portfolio, TestId::KolariPynnonen, TestId::GrankTEveryBar]
    );
    assert_eq!(tests(sample(1, 1.0, 1.0), 5, true), [TestId::Portfolio, TestId::KolariPynnonen]);
    assert_eq!(
        tests(sample(50, 0.02, 0.01), 60, false),
        [TestId::KolariPynnonen, TestId::GrankTEveryBar, TestId::ClusterDate]
    );
    assert!(tests(sample(8, 0.5, 0.3), 60, false).contains(&TestId::WildCluster));
    assert_eq!(tests(sample(3, 0.5, 0.3), 8, false), [TestId::KolariPynnonen, TestId::WildCluster]);
    assert!(tests(sample(0, 0.0, 0.0), 0, false).is_empty());
    assert!(buy_and_hold_headline(1).tests.is_empty());
}

#[test]
fn without_a_variance_only_tests_of_cars_are_left() {
    let tests = |s: SampleDescription, n| headline_without_variance(&s, n).tests;
    assert_eq!(tests(sample(40, 0.05, 0.0), 40), [TestId::SignFlip, TestId::Wilcoxon]);
    assert_eq!(tests(sample(8, 0.5, 0.3), 60), [TestId::WildCluster, TestId::ClusterDate]);
    assert_eq!(tests(sample(1, 1.0, 1.0), 8), [TestId::WildCluster]);
    assert_eq!(tests(sample(1, 1.0, 0.0), 1), [TestId::SyntheticControlPlacebo]);
    assert!(tests(sample(0, 0.0, 0.0), 0).is_empty());
}

#[test]
fn the_reason_has_the_numbers() {
    let reason = headline(&sample(50, 0.4, 0.0123), 60, false).reason;
    for part in ["60 events", "50 dates", "40.0%", "1.23%"] {
        assert!(reason.contains(part), "{reason}");
    }
}

proptest! {
    #[test]
    fn dependent_events_never_get_a_test_of_independent_ones(
        n in 2_usize..200, dates in 1_usize..200, share in 0.0..1.0_f64, overlap in 0.0..1.0_f64,
        portfolio: bool,
    ) {
        let (sample, dependent) = (sample(dates, share, overlap), overlap > 0.0 || share * n as f64 > 1.5 && share > 1.0 / 3.0);
        let chosen = headline(&sample, n, portfolio);
        prop_assert!(!chosen.tests.is_empty() && !chosen.reason.is_empty());
        let independent = [TestId::Patell, TestId::J1, TestId::GrankZ, TestId::Bmp, TestId::CrossSectionalT, TestId::Wilcoxon, TestId::SignFlip,
            TestId::GeneralisedSignSums, TestId::CorradoZivneyEveryBar];
        if dependent || portfolio {
            prop_assert!(!chosen.tests.iter().any(|t| independent.contains(t)));
        }
    }
}
