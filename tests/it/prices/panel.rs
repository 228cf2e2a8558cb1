//! The panel of many tickers holds the prices that the reader of bars gives and their returns, to the
//! bit.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::{Days, NaiveDate};
use eventstudy::prelude::*;
use eventstudy::prices::{Check, DailyBars, PriceError, PricePanel};
use eventstudy::returns::ReturnPanel;
use polars::prelude::*;
use polars_io::parquet::write::ParquetWriter;
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::support::prices::request;

const TICKERS: [&str; 4] = ["ZZZ", "AAA", "BRK.B", "MMM"];

/// One row of a table with everything that can be wrong.
#[derive(Clone)]
struct Row {
    ticker: &'static str,
    date: NaiveDate,
    prices: [f64; 4],
    adjusted: f64,
    volume: f64,
    dividend: f64,
    split: f64,
}

fn rows(seed: u64, sorted: bool) -> Vec<Row> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut rows = Vec::new();
    for ticker in TICKERS {
        let mut close = 100.0_f64;
        let mut date = NaiveDate::from_ymd_opt(2024, 5, 1).unwrap();
        for _ in 0..200 {
            // Weekends and holidays are among the dates.
            date = date + Days::new(rng.random_range(1..3));
            let open: f64 = close * (1.0 + rng.random_range(-0.01..0.01));
            close = open * (1.0 + rng.random_range(-0.02..0.02));
            let (mut dividend, mut split) = (0.0, 1.0);
            match rng.random_range(0..40) {
                0 => dividend = 0.5,
                1 => {
                    split = 2.0;
                    close /= 2.0;
                }
                // A split that the prices do not show, and a dividend as large as the price.
                2 => split = 4.0,
                3 if rng.random_bool(0.2) => dividend = 2.0 * close,
                _ => {}
            }
            let mut prices = [open, open.max(close) * 1.001, open.min(close) * 0.999, close];
            let mut volume = 1e6;
            match rng.random_range(0..30) {
                0 => prices[3] = 0.0,
                1 => prices[1] = close * 0.9,
                2 => volume = 0.0,
                3 => prices[3] = f64::NAN,
                4 => volume = f64::NAN,
                5 => prices[0] = f64::INFINITY,
                _ => {}
            }
            let adjusted = prices[3] * 0.9;
            let row = Row { ticker, date, prices, adjusted, volume, dividend, split };
            if rng.random_bool(0.03) {
                rows.push(row.clone());
            }
            rows.push(row);
        }
    }
    if !sorted {
        rows.shuffle(&mut rng);
    }
    rows
}

/// The columns of a frame, by the names that a test asks for.
fn frame(rows: &[Row], columns: &[&str], dates: &DataType) -> DataFrame {
    let number = |of: fn(&Row) -> f64| -> Vec<Option<f64>> {
        rows.iter().map(of).map(|v| Some(v).filter(|v| !v.is_nan())).collect()
    };
    let column = |name: &&str| -> Column {
        let values = match *name {
            "date" => return date_column(rows, dates),
            "ticker" => {
                return Column::new(
                    "ticker".into(),
                    rows.iter().map(|r| r.ticker).collect::<Vec<_>>(),
                );
            }
            "open" => number(|r| r.prices[0]),
            "high" => number(|r| r.prices[1]),
            "low" => number(|r| r.prices[2]),
            "close" => number(|r| r.prices[3]),
            "adj_close" => number(|r| r.adjusted),
            "volume" => number(|r| r.volume),
            "dividend" => number(|r| r.dividend),
            _ => number(|r| r.split),
        };
        Column::new((*name).into(), values)
    };
    DataFrame::new(rows.len(), columns.iter().map(column).collect()).unwrap()
}

