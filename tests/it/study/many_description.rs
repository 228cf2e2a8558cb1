use crate::support::simulated::event;
use eventstudy::abnormal::internals::CrossSection;
use eventstudy::calendar::TradingCalendar;
use eventstudy::returns::Window;
use eventstudy::study::internals::{Overlap, SampleCounts, events_by_date};
use eventstudy::study::many::SampleDescription;
use proptest::prelude::*;

fn section(days: &[usize]) -> CrossSection {
    let window = Window::new(-1, 1).unwrap();
    let mut section = CrossSection::new(window, &[window]);
    for (i, day) in days.iter().enumerate() {
        section.push(&event(*day, i % 3, &[0.01; 5], &[0.0, 0.02, 0.0]));
    }
    section
}

#[test]
fn shares_and_overlaps_by_hand() {
    // Days 10, 10, 11 and 20 with windows of three days: one pair shares all, two pairs two
    // thirds, three pairs nothing.
    let section = section(&[10, 10, 11, 20]);
    let calendar = TradingCalendar::new_york();
    let counts = SampleCounts {
        asked: 6,
        bars: 32,
        kept_out: 8,
        missing: 4,
        estimation_returns: 20,
        zero: 5,
    };
    let sample = SampleDescription::of(&section, &calendar, &counts);
    assert_eq!((sample.asked, sample.events, sample.firms, sample.dates), (6, 4, 3, 3));
    assert_eq!((sample.largest_date_share, sample.herfindahl), (0.5, 0.375));
    assert_eq!(sample.overlapping_pairs, 3);
    assert!((sample.mean_overlap - (1.0 + 4.0 / 3.0) / 6.0).abs() < 1e-15);
    assert_eq!((sample.share_missing, sample.share_zero), (0.125, 0.25));
    assert_eq!(sample.estimation_bars, [5, 5, 5]);
    let days = calendar.days();
    assert_eq!(sample.first_and_last, Some((days[10].date, days[20].date)));
}

#[test]
fn one_event_and_none_overlap_with_nobody() {
    for days in [&[][..], &[7]] {
        let sample = SampleDescription::of(
            &section(days),
            &TradingCalendar::new_york(),
            &SampleCounts::default(),
        );
        assert_eq!((sample.overlapping_pairs, sample.mean_overlap), (0, 0.0));
        assert_eq!(sample.events, days.len());
    }
}

proptest! {
    #[test]
    fn the_fast_overlap_is_the_one_over_all_pairs(days in prop::collection::vec(0_usize..30, 2..25)) {
        let dates = events_by_date(&section(&days));
        let overlap = Overlap::new(&dates, days.len(), Window::new(-2, 4).unwrap());
        let (mut pairs, mut shared) = (0, 0.0);
        for i in 0..days.len() {
            for j in 0..i {
                let common = 7_usize.saturating_sub(days[i].abs_diff(days[j]));
                pairs += u64::from(common > 0);
                shared += common as f64 / 7.0;
            }
        }
        let all = (days.len() * (days.len() - 1) / 2) as f64;
        prop_assert_eq!(overlap.pairs, pairs);
        prop_assert!((overlap.mean - shared / all).abs() < 1e-12);
    }
}
