use eventstudy::abnormal::internals::{CrossSection, Measured, Member};
use eventstudy::inference::TestOptions;
use eventstudy::inference::internals::{
    CorrelatedEvents, EXACT_WORK, Grouped, LeftOut, Pairwise, Way, Whole, left_out,
    mean_correlations, sums_of_exact_groups,
};
use eventstudy::returns::Window;

/// Events on few days with a common part in their residuals, and missing bars.
fn section(events: usize) -> CrossSection {
    let mut state = 42_u64;
    let mut draw = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as f64 / (1u64 << 53) as f64 - 0.5
    };
    let market: Vec<f64> = (0..300).map(|_| draw()).collect();
    let window = Window::new(-2, 2).unwrap();
    let mut section = CrossSection::new(window, &[window]);
    for firm in 0..events {
        let day_zero = 100 + (15.0 * (draw() + 0.5)) as usize;
        let times: Vec<i32> = (-60..-5).filter(|_| draw() < 0.4).collect();
        let residual = |t: &i32| market[(day_zero as i32 + t) as usize] + draw();
        section.push(&Measured {
            member: Member {
                day_zero,
                firm,
                cluster: day_zero,
                degrees_of_freedom: 50.0,
                sigma: 1.0,
            },
            residuals: times.iter().map(residual).collect(),
            residual_times: times,
            abnormal: vec![0.0; 5],
            car: vec![0.0; 6],
            variance: vec![1.0; 6],
            standardised_variance: Vec::new(),
            buy_and_hold: vec![0.0; 6],
            bars_covered: Vec::new(),
        });
    }
    section
}

/// With as many draws as pairs every pair is drawn once.
#[test]
fn drawing_every_pair_is_the_exact_average() {
    let (section, options) = (section(60), TestOptions::default());
    let exact = Whole::within(&section, &options, EXACT_WORK, 0).lags.over(5, 60.0);
    let drawn = Whole::within(&section, &options, 0.0, 1 << 20).lags.over(5, 60.0);
    assert!((exact.rbar - drawn.rbar).abs() < 1e-7, "{exact:?} {drawn:?}");
    assert!(exact.rbar > 0.05 && exact.sampled.is_none() && drawn.sampled.is_none());
    assert_eq!(exact.pairs, drawn.pairs);
}

/// Sums over groups, pairs one by one and the definition agree, also where an outlier outside the
/// common bars holds nearly all of an event's variation.
#[test]
fn both_ways_are_the_correlations_of_the_definition() {
    let mut section = section(40);
    let mut wild = section.measured(7);
    wild.residuals[0] = 1e4;
    wild.member.firm = 40;
    section.push(&wild);
    let (lags, minimum) = (5, 10);
    let all: Vec<usize> = (0..section.len()).collect();
    let grouped = Grouped::of(&section, &all);
    let by_groups = sums_of_exact_groups(&grouped, &section, lags, minimum);
    let by_pairs = Pairwise::of(&grouped, &section, lags, minimum).sums(&grouped, lags, None);
    let mut defined = vec![(0_u64, 0.0_f64); lags];
    for i in 0..section.len() {
        for j in 0..i {
            let days = [i, j].map(|k| section.members()[k].day_zero);
            let Some(lag) = defined.get_mut(days[0].abs_diff(days[1])) else { continue };
            lag.0 += 1;
            lag.1 += defined_correlation(&section, [i, j], minimum).unwrap_or(0.0);
        }
    }
    for ((a, b), (pairs, sum)) in by_groups.iter().zip(&by_pairs).zip(&defined) {
        assert_eq!((a.pairs, b.pairs, a.unestimated), (*pairs, *pairs, b.unestimated));
        assert!((a.sum - sum).abs() < 1e-11 && (b.sum - sum).abs() < 1e-11, "{a:?} {b:?} {sum}");
    }
}

