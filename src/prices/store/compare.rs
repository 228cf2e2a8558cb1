//! Where two sources disagree.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate};
use polars::prelude::{DataFrame, DataType};

use super::{Series, Store, StoreError};
use crate::event::Ticker;
use crate::prices::vendor::{BarLength, VendorAdjustment};

/// Two sources that print the same trades agree within a basis point: rounding to a cent is less
/// than that for any price above 50.
const TOLERANCE: f64 = 1e-4;

/// The bars of one ticker and length in two sources.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The series of the first source.
    pub first: Series,
    /// The series of the second source.
    pub second: Series,
    /// Whether closes are compared, or changes from close to close because the two are adjusted for
    /// different things.
    pub closes: bool,
    /// Bars that both have.
    pub both: usize,
    /// Bars that the first alone has.
    pub only_first: usize,
    /// Bars that the second alone has.
    pub only_second: usize,
    /// Where they differ by more than a basis point, the largest difference first.
    pub differences: Vec<Difference>,
}

/// A bar about which two sources differ.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// The bar, as a date or a start in UTC.
    pub at: String,
    /// The close, or the change from the close before as a fraction, of the first.
    pub first: f64,
    /// The close, or the change, of the second.
    pub second: f64,
    /// How far apart they are, as a fraction.
    pub relative: f64,
}

/// Compares the stored bars of two vendors, ticker by ticker and length by length.
///
/// # Errors
/// [`StoreError::Missing`] where one of them has no bars of a ticker that the other has, or neither
/// has any.
pub fn compare(
    store: &Store,
    vendors: [&str; 2],
    tickers: &[Ticker],
) -> Result<Vec<Comparison>, StoreError> {
    let all = store.series()?;
    let mut found = Vec::new();
    for ticker in tickers {
        let of = |vendor: &str| -> BTreeMap<BarLength, &Series> {
            // Of several feeds, adjustments and vintages: the rawest closes, the youngest vintage.
            let mut best: BTreeMap<BarLength, &Series> = BTreeMap::new();
            for series in all.iter().filter(|s| s.vendor == vendor && s.symbol == *ticker) {
                let better = best
                    .get(&series.length)
                    .is_none_or(|b| (series.adjustment, b.as_of) < (b.adjustment, series.as_of));
                if better {
                    best.insert(series.length, series);
                }
            }
            best
        };
        let (first, second) = (of(vendors[0]), of(vendors[1]));
        for (vendor, lengths) in [(vendors[0], &first), (vendors[1], &second)] {
            if lengths.is_empty() {
                return Err(super::read::missing(
                    "bars",
                    std::slice::from_ref(ticker),
                    Some(vendor),
                ));
            }
        }
        for (length, a) in first {
            if let Some(b) = second.get(&length)
                && let Some(comparison) = compare_series(store, a, b)?
            {
                found.push(comparison);
            }
        }
    }
    Ok(found)
}

fn compare_series(store: &Store, a: &Series, b: &Series) -> Result<Option<Comparison>, StoreError> {
    let (Some((_, first)), Some((_, second))) = (store.read_series(a)?, store.read_series(b)?)
    else {
        return Ok(None);
    };
    let closes = a.adjustment == b.adjustment && a.adjustment == VendorAdjustment::Raw;
    let (first, second) = (values(a, &first, closes)?, values(b, &second, closes)?);
    let mut differences = Vec::new();
    let mut both = 0;
    for (at, x) in &first {
        let Some(y) = second.get(at) else { continue };
        both += 1;
        // Across a bar that only one of them has, changes are no changes of the same span.
        let (Some((x, from)), Some((y, from_too))) = (x, y) else { continue };
        let relative = if closes { (x / y - 1.0).abs() } else { (x - y).abs() };
        if from == from_too && relative > TOLERANCE {
            let at = label(a.length, *at);
            differences.push(Difference { at, first: *x, second: *y, relative });
        }
    }
    differences.sort_by(|p, q| q.relative.total_cmp(&p.relative));
    Ok(Some(Comparison {
        first: a.clone(),
        second: b.clone(),
        closes,
        both,
        only_first: first.keys().filter(|at| !second.contains_key(at)).count(),
        only_second: second.keys().filter(|at| !first.contains_key(at)).count(),
        differences,
    }))
}

/// By bar: the close, or the change with the bar it is from; nothing where it has none.
type Values = BTreeMap<i64, Option<(f64, i64)>>;

fn values(series: &Series, bars: &DataFrame, closes: bool) -> Result<Values, StoreError> {
    let failed = |e: polars::prelude::PolarsError| {
        StoreError::damaged("bars", format!("has a table of another shape for {series}: {e}"))
    };
    let at = match series.length {
        BarLength::Day => "date",
        BarLength::Minutes(_) => "time",
    };
    let at = bars.column(at).and_then(|c| c.cast(&DataType::Int64)).map_err(failed)?;
    let adjusted = bars.column("adjusted_close").map_err(failed)?;
    let use_adjusted = !closes && adjusted.null_count() < adjusted.len();
    let close = if use_adjusted { adjusted } else { bars.column("close").map_err(failed)? };
    let (at, close) = (at.i64().map_err(failed)?, close.f64().map_err(failed)?);
    let mut found = Values::new();
    let mut before: Option<(f64, i64)> = None;
    for (at, close) in at.iter().zip(close.iter()) {
        let Some(at) = at else { continue };
        let value = match (close, before) {
            (Some(close), _) if closes => Some((close, at)),
            (Some(close), Some((earlier, from))) if earlier > 0.0 => {
                Some((close / earlier - 1.0, from))
            }
            _ => None,
        };
        found.insert(at, value);
        before = close.map(|c| (c, at)).or(before);
    }
    Ok(found)
}

fn label(length: BarLength, at: i64) -> String {
    match length {
        BarLength::Day => i32::try_from(at)
            .ok()
            .and_then(NaiveDate::from_epoch_days)
            .map_or_else(|| at.to_string(), |d| d.to_string()),
        BarLength::Minutes(_) => DateTime::from_timestamp_micros(at)
            .map_or_else(|| at.to_string(), |t| t.format("%Y-%m-%dT%H:%M:%SZ").to_string()),
    }
}
