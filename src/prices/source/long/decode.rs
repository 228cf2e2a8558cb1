//! One row group into its stretch of the columns.

use std::borrow::Cow;
use std::collections::HashMap;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use chrono::NaiveTime;
use polars::prelude::*;

use super::columns::{NO_FIRM, RowAction, flag};
use crate::calendar::TradingCalendar;
use crate::event::Ticker;
use crate::prices::PriceError;
use crate::prices::quality::{PriceDefect, sound_prices, trade_date};
use crate::prices::source::columns::Role;
use crate::prices::source::stamps::{self, Stamp};
use crate::prices::source::table::{self, Cells, CloseRule, NUMBERS};

/// The stretch of each column that a row group fills.
pub(super) struct Stretch<'a> {
    pub(super) first_row: usize,
    pub(super) firm: &'a mut [u32],
    pub(super) day: &'a mut [i32],
    pub(super) close: &'a mut [f64],
    pub(super) volume: &'a mut [f64],
    pub(super) flags: &'a mut [u8],
}

/// The tickers of a load, numbered as they come.
pub(in crate::prices) struct Names {
    numbers: Mutex<(HashMap<String, u32>, Vec<Ticker>)>,
    /// Whether a ticker that is not known yet is taken.
    open: bool,
}

impl Names {
    /// The wanted tickers, or all that come.
    pub(in crate::prices) fn new(wanted: Option<&[Ticker]>) -> Self {
        let tickers = wanted.unwrap_or(&[]).to_vec();
        let numbers = tickers.iter().zip(0..).map(|(t, i)| (t.to_string(), i)).collect();
        Self { numbers: Mutex::new((numbers, tickers)), open: wanted.is_none() }
    }

    /// The tickers so far, by number.
    pub(in crate::prices) fn tickers(&self) -> Vec<Ticker> {
        self.numbers.lock().unwrap_or_else(PoisonError::into_inner).1.clone()
    }

    pub(in crate::prices) fn into_tickers(self) -> Vec<Ticker> {
        self.numbers.into_inner().unwrap_or_else(PoisonError::into_inner).1
    }

    fn number(&self, text: &str) -> u32 {
        let Ok(ticker) = text.parse::<Ticker>() else { return NO_FIRM };
        let mut guard = self.numbers.lock().unwrap_or_else(PoisonError::into_inner);
        let (numbers, tickers) = &mut *guard;
        if let Some(number) = numbers.get(ticker.as_str()) {
            return *number;
        }
        if !self.open {
            return NO_FIRM;
        }
        let number = tickers.len() as u32;
        numbers.insert(ticker.to_string(), number);
        tickers.push(ticker);
        number
    }
}

/// The columns of a frame by role, under the names they have in the file.
pub(super) struct Named {
    pub(super) time: String,
    pub(super) ticker: String,
    pub(super) numbers: Vec<(Role, String)>,
    pub(super) rule: CloseRule,
}

impl Named {
    fn has(&self, role: Role) -> bool {
        self.numbers.iter().any(|(r, _)| *r == role)
    }

    pub(super) fn all(&self) -> Vec<String> {
        let numbers = self.numbers.iter().map(|(_, name)| name.clone());
        [self.time.clone(), self.ticker.clone()].into_iter().chain(numbers).collect()
    }
}

