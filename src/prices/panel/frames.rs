//! A panel out of frames.

use std::path::Path;

use super::PricePanel;
use super::files::{assembled, used_for};
use crate::calendar::TradingCalendar;
use crate::event::Ticker;
use crate::prices::source::columns::Layout;
use crate::prices::source::frames::tickers_in;
use crate::prices::source::long::{self, LongRows, Names, Read, Spans};
use crate::prices::{Options, PriceError, PriceFrame, Prices, SourceFile};

impl SourceFile {
    /// The entry of a frame whose tickers were read in different places, each with the digest of its
    /// own frame: the one that the whole frame would have.
    pub fn from_tickers(name: &str, rows: usize, digests: Vec<(Ticker, String)>) -> Self {
        Self {
            path: name.to_owned(),
            used_for: used_for(digests.len(), 0, "frame"),
            rows: Some(rows),
            sha256: Some(long::joined(digests)),
        }
    }
}

impl PricePanel {
    /// Takes the daily bars of `wanted` tickers, or of all that the frames have, out of frames.
    ///
    /// Columns as in files; frames with a ticker column go straight into the columns of the panel.
    ///
    /// ```
    /// use eventstudy::calendar::TradingCalendar;
    /// use eventstudy::prices::{Options, PriceFrame, PricePanel};
    /// use polars::prelude::*;
    /// let table = df!(
    ///     "date" => ["2025-12-09", "2025-12-10"],
    ///     "ticker" => ["META", "META"],
    ///     "close" => [650.0, 643.5]
    /// );
    /// let frames = [PriceFrame::new("prices", table.unwrap())];
    /// let calendar = TradingCalendar::new_york();
    /// let panel = PricePanel::from_frames(&frames, &Options::default(), None, &calendar)?;
    /// assert_eq!(panel.close(0), [650.0, 643.5]);
    /// # Ok::<(), eventstudy::Error>(())
    /// ```
    ///
    /// # Errors
    /// A frame without a column that is needed or with one of the wrong type, naive time stamps, or
    /// no usable bar at all.
    pub fn from_frames(
        frames: &[PriceFrame],
        options: &Options,
        wanted: Option<&[Ticker]>,
        calendar: &TradingCalendar,
    ) -> Result<Self, PriceError> {
        let layouts = frames
            .iter()
            .map(|f| f.layout(options))
            .collect::<Result<Vec<Layout>, PriceError>>()?;
        if frames.iter().all(|f| f.ticker.is_none())
            && let Some(panel) = long_panel(frames, options, wanted, calendar)?
        {
            return Ok(panel);
        }
        let all;
        let tickers = match wanted {
            Some(wanted) => wanted,
            None => {
                let mut found = Vec::new();
                for (frame, layout) in frames.iter().zip(&layouts) {
                    found.extend(tickers_in(frame, layout)?.iter().filter_map(|t| t.parse().ok()));
                }
                found.sort();
                found.dedup();
                all = found;
                &all
            }
        };
        PricePanel::from_prices(Prices::from_frames(frames, options, tickers, calendar)?, calendar)
    }
}

/// `None` where a frame has several rows a day.
fn long_panel(
    frames: &[PriceFrame],
    options: &Options,
    wanted: Option<&[Ticker]>,
    calendar: &TradingCalendar,
) -> Result<Option<PricePanel>, PriceError> {
    let Some(first) = frames.first() else { return Ok(None) };
    let names = Names::new(wanted);
    let (mut rows, mut spans, mut sources) = (LongRows::default(), Spans::default(), Vec::new());
    for (at, frame) in frames.iter().enumerate() {
        let name = Path::new(&frame.name);
        let first_row = rows.firm.len();
        let read = long::frame(name, &frame.table, options, &names, calendar, &mut rows)?;
        let Read::Daily(count, adjustment) = read else { return Ok(None) };
        let sha256 = long::digest(&rows, first_row, &names.tickers());
        let (used, unused) = spans.accept(&mut rows, first_row, at, adjustment);
        sources.push(SourceFile {
            path: frame.name.clone(),
            used_for: used_for(used, unused, "frame"),
            rows: Some(count),
            sha256: Some(sha256),
        });
    }
    let first = Path::new(&first.name);
    assembled(rows, names, sources, first, wanted, "given as frames", calendar).map(Some)
}
