//! The tests of many events against the worked example and published figures.

use std::collections::HashMap;
use std::path::Path;

use eventstudy::abnormal::{CrossSection, Measuring, MissingBars, measure, portfolio_samples};
use eventstudy::inference::{Outcome, TestContext, TestOptions, TestResult};
use eventstudy::models::model;
use eventstudy::returns::{ReturnKind, Samples, Window};
use serde_json::Value;

const TOLERANCE: f64 = 1e-10;
/// p-values come from different libraries' distribution functions.
const TOLERANCE_P: f64 = 1e-9;

/// What the tests look up and compare.
mod figures {
    use super::*;

    pub fn expected() -> Value {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference/expected.json");
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
    }

    pub fn table(name: &str) -> Vec<HashMap<String, String>> {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference").join(name);
        csv::Reader::from_path(path).unwrap().deserialize().map(Result::unwrap).collect()
    }

    pub fn column(rows: &[HashMap<String, String>], name: &str) -> Vec<f64> {
        rows.iter().map(|r| r[name].parse().unwrap_or(f64::NAN)).collect()
    }

    #[track_caller]
    pub fn close(actual: f64, expected: &Value, tolerance: f64, what: &str) {
        let expected = expected.as_f64().unwrap_or_else(|| panic!("{what}: no expected value"));
        near(actual, expected, tolerance, what);
    }

    #[track_caller]
    pub fn near(actual: f64, expected: f64, tolerance: f64, what: &str) {
        let error = (actual - expected).abs() / expected.abs().max(1e-3);
        assert!(error <= tolerance, "{what}: {actual} against {expected}");
    }

    #[track_caller]
    pub fn applies(outcome: Outcome) -> TestResult {
        match outcome {
            Outcome::Applies(result) => result,
            other => panic!("{other:?}"),
        }
    }

    #[track_caller]
    pub fn detail(result: &TestResult, name: &str) -> f64 {
        let found = result.details.iter().find(|d| d.name == name);
        found.unwrap_or_else(|| panic!("no {name} in {result:?}")).value
    }
}

use figures::*;

fn window() -> Window {
    Window::new(-1, 1).unwrap()
}

/// The fixtures have ten estimation bars, so that fewer common ones must do.
fn options() -> TestOptions {
    TestOptions { minimum_common_bars: 3, ..TestOptions::default() }
}

/// Events given by day 0, cluster and samples, measured with the market model.
fn measured(
    events: &[(usize, usize, Samples)],
    event_window: Window,
    missing: MissingBars,
) -> CrossSection {
    let mut section = CrossSection::new(event_window, &[event_window]);
    let one = |section: &CrossSection, samples: &Samples, who: (usize, usize, usize)| {
        let estimate = model("market-model").unwrap().estimate(&samples.estimation()).unwrap();
        let how = Measuring { section, missing, returns: ReturnKind::Simple };
        measure(estimate.as_ref(), samples, who, &how)
    };
    for (firm, (day_zero, cluster, samples)) in events.iter().enumerate() {
        let event = one(&section, samples, (*day_zero, firm, *cluster));
        section.push(&event);
    }
    let all: Vec<&Samples> = events.iter().map(|e| &e.2).collect();
    if events.iter().all(|e| e.0 == events[0].0) {
        let portfolio = portfolio_samples(&all).unwrap();
        let portfolio = one(&section, &portfolio, (events[0].0, 0, 0));
        section.set_portfolio(Some(portfolio));
    }
    section
}

/// Four firms on one calendar.
fn one_calendar() -> CrossSection {
    let rows = table("inputs_a.csv");
    let (t, market) = (column(&rows, "t"), column(&rows, "rm"));
    let split = t.iter().position(|t| *t == -1.0).unwrap();
    let clusters = table("inputs_a_events.csv");
    let events: Vec<_> = (1..=4)
        .map(|firm| {
            let own = column(&rows, &format!("r{firm}"));
            let samples = Samples {
                estimation_firm: own[..split].to_vec(),
                estimation_market: market[..split].to_vec(),
                estimation_times: t[..split].iter().map(|t| *t as i32).collect(),
                event_firm: own[split..].to_vec(),
                event_market: market[split..].to_vec(),
                steps: 1,
                ..Samples::default()
            };
            let cluster = usize::from(clusters[firm - 1]["cluster"] == "bank");
            (100, cluster, samples)
        })
        .collect();
    measured(&events, window(), MissingBars::Complete)
}

