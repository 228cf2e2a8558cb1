use eventstudy::inference::internals::{RegressionInput, cross_sectional_regression};
use eventstudy::inference::{ErrorKind, RegressionError};

const ONES: [f64; 6] = [1.0; 6];

fn input<'a>(y: &'a [f64], columns: &'a [&'a [f64]]) -> RegressionInput<'a> {
    RegressionInput { y, columns, clusters: None }
}

#[test]
fn the_mean_by_hand() {
    // y = 1, 2, 3, 6: mean 3, e'e = 14, h = 1/4. HC0 = sqrt(14)/4, HC3 = sqrt(14 (4/3)^2)/4.
    let y = [1.0, 2.0, 3.0, 6.0];
    let regression = cross_sectional_regression(&input(&y, &[&ONES[..4]])).unwrap();
    let error = |kind| regression.errors_of(kind).unwrap().standard_errors[0].unwrap();
    let close = |a: f64, b: f64| assert!((a / b - 1.0).abs() < 1e-14, "{a} {b}");
    close(regression.coefficients[0], 3.0);
    close(error(ErrorKind::Ols), (14.0_f64 / 12.0).sqrt());
    close(error(ErrorKind::Hc0), 14.0_f64.sqrt() / 4.0);
    close(error(ErrorKind::Hc1), (14.0_f64 / 12.0).sqrt());
    close(error(ErrorKind::Hc2), (14.0_f64 / 12.0).sqrt());
    close(error(ErrorKind::Hc3), 14.0_f64.sqrt() / 3.0);
    assert_eq!(regression.default, ErrorKind::Hc3);
}

#[test]
fn an_event_alone_in_its_group_is_flagged_and_breaks_nothing() {
    let dummy = [0.0, 0.0, 0.0, 0.0, 0.0, 1.0];
    let y = [0.1, 0.3, -0.2, 0.0, 0.25, 4.0];
    let regression = cross_sectional_regression(&input(&y, &[&ONES, &dummy])).unwrap();
    assert_eq!(regression.full_leverage, 1);
    for errors in &regression.errors {
        // Only the classical formula says how an effect that was seen once would vary.
        assert_eq!(errors.standard_errors[1].is_some(), errors.kind == ErrorKind::Ols);
        assert!(errors.standard_errors[0].unwrap() > 0.0);
    }
}

#[test]
fn clusters_that_explain_everything_have_no_errors() {
    // Two clusters, one the dummy: residuals sum to zero in each, so the sum of squares is zero.
    let dummy = [0.0, 0.0, 0.0, 1.0, 1.0, 1.0];
    let y = [0.1, 0.3, -0.2, 0.0, 0.25, 4.0];
    let clusters = [0, 0, 0, 1, 1, 1];
    let regression = cross_sectional_regression(&RegressionInput {
        y: &y,
        columns: &[&ONES, &dummy],
        clusters: Some(&clusters),
    })
    .unwrap();
    let clustered = regression.errors_of(ErrorKind::Cluster).unwrap();
    assert_eq!(clustered.standard_errors, [None, None]);
    assert_eq!(clustered.p_values, [None, None]);
}

#[test]
fn one_cluster_is_no_cluster() {
    let y = [0.1, 0.3, -0.2];
    let regression = cross_sectional_regression(&RegressionInput {
        y: &y,
        columns: &[&ONES[..3]],
        clusters: Some(&[4, 4, 4]),
    })
    .unwrap();
    assert!(regression.errors_of(ErrorKind::Cluster).is_none());
    assert_eq!(regression.default, ErrorKind::Hc3);
}

#[test]
fn clusters_of_one_event_are_hc1() {
    let x = [0.5, 0.1, 0.9, -0.3, 0.2, 0.7];
    let y = [0.1, 0.3, -0.2, 0.0, 0.25, 0.4];
    let own = [3, 1, 4, 0, 5, 9];
    let regression = cross_sectional_regression(&RegressionInput {
        y: &y,
        columns: &[&ONES, &x],
        clusters: Some(&own),
    })
    .unwrap();
    let errors = |kind| regression.errors_of(kind).unwrap().standard_errors.clone();
    for (c, h) in errors(ErrorKind::Cluster).iter().zip(errors(ErrorKind::Hc1)) {
        // G/(G-1) (n-1)/(n-k) = n/(n-k) for G = n.
        assert!((c.unwrap() / h.unwrap() - 1.0).abs() < 1e-12);
    }
}

#[test]
fn an_exact_fit_and_too_few_events_are_refused() {
    let line = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
    let exact = cross_sectional_regression(&input(&line, &[&ONES, &line]));
    assert!(exact == Err(RegressionError::NothingLeft { events: 6 }), "{exact:?}");
    let few = cross_sectional_regression(&input(&line[..2], &[&ONES[..2], &line[..2]]));
    assert_eq!(few, Err(RegressionError::TooFewEvents { events: 2, coefficients: 2 }));
    let twice = cross_sectional_regression(&input(&line, &[&ONES, &ONES]));
    assert_eq!(twice, Err(RegressionError::Dependent { events: 6 }));
}
