//! How returns are drawn, and which tests see them.

use eventstudy::certificate::internals::{Cell, around_day_zero, scenario};
use eventstudy::certificate::{CertificatePlan, PlaceboData, SCENARIOS, certify, placebo};
use eventstudy::event::Ticker;
use eventstudy::inference::internals::{Skewness, mean, standard_deviation};
use eventstudy::inference::{Assumption, SIZE_NOTES, TestId};
use eventstudy::returns::SessionSeries;

use crate::support::random::Xorshift;

/// The residuals of many events of this scenario.
fn residuals(id: &str) -> Vec<f64> {
    let window = around_day_zero(1);
    let cell = Cell {
        scenario: scenario(id).unwrap(),
        events: 400,
        estimation: 200,
        event_window: window,
        windows: vec![window],
        effect: 0.0,
    };
    let drawn = cell.replicate(1, 1).unwrap();
    (0..400).flat_map(|i| drawn.section.residuals(i).to_vec()).collect()
}

#[test]
fn skewed_errors_have_their_skewness_and_the_variance_of_all() {
    // The error of a skewness over 80,000 values is about 0.05 where it is 2.
    for (id, wanted) in [("normal", 0.0), ("skewed", 1.0), ("skewed-2", 2.0)] {
        let residuals = residuals(id);
        let skewness = Skewness::Moment.of(&residuals).unwrap();
        assert!((skewness - wanted).abs() < 0.15, "{id}: {skewness}");
        let sd = standard_deviation(&residuals).unwrap();
        assert!((sd / 0.02 - 1.0).abs() < 0.02 && mean(&residuals).abs() < 1e-9, "{id}: {sd}");
    }
}

#[test]
fn every_assumption_of_a_note_is_broken_somewhere() {
    for note in SIZE_NOTES {
        for assumption in note.assumes {
            let broken =
                |s: &&eventstudy::certificate::internals::Scenario| s.breaks.contains(assumption);
            assert!(SCENARIOS.iter().any(|s| broken(&s)), "{assumption:?} of {}", note.test);
        }
        assert!(!note.assumes.is_empty() || !note.why.is_empty(), "{}", note.test);
    }
    assert_eq!(Assumption::SymmetricErrors.words(), "abnormal returns without skewness");
}

/// The signs of skewed returns are no fair coin over a day, and sums of them are another one.
#[test]
fn signs_of_windows_are_held_against_sums() {
    let plan = CertificatePlan {
        replications: 160,
        scenarios: vec!["skewed-2".to_owned()],
        tests: vec!["generalised-sign".to_owned(), "generalised-sign-sums".to_owned()],
        ..CertificatePlan::default()
    };
    let made = certify(&plan, &|| ()).unwrap();
    let rate = |test, bars| made.size("skewed-2", 100, bars, test).unwrap().rate(1);
    // 40 replications: four standard errors are 14 points.
    for bars in [1, 3, 11, 21] {
        assert!(rate(TestId::GeneralisedSignSums, bars) < 0.19);
    }
    assert!(rate(TestId::GeneralisedSign, 11) > 0.25);
}

#[test]
fn placebo_events_get_the_tests_of_one_event() {
    let mut random = Xorshift::from_seed(7);
    let mut series = || -> Vec<f64> { (0..600).map(|_| 0.02 * random.normal()).collect() };
    let (firms, market): (Vec<Vec<f64>>, Vec<f64>) = ((0..2).map(|_| series()).collect(), series());
    let firms: Vec<(Ticker, SessionSeries<'_>)> = ["AA", "BB"]
        .iter()
        .zip(&firms)
        .map(|(name, values)| {
            (
                Ticker::list(&[(*name).to_owned()]).unwrap().remove(0),
                SessionSeries { first: 0, values },
            )
        })
        .collect();
    let asked = ["single-event-t", "sample-quantile", "bmp"];
    let plan = CertificatePlan {
        replications: 4,
        tests: asked.map(str::to_owned).to_vec(),
        ..CertificatePlan::default()
    };
    let made = placebo(&plan, &PlaceboData { firms: &firms, market: &market }, &|| ()).unwrap();
    let alone = made.cells.iter().filter(|c| c.events == 1 && c.effect == 0.0);
    for cell in alone {
        let tests: Vec<&str> = cell.rates.iter().map(|rate| rate.test.id()).collect();
        assert_eq!(tests, ["single-event-t", "sample-quantile"]);
        assert!(cell.rates.iter().all(|rate| rate.applied == cell.replications));
    }
    let several = made.cells.iter().find(|c| c.events == 8).unwrap();
    assert_eq!(several.rates.iter().map(|r| r.test.id()).collect::<Vec<_>>(), ["bmp"]);
}
