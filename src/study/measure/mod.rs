//! The measuring of pairs of event and firm: from returns to abnormal returns, CARs and their
//! variances.

pub(crate) mod betas;
mod closed_form;
mod estimation;
pub(crate) mod fit;
pub(crate) mod inputs;
pub(crate) mod measurements;
pub(crate) mod measurer;
pub(crate) mod pairs;
mod prior;
mod regressors;
pub(crate) mod sample;
