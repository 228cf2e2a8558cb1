//! What a study of many events writes.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::Path;

use anstream::adapter::strip_str;
use chrono::NaiveDate;
use eventstudy::abnormal::internals::{CrossSection, Measured, Member};
use eventstudy::event::{LedgerPart, Reason};
use eventstudy::inference::internals::{TestContext, regress};
use eventstudy::inference::{Outcome, TestId, TestOptions, TestResult};
use eventstudy::report::cross_section::{CrossSectionReport, FileKind};
use eventstudy::returns::Window;
use eventstudy::study::LedgerRow;
use eventstudy::study::many::internals::{Extras, TestedWindows, path, window_result};
use eventstudy::study::many::{
    CrossSectionResults, EventRow, Family, GroupResult, Headline, SampleDescription, SensitivityRow,
};
use eventstudy::study::{Provenance, StudySpec};

use crate::support::golden::assert_golden;
use crate::support::random::Xorshift;

fn windows() -> Vec<Window> {
    ["-1..1", "0..0", "0..1", "-3..3"].map(|w| w.parse().unwrap()).to_vec()
}

/// A sample of `n` events with an effect of 1% on day 0; one event has no return on day 2.
fn section(n: usize) -> CrossSection {
    let mut draws = Xorshift::new(88_172_645_463_325_252);
    let mut section = CrossSection::new("-3..3".parse().unwrap(), &windows());
    for i in 0..n {
        let mut abnormal: Vec<f64> = (0..7).map(|_| 0.04 * draws.uniform()).collect();
        abnormal[3] += 0.01;
        if i == 4 {
            abnormal[5] = f64::NAN;
        }
        let of = |w: &Window| {
            let from = (w.first() + 3) as usize;
            abnormal[from..from + w.len()].iter().sum::<f64>()
        };
        let car: Vec<f64> = section.windows().iter().map(of).collect();
        let variance = section
            .windows()
            .iter()
            .zip(&car)
            .map(|(w, c)| if c.is_finite() { 0.000_14 * w.len() as f64 } else { f64::NAN })
            .collect();
        let buy_and_hold = car.iter().map(|c| c * 1.01).collect();
        section.push(&Measured {
            member: Member {
                day_zero: 100 + i,
                firm: i % 7,
                cluster: 100 + i,
                degrees_of_freedom: 118.0,
                sigma: 0.0117,
            },
            residuals: vec![0.01, -0.01],
            residual_times: vec![-12, -11],
            abnormal,
            car,
            variance,
            standardised_variance: Vec::new(),
            buy_and_hold,
            bars_covered: Vec::new(),
        });
    }
    section
}

