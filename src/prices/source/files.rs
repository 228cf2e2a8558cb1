//! Price files and folders.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::columns::{Layout, Role};
use super::table::{Rows, Stamp};
use super::{DataPath, FileRequest, Options, SourceFile, bytes, delimited, parquet};
use crate::calendar::TradingCalendar;
use crate::event::Ticker;
use crate::prices::{PriceError, Prices, quality, summed};

/// Folders are searched this deep.
const DEPTH: usize = 3;

/// Reads the bars of `tickers`.
///
/// A file belongs to a ticker by its name (`META.csv`, else `META_2024.csv`), by `TICKER=PATH`, or
/// row by row through a ticker column. Two sources are never mixed in one series: where several
/// `--data` arguments have the same bars, the first is used and the others are reported unused.
///
/// # Errors
/// See [`PriceError`].
pub fn load(
    request: &FileRequest,
    tickers: &[Ticker],
    calendar: &TradingCalendar,
) -> Result<Prices, PriceError> {
    let mut prices = Prices::default();
    let mut available = Vec::new();
    for data in &request.paths {
        let mut merged = Merged::new();
        for candidate in candidates(data, tickers, &mut available, &mut prices)? {
            read_file(&candidate, tickers, request, &mut merged, &mut prices)?;
        }
        take(&mut prices, merged, &request.options, calendar)?;
    }
    complete(&mut prices, "files given with --data", calendar)?;
    available.sort();
    available.dedup();
    if let Some(first) = tickers.first().filter(|_| !tickers.iter().any(|t| prices.has(t))) {
        return Err(PriceError::UnknownTicker {
            ticker: first.to_string(),
            considered: format!("{} files were looked at", prices.files.len()),
            available,
        });
    }
    Ok(prices)
}

/// Rows by ticker and whether they are daily, each with where its first ones came from.
pub(super) type Merged = BTreeMap<(Ticker, bool), (PathBuf, Rows)>;

/// Takes what one `--data` has and no earlier one had.
pub(super) fn take(
    prices: &mut Prices,
    merged: Merged,
    options: &Options,
    calendar: &TradingCalendar,
) -> Result<(), PriceError> {
    for ((ticker, daily), (path, rows)) in merged {
        let taken = if daily {
            prices.daily.contains_key(&ticker)
        } else {
            prices.intraday.contains_key(&ticker)
        };
        if taken {
            let (name, purpose) = (path.display().to_string(), purpose(&rows));
            let same = |f: &&mut SourceFile| f.path == name && f.used_for == purpose;
            for file in prices.files.iter_mut().filter(same) {
                file.used_for =
                    format!("not used: {ticker} has such bars from an earlier --data already");
            }
            continue;
        }
        add(prices, &path, rows, options, calendar)?;
    }
    Ok(())
}

/// The price files at a path: itself, or those in the folder and the folders in it.
pub(super) fn listing(path: &Path) -> Result<Vec<PathBuf>, PriceError> {
    let found = std::fs::metadata(path).map_err(|e| match e.kind() {
        std::io::ErrorKind::NotFound => PriceError::NoSuchPath { path: path.to_owned() },
        _ => PriceError::Unreadable { path: path.to_owned(), reason: e.to_string() },
    })?;
    let mut files = Vec::new();
    if found.is_dir() {
        collect(path, DEPTH, &mut files)?;
        files.sort();
    } else {
        files.push(path.to_owned());
    }
    if files.is_empty() {
        return Err(PriceError::NoPriceFiles { path: path.to_owned() });
    }
    Ok(files)
}

struct Candidate {
    path: PathBuf,
    ticker: Option<Ticker>,
}

fn candidates(
    data: &DataPath,
    tickers: &[Ticker],
    available: &mut Vec<String>,
    prices: &mut Prices,
) -> Result<Vec<Candidate>, PriceError> {
    let files = listing(&data.path)?;
    if let Some(ticker) = &data.ticker {
        return Ok(files
            .into_iter()
            .map(|path| Candidate { path, ticker: Some(ticker.clone()) })
            .collect());
    }
    let named = |file: &Path, ticker: &Ticker| stem(file).eq_ignore_ascii_case(ticker.as_str());
    let exact: Vec<&Ticker> =
        tickers.iter().filter(|t| files.iter().any(|f| named(f, t))).collect();
    let mut chosen = Vec::new();
    for file in &files {
        let stem = stem(file);
        let whole = tickers.iter().find(|t| named(file, t));
        let lead = stem.split(['_', ' ']).next().unwrap_or("");
        let by_lead = tickers.iter().find(|t| lead.eq_ignore_ascii_case(t.as_str()));
        if let Some(ticker) = whole.or(by_lead.filter(|t| !exact.contains(t))) {
            chosen.push(Candidate { path: file.clone(), ticker: Some(ticker.clone()) });
        } else if let Some(ticker) = by_lead {
            unused(prices, file, format!("{ticker} has a file of its own name in the same place"));
        } else if has_ticker_column(file) {
            chosen.push(Candidate { path: file.clone(), ticker: None });
        } else {
            if stem.parse::<Ticker>().is_ok() && stem.chars().all(|c| !c.is_ascii_lowercase()) {
                available.push(stem.to_owned());
            }
            unused(
                prices,
                file,
                "no ticker asked for is in its name, and it has no ticker column".into(),
            );
        }
    }
    Ok(chosen)
}

