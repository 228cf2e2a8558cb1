//! The parts of the certificate that hold its numbers.

use std::fmt::Write as _;

use super::table::table;
use crate::certificate::{
    BARS, COLUMNS, CellResult, Certificate, EFFECTS, ERROR_SD, EVENTS, FIVE_PERCENT, Part, Rate,
    SCENARIOS, SizeVerdict, TARGET_REPLICATIONS, TARGETS, scenario, standard_error,
};
use crate::inference::{TESTS, TestId, power as power_of, size_note};

/// Sizes of several events, by design.
const SEVERAL: [usize; 3] = [EVENTS[1], EVENTS[2], EVENTS[3]];

fn percent(rate: f64) -> String {
    format!("{:.1}", 100.0 * rate)
}

fn marked(cell: &CellResult, rate: &Rate, level: usize) -> String {
    let number = percent(rate.rate(level));
    match cell.verdict(rate) {
        SizeVerdict::Within => number,
        SizeVerdict::Broken(_) => format!("{number}*"),
        SizeVerdict::Outside(_) => format!("**{number}**"),
    }
}

/// The cell of a table: the rate of this test in this design.
fn size(
    certificate: &Certificate,
    design: (&str, usize, usize),
    test: TestId,
    level: usize,
) -> String {
    let (id, events, bars) = design;
    let cell = certificate
        .of(Part::Size)
        .find(|c| c.scenario == id && c.events == events && c.bars == bars);
    cell.and_then(|c| c.rate(test).map(|rate| marked(c, rate, level))).unwrap_or_else(|| "–".into())
}

fn tests_of<'a>(cells: impl Iterator<Item = &'a CellResult> + Clone) -> Vec<TestId> {
    let ids = TESTS.iter().map(|t| t.id);
    ids.filter(|id| cells.clone().any(|c| c.rate(*id).is_some())).collect()
}

fn scenarios(
    certificate: &Certificate,
) -> impl Iterator<Item = &'static crate::certificate::Scenario> {
    SCENARIOS.iter().filter(|s| certificate.of(Part::Size).any(|c| c.scenario == s.id))
}

/// The range of sizes of every test in every scenario.
pub(super) fn in_short(certificate: &Certificate) -> String {
    let mut header = vec!["test".to_owned()];
    header.extend(scenarios(certificate).map(|s| s.id.to_owned()));
    let several = certificate.of(Part::Size).filter(|c| c.events > 1);
    let rows: Vec<Vec<String>> = tests_of(several)
        .into_iter()
        .map(|test| {
            let mut row = vec![test.to_string()];
            row.extend(scenarios(certificate).map(|s| range(certificate, s.id, test)));
            row
        })
        .collect();
    format!(
        "## In short\n\nThe smallest and the largest rejection rate in percent at a nominal 5%, over \
         8, 30 and 100 events and windows of 1 to 21 bars; the mark is that of the worst.\n\n{}",
        table(&header, &rows)
    )
}

fn range(certificate: &Certificate, id: &str, test: TestId) -> String {
    let rates: Vec<(&CellResult, &Rate)> = certificate
        .of(Part::Size)
        .filter(|c| c.scenario == id && c.events > 1)
        .filter_map(|c| c.rate(test).map(|rate| (c, rate)))
        .collect();
    if rates.is_empty() {
        return "–".into();
    }
    let of = |pick: fn(f64, f64) -> f64, start: f64| {
        rates.iter().map(|(_, r)| r.rate(FIVE_PERCENT)).fold(start, pick)
    };
    let text = format!("{}–{}", percent(of(f64::min, 1.0)), percent(of(f64::max, 0.0)));
    let any = |wanted: fn(&SizeVerdict) -> bool| rates.iter().any(|(c, r)| wanted(&c.verdict(r)));
    if any(|v| matches!(v, SizeVerdict::Outside(_))) {
        format!("**{text}**")
    } else if any(|v| matches!(v, SizeVerdict::Broken(_))) {
        format!("{text}*")
    } else {
        text
    }
}