/// Four events on days of their own, with missing bars.
fn own_calendars(missing: MissingBars) -> CrossSection {
    let rows = table("inputs_b.csv");
    let events: Vec<_> = (1..=4)
        .map(|event| {
            let own: Vec<_> =
                rows.iter().filter(|r| r["event"] == event.to_string()).cloned().collect();
            let (t, r, m) = (column(&own, "t"), column(&own, "r"), column(&own, "rm"));
            let used: Vec<usize> = (0..own.len())
                .filter(|&i| t[i] <= -2.0 && r[i].is_finite() && m[i].is_finite())
                .collect();
            let event: Vec<usize> = (0..own.len()).filter(|&i| t[i] > -2.0).collect();
            let pick = |v: &[f64], bars: &[usize]| bars.iter().map(|&i| v[i]).collect::<Vec<f64>>();
            let samples = Samples {
                estimation_firm: pick(&r, &used),
                estimation_market: pick(&m, &used),
                estimation_times: used.iter().map(|&i| t[i] as i32).collect(),
                event_firm: pick(&r, &event),
                event_market: pick(&m, &event),
                steps: 1,
                ..Samples::default()
            };
            let day_zero: usize = own[0]["event_day"].parse().unwrap();
            (day_zero, day_zero, samples)
        })
        .collect();
    measured(&events, window(), missing)
}

/// The result of a test of the list on a window.
#[track_caller]
fn run(section: &CrossSection, id: &str, window: Window) -> TestResult {
    let options = options();
    let context = TestContext::new(section, &options);
    let sample = context.sample(window).unwrap();
    applies(
        sample.all_tests().into_iter().find(|o| o.test() == id).unwrap_or_else(|| panic!("{id}")),
    )
}

fn day(t: i32) -> Window {
    Window::new(t, t).unwrap()
}

/// Statistic and p-value of a test on the window.
#[track_caller]
fn check(section: &CrossSection, id: &str, window: Window, want: &Value) -> TestResult {
    let result = run(section, id, window);
    close(result.statistic, &want["stat"], TOLERANCE, id);
    close(result.p_value, &want["p"], TOLERANCE_P, &format!("p of {id}"));
    result
}

#[test]
fn tests_of_the_window_on_one_calendar() {
    let section = one_calendar();
    let want = &expected()["tests_a"];
    check(&section, "j1", window(), &want["J1"]);
    check(&section, "cross-sectional-t", window(), &want["csect_car"]);
    check(&section, "patell", window(), &want["patell_car_scar"]);
    check(&section, "patell-csar", window(), &want["patell_car_csar"]);
    let portfolio = check(&section, "portfolio", window(), &want["portfolio_car"]);
    close(detail(&portfolio, "portfolio_car"), &want["portfolio_car"]["car"], TOLERANCE, "CAR");
    let se = detail(&portfolio, "portfolio_standard_error");
    close(se * se, &want["portfolio_car"]["var"], TOLERANCE, "variance of the portfolio");
    check(&section, "bmp", window(), &want["bmp_car"]);
}

#[test]
fn tests_of_each_day_on_one_calendar() {
    let section = one_calendar();
    let want = &expected()["tests_a"];
    for (k, t) in (-1..=1).enumerate() {
        check(&section, "cross-sectional-t", day(t), &want["csect_day"][k]);
        check(&section, "patell", day(t), &want["patell_day"][k]);
        check(&section, "patell-csar", day(t), &want["patell_day"][k]);
        check(&section, "bmp", day(t), &want["bmp_day"][k]);
    }
}