fn unused(prices: &mut Prices, path: &Path, reason: String) {
    prices.files.push(SourceFile {
        path: path.display().to_string(),
        used_for: format!("not used: {reason}"),
        rows: None,
        sha256: None,
    });
}

fn collect(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) -> Result<(), PriceError> {
    let unreadable = |e: std::io::Error| PriceError::Unreadable {
        path: folder.to_owned(),
        reason: e.to_string(),
    };
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.is_dir() {
            if depth > 1 {
                collect(&path, depth - 1, files)?;
            }
        } else if is_price_file(&path) {
            files.push(path);
        }
    }
    Ok(())
}

fn is_price_file(path: &Path) -> bool {
    let name = path.file_name().and_then(|n| n.to_str()).unwrap_or("").to_ascii_lowercase();
    [".csv", ".csv.gz", ".parquet"].iter().any(|ending| name.ends_with(ending))
}

/// The file name without `.csv`, `.csv.gz`, `.gz` or `.parquet`.
pub(super) fn stem(path: &Path) -> &str {
    let name = path.file_name().and_then(|n| n.to_str()).unwrap_or("");
    let name = name.strip_suffix(".gz").unwrap_or(name);
    name.strip_suffix(".csv").or_else(|| name.strip_suffix(".parquet")).unwrap_or(name)
}

/// Reads just enough of a file to see its header; a file that cannot be read has none.
pub(super) fn has_ticker_column(path: &Path) -> bool {
    let header = if is_parquet(path) {
        parquet::header_of_file(path).ok()
    } else {
        first_line(path).and_then(|line| delimited::header(path, &line).ok())
    };
    header
        .and_then(|h| Layout::of(path, &h, &super::ColumnMapping::default()).ok())
        .is_some_and(|l| l.has(Role::Ticker) && l.is_price_table())
}

fn first_line(path: &Path) -> Option<String> {
    use std::io::{BufRead, BufReader, Read};
    const LONGEST: u64 = 1 << 16;
    let file = std::fs::File::open(path).ok()?;
    let mut reader: Box<dyn BufRead> = if path.extension().is_some_and(|e| e == "gz") {
        Box::new(BufReader::new(flate2::read::MultiGzDecoder::new(file).take(LONGEST)))
    } else {
        Box::new(BufReader::new(file.take(LONGEST)))
    };
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    Some(line)
}

pub(super) fn is_parquet(path: &Path) -> bool {
    path.extension().is_some_and(|e| e.eq_ignore_ascii_case("parquet"))
}

fn read_file(
    candidate: &Candidate,
    tickers: &[Ticker],
    request: &FileRequest,
    merged: &mut Merged,
    prices: &mut Prices,
) -> Result<(), PriceError> {
    let path = &candidate.path;
    let bytes = bytes::read(path)?;
    let sha256 = sha256(&bytes);
    let options = &request.options;
    let of = candidate.ticker.as_ref();
    let tables = if is_parquet(path) {
        let frame = parquet::frame(path, bytes)?;
        let layout = Layout::of(path, &parquet::header(&frame), &options.columns)?;
        parquet::read(path, &frame, &layout, of, tickers, options)?
    } else {
        let text = delimited::text(path, bytes)?;
        let layout = Layout::of(path, &delimited::header(path, &text)?, &options.columns)?;
        delimited::read(path, &text, &layout, of, tickers, options)?
    };
    for (ticker, rows) in tables {
        merge(path, ticker, rows, sha256.clone(), merged, prices);
    }
    Ok(())
}

/// Joins rows to those of the same `--data`, and notes what they were used for.
pub(super) fn merge(
    path: &Path,
    ticker: Ticker,
    rows: Rows,
    sha256: String,
    merged: &mut Merged,
    prices: &mut Prices,
) {
    let daily = is_daily(&rows);
    let mut used_for = purpose(&rows);
    let count = rows.stamps.len();
    match merged.get_mut(&(ticker.clone(), daily)) {
        None => {
            merged.insert((ticker, daily), (path.to_owned(), rows));
        }
        Some((first, earlier)) => match earlier.continued_by(&rows) {
            Ok(()) => earlier.append(rows),
            Err(reason) => {
                used_for = format!(
                    "not used: {} has such bars from {} already, and {reason}",
                    ticker,
                    first.display()
                );
            }
        },
    }
    prices.files.push(SourceFile {
        path: path.display().to_string(),
        used_for,
        rows: Some(count),
        sha256: Some(sha256),
    });
}

