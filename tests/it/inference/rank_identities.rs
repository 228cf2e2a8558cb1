//! What rank, sign and resampling tests must do on any data.

use eventstudy::abnormal::internals::{
    CrossSection, EventOfFirm, Measured, Measuring, Member, MissingBars, measure,
};
use eventstudy::inference::internals::{
    FlippedFigure, FlippedUnits, Jackknife, TestContext, benjamini_hochberg, benjamini_yekutieli,
    bonferroni, event_ranks, holm, mean, romano_wolf, standard_deviation,
};
use eventstudy::inference::{Outcome, TESTS, TestOptions};
use eventstudy::models::model;
use eventstudy::returns::internals::Samples;
use eventstudy::returns::{ReturnKind, Window};
use proptest::prelude::*;

use crate::support::random::Xorshift;

const BARS: usize = 5;
const LONGEST: usize = 30;

/// The tests of this file; those of other files may follow other rules.
const IDS: [&str; 17] = [
    "sign",
    "generalised-sign",
    "corrado-sign",
    "corrado-rank",
    "corrado-zivney",
    "corrado-zivney-restandardised",
    "grank-t",
    "grank-z",
    "wilcoxon",
    "jackknife",
    "generalised-sign-sums",
    "corrado-zivney-every-bar",
    "grank-t-every-bar",
    "sign-flip",
    "sign-flip-standardised",
    "wild-cluster",
    "bootstrap-bmp",
];

fn window() -> Window {
    Window::new(-2, 2).unwrap()
}

fn day(t: i32) -> Window {
    Window::new(t, t).unwrap()
}

/// What a made-up section looks like.
#[derive(Clone, Copy, Debug)]
struct Shape {
    seed: u64,
    events: usize,
    /// Values on a grid of so many steps, which makes ties; 0 for none.
    grid: i32,
    /// Every so many-th bar is missing; 0 for none.
    gaps: usize,
}

fn measured(shape: Shape) -> Vec<Measured> {
    let mut random = Xorshift::from_seed(shape.seed);
    let mut draw = move || {
        let uniform = random.uniform();
        if shape.grid == 0 {
            0.04 * uniform
        } else {
            0.01 * (f64::from(shape.grid) * uniform).round()
        }
    };
    (0..shape.events)
        .map(|i| {
            let missing = |bar: usize| shape.gaps > 0 && (bar + 3 * i).is_multiple_of(shape.gaps);
            let times: Vec<i32> =
                (0..LONGEST).filter(|b| !missing(*b)).map(|b| b as i32 - 40).collect();
            let residuals = times.iter().map(|_| draw()).collect();
            let abnormal: Vec<f64> = (0..BARS)
                .map(|bar| 1.5 * draw() + if missing(LONGEST + bar) { f64::NAN } else { 0.001 })
                .collect();
            let mut car = abnormal.clone();
            // Values on a grid that cancel are zero, and not what rounding leaves of them.
            let sum: f64 = abnormal.iter().sum();
            car.push((1e12 * sum).round() / 1e12);
            let sigma = 0.008 + 0.001 * (i % 5) as f64;
            let mut variance = vec![1.04 * sigma * sigma; BARS];
            variance.push(6.0 * sigma * sigma);
            Measured {
                member: Member {
                    day_zero: 100 + 7 * i,
                    firm: i,
                    cluster: i / 2,
                    degrees_of_freedom: (times.len() - 2) as f64,
                    sigma,
                },
                residuals,
                residual_times: times,
                abnormal,
                car,
                variance,
                standardised_variance: Vec::new(),
                buy_and_hold: vec![f64::NAN; BARS + 1],
                bars_covered: Vec::new(),
            }
        })
        .collect()
}

fn section_of(events: &[Measured]) -> CrossSection {
    let mut section = CrossSection::new(window(), &[window()]);
    events.iter().for_each(|event| section.push(event));
    section
}

