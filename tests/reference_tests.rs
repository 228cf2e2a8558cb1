//! The tests of many events against the worked example and published figures.

use std::collections::HashMap;
use std::path::Path;

use eventstudy::abnormal::{
    Aggregate, CrossSection, Cumulative, Measuring, MissingBars, measure, portfolio_samples,
};
use eventstudy::inference::{
    Outcome, Skewness, TestContext, TestOptions, TestResult, hall_statistic, johnson_statistic,
    mean, minimum_detectable_mean, power, standard_deviation,
};
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
        sample
            .tests(|_| true)
            .into_iter()
            .find(|o| o.test() == id)
            .unwrap_or_else(|| panic!("{id}")),
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

#[test]
fn crude_dependence_adjustment() {
    let section = one_calendar();
    let want = &expected()["tests_a"];
    let id = "crude-dependence-adjustment";
    let result = check(&section, id, window(), &want["cda_car"]);
    close(detail(&result, "sd"), &want["cda_car"]["sd"], TOLERANCE, "S");
    let other = detail(&result, "statistic_divisor_l1_minus_2");
    close(other, &want["cda_car_df_minus2"], TOLERANCE, "the divisor L1 - 2");
    assert!(result.caution.is_some());
    for (k, t) in (-1..=1).enumerate() {
        assert_eq!(check(&section, id, day(t), &want["cda_day"][k]).caution, None);
    }
}

#[test]
fn skewness_in_every_variant() {
    let section = one_calendar();
    let want = &expected()["tests_a"]["skew_car"];
    let cars: Vec<f64> =
        (0..4).map(|i| section.car(i, section.column_of(window()).unwrap())).collect();
    let scaled = mean(&cars) / standard_deviation(&cars).unwrap();
    for (kind, name) in [
        (Skewness::LyonBarberTsai, "lbt"),
        (Skewness::Moment, "moment"),
        (Skewness::Adjusted, "adjusted"),
    ] {
        let figure = |statistic: &str| &want[format!("{statistic}_{name}")];
        let g = kind.of(&cars).unwrap();
        close(g, figure("gamma"), TOLERANCE, name);
        close(johnson_statistic(4, scaled, g), figure("johnson"), TOLERANCE, name);
        close(hall_statistic(4, scaled, g), figure("hall"), TOLERANCE, name);
    }
    let johnson = run(&section, "skewness-johnson", window());
    close(johnson.statistic, &want["johnson_lbt"], TOLERANCE, "Johnson");
    close(detail(&johnson, "skewness"), &want["gamma_lbt"], TOLERANCE, "skewness");
    let hall = run(&section, "skewness-hall", window());
    close(hall.statistic, &want["hall_lbt"], TOLERANCE, "Hall");
}

#[test]
fn clusters() {
    let section = one_calendar();
    let want = &expected()["tests_a"]["cluster_car"];
    let result = check(&section, "cluster-date", window(), want);
    close(detail(&result, "standard_error"), &want["se"], TOLERANCE, "standard error");
    assert_eq!(Value::from(detail(&result, "clusters") as u64), want["G"]);
    for (missing, key) in
        [(MissingBars::Complete, "complete_only"), (MissingBars::Available, "available_days")]
    {
        let section = own_calendars(missing);
        let want = &expected()["b"][key]["cluster_by_event_day"];
        let result = check(&section, "cluster-date", window(), want);
        close(detail(&result, "standard_error"), &want["se"], TOLERANCE, "standard error");
        assert_eq!(Value::from(detail(&result, "clusters") as u64), want["G"]);
        // Every firm has one event: firms add nothing to dates.
        check(&section, "cluster-firm-and-date", window(), want);
    }
}

