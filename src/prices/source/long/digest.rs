//! The digest of rows that came in a frame, where there are no bytes on disk to take it of.

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::columns::{LongRows, NO_FIRM};
use crate::event::Ticker;
use crate::prices::source::digest::hexadecimal;

/// The digest of rows: for one ticker that of its rows by date, for several see [`joined`].
///
/// The digest does not depend on the library that held the frame, nor on the order of the tickers
/// in it.
pub(in crate::prices) fn digest(rows: &LongRows, first_row: usize, tickers: &[Ticker]) -> String {
    let mut of_firm: Vec<Vec<u32>> = vec![Vec::new(); tickers.len()];
    for (row, firm) in rows.firm.iter().enumerate().skip(first_row) {
        if *firm != NO_FIRM {
            of_firm[*firm as usize].push(row as u32);
        }
    }
    let digests = tickers
        .par_iter()
        .zip(of_firm)
        .filter(|(_, own)| !own.is_empty())
        .map(|(ticker, own)| (ticker.clone(), ticker_digest(ticker, rows, own)))
        .collect();
    joined(digests)
}

/// The digest of several tickers: over theirs in alphabetical order, so that they can be made in
/// different places.
pub(in crate::prices) fn joined(mut digests: Vec<(Ticker, String)>) -> String {
    digests.sort_unstable();
    match digests.as_slice() {
        [(_, only)] => only.clone(),
        several => {
            let all: String = several.iter().map(|(_, digest)| digest.as_str()).collect();
            hexadecimal(&Sha256::digest(all))
        }
    }
}

fn ticker_digest(ticker: &Ticker, rows: &LongRows, mut own: Vec<u32>) -> String {
    own.sort_by_key(|row| rows.day[*row as usize]);
    let mut bytes = Vec::with_capacity(20 * own.len() + 24);
    bytes.extend(ticker.as_str().as_bytes());
    bytes.push(0);
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
    hexadecimal(&Sha256::digest(bytes))
}

/// A number as bytes, with one form of what is missing.
fn bits(value: f64) -> [u8; 8] {
    (if value.is_nan() { f64::NAN } else { value }).to_bits().to_le_bytes()
}
