//! What the models, gaps and events of a study of many come to, against figures made by hand.

use std::fmt::Write as _;

use eventstudy::abnormal::internals::MissingBars;
use eventstudy::event::{Announcements, LedgerPart, Reason};
use eventstudy::inference::{Outcome, TestId};
use eventstudy::models::internals::BetaPrior;
use eventstudy::prelude::*;
use eventstudy::prices::{Factors, PricePanel};
use eventstudy::report::cross_section::CrossSectionReport;
use eventstudy::returns::ReturnPanel;
use eventstudy::study::LedgerRow;
use eventstudy::study::many::{CrossSectionResults, CrossSectionStudy, EventRow, WindowResult};

use crate::support::general_market_model::GeneralMarketModel;
use crate::support::prices::{announcements, read_prices, tickers};
use crate::support::random::Xorshift;

const FIRMS: [&str; 10] = ["AA", "BB", "CC", "DD", "EE", "FF", "P1", "P2", "P3", "MKT"];

/// Prices of all tickers on the sessions of 2021 to 2023, without these closes.
struct World {
    calendar: TradingCalendar,
    panel: PricePanel,
    prices: Prices,
    first: usize,
}

fn world(holes: &[(&str, usize)]) -> World {
    let calendar = TradingCalendar::new_york();
    let mut random = Xorshift::new(11);
    let mut draw = move || random.uniform();
    let within = |date: &str| ("2021-01-01".."2023-12-31").contains(&date);
    let dates: Vec<String> = calendar.days().iter().map(|d| d.date.to_string()).collect();
    let first = dates.iter().position(|date| within(date)).unwrap();
    let days: Vec<&String> = dates.iter().filter(|date| within(date)).collect();
    let market: Vec<f64> = days.iter().map(|_| 0.03 * draw()).collect();
    let mut text = "date,ticker,close\n".to_owned();
    for (k, firm) in FIRMS.iter().enumerate() {
        let (mut price, beta) = (100.0, if *firm == "MKT" { 1.0 } else { 0.4 + 0.2 * k as f64 });
        for (i, day) in days.iter().enumerate() {
            let own = if *firm == "MKT" { 0.0 } else { 0.04 * draw() };
            price *= 1.0 + 0.0002 + beta * market[i] + own;
            if !holes.contains(&(firm, i)) {
                writeln!(text, "{day},{firm},{price}").unwrap();
            }
        }
    }
    let prices = read_prices(&[("prices.csv", text)], &FIRMS).unwrap();
    let panel = PricePanel::from_prices(prices.clone(), &calendar).unwrap();
    World { calendar, panel, prices, first }
}

fn window(text: &str) -> Window {
    text.parse().unwrap()
}

fn spec(model: &str) -> StudySpec {
    let mut spec = StudySpec {
        model: model.into(),
        benchmark: "MKT".parse().unwrap(),
        estimation_length: 100,
        estimation_end: -6,
        window: window("-5..5"),
        car_windows: ["-1..1", "0..0", "-5..5"].map(window).to_vec(),
        ..StudySpec::default()
    };
    spec.cross_section.tests.resamples = 99;
    spec
}

impl World {
    fn date(&self, session: usize) -> String {
        self.calendar.days()[self.first + session].date.to_string()
    }

    /// The close of the firm on this session, counted from the first of the data.
    fn close(&self, firm: &str, session: usize) -> f64 {
        let firm = self.panel.firm(&firm.parse().unwrap()).unwrap();
        ReturnPanel::of(&self.panel, ReturnKind::Simple).close(firm).at(self.first + session)
    }

    fn growth(&self, firm: &str, from: usize, to: usize) -> f64 {
        self.close(firm, to) / self.close(firm, from - 1)
    }

    /// Returns of the firm on these sessions.
    fn returns(&self, firm: &str, sessions: std::ops::Range<usize>) -> Vec<f64> {
        let firm = self.panel.firm(&firm.parse().unwrap()).unwrap();
        let panel = ReturnPanel::of(&self.panel, ReturnKind::Simple);
        sessions.map(|s| panel.series(firm).at(self.first + s)).collect()
    }

    fn events(&self, events: &[(&str, usize)]) -> Announcements {
        let mut text = "id,date,ticker\n".to_owned();
        for (k, (firm, session)) in events.iter().enumerate() {
            writeln!(text, "e{k},{},{firm}", self.date(*session)).unwrap();
        }
        announcements(&text)
    }