/// Daily if every stamp is a date, or no two stamps are closer than most of a day.
fn is_daily(rows: &Rows) -> bool {
    const MOST_OF_A_DAY: i64 = 20 * 3600;
    if rows.stamps.iter().all(|s| matches!(s, Stamp::Date(_))) {
        return true;
    }
    let seconds = |s: &Stamp| match s {
        Stamp::Date(d) => d.and_time(chrono::NaiveTime::MIN).and_utc().timestamp(),
        Stamp::Instant(t) => t.timestamp(),
    };
    let mut close = 0usize;
    for pair in rows.stamps.windows(2) {
        let distance = (seconds(&pair[1]) - seconds(&pair[0])).abs();
        close += usize::from(distance > 0 && distance < MOST_OF_A_DAY);
    }
    2 * close < rows.stamps.len()
}

pub(super) fn purpose(rows: &Rows) -> String {
    format!("{} {}", rows.ticker, if is_daily(rows) { "daily" } else { "intraday" })
}

/// Checks the rows and adds them to the prices as bars.
pub(super) fn add(
    prices: &mut Prices,
    path: &Path,
    rows: Rows,
    options: &Options,
    calendar: &TradingCalendar,
) -> Result<(), PriceError> {
    let ticker = rows.ticker.clone();
    let findings = &mut prices.findings;
    if is_daily(&rows) {
        let bars = quality::check_daily(rows, calendar, findings)?;
        if bars.frame.height() == 0 {
            return Err(PriceError::NoUsableBars {
                path: path.to_owned(),
                ticker: ticker.to_string(),
                reason: "no row is on a session of the calendar".into(),
            });
        }
        prices.daily.insert(ticker, bars);
    } else {
        let bars = quality::check_intraday(path, rows, options.label, calendar, findings)?;
        prices.intraday.insert(ticker, bars);
    }
    Ok(())
}

/// Sums intraday bars up where a ticker has no daily ones, and says what the data is.
pub(super) fn complete(
    prices: &mut Prices,
    given: &str,
    calendar: &TradingCalendar,
) -> Result<(), PriceError> {
    let without_daily: Vec<Ticker> =
        prices.intraday.keys().filter(|t| !prices.daily.contains_key(*t)).cloned().collect();
    for ticker in without_daily {
        if let Some(bars) = prices.intraday.get(&ticker) {
            let daily = summed::daily_from_intraday(bars, calendar)?;
            prices.daily.insert(ticker, daily);
        }
    }
    summed::compare_closes(prices, calendar)?;
    if prices.description.is_empty() {
        prices.description = describe(prices, given);
    }
    Ok(())
}

fn describe(prices: &Prices, given: &str) -> String {
    let used = prices
        .files
        .iter()
        .filter(|f| f.sha256.is_some() && !f.used_for.starts_with("not used"))
        .count();
    let mut text = format!("{used} {given}");
    let mut kinds: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (ticker, bars) in &prices.daily {
        let words = if bars.from_intraday {
            "daily bars summed up from intraday ones"
        } else {
            bars.adjustment.words()
        };
        kinds.entry(words).or_default().push(ticker.as_str());
    }
    for (words, tickers) in kinds {
        let _ = write!(text, "; {}: {words}", tickers.join(", "));
    }
    text
}

pub(in crate::prices) fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

pub(super) fn hexadecimal(digest: &[u8]) -> String {
    digest.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// The commonest distance of successive rows in seconds.
fn spacing(rows: &Rows) -> Option<i64> {
    let mut counts: BTreeMap<i64, usize> = BTreeMap::new();
    for pair in rows.stamps.windows(2) {
        if let [Stamp::Instant(a), Stamp::Instant(b)] = pair {
            *counts.entry((*b - *a).num_seconds().abs()).or_default() += 1;
        }
    }
    counts.into_iter().max_by_key(|(_, n)| *n).map(|(seconds, _)| seconds)
}

impl Rows {
    /// Whether the rows of another file go on where these end, or end where these begin: only then
    /// are two files one series.
    fn continued_by(&self, other: &Self) -> Result<(), &'static str> {
        if self.adjustment != other.adjustment {
            return Err("the prices are adjusted for other things");
        }
        if spacing(self) != spacing(other) {
            return Err("the bars are of another length");
        }
        let ends =
            |rows: &Self| rows.stamps.iter().min().copied().zip(rows.stamps.iter().max().copied());
        match (ends(self), ends(other)) {
            (Some((first, last)), Some((from, to))) if from <= last && first <= to => {
                Err("the dates overlap")
            }
            _ => Ok(()),
        }
    }

    fn append(&mut self, other: Self) {
        self.stamps.extend(other.stamps);
        self.vendor_adjusted.extend(other.vendor_adjusted);
        let (a, b) = (&mut self.columns, other.columns);
        a.open.extend(b.open);
        a.high.extend(b.high);
        a.low.extend(b.low);
        a.close.extend(b.close);
        a.volume.extend(b.volume);
        a.dividend.extend(b.dividend);
        a.split.extend(b.split);
        a.trades.extend(b.trades);
    }
}
