use eventstudy::event::internals::{every_form, plain};
use proptest::prelude::*;

#[test]
fn plain_forms_are_read_and_others_left_alone() {
    for text in ["2025-02-11", "2025-02-11T09:00Z", "2025-02-11 09:00:12-05:00"] {
        assert_eq!(plain(text), Some(every_form(text).unwrap()), "{text}");
    }
    for text in ["2025-02-11T09:00", "2025-2-11", "2025-02-30", "2025-02-11 pre", "", "soon"] {
        assert_eq!(plain(text), None, "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]
    #[test]
    fn what_is_read_is_what_the_general_reader_reads(
        text in "[0-9]{4}-[01][0-9]-[0-3][0-9]([T ][0-2][0-9]:[0-6][0-9](:[0-6][0-9])?(Z|[+-][0-2][0-9]:[0-6][0-9]|))?"
    ) {
        if let Some(fast) = plain(&text) {
            prop_assert_eq!(Ok(fast), every_form(&text).map_err(|e| e.to_string()));
        }
    }

    #[test]
    fn no_text_is_too_broken(text in "\\PC{0,30}") {
        let _ = plain(&text);
    }
}