    fn run(&self, events: &[(&str, usize)], spec: StudySpec) -> CrossSectionResults {
        CrossSectionStudy::new(spec, &self.calendar).run(&self.events(events), &self.panel).unwrap()
    }

    /// The same event in a study of its own.
    fn alone(
        &self,
        (firm, session): (&str, usize),
        spec: StudySpec,
    ) -> eventstudy::study::DailyResult {
        let published = self.date(session).parse().unwrap();
        let event = Event::one_off(published, "a story", &tickers(&[firm])).unwrap();
        let results = Study::new(spec, &self.calendar).run(&[event], &self.prices).unwrap();
        results.events[0].firms[0].daily.clone().unwrap()
    }
}

/// Events far enough apart that nothing overlaps.
const APART: [(&str, usize); 6] =
    [("AA", 200), ("BB", 250), ("CC", 300), ("DD", 350), ("EE", 400), ("FF", 450)];

#[track_caller]
fn near(found: Option<f64>, expected: f64) {
    let found = found.unwrap_or(f64::NAN);
    assert!((found - expected).abs() <= 1e-11 * expected.abs().max(1.0), "{found} {expected}");
}

fn row<'a>(results: &'a CrossSectionResults, firm: &str) -> &'a EventRow {
    results.events.iter().find(|e| e.ticker == firm).unwrap_or_else(|| panic!("no {firm}"))
}

fn ledger<'a>(results: &'a CrossSectionResults, firm: &str) -> &'a LedgerRow {
    results.ledger.iter().find(|l| l.ticker == firm).unwrap_or_else(|| panic!("no {firm}"))
}

fn test<'a>(window: &'a WindowResult, id: &str) -> &'a Outcome {
    window.tests.iter().find(|t| t.test() == id).unwrap_or_else(|| panic!("no {id}"))
}

fn note<'a>(results: &'a CrossSectionResults, words: &str) -> Option<&'a str> {
    results.notes.iter().find(|note| note.contains(words)).map(String::as_str)
}

/// Beta, its variance and `s^2/Sxx` by the formulas.
fn beta_by_hand(world: &World, firm: &str, sessions: std::ops::Range<usize>) -> (f64, f64) {
    let (y, x) = (world.returns(firm, sessions.clone()), world.returns("MKT", sessions));
    let n = x.len() as f64;
    let (mx, my) = (x.iter().sum::<f64>() / n, y.iter().sum::<f64>() / n);
    let sxx: f64 = x.iter().map(|x| (x - mx) * (x - mx)).sum();
    let sxy: f64 = x.iter().zip(&y).map(|(x, y)| (x - mx) * (y - my)).sum();
    let beta = sxy / sxx;
    let squares: f64 = x.iter().zip(&y).map(|(x, y)| (y - my - beta * (x - mx)).powi(2)).sum();
    (beta, squares / (n - 2.0) / sxx)
}

#[test]
fn the_prior_of_vasicek_is_made_of_the_other_firms_of_the_day() {
    let world = world(&[]);
    // Far from the other events, but that FF has one two days later.
    let events =
        [("AA", 120), ("BB", 170), ("CC", 220), ("DD", 270), ("EE", 700), ("FF", 702), ("AA", 300)];
    let results = world.run(&events, spec("vasicek"));
    let estimation = 700 - 105..700 - 5;
    let prior = |others: &[&str]| {
        let betas: Vec<(f64, f64)> =
            others.iter().map(|f| beta_by_hand(&world, f, estimation.clone())).collect();
        BetaPrior::of(&betas).unwrap()
    };
    let shrunk = |prior: BetaPrior| {
        let (beta, variance) = beta_by_hand(&world, "EE", estimation.clone());
        let weight = (1.0 / variance) / (1.0 / variance + 1.0 / prior.variance);
        weight * beta + (1.0 - weight) * prior.mean
    };
    near(row(&results, "EE").beta, shrunk(prior(&["AA", "BB", "CC", "DD"])));
    near(
        row(&results, "EE").beta_by_least_squares,
        beta_by_hand(&world, "EE", estimation.clone()).0,
    );
    assert!(note(&results, "drawn to the mean").unwrap().starts_with("7 of 7 events"));

    let named = StudySpec { peers: tickers(&["P1", "P2", "P3", "AA", "FF"]), ..spec("vasicek") };
    let results = world.run(&events, named.clone());
    near(row(&results, "EE").beta, shrunk(prior(&["AA", "P1", "P2", "P3"])));
    // The study of one event has the same prior where no other event is known.
    let results = world.run(&events[4..5], named.clone());
    let alone = world.alone(events[4], named);
    near(row(&results, "EE").beta, alone.coefficients[1].value);
    near(row(&results, "EE").car, alone.windows[0].car.unwrap().value);
}