fn run(section: &CrossSection, window: Window, id: &str) -> Outcome {
    let options = TestOptions { resamples: 99, ..TestOptions::default() };
    let context = TestContext::new(section, &options);
    let sample = context.sample(window).unwrap();
    TESTS.iter().find(|t| t.id == id).unwrap().run.unwrap()(&sample)
}

fn figures(section: &CrossSection, window: Window, id: &str) -> Option<(f64, f64)> {
    let outcome = run(section, window, id);
    let result = outcome.result()?;
    assert!(result.statistic.is_finite() && (0.0..=1.0).contains(&result.p_value), "{result:?}");
    assert!(result.details.iter().all(|d| d.value.is_finite()), "{result:?}");
    Some((result.statistic, result.p_value))
}

fn near(a: Option<(f64, f64)>, b: Option<(f64, f64)>) -> bool {
    let close = |x: f64, y: f64| (x - y).abs() <= 1e-8 * y.abs().max(1.0);
    match (a, b) {
        (Some(a), Some(b)) => close(a.0, b.0) && close(a.1, b.1),
        (a, b) => a == b,
    }
}

fn average_rank(value: f64, of: &[f64]) -> f64 {
    let below = of.iter().filter(|v| **v < value).count() as f64;
    let equal = of.iter().filter(|v| **v == value).count() as f64;
    below + 0.5 * (equal + 1.0)
}

/// Scores of every bar straight from the definition: `score(value, all values of the event)`.
fn naive(events: &[Measured], score: impl Fn(f64, &[f64]) -> f64) -> (f64, f64) {
    let mut bars = vec![(0.0, 0.0); 40 + LONGEST + BARS];
    for event in events {
        let values = event.residuals.iter().chain(&event.abnormal).copied();
        let all: Vec<f64> = values.filter(|v| v.is_finite()).collect();
        let times = event.residual_times.iter().map(|t| (t + 40) as usize);
        let at = times.zip(&event.residuals).chain((60..).zip(&event.abnormal));
        for (bar, value) in at.filter(|(_, v)| v.is_finite()) {
            bars[bar].0 += score(*value, &all);
            bars[bar].1 += 1.0;
        }
    }
    let h = |b: &(f64, f64)| b.0 / b.1.sqrt();
    let all: Vec<f64> = bars.iter().filter(|b| b.1 > 0.0).map(h).collect();
    let own: Vec<f64> = bars[60..60 + BARS].iter().filter(|b| b.1 > 0.0).map(h).collect();
    let (t, l) = (all.len() as f64, own.len() as f64);
    let s = (all.iter().map(|h| h * h).sum::<f64>() / t).sqrt();
    let cowan = own.iter().sum::<f64>() / (s * l.sqrt());
    (cowan / ((t - l) / (t - 1.0)).sqrt(), cowan)
}

fn naive_median_side(value: f64, all: &[f64]) -> f64 {
    let mut sorted = all.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len();
    let median = 0.5 * (sorted[(n - 1) / 2] + sorted[n / 2]);
    f64::from(i8::from(value > median) - i8::from(value < median))
}

fn naive_grank(events: &[Measured]) -> f64 {
    let with: Vec<&Measured> = events.iter().filter(|e| e.car[BARS].is_finite()).collect();
    let scar: Vec<f64> = with.iter().map(|e| e.car[BARS] / e.variance[BARS].sqrt()).collect();
    let sd = standard_deviation(&scar).unwrap();
    let mut bars = vec![(0.0, 0.0); LONGEST + 1];
    for (event, scar) in with.iter().zip(&scar) {
        // The same comparison as on standardised residuals, without a rounding of its own.
        let own = scar / sd * event.member.sigma;
        let mut all = event.residuals.clone();
        all.push(own);
        let u = |v: f64| average_rank(v, &all) / (all.len() + 1) as f64 - 0.5;
        for (time, e) in event.residual_times.iter().zip(&event.residuals) {
            let bar = &mut bars[(time + 40) as usize];
            *bar = (bar.0 + u(*e), bar.1 + 1.0);
        }
        bars[LONGEST] = (bars[LONGEST].0 + u(own), bars[LONGEST].1 + 1.0);
    }
    let n = with.len() as f64;
    let present: Vec<_> = bars.iter().filter(|b| b.1 > 0.0).collect();
    let t = present.len() as f64;
    let s = (present.iter().map(|b| b.1 / n * (b.0 / b.1).powi(2)).sum::<f64>() / t).sqrt();
    let z = bars[LONGEST].0 / n / s;
    z * ((t - 2.0) / (t - 1.0 - z * z)).sqrt()
}

