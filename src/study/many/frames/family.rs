//! What comes after the tests, as polars frames: the family of tests and the regression.

use polars::prelude::*;

use super::{bounds, number, text};
use crate::inference::{ErrorKind, FlippedFigure, StepDown};
use crate::study::many::{CrossSectionResults, FamilyMember};

/// A coefficient under one way to estimate it and its standard error.
struct Coefficient<'a> {
    estimator: &'static str,
    errors: &'static str,
    name: &'a str,
    coefficient: f64,
    standard_error: Option<f64>,
    p_value: Option<f64>,
    default: bool,
}

impl CrossSectionResults {
    /// The headline tests of all windows and groups with adjusted p-values.
    ///
    /// | column | type | meaning |
    /// |---|---|---|
    /// | `group` | String | the group; null for the whole sample |
    /// | `first`, `last` | Int32 | the window in event time |
    /// | `test` | String | the id of the test; `romano-wolf` for the joint signs |
    /// | `p_value` | Float64 | of the test alone; null where it does not apply |
    /// | `holm`, `benjamini_hochberg`, `benjamini_yekutieli` | Float64 | adjusted for the family |
    /// | `romano_wolf` | Float64 | adjusted for the windows of the sample by joint signs |
    /// | `simulated` | Boolean | whether the prices are simulated |
    ///
    /// # Errors
    /// A polars error only for a defect of this program.
    pub fn family_frame(&self) -> PolarsResult<DataFrame> {
        enum Row<'a> {
            Member(&'a FamilyMember),
            Signs(&'a StepDown),
        }
        let members = self.family.members.iter().map(Row::Member);
        let rows: Vec<Row<'_>> =
            members.chain(self.family.step_down.iter().map(Row::Signs)).collect();
        let member = |row: &Row<'_>, value: fn(&FamilyMember) -> f64| match row {
            Row::Member(member) => Some(value(member)),
            Row::Signs(_) => None,
        };
        let group = |row: &Row<'_>| match row {
            Row::Member(member) => member.group.clone(),
            Row::Signs(_) => None,
        };
        let test = |row: &Row<'_>| match row {
            Row::Member(member) => Some(member.test.id()),
            Row::Signs(signs) => Some(match signs.figure {
                FlippedFigure::Car => "romano-wolf",
                FlippedFigure::StandardisedCar => "romano-wolf-standardised",
            }),
        };
        let alone = |row: &Row<'_>| match row {
            Row::Member(member) => member.p_value,
            Row::Signs(signs) => Some(signs.p_single),
        };
        let joint = |row: &Row<'_>| match row {
            Row::Member(_) => None,
            Row::Signs(signs) => Some(signs.p_adjusted),
        };
        let mut columns = vec![text("group", &rows, group)];
        columns.extend(bounds(&rows, |row| match row {
            Row::Member(member) => member.window,
            Row::Signs(signs) => signs.window,
        }));
        columns.push(text("test", &rows, test));
        columns.push(number("p_value", &rows, alone));
        columns.push(number("holm", &rows, |r| member(r, |m| m.holm)));
        columns.push(number("benjamini_hochberg", &rows, |r| member(r, |m| m.benjamini_hochberg)));
        columns
            .push(number("benjamini_yekutieli", &rows, |r| member(r, |m| m.benjamini_yekutieli)));
        columns.push(number("romano_wolf", &rows, joint));
        self.frame(columns)
    }

    /// The regression of CARs with every kind of standard error, one row for each way to estimate
    /// and coefficient: `first`, `last` (Int32, the window), `estimator` (`least-squares`,
    /// `weighted` by 1/v, `feasible` by 1/(v + tau^2)), `errors` (String, the kind), `default`
    /// (Boolean, whether it is the kind to report), `name`, `coefficient`, `standard_error`,
    /// `p_value` (two-sided) and `simulated`. No rows without a regression.
    ///
    /// # Errors
    /// A polars error only for a defect of this program.
    pub fn regression_frame(&self) -> PolarsResult<DataFrame> {
        let rows = self.coefficients();
        let window = self.regression.as_ref().map_or(self.spec.window, |r| r.window);
        let mut columns: Vec<Column> = bounds(&rows, |_| window).into();
        columns.push(text("estimator", &rows, |r| Some(r.estimator)));
        columns.push(text("errors", &rows, |r| Some(r.errors)));
        columns.push(Column::new(
            "default".into(),
            rows.iter().map(|r| r.default).collect::<Vec<_>>(),
        ));
        columns.push(text("name", &rows, |r| Some(r.name)));
        columns.push(number("coefficient", &rows, |r| Some(r.coefficient)));
        columns.push(number("standard_error", &rows, |r| r.standard_error));
        columns.push(number("p_value", &rows, |r| r.p_value));
        self.frame(columns)
    }

    fn coefficients(&self) -> Vec<Coefficient<'_>> {
        let Some(regression) = &self.regression else { return Vec::new() };
        let mut rows = Vec::new();
        let names = || regression.terms.iter().map(|t| t.name.as_str()).enumerate();
        if let Some(fit) = &regression.least_squares {
            for errors in &fit.errors {
                rows.extend(names().map(|(k, name)| Coefficient {
                    estimator: "least-squares",
                    errors: errors.kind.id(),
                    name,
                    coefficient: fit.coefficients[k],
                    standard_error: errors.standard_errors[k],
                    p_value: errors.p_values[k],
                    default: errors.kind == fit.default,
                }));
            }
        }
        let weighted = [("weighted", &regression.weighted), ("feasible", &regression.feasible)];
        for (estimator, fit) in weighted {
            let Some(fit) = fit else { continue };
            rows.extend(names().map(|(k, name)| Coefficient {
                estimator,
                errors: "known",
                name,
                coefficient: fit.coefficients[k],
                standard_error: Some(fit.standard_errors[k]),
                p_value: Some(fit.p_values[k]),
                default: false,
            }));
            if let Some(robust) = &fit.robust {
                rows.extend(names().map(|(k, name)| Coefficient {
                    estimator,
                    errors: ErrorKind::Hc3.id(),
                    name,
                    coefficient: fit.coefficients[k],
                    standard_error: robust.standard_errors[k],
                    p_value: robust.p_values[k],
                    default: false,
                }));
            }
        }
        rows
    }
}
