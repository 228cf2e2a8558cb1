use eventstudy::calendar::TradingCalendar;
use eventstudy::prices::{Options, PriceError, PriceFrame, PricePanel, SourceFile};
use polars::prelude::*;

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
        let own = table().filter(&table().column("ticker").unwrap().str().unwrap().equal(ticker));
        let own = own.unwrap().drop("ticker").unwrap();
        PriceFrame { ticker: ticker.parse().ok(), ..PriceFrame::new(ticker, own) }
    };
    let apart = [of("SPY"), of("META")];
    let apart = PricePanel::from_frames(&apart, &Options::default(), None, &calendar()).unwrap();
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