#[test]
fn means_over_events() {
    let section = one_calendar();
    let want = &expected()["aggregate"];
    let result = run(&section, "precision-weighted", window());
    close(detail(&result, "mean"), &want["prec_caar"], TOLERANCE, "precision-weighted mean");
    close(detail(&result, "standard_error"), &want["se_prec"], TOLERANCE, "its standard error");
    close(result.statistic, &want["z_prec"], TOLERANCE, "z");
    let column = |window: Window| section.column_of(window).unwrap();
    let cars: Vec<f64> = (0..4).map(|i| section.car(i, column(window()))).collect();
    close(mean(&cars), &want["caar"], TOLERANCE, "CAAR");
    for (k, t) in (-1..=1).enumerate() {
        let returns: Vec<f64> = (0..4).map(|i| section.car(i, column(day(t)))).collect();
        close(mean(&returns), &want["aar"][k], TOLERANCE, "AAR");
    }
    for i in 0..4 {
        let held = section.buy_and_hold(i, column(window()));
        close(held, &want["bhar"][i]["bhar_market"], TOLERANCE, "BHAR");
    }
}

/// Benchmark and firm over the estimation window, then over the event window.
type Returns = (Vec<f64>, Vec<f64>, [f64; 3], [f64; 3]);

/// Events of firms that share the estimation times `-length - 1 ..= -2` and day 0.
fn published(events: &[Returns]) -> CrossSection {
    let events: Vec<_> = events
        .iter()
        .map(|(market, firm, event_market, event_firm)| {
            let samples = Samples {
                estimation_firm: firm.clone(),
                estimation_market: market.clone(),
                estimation_times: (-(market.len() as i32) - 1..=-2).collect(),
                event_firm: event_firm.to_vec(),
                event_market: event_market.to_vec(),
                steps: 1,
                ..Samples::default()
            };
            (100, 100, samples)
        })
        .collect();
    measured(&events, window(), MissingBars::Complete)
}

/// A lecture's example of three firms in per cent, with all figures that it prints.
#[test]
fn lecture_with_three_firms() {
    let market = vec![-2.0, -1.0, 0.0, 1.0, 2.0];
    let event_market = [1.0, -1.0, 1.0];
    let section = published(&[
        (market.clone(), vec![-1.4, -1.4, 0.1, 0.6, 2.6], event_market, [1.5, 1.0, 1.3]),
        (market.clone(), vec![-1.0, 0.0, -1.0, 1.0, 1.0], event_market, [0.5, 1.5, 0.5]),
        (market, vec![-3.3, -0.8, 0.2, 2.2, 2.7], event_market, [2.0, 0.5, 1.1]),
    ]);
    let column = section.column_of(window()).unwrap();
    let (mut naive, mut sum) = (0.0, 0.0);
    for (i, (s2, car, variance, scar)) in
        [(0.3333, 2.5, 1.6333, 1.956), (0.5, 2.0, 2.45, 1.278), (0.3333, 1.5, 1.6333, 1.174)]
            .into_iter()
            .enumerate()
    {
        let sigma = section.members()[i].sigma;
        near(sigma * sigma, s2, 2e-4, "s^2");
        near(section.car(i, column), car, 1e-12, "CAR");
        near(section.variance(i, column), variance, 5e-5, "Var(CAR)");
        let own = section.car(i, column) / section.variance(i, column).sqrt();
        near(own, scar, 5e-4, "SCAR");
        naive += 3.0 * sigma * sigma;
        sum += section.car(i, column);
    }
    near(sum / 3.0, 2.0, 1e-12, "CAAR");
    near(sum / naive.sqrt(), 3.20713490295, 1e-11, "J1 without the forecast error");
    near(run(&section, "j1", window()).statistic, 2.50945733044, 1e-11, "J1");
    near(run(&section, "patell", window()).statistic, 1.46919877191, 1e-11, "J2");
}