fn shapes() -> impl Strategy<Value = Shape> {
    (
        1_u64..100_000,
        3_usize..12,
        prop::sample::select(vec![0, 5, 40]),
        prop::sample::select(vec![0, 4, 7]),
    )
        .prop_map(|(seed, events, grid, gaps)| Shape { seed, events, grid, gaps })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn streaming_ranks_are_the_ranks_of_the_definition(shape in shapes()) {
        let events = measured(shape);
        let section = section_of(&events);
        let u = |v: f64, all: &[f64]| average_rank(v, all) / (all.len() + 1) as f64 - 0.5;
        let (z, cowan) = naive(&events, u);
        let outcome = run(&section, window(), "corrado-zivney");
        let result = outcome.result().unwrap();
        prop_assert!((result.statistic - z).abs() < 1e-9, "{} {z}", result.statistic);
        prop_assert!((result.details[0].value - cowan).abs() < 1e-9);
        let (z, _) = naive(&events, naive_median_side);
        let outcome = run(&section, window(), "corrado-sign");
        prop_assert!((outcome.result().unwrap().statistic - z).abs() < 1e-9, "side of the median");
        let mut rescaled = events.clone();
        for bar in 0..BARS {
            let scores: Vec<f64> = events.iter()
                .map(|e| e.abnormal[bar] / e.member.sigma).filter(|x| x.is_finite()).collect();
            let sd = standard_deviation(&scores).unwrap_or(f64::NAN);
            rescaled.iter_mut().for_each(|e| e.abnormal[bar] /= sd);
        }
        let (z, _) = naive(&rescaled, u);
        let outcome = run(&section, window(), "corrado-zivney-restandardised");
        prop_assert!((outcome.result().unwrap().statistic - z).abs() < 1e-9, "re-standardised");
    }

    #[test]
    fn generalised_ranks_are_those_of_the_definition(shape in shapes(), absent in 0_usize..9) {
        let mut events = measured(Shape { events: 12, ..shape });
        // Few or most events without the window: both ways to leave them out.
        events.iter_mut().take(absent).for_each(|e| e.car[BARS] = f64::NAN);
        let left = events.iter().filter(|e| e.car[BARS].is_finite()).count();
        if left >= 2 {
            let want = naive_grank(&events);
            let outcome = run(&section_of(&events), window(), "grank-t");
            let got = outcome.result().unwrap().statistic;
            prop_assert!((got - want).abs() < 1e-8 * want.abs().max(1.0), "{got} {want}");
        }
    }

    #[test]
    fn complete_data_make_both_rank_tests_one(shape in shapes()) {
        let events = measured(Shape { gaps: 0, ..shape });
        let section = section_of(&events);
        for window in [window(), day(0)] {
            let rank = figures(&section, window, "corrado-rank");
            prop_assert!(rank.is_some() && rank == figures(&section, window, "corrado-zivney"));
        }
        for i in 0..section.len() {
            let (estimation, event) = event_ranks(&section, i);
            let middle = 0.5 * (estimation.len() + event.len() + 1) as f64;
            let sum: f64 = estimation.iter().chain(&event).map(|r| r - middle).sum();
            prop_assert_eq!(sum, 0.0);
        }
    }

    #[test]
    fn the_order_of_events_does_not_matter(shape in shapes()) {
        let mut events = measured(shape);
        let section = section_of(&events);
        events.reverse();
        events.rotate_left(1);
        let moved = section_of(&events);
        // Draws pick events by place.
        for id in IDS.into_iter().filter(|id| *id != "bootstrap-bmp") {
            let (a, b) = (figures(&section, window(), id), figures(&moved, window(), id));
            prop_assert!(near(a, b), "{id}: {a:?} {b:?}");
        }
    }

    #[test]
    fn the_unit_of_returns_does_not_matter(shape in shapes(), scale in 0.01_f64..300.0) {
        let events = measured(shape);
        let section = section_of(&events);
        let scaled = |by: f64| {
            let mut scaled = events.clone();
            for e in &mut scaled {
                let columns = [&mut e.residuals, &mut e.abnormal, &mut e.car];
                columns.into_iter().flatten().for_each(|x| *x *= by);
                e.variance.iter_mut().for_each(|v| *v *= by * by);
                e.member.sigma *= by;
            }
            section_of(&scaled)
        };
        // Standardised anew, a value on a grid may fall onto a residual but for rounding, and a sum of
        // such values onto zero; a power of two leaves the rounding as it is.
        let (any, exact) = (scaled(scale), scaled(scale.log2().round().exp2()));
        for id in IDS {
            let by_rounding = id == "corrado-zivney-restandardised"
                || id == "generalised-sign-sums"
                || id.ends_with("-every-bar");
            let scaled = if shape.grid > 0 && by_rounding { &exact } else { &any };
            let (a, b) = (figures(&section, window(), id), figures(scaled, window(), id));
            prop_assert!(near(a, b), "{id}: {a:?} {b:?}");
        }
    }

    #[test]
    fn opposite_returns_give_opposite_statistics(shape in shapes()) {
        // Without zeros, which count as not positive whatever the sign of the others.
        let events = measured(Shape { grid: 0, ..shape });
        let section = section_of(&events);
        let mut opposite = events;
        for e in &mut opposite {
            let columns = [&mut e.residuals, &mut e.abnormal, &mut e.car];
            columns.into_iter().flatten().for_each(|x| *x = -*x);
        }
        let opposite = section_of(&opposite);
        for id in IDS {
            let a = figures(&section, window(), id);
            let trials = run(&section, window(), "sign").result().map_or(0, |r| r.observations);
            let mirrored = |t: f64| if id == "sign" { trials as f64 - t } else { -t };
            let b = figures(&opposite, window(), id).map(|(t, p)| (mirrored(t), p));
            prop_assert!(near(a, b), "{id}: {a:?} {b:?}");
        }
    }

    #[test]
    fn a_family_makes_p_values_larger(shape in shapes()) {
        let section = section_of(&measured(Shape { gaps: 0, grid: 0, ..shape }));
        let options = TestOptions::default();
        let context = TestContext::new(&section, &options);
        let windows: Vec<Window> = (-2..=2).map(day).collect();
        let figures = [FlippedFigure::Car, FlippedFigure::StandardisedCar];
        for units in [FlippedUnits::Events, FlippedUnits::Clusters] {
            let family = romano_wolf(&context, &windows, &figures, units).unwrap();
            prop_assert_eq!(family.len(), 10);
            for h in &family {
                prop_assert!(h.p_adjusted >= h.p_single && h.p_single > 0.0 && h.p_adjusted <= 1.0);
            }
            let largest = family.iter().max_by(|a, b| a.statistic.abs().total_cmp(&b.statistic.abs()));
            let smallest_p = family.iter().map(|h| h.p_adjusted).fold(1.0, f64::min);
            prop_assert_eq!(largest.unwrap().p_adjusted, smallest_p);
        }
        let family = romano_wolf(&context, &windows, &figures[..1], FlippedUnits::Events).unwrap();
        for (window, h) in windows.iter().zip(&family) {
            let (t, p) = self::figures(&section, *window, "sign-flip").unwrap();
            prop_assert!((h.statistic - t).abs() < 1e-9 && h.p_single == p, "{h:?} {t} {p}");
        }
    }

    #[test]
    fn stricter_adjustments_give_larger_p_values(p in prop::collection::vec(0.0_f64..1.0, 1..20)) {
        let (b, h) = (bonferroni(&p), holm(&p));
        let (bh, by) = (benjamini_hochberg(&p), benjamini_yekutieli(&p));
        for i in 0..p.len() {
            prop_assert!(b[i] >= h[i] && h[i] >= bh[i] - 1e-15 && bh[i] >= p[i] - 1e-15 && by[i] >= bh[i]);
            prop_assert!(b[i] <= 1.0 && by[i] <= 1.0);
        }
    }

    #[test]
    fn the_jackknife_of_a_mean_has_its_own_standard_error(x in prop::collection::vec(-1.0_f64..1.0, 2..30)) {
        let figures = Jackknife::of(&x, |x| Some(mean(x))).unwrap();
        let se = standard_deviation(&x).unwrap() / (x.len() as f64).sqrt();
        prop_assert!((figures.standard_error / se - 1.0).abs() < 1e-9);
        prop_assert!((figures.bias_corrected - mean(&x)).abs() < 1e-12);
    }
}

