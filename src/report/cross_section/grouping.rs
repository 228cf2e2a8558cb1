//! What tables of windows have in common.

use crate::study::many::{CrossSectionResults, GroupResult};

/// What a table of the tests of a window has in it.
pub(super) fn which_tests(results: &CrossSectionResults) -> &'static str {
    match results.spec.cross_section.only_tests.is_empty() {
        true => "Every test",
        false => "The tests asked for",
    }
}

/// Groups that have the same headline tests, in the order of the first of each: groups differ in
/// size and dates, so they may differ in the tests that suit them, and a column of a table must
/// not hold a test that does not suit its row.
pub(super) fn groups_by_tests(groups: &[GroupResult]) -> Vec<Vec<&GroupResult>> {
    let mut kinds: Vec<Vec<&GroupResult>> = Vec::new();
    for group in groups {
        match kinds.iter_mut().find(|k| k[0].headline.tests == group.headline.tests) {
            Some(kind) => kind.push(group),
            None => kinds.push(vec![group]),
        }
    }
    kinds
}

/// The id of a test in short lines for the head of a column, broken after hyphens.
pub fn test_name(id: &str) -> Vec<String> {
    const WIDTH: usize = 11;
    let mut lines: Vec<String> = Vec::new();
    for part in id.split_inclusive('-') {
        match lines.last_mut() {
            Some(line) if line.len() + part.len() <= WIDTH => line.push_str(part),
            _ => lines.push(part.to_owned()),
        }
    }
    lines
}
