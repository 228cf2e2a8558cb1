//! The worked example: every figure of `tests/reference/expected.json` that this program gives.

use eventstudy::abnormal::AbnormalReturns;
use eventstudy::abnormal::internals::{MissingBars, buy_and_hold, buy_and_hold_model};
use eventstudy::claims::{check, read};
use eventstudy::inference::internals::{
    RankOf, Scaling, TestContext, holm, j1, joint, mad, median, minimum_detectable_mean, power,
    sample_quantile, single_event,
};
use eventstudy::inference::{TestOptions, WeightedMean};
use eventstudy::intraday::internals::reaction_path;
use eventstudy::models::internals::LeastSquares;
use eventstudy::models::model;
use eventstudy::returns::internals::{DayLegs, DayPrices, Samples};
use eventstudy::returns::{Leg, ReturnKind, Window};
use eventstudy::study::many::internals::window_result;
use serde_json::Value;

use super::parametric_tests::measured;
use crate::support::worked_example::{
    TOLERANCE, TOLERANCE_P, applies, cars, close, column, expected, list, samples,
    samples_with_missing_bars, table, window,
};

#[test]
fn models_with_an_estimated_mean() {
    for (id, key) in [("market-model", "market_model"), ("constant-mean", "constant_mean")] {
        for firm in 1..=4 {
            let want = &expected()["models"][key][firm - 1];
            let samples = samples(firm);
            let estimate = model(id).unwrap().estimate(&samples.estimation()).unwrap();
            let returns = AbnormalReturns::new(estimate.as_ref(), &samples, window(), &[]);
            for (c, w) in estimate.coefficients().iter().zip(want["coef"].as_array().unwrap()) {
                close(c.value, w, TOLERANCE, &c.name);
            }
            close(estimate.residual_variance().sqrt(), &want["sigma"], TOLERANCE, "sigma");
            close(estimate.degrees_of_freedom(), &want["df"], 0.0, "nu");
            for (e, w) in estimate.residuals().iter().zip(want["resid"].as_array().unwrap()) {
                close(*e, w, TOLERANCE, "residual");
            }
            for (k, bar) in returns.bars().iter().enumerate() {
                let (ar, se) = (bar.abnormal.unwrap(), bar.standard_error.unwrap());
                close(ar, &want["ar"][k], TOLERANCE, "AR");
                close(se * se, &want["var_ar"][k], TOLERANCE, "Var(AR)");
                let test = applies(single_event(ar, se, estimate.degrees_of_freedom()));
                close(test.statistic, &want["t_ar"][k], TOLERANCE, "t(AR)");
                close(test.p_value, &want["p_ar"][k], TOLERANCE_P, "p(AR)");
            }
            for (k, step) in returns.path().iter().enumerate() {
                close(step.value, &want["car_path"][k], TOLERANCE, "CAR path");
                let variance = step.standard_error * step.standard_error;
                close(variance, &want["var_car_path"][k], TOLERANCE, "Var(CAR path)");
            }
            let car = returns.cumulative(window()).unwrap();
            let test =
                applies(single_event(car.value, car.standard_error, estimate.degrees_of_freedom()));
            close(car.value, &want["car"], TOLERANCE, "CAR");
            close(test.statistic, &want["scar"], TOLERANCE, "SCAR");
            close(test.p_value, &want["p_car"], TOLERANCE_P, "p(CAR)");
        }
    }
}

#[test]
fn the_full_covariance_has_its_off_diagonal() {
    for firm in 1..=4 {
        let want = &expected()["models"]["market_model"][firm - 1]["cov_ar"];
        let samples = samples(firm);
        let estimate = model("market-model").unwrap().estimate(&samples.estimation()).unwrap();
        let variance = |w: &[f64]| estimate.forecast_variance(&samples.event(), w);
        for i in 0..3 {
            for j in 0..3 {
                let unit =
                    |k: usize| (0..3).map(|m| if m == k { 1.0 } else { 0.0 }).collect::<Vec<f64>>();
                let sum: Vec<f64> = unit(i).iter().zip(unit(j)).map(|(a, b)| a + b).collect();
                let covariance = if i == j {
                    variance(&unit(i))
                } else {
                    0.5 * (variance(&sum) - variance(&unit(i)) - variance(&unit(j)))
                };
                close(covariance, &want[i][j], 1e-8, "Cov(AR)");
            }
        }
    }
}

#[test]
fn market_adjusted_has_no_forecast_error_term() {
    for (firm, car) in (1..=4).zip(cars("market-adjusted")) {
        let want = &expected()["models"]["market_adjusted"][firm - 1];
        close(car.value, &want["car"], TOLERANCE, "CAR");
        close(car.standard_error.powi(2), &want["var_car"], TOLERANCE, "Var(CAR)");
        close(car.value / car.standard_error, &want["t_car"], TOLERANCE, "t");
    }
}

