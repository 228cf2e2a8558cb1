//! The second forms of tests whose published form has the wrong size.
//!
//! Eight events with skewed errors, two of which lack an estimation bar. The figures are of a separate
//! calculation in another language, from the formulas alone.

use eventstudy::abnormal::internals::{CrossSection, EventOfFirm, Measuring, MissingBars, measure};
use eventstudy::inference::internals::TestContext;
use eventstudy::inference::{Outcome, TESTS, TestOptions, TestResult};
use eventstudy::models::model;
use eventstudy::returns::internals::Samples;
use eventstudy::returns::{ReturnKind, Window};

const BARS: usize = 40;

/// A window, `(test, statistic, p)` of each test on it, and `(test, detail, value)`.
type Wanted =
    ((i32, i32), &'static [(&'static str, f64, f64)], &'static [(&'static str, &'static str, f64)]);

#[allow(clippy::excessive_precision, reason = "figures as they were computed")]
const WANTED: [Wanted; 3] = [
    (
        (-2, 2),
        &[
            ("jackknife", -2.742994038936431, 0.02879350647595243),
            ("corrado-zivney-every-bar", -2.124948661132608, 0.03359089694683494),
            ("grank-t-every-bar", -1.230833871907392, 0.2257567067048048),
            ("generalised-sign-sums", -1.781052377513476, 0.07490389451619597),
            ("patell-bar-by-bar", -1.853355196387788, 0.06383146461088501),
            ("crude-dependence-forecast", -1.879041098678096, 0.06792503407287119),
            ("skewness-johnson", -2.635181209059462, 0.03365826129625474),
            ("skewness-hall", -2.63741904583338, 0.03354901788179259),
            ("hartung-knapp", -2.675259749763546, 0.03175664833068928),
        ],
        &[
            ("generalised-sign-sums", "p_hat", 0.5623879928315412),
            ("generalised-sign-sums", "p_exact", 0.08737577111944184),
            ("generalised-sign-sums", "p_mid", 0.09254182580718595),
            ("sign", "p_mid", 0.1796875000000001),
            ("hartung-knapp", "q", 0.5269682029727891),
        ],
    ),
    (
        (0, 0),
        &[
            ("jackknife", -0.4550504583782867, 0.6628503805305662),
            ("corrado-zivney-every-bar", -0.30597337444236, 0.7596249182977204),
            ("grank-t-every-bar", -0.4874072920700823, 0.6286983663243167),
            ("generalised-sign-sums", 0.003277955498650914, 0.9973845746004161),
            ("patell-bar-by-bar", -0.7041175837429907, 0.4813595505750078),
            ("crude-dependence-forecast", -0.5822249213970616, 0.5638539359140292),
            ("skewness-johnson", -0.5372870634473774, 0.6077173438156307),
            ("skewness-hall", -0.5375939686193806, 0.6075163219823076),
            ("hartung-knapp", -0.964821340323024, 0.3667745904402535),
        ],
        &[
            ("generalised-sign-sums", "p_hat", 0.3744391025641025),
            ("generalised-sign-sums", "p_exact", 1.0),
            ("generalised-sign-sums", "p_mid", 0.9763700882080818),
            ("sign", "p_mid", 0.5078124999999999),
            ("hartung-knapp", "q", 0.8085626676750846),
        ],
    ),
    (
        (-1, 1),
        &[
            ("jackknife", -2.019395751262158, 0.08320446809942481),
            ("corrado-zivney-every-bar", -1.449796471197836, 0.1471152838669397),
            ("grank-t-every-bar", -1.054890920848838, 0.2979667054593827),
            ("generalised-sign-sums", -1.487544198619569, 0.1368711388205591),
            ("patell-bar-by-bar", -1.577474633884507, 0.1146863542775276),
            ("crude-dependence-forecast", -1.536334455375298, 0.1327419314304802),
            ("skewness-johnson", -1.921973544964398, 0.09605039147116184),
            ("skewness-hall", -1.922194130567266, 0.0960192152343953),
            ("hartung-knapp", -2.330305108640024, 0.05259026889725359),
        ],
        &[
            ("generalised-sign-sums", "p_hat", 0.5128759398496241),
            ("generalised-sign-sums", "p_exact", 0.1694437511543179),
            ("generalised-sign-sums", "p_mid", 0.1581548943946821),
            ("sign", "p_mid", 0.1796875000000001),
            ("hartung-knapp", "q", 0.5638426553086232),
        ],
    ),
];

/// A number between 0 and 1 that any language computes alike.
fn number(k: usize) -> f64 {
    ((k * k * 7_919 + k * 104_729 + 12_345) % 10_007) as f64 / 10_007.0
}

/// An event on a date of its own.
fn samples(event: usize) -> Samples {
    let from = 1_000 * (event + 1);
    let market: Vec<f64> = (0..BARS + 5).map(|t| 0.02 * (number(from + t) - 0.5)).collect();
    let error = |t: usize| 0.03 * (number(from + 500 + t).powi(3) - 0.25);
    let scale = 1.0 + 0.05 * event as f64;
    let beta = 0.6 + 0.1 * event as f64;
    let firm: Vec<f64> =
        market.iter().enumerate().map(|(t, x)| 0.0002 + beta * x + scale * error(t)).collect();
    let lost = [3, 5].contains(&event).then_some(7 + event);
    let kept: Vec<usize> = (0..BARS).filter(|t| Some(*t) != lost).collect();
    Samples {
        estimation_firm: kept.iter().map(|t| firm[*t]).collect(),
        estimation_market: kept.iter().map(|t| market[*t]).collect(),
        estimation_times: kept.iter().map(|t| *t as i32 - BARS as i32 - 2).collect(),
        event_firm: firm[BARS..].to_vec(),
        event_market: market[BARS..].to_vec(),
        steps: 1,
        ..Samples::default()
    }
}

