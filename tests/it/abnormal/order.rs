use eventstudy::abnormal::internals::ordered_by;
use proptest::prelude::*;

proptest! {
    #[test]
    fn it_is_a_stable_sort(
        keys in prop::collection::vec(prop_oneof![100_usize..110, 0..usize::MAX], 0..40)
    ) {
        let places: Vec<usize> = (0..keys.len()).rev().collect();
        let mut sorted = places.clone();
        sorted.sort_by_key(|place| keys[*place]);
        prop_assert_eq!(ordered_by(&places, |place| keys[place]), sorted);
    }
}