#[test]
fn nothing_to_rank_is_not_applicable() {
    let mut events = measured(Shape { seed: 5, events: 6, grid: 0, gaps: 0 });
    for e in &mut events {
        let columns = [&mut e.residuals, &mut e.abnormal, &mut e.car];
        columns.into_iter().flatten().for_each(|x| *x = 0.0);
    }
    let tied = section_of(&events);
    for id in IDS {
        let outcome = run(&tied, window(), id);
        assert!(matches!(outcome, Outcome::NotApplicable { .. }), "{id}: {outcome:?}");
    }
    let none = section_of(&[]);
    for id in IDS {
        let outcome = run(&none, window(), id);
        assert!(matches!(outcome, Outcome::NotApplicable { .. }), "{id}: {outcome:?}");
    }
    let one = section_of(&measured(Shape { seed: 5, events: 1, grid: 0, gaps: 0 }));
    for id in IDS {
        let outcome = run(&one, window(), id);
        assert!(matches!(outcome, Outcome::NotApplicable { .. }), "{id}: {outcome:?}");
    }
}

#[test]
fn each_degenerate_case_has_its_reason() {
    let reason = |section: &CrossSection, id: &str| match run(section, window(), id) {
        Outcome::NotApplicable { reason, .. } => reason,
        other => panic!("{other:?}"),
    };
    let base = measured(Shape { seed: 9, events: 6, grid: 0, gaps: 0 });
    let mut events = base.clone();
    events.iter_mut().for_each(|e| e.member.cluster = 1);
    assert!(reason(&section_of(&events), "wild-cluster").contains("two clusters"));
    let mut events = base.clone();
    events[2].member.sigma = 0.0;
    for id in ["corrado-zivney-restandardised", "grank-t"] {
        assert!(reason(&section_of(&events), id).contains("event 2"));
    }
    let mut events = base.clone();
    events.iter_mut().for_each(|e| e.variance[BARS] = f64::NAN);
    for id in ["grank-z", "jackknife", "sign-flip-standardised", "bootstrap-bmp"] {
        assert!(reason(&section_of(&events), id).contains("standardised"), "{id}");
    }
    let mut events = base.clone();
    events.iter_mut().for_each(|e| e.residuals.iter_mut().for_each(|r| *r = r.abs()));
    assert!(reason(&section_of(&events), "generalised-sign").contains("one side"));
    let mut events = base.clone();
    events.iter_mut().for_each(|e| e.member.day_zero = 3);
    assert!(reason(&section_of(&events), "grank-z").contains("6 of 6 events share a date"));
    let mut events = base.clone();
    for e in &mut events {
        e.residuals.clear();
        e.residual_times.clear();
    }
    let bare = section_of(&events);
    assert!(reason(&bare, "corrado-zivney").contains("no other bar"));
    assert!(reason(&bare, "grank-t").contains("no event has residuals"));
    assert!(reason(&bare, "generalised-sign").contains("no residuals"));
    let mut events = base;
    events.iter_mut().for_each(|e| (e.abnormal[0], e.car[0]) = (f64::NAN, f64::NAN));
    let section = section_of(&events);
    let outcome = run(&section, day(-2), "corrado-zivney");
    assert!(matches!(outcome, Outcome::NotApplicable { .. }), "{outcome:?}");
    let window = run(&section, window(), "corrado-zivney");
    let caution = window.result().unwrap().caution.clone().unwrap();
    assert!(caution.starts_with("1 bars"), "{caution}");
    let options = TestOptions::default();
    let context = TestContext::new(&section, &options);
    let family = romano_wolf(&context, &[day(-2)], &[FlippedFigure::Car], FlippedUnits::Events);
    assert!(family.unwrap_err().contains("[-2, -2]"));
}

