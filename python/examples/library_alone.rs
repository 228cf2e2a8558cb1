//! A study of many events from polars frames by the library alone, timed: what the Python package is
//! held against by `benches/through_python.py`.
//!
//! Arguments: the events and the prices as Parquet, and how often. Prints the seconds of each run
//! from frames to the JSON of the report, then the number of bytes of that JSON.

use std::fs::File;
use std::time::Instant;

use eventstudy::calendar::TradingCalendar;
use eventstudy::event::Announcements;
use eventstudy::prices::{Options, PriceFrame, PricePanel};
use eventstudy::report::cross_section::CrossSectionReport;
use eventstudy::study::StudySpec;
use eventstudy::study::many::CrossSectionStudy;
use polars::prelude::DataFrame;
use polars_io::SerReader;
use polars_io::parquet::read::ParquetReader;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [events, prices, times] = arguments.as_slice() else {
        return Err("say EVENTS.parquet PRICES.parquet TIMES".into());
    };
    let frame = |path: &str| -> Result<DataFrame, Box<dyn std::error::Error>> {
        Ok(ParquetReader::new(File::open(path)?).finish()?)
    };
    let (events, prices) = (frame(events)?, frame(prices)?);
    for _ in 0..times.parse()? {
        let start = Instant::now();
        let json = study(&events, &prices)?;
        println!("{} {}", start.elapsed().as_secs_f64(), json.len());
    }
    Ok(())
}

fn study(events: &DataFrame, prices: &DataFrame) -> Result<Vec<u8>, eventstudy::Error> {
    let calendar = TradingCalendar::new_york();
    let announcements = Announcements::from_frame("the frame of events", events)?;
    let spec = StudySpec { estimation_length: 120, ..StudySpec::default() };
    let wanted = spec.tickers_with(&announcements.tickers);
    let frames = [PriceFrame::new("the frame of prices", prices.clone())];
    let panel = PricePanel::from_frames(&frames, &Options::default(), Some(&wanted), &calendar)?;
    let results = CrossSectionStudy::new(spec, &calendar).run(&announcements, &panel)?;
    Ok(CrossSectionReport::of(&results).json()?)
}