/// What is said of the tests, and what is missing.
pub(super) fn notes(certificate: &Certificate) -> String {
    let mut out = String::from("## Notes on tests\n\n");
    let tests = tests_of(certificate.of(Part::Size));
    for note in tests.iter().filter_map(|test| size_note(*test)) {
        let assumes: Vec<&str> = note.assumes.iter().map(|a| a.words()).collect();
        let takes = match assumes.as_slice() {
            [] => String::new(),
            some => format!(" Takes for granted: {}.", some.join(", ")),
        };
        let why = match note.why {
            "" => String::new(),
            why => format!(" Outside its band where nothing of that is broken: {why}."),
        };
        let _ = writeln!(out, "* `{}`:{takes}{why}", note.test);
    }
    let within = |test: &&TestId| {
        let sizes = certificate.of(Part::Size).filter_map(|c| Some(c.verdict(c.rate(**test)?)));
        sizes.into_iter().all(|verdict| matches!(verdict, SizeVerdict::Within))
    };
    let silent: Vec<String> = tests
        .iter()
        .filter(|t| size_note(**t).is_none())
        .filter(within)
        .map(|t| format!("`{t}`"))
        .collect();
    if !silent.is_empty() {
        let _ = writeln!(out, "* Within their bands everywhere: {}.", silent.join(", "));
    }
    for problem in certificate.unstated() {
        let _ = writeln!(out, "* NOT STATED: {problem}");
    }
    out.push('\n');
    out
}

/// Sizes at 5%, a table for each scenario.
pub(super) fn sizes(certificate: &Certificate) -> String {
    let mut out = String::from(
        "## Sizes at 5%\n\nRejection rates in percent; columns are events / bars of the window.\n\n",
    );
    for s in scenarios(certificate) {
        let designs: Vec<(usize, usize)> =
            SEVERAL.iter().flat_map(|n| BARS.iter().map(move |b| (*n, *b))).collect();
        let mut header = vec!["test".to_owned()];
        header.extend(designs.iter().map(|(n, b)| format!("{n} / {b}")));
        let cells = certificate.of(Part::Size).filter(|c| c.scenario == s.id && c.events > 1);
        let rows: Vec<Vec<String>> = tests_of(cells)
            .into_iter()
            .map(|test| {
                let mut row = vec![test.to_string()];
                row.extend(
                    designs
                        .iter()
                        .map(|(n, b)| size(certificate, (s.id, *n, *b), test, FIVE_PERCENT)),
                );
                row
            })
            .collect();
        let _ = write!(out, "### {}\n\n{}\n\n{}", s.name, s.words, table(&header, &rows));
    }
    out
}

/// Sizes at 1 and 10% with 30 events.
pub(super) fn other_levels(certificate: &Certificate) -> String {
    let mut header = vec!["test".to_owned()];
    for s in scenarios(certificate) {
        header.push(format!("{} 1%", s.id));
        header.push("10%".to_owned());
    }
    let cells = certificate.of(Part::Size).filter(|c| c.events == 30 && c.bars == 3);
    let rows: Vec<Vec<String>> = tests_of(cells)
        .into_iter()
        .map(|test| {
            let mut row = vec![test.to_string()];
            for s in scenarios(certificate) {
                row.extend([0, 2].map(|level| size(certificate, (s.id, 30, 3), test, level)));
            }
            row
        })
        .collect();
    format!(
        "## Sizes at 1 and 10%\n\nIn percent, 30 events, windows of 3 bars; all others are in \
         `certificate.csv`. Marks are those of all three levels.\n\n{}",
        table(&header, &rows)
    )
}

/// Sizes with one event.
pub(super) fn single_events(certificate: &Certificate) -> String {
    let mut header = vec!["test".to_owned(), "scenario".to_owned()];
    header.extend(BARS.iter().map(ToString::to_string));
    let mut rows = Vec::new();
    for test in tests_of(certificate.of(Part::Size).filter(|c| c.events == 1)) {
        for s in scenarios(certificate) {
            let mut row = vec![test.to_string(), s.id.to_owned()];
            row.extend(BARS.iter().map(|b| size(certificate, (s.id, 1, *b), test, FIVE_PERCENT)));
            rows.push(row);
        }
    }
    if rows.is_empty() {
        return String::new();
    }
    format!(
        "## One event\n\nRejection rates in percent at 5%; columns are bars of the window. Only \
         tests that apply to one event.\n\n{}",
        table(&header, &rows)
    )
}

