//! Models that need more than a benchmark, through a whole study.

use std::fmt::Write as _;

use eventstudy::inference::Outcome;
use eventstudy::prelude::*;
use eventstudy::study::{CarResult, DailyResult};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

use crate::support::prices::{read_prices_by_ticker, tickers};

const DAY_ZERO: &str = "2025-06-11";

/// A day's close and the dividend of that day; no close where there was no trade.
type Days = Vec<(Option<f64>, f64)>;

fn sessions() -> Vec<chrono::NaiveDate> {
    let within = |d: &chrono::NaiveDate| {
        ("2024-01-01".parse().unwrap().."2025-08-01".parse().unwrap()).contains(d)
    };
    TradingCalendar::new_york().days().iter().map(|d| d.date).filter(within).collect()
}

/// Closes of a firm that follows the benchmark with `beta`.
fn closes(seed: u64, beta: f64) -> Days {
    let mut market = ChaCha8Rng::seed_from_u64(1);
    let mut own = ChaCha8Rng::seed_from_u64(seed);
    let normal = |random: &mut ChaCha8Rng| -> f64 { StandardNormal.sample(random) };
    let mut price = 100.0;
    sessions()
        .iter()
        .map(|_| {
            price *= 1.0 + 0.008 * beta * normal(&mut market) + 0.006 * normal(&mut own);
            (Some(price), 0.0)
        })
        .collect()
}

fn benchmark() -> Days {
    let mut market = ChaCha8Rng::seed_from_u64(1);
    let mut price = 400.0;
    sessions()
        .iter()
        .map(|_| {
            let shock: f64 = StandardNormal.sample(&mut market);
            price *= 1.0 + 0.008 * shock;
            (Some(price), 0.0)
        })
        .collect()
}

fn prices(series: &[(&str, Days)]) -> Prices {
    let mut files = Vec::new();
    for (ticker, days) in series {
        let mut text = String::from("date,open,high,low,close,volume,dividend,split\n");
        for (date, (close, dividend)) in sessions().iter().zip(days) {
            let cell = close.map(|c| c.to_string()).unwrap_or_default();
            writeln!(text, "{date},{cell},{cell},{cell},{cell},1000,{dividend},1").unwrap();
        }
        files.push((*ticker, text));
    }
    read_prices_by_ticker(&files).unwrap()
}

fn run(spec: StudySpec, prices: &Prices) -> Result<StudyResults, String> {
    let published = format!("{DAY_ZERO}T08:00-04:00").parse().unwrap();
    let event = Event::one_off(published, "a story", &tickers(&["XYZ"])).unwrap();
    Study::new(spec, &TradingCalendar::new_york())
        .run(&[event], prices)
        .map_err(|e| format!("{e} {}", e.hint()))
}

fn spec(model: &str) -> StudySpec {
    StudySpec { model: model.into(), ..StudySpec::default() }
}

fn daily(results: &StudyResults) -> &DailyResult {
    results.events[0].firms[0].daily.as_ref().unwrap()
}

fn window<'a>(daily: &'a DailyResult, text: &str) -> &'a CarResult {
    let wanted: Window = text.parse().unwrap();
    daily.windows.iter().find(|w| w.window == wanted).unwrap()
}

