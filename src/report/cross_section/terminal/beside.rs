//! What stands beside the abnormal returns.

use crate::report::cross_section::beside::tables;
use crate::report::cross_section::digits::Digits;
use crate::report::terminal::layout::{QUIET, bullet, heading, plain, print, wrapped};
use crate::study::cross_section::CrossSectionResults;

pub(super) fn beside(out: &mut String, results: &CrossSectionResults, digits: Digits) {
    for table in tables(results, digits).iter().filter(|table| !table.long) {
        heading(out, &table.title);
        if !table.rows.is_empty() {
            let heads: Vec<String> = table.header.iter().map(|lines| lines.join("\n")).collect();
            let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
            let mut printed = plain(&heads);
            table.rows.iter().for_each(|row| {
                printed.add_row(row);
            });
            print(out, printed);
            wrapped(out, &table.legend, "  ", QUIET);
        }
        table.notes.iter().for_each(|note| bullet(out, note));
    }
}