fn results(n: usize) -> CrossSectionResults {
    let section = section(n);
    let spec = StudySpec {
        window: "-3..3".parse().unwrap(),
        car_windows: windows(),
        ..StudySpec::default()
    };
    // Signs are drawn for the family of large samples too; few of them do for what is tested here.
    let options = TestOptions { resamples: 99, ..TestOptions::default() };
    let context = TestContext::new(&section, &options);
    let mut of_windows: Vec<_> =
        windows().iter().map(|w| window_result(&context, *w, true).unwrap()).collect();
    // The golden files know these tests only, however many there come to be.
    let known = |tests: &mut Vec<Outcome>| {
        tests.retain(|t| ["j1", "cross-sectional-t", "patell"].contains(&t.test().id()));
    };
    of_windows.iter_mut().for_each(|w| known(&mut w.tests));
    // What tests may bring along: a caution with signs that formats have to escape, and details.
    let mut grank = TestResult::student(TestId::GrankT, 1e-9, 17.5, n)
        .detail("rbar", 0.1 + 0.2)
        .detail("floor", -3e-20)
        .caution("fewer than 20 events: size is 7% & not 5% (50_50 {draws} $x^2$ ~ #1)");
    grank.size =
        Some("in samples like this one it rejects 7.7% of true nulls instead of 5%".into());
    of_windows[0].tests.push(Outcome::Applies(grank));
    let days =
        (-3..=3).map(|t| window_result(&context, Window::new(t, t).unwrap(), false).unwrap());
    let mut days: Vec<_> = days.collect();
    days.iter_mut().for_each(|d| known(&mut d.tests));
    let headline = Headline {
        tests: vec![TestId::CrossSectionalT, TestId::Patell],
        reason: format!("{n} events on different days 0, N of 10 or more"),
    };
    let date =
        |i: usize| NaiveDate::from_ymd_opt(2023, 1, 2).unwrap() + chrono::Days::new(i as u64 % 700);
    let events = (0..n)
        .map(|i| {
            let car = section.car(i, section.column_of(windows()[0]).unwrap());
            EventRow {
                event: format!("event-{i:05}"),
                ticker: format!("T{}", i % 7),
                day_zero: date(i),
                estimation_bars: 120,
                degrees_of_freedom: if i == 1 { f64::INFINITY } else { 118.0 },
                sigma: 0.0117,
                car: Some(car),
                standard_error: Some(0.02),
                p_value: Some(0.3),
                flags: if i == 2 { vec!["date_only", "overlap"] } else { Vec::new() },
                ..EventRow::default()
            }
        })
        .collect();
    let ledger: Vec<LedgerRow> = [
        (
            Some(70),
            "event-a",
            "NONE",
            LedgerPart::Event,
            Reason::NoData,
            "the data has no daily bars of NONE",
        ),
        (
            Some(71),
            "event-b",
            "=1+1",
            LedgerPart::Event,
            Reason::NoData,
            "the data has no daily bars of =1+1",
        ),
        (
            None,
            "event-00004",
            "T4",
            LedgerPart::Window,
            Reason::MissingEventBar,
            "no return on day +2: not in the windows [-3,+3]",
        ),
    ]
    .into_iter()
    .map(|(row, event, ticker, part, code, reason)| LedgerRow {
        row,
        event: event.into(),
        ticker: ticker.into(),
        part,
        code,
        reason: reason.into(),
    })
    .collect();
    let mut ledger_counts = BTreeMap::new();
    for row in &ledger {
        *ledger_counts.entry(row.code).or_insert(0) += 1;
    }
    let group = |value: &str, events: &[usize], tests: &[TestId]| {
        let section = section.subset(events);
        let context = TestContext::new(&section, &options);
        let mut windows: Vec<_> =
            windows().iter().map(|w| window_result(&context, *w, true).unwrap()).collect();
        windows.iter_mut().for_each(|w| known(&mut w.tests));
        GroupResult {
            column: "kind".into(),
            value: value.into(),
            events: events.len(),
            headline: Headline { tests: tests.to_vec(), reason: "by rule".into() },
            windows,
        }
    };
    let odd: Vec<usize> = (0..n.min(40)).filter(|i| i % 2 == 1).collect();
    let groups = vec![
        group("beats & misses_100%", &odd, &[TestId::CrossSectionalT, TestId::Patell]),
        group(
            "guidance, with a very long name that needs two lines",
            &[0, 2, 6],
            &[TestId::CrossSectionalT],
        ),
        group("only one", &[8], &[TestId::Patell]),
    ];
    let row = |kind, choice: &str, k: usize, missing: Option<&str>| SensitivityRow {
        kind,
        choice: choice.into(),
        window: windows()[k],
        events: n,
        mean: of_windows[k].mean.filter(|_| missing.is_none()),
        standard_error: of_windows[k].standard_error.filter(|_| missing.is_none()),
        tests: if missing.is_none() { of_windows[k].tests.clone() } else { Vec::new() },
        missing: missing.map(Into::into),
    };
    let sensitivity = vec![
        row("model", "market-adjusted", 0, None),
        row("day_zero", "one session later, for events of which only the date is known", 1, None),
        row("model", "fama-french-3", 0, Some("no factor file was given: name one with --factors")),
    ];
    let sizes: Vec<String> = (0..n).map(|i| format!("{}", (i * 7) % 11)).collect();
    let sizes = sizes.iter().map(String::as_str).collect();
    let sectors = (0..n).map(|i| ["tech & co", "bank_50%"][i % 2]).collect();
    let sample = context.sample(windows()[0]).unwrap();
    let columns = [("size", sizes), ("sector", sectors)];
    CrossSectionResults {
        buy_and_hold_headline: None,
        family: Family::new(
            &context,
            TestedWindows { windows: &of_windows, headline: &headline },
            &groups,
            false,
        ),
        regression: Some(regress(&sample, &columns)),
        extras: Extras::default(),
        provenance: Provenance {
            program: "eventstudy 0.1.0".into(),
            simulated: true,
            data: "SIMULATED prices of 7 firms".into(),
            files: Vec::new(),
            quality: Vec::new(),
            calendar: "XNYS".into(),
            units: "returns are decimal fractions",
        },
        sample: SampleDescription {
            asked: n + 2,
            events: n,
            firms: 7,
            dates: n.min(700),
            first_and_last: Some((date(0), date(n.min(700) - 1))),
            largest_date_share: 1.0 / n as f64,
            herfindahl: 1.0 / n as f64,
            mean_overlap: 0.000_3,
            overlapping_pairs: 12,
            estimation_bars: [61, 120, 120],
            mean_sigma: 0.0117,
            share_missing: 0.001,
            share_kept_out: 0.02,
            share_zero: 0.0,
        },
        spec,
        headline,
        windows: of_windows,
        days,
        path: path(&section),
        groups,
        sensitivity,
        ledger,
        ledger_counts,
        notes: vec!["events of one firm are taken as independent over time".into()],
        events,
        section,
    }
}

