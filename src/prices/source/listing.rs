//! Which files of a folder hold prices, and whose they are.

use std::path::{Path, PathBuf};

use super::columns::{ColumnMapping, Layout, Role};
use super::{delimited, parquet};
use crate::prices::PriceError;

/// Folders are searched this deep.
const DEPTH: usize = 3;

/// The price files at a path: itself, or those in the folder and the folders in it.
pub(in crate::prices) fn listing(path: &Path) -> Result<Vec<PathBuf>, PriceError> {
    let found = std::fs::metadata(path).map_err(|e| match e.kind() {
        std::io::ErrorKind::NotFound => PriceError::NoSuchPath { path: path.to_owned() },
        _ => PriceError::unreadable(path, e),
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

fn collect(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) -> Result<(), PriceError> {
    let unreadable = |e: std::io::Error| PriceError::unreadable(folder, e);
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
pub(in crate::prices) fn stem(path: &Path) -> &str {
    let name = path.file_name().and_then(|n| n.to_str()).unwrap_or("");
    let name = name.strip_suffix(".gz").unwrap_or(name);
    name.strip_suffix(".csv").or_else(|| name.strip_suffix(".parquet")).unwrap_or(name)
}

/// Reads just enough of a file to see its header; a file that cannot be read has none.
pub(in crate::prices) fn has_ticker_column(path: &Path) -> bool {
    let header = if is_parquet(path) {
        parquet::header_of_file(path).ok()
    } else {
        first_line(path).and_then(|line| delimited::header(path, &line).ok())
    };
    header
        .and_then(|h| Layout::from_header(path, &h, &ColumnMapping::default()).ok())
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

pub(in crate::prices) fn is_parquet(path: &Path) -> bool {
    path.extension().is_some_and(|e| e.eq_ignore_ascii_case("parquet"))
}