fn window(first: i32, last: i32) -> Window {
    Window::new(first, last).unwrap()
}

/// So many of the events.
fn section(events: usize) -> CrossSection {
    let windows = [window(-2, 2), window(-1, 1)];
    let mut section = CrossSection::new(windows[0], &windows);
    for firm in 0..events {
        let samples = samples(firm);
        let estimate = model("market-model").unwrap().estimate(&samples.estimation()).unwrap();
        let how = Measuring {
            event_window: section.event_window(),
            windows: section.windows(),
            missing: MissingBars::Complete,
            returns: ReturnKind::Simple,
        };
        let event = EventOfFirm { day_zero: 1_000 * firm, firm, cluster: firm };
        section.push(&measure(estimate.as_ref(), &samples, event, &how));
    }
    section
}

fn run(section: &CrossSection, window: Window, id: &str) -> Outcome {
    let options = TestOptions::default();
    let context = TestContext::new(section, &options);
    let test = TESTS.iter().find(|t| t.id == id).unwrap();
    test.run.unwrap()(&context.sample(window).unwrap())
}

#[track_caller]
fn result(section: &CrossSection, window: Window, id: &str) -> TestResult {
    match run(section, window, id) {
        Outcome::Applies(result) => result,
        Outcome::NotApplicable { reason, .. } => panic!("{id}: {reason}"),
    }
}

#[track_caller]
fn near(found: f64, wanted: f64, what: &str) {
    assert!((found / wanted - 1.0).abs() < 1e-9, "{what}: {found} instead of {wanted}");
}

#[test]
fn figures_are_those_of_a_separate_calculation() {
    let section = section(8);
    for ((first, last), tests, details) in WANTED {
        let window = window(first, last);
        for (id, statistic, p) in tests {
            let found = result(&section, window, id);
            near(found.statistic, *statistic, &format!("{id} over {window}"));
            near(found.p_value, *p, &format!("p of {id} over {window}"));
        }
        for (id, name, value) in details {
            let found = result(&section, window, id);
            let detail = found.details.iter().find(|d| d.name == *name).unwrap();
            near(detail.value, *value, &format!("{name} of {id} over {window}"));
        }
    }
}

/// What tests share is computed once for all windows, with the same figures.
#[test]
fn shared_figures_are_those_of_each_test_alone() {
    let (section, options) = (section(8), TestOptions::default());
    let windows = section.windows().to_vec();
    let context = TestContext::new(&section, &options).for_tests(&windows, |_, _| true);
    for window in windows {
        for outcome in context.sample(window).unwrap().tests(|test| !test.drawn) {
            let alone = run(&section, window, outcome.test().id());
            assert_eq!(outcome.p_value(), alone.p_value(), "{} over {window}", outcome.test());
        }
    }
}

#[test]
fn over_one_bar_the_second_forms_are_the_first() {
    let section = section(8);
    for (second, first) in
        [("generalised-sign-sums", "generalised-sign"), ("patell-bar-by-bar", "patell-csar")]
    {
        let (a, b) =
            (result(&section, window(0, 0), second), result(&section, window(0, 0), first));
        // Over one bar, Patell's sums differ only by where the degrees of freedom stand.
        assert!((a.statistic / b.statistic - 1.0).abs() < 2e-3, "{second}");
    }
    let (a, b) = (
        result(&section, window(0, 0), "patell-bar-by-bar"),
        result(&section, window(0, 0), "patell"),
    );
    near(a.statistic, b.statistic, "patell over one bar");
}

#[test]
fn one_event_has_neither_signs_nor_ranks_over_events() {
    let one = section(1);
    for id in [
        "sign",
        "generalised-sign",
        "generalised-sign-sums",
        "corrado-sign",
        "corrado-rank",
        "corrado-zivney",
        "corrado-zivney-restandardised",
        "corrado-zivney-every-bar",
        "wilcoxon",
        "grank-t",
        "grank-z",
        "grank-t-every-bar",
        "jackknife",
        "sign-flip",
        "sign-flip-standardised",
    ] {
        for window in [window(0, 0), window(-1, 1)] {
            match run(&one, window, id) {
                Outcome::NotApplicable { reason, .. } => {
                    assert!(reason.contains("event"), "{id}: {reason}");
                }
                Outcome::Applies(result) => panic!("{id} of one event: {result:?}"),
            }
        }
    }
}

#[test]
fn forms_that_need_five_events_say_so() {
    let four = section(4);
    for id in ["jackknife", "corrado-zivney-every-bar", "grank-t-every-bar"] {
        match run(&four, window(-1, 1), id) {
            Outcome::NotApplicable { reason, .. } => {
                assert!(reason.contains('4') && reason.contains('5'), "{id}: {reason}");
            }
            Outcome::Applies(result) => panic!("{id} of four events: {result:?}"),
        }
    }
    let five = section(5);
    for id in ["jackknife", "corrado-zivney-every-bar", "grank-t-every-bar"] {
        assert!(run(&five, window(-1, 1), id).p_value().is_some(), "{id}");
    }
}
