use eventstudy::prelude::*;
fn main() -> Result<(), Error> {
    let calendar = TradingCalendar::new_york();
    let catalog = Catalog::bundled()?;
    let args: Vec<String> = std::env::args().collect();
    let event = catalog.get(&args[1])?.clone();
    let spec = StudySpec::default();
    let req = FileRequest{ paths: args[2..].iter().map(|p| DataPath::parse(p)).collect(), options: Options::default()};
    let prices = Prices::from_files(&req, &spec.tickers_of(&[event.clone()]), &calendar)?;
    let r = Study::new(spec, &calendar).with_known_events(catalog.events()).run(&[event], &prices)?;
    println!("{}", serde_json::to_string_pretty(&r).unwrap());
    Ok(())
}