#[test]
fn estimates_that_fall_back_or_warn_are_counted() {
    let world = world(&[]);
    let results = world.run(&APART, spec("garch"));
    assert!(results.events.iter().all(|e| e.flags.contains(&"fallback")));
    let told = note(&results, "least squares").unwrap();
    assert!(told.starts_with("6 of 6 events: the GARCH(1,1) market model could not"), "{told}");
    assert!(told.contains("fewer than 250 estimation bars"), "{told}");
    let long = StudySpec { estimation_length: 300, ..spec("garch") };
    let enough = world.run(&[("EE", 400), ("FF", 450)], long);
    let fell = enough.events.iter().filter(|e| e.flags.contains(&"fallback")).count();
    assert_eq!(note(&enough, "could not be estimated").is_some(), fell > 0);

    let results = world.run(&APART, spec("blume"));
    assert!(note(&results, "Blume's beta is biased").unwrap().starts_with("6 of 6 events"));
    assert!(results.events.iter().all(|e| e.flags == ["date_only"]));
}

#[test]
fn a_position_is_held_through_sessions_without_a_price() {
    // AA has no price on day 0; BB none before the window; CC none at its end; DD all.
    let world = world(&[("AA", 200), ("BB", 248), ("CC", 301)]);
    let events = &APART[..4];
    let all = [spec("market-model"), spec("market-adjusted"), spec("trade-to-trade")];
    let mut sections: Vec<CrossSectionResults> =
        all.into_iter().map(|spec| world.run(events, spec)).collect();
    sections.push(
        CrossSectionStudy::new(spec("market-model"), &world.calendar)
            .with_model(GeneralMarketModel)
            .run(&world.events(events), &world.panel)
            .unwrap(),
    );
    for results in &sections {
        let held = |firm: &str, day: usize| {
            world.growth(firm, day - 1, day + 1) - world.growth("MKT", day - 1, day + 1)
        };
        near(row(results, "AA").buy_and_hold, held("AA", 200));
        near(row(results, "DD").buy_and_hold, held("DD", 350));
        assert_eq!(row(results, "BB").buy_and_hold, None, "{}", results.spec.model);
        assert_eq!(row(results, "CC").buy_and_hold, None, "{}", results.spec.model);
        let headline = &results.windows[0];
        assert_eq!(headline.held, 2);
        let mean = (held("AA", 200) + held("DD", 350)) / 2.0;
        near(headline.mean_buy_and_hold, mean);
        // [-5,+5] holds every gap.
        assert_eq!(results.windows[2].held, 4);
        let gap = row(results, "AA");
        if results.spec.model != "trade-to-trade" {
            assert_eq!((gap.car, gap.valid_bars), (None, 1));
            let (alpha, beta) = (gap.alpha.unwrap_or(0.0), gap.beta.unwrap_or(1.0));
            let expected = world.returns("MKT", 199..202);
            let expected: f64 = expected.iter().map(|m| 1.0 + alpha + beta * m).product();
            near(gap.buy_and_hold_model, world.growth("AA", 199, 201) - expected);
        }
    }
    // One event by itself.
    let alone = world.alone(("AA", 200), spec("market-model"));
    assert!(alone.windows[0].car.is_none());
    near(
        alone.windows[0].buy_and_hold.map(|b| b.value),
        row(&sections[0], "AA").buy_and_hold.unwrap(),
    );
}

#[test]
fn matched_firms_are_what_a_position_is_held_against() {
    let world = world(&[]);
    let matched = StudySpec { peers: tickers(&["P1", "P2"]), ..spec("matched") };
    let results = world.run(&APART, matched.clone());
    let returns = |firm| world.returns(firm, 199..202);
    let peers: f64 =
        returns("P1").iter().zip(returns("P2")).map(|(a, b)| 1.0 + (a + b) / 2.0).product();
    near(row(&results, "AA").buy_and_hold, world.growth("AA", 199, 201) - peers);
    near(row(&results, "AA").buy_and_hold_model, row(&results, "AA").buy_and_hold.unwrap());
    let alone = world.alone(("AA", 200), matched);
    near(alone.windows[0].buy_and_hold.map(|b| b.value), row(&results, "AA").buy_and_hold.unwrap());
}

