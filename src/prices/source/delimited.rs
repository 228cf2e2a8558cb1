//! Comma-separated tables, also gzip-compressed.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

use super::Options;
use super::columns::{Layout, Role};
use super::table::{self, Cells, NUMBERS, Rows};
use crate::event::Ticker;
use crate::prices::PriceError;

/// A compressed file may unpack to at most this much, so that a crafted one cannot fill the memory.
const LARGEST_UNPACKED: u64 = 4 << 30;

/// The text behind the bytes of a file: unpacked if it is gzip.
pub(in crate::prices) fn text(path: &Path, bytes: Vec<u8>) -> Result<String, PriceError> {
    let unreadable = |reason: String| PriceError::unreadable(path, reason);
    let plain = if bytes.starts_with(&[0x1f, 0x8b]) {
        let mut unpacked = Vec::new();
        let mut reader =
            flate2::read::MultiGzDecoder::new(bytes.as_slice()).take(LARGEST_UNPACKED + 1);
        reader
            .read_to_end(&mut unpacked)
            .map_err(|e| unreadable(format!("it does not unpack ({e})")))?;
        if unpacked.len() as u64 > LARGEST_UNPACKED {
            return Err(unreadable(format!(
                "it unpacks to more than {} GB",
                LARGEST_UNPACKED >> 30
            )));
        }
        unpacked
    } else {
        bytes
    };
    String::from_utf8(plain).map_err(|_| unreadable("it is not UTF-8 text".into()))
}

/// The header of a table.
pub(in crate::prices) fn header(path: &Path, text: &str) -> Result<Vec<String>, PriceError> {
    let mut reader = reader(text);
    let header = reader.headers().map_err(|e| unreadable(path, &e))?;
    Ok(header.iter().map(|h| h.trim().trim_start_matches('\u{feff}').to_owned()).collect())
}

/// Rows by ticker; `ticker` is the one of the file where the table has no such column.
pub(in crate::prices) fn read(
    path: &Path,
    text: &str,
    layout: &Layout,
    ticker: Option<&Ticker>,
    wanted: &[Ticker],
    options: &Options,
) -> Result<BTreeMap<Ticker, Rows>, PriceError> {
    let time = layout.time_column(path, || header(path, text).unwrap_or_default())?;
    let by_name: BTreeMap<String, &Ticker> = wanted.iter().map(|t| (t.to_string(), t)).collect();
    let mut tables: BTreeMap<Ticker, Rows> = BTreeMap::new();
    let mut reader = reader(text);
    let mut record = csv::StringRecord::new();
    let mut row = 1;
    while reader.read_record(&mut record).map_err(|e| unreadable(path, &e))? {
        row += 1;
        let cell = |at: usize| record.get(at).unwrap_or("");
        let of = match layout.get(Role::Ticker) {
            Some(at) => by_name.get(&cell(at).trim().to_ascii_uppercase()).copied(),
            None => ticker,
        };
        let Some(of) = of else { continue };
        let stamp = table::stamp(path, row, cell(time))?;
        let mut cells = Cells::default();
        for role in NUMBERS {
            if let Some(at) = layout.get(role) {
                cells.set(role, table::number(path, row, role, cell(at))?);
            }
        }
        let rows = || Rows::new(of.clone(), layout, options.adjustment);
        table::push_row(&mut tables, of, rows, (stamp, cells));
    }
    Ok(tables)
}

/// Hands each cell of one column to `take`.
pub(in crate::prices) fn column(
    path: &Path,
    text: &str,
    at: usize,
    mut take: impl FnMut(&str),
) -> Result<(), PriceError> {
    let mut reader = reader(text);
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record).map_err(|e| unreadable(path, &e))? {
        take(record.get(at).unwrap_or("").trim());
    }
    Ok(())
}

fn reader(text: &str) -> csv::Reader<&[u8]> {
    let first_line = text.lines().next().unwrap_or("");
    let delimiter = [b',', b';', b'\t']
        .into_iter()
        .max_by_key(|d| first_line.bytes().filter(|b| b == d).count())
        .unwrap_or(b',');
    csv::ReaderBuilder::new().delimiter(delimiter).flexible(false).from_reader(text.as_bytes())
}

fn unreadable(path: &Path, error: &csv::Error) -> PriceError {
    let reason = match error.kind() {
        csv::ErrorKind::UnequalLengths { pos, expected_len, len } => {
            let row = pos.as_ref().map_or(0, csv::Position::line);
            format!("row {row} has {len} cells, and the header has {expected_len}")
        }
        _ => error.to_string(),
    };
    PriceError::unreadable(path, reason)
}
