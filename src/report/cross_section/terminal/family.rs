//! The headline tests as one family.

use crate::report::cross_section::digits::count;
use crate::report::format::p_value;
use crate::report::terminal::layout::{QUIET, bullet, heading, lines, plain, print, wrapped};
use crate::study::many::{CrossSectionResults, FamilyMember};

/// Rows of the table; the others are in family.csv.
const ROWS: usize = 10;
/// The width of a group and a test.
const NAME: usize = 34;

/// The smallest p-values with their adjustments, and the windows by joint signs.
pub(super) fn family(out: &mut String, results: &CrossSectionResults) {
    let family = &results.family;
    if family.members.len() < 2 {
        return;
    }
    heading(out, "Having looked more than once");
    let alpha = results.spec.alpha;
    let below = |p: &dyn Fn(&FamilyMember) -> f64| {
        count(family.members.iter().filter(|m| p(m) <= alpha).count())
    };
    wrapped(
        out,
        &format!(
            "the family was declared before looking: {}. At {}%: {} alone, {} after Holm, {} after \
             Benjamini-Hochberg, {} after Benjamini-Yekutieli",
            family.declared,
            100.0 * alpha,
            below(&|m| m.p_value.unwrap_or(1.0)),
            below(&|m| m.holm),
            below(&|m| m.benjamini_hochberg),
            below(&|m| m.benjamini_yekutieli)
        ),
        "  ",
        QUIET,
    );
    let mut members: Vec<&FamilyMember> =
        family.members.iter().filter(|m| m.p_value.is_some()).collect();
    members.sort_by(|a, b| a.p_value.unwrap_or(1.0).total_cmp(&b.p_value.unwrap_or(1.0)));
    let mut table = plain(&["test", "window", "p", "Holm", "BH", "BY"]);
    for member in members.iter().take(ROWS) {
        let of = member.group.as_ref().map_or(String::new(), |group| format!("{group}: "));
        table.add_row([
            lines(&format!("{of}{}", member.test), NAME).join("\n"),
            member.window.to_string(),
            p_value(member.p_value),
            p_value(Some(member.holm)),
            p_value(Some(member.benjamini_hochberg)),
            p_value(Some(member.benjamini_yekutieli)),
        ]);
    }
    print(out, table);
    if members.len() > ROWS {
        bullet(out, &format!("{} more are in family.csv", count(members.len() - ROWS)));
    }
    step_down(out, results);
}

fn step_down(out: &mut String, results: &CrossSectionResults) {
    let family = &results.family;
    if let Some(reason) = &family.no_step_down {
        return bullet(out, &format!("Romano-Wolf: not applicable: {reason}"));
    }
    let mut windows: Vec<_> = family.step_down.iter().collect();
    windows.sort_by(|a, b| a.p_single.total_cmp(&b.p_single));
    let each: Vec<String> = windows
        .iter()
        .map(|s| {
            format!("{} {} to {}", s.window, p_value(Some(s.p_single)), p_value(Some(s.p_adjusted)))
        })
        .collect();
    if let Some(first) = windows.first() {
        bullet(
            out,
            &format!(
                "Romano-Wolf on the windows of the sample, p alone to p adjusted, {}: {}",
                first.reference,
                each.join(", ")
            ),
        );
    }
}