#[test]
fn firms_with_an_event_of_their_own_are_no_peers_or_donors_on_its_days() {
    let world = world(&[]);
    let events = [("AA", 300), ("P1", 304), ("BB", 400), ("CC", 450)];
    for model in ["industry", "matched", "synthetic-control"] {
        let with = |names: &[&str]| {
            let mut spec = spec(model);
            let chosen =
                if model == "synthetic-control" { &mut spec.donors } else { &mut spec.peers };
            *chosen = tickers(names);
            spec
        };
        let all = world.run(&events, with(&["P1", "P2", "P3"]));
        let without = world.run(&events[..1], with(&["P2", "P3"]));
        near(row(&all, "AA").car, row(&without, "AA").car.unwrap());
        let apart = world.run(&events[2..3], with(&["P1", "P2", "P3"]));
        near(row(&all, "BB").car, row(&apart, "BB").car.unwrap());
        assert!(
            note(&all, "were left out").unwrap().starts_with("1 of 4 events"),
            "{:?}",
            all.notes
        );
        let absent = CrossSectionStudy::new(with(&["P1", "P2", "GONE"]), &world.calendar)
            .run(&world.events(&events), &world.panel)
            .unwrap_err();
        assert!(absent.to_string().contains("GONE"), "{absent}");
        let hint = absent.hint();
        assert!(hint.contains("peers") || hint.contains("donors"), "{hint}");
        assert!(!hint.contains("--"), "{hint}");
    }
    let synthetic = StudySpec { donors: tickers(&["P1", "P2", "P3"]), ..spec("synthetic-control") };
    let coefficients = &row(&world.run(&events, synthetic), "AA").coefficients.clone();
    let names: Vec<&str> = coefficients.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["donor P2", "donor P3"]);
    let synthetic = StudySpec { donors: tickers(&["P1", "P2", "P3"]), ..spec("synthetic-control") };
    let alone = world.alone(APART[0], synthetic);
    let names: Vec<&str> = alone.coefficients.iter().map(|c| c.name.as_str()).collect();
    assert_eq!(names, ["donor P1", "donor P2", "donor P3"]);
}

/// The tests of volatility are of the events whose ratio stands beside them.
#[test]
fn volatility_counts_the_events_that_it_tests() {
    // No price of AA on day +3: one event has no window of eleven days.
    let world = world(&[("AA", 203)]);
    let results = world.run(&APART, spec("market-model"));
    let volatility = results.extras.volatility.unwrap();
    let counts: Vec<(String, usize)> =
        volatility.windows.iter().map(|w| (w.window.to_string(), w.events)).collect();
    assert_eq!(counts[2], ("[-5,+5]".to_owned(), 5));
    assert_eq!((counts[0].1, counts[1].1), (6, 6));
    for window in &volatility.windows {
        assert!(!window.tests.is_empty());
        for result in window.tests.iter().filter_map(Outcome::result) {
            assert_eq!(result.observations, window.events, "{} {}", window.window, result.test);
        }
    }
}

#[test]
fn a_synthetic_control_is_not_held_against_its_own_residuals() {
    let world = world(&[]);
    let donors = StudySpec { donors: tickers(&["P1", "P2", "P3"]), ..spec("synthetic-control") };
    let results = world.run(&APART, donors.clone());
    let headline = &results.windows[0];
    for id in [
        "corrado-rank",
        "corrado-zivney",
        "corrado-zivney-restandardised",
        "corrado-sign",
        "generalised-sign",
        "crude-dependence-adjustment",
        "grank-t",
        "bmp",
    ] {
        match test(headline, id) {
            Outcome::NotApplicable { reason, .. } => assert!(!reason.is_empty()),
            Outcome::Applies(result) => panic!("{result:?}"),
        }
    }
    assert_eq!(results.headline.tests, ["sign-flip", "wilcoxon"]);
    assert!(results.headline.reason.contains("no forecast variance"));
    assert!(results.headline.tests.iter().all(|id| test(headline, id.id()).p_value().is_some()));
    assert_eq!(headline.minimum_detectable_mean, None);
    for event in &results.events {
        let alone = APART.iter().find(|(firm, _)| *firm == event.ticker).unwrap();
        let alone = world.alone(*alone, donors.clone());
        let p = alone.windows[0].permutation.as_ref().and_then(Outcome::p_value);
        assert!(event.permutation_p.is_some() && event.permutation_p == p);
        assert_eq!((event.p_value, event.sample_quantile_p, event.scar), (None, None, None));
    }
}