/// Another program's pinned figures for three events of eight and three bars.
#[test]
#[allow(clippy::excessive_precision, reason = "figures as they are printed")]
fn figures_pinned_by_another_program() {
    type Numbers = &'static [f64];
    let event = |index: Numbers, residuals: Numbers, (a, b): (f64, f64), on: [f64; 3], firm| {
        let own: Vec<f64> = index.iter().zip(residuals).map(|(m, e)| a + b * m + e).collect();
        (index.to_vec(), own, on, firm)
    };
    let section = published(&[
        event(
            &[-0.02, -0.01, 0.0, 0.01, 0.02, 0.03, -0.015, 0.005],
            &[0.001, -0.001, 0.002, -0.002, 0.0015, -0.0015, 0.0005, -0.0005],
            (0.004, 1.2),
            [0.015, -0.005, 0.010],
            [0.040, 0.0, 0.030],
        ),
        event(
            &[-0.018, -0.008, 0.002, 0.012, 0.022, 0.028, -0.012, 0.008],
            &[0.0012, -0.0008, 0.0018, -0.0016, 0.0010, -0.0012, 0.0006, -0.0010],
            (0.003, 1.0),
            [0.012, -0.004, 0.009],
            [0.030, -0.010, 0.020],
        ),
        event(
            &[-0.025, -0.012, 0.001, 0.010, 0.020, 0.030, -0.010, 0.006],
            &[0.0008, -0.0012, 0.0016, -0.0014, 0.0012, -0.0010, 0.0004, -0.0004],
            (0.005, 1.4),
            [0.018, -0.006, 0.011],
            [0.050, -0.005, 0.035],
        ),
    ]);
    let days = |id: &str, want: [f64; 3]| {
        for (t, want) in (-1..=1).zip(want) {
            near(run(&section, id, day(t)).statistic, want, TOLERANCE, id);
        }
    };
    for (k, want) in
        [0.017858427448395411, -0.003055141803282022, 0.012352491200872388].into_iter().enumerate()
    {
        let returns: Vec<f64> = (0..3).map(|i| section.abnormal(i)[k]).collect();
        near(mean(&returns), want, 1e-12, "AAR");
    }
    days("cross-sectional-t", [12.785674729349529, -0.93664440956979689, 5.8589693453114027]);
    days("patell", [17.404798533168357, -3.239085545200092, 12.231088522816789]);
    days("bmp", [10.0209380282, -0.993459565258, 5.69544027349]);
    days("crude-dependence-adjustment", [14.5159150457412, -2.48331937385221, 10.0405096357597]);
    let statistic = |id: &str| run(&section, id, window()).statistic;
    near(statistic("cross-sectional-t"), 4.1627875088073241, TOLERANCE, "t of the CAAR");
    near(statistic("patell-csar"), 15.240200457996872, TOLERANCE, "Patell, summed over days");
    near(statistic("patell"), 13.9962424746, TOLERANCE, "Patell");
    near(statistic("bmp"), 4.27224417623, TOLERANCE, "BMP");
    days("corrado-rank", [1.66386789615, -0.99832073769, 1.33109431692]);
    for (t, z) in [(-1, 1.7320508075688774), (0, -0.57735026918962584), (1, 1.7320508075688774)] {
        near(detail(&run(&section, "sign", day(t)), "z"), z, TOLERANCE, "sign");
    }
    // Their ranks are over a spread with one bar less in its divisor.
    for (t, theirs) in [(-1, 1.586435792425881), (0, -0.95186147545552868), (1, 1.269148633940705)]
    {
        let ours = run(&section, "corrado-rank", day(t)).statistic;
        near(ours * (10.0_f64 / 11.0).sqrt(), theirs, TOLERANCE, "rank with T - 1");
    }
    // Their Kolari-Pynnonen figure is their BMP, without forecast error, times the same factor.
    for (t, kp, bmp) in [
        (-1, 0.70742152433092598, 9.262881651878164),
        (0, -0.075928084316215713, -0.99419205506945918),
        (1, 0.42954758876108962, 5.6244379647718095),
    ] {
        let factor = detail(&run(&section, "kolari-pynnonen", day(t)), "factor");
        near(factor, kp / bmp, TOLERANCE, "factor");
    }
}

