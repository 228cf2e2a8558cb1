//! The worked example: the parametric tests of many events.

use eventstudy::abnormal::internals::{
    CrossSection, EventOfFirm, Measuring, MissingBars, measure, portfolio_samples,
};
use eventstudy::inference::internals::{
    Skewness, TestContext, hall_statistic, johnson_statistic, mean, standard_deviation,
};
use eventstudy::inference::{TestOptions, TestResult};
use eventstudy::models::model;
use eventstudy::returns::internals::Samples;
use eventstudy::returns::{ReturnKind, Window};
use serde_json::Value;

use crate::support::closeness::near;
use crate::support::worked_example::{
    TOLERANCE, TOLERANCE_P, applies, close, day, detail, expected, samples,
    samples_with_missing_bars, table, window,
};

/// The fixtures have ten estimation bars, so that fewer common ones must do.
fn options() -> TestOptions {
    TestOptions { minimum_common_bars: 3, ..TestOptions::default() }
}

/// Events given by day 0, cluster and samples, measured with the market model.
pub fn measured(
    events: &[(usize, usize, Samples)],
    event_window: Window,
    missing: MissingBars,
) -> CrossSection {
    let mut section = CrossSection::new(event_window, &[event_window]);
    let one = |section: &CrossSection, samples: &Samples, event: EventOfFirm| {
        let estimate = model("market-model").unwrap().estimate(&samples.estimation()).unwrap();
        let how = Measuring {
            event_window: section.event_window(),
            windows: section.windows(),
            missing,
            returns: ReturnKind::Simple,
        };
        measure(estimate.as_ref(), samples, event, &how)
    };
    for (firm, (day_zero, cluster, samples)) in events.iter().enumerate() {
        let event =
            one(&section, samples, EventOfFirm { day_zero: *day_zero, firm, cluster: *cluster });
        section.push(&event);
    }
    let all: Vec<&Samples> = events.iter().map(|e| &e.2).collect();
    if events.iter().all(|e| e.0 == events[0].0) {
        let portfolio = portfolio_samples(&all).unwrap();
        let portfolio =
            one(&section, &portfolio, EventOfFirm { day_zero: events[0].0, firm: 0, cluster: 0 });
        section.set_portfolio(Some(portfolio));
    }
    section
}

/// Four firms on one calendar.
pub fn one_calendar() -> CrossSection {
    let clusters = table("inputs_a_events.csv");
    let event =
        |firm: usize| (100, usize::from(clusters[firm - 1]["cluster"] == "bank"), samples(firm));
    measured(&(1..=4).map(event).collect::<Vec<_>>(), window(), MissingBars::Complete)
}

/// Four events on days of their own, with missing bars.
fn own_calendars(missing: MissingBars) -> CrossSection {
    let event = |event| {
        let (day_zero, samples) = samples_with_missing_bars(event);
        (day_zero, day_zero, samples)
    };
    measured(&(1..=4).map(event).collect::<Vec<_>>(), window(), missing)
}

/// The result of a test of the list on a window.
#[track_caller]
pub fn run(section: &CrossSection, id: &str, window: Window) -> TestResult {
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