#[test]
fn a_return_that_begins_before_the_window_is_not_summed() {
    // No price on day -2: the return of day -1 covers two days.
    let world = world(&[("AA", 198)]);
    let mut spec = spec("trade-to-trade");
    spec.cross_section.missing = MissingBars::Available;
    let results = world.run(&APART, spec);
    let at = results.events.iter().position(|e| e.ticker == "AA").unwrap();
    let section = &results.section;
    let abnormal = section.abnormal(at);
    near(row(&results, "AA").car, abnormal[5] + abnormal[6]);
    assert!(abnormal[4].is_finite() && abnormal[3].is_nan());
    // The whole window has it.
    let whole: f64 = abnormal.iter().filter(|ar| ar.is_finite()).sum();
    near(Some(section.car(at, section.column_of(window("-5..5")).unwrap())), whole);
}

/// A return over n sessions has n times the variance of one, wherever it is standardised or ranked.
#[test]
fn a_return_over_a_gap_is_on_the_scale_of_one_session_in_tests_by_bars() {
    // No price on day -2: the return of day -1 covers two days.
    let world = world(&[("AA", 198)]);
    let spec = spec("trade-to-trade");
    let results = world.run(&APART, spec.clone());
    let at = results.events.iter().position(|e| e.ticker == "AA").unwrap();
    let section = &results.section;
    let day = section.column_of(window("-1..-1")).unwrap();
    assert!(section.car(at, day).is_nan());
    let alone = world.alone(("AA", 200), spec);
    let bar = alone.bars.iter().find(|b| b.bar.t == -1).unwrap().bar;
    near(bar.abnormal, section.abnormal(at)[4]);
    near(bar.standard_error, section.variance(at, day).sqrt());
    let frame = results.abnormal_returns_frame().unwrap();
    let error = frame.column("standard_error").unwrap().f64().unwrap().get(11 * at + 4);
    assert_eq!(error, Some(section.variance(at, day).sqrt()));

    // Ten returns of AA, eleven of each other event.
    let mut z = 0.0;
    for i in 0..section.len() {
        let sar = |bar: usize| section.abnormal(i)[bar] / section.variance(i, bar).sqrt();
        let all: Vec<f64> = (0..11).map(sar).filter(|sar| sar.is_finite()).collect();
        assert_eq!(all.len(), if i == at { 10 } else { 11 });
        let nu = section.members()[i].degrees_of_freedom;
        z += all.iter().sum::<f64>() / (all.len() as f64 * nu / (nu - 2.0)).sqrt();
    }
    let whole = results.windows.iter().find(|w| w.window == window("-5..5")).unwrap();
    assert_eq!(whole.events, 6);
    let csar = test(whole, "patell-csar").result().unwrap().statistic;
    near(Some(csar), z / 6_f64.sqrt());

    let (_, ranks) = eventstudy::inference::internals::event_ranks(section, at);
    let scaled = section.abnormal(at)[4] / 2_f64.sqrt();
    let others = section.abnormal(at).iter().enumerate().filter(|(bar, _)| *bar != 4);
    let below = others.filter(|(_, ar)| **ar < scaled).count()
        + section.residuals(at).iter().filter(|e| **e < scaled).count();
    assert_eq!(ranks[4], (below + 1) as f64);

    // The path waits for the return that covers the gap.
    let events = |t: i32| results.path.iter().find(|p| p.t == t).unwrap().events;
    assert_eq!((events(-3), events(-2), events(-1), events(5)), (6, 5, 6, 6));
    near(results.path.last().unwrap().mean, whole.mean.unwrap());
}