#[test]
fn several_factors_through_least_squares() {
    let rows = table("inputs_a.csv");
    let rf = column(&rows, "rf");
    let excess =
        |name: &str| column(&rows, name).iter().zip(&rf).map(|(r, f)| r - f).collect::<Vec<f64>>();
    let (m, smb, hml) = (excess("rm"), column(&rows, "smb"), column(&rows, "hml"));
    let ones = vec![1.0; rows.len()];
    for (key, columns) in
        [("capm_excess", vec![&ones, &m]), ("ff3_style_rm_smb_hml", vec![&ones, &m, &smb, &hml])]
    {
        for firm in 1..=4 {
            let want = &expected()["models"][key][firm - 1];
            let y = excess(&format!("r{firm}"));
            let estimation: Vec<&[f64]> = columns.iter().map(|c| &c[..10]).collect();
            let fit = LeastSquares::fit(&estimation, &y[..10]).unwrap();
            for (b, w) in fit.coefficients().iter().zip(want["coef"].as_array().unwrap()) {
                close(*b, w, TOLERANCE, key);
            }
            let g: Vec<f64> = columns.iter().map(|c| c[10..].iter().sum()).collect();
            let variance = fit.residual_variance() * (3.0 + fit.leverage(&g));
            close(variance, &want["var_car"], TOLERANCE, key);
        }
    }
}

#[test]
fn averages_over_events() {
    let want = &expected()["aggregate"];
    let events: Vec<(usize, usize, Samples)> =
        (1..=4).map(|firm| (100 * firm, 100 * firm, samples(firm))).collect();
    let section = measured(&events, window(), MissingBars::Complete);
    let options = TestOptions { minimum_common_bars: 3, ..TestOptions::default() };
    let context = TestContext::new(&section, &options);
    let averages = window_result(&context, window(), false).unwrap();
    close(averages.mean.unwrap(), &want["caar"], TOLERANCE, "CAAR");
    close(averages.median.unwrap(), &want["median_car"], TOLERANCE, "median");
    let caps = column(&table("inputs_a_events.csv"), "market_cap");
    let weighted = WeightedMean::of(&context.sample(window()).unwrap(), &caps).unwrap();
    close(weighted.mean, &want["vw_caar"], TOLERANCE, "value-weighted");
    let error = weighted.forecast_standard_error.unwrap();
    close(error, &want["se_vw_indep"], TOLERANCE, "its se");
    let test = applies(j1(&context.sample(window()).unwrap()));
    close(test.statistic, &expected()["tests_a"]["J1"]["stat"], TOLERANCE, "J1");
    close(test.p_value, &expected()["tests_a"]["J1"]["p"], TOLERANCE_P, "p(J1)");
    for (t, w) in (-1..=1).zip(want["aar"].as_array().unwrap()) {
        let day = window_result(&context, Window::new(t, t).unwrap(), false).unwrap();
        close(day.mean.unwrap(), w, TOLERANCE, "AAR");
    }
}

#[test]
fn buy_and_hold_against_the_market_and_the_model() {
    for firm in 1..=4 {
        let want = &expected()["aggregate"]["bhar"][firm - 1];
        let samples = samples(firm);
        let estimate = model("market-model").unwrap().estimate(&samples.estimation()).unwrap();
        let (estimate, kind) = (estimate.as_ref(), ReturnKind::Simple);
        let bhar = buy_and_hold(estimate, &samples, window(), window(), kind);
        close(bhar.unwrap().value, &want["bhar_market"], TOLERANCE, "BHAR");
        let against_model = buy_and_hold_model(estimate, &samples, window(), window(), kind);
        close(against_model.unwrap(), &want["bhar_model"], TOLERANCE, "BHAR against the model");
    }
}

#[test]
fn sample_quantile_without_scaling() {
    let day = Window::new(0, 0).unwrap();
    for firm in 1..=4 {
        let want = &expected()["sq_day0"][firm - 1];
        let samples = samples(firm);
        let estimate = model("market-model").unwrap().estimate(&samples.estimation()).unwrap();
        let returns = AbnormalReturns::new(estimate.as_ref(), &samples, window(), &[]);
        let car = returns.cumulative(day).unwrap();
        close(car.value, &want["ar0"], TOLERANCE, "AR on day 0");
        let test = applies(sample_quantile(
            estimate.as_ref(),
            &samples.estimation_times,
            &car,
            Scaling::Plain,
        ));
        let sides = want["p_upper"].as_f64().unwrap().min(want["p_lower"].as_f64().unwrap());
        assert!((test.p_value - (2.0 * sides).min(1.0)).abs() < TOLERANCE_P);
        let rank = RankOf::of(car.value, estimate.residuals());
        close(rank.p_up, &want["p_upper"], TOLERANCE_P, "upper");
        close(rank.p_down, &want["p_lower"], TOLERANCE_P, "lower");
    }
}

