use crate::support::simulated::normal;
use eventstudy::abnormal::internals::{CrossSection, EventOfFirm, MissingBars};
use eventstudy::event::Reason;
use eventstudy::inference::TestOptions;
use eventstudy::inference::internals::{TestContext, VolumeModel, log_turnover, log_volume};
use eventstudy::inference::internals::{VolumeInput, abnormal_volume, cross_sectional_t, patell};
use eventstudy::returns::internals::TimeLine;
use eventstudy::returns::{SessionSeries, Window};

fn window(first: i32, last: i32) -> Window {
    Window::new(first, last).unwrap()
}

fn input(volume: &[f64]) -> VolumeInput<'_> {
    VolumeInput {
        volume: SessionSeries { first: 0, values: volume },
        market: None,
        model: VolumeModel::MeanAdjusted,
        time_line: TimeLine {
            estimation_length: volume.len() - 8,
            estimation_end: -3,
            window: window(-2, 2),
            other_event_margin: 0,
        },
        missing: MissingBars::Complete,
        minimum_estimation: 3,
    }
}

#[test]
fn twice_the_usual_volume_is_its_logarithm() {
    let usual = [99.0, 99.0, 199.0, 49.0, 99.0, 99.0, 99.0, 199.0, 99.0, 99.0, 99.0, 99.0];
    let logs = log_volume(&usual);
    assert!((logs[2] - 200.0_f64.ln()).abs() < 1e-15);
    let section = CrossSection::new(window(-2, 2), &[window(0, 1)]);
    // Estimation over sessions 1 to 4: logs of 100, 200, 50 and 100, mean ln 100.
    let event = abnormal_volume(
        &input(&logs),
        &section,
        EventOfFirm { day_zero: 7, firm: 0, cluster: 7 },
        &[],
    )
    .unwrap();
    assert_eq!(event.residuals.len(), 4);
    assert!((event.abnormal[2] - 2.0_f64.ln()).abs() < 1e-14);
    assert!((event.car[5] - 2.0_f64.ln()).abs() < 1e-14);
    assert!(event.buy_and_hold.iter().all(|b| b.is_nan()));
    let s2 = 2.0 * 2.0_f64.ln().powi(2) / 3.0;
    assert!((event.variance[5] - s2 * (2.0 + 4.0 / 4.0)).abs() < 1e-14);
    let short = VolumeInput { minimum_estimation: 60, ..input(&logs) };
    assert_eq!(
        abnormal_volume(&short, &section, EventOfFirm { day_zero: 7, firm: 0, cluster: 7 }, &[])
            .unwrap_err()
            .0,
        Reason::ShortEstimation
    );
    let market = VolumeInput { model: VolumeModel::Market, ..input(&logs) };
    assert_eq!(
        abnormal_volume(&market, &section, EventOfFirm { day_zero: 7, firm: 0, cluster: 7 }, &[])
            .unwrap_err()
            .0,
        Reason::NoBenchmark
    );
}

#[test]
fn missing_volume_is_missing_and_none_is_none() {
    let logs = log_volume(&[0.0, -1.0, f64::NAN]);
    assert!(logs[0] == 0.0 && logs[1].is_nan() && logs[2].is_nan());
    let turnover = log_turnover(&[0.0, 10.0], &[100.0, 0.0]);
    assert!((turnover[0] - 0.000_255_f64.ln()).abs() < 1e-15 && turnover[1].is_nan());
}

/// Rejections of no abnormal volume at 5%, of log volume with autocorrelation 0.6 in a window of
/// five days: cross-sectional t and Patell.
#[test]
fn the_spread_over_events_keeps_its_size_where_forecast_variances_do_not() {
    let mut draw = normal(17);
    let (options, replications) = (TestOptions::default(), 400);
    let (mut by_spread, mut by_forecast) = (0, 0);
    for _ in 0..replications {
        let mut section = CrossSection::new(window(-2, 2), &[window(-2, 2)]);
        for firm in 0..30 {
            let mut level = draw();
            let volume: Vec<f64> = (0..128)
                .map(|_| {
                    level = 0.6 * level + 0.8 * draw();
                    12.0 + 0.5 * level
                })
                .collect();
            let event = abnormal_volume(
                &input(&volume),
                &section,
                EventOfFirm { day_zero: 123, firm, cluster: firm },
                &[],
            );
            section.push(&event.unwrap());
        }
        let context = TestContext::new(&section, &options);
        let sample = context.sample(window(-2, 2)).unwrap();
        by_spread += u32::from(cross_sectional_t(&sample).p_value().unwrap() < 0.05);
        by_forecast += u32::from(patell(&sample).p_value().unwrap() < 0.05);
    }
    let share = |hits: u32| f64::from(hits) / f64::from(replications);
    assert!((share(by_spread) - 0.05).abs() < 0.035, "{}", share(by_spread));
    assert!(share(by_forecast) > 0.15, "{}", share(by_forecast));
}
