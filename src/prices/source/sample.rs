//! The bundled sample: simulated bars, built into the program.

use std::path::Path;

use super::Options;
use super::files::merge_file;
use super::listing::stem;
use super::merged::{Merged, add_unless_earlier, complete};
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
            let Some(ticker) = tickers.iter().find(|t| t.as_str() == stem(path)) else { continue };
            let mut merged = Merged::new();
            let bytes = bytes.to_vec();
            merge_file(path, bytes, Some(ticker), tickers, &options, &mut merged, &mut prices)?;
            add_unless_earlier(&mut prices, merged, &options, calendar)?;
        }
        complete(&mut prices, "bundled file", calendar)?;
        Ok(prices)
    }
}
