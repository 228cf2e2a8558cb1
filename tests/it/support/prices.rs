//! Prices and events of tests, read from texts as the files of a user are.

use std::path::{Path, PathBuf};

use eventstudy::event::Announcements;
use eventstudy::prelude::*;
use eventstudy::prices::{PriceError, PricePanel};

pub fn tickers<T: AsRef<str>>(names: &[T]) -> Vec<Ticker> {
    names.iter().map(|name| name.as_ref().parse().unwrap()).collect()
}

/// A request for everything in a file or folder.
pub fn request(path: impl Into<PathBuf>) -> FileRequest {
    FileRequest { paths: vec![DataPath { ticker: None, path: path.into() }], ..Default::default() }
}

/// Prices of these tickers in a folder with these files.
pub fn read_prices<F: AsRef<Path>, T: AsRef<str>>(
    files: &[(F, String)],
    names: &[T],
) -> Result<Prices, PriceError> {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let calendar = TradingCalendar::new_york();
    Prices::from_files(&request(folder.path()), &tickers(names), &calendar)
}

/// Prices of every ticker in a file of its own.
pub fn read_prices_by_ticker(files: &[(&str, String)]) -> Result<Prices, PriceError> {
    let names: Vec<&str> = files.iter().map(|(ticker, _)| *ticker).collect();
    let files: Vec<_> = files.iter().map(|(t, text)| (format!("{t}.csv"), text.clone())).collect();
    read_prices(&files, &names)
}

/// The panel of a long table as text.
pub fn read_panel(text: &str, calendar: &TradingCalendar) -> PricePanel {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("prices.csv");
    std::fs::write(&file, text).unwrap();
    PricePanel::from_files(&request(file), None, calendar).unwrap()
}

/// The announcements of an events file as text.
pub fn announcements(text: &str) -> Announcements {
    Announcements::from_csv(Path::new("events.csv"), text.as_bytes()).unwrap()
}
