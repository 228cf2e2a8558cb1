//! Tables of the regression and of the family of tests.

use std::fmt::Write as _;

use super::{dash, escape, math};
use crate::study::many::CrossSectionResults;

/// The table of the regression of CARs, if there is one.
pub(super) fn regression(out: &mut String, results: &CrossSectionResults, made: &str) {
    let Some(regression) = results.regression.as_ref().filter(|r| !r.terms.is_empty()) else {
        return;
    };
    let title =
        format!("Regression of cumulative abnormal returns, window ${}$", regression.window);
    open(out, "regression", &title, "lrrrr");
    out.push_str(" & OLS & (s.e.) & FGLS & (s.e.) \\\\\n\\midrule\n");
    let feasible = regression.feasible.as_ref();
    for (k, term) in regression.terms.iter().enumerate() {
        let _ = writeln!(
            out,
            "{} & {} & {} & {} & {} \\\\",
            escape(&term.name),
            starred(Some(term.coefficient), term.p_value),
            bracketed(term.standard_error),
            starred(feasible.map(|f| f.coefficients[k]), feasible.map(|f| f.p_values[k])),
            bracketed(feasible.map(|f| f.standard_errors[k])),
        );
    }
    let mut notes = String::new();
    if let Some(fit) = &regression.least_squares {
        let _ = write!(
            notes,
            "{} events. OLS with {} standard errors; FGLS with weights $1/(v_i + \\tau^2)$. ",
            fit.observations,
            escape(fit.default.id())
        );
        if let Some(r) = fit.r_squared {
            let _ = write!(notes, "$R^2$ of OLS {r:.3}. ");
        }
    }
    for level in &regression.left_out_levels {
        let _ = write!(
            notes,
            "{} is measured against {}. ",
            escape(&level.column),
            escape(&level.level)
        );
    }
    notes.push_str(
        "$^{*}$, $^{**}$ and $^{***}$ mark two-sided $p$-values of at most 0.10, 0.05 and 0.01. ",
    );
    close(out, &(notes + made));
}

/// The table of the family of tests with adjusted p-values.
pub(super) fn family(out: &mut String, results: &CrossSectionResults, made: &str) {
    let family = &results.family;
    if family.members.len() < 2 {
        return;
    }
    open(out, "family", "Headline tests, adjusted for being a family", "llrrrr");
    out.push_str("Window & Test & $p$ & Holm & BH & BY \\\\\n\\midrule\n");
    for member in &family.members {
        let of = member.group.as_ref().map_or(String::new(), |g| format!("{}: ", escape(g)));
        let _ = writeln!(
            out,
            "${}$ & {of}{} & {} & {:.4} & {:.4} & {:.4} \\\\",
            member.window,
            escape(member.test.id()),
            member.p_value.map_or(dash(), |p| format!("{p:.4}")),
            member.holm,
            member.benjamini_hochberg,
            member.benjamini_yekutieli,
        );
    }
    let notes = format!(
        "The family was declared before looking: {}. BH: Benjamini-Hochberg, BY: \
         Benjamini-Yekutieli. ",
        escape(&family.declared)
    );
    close(out, &(notes + made));
}

pub(super) fn open(out: &mut String, label: &str, title: &str, columns: &str) {
    let _ = write!(
        out,
        "\n\\begin{{table}}[htbp]\n\\centering\n\\caption{{{title}}}\n\
         \\label{{tab:event-study-{label}}}\n\\begin{{tabular}}{{{columns}}}\n\\toprule\n"
    );
}

pub(super) fn close(out: &mut String, notes: &str) {
    let _ = write!(
        out,
        "\\bottomrule\n\\end{{tabular}}\n\n\\medskip\n\\begin{{minipage}}{{\\linewidth}}\n\
         \\footnotesize \\emph{{Notes:}} {notes}\n\\end{{minipage}}\n\\end{{table}}\n"
    );
}

fn starred(value: Option<f64>, p_value: Option<f64>) -> String {
    let Some(value) = value else { return dash() };
    let stars = p_value.map_or("", super::stars);
    format!("{}{stars}", math(&format!("{value:.4}")))
}

fn bracketed(error: Option<f64>) -> String {
    error.map_or(dash(), |e| format!("({e:.4})"))
}
