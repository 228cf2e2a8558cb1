//! The size certificate: small ones are made here, the large one in `docs/` is held to its word.

use eventstudy::certificate::internals::{FIVE_PERCENT, Part};
use eventstudy::certificate::{CertificatePlan, SizeVerdict, certify};
use eventstudy::inference::TestId;

fn small(replications: u64, scenarios: &[&str]) -> CertificatePlan {
    CertificatePlan {
        replications,
        scenarios: scenarios.iter().map(|s| (*s).to_owned()).collect(),
        tests: ["cross-sectional-t", "patell", "single-event-t", "sample-quantile"]
            .map(str::to_owned)
            .to_vec(),
        ..CertificatePlan::default()
    }
}

#[test]
fn the_same_seed_gives_the_same_counts_on_any_number_of_threads() {
    let plan = small(12, &["common-date", "thin-trading"]);
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| certify(&plan, &|| ()).unwrap())
    };
    let one = on(1);
    assert_eq!(one, on(3));
    assert_ne!(one.cells, certify(&CertificatePlan { seed: 2, ..plan }, &|| ()).unwrap().cells);
}

#[test]
fn sizes_are_right_where_assumptions_hold_and_wrong_where_they_do_not() {
    let plan = small(1_000, &["normal", "event-variance"]);
    let certificate = certify(&plan, &|| ()).unwrap();
    let rate = |scenario: &str, events: usize, bars: usize, test: &str| {
        certificate.size(scenario, events, bars, test.parse().unwrap()).unwrap().rate(FIVE_PERCENT)
    };
    // Four standard errors: sqrt(.05 .95/1000) = .0069.
    for bars in [1, 3, 11, 21] {
        for (events, test) in
            [(30, "cross-sectional-t"), (30, "patell"), (8, "patell"), (1, "single-event-t")]
        {
            let rate = rate("normal", events, bars, test);
            assert!((rate - 0.05).abs() < 4.0 * 0.0069, "{test} {bars}: {rate}");
        }
        // An independent simulation finds 16% and 5%.
        assert!((rate("event-variance", 30, bars, "patell") - 0.16).abs() < 0.05);
        assert!((rate("event-variance", 30, bars, "cross-sectional-t") - 0.05).abs() < 0.028);
    }
    let patell = certificate.size("event-variance", 30, 3, TestId::Patell).unwrap();
    assert!(!matches!(
        certificate
            .of(Part::Size)
            .find(|c| c.scenario == "event-variance" && c.events == 30)
            .unwrap()
            .verdict(patell),
        SizeVerdict::Within
    ));
    // Power grows with the effect, and so does the cost of nothing else: the draws are the same.
    let power = |effect: f64| {
        let cell = certificate
            .of(Part::Power)
            .find(|c| c.events == 30 && c.bars == 1 && c.effect == effect)
            .unwrap();
        cell.rate(TestId::Patell).unwrap().rate(FIVE_PERCENT)
    };
    assert!(power(0.005) < power(0.01) && power(0.01) < power(0.02) && power(0.02) > 0.99);
}