fn plain(results: &CrossSectionResults) -> String {
    strip_str(&CrossSectionReport::of(results).summary()).to_string()
}

#[test]
fn the_summary_is_what_a_person_has_read() {
    assert_golden("cross_section.txt", &plain(&results(60)));
}

#[test]
fn the_tables_for_a_paper_are_what_a_person_has_read() {
    assert_golden("tables.tex", &CrossSectionReport::of(&results(60)).latex());
}

#[test]
fn the_summary_keeps_within_its_columns_however_many_tests_there_are() {
    let first =
        [TestId::CorradoZivneyRestandardised, TestId::KolariPynnonen, TestId::GeneralisedSign];
    let others = TestId::ALL.iter().filter(|test| !first.contains(test));
    let many: Vec<TestId> = first.iter().chain(others).copied().take(25).collect();
    let mut results = results(12_345);
    results.headline.tests = many[..4].to_vec();
    let outcome = |(i, id): (usize, &TestId)| match i % 3 {
        2 => Outcome::NotApplicable { test: *id, reason: format!("reason {}", i % 2) },
        _ => Outcome::Applies(
            TestResult::student(*id, -123.456, 12_344.0, 12_345)
                .caution(format!("a caution of many words, given by several tests {}", i % 2)),
        ),
    };
    let tests: Vec<Outcome> = many.iter().enumerate().map(outcome).collect();
    for window in results.windows.iter_mut().chain(&mut results.days) {
        window.tests.clone_from(&tests);
    }
    let text = plain(&results);
    let widest = text.lines().map(|l| l.chars().count()).max().unwrap();
    assert!(widest <= 100, "{widest}:\n{text}");
    assert!(text.contains("(1) corrado-zivney-restandardised, (2) kolari-pynnonen, (3)"), "{text}");
    // Cautions and reasons are said once each.
    let said = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(said.matches("a caution of many words").count(), 2);
    assert_eq!(text.matches("not applicable:").count(), 2);
    assert!(text.contains("12,345 of 12,347 events"), "{text}");
    println!("{text}");
    // Of a large sample a standard error is more than 0.02%.
    assert!(text.contains("0.018%"), "{text}");
}

#[test]
fn an_event_alone_has_no_made_up_figure() {
    for n in [1, 2] {
        let results = results(n.max(9));
        let mut results = CrossSectionResults { groups: Vec::new(), ..results };
        let options = results.spec.cross_section.tests.clone();
        let few = results.section.subset(&(0..n).collect::<Vec<_>>());
        let context = TestContext::new(&few, &options);
        results.windows =
            windows().iter().map(|w| window_result(&context, *w, true).unwrap()).collect();
        results.days.clear();
        results.path = path(&few);
        results.events.truncate(n);
        results.section = few;
        let report = CrossSectionReport::of(&results);
        let json = String::from_utf8(report.json().unwrap()).unwrap();
        for text in [plain(&results), report.latex(), json] {
            assert!(!text.contains("NaN") && !text.to_lowercase().contains("inf,"), "{text}");
        }
    }
}

#[test]
fn json_has_columns_of_events_and_no_number_that_is_none() {
    let results = results(60);
    let bytes = CrossSectionReport::of(&results).json().unwrap();
    let json: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    // The columns are made side by side; put together they are what one serialiser writes.
    let plain = serde_json::to_string(&results).unwrap();
    let without_space = |text: &str| text.replace(['\n', ' '], "");
    assert_eq!(without_space(std::str::from_utf8(&bytes).unwrap()), without_space(&plain));
    let events = json["events"].as_object().unwrap();
    assert_eq!(events.len(), 15);
    for (name, column) in events {
        assert_eq!(column.as_array().unwrap().len(), 60, "{name}");
    }
    assert_eq!(events["event"][7], "event-00007");
    assert_eq!(events["day_zero"][7], "2023-01-09");
    assert!(events["degrees_of_freedom"][1].is_null(), "known variances have none");
    assert_eq!(events["flags"][2], serde_json::json!(["date_only", "overlap"]));
    let mean = json["windows"][0]["mean"].as_f64().unwrap();
    assert_eq!(mean.to_bits(), results.windows[0].mean.unwrap().to_bits());
    // A line for each column of the events: a hundred thousand events are still few lines.
    assert!(bytes.iter().filter(|b| **b == b'\n').count() < 140);
}

