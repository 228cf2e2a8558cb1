//! CARs regressed on columns of the events file.

use serde::Serialize;

use super::design::Design;
pub use super::design::LeftOutLevel;
use crate::inference::{
    ErrorKind, Regression, RegressionInput, WeightedRegression, Weighting, WindowSample,
    cross_sectional_regression, weighted_regression,
};
use crate::returns::Window;

/// Clustered errors of fewer clusters than this are too small.
const FEW_CLUSTERS: usize = 30;

/// The CARs of a window regressed on characteristics of the events.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct RegressionResult {
    /// The window.
    pub window: Window,
    /// The columns asked for.
    pub columns: Vec<String>,
    /// The coefficients, the constant first; empty without a regression.
    pub terms: Vec<RegressionTerm>,
    /// The text of each text column that the others are measured against.
    pub left_out_levels: Vec<LeftOutLevel>,
    /// Events with a CAR that were left out because a column has no value for them.
    pub events_without_value: usize,
    /// Ordinary least squares with every kind of standard error.
    pub least_squares: Option<Regression>,
    /// Weights `1/v_i` by the variance of each CAR.
    pub weighted: Option<WeightedRegression>,
    /// Weights `1/(v_i + tau^2)`.
    pub feasible: Option<WeightedRegression>,
    /// What to keep in mind.
    pub cautions: Vec<String>,
    /// Why there is no regression.
    pub missing: Option<String>,
}

/// A coefficient with its default standard error.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct RegressionTerm {
    /// `constant`, the column, or `column=text` for the dummy of a text.
    pub name: String,
    /// The coefficient.
    pub coefficient: f64,
    /// The kind of the standard error: the default of [`Regression`].
    pub kind: ErrorKind,
    /// The standard error; `None` where the data does not give one.
    pub standard_error: Option<f64>,
    /// Two-sided p-value of a coefficient of zero.
    pub p_value: Option<f64>,
}

/// Regresses the CARs of a window on columns of the events.
///
/// `columns` are the names with the cells of the events of the sample, in its order. Number columns
/// are taken as they are; text columns become dummies. Errors are clustered by the cluster of each
/// event, day 0 unless the user names another. What the data does not allow is a result with the
/// reason in [`RegressionResult::missing`].
///
/// # References
/// MacKinnon and White 1985; Long and Ervin 2000; Hanushek 1974; Lewis and Linzer 2005; Sefcik and
/// Thompson 1986 on few dates; Prabhala 1997 on events that firms choose.
pub fn regress(sample: &WindowSample<'_>, columns: &[(&str, Vec<&str>)]) -> RegressionResult {
    let mut result = RegressionResult {
        window: sample.window,
        columns: columns.iter().map(|(name, _)| (*name).to_owned()).collect(),
        terms: Vec::new(),
        left_out_levels: Vec::new(),
        events_without_value: 0,
        least_squares: None,
        weighted: None,
        feasible: None,
        cautions: Vec::new(),
        missing: None,
    };
    match Design::of(columns) {
        Ok(design) => result.fit(sample, design),
        Err(reason) => result.missing = Some(reason),
    }
    result
}

impl RegressionResult {
    fn fit(&mut self, sample: &WindowSample<'_>, design: Design) {
        let members = sample.section.members();
        let of = |values: &[f64]| design.kept.iter().map(|k| values[*k]).collect::<Vec<f64>>();
        let (y, variances) = (of(&sample.car), of(&sample.variance));
        let clusters: Vec<usize> =
            design.kept.iter().map(|k| members[sample.events[*k]].cluster).collect();
        let borrowed: Vec<&[f64]> = design.columns.iter().map(Vec::as_slice).collect();
        let input = RegressionInput { y: &y, columns: &borrowed, clusters: Some(&clusters) };
        self.events_without_value = sample.len() - design.kept.len();
        self.left_out_levels = design.left_out;
        let fit = match cross_sectional_regression(&input) {
            Ok(fit) => fit,
            Err(error) => {
                self.missing = Some(format!("{error}; {}", error.hint()));
                return;
            }
        };
        let errors = fit.errors_of(fit.default);
        let names = std::iter::once("constant".to_owned()).chain(design.names);
        self.terms = names
            .enumerate()
            .map(|(k, name)| RegressionTerm {
                name,
                coefficient: fit.coefficients[k],
                kind: fit.default,
                standard_error: errors.and_then(|e| e.standard_errors[k]),
                p_value: errors.and_then(|e| e.p_values[k]),
            })
            .collect();
        self.weighted = weighted_regression(&input, &variances, Weighting::Known).ok();
        self.feasible = weighted_regression(&input, &variances, Weighting::Feasible).ok();
        self.cautions = self.cautions_of(&fit);
        self.least_squares = Some(fit);
    }

    fn cautions_of(&self, fit: &Regression) -> Vec<String> {
        let mut cautions = Vec::new();
        match fit.clusters {
            Some(1) => cautions.push(
                "all events are in one cluster (one date, unless another column names clusters): \
                 what their errors share cannot be seen in a cross-section, and the standard \
                 errors leave it out"
                    .into(),
            ),
            Some(g) if g < FEW_CLUSTERS && g < fit.observations => cautions.push(format!(
                "errors are clustered in {g} clusters; with fewer than about {FEW_CLUSTERS} such \
                 standard errors tend to be too small"
            )),
            _ => {}
        }
        if fit.full_leverage > 0 {
            cautions.push(format!(
                "{} events determine a coefficient alone; such a coefficient has no robust \
                 standard error",
                fit.full_leverage
            ));
        }
        if self.feasible.as_ref().is_some_and(|f| f.truncated) {
            cautions.push(
                "the CARs spread no more than their own estimation errors, so tau^2 is set to zero"
                    .into(),
            );
        }
        cautions.push(
            "where firms decide on the event, the sample holds only those that chose it, and \
             coefficients are those of a truncated sample (Prabhala 1997)"
                .into(),
        );
        cautions
    }
}
