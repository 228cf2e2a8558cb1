//! From files to a panel: long Parquet tables straight into columns, everything else through the
//! reader of bars.

use std::path::{Path, PathBuf};

use super::PricePanel;
use super::assemble;
use crate::calendar::TradingCalendar;
use crate::event::Ticker;
use crate::prices::source::listing::{has_ticker_column, is_parquet, listing};
use crate::prices::source::long::{self, LongRows, Names, Read, Spans};
use crate::prices::source::tickers::every_ticker;
use crate::prices::source::{bytes, sha256};
use crate::prices::{FileRequest, PriceError, Prices, SourceFile};

impl PricePanel {
    /// Reads the daily bars of `wanted` tickers, or of all that the files have.
    ///
    /// Parquet files with a ticker column are decoded straight into the columns; everything else
    /// takes the way through [`Prices::from_files`].
    ///
    /// # Errors
    /// A path that does not exist, a file that cannot be read or understood, naive time stamps, or
    /// no usable bar at all. A wanted ticker that no file has is no error: it is not in the panel.
    pub fn from_files(
        request: &FileRequest,
        wanted: Option<&[Ticker]>,
        calendar: &TradingCalendar,
    ) -> Result<Self, PriceError> {
        let mut listed: Vec<(usize, PathBuf)> = Vec::new();
        let mut long = true;
        for (at, data) in request.paths.iter().enumerate() {
            let found = listing(&data.path)?;
            let is_long = |path: &PathBuf| is_parquet(path) && has_ticker_column(path);
            long = long && data.ticker.is_none() && found.iter().all(is_long);
            listed.extend(found.into_iter().map(|path| (at, path)));
        }
        if long
            && !listed.is_empty()
            && let Some(panel) = from_long(request, &listed, wanted, calendar)?
        {
            return Ok(panel);
        }
        let all;
        let tickers = match wanted {
            Some(wanted) => wanted,
            None => {
                all = every_ticker(request)?;
                &all
            }
        };
        PricePanel::from_prices(Prices::from_files(request, tickers, calendar)?, calendar)
    }
}

/// `None` where a file has several rows a day.
fn from_long(
    request: &FileRequest,
    listed: &[(usize, PathBuf)],
    wanted: Option<&[Ticker]>,
    calendar: &TradingCalendar,
) -> Result<Option<PricePanel>, PriceError> {
    let names = Names::new(wanted);
    let (mut rows, mut spans, mut sources) = (LongRows::default(), Spans::default(), Vec::new());
    for (data_path, path) in listed {
        let bytes = bytes::read(path)?;
        let first_row = rows.firm.len();
        let (read, sha256) = rayon::join(
            || long::read(path, &bytes, &request.options, &names, calendar, &mut rows),
            || sha256(&bytes),
        );
        let Read::Daily(count, adjustment) = read? else { return Ok(None) };
        let (used, unused) = spans.accept(&mut rows, first_row, *data_path, adjustment);
        let used_for = used_for(used, unused, "file");
        let (path, rows) = (path.display().to_string(), Some(count));
        sources.push(SourceFile { path, used_for, rows, sha256: Some(sha256) });
    }
    let path = &listed[0].1;
    assembled(rows, names, sources, path, wanted, "given as files", calendar).map(Some)
}

/// What tickers of a long table were used for.
pub(super) fn used_for(used: usize, unused: usize, source: &str) -> String {
    match (used, unused) {
        (0, 0) => "not used: it has no row of a ticker asked for".to_owned(),
        (0, n) => format!("not used: {n} tickers have such bars from an earlier {source}"),
        (n, 0) => format!("daily bars of {n} tickers"),
        (n, m) => format!("daily bars of {n} tickers; {m} more have them from an earlier {source}"),
    }
}

/// The panel of long rows with where they came from.
pub(super) fn assembled(
    mut rows: LongRows,
    names: Names,
    sources: Vec<SourceFile>,
    first: &Path,
    wanted: Option<&[Ticker]>,
    given: &str,
    calendar: &TradingCalendar,
) -> Result<PricePanel, PriceError> {
    rows.tickers = names.into_tickers();
    let mut panel = assemble::from_long(rows, given, calendar);
    if panel.is_empty() {
        return Err(PriceError::NoUsableBars {
            path: first.to_owned(),
            ticker: match wanted {
                Some(wanted) => format!("the {} tickers asked for", wanted.len()),
                None => "any ticker".to_owned(),
            },
            reason: "no row of such a ticker is on a session of the calendar".into(),
        });
    }
    panel.files = sources;
    Ok(panel)
}
