//! The regression of CARs on columns of the events.

use crate::inference::ErrorKind;
use crate::report::cross_section::digits::count;
use crate::report::format::p_value;
use crate::report::terminal::layout::{QUIET, bullet, heading, lines, plain, print, wrapped};
use crate::study::many::CrossSectionResults;

/// The width of the name of a regressor.
const NAME: usize = 30;

pub(super) fn regression(out: &mut String, results: &CrossSectionResults) {
    let Some(regression) = &results.regression else { return };
    heading(out, &format!("CAR {} on {}", regression.window, regression.columns.join(", ")));
    if let Some(reason) = &regression.missing {
        return bullet(out, reason);
    }
    let feasible = regression.feasible.as_ref();
    let mut table = plain(&["", "OLS", "se", "p", "FGLS", "se", "p"]);
    for (k, term) in regression.terms.iter().enumerate() {
        table.add_row([
            lines(&term.name, NAME).join("\n"),
            number(Some(term.coefficient)),
            number(term.standard_error),
            p_value(term.p_value),
            number(feasible.map(|f| f.coefficients[k])),
            number(feasible.map(|f| f.standard_errors[k])),
            p_value(feasible.map(|f| f.p_values[k])),
        ]);
    }
    print(out, table);
    let kind = regression.terms.first().map_or(ErrorKind::Ols, |t| t.kind);
    let mut text = format!("se of OLS: {}", words(kind));
    if let Some(fit) = &regression.least_squares {
        text += &format!(
            "; {} events, {} degrees of freedom",
            count(fit.observations),
            count(fit.degrees_of_freedom)
        );
        if let Some(r) = fit.r_squared {
            text += &format!(", R squared {r:.3}");
        }
    }
    if let Some(f) = feasible {
        text += &format!(
            "; FGLS: weights 1/(v + tau^2), tau {:.2}% beside the events' own errors",
            100.0 * f.tau_squared.sqrt()
        );
    }
    text += "; coefficients in fractions a unit; every kind of error is in regression.csv";
    wrapped(out, &text, "  ", QUIET);
    for level in &regression.left_out_levels {
        bullet(out, &format!("{} is measured against {}", level.column, level.level));
    }
    if regression.events_without_value > 0 {
        let without = count(regression.events_without_value);
        bullet(out, &format!("{without} events without a value in a column are left out"));
    }
    regression.cautions.iter().for_each(|caution| bullet(out, caution));
}

fn number(value: Option<f64>) -> String {
    value.map_or("–".into(), |v| format!("{v:.5}"))
}

fn words(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::Ols => "classical",
        ErrorKind::Hc0 => "HC0",
        ErrorKind::Hc1 => "HC1",
        ErrorKind::Hc2 => "HC2",
        ErrorKind::Hc3 => "HC3",
        ErrorKind::Cluster => "clustered",
    }
}