#[test]
fn a_lone_event_is_tested_among_its_own_days_or_its_donors() {
    let world = world(&[]);
    let donors = StudySpec { donors: tickers(&["P1", "P2", "P3"]), ..spec("synthetic-control") };
    for spec in [spec("market-model"), spec("trade-to-trade"), donors] {
        let results = world.run(&APART[..1], spec.clone());
        let alone = world.alone(APART[0], spec);
        let [id] = results.headline.tests[..] else { panic!("{:?}", results.headline) };
        let expected = match id {
            TestId::SampleQuantile => alone.windows[0].sample_quantile.as_ref(),
            _ => alone.windows[0].permutation.as_ref(),
        };
        let expected = expected.unwrap().result().unwrap();
        let found = test(&results.windows[0], id.id()).result().unwrap();
        near(Some(found.statistic), expected.statistic);
        near(Some(found.p_value), expected.p_value);
        assert_eq!(found.reference, expected.reference);
        let words = CrossSectionReport::of(&results).summary();
        assert!(!words.contains("cannot be told") && words.contains(id.id()), "{words}");
    }
}

#[test]
fn estimates_need_three_degrees_of_freedom() {
    let world = world(&[]);
    // Two leads and two lags: six parameters.
    let short =
        |bars| StudySpec { estimation_length: bars, minimum_estimation: 5, ..spec("dimson-2") };
    let refused = CrossSectionStudy::new(short(8), &world.calendar)
        .run(&world.events(&APART), &world.panel)
        .unwrap_err();
    assert!(refused.to_string().contains("8 usable bars, and 9 are needed"), "{refused}");
    let results = world.run(&APART, short(9));
    assert!(results.events.iter().all(|e| e.degrees_of_freedom == 3.0));
    let event = Event::one_off(world.date(200).parse().unwrap(), "a story", &tickers(&["AA"]));
    let alone = Study::new(short(8), &world.calendar).run(&[event.unwrap()], &world.prices);
    let refused = alone.map(|r| r.exclusions.iter().map(|x| x.code).collect::<Vec<_>>());
    match refused {
        Ok(codes) => assert!(codes.contains(&Reason::ShortEstimation), "{codes:?}"),
        Err(error) => assert!(error.to_string().contains("9 are needed"), "{error}"),
    }
}

#[test]
fn the_ledger_names_the_series_that_is_missing() {
    let world = world(&[("MKT", 200), ("BB", 250)]);
    let results = world.run(&APART, spec("market-model"));
    let row = ledger(&results, "AA");
    assert_eq!((row.part, row.code), (LedgerPart::Window, Reason::NoBenchmark));
    assert!(row.reason.contains("the benchmark MKT is missing on"), "{}", row.reason);
    let day = format!("{} (day +0)", world.date(200));
    assert!(row.reason.contains(&day), "{}", row.reason);
    assert_eq!(ledger(&results, "BB").code, Reason::MissingEventBar);

    let mut prices = world.panel.clone();
    let days: Vec<usize> = (0..700).filter(|s| *s != 300).collect();
    let values =
        |k: usize| days.iter().map(|s| 0.01 * ((s * k) as f64).sin()).collect::<Vec<f64>>();
    let named = [("Mkt-RF", 3), ("SMB", 5), ("HML", 7), ("RF", 0)];
    prices.factors = Some(Factors {
        dates: days.iter().map(|s| world.calendar.days()[world.first + s].date).collect(),
        columns: named.into_iter().map(|(name, k)| (name.to_owned(), values(k))).collect(),
        vintage: None,
    });
    let results = CrossSectionStudy::new(spec("ff3"), &world.calendar)
        .run(&world.events(&APART), &prices)
        .unwrap();
    let row = ledger(&results, "CC");
    assert_eq!((row.part, row.code), (LedgerPart::Window, Reason::NoFactor));
    assert!(
        row.reason.contains(&world.date(300)) && row.reason.contains("the factor"),
        "{}",
        row.reason
    );
    let names: Vec<&str> = EventRow::coefficient_names(&results.events);
    assert_eq!(names, ["Mkt-RF", "SMB", "HML"]);
}

