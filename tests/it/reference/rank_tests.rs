//! The worked example of the rank, sign and resampling tests: every figure of
//! `tests/reference/expected.json` that they give.

use eventstudy::abnormal::internals::{CrossSection, EventOfFirm, Measuring, MissingBars, measure};
use eventstudy::inference::internals::{
    FlippedFigure, FlippedUnits, Jackknife, SignedRank, TestContext, Zeros, benjamini_hochberg,
    benjamini_yekutieli, bonferroni, event_ranks, holm, mean, romano_wolf, standard_deviation,
};
use eventstudy::inference::{Outcome, TESTS, TestOptions, TestResult};
use eventstudy::models::model;
use eventstudy::returns::internals::Samples;
use eventstudy::returns::{ReturnKind, Window};
use serde_json::Value;

use crate::support::worked_example::{
    TOLERANCE, TOLERANCE_P, applies, close, column, day, detail, expected, list, samples,
    samples_with_missing_bars, table, window,
};

const DAYS: [i32; 3] = [-1, 0, 1];

/// Adds an event of day 0, firm and cluster, measured with the market model.
fn push(
    section: &mut CrossSection,
    samples: &Samples,
    who: (usize, usize, usize),
    missing: MissingBars,
) {
    let estimate = model("market-model").unwrap().estimate(&samples.estimation()).unwrap();
    let how = Measuring {
        event_window: section.event_window(),
        windows: section.windows(),
        missing,
        returns: ReturnKind::Simple,
    };
    let (day_zero, firm, cluster) = who;
    let event = EventOfFirm { day_zero, firm, cluster };
    let measured = measure(estimate.as_ref(), samples, event, &how);
    section.push(&measured);
}

/// The four firms of the first example. They share their dates, which tests of independent events
/// refuse; their figures are of days set apart.
fn section_a(days_apart: usize) -> CrossSection {
    let clusters = table("inputs_a_events.csv");
    let mut section = CrossSection::new(window(), &[window()]);
    for firm in 0..4 {
        let cluster = usize::from(clusters[firm]["cluster"] != clusters[0]["cluster"]);
        let who = (100 + firm * days_apart, firm, cluster);
        push(&mut section, &samples(firm + 1), who, MissingBars::Complete);
    }
    section
}

/// The events of the second example, with missing bars and calendars of their own.
fn section_b(missing: MissingBars, days_apart: usize) -> CrossSection {
    let mut section = CrossSection::new(window(), &[window()]);
    for event in 1..=4_usize {
        let (date, samples) = samples_with_missing_bars(event);
        push(&mut section, &samples, (date + event * days_apart, event, date), missing);
    }
    section
}

#[track_caller]
fn run(section: &CrossSection, window: Window, id: &str) -> Outcome {
    let options = TestOptions::default();
    let context = TestContext::new(section, &options);
    let sample = context.sample(window).unwrap();
    TESTS.iter().find(|t| t.id == id).unwrap().run.unwrap()(&sample)
}

#[track_caller]
fn result(section: &CrossSection, window: Window, id: &str) -> TestResult {
    applies(run(section, window, id))
}

#[test]
fn signs_of_cars() {
    let want = &expected()["tests_a"]["gsign"];
    let section = section_a(0);
    let windows = DAYS.map(day).into_iter().chain([window()]);
    let wanted = want["days"].as_array().unwrap().iter().chain([&want["car"]]);
    for (window, want_window) in windows.zip(wanted) {
        let sign = result(&section, window, "sign");
        close(sign.statistic, &want_window["w"], 0.0, "w");
        close(sign.p_value, &want_window["p_sign_exact"], TOLERANCE_P, "exact p");
        close(detail(&sign, "z"), &want_window["z_sign"], TOLERANCE, "z");
        let generalised = result(&section, window, "generalised-sign");
        close(detail(&generalised, "p_hat"), &want["phat"], TOLERANCE, "p^");
        close(detail(&generalised, "w"), &want_window["w"], 0.0, "w");
        close(generalised.statistic, &want_window["z_gsign"], TOLERANCE, "z");
        close(generalised.p_value, &want_window["p_gsign"], TOLERANCE_P, "p");
        let exact = detail(&generalised, "p_exact");
        close(exact, &want_window["p_gsign_exact"], TOLERANCE_P, "exact p");
    }
    for (k, t) in DAYS.into_iter().enumerate() {
        let sign = result(&section, day(t), "corrado-sign");
        let want = &expected()["tests_a"]["corrado_sign_day"][k];
        close(sign.statistic, want, TOLERANCE, "side of the median");
        assert_eq!(sign.statistic, detail(&sign, "cowan_statistic"));
    }
}

