//! Your own prices: one CSV file per ticker, with the header names your vendor uses.
//!
//! `cargo run --example own_csv [FOLDER]` (default: the CSV files of the bundled sample)

use std::path::PathBuf;

use eventstudy::prelude::*;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).map_or("data/sample/daily".into(), PathBuf::from);
    let calendar = TradingCalendar::new_york();
    let event = Event::one_off(
        "2025-12-10T08:30-05:00".parse()?,
        "A story of my own, half an hour and more before the open",
        &["META".parse()?],
    )?;

    let mut options = Options::default();
    // Only needed where a header is not recognised; here it says what would be found anyway.
    options.columns.add("close=close")?;
    let request = FileRequest { paths: vec![DataPath { ticker: None, path: folder }], options };

    let spec = StudySpec { estimation_length: 120, ..StudySpec::default() };
    let events = [event];
    let prices = Prices::from_files(&request, &spec.tickers_of(&events), &calendar)?;
    for finding in &prices.findings {
        println!("check: {}", finding.line());
    }
    let results = Study::new(spec, &calendar).run(&events, &prices)?;
    for window in &results.events[0].firms[0].daily.as_ref().ok_or("no daily study")?.windows {
        let Some(car) = window.car else { continue };
        println!("{:>10}  {:+.4}  se {:.4}", window.window, car.value, car.standard_error);
    }
    for exclusion in &results.exclusions {
        println!("not given: {}", exclusion.reason);
    }
    Ok(())
}