/// Fills a stretch; returns the dividends and splits in it.
///
/// `None` where the rows are no daily bars.
pub(super) fn decode(
    path: &Path,
    frame: &DataFrame,
    named: &Named,
    names: &Names,
    calendar: &TradingCalendar,
    out: Stretch<'_>,
) -> Result<Option<Vec<RowAction>>, PriceError> {
    firms(frame.column(&named.ticker)?, names, out.firm)?;
    if !days(path, frame.column(&named.time)?, calendar, out.first_row, out.day)? {
        return Ok(None);
    }
    let mut columns: [Option<Series>; NUMBERS.len()] = Default::default();
    for (role, name) in &named.numbers {
        let column = frame.column(name)?.as_materialized_series();
        let at = NUMBERS.iter().position(|r| r == role);
        if let Some(at) = at {
            columns[at] = Some(column.cast(&DataType::Float64)?.rechunk());
        }
    }
    let values: Vec<(Role, Cow<'_, [f64]>)> = NUMBERS
        .into_iter()
        .zip(&columns)
        .filter_map(|(role, column)| Some((role, column.as_ref()?)))
        .map(|(role, column)| Ok((role, floats(column.f64()?))))
        .collect::<PolarsResult<_>>()?;
    let rows = frame.height();
    let none = vec![f64::NAN; rows];
    let of = |role: Role| {
        let found = values.iter().find(|(r, _)| *r == role);
        &found.map_or(none.as_slice(), |(_, v)| v)[..rows]
    };
    let numbers = Numbers {
        open: of(Role::Open),
        high: of(Role::High),
        low: of(Role::Low),
        close: of(Role::Close),
        adjusted_close: of(Role::AdjustedClose),
        dividend: of(Role::Dividend),
        split: of(Role::Split),
    };
    out.volume.copy_from_slice(of(Role::Volume));
    // Tables of closes are many, and a row without a range has hardly anything to be checked.
    let ranges = [Role::Open, Role::High, Role::Low].iter().any(|role| named.has(*role));
    Ok(Some(match ranges {
        true => prices(named.rule, |i| numbers.cells(i), out),
        false => prices(named.rule, |i| numbers.cells_without_range(i), out),
    }))
}

/// The number columns of the rows, NaN where a number is missing.
struct Numbers<'a> {
    open: &'a [f64],
    high: &'a [f64],
    low: &'a [f64],
    close: &'a [f64],
    adjusted_close: &'a [f64],
    dividend: &'a [f64],
    split: &'a [f64],
}

impl Numbers<'_> {
    #[inline]
    fn cells(&self, i: usize) -> Cells {
        let [open, high, low] = [self.open, self.high, self.low].map(|v| known_value(v, i));
        Cells { open, high, low, ..self.cells_without_range(i) }
    }

    #[inline]
    fn cells_without_range(&self, i: usize) -> Cells {
        Cells {
            close: known_value(self.close, i),
            adjusted_close: known_value(self.adjusted_close, i),
            dividend: known_value(self.dividend, i),
            split: known_value(self.split, i),
            ..Cells::default()
        }
    }
}

#[inline]
fn known_value(values: &[f64], i: usize) -> Option<f64> {
    Some(values[i]).filter(|v| !v.is_nan())
}

/// Fills closes and flags; returns the dividends and splits.
#[inline]
fn prices(rule: CloseRule, cells: impl Fn(usize) -> Cells, out: Stretch<'_>) -> Vec<RowAction> {
    let mut actions = Vec::new();
    for (i, (close, flags)) in out.close.iter_mut().zip(out.flags).enumerate() {
        let row = rule.understand(cells(i));
        (*close, *flags) = match sound_prices(row.prices) {
            Ok([.., close]) => (close.unwrap_or(f64::NAN), 0),
            Err(PriceDefect::NonPositive(_)) => (f64::NAN, flag::NON_POSITIVE),
            Err(PriceDefect::InconsistentRange { .. }) => (f64::NAN, flag::INCONSISTENT),
        };
        if row.dividend != 0.0 || row.split != 1.0 {
            *flags |= flag::ACTION;
            let (dividend, split) = (row.dividend, row.split);
            actions.push(RowAction { row: (out.first_row + i) as u32, dividend, split });
        }
    }
    actions
}

/// The values of a column, NaN for null; without nulls they are not copied.
fn floats(column: &Float64Chunked) -> Cow<'_, [f64]> {
    match column.cont_slice() {
        Ok(values) => Cow::Borrowed(values),
        Err(_) => column.iter().map(|v| v.unwrap_or(f64::NAN)).collect(),
    }
}

fn firms(column: &Column, names: &Names, out: &mut [u32]) -> Result<(), PriceError> {
    let column = column.cast(&DataType::String)?;
    let column = column.str()?;
    let mut known: HashMap<&str, u32> = HashMap::new();
    let mut rows = out.iter_mut();
    for array in column.downcast_iter() {
        let views = array.views();
        // Rows of one ticker mostly follow one another, with the same text in the same place; the
        // rest is looked up without the lock.
        let mut last: Option<(usize, u32)> = None;
        for (i, firm) in (0..views.len()).zip(rows.by_ref()) {
            // What stands in the place of a null is anything, often a text nearby.
            let Some(name) = array.get(i) else { continue };
            if let Some((_, number)) = last.filter(|(before, _)| views[*before] == views[i]) {
                *firm = number;
                continue;
            }
            *firm = *known.entry(name).or_insert_with(|| names.number(name));
            last = Some((i, *firm));
        }
    }
    Ok(())
}