fn date_column(rows: &[Row], dtype: &DataType) -> Column {
    let days: Vec<i32> = rows.iter().map(|r| r.date.to_epoch_days()).collect();
    let number = |r: &Row| r.date.format("%Y%m%d").to_string().parse::<i64>().unwrap();
    match dtype {
        DataType::String => {
            let texts: Vec<String> = rows.iter().map(|r| r.date.to_string()).collect();
            Column::new("date".into(), texts)
        }
        DataType::Int64 => {
            Column::new("date".into(), rows.iter().map(number).collect::<Vec<i64>>())
        }
        DataType::Int32 => {
            Column::new("date".into(), rows.iter().map(|r| number(r) as i32).collect::<Vec<i32>>())
        }
        // Four in the afternoon in New York, as some vendors stamp daily bars.
        DataType::Datetime(_, Some(_)) => {
            let calendar = TradingCalendar::new_york();
            let instant = |r: &Row| {
                let clock = r.date.and_hms_opt(16, 0, 0).unwrap();
                let local = clock.and_local_timezone(calendar.time_zone());
                local.unwrap().timestamp_micros()
            };
            let micros: Vec<i64> = rows.iter().map(instant).collect();
            Series::new("date".into(), micros).cast(dtype).unwrap().into()
        }
        _ => Series::new("date".into(), days)
            .cast(&DataType::Date)
            .unwrap()
            .cast(dtype)
            .unwrap()
            .into(),
    }
}

fn write(path: &Path, frame: &DataFrame) {
    let file = std::fs::File::create(path).unwrap();
    // Row groups end within tickers.
    ParquetWriter::new(file).with_row_group_size(Some(97)).finish(&mut frame.clone()).unwrap();
}

fn all() -> Vec<Ticker> {
    TICKERS.iter().map(|t| t.parse().unwrap()).collect()
}

fn bits(values: &[f64]) -> Vec<u64> {
    values.iter().map(|v| if v.is_nan() { f64::NAN } else { *v }.to_bits()).collect()
}

/// What decides about the use of a row, with its count, by ticker.
fn used_findings(findings: &[eventstudy::prices::Finding]) -> BTreeMap<(Ticker, Check), usize> {
    let decisive = |check: &Check| {
        !matches!(
            check,
            Check::BadPrint | Check::RevertingPrint | Check::StaleRun | Check::AdjustedMismatch
        )
    };
    let mut counts = BTreeMap::new();
    for finding in findings.iter().filter(|f| decisive(&f.check)) {
        // Whether a second row agrees is asked of all prices there and of the close here; the
        // first is kept either way.
        let check = match finding.check {
            Check::ConflictingDuplicate => Check::Duplicate,
            check => check,
        };
        *counts.entry((finding.ticker.clone(), check)).or_default() += finding.count;
    }
    counts
}

/// Returns of a ticker from its bars, session by session from the first bar to the last.
fn returns_by_hand(bars: &DailyBars, kind: ReturnKind, calendar: &TradingCalendar) -> Vec<f64> {
    let column = |name: &str| bars.frame.column(name).unwrap().f64().unwrap().clone();
    let (closes, dividends, splits) = (column("close"), column("dividend"), column("split"));
    let dates = bars.frame.column("date").unwrap().date().unwrap().clone();
    let (first, last) = bars.range().unwrap();
    let days = calendar.days().iter().filter(|d| (first..=last).contains(&d.date));
    let mut before = f64::NAN;
    days.map(|day| {
        let row = dates.physical().iter().position(|d| d == Some(day.date.to_epoch_days()));
        let value =
            |column: &Float64Chunked, or: f64| row.and_then(|row| column.get(row)).unwrap_or(or);
        let close = value(&closes, f64::NAN);
        let reference = before / value(&splits, 1.0) - value(&dividends, 0.0);
        before = close;
        let ratio = if reference > 0.0 { close / reference } else { f64::NAN };
        if kind == ReturnKind::Log { ratio.ln() } else { ratio - 1.0 }
    })
    .collect()
}

fn same_as_the_reader_of_bars(path: &Path) -> PricePanel {
    let calendar = TradingCalendar::new_york();
    let prices = Prices::from_files(&request(path), &all(), &calendar).unwrap();
    let fast = PricePanel::from_files(&request(path), None, &calendar).unwrap();
    assert_eq!(used_findings(&fast.findings), used_findings(&prices.findings));
    let slow = PricePanel::from_prices(prices.clone(), &calendar).unwrap();
    assert_eq!(fast.tickers(), slow.tickers());
    for kind in [ReturnKind::Simple, ReturnKind::Log] {
        for panel in [ReturnPanel::of(&fast, kind), ReturnPanel::of(&slow, kind)] {
            for ticker in prices.daily.keys() {
                let firm = panel.firm(ticker).unwrap();
                let by_hand = returns_by_hand(&prices.daily[ticker], kind, &calendar);
                assert_eq!(bits(panel.series(firm).values), bits(&by_hand), "{ticker} {kind:?}");
            }
        }
    }
    for firm in 0..fast.len() {
        assert_eq!(bits(fast.volume(firm)), bits(slow.volume(firm)));
        assert_eq!(fast.actions(firm), slow.actions(firm));
    }
    fast
}