fn defined_correlation(section: &CrossSection, pair: [usize; 2], minimum: usize) -> Option<f64> {
    let [left, right] = pair.map(|i| {
        let day = section.members()[i].day_zero as i32;
        let calendar = section.residual_times(i).iter().map(move |t| day + t);
        calendar
            .zip(section.residuals(i).iter().copied())
            .collect::<std::collections::BTreeMap<i32, f64>>()
    });
    let both: Vec<(f64, f64)> =
        left.iter().filter_map(|(bar, x)| Some((*x, *right.get(bar)?))).collect();
    let n = both.len() as f64;
    let (x, y) = both.iter().fold((0.0, 0.0), |(x, y), (a, b)| (x + a / n, y + b / n));
    let sums = both.iter().fold([0.0; 3], |[xx, yy, xy], (a, b)| {
        [xx + (a - x) * (a - x), yy + (b - y) * (b - y), xy + (a - x) * (b - y)]
    });
    (both.len() >= minimum).then(|| sums[2] / (sums[0] * sums[1]).sqrt())
}

#[test]
fn a_sample_of_pairs_is_within_its_standard_error() {
    let section = section(300);
    let part: Vec<usize> = (0..300).filter(|i| i % 7 > 0).collect();
    let (mut outside, mut total) = (0, 0);
    for seed in 0..20 {
        let options = TestOptions { seed, minimum_common_bars: 10, ..TestOptions::default() };
        let exact = Whole::within(&section, &options, EXACT_WORK, 0);
        let whole = Whole::within(&section, &options, 0.0, 2_000);
        let part_of = |whole: &Whole| {
            let part = [LeftOut(left_out(&part, section.len()))];
            whole.parts(&section, &options, &part).remove(0).unwrap()
        };
        let (some, true_some) = (part_of(&whole), part_of(&exact));
        let n = part.len() as f64;
        for length in 1..=5 {
            let pairs = [
                (whole.lags.over(length, 300.0), exact.lags.over(length, 300.0)),
                (some.over(length, n), true_some.over(length, n)),
            ];
            for (drawn, exact) in pairs {
                let sampled = drawn.sampled.unwrap();
                assert!(sampled.drawn < drawn.pairs && drawn.pairs == exact.pairs);
                let z = (drawn.rbar - exact.rbar) / sampled.standard_error;
                assert!(z.abs() < 4.5, "{z} {drawn:?} {exact:?}");
                outside += usize::from(z.abs() > 1.96);
                total += 1;
            }
        }
        let again = Whole::within(&section, &options, 0.0, 2_000);
        let draws = |whole: &Whole| match &whole.way {
            Way::Sampled(draws) => format!("{draws:?}"),
            other => panic!("{other:?}"),
        };
        assert_eq!(draws(&whole), draws(&again), "the seed decides");
    }
    assert!(outside < total / 10, "{outside} of {total}");
}

/// More parts than go into one pass over the sample.
#[test]
fn parts_taken_together_are_those_one_by_one() {
    let (section, options) = (section(300), TestOptions::default());
    let whole = Whole::within(&section, &options, 0.0, 2_000);
    let Way::Sampled(sample) = &whole.way else { panic!("{:?}", whole.way) };
    let part = |k: usize| LeftOut((0..300).filter(|i| i % 70 == k % 70 || *i == k).collect());
    let parts: Vec<LeftOut> = (0..100).map(part).collect();
    for (part, together) in parts.iter().zip(whole.without(sample, &section, &parts)) {
        let alone = whole.parts(&section, &options, std::slice::from_ref(part)).remove(0);
        assert_eq!(alone.ok(), together);
        let events: Vec<usize> = (0..300).filter(|i| !part.0.contains(i)).collect();
        assert_eq!(left_out(&events, 300), part.0);
    }
}

#[test]
fn the_answer_does_not_depend_on_what_was_asked_beside() {
    let (section, options) = (section(40), TestOptions::default());
    let all: Vec<usize> = (0..40).collect();
    let some: Vec<usize> = (0..40).filter(|i| i % 3 > 0).collect();
    let of = |section: &CrossSection, events: &[&[usize]]| {
        let windows: Vec<_> = events
            .iter()
            .map(|events| CorrelatedEvents { events, window: Window::new(0, 0).unwrap() })
            .collect();
        mean_correlations(section, &options, &windows)
    };
    let together = of(&section, &[&all, &some, &some, &all[..1]]);
    assert_ne!(together[0], together[1]);
    assert_eq!(together[1], together[2]);
    assert!(together[3].is_err());
    assert_eq!(together[1], of(&section, &[&some])[0]);
    let alone = section.subset(&some);
    assert_eq!(together[1], of(&alone, &[&all[..some.len()]])[0]);
}
