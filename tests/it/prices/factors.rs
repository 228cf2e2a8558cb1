//! Factor files in both layouts, joined by date.

use std::path::{Path, PathBuf};

use eventstudy::prelude::*;
use eventstudy::prices::{FactorUnit, Factors, PriceError};
use eventstudy::returns::Regressor;
use eventstudy::returns::internals::{EventRegressors, SharedRegressors};

fn written(files: &[(&str, String)]) -> (tempfile::TempDir, Vec<PathBuf>) {
    let folder = tempfile::tempdir().unwrap();
    let paths = files
        .iter()
        .map(|(name, text)| {
            let path = folder.path().join(name);
            std::fs::write(&path, text).unwrap();
            path
        })
        .collect();
    (folder, paths)
}

const THREE: &str = "date,Mkt-RF,SMB,HML,RF\n\
    2025-12-08,0.50,-0.25,0.10,0.02\n2025-12-09,-1.00,0.30,-99.99,0.02\n";

#[test]
fn files_are_joined_by_date_and_become_fractions() {
    let momentum = ",Mom   \n20251209,   0.40\n20251210,  -0.20\n\nCopyright\n";
    let made = "Created using the 202604 CRSP database.\n\n";
    let (_folder, paths) = written(&[
        ("three.csv", THREE.to_owned()),
        ("mom.csv", format!("{made}{momentum}")),
        // The same values once more are fine.
        ("rf.csv", "date,RF\n2025-12-09,0.02\n2025-12-10,0.03\n".to_owned()),
    ]);
    let read = Factors::from_files(&paths, FactorUnit::Percent).unwrap();
    let factors = &read.factors;
    assert_eq!(factors.dates.len(), 3);
    assert_eq!(factors.columns["Mkt-RF"][..2], [0.005, -0.01]);
    assert!(factors.columns["HML"][1].is_nan() && factors.columns["Mom"][0].is_nan());
    assert_eq!(factors.columns["RF"], [0.0002, 0.0002, 0.0003]);
    let vintage = factors.vintage.as_deref().unwrap();
    assert_eq!(vintage, "202604 CRSP database (mom.csv); rf.csv; three.csv");
    assert_eq!(read.files.len(), 3);
    assert!(read.files.iter().all(|f| f.sha256.is_some()));
    assert_eq!(read.files[1].used_for, "daily factors Mom");
    assert!(read.warnings.is_empty());

    let calendar = TradingCalendar::new_york();
    let shared = SharedRegressors::of(Some(factors), &calendar);
    let regressors = EventRegressors {
        shared: &shared,
        market: None,
        peers: None,
        donors: &[],
        bars_covered: None,
    };
    let column = &regressors.columns(&Regressor::Factor("Mom".into())).unwrap()[0];
    let session = calendar.index_of("2025-12-10".parse().unwrap()).unwrap();
    assert_eq!(column[session], -0.002);
}

#[test]
fn files_that_differ_are_refused_with_the_first_date() {
    let other = "date,SMB\n2025-12-08,-0.25\n2025-12-09,0.31\n".to_owned();
    let (_folder, paths) = written(&[("three.csv", THREE.to_owned()), ("other.csv", other)]);
    let error = Factors::from_files(&paths, FactorUnit::Percent).unwrap_err();
    assert!(matches!(error, PriceError::ConflictingFactors { .. }));
    let text = error.to_string();
    assert!(text.contains("SMB on 2025-12-09") && text.contains("other.csv"), "{text}");
    assert!(error.hint().contains("five-factor"));
}

#[test]
fn values_of_the_wrong_size_for_their_unit_are_pointed_out() {
    let calendar = TradingCalendar::new_york();
    let day = |i: u32| calendar.days()[5000 + i as usize].date;
    let table = |name: &str, size: f64| -> String {
        let row =
            |i: u32| format!("{},{}\n", day(i), if i.is_multiple_of(2) { size } else { -size });
        format!("date,{name}\n{}", (0..40).map(row).collect::<String>())
    };
    let warnings = |name: &str, size: f64, unit| {
        let (_folder, paths) = written(&[("x.csv", table(name, size))]);
        Factors::from_files(&paths, unit).unwrap().warnings
    };
    for name in ["Mkt-RF", "Mom"] {
        assert!(warnings(name, 0.7, FactorUnit::Percent).is_empty());
        assert!(warnings(name, 0.007, FactorUnit::Fraction).is_empty());
        assert!(warnings(name, 0.007, FactorUnit::Percent)[0].contains("if it is fractions"));
        assert!(warnings(name, 0.7, FactorUnit::Fraction)[0].contains("per cent"));
    }
    assert!(warnings("RF", 0.02, FactorUnit::Fraction)[0].contains("RF"));
    assert!(warnings("RF", 0.02, FactorUnit::Percent).is_empty());
}

#[test]
fn real_factor_files_are_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/real/factors");
    if !folder.exists() {
        println!("SKIPPED: {} is not there", folder.display());
        return;
    }
    let paths = |names: &[&str]| names.iter().map(|n| folder.join(n)).collect::<Vec<_>>();
    let five = paths(&["ff5_daily.csv", "mom_daily.csv"]);
    let read = Factors::from_files(&five, FactorUnit::Percent).unwrap();
    assert!(read.warnings.is_empty(), "{:?}", read.warnings);
    assert_eq!(
        read.factors.columns.keys().collect::<Vec<_>>(),
        ["CMA", "HML", "Mkt-RF", "Mom", "RF", "RMW", "SMB"]
    );
    assert!(read.factors.dates.len() > 15_000);
    for (name, column) in &read.factors.columns {
        let largest = column.iter().filter(|v| !v.is_nan()).fold(0.0, |m: f64, v| m.max(v.abs()));
        assert!(largest < 0.25, "{name} {largest}");
    }
    let wrong = Factors::from_files(&five, FactorUnit::Fraction).unwrap();
    assert_eq!(wrong.warnings.len(), 2);
    // The three- and the five-factor SMB are different series.
    let both = paths(&["ff3_daily.csv", "ff5_daily.csv"]);
    let error = Factors::from_files(&both, FactorUnit::Percent).unwrap_err();
    assert!(matches!(error, PriceError::ConflictingFactors { .. }), "{error}");
}
