//! Figures that papers, lectures, manuals and other programs print.

use eventstudy::abnormal::internals::{CrossSection, Measured, Member, MissingBars};
use eventstudy::inference::internals::{
    TestContext, j1, johnson_statistic, mean, minimum_detectable_mean, power,
};
use eventstudy::inference::{TestId, TestOptions, TestResult};
use eventstudy::returns::internals::Samples;

use super::parametric_tests::{measured, one_calendar, run};
use crate::support::closeness::near;
use crate::support::worked_example::{TOLERANCE, applies, day, detail, window};

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
        let events: Vec<Measured> = (0..4)
            .map(|firm| {
                let member = Member {
                    day_zero: firm,
                    firm,
                    cluster: firm,
                    degrees_of_freedom: 100.0,
                    sigma: 2.0 * error,
                };
                Measured {
                    member,
                    residuals: Vec::new(),
                    residual_times: Vec::new(),
                    abnormal: vec![mean],
                    car: vec![mean],
                    variance: vec![(2.0 * error).powi(2)],
                    standardised_variance: Vec::new(),
                    buy_and_hold: vec![f64::NAN],
                    bars_covered: Vec::new(),
                }
            })
            .collect();
        let mut section = CrossSection::new(day(0), &[]);
        events.iter().for_each(|event| section.push(event));
        let options = TestOptions::default();
        let context = TestContext::new(&section, &options);
        let theta = applies(j1(&context.sample(day(0)).unwrap()));
        near(theta.statistic, printed, 1e-3, "theta");
    }
    let inflation =
        |n, r| minimum_detectable_mean(0.02, n, 1, r) / minimum_detectable_mean(0.02, n, 1, 0.0);
    // A correlation of 2% among 100 firms overstates t by 1.73 (Kothari and Warner 2007).
    near(inflation(100, 0.02), 1.726267650, 1e-9, "overstatement");
    // 50 events with 5%: sd 1.86, and a 5% test rejects 29%.
    near(inflation(50, 0.05), 1.857417562, 1e-9, "sd of J1");
    let size = TestResult::normal(TestId::J1, 1.96 / inflation(50, 0.05), 50).p_value;
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
