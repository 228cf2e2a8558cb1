use eventstudy::inference::TestId;
use eventstudy::study::internals::{SIGNS, for_volatility, for_volume, suits_squares};
use eventstudy::study::many::SampleDescription;
use proptest::prelude::*;

proptest! {
    #[test]
    fn dependent_events_never_get_a_test_of_independent_ones(
        events in 0_usize..100, dates in 1_usize..100, overlapping_pairs in 0_u64..3,
    ) {
        let sample = SampleDescription {
            events, dates, overlapping_pairs, ..SampleDescription::default()
        };
        let independent = [TestId::CrossSectionalT, TestId::Bmp, TestId::GeneralisedSign, TestId::GeneralisedSignSums, TestId::SignFlip];
        let by_forecast = [TestId::Patell, TestId::J1, TestId::AdjustedPatell, TestId::Portfolio, TestId::GrankT, TestId::GrankZ, TestId::GrankTEveryBar];
        for chosen in [for_volume(&sample), for_volatility(&sample, events)] {
            prop_assert!(!chosen.reason.is_empty());
            prop_assert!(!chosen.tests.iter().any(|t| by_forecast.contains(t)));
            if overlapping_pairs > 0 {
                prop_assert!(!chosen.tests.iter().any(|t| independent.contains(t)));
            }
        }
    }
}

#[test]
fn signs_of_squares_are_for_single_days() {
    assert!(suits_squares(SIGNS, 1) && !suits_squares(SIGNS, 2));
    assert!(suits_squares(TestId::CorradoZivney, 21));
}