#[test]
fn a_long_table_with_every_defect_is_read_as_by_the_reader_of_bars() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("panel.parquet");
    let raw = ["date", "ticker", "open", "high", "low", "close", "volume", "dividend", "split"];
    let vendor = ["date", "ticker", "open", "high", "low", "close", "adj_close", "volume"];
    let both = ["ticker", "adj_close", "close", "dividend", "split", "date"];
    let bare = ["close", "date", "ticker"];
    let only_adjusted = ["date", "ticker", "adj_close", "volume"];
    let mut seed = 0;
    for columns in [&raw[..], &vendor, &both, &bare, &only_adjusted] {
        for sorted in [true, false] {
            seed += 1;
            write(&path, &frame(&rows(seed, sorted), columns, &DataType::Date));
            let panel = same_as_the_reader_of_bars(&path);
            assert_eq!(panel.len(), 4);
            // The defects are there to be found.
            assert!(panel.findings.iter().any(|f| f.check == Check::OutsideSessions));
        }
    }
}

#[test]
fn every_type_of_date_is_the_same_date() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("panel.parquet");
    let columns = ["date", "ticker", "close", "volume"];
    let new_york = polars::prelude::TimeZone::opt_try_new(Some("America/New_York")).unwrap();
    let rows = rows(1, true);
    let mut expected = None;
    for dtype in [
        DataType::Date,
        DataType::String,
        DataType::Int32,
        DataType::Int64,
        DataType::Datetime(TimeUnit::Milliseconds, None),
        DataType::Datetime(TimeUnit::Nanoseconds, None),
        DataType::Datetime(TimeUnit::Microseconds, new_york),
    ] {
        write(&path, &frame(&rows, &columns, &dtype));
        let panel = same_as_the_reader_of_bars(&path);
        let closes: Vec<Vec<u64>> = (0..4).map(|f| bits(panel.close(f))).collect();
        assert_eq!(*expected.get_or_insert(closes.clone()), closes, "{dtype}");
    }
}

#[test]
fn a_dictionary_of_another_library_is_read_as_text() {
    // Ten rows written by Arrow's own library with a dictionary-encoded ticker column.
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = root.join("tests/reference/dictionary_panel.parquet");
    let calendar = TradingCalendar::new_york();
    let panel = PricePanel::from_files(&request(&path), None, &calendar).unwrap();
    let closes = panel.close(panel.firm(&"AAA".parse().unwrap()).unwrap());
    assert_eq!(closes[..2], [10.0, 10.5]);
    assert!(closes[2].is_nan());
    assert_eq!(panel.close(1), [50.0, 51.0, 50.5, 49.0, 49.5]);
    let bars = Prices::from_files(&request(&path), &["BBB".parse().unwrap()], &calendar).unwrap();
    assert_eq!(bars.daily.len(), 1);
}

/// In a dictionary-encoded column the text of a neighbour stands in the place of a null.
#[test]
fn rows_without_a_ticker_belong_to_none() {
    let folder = tempfile::tempdir().unwrap();
    let calendar = TradingCalendar::new_york();
    let columns = ["date", "ticker", "close", "volume"];
    let rows = rows(5, true);
    let has_one = |i: usize| i % 5 > 1 && i % 7 > 1;
    let named: Vec<Option<&str>> =
        rows.iter().enumerate().map(|(i, r)| has_one(i).then_some(r.ticker)).collect();
    let mut with_nulls = frame(&rows, &columns, &DataType::Date);
    with_nulls.with_column(Column::new("ticker".into(), named)).unwrap();
    let mut numbers = 0..;
    let kept: Vec<Row> =
        rows.iter().filter(|_| has_one(numbers.next().unwrap())).cloned().collect();
    let [all, some] = ["all.parquet", "some.parquet"].map(|name| folder.path().join(name));
    write(&all, &with_nulls);
    write(&some, &frame(&kept, &columns, &DataType::Date));
    let [all, some] =
        [all, some].map(|p| PricePanel::from_files(&request(&p), None, &calendar).unwrap());
    for ticker in TICKERS {
        let closes =
            |panel: &PricePanel| bits(panel.close(panel.firm(&ticker.parse().unwrap()).unwrap()));
        assert_eq!(closes(&all), closes(&some), "{ticker}");
    }
}