#[test]
fn ranks_in_time() {
    let want = &expected()["tests_a"];
    let section = section_a(0);
    for i in 0..4 {
        let (estimation, event) = event_ranks(&section, i);
        let ranks: Vec<f64> = estimation.into_iter().chain(event).collect();
        assert_eq!(ranks, list(&want["corrado_rank_day"]["ranks"][i]));
    }
    for (id, key) in [
        ("corrado-rank", "corrado_rank_day"),
        ("corrado-zivney", "corrado_zivney_day"),
        ("corrado-zivney-restandardised", "corrado_zivney_restd"),
    ] {
        for (k, t) in DAYS.into_iter().enumerate() {
            let test = result(&section, day(t), id);
            close(test.statistic, &want[key]["z"][k], TOLERANCE, id);
            close(detail(&test, "s"), &want[key]["s"], TOLERANCE, id);
        }
    }
    for id in ["corrado-rank", "corrado-zivney"] {
        let test = result(&section, window(), id);
        close(test.statistic, &want["corrado_rank_car_fpc"]["stat"], TOLERANCE, id);
        close(test.p_value, &want["corrado_rank_car_fpc"]["p"], TOLERANCE_P, id);
        let cowan = detail(&test, "cowan_statistic");
        close(cowan, &want["corrado_rank_car_cowan"]["stat"], TOLERANCE, id);
    }
    let test = result(&section, window(), "corrado-zivney-restandardised");
    let z = &want["corrado_zivney_restd"]["z_window"];
    close(detail(&test, "cowan_statistic"), z, TOLERANCE, "re-standardised");
}

#[test]
fn ranks_in_time_with_missing_bars() {
    let want = &expected()["b"];
    for missing in [MissingBars::Complete, MissingBars::Available] {
        let section = section_b(missing, 0);
        for (id, key) in [
            ("corrado-zivney", "corrado_zivney"),
            ("corrado-zivney-restandardised", "corrado_zivney_restd"),
        ] {
            for (k, t) in DAYS.into_iter().enumerate() {
                let test = result(&section, day(t), id);
                close(test.statistic, &want[key]["z"][k], TOLERANCE, id);
                close(detail(&test, "s"), &want[key]["s"], TOLERANCE, id);
            }
        }
        let test = result(&section, window(), "corrado-zivney");
        let z = &want["corrado_zivney"]["z_window"];
        close(detail(&test, "cowan_statistic"), z, TOLERANCE, "window");
        let complete_only = run(&section, window(), "corrado-rank");
        assert!(matches!(complete_only, Outcome::NotApplicable { .. }), "{complete_only:?}");
    }
}

