//! The main job as a library: one event, its tickers, the bundled sample.

use eventstudy::prelude::*;

fn main() -> Result<(), Error> {
    let calendar = TradingCalendar::new_york();
    let catalog = Catalog::bundled()?;
    let event = catalog.get("meta-avocado")?.clone();
    let spec = StudySpec::default();
    let prices = Prices::bundled_sample(&spec.tickers_of(std::slice::from_ref(&event)), &calendar)?;
    let study = Study::new(spec, &calendar).with_known_events(catalog.events());
    let results = study.run(&[event], &prices)?;

    println!("{}", results.provenance.data);
    for firm in &results.events[0].firms {
        let Some(car) = firm.daily.as_ref().and_then(|d| d.windows[0].car) else { continue };
        let (value, error) = (100.0 * car.value, 100.0 * car.standard_error);
        println!("{} {}: {value:+.2}% (standard error {error:.2}%)", firm.ticker, car.window);
    }
    for claim in &results.events[0].claims {
        println!("\"{}\": {}", claim.claim.text.in_language("en"), claim.verdict);
    }
    Ok(())
}
