//! What the command studies as well when it is asked to.

use std::process::Command;

use crate::support::simulated_market::SimulatedMarket;

#[test]
fn the_command_knows_what_to_study_as_well() {
    let world = SimulatedMarket::with_two_events_a_firm("2020-01-01");
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("prices.csv"), &world.prices).unwrap();
    std::fs::write(folder.path().join("events.csv"), &world.events).unwrap();
    let run = |also: &str| {
        Command::new(env!("CARGO_BIN_EXE_eventstudy"))
            .args(["--events", "events.csv", "--data", "prices.csv", "--benchmark", "MKT"])
            .args(["--window", "-3..3", "--car", "0..0", "--car", "-1..1"])
            .args(["--estimation-length", "120", "--estimation-end", "-6", "--resamples", "99"])
            .args(["--files", "json,csv", "--also", also])
            .current_dir(folder.path())
            .output()
            .unwrap()
    };
    let output = run("calendar-time,volume,placebo-dates,power");
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    for heading in [
        "Calendar-time portfolio",
        "Abnormal volume against the firm's own mean",
        "Abnormal volume against the benchmark's volume",
        "Volatility of abnormal returns",
        "Placebo dates, [0,0]",
        "What could have been found",
        "What the headline tests find, [0,0]",
    ] {
        assert!(text.contains(heading), "{heading}: {text}");
    }
    let json = folder.path().join("reports/events/sample/results.json");
    let json: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(json).unwrap()).unwrap();
    let beside = &json["beside"];
    assert_eq!(beside["placebo_dates"]["statistics"][0]["outcome"]["test"], "placebo-dates");
    assert_eq!(beside["volume"]["forms"][1]["model"], "market");
    assert_eq!(json["spec"]["cross_section"]["also"][3], "power");
    assert!(beside["calendar_time"]["portfolios"][0]["result"]["alpha"].is_f64());
    let wrong = run("beta");
    assert_eq!(wrong.status.code(), Some(2));
    let error = String::from_utf8(wrong.stderr).unwrap();
    assert!(error.contains("calendar-time") && error.contains("placebo-dates"), "{error}");
}
