use std::path::Path;

use eventstudy::event::internals::announcements;
use eventstudy::event::{Announcements, EventError, Reason};
use polars::prelude::*;

fn published(column: Column) -> Result<Announcements, EventError> {
    let tickers = vec!["META"; column.len()];
    let height = column.len();
    let table = DataFrame::new(height, vec![column, Column::new("ticker".into(), tickers)]);
    announcements(Path::new("events"), &table.unwrap())
}

fn times(zone: Option<TimeZone>, unit: TimeUnit, counts: &[i64]) -> Column {
    let type_ = DataType::Datetime(unit, zone);
    Series::new("published".into(), counts).cast(&type_).unwrap().into()
}

#[test]
fn a_frame_is_the_file_it_could_be_written_to() {
    let csv = "published,ticker,size\n2025-02-11T14:00:00Z,BABA,1.5\n2025-02-12,META,\nx,META,2\n";
    let from_file = Announcements::from_csv(Path::new("x"), csv.as_bytes()).unwrap();
    let table = df!(
        "published" => ["2025-02-11T14:00:00Z", "2025-02-12", "x"],
        "ticker" => ["BABA", "META", "META"],
        "size" => [Some(1.5), None, Some(2.0)]
    );
    let from_frame = announcements(Path::new("events"), &table.unwrap()).unwrap();
    assert_eq!(from_frame.published, from_file.published);
    assert_eq!(from_frame.rows, from_file.rows);
    assert_eq!(from_frame.attributes, from_file.attributes);
    assert_eq!(from_frame.rejected, from_file.rejected);
    assert_eq!(from_frame.rejected[0].code, Reason::BadTime);
}

#[test]
fn the_unit_of_time_changes_neither_events_nor_digest() {
    let utc = || Some(TimeZone::UTC);
    let micros = published(times(utc(), TimeUnit::Microseconds, &[1_739_282_400_000_000]));
    let nanos = published(times(utc(), TimeUnit::Nanoseconds, &[1_739_282_400_000_000_000]));
    let (micros, nanos) = (micros.unwrap(), nanos.unwrap());
    assert_eq!(micros.published, nanos.published);
    assert_eq!(micros.source, nanos.source);
}

#[test]
fn a_column_of_times_without_zone_is_refused_and_one_of_midnights_is_dates() {
    let unit = TimeUnit::Microseconds;
    let naive = published(times(None, unit, &[1_739_282_400_000_000])).unwrap_err();
    assert!(matches!(naive, EventError::NaiveColumn { .. }), "{naive}");
    assert!(naive.hint().contains("tz_localize"), "{}", naive.hint());
    let dates = published(times(None, unit, &[1_739_232_000_000_000])).unwrap();
    assert_eq!(dates.published[0].to_string(), "2025-02-11");
}

#[test]
fn columns_of_the_wrong_type_are_refused() {
    let numbers = published(Column::new("published".into(), [20_250_211.5])).unwrap_err();
    assert!(matches!(numbers, EventError::ColumnType { .. }), "{numbers}");
    let table = df!("published" => ["2025-02-11"], "ticker" => [1_i64]).unwrap();
    let ticker = announcements(Path::new("events"), &table).unwrap_err();
    assert!(ticker.to_string().contains("ticker"), "{ticker}");
    let empty = df!("published" => Vec::<String>::new(), "ticker" => Vec::<String>::new());
    assert!(announcements(Path::new("events"), &empty.unwrap()).is_err());
}
