//! Ten thousand events with every kind of broken row among them: the command finishes, and each row
//! asked for is in the sample or in the ledger, with the reason it was broken by.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use eventstudy::calendar::TradingCalendar;

use crate::support::random::Xorshift;

const FIRMS: usize = 60;
const SESSIONS: usize = 1_150;
/// Sessions before the first event: the estimation window, the gap and some to spare. Of five
/// sessions three lie next to another event, so that the window has to be long.
const BEFORE: usize = 260;
/// Event windows of five sessions do not overlap at this distance.
const SPACING: usize = 5;

/// What a row has to come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fate {
    Studied,
    LeftOut(&'static str),
}

/// Prices as a walk without any memory of events.
fn prices(dates: &[String]) -> String {
    let mut random = Xorshift::new(11);
    let mut draw = move || random.uniform();
    let market: Vec<f64> = dates.iter().map(|_| 0.03 * draw()).collect();
    let mut text = "date,ticker,close,volume\n".to_owned();
    for firm in 0..=FIRMS {
        let mut price = 50.0;
        for (day, date) in dates.iter().enumerate() {
            let own = if firm == 0 { 0.0 } else { 0.05 * draw() };
            price *= 1.0 + market[day] + own;
            // The last firm leaves the market, the one before it is halted now and then.
            let gone = firm == FIRMS && day > 900;
            let halted = firm == FIRMS - 1 && day % 50 == 6;
            let name = if firm == 0 { "MKT".into() } else { ticker(firm) };
            if halted {
                writeln!(text, "{date},{name},,0").unwrap();
            } else if !gone {
                writeln!(text, "{date},{name},{price},1000").unwrap();
            }
        }
    }
    text
}

fn day_before(date: &str) -> String {
    let date: chrono::NaiveDate = date.parse().unwrap();
    date.pred_opt().unwrap().to_string()
}

/// A date of its own for each k, far enough from the next that event windows do not overlap.
fn fortnight(year: i32, k: usize) -> chrono::NaiveDate {
    chrono::NaiveDate::from_ymd_opt(year, 1, 2).unwrap() + chrono::Days::new(14 * k as u64)
}

fn ticker(firm: usize) -> String {
    format!("T{firm:03}")
}

/// The rows of the table, and what each has to come to.
fn rows(dates: &[String]) -> Vec<(String, Fate)> {
    use Fate::{LeftOut, Studied};
    let mut rows = Vec::new();
    let last = |firm: usize| if firm == FIRMS { 895 } else { SESSIONS - 3 };
    for firm in 1..=FIRMS {
        for (k, day) in (BEFORE..last(firm)).step_by(SPACING).enumerate() {
            let (id, name, date) = (format!("e{firm}-{k}"), ticker(firm), &dates[day]);
            let hour = if k % 2 == 0 { "T12:30:00Z" } else { "" };
            // News of a weekend or holiday is news of the next session.
            let closed = day_before(date);
            let row = if firm == 2 && !dates.contains(&closed) {
                format!("{id},{closed}T15:00:00-05:00,{name},x")
            } else {
                format!("{id},{date}{hour},{name},x")
            };
            // Every so often a good row has a broken twin.
            match (firm * 31 + k) % 40 {
                0 => rows.push((row.clone(), LeftOut("duplicate"))),
                1 => rows
                    .push((format!("{id},{date}T23:59:00-05:00,{name},x"), LeftOut("amendment"))),
                2 => rows
                    .push((format!("n{firm}-{k},{date}T09:00:00,{name},x"), LeftOut("naive_time"))),
                3 => {
                    rows.push((format!("u{firm}-{k},{date},NONE{firm}.{k},x"), LeftOut("no_data")))
                }
                4 => {
                    let early = fortnight(2006, k);
                    rows.push((format!("o{firm}-{k},{early},{name},x"), LeftOut("outside_data")));
                }
                5 => {
                    let early = fortnight(1990, k);
                    let row = format!("c{firm}-{k},{early},{name},x");
                    rows.push((row, LeftOut("outside_calendar")));
                }
                6 => rows.push((format!("b{firm}-{k},soon,{name},x"), LeftOut("bad_time"))),
                7 => rows.push((format!("t{firm}-{k},{date},,x"), LeftOut("no_ticker"))),
                8 => rows.push((format!("w{firm}-{k},{date},B$#,x"), LeftOut("bad_ticker"))),
                9 => rows.push((format!("r{firm}-{k},{date}"), LeftOut("unreadable_row"))),
                10 => {
                    let near = &dates[day + 2];
                    rows.push((format!("l{firm}-{k},{near},{name},x"), LeftOut("overlap")));
                }
                11 => {
                    let early = &dates[40];
                    rows.push((
                        format!("s{firm}-{k},{early}T1{}:30:00Z,{name},x", k % 3),
                        LeftOut("early"),
                    ));
                }
                _ => {}
            }
            rows.push((row, Studied));
        }
    }
    rows
}

