//! Tables whose last columns are p-values.

use comfy_table::Table;

use crate::inference::{Outcome, TestId};
use crate::report::cross_section::grouping::test_name;
use crate::report::format::p_value;
use crate::report::terminal::layout::{QUIET, WIDTH, plain, print, wrapped};

/// A row: its figures, and where its p-values come from.
pub(super) struct Tested<'a> {
    pub(super) figures: Vec<String>,
    pub(super) outcomes: &'a [Outcome],
}

/// Prints the rows with a p-value for each test. The tests stand by name at the head of their
/// columns, or by number with the names beneath where the names would make the table too wide.
pub(super) fn print_tested(
    out: &mut String,
    header: &[&str],
    rows: Vec<Tested<'_>>,
    tests: &[TestId],
) {
    let named = table(header, &rows, tests, &|_, id| format!("p\n{}", test_name(id).join("\n")));
    if named.lines().all(|line| line.trim_end().chars().count() <= WIDTH) {
        return print(out, named);
    }
    print(out, table(header, &rows, tests, &|number, _| format!("p ({number})")));
    let names: Vec<String> =
        tests.iter().enumerate().map(|(i, id)| format!("({}) {id}", i + 1)).collect();
    wrapped(out, &names.join(", "), "  ", QUIET);
}

fn table(
    header: &[&str],
    rows: &[Tested<'_>],
    tests: &[TestId],
    head: &dyn Fn(usize, &str) -> String,
) -> Table {
    let heads: Vec<String> = tests.iter().enumerate().map(|(i, id)| head(i + 1, id.id())).collect();
    let header: Vec<&str> =
        header.iter().copied().chain(heads.iter().map(String::as_str)).collect();
    let mut table = plain(&header);
    for row in rows {
        let p = tests.iter().map(|id| {
            let outcome = row.outcomes.iter().find(|o| o.test() == *id);
            p_value(outcome.and_then(Outcome::p_value))
        });
        table.add_row(row.figures.iter().cloned().chain(p));
    }
    table
}