#[test]
fn correlated_events_on_one_calendar() {
    let section = one_calendar();
    let want = &expected()["tests_a"]["kp"];
    let kp = run(&section, "kolari-pynnonen", window());
    close(detail(&kp, "rbar"), &want["rbar"], TOLERANCE, "rbar");
    close(detail(&kp, "factor"), &want["factor_bmp"], TOLERANCE, "factor");
    let floored = detail(&kp, "p_floor_rbar_at_zero");
    close(floored, &want["p_floor_rbar_at_zero"], TOLERANCE_P, "p with rbar at least 0");
    close(kp.statistic, &want["kp_bmp_car"], TOLERANCE, "KP");
    close(kp.p_value, &want["p_kp_bmp_car"], TOLERANCE_P, "p of KP");
    assert_eq!((detail(&kp, "pairs"), detail(&kp, "pairs_unestimated")), (6.0, 0.0));
    let patell = run(&section, "adjusted-patell", window());
    close(detail(&patell, "factor"), &want["factor_patell"], TOLERANCE, "factor of Patell");
    close(patell.statistic, &want["adj_patell_car"], TOLERANCE, "adjusted Patell");
    for (k, t) in (-1..=1).enumerate() {
        let kp = run(&section, "kolari-pynnonen", day(t));
        close(kp.statistic, &want["kp_bmp_day"][k], TOLERANCE, "KP of a day");
        let patell = run(&section, "adjusted-patell", day(t));
        close(patell.statistic, &want["adj_patell_day"][k], TOLERANCE, "adjusted Patell of a day");
    }
}

#[test]
fn own_calendars_and_missing_bars() {
    for (missing, key) in
        [(MissingBars::Complete, "complete_only"), (MissingBars::Available, "available_days")]
    {
        let section = own_calendars(missing);
        let want = &expected()["b"][key];
        let csect = run(&section, "cross-sectional-t", window());
        close(csect.statistic, &want["csect"], TOLERANCE, "t");
        assert_eq!(Value::from(csect.observations), want["n"]);
        let patell = run(&section, "patell", window());
        close(patell.statistic, &want["patell_scar"], TOLERANCE, "Patell");
        close(run(&section, "bmp", window()).statistic, &want["bmp"], TOLERANCE, "BMP");
        close(run(&section, "j1", window()).statistic, &want["j1"], TOLERANCE, "J1");
        let kp = run(&section, "kolari-pynnonen", window());
        close(detail(&kp, "rbar"), &want["rbar"], TOLERANCE, "rbar");
        close(kp.statistic, &want["kp"], TOLERANCE, "KP");
        let pairs = want["pairs"].as_array().unwrap();
        let overlapping = pairs.iter().filter(|p| p["overlap"].as_f64().unwrap() > 0.0);
        assert_eq!(detail(&kp, "pairs"), overlapping.count() as f64);
    }
}

/// `rbar` of two events is the worked example's figure for the pair.
#[test]
fn each_pair_of_events_alone() {
    let section = own_calendars(MissingBars::Available);
    let options = options();
    for pair in expected()["b"]["available_days"]["pairs"].as_array().unwrap() {
        let place = |k: usize| pair["pair"][k].as_u64().unwrap() as usize - 1;
        let two = section.subset(&[place(0), place(1)]);
        let context = TestContext::new(&two, &options);
        let rbar = context.sample(window()).unwrap().mean_correlation().unwrap().rbar;
        let want = pair["r"].as_f64().unwrap() * pair["overlap"].as_f64().unwrap();
        near(rbar, want, TOLERANCE, &pair.to_string());
    }
}

#[test]
fn days_with_missing_bars_use_the_events_that_have_them() {
    let section = own_calendars(MissingBars::Complete);
    for want in expected()["b"]["patell_day"].as_array().unwrap() {
        let t = want["t"].as_i64().unwrap() as i32;
        let patell = run(&section, "patell", day(t));
        close(patell.statistic, &want["z"], TOLERANCE, "Patell of a day");
        assert_eq!(Value::from(patell.observations), want["n"]);
        close(run(&section, "bmp", day(t)).statistic, &want["bmp"], TOLERANCE, "BMP of a day");
    }
}