fn read(path: &Path) -> Vec<BTreeMap<String, String>> {
    csv::Reader::from_path(path).unwrap().deserialize().map(Result::unwrap).collect()
}

#[test]
fn every_one_of_ten_thousand_rows_is_accounted_for() {
    let calendar = TradingCalendar::new_york();
    let first = calendar.index_of("2020-06-01".parse().unwrap()).unwrap();
    let dates: Vec<String> =
        calendar.days()[first..first + SESSIONS].iter().map(|day| day.date.to_string()).collect();
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("prices.csv"), prices(&dates)).unwrap();
    let rows = rows(&dates);
    assert!(rows.len() > 10_000, "{}", rows.len());
    let lines: Vec<&str> = rows.iter().map(|(row, _)| row.as_str()).collect();
    std::fs::write(at("events.csv"), format!("id,published,ticker,kind\n{}\n", lines.join("\n")))
        .unwrap();

    let output = Command::new(env!("CARGO_BIN_EXE_eventstudy"))
        .args(["--events", "events.csv", "--data", "prices.csv", "--benchmark", "MKT"])
        .args(["--window=-2..2", "--car=0..0", "--car=-1..1", "--estimation-length", "240"])
        .args(["--files", "csv,json", "--resamples", "99", "--out", "report"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{error}");
    assert!(!error.contains("panicked"), "{error}");

    let ledger = read(&at("report/sample/ledger.csv"));
    let firm_2: Vec<BTreeMap<String, String>> = read(&at("report/sample/events.csv"));
    let firm_2: Vec<_> = firm_2.iter().filter(|r| r["ticker"] == "T002").collect();
    assert!(firm_2.len() > 150);
    for row in firm_2 {
        let k: usize = row["event"].trim_start_matches("e2-").parse().unwrap();
        assert_eq!(row["day_zero"], dates[BEFORE + SPACING * k], "{}", row["event"]);
    }
    let studied: Vec<(String, String)> = read(&at("report/sample/events.csv"))
        .into_iter()
        .map(|row| (row["event"].clone(), row["ticker"].clone()))
        .collect();
    assert_eq!(studied.iter().collect::<BTreeSet<_>>().len(), studied.len(), "an event twice");

    // Rows of the ledger by line of the file, the header being line 1.
    let mut left_out: BTreeMap<usize, &str> = BTreeMap::new();
    for row in ledger.iter().filter(|r| r["part"] == "event") {
        let line: usize = row["row"].parse().unwrap();
        assert!(left_out.insert(line, &row["code"]).is_none(), "line {line} twice");
        assert!(!row["reason"].is_empty());
    }
    assert_eq!(left_out.len() + studied.len(), rows.len(), "rows are lost or counted twice");

    let in_sample: BTreeSet<&str> = studied.iter().map(|(event, _)| event.as_str()).collect();
    let mut seen: BTreeMap<Fate, usize> = BTreeMap::new();
    for (k, (row, fate)) in rows.iter().enumerate() {
        let found = left_out.get(&(k + 2)).copied();
        let id = row.split(',').next().unwrap();
        match *fate {
            // Of a duplicate the first of the two lines stays, whichever it is.
            Fate::LeftOut("duplicate") => {
                let twin = left_out.get(&(k + 3)).copied();
                assert_eq!((found, twin), (None, Some("duplicate")), "{row}");
            }
            Fate::Studied if k > 0 && rows[k - 1].1 == Fate::LeftOut("duplicate") => {}
            Fate::Studied => {
                assert_eq!(found, None, "{row}");
                assert!(in_sample.contains(id), "{row}");
            }
            Fate::LeftOut("early") => {
                assert!(
                    matches!(
                        found,
                        Some(
                            "outside_data"
                                | "short_estimation"
                                | "too_few_bars"
                                | "duplicate"
                                | "overlap"
                        )
                    ),
                    "{row}: {found:?}"
                );
            }
            Fate::LeftOut(code) => assert_eq!(found, Some(code), "{row}"),
        }
        *seen.entry(*fate).or_insert(0) += 1;
    }
    assert_eq!(seen.len(), 13, "{seen:?}");
    let counts: serde_json::Value =
        serde_json::from_slice(&std::fs::read(at("report/sample/results.json")).unwrap()).unwrap();
    let total: u64 =
        counts["ledger_counts"].as_object().unwrap().values().map(|n| n.as_u64().unwrap()).sum();
    assert_eq!(total as usize, ledger.len());
    assert_eq!(counts["sample"]["asked"].as_u64().unwrap() as usize, rows.len());
    // A day without a price costs its windows and not the event.
    let halted = ticker(FIRMS - 1);
    let lost = |code: &str| matches!(code, "halted" | "missing_event_bar");
    let of_windows = ledger.iter().filter(|r| r["part"] == "window");
    let of_windows: Vec<_> = of_windows.filter(|r| r["ticker"] == halted).collect();
    assert!(of_windows.len() > 10 && of_windows.iter().all(|r| lost(&r["code"])), "{of_windows:?}");
}