#[test]
fn files_of_a_folder_go_on_after_one_another_and_are_never_mixed() {
    let folder = tempfile::tempdir().unwrap();
    let columns = ["date", "ticker", "close", "volume"];
    let rows = rows(3, true);
    let middle = NaiveDate::from_ymd_opt(2024, 10, 1).unwrap();
    let (early, late): (Vec<Row>, Vec<Row>) = rows.iter().cloned().partition(|r| r.date < middle);
    write(&folder.path().join("a.parquet"), &frame(&early, &columns, &DataType::Date));
    write(&folder.path().join("b.parquet"), &frame(&late, &columns, &DataType::Date));
    let parts = same_as_the_reader_of_bars(folder.path());
    assert!(parts.files.iter().all(|f| f.used_for == "daily bars of 4 tickers"));

    let whole = folder.path().join("whole.parquet");
    write(&whole, &frame(&rows, &columns, &DataType::Date));
    let panel = same_as_the_reader_of_bars(folder.path());
    assert!(panel.files[2].used_for.starts_with("not used"), "{}", panel.files[2].used_for);
    let alone = same_as_the_reader_of_bars(&whole);
    for firm in 0..4 {
        assert_eq!(bits(panel.close(firm)), bits(alone.close(firm)));
    }
}

#[test]
fn unknown_tickers_are_left_to_the_ledger_and_a_file_without_rows_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("panel.parquet");
    write(&path, &frame(&rows(4, true), &["date", "ticker", "close"], &DataType::Date));
    let calendar = TradingCalendar::new_york();
    let wanted: Vec<Ticker> = ["AAA", "NONE"].iter().map(|t| t.parse().unwrap()).collect();
    let panel = PricePanel::from_files(&request(&path), Some(&wanted), &calendar).unwrap();
    assert_eq!(panel.tickers(), &wanted[..1]);
    let error = PricePanel::from_files(&request(&path), Some(&wanted[1..]), &calendar).unwrap_err();
    assert!(matches!(error, PriceError::NoUsableBars { .. }), "{error}");
    std::fs::write(&path, b"PAR1 this is none").unwrap();
    assert!(PricePanel::from_files(&request(&path), None, &calendar).is_err());
}

#[test]
fn other_files_take_the_way_through_the_reader_of_bars() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path: PathBuf = root.join("data/sample/daily");
    let calendar = TradingCalendar::new_york();
    let panel = PricePanel::from_files(&request(&path), None, &calendar).unwrap();
    let names: Vec<&str> = panel.tickers().iter().map(Ticker::as_str).collect();
    assert_eq!(names, ["BABA", "META", "SPY"]);
}

#[test]
fn a_return_over_several_sessions_carries_actions_and_skips_halts() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("panel.parquet");
    let day = |d: u32| NaiveDate::from_ymd_opt(2025, 12, d).unwrap();
    let row = |d: u32, close: f64, volume: f64, dividend: f64, split: f64| Row {
        ticker: "AAA",
        date: day(d),
        prices: [close; 4],
        adjusted: close,
        volume,
        dividend,
        split,
    };
    let rows = [
        row(8, 100.0, 1e6, 0.0, 1.0),
        // Halted on the day of the split; no row on the 10th.
        row(9, 100.0, 0.0, 0.0, 2.0),
        row(11, 54.0, 1e6, 1.0, 1.0),
        row(12, 54.0, 1e6, 0.0, 1.0),
    ];
    let columns = ["date", "ticker", "close", "volume", "dividend", "split"];
    write(&path, &frame(&rows, &columns, &DataType::Date));
    let calendar = TradingCalendar::new_york();
    let panel = PricePanel::from_files(&request(&path), None, &calendar).unwrap();
    let session = |d: u32| calendar.index_of(day(d)).unwrap();
    assert!(panel.halted(0, session(9)) && !panel.halted(0, session(10)));
    // 100 becomes 50 by the split and 49 by the dividend.
    let returns = ReturnPanel::of(&panel, ReturnKind::Simple);
    assert!(returns.series(0).at(session(11)).is_nan());
    let gaps = returns.over_gaps(0);
    let bar = |d: u32| session(d) - session(8);
    assert!((gaps.returns[bar(11)] - (54.0 / 49.0 - 1.0)).abs() < 1e-15, "{gaps:?}");
    assert_eq!(gaps.bars_covered[bar(11)], 3.0);
    assert_eq!(gaps.returns[bar(12)], returns.series(0).at(session(12)));
}