#[track_caller]
fn check_grank(section: &CrossSection, window: Window, want: &Value) {
    let options = TestOptions::default();
    let context = TestContext::new(section, &options);
    let sample = context.sample(window).unwrap();
    let sd = standard_deviation(&sample.scar).unwrap();
    for (scar, want) in sample.scar.iter().zip(want["scar_star"].as_array().unwrap()) {
        close(scar / sd, want, TOLERANCE, "SCAR*");
    }
    let ranks = sample.generalised_ranks().unwrap();
    assert_eq!(ranks.event_ranks.len(), want["u_event"].as_array().unwrap().len());
    for (u, want) in ranks.event_ranks.iter().zip(want["u_event"].as_array().unwrap()) {
        close(*u, want, TOLERANCE, "U_0");
    }
    let t = result(section, window, "grank-t");
    close(detail(&t, "u0"), &want["u0"], TOLERANCE, "mean U_0");
    close(detail(&t, "s"), &want["s"], TOLERANCE, "S");
    close(detail(&t, "z"), &want["Z"], TOLERANCE, "Z");
    close(detail(&t, "bars"), &want["T"], 0.0, "T");
    close(t.statistic, &want["t"], TOLERANCE, "GRANK-T");
    close(t.p_value, &want["p"], TOLERANCE_P, "p of it");
    assert!(t.caution.is_some(), "so few events deserve a caution");
    let z = result(section, window, "grank-z");
    close(z.statistic, &want["grank_z"], TOLERANCE, "GRANK-Z");
    close(z.p_value, &want["p_z"], TOLERANCE_P, "p of it");
}

#[test]
fn generalised_ranks() {
    let want = expected();
    let section = section_a(1);
    check_grank(&section, window(), &want["tests_a"]["grank_car"]);
    for (k, t) in DAYS.into_iter().enumerate() {
        check_grank(&section, day(t), &want["tests_a"]["grank_day"][k]);
    }
    let b = &want["b"];
    let complete = section_b(MissingBars::Complete, 1);
    check_grank(&complete, window(), &b["complete_only"]["grank"]);
    let available = section_b(MissingBars::Available, 1);
    check_grank(&available, window(), &b["available_days"]["grank"]);
    // On their real dates the events are not independent.
    for section in [section_a(0), section_b(MissingBars::Complete, 0)] {
        assert!(matches!(run(&section, window(), "grank-z"), Outcome::NotApplicable { .. }));
        assert!(run(&section, window(), "grank-t").result().is_some());
    }
}

#[test]
fn generalised_sign_with_missing_bars() {
    let b = &expected()["b"];
    for (key, missing) in
        [("complete_only", MissingBars::Complete), ("available_days", MissingBars::Available)]
    {
        let test = result(&section_b(missing, 0), window(), "generalised-sign");
        close(detail(&test, "p_hat"), &b[key]["phat"], TOLERANCE, key);
        close(test.statistic, &b[key]["gsign"], TOLERANCE, key);
        close(test.observations as f64, &b[key]["n"], 0.0, key);
    }
}

#[test]
fn signed_ranks() {
    let want = expected();
    let section = section_a(0);
    let windows = DAYS.map(day).into_iter().chain([window()]);
    let days = want["tests_a"]["wilcoxon_day"].as_array().unwrap();
    for (window, want) in windows.zip(days.iter().chain([&want["tests_a"]["wilcoxon_car"]])) {
        let test = result(&section, window, "wilcoxon");
        close(test.statistic, &want["z"], TOLERANCE, "z");
        close(test.p_value, &want["p_exact"], TOLERANCE_P, "exact p");
        for (name, key) in [("w_plus", "w_plus"), ("mean", "mean"), ("variance", "var")] {
            close(detail(&test, name), &want[key], TOLERANCE, name);
        }
        close(detail(&test, "p_normal"), &want["p_normal"], TOLERANCE_P, "normal p");
        close(detail(&test, "z_corrected"), &want["z_cc"], TOLERANCE, "corrected z");
        close(detail(&test, "p_corrected"), &want["p_normal_cc"], TOLERANCE_P, "corrected p");
    }
    let want = &want["wilcoxon_e"];
    let test = SignedRank::of(&column(&table("inputs_e.csv"), "x"), Zeros::Drop).unwrap();
    close(test.n as f64, &want["n"], 0.0, "n");
    close(test.w_plus, &want["w_plus"], TOLERANCE, "W+ with ties");
    close(test.variance, &want["var"], TOLERANCE, "variance with ties");
    close(test.z, &want["z"], TOLERANCE, "z");
    close(test.z_corrected, &want["z_cc"], TOLERANCE, "corrected z");
    close(test.p_normal, &want["p_normal"], TOLERANCE_P, "normal p");
    close(test.p_corrected, &want["p_normal_cc"], TOLERANCE_P, "corrected p");
    close(test.p_exact.unwrap(), &want["p_exact"], TOLERANCE_P, "exact p");
}

