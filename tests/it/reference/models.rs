//! The worked example for the further models: every figure of `tests/reference/expected.json` that
//! they give.

use eventstudy::abnormal::AbnormalReturns;
use eventstudy::models::internals::{BetaPrior, Vasicek};
use eventstudy::models::{Estimate, ExpectedReturnModel, ModelError, model};
use eventstudy::returns::internals::{
    EventRegressors, SampleInputs, Samples, SharedRegressors, TimeLine,
};
use eventstudy::returns::{FirmReturns, Regressor, SessionSeries, Window};

use crate::support::worked_example::{self, TOLERANCE, close, column, expected, table, window};

/// The samples of firm `i` (1 to 4) with the columns that the model asks for: estimation -11..-2,
/// event -1..1, and the benchmark from -13 on.
fn samples(firm: usize, model: &dyn ExpectedReturnModel) -> Samples {
    let rows = table("inputs_a.csv");
    let (t, market) = (column(&rows, "t"), column(&rows, "rm"));
    let extended = column(&table("inputs_a_market_ext.csv"), "rm");
    let before = extended.len() - market.len();
    let split = t.iter().position(|t| *t == -1.0).unwrap();
    let columns: Vec<Vec<f64>> = model
        .factors()
        .iter()
        .map(|regressor| match regressor {
            Regressor::Factor(name) if name == "RF" => column(&rows, "rf"),
            Regressor::Factor(name) if name == "Mkt-RF" => {
                market.iter().zip(column(&rows, "rf")).map(|(m, rf)| m - rf).collect()
            }
            Regressor::Factor(name) => column(&rows, &name.to_lowercase()),
            Regressor::MarketAt(k) => (0..market.len())
                .map(|i| (before + i).checked_add_signed(*k as isize))
                .map(|i| i.and_then(|i| extended.get(i)).copied().unwrap_or(f64::NAN))
                .collect(),
            other => panic!("the worked example has no {other}"),
        })
        .collect();
    Samples {
        estimation_factors: columns.iter().map(|c| c[..split].to_vec()).collect(),
        event_factors: columns.iter().map(|c| c[split..].to_vec()).collect(),
        ..worked_example::samples(firm)
    }
}

fn estimated(firm: usize, model: &dyn ExpectedReturnModel) -> (Box<dyn Estimate>, Samples) {
    let samples = samples(firm, model);
    (model.estimate(&samples.estimation()).unwrap(), samples)
}

/// CAR and Var(CAR) over the event window.
fn car(estimate: &dyn Estimate, samples: &Samples) -> (f64, f64) {
    let car = AbnormalReturns::new(estimate, samples, window(), &[]).cumulative(window()).unwrap();
    (car.value, car.standard_error * car.standard_error)
}

#[test]
fn factor_models_on_excess_returns() {
    for (id, key) in [("capm", "capm_excess"), ("ff3", "ff3_style_rm_smb_hml")] {
        let model = model(id).unwrap();
        for firm in 1..=4 {
            let want = &expected()["models"][key][firm - 1];
            let (estimate, samples) = estimated(firm, model.as_ref());
            for (c, w) in estimate.coefficients().iter().zip(want["coef"].as_array().unwrap()) {
                close(c.value, w, TOLERANCE, &c.name);
            }
            close(estimate.residual_variance(), &want["s2"], TOLERANCE, "s^2");
            close(estimate.degrees_of_freedom(), &want["df"], TOLERANCE, "nu");
            for (e, w) in estimate.residuals().iter().zip(want["resid"].as_array().unwrap()) {
                close(*e, w, TOLERANCE, "residual");
            }
            let returns = AbnormalReturns::new(estimate.as_ref(), &samples, window(), &[]);
            for (k, bar) in returns.bars().iter().enumerate() {
                close(bar.abnormal.unwrap(), &want["ar"][k], TOLERANCE, "AR");
                close(
                    bar.standard_error.unwrap().powi(2),
                    &want["var_ar"][k],
                    TOLERANCE,
                    "Var(AR)",
                );
            }
            let (value, variance) = car(estimate.as_ref(), &samples);
            close(value, &want["car"], TOLERANCE, "CAR");
            close(variance, &want["var_car"], TOLERANCE, "Var(CAR)");
        }
    }
}

/// The same columns under the user's names, in excess of RF because it is asked for.
#[test]
fn a_factor_model_of_the_users_own_is_the_published_one() {
    let own = model("factors:SMB+HML+RF").unwrap();
    for firm in 1..=4 {
        let want = &expected()["models"]["ff3_style_rm_smb_hml"][firm - 1];
        let (estimate, samples) = estimated(firm, own.as_ref());
        for (c, w) in estimate.coefficients().iter().zip(want["coef"].as_array().unwrap()) {
            close(c.value, w, TOLERANCE, &c.name);
        }
        let (value, variance) = car(estimate.as_ref(), &samples);
        close(value, &want["car"], TOLERANCE, "CAR");
        close(variance, &want["var_car"], TOLERANCE, "Var(CAR)");
    }
}

