//! Tables of many events: every row of a file is a pair or a rejected row with its reason.

use std::io::Write;
use std::path::Path;

use eventstudy::event::{Announcements, Reason};
use eventstudy::prelude::*;
use polars::prelude::*;
use polars_io::parquet::write::ParquetWriter;

use crate::support::prices::announcements;

fn codes(table: &Announcements) -> Vec<(u32, &str)> {
    table.rejected.iter().map(|r| (r.row, r.code.id())).collect()
}

const BROKEN: &str = "\
id,published,ticker,sector
good,2025-02-11T09:00-05:00,BABA;META,tech
naive,2025-02-11T09:00,BABA,tech
when,soon,BABA,tech
never,,BABA,tech
whom,2025-02-11,,tech
name,2025-02-11,B/BA,tech
short,2025-02-11,BABA
,2025-02-12,BABA,tech
quote,2025-02-13,\"BABA,tech
zone,2025-02-11T09:00[Mars/Phobos],BABA,tech
good,2025-02-11T09:00-05:00,BABA,tech
other,2025-02-11T14:00Z,BABA,tech
last,2025-03-03 pre,nvda,\"chips, mostly\"
";

#[test]
fn every_row_is_kept_or_rejected_with_a_code() {
    let table = announcements(BROKEN);
    assert_eq!(table.ids, ["good", "good", "row-9", "last"]);
    assert_eq!(table.rows, [2, 2, 9, 14]);
    let tickers: Vec<&str> = (0..table.len()).map(|i| table.ticker(i).as_str()).collect();
    assert_eq!(tickers, ["BABA", "META", "BABA", "NVDA"]);
    assert_eq!(table.attributes["sector"], ["tech", "tech", "tech", "chips, mostly"]);
    assert_eq!(
        codes(&table),
        [
            (3, "naive_time"),
            (4, "bad_time"),
            (5, "bad_time"),
            (6, "no_ticker"),
            (7, "bad_ticker"),
            (8, "unreadable_row"),
            (10, "unreadable_row"),
            (11, "bad_time"),
            (12, "duplicate"),
            (13, "duplicate"),
        ]
    );
    assert!(table.rejected[8].reason.contains("row 2"), "{}", table.rejected[8].reason);
    assert!(table.rejected[9].reason.contains("event `good`"), "{}", table.rejected[9].reason);
    let table = announcements("id,published,ticker\nx,2025-02-11,\"BABA, META\"\n");
    assert_eq!(table.len(), 2);
}

#[test]
fn of_amendments_the_earliest_stamp_is_kept() {
    let table = announcements(
        "id,published,ticker,version\n\
         a,2025-02-12T09:00-05:00,BABA,second\n\
         a,2025-02-11T09:00-05:00,BABA,first\n\
         a,2025-02-13T09:00-05:00,BABA,third\n\
         a,2025-02-12T09:00-05:00,META,another firm\n\
         a,2025-02-10,BABA,the day before\n",
    );
    assert_eq!(table.attributes["version"], ["another firm", "the day before"]);
    assert_eq!(codes(&table), [(2, "amendment"), (3, "amendment"), (4, "amendment")]);
    for rejected in &table.rejected {
        assert!(rejected.reason.contains("row 6") && rejected.reason.contains("2025-02-10"));
    }
}

#[test]
fn stamps_of_one_instant_are_duplicates_in_whatever_zone() {
    let table = announcements(
        "published,ticker\n2025-02-11T09:00-05:00,BABA\n2025-02-11T14:00:00Z,baba\n2025-02-11,BABA\n",
    );
    assert_eq!(table.ids, ["row-2", "row-4"]);
    assert_eq!(codes(&table), [(3, "duplicate")]);
}