#[test]
fn pseudo_values_of_the_standardised_t() {
    let want = &expected()["tests_a"]["jackknife"];
    let section = section_a(0);
    let options = TestOptions::default();
    let context = TestContext::new(&section, &options);
    let scar = context.sample(window()).unwrap().scar;
    let t = |x: &[f64]| standard_deviation(x).map(|sd| mean(x) / sd * (x.len() as f64).sqrt());
    let figures = Jackknife::of(&scar, t).unwrap();
    for (value, want) in figures.pseudo_values().iter().zip(want["pseudo_t"].as_array().unwrap()) {
        close(*value, want, TOLERANCE, "pseudo-value");
    }
    let pseudo = figures.pseudo_values();
    let t = mean(&pseudo) / (standard_deviation(&pseudo).unwrap() / 2.0);
    close(t, &want["stat"], TOLERANCE, "t of the pseudo-values");
    assert_eq!(want["pseudo_mean_is_scar"], true);
    let of_mean = Jackknife::of(&scar, |x| Some(mean(x))).unwrap();
    for (pseudo, scar) in of_mean.pseudo_values().iter().zip(&scar) {
        assert!((pseudo / scar - 1.0).abs() < 1e-12);
    }
}

#[test]
fn all_signs() {
    let want = &expected()["tests_a"];
    let section = section_a(1);
    let plain = result(&section, window(), "sign-flip");
    close(plain.statistic, &want["csect_car"]["stat"], TOLERANCE, "t");
    close(plain.p_value, &want["signflip"]["p_csect_car"], TOLERANCE_P, "p");
    close(detail(&plain, "smallest_p"), &Value::from(0.125), 0.0, "2 of 16");
    let standardised = result(&section, window(), "sign-flip-standardised");
    close(standardised.statistic, &want["bmp_car"]["stat"], TOLERANCE, "t");
    close(standardised.p_value, &want["signflip"]["p_bmp_car"], TOLERANCE_P, "p");
    let cluster = result(&section, window(), "wild-cluster");
    close(cluster.statistic, &want["cluster_car"]["stat"], TOLERANCE, "cluster-robust t");
    close(detail(&cluster, "clusters"), &want["cluster_car"]["G"], 0.0, "G");
    let bootstrap = result(&section, window(), "bootstrap-bmp");
    close(bootstrap.statistic, &want["bmp_car"]["stat"], TOLERANCE, "t");
}

#[test]
fn families_of_tests() {
    let want = expected();
    let m = &want["multiple"];
    let p = list(&m["p"]);
    for (key, adjusted) in [
        ("bonferroni", bonferroni(&p)),
        ("holm", holm(&p)),
        ("bh", benjamini_hochberg(&p)),
        ("by", benjamini_yekutieli(&p)),
    ] {
        for (a, w) in adjusted.iter().zip(m[key].as_array().unwrap()) {
            close(*a, w, TOLERANCE_P, key);
        }
    }
    let want = &want["romano_wolf_days"];
    let section = section_a(0);
    let options = TestOptions::default();
    let context = TestContext::new(&section, &options);
    let family =
        romano_wolf(&context, &DAYS.map(day), &[FlippedFigure::Car], FlippedUnits::Events).unwrap();
    for (k, hypothesis) in family.iter().enumerate() {
        close(hypothesis.statistic.abs(), &want["stat"][k], TOLERANCE, "t");
        close(hypothesis.p_single, &want["p_single"][k], TOLERANCE_P, "single p");
        close(hypothesis.p_adjusted, &want["p"][k], TOLERANCE_P, "adjusted p");
    }
    assert_eq!(family.len(), 3);
}