fn written(results: &CrossSectionResults, kinds: Option<&[FileKind]>) -> BTreeMap<String, Vec<u8>> {
    let folder = tempfile::tempdir().unwrap();
    let report = CrossSectionReport::of(results);
    let report = kinds.into_iter().fold(report, |r, k| r.files(k));
    let paths = report.write(folder.path()).unwrap();
    let name = |p: &Path| p.strip_prefix(folder.path()).unwrap().display().to_string();
    paths.iter().map(|p| (name(p), std::fs::read(p).unwrap())).collect()
}

#[test]
fn every_number_in_csv_reads_back_bit_for_bit() {
    let results = results(60);
    let files = written(&results, Some(&[FileKind::Csv]));
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    let all = [
        "abnormal_returns",
        "days",
        "events",
        "family",
        "ledger",
        "path",
        "regression",
        "sensitivity",
        "windows",
    ];
    assert_eq!(names, all.map(|n| format!("{n}.csv")));
    let frames = [
        ("abnormal_returns", results.abnormal_returns_frame(), 60 * 7, 8),
        ("days", results.days_frame(), 7 * 3, 29),
        ("events", results.events_frame(), 60, 18 + 3 * 4 + 2),
        ("ledger", results.ledger_frame(), 3, 7),
        ("path", results.path_frame(), 7, 8),
        ("sensitivity", results.sensitivity_frame(), 4 + 3 + 1, 21),
        ("windows", results.windows_frame(), 4 + 3 * 3 + 3 * 4 * 3, 32),
    ];
    let mut numbers = 0;
    for (name, frame, rows, columns) in frames {
        let frame = frame.unwrap();
        assert_eq!(frame.shape(), (rows, columns), "{name}");
        let mut reader = csv::Reader::from_reader(files[&format!("{name}.csv")].as_slice());
        let header: Vec<String> = reader.headers().unwrap().iter().map(ToOwned::to_owned).collect();
        assert_eq!(header, frame.get_column_names().iter().map(|n| n.as_str()).collect::<Vec<_>>());
        let mut read = 0;
        for (row, record) in reader.records().enumerate() {
            let record = record.unwrap();
            read += 1;
            for (column, text) in frame.columns().iter().zip(&record) {
                let Ok(values) = column.f64() else { continue };
                let same = values.get(row).map(f64::to_bits);
                assert_eq!(text.parse::<f64>().ok().map(f64::to_bits), same, "{name} {text}");
                numbers += usize::from(same.is_some());
            }
        }
        assert_eq!(read, rows, "{name}");
    }
    assert!(numbers > 1_500, "{numbers}");
    // What is missing is empty: the return of event 4 on day 2, and nothing else of it.
    let text = String::from_utf8(files["abnormal_returns.csv"].clone()).unwrap();
    assert!(text.contains("event-00004,T4,2023-01-06,2,,,,true\n"), "{text}");
    let text = String::from_utf8(files["events.csv"].clone()).unwrap();
    let header = text.lines().next().unwrap();
    let named: Vec<&str> = header.split(',').collect();
    for name in ["event", "day_zero", "sigma", "beta", "scar", "p_value", "car_m1_p1", "flags"] {
        assert!(named.contains(&name), "no {name} in {header}");
    }
    assert!(text.contains("date_only;overlap"));
}

#[test]
fn the_windows_table_tells_each_test_whole() {
    let results = results(60);
    let files = written(&results, Some(&[FileKind::Csv]));
    let mut reader = csv::Reader::from_reader(files["windows.csv"].as_slice());
    let rows: Vec<BTreeMap<String, String>> = reader.deserialize().map(Result::unwrap).collect();
    let of = |test: &str, group: &str, first: &str| {
        let found =
            rows.iter().find(|r| r["test"] == test && r["group"] == group && r["first"] == first);
        found.unwrap_or_else(|| panic!("{test} {group} {first}"))
    };
    let grank = of("grank-t", "", "-1");
    assert_eq!(
        (grank["distribution"].as_str(), grank["degrees_of_freedom"].as_str()),
        ("student", "17.5")
    );
    assert_eq!(grank["details"], "rbar=0.30000000000000004; floor=-0.00000000000000000003");
    assert_eq!(grank["headline"], "false");
    assert!(grank["caution"].starts_with("fewer than 20"));
    let alone = of("cross-sectional-t", "only one", "-1");
    assert!(alone["statistic"].is_empty() && alone["p_value"].is_empty());
    assert!(!alone["not_applicable"].is_empty(), "{alone:?}");
    // Its own headline, not that of the sample.
    assert_eq!((alone["headline"].as_str(), alone["simulated"].as_str()), ("false", "true"));
    assert_eq!(of("cross-sectional-t", "", "-1")["headline"], "true");
}