#[test]
fn the_specification_alone_chooses_simple_or_log_returns() {
    let world = world(&[]);
    for kind in [ReturnKind::Simple, ReturnKind::Log] {
        let results = world.run(&APART, StudySpec { returns: kind, ..spec("market-adjusted") });
        let day_zero = results.section.column_of(window("0..0")).unwrap();
        let of_growth = |growth: f64| match kind {
            ReturnKind::Simple => growth - 1.0,
            ReturnKind::Log => growth.ln(),
        };
        for (i, row) in results.events.iter().enumerate() {
            let date = |session: &usize| world.date(*session) == row.day_zero.to_string();
            let session = (0..700).find(date).unwrap();
            let growth = |firm: &str| world.growth(firm, session, session);
            let expected = of_growth(growth(&row.ticker)) - of_growth(growth("MKT"));
            let abnormal = results.section.car(i, day_zero);
            assert!((abnormal - expected).abs() < 1e-14, "{kind:?} {}: {abnormal}", row.ticker);
        }
    }
}

#[test]
fn an_uncertain_day_zero_is_flagged_and_left_out_beside_the_sample() {
    let world = world(&[]);
    let mut text = "id,published,ticker\n".to_owned();
    for (firm, session) in &APART[1..] {
        writeln!(text, "{firm},{}T10:00-05:00,{firm}", world.date(*session)).unwrap();
    }
    let (from, to) = (world.date(200), world.date(201));
    writeln!(text, "open,{from}T10:00-05:00..{to}T12:00-05:00,AA").unwrap();
    let results = CrossSectionStudy::new(spec("market-model"), &world.calendar)
        .run(&announcements(&text), &world.panel)
        .unwrap();
    assert_eq!(row(&results, "AA").flags, ["day_zero_uncertain"]);
    assert!(row(&results, "BB").flags.is_empty());
    assert!(note(&results, "two days 0").unwrap().starts_with("1 of 6 events"));
    let without = results.sensitivity.iter().find(|r| r.choice.contains("day 0 is uncertain"));
    assert_eq!(without.unwrap().events, 5);
}

#[test]
fn rows_of_events_say_what_was_estimated_and_when_the_news_came() {
    let world = world(&[]);
    let text = format!(
        "id,published,ticker\na,{}T08:00-05:00,AA\nb,{},BB\nc,{}T17:00:30-05:00,CC\n",
        world.date(200),
        world.date(250),
        world.date(299)
    );
    let study = |general: bool| {
        let study = CrossSectionStudy::new(spec("market-model"), &world.calendar);
        let study = if general { study.with_model(GeneralMarketModel) } else { study };
        study.run(&announcements(&text), &world.panel).unwrap()
    };
    let (fast, general) = (study(false), study(true));
    for (a, b) in fast.events.iter().zip(&general.events) {
        near(a.alpha, b.alpha.unwrap());
        near(a.beta, b.beta.unwrap());
        near(a.scar, a.car.unwrap() / a.standard_error.unwrap());
        near(a.buy_and_hold_model, b.buy_and_hold_model.unwrap());
        assert_eq!(a.sample_quantile_p, b.sample_quantile_p);
        assert!(a.sample_quantile_p.is_some() && a.valid_bars == 3);
        let session = world.calendar.index_of(a.day_zero).unwrap() - world.first;
        let alone = world.alone((&a.ticker, session), spec("market-model"));
        let p = alone.windows[0].sample_quantile.as_ref().and_then(Outcome::p_value);
        assert_eq!(a.sample_quantile_p, p);
    }
    let json: serde_json::Value =
        serde_json::from_slice(&CrossSectionReport::of(&fast).json().unwrap()).unwrap();
    let column = |name: &str| json["events"][name].clone();
    assert_eq!(column("precision"), serde_json::json!(["minute", "date", "second"]));
    assert_eq!(column("session_of_news"), serde_json::json!(["pre", null, "post"]));
    assert_eq!(column("published")[1], serde_json::json!(world.date(250)));
    for name in ["alpha", "beta", "scar", "valid_bars", "sample_quantile_p", "buy_and_hold_model"] {
        assert_eq!(column(name).as_array().map(Vec::len), Some(3), "{name}");
    }
    assert!(column("beta_by_least_squares").is_null());
    let frame = fast.events_frame().unwrap();
    for name in [
        "published",
        "precision",
        "session_of_news",
        "alpha",
        "beta",
        "beta_by_least_squares",
        "valid_bars",
        "scar",
        "sample_quantile_p",
        "permutation_p",
        "buy_and_hold_model",
    ] {
        assert_eq!(frame.column(name).unwrap().len(), 3, "{name}");
    }
    let session = frame.column("session_of_news").unwrap().str().unwrap();
    assert_eq!((session.get(0), session.get(1)), (Some("premarket"), None));
}
