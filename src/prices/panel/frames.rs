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

#[cfg(test)]
mod tests {
    use polars::prelude::*;

    use super::*;

    fn calendar() -> TradingCalendar {
        TradingCalendar::new_york()
    }

    fn table() -> DataFrame {
        df!(
            "date" => ["2025-12-09", "2025-12-09", "2025-12-10", "2025-12-10"],
            "ticker" => ["META", "SPY", "META", "SPY"],
            "close" => [650.0, 680.0, 643.5, 684.0],
            "dividend" => [0.0, 0.0, 0.5, 0.0],
        )
        .unwrap()
    }

    fn panel_of(table: DataFrame) -> Result<PricePanel, PriceError> {
        let frames = [PriceFrame::new("prices", table)];
        PricePanel::from_frames(&frames, &Options::default(), None, &calendar())
    }

    #[test]
    fn a_long_frame_and_one_frame_a_ticker_are_the_same_panel() {
        let long = panel_of(table()).unwrap();
        let of = |ticker: &str| {
            let own =
                table().filter(&table().column("ticker").unwrap().str().unwrap().equal(ticker));
            let own = own.unwrap().drop("ticker").unwrap();
            PriceFrame { ticker: ticker.parse().ok(), ..PriceFrame::new(ticker, own) }
        };
        let apart = [of("SPY"), of("META")];
        let apart =
            PricePanel::from_frames(&apart, &Options::default(), None, &calendar()).unwrap();
        assert_eq!(long.tickers(), apart.tickers());
        for firm in 0..2 {
            assert_eq!(long.close(firm), apart.close(firm));
            assert_eq!(long.actions(firm), apart.actions(firm));
        }
        assert_eq!(long.files.len(), 1);
        assert_eq!(apart.files.len(), 2);
    }

    #[test]
    fn the_digest_knows_the_rows_and_not_their_form() {
        let sha = |table: DataFrame| panel_of(table).unwrap().files[0].sha256.clone();
        let dates = table().column("date").unwrap().str().unwrap().clone();
        let days: Vec<i32> = dates
            .iter()
            .map(|d| d.unwrap().parse::<chrono::NaiveDate>().unwrap().to_epoch_days())
            .collect();
        let mut typed = table();
        let days = Series::new("date".into(), days).cast(&DataType::Date).unwrap();
        typed.with_column(days.into()).unwrap();
        let sorted = typed.sort(["ticker"], Default::default()).unwrap();
        assert_eq!(sha(table()), sha(typed.clone()));
        assert_eq!(sha(typed.clone()), sha(sorted));
        typed.with_column(Column::new("close".into(), [650.0, 680.0, 643.5, 684.1])).unwrap();
        assert_ne!(sha(table()), sha(typed));
    }

    #[test]
    fn tickers_that_were_read_apart_have_the_digest_of_the_whole() {
        let of = |ticker: &str| {
            let own = table().column("ticker").unwrap().str().unwrap().equal(ticker);
            let panel = panel_of(table().filter(&own).unwrap()).unwrap();
            (ticker.parse().unwrap(), panel.files[0].sha256.clone().unwrap())
        };
        let whole = panel_of(table()).unwrap().files.remove(0);
        let apart = SourceFile::from_tickers("prices", 4, vec![of("SPY"), of("META")]);
        assert_eq!(apart, whole);
    }

    #[test]
    fn wrong_columns_and_types_are_refused_with_a_hint() {
        let without = panel_of(table().drop("ticker").unwrap()).unwrap_err();
        assert!(matches!(without, PriceError::MissingColumn { role: "ticker", .. }), "{without}");
        let mut text = table();
        text.with_column(Column::new("close".into(), ["a", "b", "c", "d"])).unwrap();
        let text = panel_of(text).unwrap_err();
        assert!(text.to_string().contains("close") && text.hint().contains("cast"), "{text}");
        let mut naive = table();
        naive.with_column(Column::new("date".into(), ["2025-12-09 10:00"; 4])).unwrap();
        let naive = panel_of(naive).unwrap_err();
        assert!(matches!(naive, PriceError::NaiveTimestamp { .. }), "{naive}");
    }
}