#[test]
fn what_is_no_table_is_an_error_that_says_what_to_do() {
    let error = |bytes: &[u8]| Announcements::from_csv(Path::new("x.csv"), bytes).unwrap_err();
    for bytes in
        [&b""[..], b"\n \n", b"\x89PNG\r\n\x1a\n\x00\x00", b"\xff\xfe\x00", b"published,ticker\n"]
    {
        let error = error(bytes);
        assert!(matches!(error, EventError::Malformed { .. } | EventError::MissingColumn { .. }));
        assert!(!error.hint().is_empty() && !error.is_usage());
    }
    assert!(error(b"when,ticker\nx,y\n").to_string().contains("publication time"));
    assert!(Announcements::from_file(Path::new("/nowhere/x.csv")).is_err());
}

#[test]
fn day_zero_is_that_of_a_single_event() {
    let calendar = TradingCalendar::new_york();
    let table = announcements(
        "published,ticker\n2025-02-14T16:00:00-05:00,BABA\n2025-02-15,META\n1999-01-04,IBM\n2025-02-14,IBM\n",
    );
    let placed = table.placements(&calendar);
    let date = |i: usize| placed[i].map(|p| calendar.days()[p.day_zero as usize].date.to_string());
    assert_eq!(date(0).as_deref(), Some("2025-02-18"));
    assert_eq!(date(1), date(0));
    assert!(placed[1].unwrap().date_only && !placed[0].unwrap().date_only);
    assert_eq!(placed[2], None);
    let rejected = table.outside_calendar(2, &calendar).unwrap();
    assert_eq!((rejected.row, rejected.code), (4, Reason::OutsideCalendar));
    assert!(rejected.reason.contains("1999-01-04"), "{}", rejected.reason);
    assert_eq!(table.outside_calendar(0, &calendar), None);
}

#[test]
fn gzip_and_parquet_hold_the_same_table() {
    let folder = tempfile::tempdir().unwrap();
    let text = "id,published,ticker,size\na,2025-02-11,BABA,1.5\nb,2025-02-12,META,\n";
    let packed = folder.path().join("events.csv.gz");
    let mut gz = flate2::write::GzEncoder::new(
        std::fs::File::create(&packed).unwrap(),
        flate2::Compression::fast(),
    );
    gz.write_all(text.as_bytes()).unwrap();
    gz.finish().unwrap();

    let parquet = folder.path().join("events.parquet");
    let midnight = |days: i64| Some(days * 86_400_000_000);
    let published = Series::new("published".into(), [midnight(20130), midnight(20131)])
        .cast(&DataType::Datetime(TimeUnit::Microseconds, None))
        .unwrap();
    let mut frame = DataFrame::new(
        2,
        vec![
            Column::new("id".into(), ["a", "b"]),
            published.into(),
            Column::new("ticker".into(), ["BABA", "META"]),
            Column::new("size".into(), [Some(1.5), None]),
        ],
    )
    .unwrap();
    ParquetWriter::new(std::fs::File::create(&parquet).unwrap()).finish(&mut frame).unwrap();

    let expected = announcements(text);
    for path in [&packed, &parquet] {
        let table = Announcements::from_file(path).unwrap();
        assert_eq!(table.published, expected.published);
        assert_eq!((&table.ids, &table.firms), (&expected.ids, &expected.firms));
        assert_eq!(table.attributes["size"], ["1.5", ""]);
        let source = table.source.unwrap();
        assert_eq!((source.rows, source.sha256.len()), (2, 64));
    }
}

#[test]
fn events_of_the_catalogue_are_pairs_too() {
    let catalog = Catalog::bundled().unwrap();
    let table = Announcements::from_events(catalog.events());
    let pairs: usize = catalog.events().iter().map(|e| e.tickers.len()).sum();
    assert_eq!(table.len() + table.rejected.len(), pairs);
    assert_eq!(table.headlines.len(), table.len());
    let first = &catalog.events()[0];
    assert_eq!(table.published[0], first.published);
    assert_eq!(table.ticker(0), &first.tickers[0].ticker);
}