/// AR without the alpha of the CAPM: its CAR is larger by L2 alpha, and g has no constant.
#[test]
fn capm_without_alpha_by_hand() {
    for firm in 1..=4 {
        let (with, samples) = estimated(firm, model("capm").unwrap().as_ref());
        let (without, _) = estimated(firm, model("capm-no-alpha").unwrap().as_ref());
        let alpha = with.coefficients()[0].value;
        let (a, _) = car(with.as_ref(), &samples);
        let (b, variance) = car(without.as_ref(), &samples);
        assert!((b - a - 3.0 * alpha).abs() < 1e-15);
        let rate = &samples.estimation_factors[0];
        let x: Vec<f64> =
            samples.estimation_market.iter().zip(rate).map(|(m, rf)| m - rf).collect();
        let mean = x.iter().sum::<f64>() / x.len() as f64;
        let ssx: f64 = x.iter().map(|x| (x - mean) * (x - mean)).sum();
        let sum: f64 =
            samples.event_market.iter().zip(&samples.event_factors[0]).map(|(m, rf)| m - rf).sum();
        let by_hand = with.residual_variance() * (3.0 + sum * sum / ssx);
        assert!((variance / by_hand - 1.0).abs() < 1e-12);

        let (origin, _) = estimated(firm, model("capm-through-origin").unwrap().as_ref());
        let y: Vec<f64> = samples.estimation_firm.iter().zip(rate).map(|(r, rf)| r - rf).collect();
        let (xx, xy): (f64, f64) =
            x.iter().zip(&y).fold((0.0, 0.0), |(a, b), (x, y)| (a + x * x, b + x * y));
        assert!((origin.coefficients()[0].value * xx / xy - 1.0).abs() < 1e-12);
        let sse: f64 = x.iter().zip(&y).map(|(x, y)| (y - x * xy / xx).powi(2)).sum();
        let (_, variance) = car(origin.as_ref(), &samples);
        let by_hand = sse / 9.0 * (3.0 + sum * sum / xx);
        assert!((variance / by_hand - 1.0).abs() < 1e-12);
        assert_eq!(origin.degrees_of_freedom(), 9.0);
    }
}

#[test]
fn market_adjusted_with_the_variance_around_zero() {
    for firm in 1..=4 {
        let want = &expected()["models"]["market_adjusted"][firm - 1];
        let zero_mean = model("market-adjusted-zero-mean").unwrap();
        let (estimate, samples) = estimated(firm, zero_mean.as_ref());
        close(estimate.residual_variance(), &want["s2_zero_mean"], TOLERANCE, "s^2");
        assert_eq!(estimate.degrees_of_freedom(), 10.0);
        let (value, variance) = car(estimate.as_ref(), &samples);
        close(value / variance.sqrt(), &want["t_car_zero_mean"], TOLERANCE, "t");
    }
}

#[test]
fn thin_trading_betas() {
    let coefficient = |estimate: &dyn Estimate, k: usize| estimate.coefficients()[k].clone();
    for firm in 1..=4 {
        let want = &expected()["thin"]["events"][firm - 1];
        let (estimate, samples) = estimated(firm, model("scholes-williams").unwrap().as_ref());
        close(coefficient(estimate.as_ref(), 0).value, &want["alpha_sw"], TOLERANCE, "alpha");
        let beta = coefficient(estimate.as_ref(), 1);
        close(beta.value, &want["beta_sw"], TOLERANCE, "beta");
        close(beta.standard_error.powi(2), &want["var_beta_sw"], TOLERANCE, "Var(beta)");
        close(coefficient(estimate.as_ref(), 2).value, &want["beta_0"], TOLERANCE, "plain beta");
        close(estimate.residual_variance(), &want["s2_sw"], TOLERANCE, "s^2");
        let (value, variance) = car(estimate.as_ref(), &samples);
        close(value, &want["car_sw"], TOLERANCE, "CAR");
        close(variance, &want["var_car_sw"], TOLERANCE, "Var(CAR)");

        let (estimate, samples) = estimated(firm, model("dimson").unwrap().as_ref());
        close(
            coefficient(estimate.as_ref(), 0).value,
            &want["alpha_dimson"],
            TOLERANCE,
            "alpha of Dimson",
        );
        let beta = coefficient(estimate.as_ref(), 1);
        close(beta.value, &want["beta_dimson"], TOLERANCE, "beta of Dimson");
        close(beta.standard_error.powi(2), &want["var_beta_dimson"], TOLERANCE, "its variance");
        assert_eq!(estimate.degrees_of_freedom(), 6.0);
        // Its CAR by hand, from the figures above.
        let number = |key: &str| want[key].as_f64().unwrap();
        let market: f64 = samples.event_market.iter().sum();
        let firm_sum: f64 = samples.event_firm.iter().sum();
        let by_hand = firm_sum - 3.0 * number("alpha_dimson") - number("beta_dimson") * market;
        let (value, variance) = car(estimate.as_ref(), &samples);
        assert!((value - by_hand).abs() < 1e-14);
        let s2 = estimate.residuals().iter().map(|e| e * e).sum::<f64>() / 6.0;
        let deviation = market - 3.0 * expected()["market"]["mean"].as_f64().unwrap();
        let by_hand = s2 * (3.0 + 9.0 / 10.0) + number("var_beta_dimson") * deviation * deviation;
        assert!((variance / by_hand - 1.0).abs() < 1e-10);

        for (id, key) in [
            ("dimson-2", "dimson2_beta"),
            ("fowler-rorke", "beta_fowler_rorke"),
            ("fowler-rorke-2", "fowler_rorke2_beta"),
        ] {
            let (estimate, _) = estimated(firm, model(id).unwrap().as_ref());
            close(coefficient(estimate.as_ref(), 1).value, &want[key], TOLERANCE, id);
        }
    }
}

