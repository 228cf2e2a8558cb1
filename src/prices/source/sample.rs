//! The bundled sample: simulated bars, built into the program.

use std::path::Path;

use super::columns::Layout;
use super::{Options, SourceFile, delimited, digest, listing, merged};
use crate::calendar::TradingCalendar;
use crate::event::Ticker;
use crate::prices::{PriceError, Prices};

/// What people are told wherever numbers or pictures of the sample appear.
pub const DESCRIPTION: &str = "SIMULATED sample data: made by a seeded generator, pinned to press-reported moves; not market data";

const FILES: [(&str, &[u8]); 6] = [
    ("data/sample/daily/META.csv", include_bytes!("../../../data/sample/daily/META.csv")),
    ("data/sample/daily/BABA.csv", include_bytes!("../../../data/sample/daily/BABA.csv")),
    ("data/sample/daily/SPY.csv", include_bytes!("../../../data/sample/daily/SPY.csv")),
    (
        "data/sample/intraday_5m/META.csv.gz",
        include_bytes!("../../../data/sample/intraday_5m/META.csv.gz"),
    ),
    (
        "data/sample/intraday_5m/BABA.csv.gz",
        include_bytes!("../../../data/sample/intraday_5m/BABA.csv.gz"),
    ),
    (
        "data/sample/intraday_5m/SPY.csv.gz",
        include_bytes!("../../../data/sample/intraday_5m/SPY.csv.gz"),
    ),
];

impl Prices {
    /// The simulated sample that is built into the program, for these tickers.
    ///
    /// # Errors
    /// [`PriceError`] only if the bundled files were damaged before the build.
    pub fn bundled_sample(
        tickers: &[Ticker],
        calendar: &TradingCalendar,
    ) -> Result<Self, PriceError> {
        let mut prices =
            Prices { simulated: true, description: DESCRIPTION.to_owned(), ..Prices::default() };
        let options = Options::default();
        for (name, bytes) in FILES {
            let path = Path::new(name);
            let stem = listing::stem(path);
            let Some(ticker) = tickers.iter().find(|t| t.as_str() == stem) else { continue };
            let sha256 = digest::sha256(bytes);
            let text = delimited::text(path, bytes.to_vec())?;
            let layout =
                Layout::from_header(path, &delimited::header(path, &text)?, &options.columns)?;
            let tables = delimited::read(path, &text, &layout, Some(ticker), tickers, &options)?;
            for (_, rows) in tables {
                prices.files.push(SourceFile {
                    path: name.to_owned(),
                    used_for: merged::purpose(&rows),
                    rows: Some(rows.stamps.len()),
                    sha256: Some(sha256.clone()),
                });
                merged::add(&mut prices, path, rows, &options, calendar)?;
            }
        }
        merged::complete(&mut prices, "bundled files", calendar)?;
        Ok(prices)
    }
}
