//! The digest of rows that came in a frame, where there are no bytes on disk to take it of.

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::{LongRows, NO_FIRM};
use crate::event::Ticker;
use crate::prices::source::files::hexadecimal;

/// SHA-256 over the tickers in alphabetical order, of each the digest of its rows by date.
///
/// It does not depend on the library that held the frame, nor on the order of the tickers in it.
pub(in crate::prices::source) fn digest(
    rows: &LongRows,
    first_row: usize,
    tickers: &[Ticker],
) -> String {
    let mut of_firm: Vec<Vec<u32>> = vec![Vec::new(); tickers.len()];
    for (row, firm) in rows.firm.iter().enumerate().skip(first_row) {
        if *firm != NO_FIRM {
            of_firm[*firm as usize].push(row as u32);
        }
    }
    let mut digests: Vec<(&Ticker, [u8; 32])> = tickers
        .par_iter()
        .zip(of_firm)
        .filter(|(_, own)| !own.is_empty())
        .map(|(ticker, own)| (ticker, of_rows(rows, own)))
        .collect();
    digests.sort_unstable();
    let mut all = Sha256::new();
    for (ticker, digest) in digests {
        all.update(ticker.as_str());
        all.update([0]);
        all.update(digest);
    }
    hexadecimal(&all.finalize())
}

fn of_rows(rows: &LongRows, mut own: Vec<u32>) -> [u8; 32] {
    own.sort_by_key(|row| rows.day[*row as usize]);
    let mut bytes = Vec::with_capacity(20 * own.len());
    for row in own {
        let at = row as usize;
        bytes.extend(rows.day[at].to_le_bytes());
        bytes.extend(bits(rows.close[at]));
        bytes.extend(bits(rows.volume[at]));
        if let Ok(action) = rows.actions.binary_search_by_key(&row, |a| a.row) {
            bytes.extend(bits(rows.actions[action].dividend));
            bytes.extend(bits(rows.actions[action].split));
        }
    }
    Sha256::digest(bytes).into()
}

/// A number as bytes, with one form of what is missing.
fn bits(value: f64) -> [u8; 8] {
    (if value.is_nan() { f64::NAN } else { value }).to_bits().to_le_bytes()
}