#[test]
fn shrunken_betas() {
    let want = &expected()["shrinkage"];
    let prior = BetaPrior {
        mean: want["prior_mean"].as_f64().unwrap(),
        variance: want["prior_var"].as_f64().unwrap(),
    };
    for firm in 1..=4 {
        let want = &want["events"][firm - 1];
        let (estimate, samples) = estimated(firm, &Vasicek { prior: Some(prior) });
        let coefficients = estimate.coefficients();
        close(coefficients[0].value, &want["alpha"], TOLERANCE, "alpha");
        close(coefficients[1].value, &want["beta_vasicek"], TOLERANCE, "beta");
        close(coefficients[1].standard_error.powi(2), &want["post_var"], TOLERANCE, "its variance");
        let returns = AbnormalReturns::new(estimate.as_ref(), &samples, window(), &[]);
        for (k, bar) in returns.bars().iter().enumerate() {
            close(bar.abnormal.unwrap(), &want["ar"][k], TOLERANCE, "AR");
        }
        let (value, variance) = car(estimate.as_ref(), &samples);
        close(value, &want["car"], TOLERANCE, "CAR");
        close(variance, &want["var_car"], TOLERANCE, "Var(CAR)");

        let (blume, samples) = estimated(firm, model("blume").unwrap().as_ref());
        close(blume.coefficients()[1].value, &want["beta_blume"], TOLERANCE, "Blume");
        let mm = &expected()["models"]["market_model"][firm - 1];
        let ssx = expected()["market"]["ssx"].as_f64().unwrap();
        let (s2, bars) = (mm["s2"].as_f64().unwrap(), 3.0 + 9.0 / 10.0);
        let mean = expected()["market"]["mean"].as_f64().unwrap();
        let deviation = samples.event_market.iter().sum::<f64>() - 3.0 * mean;
        let by_hand = s2 * (bars + 4.0 / 9.0 * deviation * deviation / ssx);
        assert!((car(blume.as_ref(), &samples).1 / by_hand - 1.0).abs() < 1e-10);
    }
}

#[test]
fn without_a_prior_there_is_no_shrinkage() {
    let plain = model("vasicek").unwrap();
    let samples = samples(1, plain.as_ref());
    let refused = plain.estimate(&samples.estimation()).err();
    assert!(matches!(refused, Some(ModelError::NoPrior { .. })), "{refused:?}");
    assert!(model("market-model").unwrap().with_prior(&[(1.0, 0.1); 5]).is_none());
}