/// The event's own missing bars: the market's mean and variation are those of the bars used.
#[test]
fn missing_bars_are_left_out_of_both_sides() {
    for want in expected()["b"]["events"].as_array().unwrap() {
        let id = want["event"].as_u64().unwrap();
        let (_, samples) = samples_with_missing_bars(id as usize);
        let estimate = model("market-model").unwrap().estimate(&samples.estimation()).unwrap();
        for (c, w) in estimate.coefficients().iter().zip(want["coef"].as_array().unwrap()) {
            close(c.value, w, TOLERANCE, &c.name);
        }
        let returns = AbnormalReturns::new(estimate.as_ref(), &samples, window(), &[]);
        match returns.cumulative(window()) {
            Ok(car) => {
                assert_eq!(want["complete"], true);
                close(car.value, &want["car"], TOLERANCE, "CAR");
                close(car.standard_error.powi(2), &want["var_car"], TOLERANCE, "Var(CAR)");
            }
            Err(missing) => {
                assert_eq!((want["complete"].clone(), missing), (Value::Bool(false), vec![1]));
            }
        }
    }
}

/// Bars b1..b12 of a day in basis points; the news is in b5.
struct Intraday {
    event: Vec<f64>,
    days: Vec<Vec<f64>>,
}

fn intraday() -> Intraday {
    let rows = table("inputs_d.csv");
    let bars = |row: &std::collections::HashMap<String, String>| {
        (1..=12).map(|k| row[&format!("b{k}")].parse().unwrap()).collect::<Vec<f64>>()
    };
    let (event, days): (Vec<_>, Vec<_>) = rows.iter().partition(|r| r["day"] == "event");
    Intraday { event: bars(event[0]), days: days.into_iter().map(bars).collect() }
}

#[test]
fn same_clock_placebo() {
    let want = &expected()["d"];
    let data = intraday();
    let sum = |day: &[f64], from: usize, to: usize| day[from..to].iter().sum::<f64>();
    let value = sum(&data.event, 4, 10);
    let placebo: Vec<f64> = data.days.iter().map(|d| sum(d, 4, 10)).collect();
    let rank = RankOf::of(value, &placebo);
    close(value, &want["window_return_bp"], TOLERANCE, "window");
    close(rank.p_up, &want["p_up"], TOLERANCE_P, "p_up");
    close(rank.p_down, &want["p_down"], TOLERANCE_P, "p_down");
    close(rank.p_abs, &want["p_two_abs"], TOLERANCE_P, "p_abs");
    close(rank.p_two, &want["p_two_minmax"], TOLERANCE_P, "p_two");
    close(median(placebo.clone()), &want["placebo_median"], 1e-9, "median");
    close(mad(&placebo), &want["placebo_mad_sigma"], TOLERANCE, "sigma");
    close(value / mad(&placebo), &want["z_mad"], TOLERANCE, "z");
    let before = sum(&data.event, 0, 4);
    let drift = RankOf::of(before, &data.days.iter().map(|d| sum(d, 0, 4)).collect::<Vec<_>>());
    close(drift.p_abs, &want["p_pre_two"], TOLERANCE_P, "drift");
    close(drift.towards(1), &want["p_pre_same_sign"], TOLERANCE_P, "drift in the direction");
    close(before / (before + value), &want["leak_ratio"], TOLERANCE, "leak ratio");
    let squares = |day: &[f64]| day[4..10].iter().map(|r| r * r).sum::<f64>();
    let others: Vec<f64> = data.days.iter().map(|d| squares(d)).collect();
    let mean = others.iter().sum::<f64>() / others.len() as f64;
    close(squares(&data.event) / mean, &want["rv_ratio"], TOLERANCE, "variance ratio");
    close(RankOf::of(squares(&data.event), &others).p_up, &want["p_rv"], TOLERANCE_P, "p of it");
}

#[test]
fn reaction_path_with_band() {
    let want = &expected()["d"];
    let data = intraday();
    let path = |day: &[f64]| {
        day[4..]
            .iter()
            .scan(0.0, |s, r| {
                *s += r;
                Some(Some(*s))
            })
            .collect::<Vec<Option<f64>>>()
    };
    let reference: Vec<_> = data.days.iter().map(|d| path(d)).collect();
    let result = reaction_path(&path(&data.event), &reference, 0.10).unwrap();
    for (sd, w) in result.scale.iter().zip(want["path_sd"].as_array().unwrap()) {
        close(sd.unwrap(), w, TOLERANCE, "sd");
    }
    close(result.maximum, &want["path_max"], TOLERANCE, "maximum");
    close(result.p_path, &want["p_path"], TOLERANCE_P, "p");
    close(result.band.unwrap().critical, &want["band_90"], TOLERANCE, "band");
    close((result.onset.unwrap() + 1) as f64, &want["onset_bar"], 0.0, "onset");
    close((result.half_life.unwrap() + 1) as f64, &want["half_life_bars"], 0.0, "half-life");
    close((result.peak.unwrap() + 1) as f64, &want["time_to_peak_bars"], 0.0, "peak");
}

