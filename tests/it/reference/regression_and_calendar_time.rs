//! The worked example: regressions of abnormal returns, calendar time and power.

use eventstudy::inference::ErrorKind;
use eventstudy::inference::internals::{
    RegressionInput, Weighting, cross_sectional_regression, event_days_dummy, power,
    weighted_regression,
};
use serde_json::Value;

use crate::support::worked_example::{TOLERANCE, cars, column, expected, table};

/// Relative to the expected figure, however small that is.
#[track_caller]
fn close(actual: f64, expected: &Value, what: &str) {
    let expected = expected.as_f64().unwrap_or_else(|| panic!("{what}: no expected value"));
    let error = (actual / expected - 1.0).abs();
    assert!(error <= TOLERANCE, "{what}: {actual} against {expected}");
}

#[test]
fn cross_sectional_regression_with_every_standard_error() {
    let want = &expected()["xsreg"];
    let (cars, rows) = (cars("market-model"), table("inputs_a_events.csv"));
    let y: Vec<f64> = cars.iter().map(|c| c.value).collect();
    let x = column(&rows, "x_surprise");
    let clusters: Vec<usize> = rows.iter().map(|r| usize::from(r["cluster"] == "tech")).collect();
    let ones = [1.0; 4];
    let input = RegressionInput { y: &y, columns: &[&ones, &x], clusters: Some(&clusters) };
    let regression = cross_sectional_regression(&input).unwrap();
    let kinds = [
        (ErrorKind::Ols, "se_ols", 2.0),
        (ErrorKind::Hc0, "se_hc0", 2.0),
        (ErrorKind::Hc1, "se_hc1", 2.0),
        (ErrorKind::Hc2, "se_hc2", 2.0),
        (ErrorKind::Hc3, "se_hc3", 2.0),
        (ErrorKind::Cluster, "se_cr1", 1.0),
    ];
    for k in 0..2 {
        close(regression.coefficients[k], &want["coef"][k], "coefficient");
        for (kind, key, degrees_of_freedom) in kinds {
            let errors = regression.errors_of(kind).unwrap();
            close(errors.standard_errors[k].unwrap(), &want[key][k], key);
            assert_eq!(errors.degrees_of_freedom, degrees_of_freedom);
        }
    }
    for (h, w) in regression.leverage.iter().zip(want["hat"].as_array().unwrap()) {
        close(*h, w, "leverage");
    }
    close(regression.r_squared.unwrap(), &want["r2"], "R squared");
    let variances: Vec<f64> = cars.iter().map(|c| c.standard_error * c.standard_error).collect();
    let weighted = weighted_regression(&input, &variances, Weighting::Known).unwrap();
    for k in 0..2 {
        close(weighted.coefficients[k], &want["wls_coef"][k], "weighted coefficient");
        close(weighted.standard_errors[k], &want["wls_se_known"][k], "weighted standard error");
    }
}

#[test]
fn calendar_time_with_a_dummy_for_a_common_date() {
    let want = &expected()["calendar_time_dummy"];
    let rows = table("inputs_a.csv");
    let (t, market, rate) = (column(&rows, "t"), column(&rows, "rm"), column(&rows, "rf"));
    let firms: Vec<Vec<f64>> = (1..=4).map(|k| column(&rows, &format!("r{k}"))).collect();
    let portfolio: Vec<f64> =
        (0..t.len()).map(|d| firms.iter().map(|f| f[d]).sum::<f64>() / 4.0 - rate[d]).collect();
    let excess: Vec<f64> = market.iter().zip(&rate).map(|(m, r)| m - r).collect();
    let in_window: Vec<bool> = t.iter().map(|t| *t >= -1.0).collect();
    let fit = event_days_dummy(&portfolio, &[&excess], &in_window).unwrap();
    let errors = fit.errors_of(ErrorKind::Ols).unwrap();
    for k in 0..3 {
        close(fit.coefficients[k], &want["coef"][k], "coefficient");
        close(errors.standard_errors[k].unwrap(), &want["se"][k], "standard error");
    }
    close(fit.coefficients[2] / errors.standard_errors[2].unwrap(), &want["t_dummy"], "t");
    assert_eq!(Some(fit.degrees_of_freedom as u64), want["df"].as_u64());
}

#[test]
fn power_of_many_events() {
    let want = &expected()["power"];
    close(power(0.005, 0.02, 60, 1, 0.0), &want["n60_a05_s2"], "power");
    close(power(0.01, 0.02, 50, 1, 0.02), &want["n50_rho02_a1_s2"], "power, correlated");
}
