//! The worked example: inputs of `tests/reference` and the figures of its `expected.json`, which
//! were computed independently.

use std::collections::HashMap;
use std::path::Path;

use eventstudy::abnormal::AbnormalReturns;
use eventstudy::abnormal::internals::Cumulative;
use eventstudy::inference::{Outcome, TestResult};
use eventstudy::models::model;
use eventstudy::returns::Window;
use eventstudy::returns::internals::Samples;
use serde_json::Value;

use crate::support::closeness::near;

/// Both sides compute in double precision along different routes; ten digits leave room for that
/// and for nothing else.
pub const TOLERANCE: f64 = 1e-10;
/// p-values come from different libraries' distribution functions.
pub const TOLERANCE_P: f64 = 1e-9;

pub type Rows = Vec<HashMap<String, String>>;

pub fn expected() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference/expected.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

pub fn table(name: &str) -> Rows {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference").join(name);
    csv::Reader::from_path(path).unwrap().deserialize().map(Result::unwrap).collect()
}

pub fn column(rows: &[HashMap<String, String>], name: &str) -> Vec<f64> {
    rows.iter().map(|r| r[name].parse().unwrap_or(f64::NAN)).collect()
}

pub fn list(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect()
}

#[track_caller]
pub fn close(actual: f64, expected: &Value, tolerance: f64, what: &str) {
    let expected = expected.as_f64().unwrap_or_else(|| panic!("{what}: no expected value"));
    near(actual, expected, tolerance, what);
}

/// The event window of the worked example.
pub fn window() -> Window {
    Window::new(-1, 1).unwrap()
}

pub fn day(t: i32) -> Window {
    Window::new(t, t).unwrap()
}

/// The samples of firm `i` (1 to 4) of the first example: estimation -11..-2, event -1..1.
pub fn samples(firm: usize) -> Samples {
    let rows = table("inputs_a.csv");
    samples_between_gaps(&column(&rows, "t"), &column(&rows, &format!("r{firm}")), &rows)
}

/// The samples of event `i` (1 to 4) of the second example, which has missing bars, and its day 0.
pub fn samples_with_missing_bars(event: usize) -> (usize, Samples) {
    let mut rows = table("inputs_b.csv");
    rows.retain(|r| r["event"] == event.to_string());
    let samples = samples_between_gaps(&column(&rows, "t"), &column(&rows, "r"), &rows);
    (rows[0]["event_day"].parse().unwrap(), samples)
}

/// The estimation bars on which firm and market have a return, and every event bar.
fn samples_between_gaps(t: &[f64], firm: &[f64], rows: &Rows) -> Samples {
    let market = column(rows, "rm");
    let (event, estimation): (Vec<usize>, Vec<usize>) = (0..t.len()).partition(|&i| t[i] > -2.0);
    let used: Vec<usize> =
        estimation.into_iter().filter(|&i| firm[i].is_finite() && market[i].is_finite()).collect();
    let pick = |v: &[f64], bars: &[usize]| bars.iter().map(|&i| v[i]).collect::<Vec<f64>>();
    Samples {
        estimation_firm: pick(firm, &used),
        estimation_market: pick(&market, &used),
        estimation_times: used.iter().map(|&i| t[i] as i32).collect(),
        event_firm: pick(firm, &event),
        event_market: pick(&market, &event),
        steps: 1,
        ..Samples::default()
    }
}

/// CARs of the four firms of the first example over the event window.
pub fn cars(id: &str) -> Vec<Cumulative> {
    (1..=4)
        .map(|firm| {
            let samples = samples(firm);
            let estimate = model(id).unwrap().estimate(&samples.estimation()).unwrap();
            AbnormalReturns::new(estimate.as_ref(), &samples, window(), &[])
                .cumulative(window())
                .unwrap()
        })
        .collect()
}

#[track_caller]
pub fn applies(outcome: Outcome) -> TestResult {
    match outcome {
        Outcome::Applies(result) => result,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
pub fn detail(result: &TestResult, name: &str) -> f64 {
    let found = result.details.iter().find(|d| d.name == name);
    found.unwrap_or_else(|| panic!("no {name} in {result:?}")).value
}