/// No trade on day 0 and the day after, with a dividend on a day without a trade.
#[test]
fn trade_to_trade_bridges_a_gap_at_the_event() {
    let mut firm = closes(2, 1.2);
    let zero = sessions().iter().position(|d| d.to_string() == DAY_ZERO).unwrap();
    let before = firm[zero - 1].0.unwrap();
    firm[zero] = (None, 0.0);
    firm[zero + 1] = (None, 2.0);
    let after = firm[zero + 2].0.unwrap();
    let market = benchmark();
    let market_return = |s: usize| market[s].0.unwrap() / market[s - 1].0.unwrap() - 1.0;
    let prices = prices(&[("XYZ", firm), ("SPY", market.clone())]);

    let plain = run(spec("market-model"), &prices).unwrap();
    assert!(window(daily(&plain), "-5..5").car.is_none());

    let bridged = run(spec("trade-to-trade"), &prices).unwrap();
    let found = daily(&bridged);
    // The whole gap in a window that holds it; none in one that begins or ends inside it.
    assert!(window(found, "0..0").car.is_none() && window(found, "0..1").car.is_none());
    assert!(window(found, "-1..1").car.is_none());
    assert!(window(found, "1..5").car.is_none());
    let [alpha, beta] = [0, 1].map(|k| found.coefficients[k].value);
    let bar = found.bars.iter().find(|b| b.bar.t == 2).unwrap().bar;
    let actual = after / (before - 2.0) - 1.0;
    assert!((bar.actual.unwrap() - actual).abs() < 1e-12);
    let sum: f64 = (zero..=zero + 2).map(market_return).sum();
    assert!((bar.abnormal.unwrap() - (actual - 3.0 * alpha - beta * sum)).abs() < 1e-12);
    let whole = window(found, "-5..5");
    let others: f64 = found
        .bars
        .iter()
        .filter(|b| (-5..=5).contains(&b.bar.t))
        .filter_map(|b| b.bar.abnormal)
        .sum();
    assert!((whole.car.unwrap().value - others).abs() < 1e-14);
    // Eleven bars of variance, although nine returns.
    let variance = whole.car.unwrap().standard_error.powi(2);
    assert!(variance > 11.0 * found.sigma * found.sigma);
    assert!(whole.raw.unwrap().is_finite());
}

#[test]
fn peers_and_donors_come_from_the_specification() {
    let prices = prices(&[
        ("XYZ", closes(2, 1.2)),
        ("SPY", benchmark()),
        ("AAA", closes(3, 0.5)),
        ("BBB", closes(4, 1.5)),
        ("CCC", closes(5, 1.0)),
    ]);
    // The firm itself is never its own peer.
    let peers = tickers(&["AAA", "BBB", "CCC", "XYZ"]);
    let with =
        |model: &str| StudySpec { peers: peers.clone(), donors: peers.clone(), ..spec(model) };
    assert_eq!(with("matched").tickers_of(&[]), tickers(&["SPY", "AAA", "BBB", "CCC", "XYZ"]));

    let matched = run(with("matched"), &prices).unwrap();
    let bar = daily(&matched).bars[3].bar;
    let day = daily(&matched).bars[3].date;
    let s = sessions().iter().position(|d| *d == day).unwrap();
    let one = |seed, beta| {
        let days = closes(seed, beta);
        days[s].0.unwrap() / days[s - 1].0.unwrap() - 1.0
    };
    let mean = (one(3, 0.5) + one(4, 1.5) + one(5, 1.0)) / 3.0;
    assert!((bar.expected.unwrap() - mean).abs() < 1e-12);

    for model in ["industry", "vasicek"] {
        assert!(daily(&run(with(model), &prices).unwrap()).windows[0].car.is_some(), "{model}");
    }

    let synthetic = run(with("synthetic-control"), &prices).unwrap();
    let found = daily(&synthetic);
    let weights: f64 = found.coefficients.iter().map(|c| c.value).sum();
    assert!((weights - 1.0).abs() < 1e-12 && found.coefficients.len() == 3);
    let Some(Outcome::Applies(test)) = &found.windows[0].permutation else { panic!() };
    assert!((test.p_value * 4.0).fract() == 0.0);
    assert!(found.windows[0].t_test.as_ref().unwrap().p_value().is_none());
    let firm = &synthetic.events[0].firms[0];
    assert_eq!(firm.answer.standard_error, None);
    assert_eq!(firm.answer.more_than_noise, None);
    assert!(firm.notes.iter().any(|n| n.contains("AAA, BBB, CCC")), "{:?}", firm.notes);
    let json = serde_json::to_string(&synthetic).unwrap();
    assert!(!json.contains("NaN") && !json.contains("inf"));
}

#[test]
fn what_is_missing_is_named_with_what_to_do() {
    let prices = prices(&[("XYZ", closes(2, 1.2)), ("SPY", benchmark())]);
    for (model, words) in [
        ("industry", "peers"),
        ("matched", "peers"),
        ("vasicek", "peers"),
        ("synthetic-control", "donors"),
        ("ff3", "Mkt-RF"),
        ("factors:OIL", "OIL"),
    ] {
        let results = run(spec(model), &prices);
        let told = match results {
            Err(text) => text,
            Ok(results) => results.events[0].firms[0].daily_missing.clone().unwrap(),
        };
        assert!(told.contains(words), "{model}: {told}");
    }
}
