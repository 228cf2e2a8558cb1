//! What stands beside the abnormal returns.

use comfy_table::Table;

use crate::report::cross_section::beside::{BesideTable, tables};
use crate::report::cross_section::digits::Digits;
use crate::report::cross_section::grouping::test_name;
use crate::report::terminal::layout::{QUIET, WIDTH, bullet, heading, plain, print, wrapped};
use crate::study::many::CrossSectionResults;

/// The width of the first column.
const NAME: usize = 20;

pub(super) fn beside(out: &mut String, results: &CrossSectionResults, digits: Digits) {
    for table in tables(results, digits).iter().filter(|table| !table.long) {
        heading(out, &table.title);
        if !table.rows.is_empty() {
            figures(out, table);
        }
        table.notes.iter().for_each(|note| bullet(out, note));
    }
}

/// The table with its tests by name, or by number where the names would make it too wide.
fn figures(out: &mut String, table: &BesideTable) {
    let named = printed(table, &|_, id| format!("p\n{}", test_name(id).join("\n")));
    if named.lines().all(|line| line.trim_end().chars().count() <= WIDTH) {
        print(out, named);
    } else {
        print(out, printed(table, &|number, _| format!("p ({number})")));
        let names = table.tests.iter().enumerate().map(|(i, id)| format!("({}) {id}", i + 1));
        wrapped(out, &names.collect::<Vec<_>>().join(", "), "  ", QUIET);
    }
    wrapped(out, &table.legend, "  ", QUIET);
}

fn printed(table: &BesideTable, head: &dyn Fn(usize, &str) -> String) -> Table {
    let tests = table.tests.iter().enumerate().map(|(i, id)| head(i + 1, id.id()));
    let heads: Vec<String> =
        table.header.iter().map(|lines| lines.join("\n")).chain(tests).collect();
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    let mut printed = plain(&heads);
    for row in &table.rows {
        let mut row = row.clone();
        if let Some(name) = row.first_mut().filter(|name| name.chars().count() > NAME) {
            *name = test_name(name).join("\n");
        }
        printed.add_row(row);
    }
    printed
}