#[test]
fn results_do_not_depend_on_the_number_of_threads() {
    let section = section_of(&measured(Shape { seed: 3, events: 3_000, grid: 0, gaps: 7 }));
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| IDS.map(|id| run(&section, day(1), id)))
    };
    let one = on(1);
    assert_eq!(one, on(3));
    assert!(one.iter().filter(|o| o.result().is_some()).count() >= 11, "{one:?}");
}

/// With many events all tests see the same effect, and draws agree with the normal law.
#[test]
fn drawn_signs_agree_with_the_law_they_stand_for() {
    let section = section_of(&measured(Shape { seed: 8, events: 400, grid: 0, gaps: 0 }));
    let options = TestOptions::default();
    let context = TestContext::new(&section, &options);
    for window in [window(), day(0)] {
        let sample = context.sample(window).unwrap();
        let p = |id: &str| {
            let test = TESTS.iter().find(|t| t.id == id).unwrap().run.unwrap();
            test(&sample).p_value().unwrap()
        };
        let t = p("cross-sectional-t");
        for id in ["sign-flip", "wild-cluster"] {
            // Four standard errors of a share of 4,999 draws.
            let error = 4.0 * (t * (1.0 - t) / 4_999.0).sqrt() + 0.01;
            assert!((p(id) - t).abs() < error, "{id}: {} {t}", p(id));
        }
        assert!((p("bootstrap-bmp") - p("sign-flip-standardised")).abs() < 0.04);
    }
}

