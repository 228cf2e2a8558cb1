//! What the parts of a study cost, as ratios within one run: `cargo bench`.
//!
//! Times on one machine say little about another, so every figure is given as a multiple of one
//! market-model fit.

use std::hint::black_box;
use std::time::{Duration, Instant};

use eventstudy::models::ExpectedReturnModel;
use eventstudy::models::internals::MarketModel;
use eventstudy::prelude::*;
use eventstudy::report::chart;

/// The median time of some runs.
fn time<T>(runs: usize, mut work: impl FnMut() -> T) -> Duration {
    let mut times: Vec<Duration> = (0..runs)
        .map(|_| {
            let start = Instant::now();
            black_box(work());
            start.elapsed()
        })
        .collect();
    times.sort();
    times[runs / 2]
}

fn main() -> Result<(), Error> {
    let calendar = TradingCalendar::new_york();
    let event = Catalog::bundled()?.get("meta-avocado")?.clone();
    let spec = StudySpec::default();
    let events = [event];
    let tickers = spec.tickers_of(&events);
    let prices = Prices::bundled_sample(&tickers, &calendar)?;
    let study = Study::new(spec, &calendar);
    let results = study.run(&events, &prices)?;

    let market: Vec<f64> = (0..250).map(|i| 0.01 * f64::from(i % 17 - 8)).collect();
    let firm: Vec<f64> =
        market.iter().enumerate().map(|(i, m)| 1.2 * m + 0.001 * (i % 11) as f64).collect();
    let sample = EstimationSample { firm: &firm, market: &market, factors: &[] };
    let fit = time(1_000, || MarketModel.estimate(&sample).map(|e| e.residual_variance()));

    let report = |what: &str, duration: Duration| {
        println!("{what:<28} {:>12.1} fits", duration.as_secs_f64() / fit.as_secs_f64());
    };
    println!("one market-model fit of 250 sessions is the unit");
    report("calendar 2005-2028", time(20, TradingCalendar::new_york));
    report(
        "load and check the sample",
        time(5, || Prices::bundled_sample(&tickers, &calendar).is_ok()),
    );
    report("study of one event", time(5, || study.run(&events, &prices).is_ok()));
    let page = || {
        chart::page(&results.events[0], &results.provenance, &calendar, Language::English).is_ok()
    };
    report("picture", time(5, page));
    Ok(())
}
