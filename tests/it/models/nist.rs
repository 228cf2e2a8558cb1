//! The least-squares solver on the NIST Statistical Reference Datasets.

use std::path::Path;

use eventstudy::models::internals::LeastSquares;
use serde_json::Value;

/// Log-relative error: the number of correct digits.
fn digits(actual: f64, certified: f64) -> f64 {
    let error =
        if certified == 0.0 { actual.abs() } else { ((actual - certified) / certified).abs() };
    -error.max(1e-16).log10()
}

fn fewest_digits(name: &str, degree: Option<i32>) -> f64 {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference/nist");
    let mut reader = csv::Reader::from_path(folder.join(format!("{name}.csv"))).unwrap();
    let rows: Vec<Vec<f64>> =
        reader.records().map(|r| r.unwrap().iter().map(|v| v.parse().unwrap()).collect()).collect();
    let y: Vec<f64> = rows.iter().map(|r| r[0]).collect();
    let columns: Vec<Vec<f64>> = match degree {
        Some(degree) => {
            (0..=degree).map(|k| rows.iter().map(|r| r[1].powf(f64::from(k))).collect()).collect()
        }
        None => std::iter::once(vec![1.0; rows.len()])
            .chain((1..rows[0].len()).map(|j| rows.iter().map(|r| r[j]).collect()))
            .collect(),
    };
    let borrowed: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let fit = LeastSquares::fit(&borrowed, &y).unwrap();
    let certified: Value =
        serde_json::from_str(&std::fs::read_to_string(folder.join("certified.json")).unwrap())
            .unwrap();
    let coefficients = certified[name]["coef"].as_array().unwrap();
    assert_eq!(coefficients.len(), fit.coefficients().len());
    fit.coefficients()
        .iter()
        .zip(coefficients)
        .map(|(b, c)| digits(*b, c.as_f64().unwrap()))
        .fold(f64::INFINITY, f64::min)
}

#[test]
fn certified_coefficients() {
    for (name, degree, needed) in [
        ("Norris", None, 11.0),
        ("Pontius", Some(2), 11.0),
        ("Longley", None, 10.0),
        ("Filip", Some(10), 7.0),
        ("Wampler1", Some(5), 8.5),
        ("Wampler2", Some(5), 8.5),
        ("Wampler3", Some(5), 8.5),
        ("Wampler4", Some(5), 7.0),
        ("Wampler5", Some(5), 5.0),
    ] {
        let digits = fewest_digits(name, degree);
        println!("{name}: {digits:.1} digits, {needed} needed");
        assert!(digits >= needed, "{name}: {digits:.1} digits");
    }
}
