//! Factor returns from files: one table by date out of several.

pub(in crate::prices) mod table;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::{SourceFile, delimited, digest};
use crate::prices::{FactorFiles, FactorUnit, Factors, PriceError};
use table::FactorTable;

/// In per cent the factors move by some tenths a day, as fractions by some thousandths; this lies
/// between.
const PERCENT_FROM: f64 = 0.05;
/// No risk-free return of a day was as large as this fraction.
const RISK_FREE_BELOW: f64 = 0.002;
/// Fewer rows show nothing about their unit.
const ENOUGH_ROWS: usize = 20;

impl Factors {
    /// Reads factor files and joins them by date.
    ///
    /// Two layouts are understood: a plain table with the header `date,Mkt-RF,SMB,...`, and Kenneth
    /// French's original files, of which the first (daily) section is read. Values are in per cent
    /// unless `unit` says otherwise and become decimal fractions; -99.99 and -999 are missing.
    ///
    /// # Errors
    /// A file that cannot be read or is not daily; two files with different values of one factor on
    /// one date.
    ///
    /// # References
    /// Fama and French (1993, 2015), Carhart (1997); Kenneth R. French's data library.
    pub fn from_files(paths: &[PathBuf], unit: FactorUnit) -> Result<FactorFiles, PriceError> {
        let mut read = FactorFiles::default();
        let mut tables = Vec::new();
        for path in paths {
            let bytes = std::fs::read(path).map_err(|e| match e.kind() {
                std::io::ErrorKind::NotFound => PriceError::NoSuchPath { path: path.clone() },
                _ => PriceError::unreadable(path, e),
            })?;
            let sha256 = digest::sha256(&bytes);
            let table = FactorTable::read(path, &delimited::text(path, bytes)?)?;
            read.warnings.extend(unit_warning(path, &table, unit));
            let names: Vec<&str> = table.columns.iter().map(|(name, _)| name.as_str()).collect();
            read.files.push(SourceFile {
                path: path.display().to_string(),
                used_for: format!("daily factors {}", names.join(", ")),
                rows: Some(table.dates.len()),
                sha256: Some(sha256),
            });
            tables.push((path.as_path(), table));
        }
        read.factors = joined(&tables, unit)?;
        Ok(read)
    }
}

/// A warning where the size of the values speaks against the unit.
fn unit_warning(path: &Path, table: &FactorTable, unit: FactorUnit) -> Option<String> {
    let typical = |values: &[f64]| {
        let known: Vec<f64> = values.iter().filter(|v| !v.is_nan()).map(|v| v.abs()).collect();
        let mean = known.iter().sum::<f64>() / known.len() as f64;
        (known.len() >= ENOUGH_ROWS && mean > 0.0).then_some(mean)
    };
    let column = |name: &str| table.columns.iter().find(|(n, _)| n == name);
    // The market moves most; without it any other of the known factors tells as much.
    let telling = ["Mkt-RF", "SMB", "HML", "RMW", "CMA", "Mom"].into_iter().find_map(column);
    let path = path.display();
    if let Some((name, values)) = telling
        && let Some(mean) = typical(values)
    {
        let about = format!("the mean size of {name} in {path} is {mean:.4} a day");
        match unit {
            FactorUnit::Percent if mean < PERCENT_FROM => {
                return Some(format!(
                    "{about}, which looks like fractions and is read as per cent; \
                     if it is fractions, give that as its unit"
                ));
            }
            FactorUnit::Fraction if mean >= PERCENT_FROM => {
                return Some(format!(
                    "{about}, which looks like per cent and is read as fractions; \
                     if it is per cent, give that as its unit"
                ));
            }
            _ => return None,
        }
    }
    let (_, rates) = column("RF")?;
    let largest = rates.iter().copied().filter(|v| !v.is_nan()).fold(0.0, f64::max);
    (unit == FactorUnit::Fraction && largest >= RISK_FREE_BELOW).then(|| {
        format!(
            "RF in {path} reaches {largest} a day, which looks like per cent and is read as \
             fractions; if it is per cent, give that as its unit"
        )
    })
}

/// All tables on all dates; NaN where a factor has no value.
fn joined(tables: &[(&Path, FactorTable)], unit: FactorUnit) -> Result<Factors, PriceError> {
    let dates: BTreeSet<NaiveDate> =
        tables.iter().flat_map(|(_, t)| t.dates.iter().copied()).collect();
    let dates: Vec<NaiveDate> = dates.into_iter().collect();
    let scale = |value: f64| match unit {
        FactorUnit::Percent => value / 100.0,
        FactorUnit::Fraction => value,
    };
    let mut columns: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    // Which file a value is from, for the message about two that differ.
    let mut origins: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (number, (path, table)) in tables.iter().enumerate() {
        let rows: Vec<usize> =
            table.dates.iter().map(|d| dates.partition_point(|other| other < d)).collect();
        for (name, values) in &table.columns {
            let column = columns.entry(name.clone()).or_insert_with(|| vec![f64::NAN; dates.len()]);
            let origin = origins.entry(name).or_insert_with(|| vec![0; dates.len()]);
            for (row, value) in rows.iter().zip(values) {
                let value = scale(*value);
                let known = &mut column[*row];
                if known.is_nan() {
                    (*known, origin[*row]) = (value, number);
                } else if !value.is_nan() && value != *known {
                    return Err(PriceError::ConflictingFactors {
                        column: name.clone(),
                        date: dates[*row],
                        first: tables[origin[*row]].0.to_owned(),
                        first_value: 100.0 * *known,
                        second: (*path).to_owned(),
                        second_value: 100.0 * value,
                    });
                }
            }
        }
    }
    let vintages: BTreeSet<String> = tables
        .iter()
        .map(|(path, table)| {
            let file = path.file_name().unwrap_or_default().to_string_lossy();
            match &table.vintage {
                Some(vintage) => format!("{vintage} ({file})"),
                None => file.into_owned(),
            }
        })
        .collect();
    let vintage = Vec::from_iter(vintages).join("; ");
    Ok(Factors { dates, columns, vintage: (!vintage.is_empty()).then_some(vintage) })
}