/// Event 2 has no price on -9 and -5: the returns on -8 and -4 cover two bars each.
#[test]
fn trade_to_trade() {
    let want = &expected()["b"]["trade_to_trade_event2"];
    let rows: Vec<_> = table("inputs_b.csv").into_iter().filter(|r| r["event"] == "2").collect();
    let (t, r, m) = (column(&rows, "t"), column(&rows, "r"), column(&rows, "rm"));
    let mut since = 0.0;
    let covered: Vec<f64> = r
        .iter()
        .map(|r| {
            since += 1.0;
            if r.is_finite() { std::mem::take(&mut since) } else { f64::NAN }
        })
        .collect();
    let series = |values| SessionSeries { first: 0, values };
    let regressors = EventRegressors {
        shared: &SharedRegressors::default(),
        market: Some(series(&m)),
        peers: None,
        donors: &[],
        bars_covered: Some(series(&covered)),
    };
    let model = model("trade-to-trade").unwrap();
    assert_eq!(model.firm_returns(), FirmReturns::OverGaps);
    let columns: Vec<Vec<f64>> =
        model.factors().iter().flat_map(|f| regressors.columns(f).unwrap()).collect();
    let factors: Vec<_> = columns.iter().map(|c| series(c)).collect();
    let day_zero = t.iter().position(|t| *t == 0.0).unwrap();
    let line = TimeLine {
        estimation_length: 10,
        estimation_end: -2,
        window: window(),
        other_event_margin: 1,
    };
    let inputs = SampleInputs {
        firm: series(&r),
        market: Some(series(&m)),
        market_needed: true,
        factors: &factors,
        bars_covered: Some(series(&covered)),
    };
    let samples = line.samples(&inputs, day_zero, &[]).unwrap();
    let n = want["n"].as_array().unwrap();
    for (covered, want) in samples.estimation_factors[0].iter().zip(n) {
        close(*covered, want, TOLERANCE, "n");
    }
    let estimate = model.estimate(&samples.estimation()).unwrap();
    for (c, w) in estimate.coefficients().iter().zip(want["coef"].as_array().unwrap()) {
        close(c.value, w, TOLERANCE, &c.name);
    }
    close(estimate.residual_variance(), &want["s2"], TOLERANCE, "s^2");
    close(estimate.degrees_of_freedom(), &want["df"], TOLERANCE, "nu");
    let returns = AbnormalReturns::new(estimate.as_ref(), &samples, window(), &[]);
    for (k, bar) in returns.bars().iter().enumerate() {
        close(bar.abnormal.unwrap(), &want["ar"][k], TOLERANCE, "AR");
    }
    let (value, variance) = car(estimate.as_ref(), &samples);
    close(value, &want["car"], TOLERANCE, "CAR");
    close(variance, &want["var_car"], TOLERANCE, "Var(CAR)");

    // Another event on -9, inside the gap that the return on -8 covers, takes that return with it.
    let near = TimeLine { other_event_margin: 0, ..line };
    let without = near.samples(&inputs, day_zero, &[day_zero - 9]).unwrap();
    assert!(!without.estimation_times.contains(&-8) && without.estimation_times.contains(&-7));
}

/// A gap inside the window is covered by the return that ends it; one that reaches before the
/// window, or does not end in it, leaves the window without a value.
#[test]
fn gaps_in_the_event_window() {
    let gap = f64::NAN;
    let covered = [1.0, gap, 2.0, 1.0, gap];
    let market = [0.01, -0.02, 0.005, 0.0, 0.01];
    let sums = [0.01, gap, -0.015, 0.0, gap];
    let bars = 30;
    let noise = |i: usize| 0.01 * ((i * 7919) % 13) as f64 / 13.0 - 0.005;
    let estimation_market: Vec<f64> =
        (0..bars).map(|i| 0.01 * ((i * 31) % 7) as f64 / 7.0).collect();
    let samples = Samples {
        estimation_firm: (0..bars).map(|i| estimation_market[i] + noise(i)).collect(),
        estimation_factors: vec![vec![1.0; bars], estimation_market.clone()],
        estimation_market,
        event_firm: vec![0.03, gap, 0.02, 0.01, gap],
        event_market: market.to_vec(),
        event_factors: vec![covered.to_vec(), sums.to_vec()],
        event_bars_covered: covered.to_vec(),
        steps: 1,
        ..Samples::default()
    };
    let estimate = model("trade-to-trade").unwrap().estimate(&samples.estimation()).unwrap();
    let window = |a, b| Window::new(a, b).unwrap();
    let returns = AbnormalReturns::new(
        estimate.as_ref(),
        &samples,
        window(-2, 2),
        &[window(1, 1), window(0, 1), window(-2, -1)],
    );
    let b: Vec<f64> = estimate.coefficients().iter().map(|c| c.value).collect();
    let whole = returns.cumulative(window(-2, 1)).unwrap();
    let by_hand = 0.06 - 4.0 * b[0] - b[1] * (0.01 - 0.015);
    assert!((whole.value - by_hand).abs() < 1e-15);
    // Four bars of variance, not three.
    let own = returns.cumulative(window(1, 1)).unwrap().standard_error.powi(2);
    assert!(whole.standard_error.powi(2) > 3.5 * own);
    assert_eq!(returns.cumulative(window(0, 1)), Err(vec![0]));
    assert_eq!(returns.cumulative(window(-2, -1)), Err(vec![-1]));
    assert_eq!(returns.cumulative(window(-2, 2)), Err(vec![2]));
    assert_eq!(returns.path().iter().map(|c| c.window.last()).collect::<Vec<_>>(), [-2, 0, 1]);
}