/// Fills the trade dates; false where there are several rows a day, so that it is no daily table.
fn days(
    path: &Path,
    column: &Column,
    calendar: &TradingCalendar,
    first_row: usize,
    out: &mut [i32],
) -> Result<bool, PriceError> {
    let bad = |i: usize, text: &str| PriceError::BadCell {
        path: path.to_owned(),
        row: first_row + i + 1,
        role: "a time or a date",
        text: text.to_owned(),
    };
    if let DataType::Date = column.dtype() {
        for (i, day) in column.date()?.physical().iter().enumerate() {
            out[i] = day.ok_or_else(|| bad(i, "null"))?;
        }
        return Ok(true);
    }
    // A panel has a few thousand distinct times, each of which is understood once.
    let mut dates = Understood::default();
    let day_of = |stamp: Stamp| trade_date(stamp, calendar).to_epoch_days();
    match column.dtype() {
        DataType::Datetime(unit, zone) => {
            let per_second = match unit {
                TimeUnit::Nanoseconds => 1_000_000_000,
                TimeUnit::Microseconds => 1_000_000,
                TimeUnit::Milliseconds => 1_000,
            };
            for (i, count) in column.datetime()?.physical().iter().enumerate() {
                let count = count.ok_or_else(|| bad(i, "null"))?;
                out[i] = dates.day(count, || {
                    let nanos = count.rem_euclid(per_second) * (1_000_000_000 / per_second);
                    let seconds = count.div_euclid(per_second);
                    let instant = chrono::DateTime::from_timestamp(seconds, nanos as u32)
                        .ok_or_else(|| bad(i, &count.to_string()))?;
                    if zone.is_some() {
                        return Ok((day_of(Stamp::Instant(instant)), instant.time()));
                    }
                    let naive = instant.naive_utc();
                    let stamp =
                        stamps::from_naive(naive).map_err(|_| PriceError::NaiveTimestamp {
                            path: path.to_owned(),
                            row: first_row + i + 1,
                            text: naive.to_string(),
                        })?;
                    Ok((day_of(stamp), NaiveTime::MIN))
                })?;
            }
        }
        DataType::Int32 | DataType::Int64 => {
            let column = column.cast(&DataType::Int64)?;
            for (i, value) in column.i64()?.iter().enumerate() {
                let value = value.ok_or_else(|| bad(i, "null"))?;
                out[i] = dates.day(value, || {
                    let stamp =
                        stamps::from_integer(value).ok_or_else(|| bad(i, &value.to_string()))?;
                    Ok((day_of(stamp), time_of(stamp)))
                })?;
            }
        }
        DataType::String => {
            let mut dates = Understood::default();
            for (i, text) in column.str()?.iter().enumerate() {
                let text = text.unwrap_or("");
                out[i] = dates.day(text, || {
                    let stamp = table::stamp(path, first_row + i + 1, text)?;
                    Ok((day_of(stamp), time_of(stamp)))
                })?;
            }
            return Ok(dates.are_daily());
        }
        other => return Err(bad(0, &format!("column `{}` of type {other}", column.name()))),
    }
    Ok(dates.are_daily())
}

fn time_of(stamp: Stamp) -> NaiveTime {
    match stamp {
        Stamp::Date(_) => NaiveTime::MIN,
        Stamp::Instant(t) => t.time(),
    }
}

/// Times that were understood already, with their dates.
struct Understood<K>(HashMap<K, i32>, bool);

impl<K> Default for Understood<K> {
    fn default() -> Self {
        Self(HashMap::new(), false)
    }
}

impl<K: std::hash::Hash + Eq + Copy> Understood<K> {
    fn day(
        &mut self,
        key: K,
        understand: impl FnOnce() -> Result<(i32, NaiveTime), PriceError>,
    ) -> Result<i32, PriceError> {
        if let Some(day) = self.0.get(&key) {
            return Ok(*day);
        }
        let (day, time) = understand()?;
        self.1 |= time != NaiveTime::MIN;
        self.0.insert(key, day);
        Ok(day)
    }

    /// Dates are daily; instants are if there is about one for each date.
    fn are_daily(&self) -> bool {
        if !self.1 {
            return true;
        }
        let mut days: Vec<i32> = self.0.values().copied().collect();
        days.sort_unstable();
        days.dedup();
        2 * self.0.len() <= 3 * days.len()
    }
}