/// Power at a nominal 5%.
pub(super) fn power(certificate: &Certificate) -> String {
    let effects: Vec<String> = EFFECTS.iter().map(|e| format!("+{}%", 100.0 * e)).collect();
    let mut out = format!(
        "## Power\n\nHow often an effect of {} on day 0 is found at a nominal 5%, in percent; columns \
         are events / bars of the window. Not adjusted for size: a test that rejects too often \
         without an effect also does so with one. The last row is the formula for known variance, \
         without the error of estimation and with the correlation of the scenario.\n\n",
        effects.join(" / ")
    );
    for s in scenarios(certificate) {
        let cells: Vec<&CellResult> =
            certificate.of(Part::Power).filter(|c| c.scenario == s.id).collect();
        let mut designs: Vec<(usize, usize)> = Vec::new();
        for cell in &cells {
            if !designs.contains(&(cell.events, cell.bars)) {
                designs.push((cell.events, cell.bars));
            }
        }
        if designs.is_empty() {
            continue;
        }
        let mut header = vec!["test".to_owned()];
        header.extend(designs.iter().map(|(n, b)| format!("{n} / {b}")));
        let found = |n: usize, b: usize, test: TestId| -> String {
            let rates: Vec<String> = EFFECTS
                .iter()
                .filter_map(|e| {
                    let of = |c: &&&CellResult| c.events == n && c.bars == b && c.effect == *e;
                    cells
                        .iter()
                        .find(of)?
                        .rate(test)
                        .map(|r| format!("{:.0}", 100.0 * r.rate(FIVE_PERCENT)))
                })
                .collect();
            if rates.is_empty() { "–".into() } else { rates.join(" / ") }
        };
        let mut rows: Vec<Vec<String>> = tests_of(cells.iter().copied())
            .into_iter()
            .map(|test| {
                let mut row = vec![test.to_string()];
                row.extend(designs.iter().map(|(n, b)| found(*n, *b, test)));
                row
            })
            .collect();
        let formula = |n: usize, b: usize| {
            let of =
                |e: &f64| format!("{:.0}", 100.0 * power_of(*e, ERROR_SD, n, b, s.correlation));
            EFFECTS.iter().map(of).collect::<Vec<_>>().join(" / ")
        };
        let mut last = vec!["(formula)".to_owned()];
        last.extend(designs.iter().map(|(n, b)| formula(*n, *b)));
        rows.push(last);
        let _ = write!(out, "### {}\n\n{}", s.name, table(&header, &rows));
    }
    out
}

/// The designs of the independent simulation, side by side.
pub(super) fn comparison(certificate: &Certificate) -> String {
    if certificate.of(Part::Comparison).next().is_none() {
        return String::new();
    }
    let mut header = vec!["test".to_owned()];
    header.extend(COLUMNS.iter().map(|c| {
        let s = scenario(c.scenario).map_or(c.scenario, |s| s.id);
        format!("{s} N={} L1={} L2={}", c.events, c.estimation, c.bars)
    }));
    let (mut rows, mut compared, mut apart) = (Vec::new(), 0, 0);
    let mut widest: f64 = 0.0;
    for target in TARGETS {
        let mut row = vec![target.test.to_string()];
        for (column, wanted) in COLUMNS.iter().zip(target.percent) {
            let cell = certificate.of(Part::Comparison).find(|c| {
                (c.scenario, c.events, c.estimation, c.bars)
                    == (column.scenario, column.events, column.estimation, column.bars)
            });
            let Some(rate) = cell.and_then(|c| c.rate(target.test)) else {
                row.push("–".into());
                continue;
            };
            let difference = (rate.rate(FIVE_PERCENT) - wanted / 100.0).abs();
            let error = standard_error(wanted / 100.0, TARGET_REPLICATIONS)
                .hypot(rate.standard_error(FIVE_PERCENT));
            compared += 1;
            widest = widest.max(difference);
            let far = difference > (3.0 * error).max(0.006);
            apart += usize::from(far);
            let mark = if far { " !" } else { "" };
            row.push(format!("{} ({wanted:.1}){mark}", percent(rate.rate(FIVE_PERCENT))));
        }
        rows.push(row);
    }
    format!(
        "## Against an independent simulation\n\nAnother program, in another language and with \
         another generator, computed sizes at 5% from the formulas alone, with \
         {TARGET_REPLICATIONS} replications. Here: ours, and in brackets its own. Each design has \
         its window as the whole event window. Of {compared} rates {apart} differ by more than 0.6 \
         points and by more than three joint standard errors (marked `!`); the largest difference \
         is {:.2} points.\n\n{}",
        100.0 * widest,
        table(&header, &rows)
    )
}

/// Tests of the list without a rate.
pub(super) fn not_covered(certificate: &Certificate) -> String {
    let without: Vec<String> = TESTS
        .iter()
        .filter(|t| !certificate.of(Part::Size).any(|c| c.rate(t.id).is_some()))
        .map(|t| format!("* `{}`: {}", t.id, t.what))
        .collect();
    if without.is_empty() {
        return String::new();
    }
    format!(
        "## Not covered\n\nTests of the list that this run did not simulate:\n\n{}\n",
        without.join("\n")
    )
}
