use eventstudy::abnormal::internals::{CrossSection, EventOfFirm, Measuring, MissingBars, measure};
use eventstudy::certificate::internals::{Cell, around_day_zero, scenario};
use eventstudy::models::ExpectedReturnModel as _;
use eventstudy::models::internals::MarketModel;
use eventstudy::returns::ReturnKind;
use eventstudy::returns::internals::Samples;

/// The way of a study of one event: least squares by QR, and the forecast covariance.
#[test]
fn the_closed_form_is_the_general_way() {
    let window = around_day_zero(21);
    let windows = vec![window, around_day_zero(3)];
    for id in ["normal", "thin-trading"] {
        let cell = Cell {
            scenario: scenario(id).unwrap(),
            events: 1,
            estimation: 60,
            event_window: window,
            windows: windows.clone(),
            effect: 0.01,
        };
        let drawn = cell.replicate(1, 7).unwrap();
        let (fast, bars) = (drawn.section.measured(0), drawn.first_event());
        let samples = Samples {
            estimation_firm: bars.firm[..60].to_vec(),
            estimation_market: bars.market[..60].to_vec(),
            estimation_times: (-70..=-11).collect(),
            event_firm: bars.firm[60..].to_vec(),
            event_market: bars.market[60..].to_vec(),
            steps: 1,
            ..Samples::default()
        };
        let estimate = MarketModel.estimate(&samples.estimation()).unwrap();
        let section = CrossSection::new(window, &windows);
        let how = Measuring {
            event_window: window,
            windows: section.windows(),
            missing: MissingBars::Complete,
            returns: ReturnKind::Simple,
        };
        let day_zero = fast.member.day_zero;
        let event = EventOfFirm { day_zero, firm: 0, cluster: day_zero };
        let general = measure(estimate.as_ref(), &samples, event, &how);
        let close = |a: &[f64], b: &[f64]| {
            assert_eq!(a.len(), b.len());
            for (a, b) in a.iter().zip(b) {
                assert!((a - b).abs() < 1e-13 + 1e-11 * b.abs(), "{a} {b}");
            }
        };
        close(&fast.residuals, &general.residuals);
        close(&fast.abnormal, &general.abnormal);
        close(&fast.car, &general.car);
        close(&fast.variance, &general.variance);
        close(&fast.buy_and_hold, &general.buy_and_hold);
        close(&[fast.member.sigma], &[general.member.sigma]);
        assert_eq!(fast.residual_times, general.residual_times);
        assert_eq!(fast.member.degrees_of_freedom, 58.0);
    }
}
