//! The cells of `main_event_rust.ipynb` as a program.
//!
//! Compiling the library anew for evcxr takes minutes, so that the cells are run in this form whenever
//! a change is checked; `python/tests/test_notebooks.py` holds the two together.

fn main() -> Result<(), eventstudy::Error> {
    use eventstudy::prelude::*;

    let calendar = TradingCalendar::new_york();
    let event = Catalog::bundled()?.get("meta-avocado")?.clone();
    println!("{}", event.headline.in_language("en"));
    println!("published {}", event.published);

    let spec = StudySpec::default();
    let prices = Prices::bundled_sample(&spec.tickers_of(std::slice::from_ref(&event)), &calendar)?;
    let results = Study::new(spec, &calendar).run(std::slice::from_ref(&event), &prices)?;
    for firm in &results.events[0].firms {
        let daily = firm.daily.as_ref().unwrap();
        for window in &daily.windows {
            let car = window.car.unwrap();
            let p = window.sample_quantile.as_ref().and_then(|test| test.p_value()).unwrap();
            println!(
                "{} {:>9}: {:+.4}% (se {:.4}%), rank p {:.3}",
                firm.ticker,
                window.window.to_string(),
                100.0 * car.value,
                100.0 * car.standard_error,
                p
            );
        }
    }

    for claim in &results.events[0].claims {
        println!("{}: {}", claim.claim.text.in_language("en"), claim.verdict);
    }

    {
        let frame = results.abnormal_returns().unwrap();
        println!("{} rows: {:?}", frame.height(), frame.get_column_names());
    }

    let json = Report::of(&results, &calendar).json()?;
    println!("results.json has {} bytes", json.len());
    Ok(())
}