/// Zero returns of a thinly traded firm are ties of estimation and event bars alike.
#[test]
fn zero_returns_stay_tied_across_the_windows() {
    let mut firm: Vec<f64> = (0..45).map(|i| 0.001 * f64::from((i * 17) % 23 - 11)).collect();
    (0..45).step_by(3).for_each(|i| firm[i] = 0.0);
    let samples = Samples {
        estimation_firm: firm[..40].to_vec(),
        estimation_times: (-42..-2).collect(),
        event_firm: firm[40..].to_vec(),
        steps: 1,
        ..Samples::default()
    };
    let estimate = model("constant-mean").unwrap().estimate(&samples.estimation()).unwrap();
    let mut section = CrossSection::new(window(), &[]);
    let how = Measuring {
        event_window: section.event_window(),
        windows: section.windows(),
        missing: MissingBars::Complete,
        returns: ReturnKind::Simple,
    };
    let event = measure(
        estimate.as_ref(),
        &samples,
        EventOfFirm { day_zero: 50, firm: 0, cluster: 50 },
        &how,
    );
    section.push(&event);
    let (estimation, window) = event_ranks(&section, 0);
    assert_eq!(window[2], estimation[0], "bars 42 and 0 both had no return");
    assert_eq!(estimation[3], estimation[0]);
}
