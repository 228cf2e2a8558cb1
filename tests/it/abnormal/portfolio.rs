use eventstudy::abnormal::internals::portfolio_samples;
use eventstudy::returns::internals::Samples;

fn firm(times: &[i32], returns: &[f64], event: &[f64]) -> Samples {
    Samples {
        estimation_firm: returns.to_vec(),
        estimation_market: times.iter().map(|t| f64::from(*t)).collect(),
        estimation_times: times.to_vec(),
        event_firm: event.to_vec(),
        event_market: vec![0.1, 0.2],
        steps: 1,
        ..Samples::default()
    }
}

#[test]
fn only_bars_that_all_firms_have_are_averaged() {
    let a = firm(&[-4, -3, -2], &[1.0, 2.0, 3.0], &[1.0, f64::NAN]);
    let b = firm(&[-4, -2, -1], &[3.0, 5.0, 7.0], &[2.0, 1.0]);
    let both = portfolio_samples(&[&a, &b]).unwrap();
    assert_eq!(both.estimation_times, [-4, -2]);
    assert_eq!(both.estimation_firm, [2.0, 4.0]);
    assert_eq!(both.estimation_market, [-4.0, -2.0]);
    assert_eq!((both.event_firm[0], both.event_firm[1].is_nan()), (1.5, true));
    assert_eq!((both.event_market.clone(), both.missing), (vec![0.1, 0.2], 2));
}

#[test]
fn firms_that_do_not_match_have_no_portfolio() {
    let a = firm(&[-4, -3], &[1.0, 2.0], &[1.0, 2.0]);
    let b = Samples { estimation_market: Vec::new(), event_market: Vec::new(), ..a.clone() };
    assert!(portfolio_samples(&[&a, &b]).is_none());
    assert!(portfolio_samples(&[]).is_none());
}