/// Another package on the worked example: its Patell takes M - 1 for M - 2, the rest agrees.
#[test]
#[allow(clippy::excessive_precision, reason = "figures as they are printed")]
fn the_worked_example_in_another_package() {
    let section = one_calendar();
    let theirs = [0.286073626471638, 0.907566974355585, 1.818779635217139];
    for (t, theirs) in (-1..=1).zip(theirs) {
        let ours = run(&section, "patell", day(t)).statistic;
        near(ours * (9.0_f64 / 8.0).sqrt(), theirs, TOLERANCE, "Patell of the day");
    }
    let cowan = run(&section, "corrado-rank", window());
    near(
        detail(&cowan, "cowan_statistic"),
        1.31780733099196,
        TOLERANCE,
        "ranks without the factor",
    );
    let patell = run(&section, "patell-csar", window()).statistic;
    near(patell, 1.63975388203181, TOLERANCE, "Patell, summed over days");
    let kolari = run(&section, "kolari-pynnonen", window()).statistic;
    near(kolari, 1.338083017916687, TOLERANCE, "Kolari-Pynnonen");
    // A single CAR over s sqrt(L2) alone is larger than over its forecast error.
    let car = section.car(0, section.column_of(window()).unwrap());
    let naive = car / (section.members()[0].sigma * 3.0_f64.sqrt());
    near(naive, 1.597728714086181, TOLERANCE, "t without the forecast error");
    let full = car / section.variance(0, section.column_of(window()).unwrap()).sqrt();
    near(full, 1.34482657533, 1e-10, "t with it");
}

/// Figures that papers, lectures and manuals print.
#[test]
fn printed_statements() {
    // Earnings announcements of 30 firms: day 0 of good and of bad news (MacKinlay 1997).
    for (mean, error, printed) in [(0.965, 0.104, 9.28), (-0.679, 0.098, -6.93)] {
        // Four events of twice the standard error have a mean with it.
        let one = Cumulative { window: day(0), value: mean, standard_error: 2.0 * error };
        let average = Aggregate::of(&[one; 4]).unwrap();
        near(average.caar / average.standard_error, printed, 1e-3, "theta");
    }
    let inflation =
        |n, r| minimum_detectable_mean(0.02, n, 1, r) / minimum_detectable_mean(0.02, n, 1, 0.0);
    // A correlation of 2% among 100 firms overstates t by 1.73 (Kothari and Warner 2007).
    near(inflation(100, 0.02), 1.726267650, 1e-9, "overstatement");
    // 50 events with 5%: sd 1.86, and a 5% test rejects 29%.
    near(inflation(50, 0.05), 1.857417562, 1e-9, "sd of J1");
    let size =
        TestResult::normal(eventstudy::inference::TestId::J1, 1.96 / inflation(50, 0.05), 50)
            .p_value;
    near(size, 0.2913208, 1e-6, "size");
    // 40 events with 2%: 1.33, and t of 3.79 becomes 2.84.
    near(inflation(40, 0.02), 1.3342, 1e-4, "40 events");
    near(3.79 / inflation(40, 0.02), 2.841, 1e-3, "t of 3.79");
    // Clustered errors 2.21 times as large: a correlation of 10%, worth 8.2 independent events.
    near(inflation(40, 0.0997), 2.21, 1e-3, "2.21 times");
    near(40.0 / inflation(40, 0.0997).powi(2), 8.19, 1e-3, "effective events");
    // Twenty events of 1% with s of 2%: 61%, and 25% over three days.
    near(power(0.01, 0.02, 20, 1, 0.0), 0.60877948, 1e-7, "power");
    near(power(0.01, 0.02, 20, 3, 0.0), 0.25233254, 1e-7, "power over three days");
    // A manual prints sqrt(N), mean/sd and skewness of 74 prices, and the adjusted t.
    let n = (8.602325267042627_f64 * 8.602325267042627).round() as usize;
    let t = johnson_statistic(n, 2.09027474443816, 1.653433511704859);
    near(t, 38.7284081069, 1e-11, "skewness-adjusted t");
}