#[test]
fn the_workbook_opens_with_numbers_as_numbers() {
    let results = results(60);
    let bytes = written(&results, Some(&[FileKind::Excel])).remove("results.xlsx").unwrap();
    assert_eq!(bytes, written(&results, Some(&[FileKind::Excel]))["results.xlsx"], "no clock");
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut member = |name: &str| {
        let mut text = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    };
    let book = member("xl/workbook.xml");
    let sheets =
        ["Summary", "Windows", "Days", "Tests", "Groups", "Sensitivity", "Events", "Ledger"];
    for sheet in sheets {
        assert!(book.contains(&format!("name=\"{sheet}\"")), "{sheet}");
    }
    let windows = member("xl/worksheets/sheet2.xml");
    let mean = results.windows[0].mean.unwrap();
    assert!(windows.contains(&format!("<v>{mean}</v>")), "{windows}");
    assert!(windows.contains("state=\"frozen\""));
    let ledger = member("xl/worksheets/sheet8.xml");
    assert!(!ledger.contains("<f>"), "a text such as =1+1 is no formula");
    assert!(member("xl/sharedStrings.xml").contains("SIMULATED prices of 7 firms"));
}

#[test]
fn tables_for_a_paper_have_whole_rows() {
    let text = CrossSectionReport::of(&results(60)).latex();
    assert!(text.contains("beats \\& misses\\_100\\%"), "{text}");
    assert_eq!(text.matches("\\begin{").count(), text.matches("\\end{").count());
    let open = text.matches('{').count() - text.matches("\\{").count();
    let close = text.matches('}').count() - text.matches("\\}").count();
    assert_eq!(open, close);
    let mut cells = 0;
    for line in text.lines() {
        // A bracket or a star after the end of a row would be read as its argument.
        assert!(!line.starts_with('[') && !line.starts_with('*'), "{line}");
        let count = line.replace("\\&", "").matches('&').count();
        if let Some(layout) = line.strip_prefix("\\begin{tabular}{") {
            cells = layout.trim_end_matches('}').len() - 1;
        } else if line.ends_with(" \\\\") {
            assert_eq!(count, cells, "{line}");
        }
    }
}

#[test]
fn large_samples_have_the_small_files_unless_asked() {
    let results = results(10_001);
    let names: Vec<String> = written(&results, None).into_keys().collect();
    let small = [
        "events.csv",
        "family.csv",
        "figures/caar.png",
        "ledger.csv",
        "report.png",
        "results.json",
    ];
    for name in small {
        assert!(names.iter().any(|n| n == name), "no {name} in {names:?}");
    }
    assert!(!names.iter().any(|n| n.ends_with(".tex") || n.ends_with(".xlsx")), "{names:?}");
    let text = plain(&results).replace("\n    ", " ");
    assert!(
        text.contains(
            "with more than 10,000 events these files are made on request only: latex, excel"
        ),
        "{text}"
    );
    let asked = written(&results, Some(&[FileKind::Parquet, FileKind::Excel]));
    let names: Vec<&String> = asked.keys().collect();
    assert_eq!(names, ["abnormal_returns.parquet", "events.parquet", "results.xlsx"]);
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&asked["results.xlsx"])).unwrap();
    let mut text = String::new();
    archive.by_name("xl/sharedStrings.xml").unwrap().read_to_string(&mut text).unwrap();
    assert!(text.contains("the first 10,000 of 10,001 rows; all of them are in events.csv"));
}

#[test]
fn long_tables_of_single_days_are_for_parquet() {
    let results = results(30_000);
    let sentences = CrossSectionReport::of(&results).left_out();
    assert!(sentences[1].contains("have 210,000 rows"), "{sentences:?}");
    assert!(!written(&results, None).contains_key("abnormal_returns.csv"));
    let chosen = CrossSectionReport::of(&results).files(&[FileKind::Json]);
    assert!(chosen.left_out().is_empty(), "who chooses knows");
}