#[test]
fn legs_tested_together() {
    let want = &expected()["d"];
    let data = intraday();
    let blocks =
        |day: &[f64]| (0..3).map(|b| day[4 * b..4 * b + 4].iter().sum()).collect::<Vec<f64>>();
    let reference: Vec<_> = data.days.iter().map(|d| blocks(d)).collect();
    let (distance, p) = joint(&blocks(&data.event), &reference, false).unwrap();
    close(distance, &want["joint_d2"], TOLERANCE, "D^2");
    close(p, &want["joint_p"], TOLERANCE_P, "p");
    let (shrunk, _) = joint(&blocks(&data.event), &reference, true).unwrap();
    assert!(shrunk < distance);
}

#[test]
fn every_row_of_the_claim_truth_table() {
    let placebo = list(&expected()["d"]["placebo"]);
    let mut verdicts = std::collections::BTreeSet::new();
    for want in expected()["claims"].as_array().unwrap() {
        let text = format!("X {}", want["word"].as_str().unwrap());
        let reading = read(&text).unwrap();
        let r = want["r"].as_f64().unwrap();
        let result = check(&reading, r, &placebo, &placebo, 2.0, 0.05, 19).unwrap();
        let what = format!("{text} at {r}");
        close(result.z, &want["z"], TOLERANCE, &what);
        assert_eq!(Value::from(result.sign), want["sign"], "{what}");
        let verdict = serde_json::to_value(result.verdict).unwrap();
        assert_eq!(verdict, want["verdict"], "{what}");
        // The worked example writes "ok" for claims of no move, where size is the whole claim.
        if reading.direction != 0 {
            assert_eq!(
                serde_json::to_value(result.magnitude).unwrap(),
                want["magnitude"],
                "{what}"
            );
        }
        assert_eq!(Value::from(result.signal), want["signal"], "{what}");
        verdicts.insert(verdict.to_string());
    }
    assert!(verdicts.len() >= 4, "the table should reach most verdicts: {verdicts:?}");
    let reading = read("X rose").unwrap();
    assert!(check(&reading, 5.0, &placebo[..18], &placebo[..18], 2.0, 0.05, 19).is_none());
}

#[test]
fn day_zero_in_legs() {
    let want = &expected()["decomposition"];
    let legs = DayLegs::of(&DayPrices {
        previous_close: Some(100.0),
        ex_reference: Some(99.5),
        premarket: Some(101.2),
        open: Some(101.0),
        close: Some(102.4),
        ..DayPrices::default()
    });
    let leg = |l: Leg| legs.get(l).unwrap();
    close(leg(Leg::Premarket), &want["close_to_pre"], TOLERANCE, "premarket");
    close(leg(Leg::OpenGap), &want["pre_to_open"], TOLERANCE, "opening gap");
    close(leg(Leg::Overnight), &want["overnight"], TOLERANCE, "overnight");
    close(leg(Leg::Intraday), &want["open_to_close"], TOLERANCE, "regular session");
    close(leg(Leg::CloseClose), &want["total"], TOLERANCE, "total");
    close(leg(Leg::CloseClose).exp_m1(), &want["simple_total"], TOLERANCE, "simple total");
    close(
        leg(Leg::Premarket).exp_m1(),
        &want["simple_close_to_pre"],
        TOLERANCE,
        "simple premarket",
    );
}

#[test]
fn power_and_multiple_testing() {
    let want = expected();
    let p = &want["power"];
    close(power(0.01, 0.02, 20, 1, 0.0), &p["n20_a1_s2"], TOLERANCE_P, "power");
    close(power(0.01, 0.02, 20, 3, 0.0), &p["n20_a1_s2_L3"], TOLERANCE_P, "power over three days");
    close(
        power(0.005, 0.02, 60, 1, 0.0),
        &p["n60_a05_s2"],
        TOLERANCE_P,
        "power of half a per cent",
    );
    close(power(0.01, 0.02, 50, 1, 0.02), &p["n50_rho02_a1_s2"], TOLERANCE_P, "power, correlated");
    close(minimum_detectable_mean(0.02, 50, 1, 0.0), &p["mde_80_n50_s2"], TOLERANCE_P, "MDE");
    let m = &want["multiple"];
    for (a, w) in holm(&list(&m["p"])).iter().zip(m["holm"].as_array().unwrap()) {
        close(*a, w, TOLERANCE_P, "Holm");
    }
}
