//! The market model with factors of the user's choice.

use super::{Design, Estimate, ExpectedReturnModel, LinearEstimate, ModelError, require};
use crate::returns::{EstimationSample, EventSample, Regressor};

/// The riskless rate among the names of factors.
const RATE: &str = "RF";

/// `E[R_t] = alpha + beta Rm_t + c'F_t` with columns of the factor file.
///
/// Returns are not in excess of the riskless rate unless `RF` is among the names: then the firm and
/// the benchmark are, and `RF` is no regressor. Commands name the model `factors:A+B`.
///
/// # Formula
/// `Var(w'AR) = s^2 [w'w + g'(X'X)^-1 g]`, `g = X*'w`; `nu = M - 2 - k` with k factors.
///
/// # References
/// Campbell, Lo and MacKinlay 1997, s. 4.3.
///
/// ```
/// use eventstudy::models::{ExpectedReturnModel, model};
/// use eventstudy::models::internals::FactorModel;
/// let own = FactorModel::new(["OIL", "USD"]).unwrap();
/// assert_eq!(own.id(), "factors:OIL+USD");
/// assert_eq!(model("factors:OIL+USD").unwrap().factors(), own.factors());
/// assert!(FactorModel::new(["RF"]).is_none());
/// ```
#[derive(Clone, Debug)]
pub struct FactorModel {
    id: String,
    names: Vec<String>,
    excess: bool,
}

impl FactorModel {
    /// What the ids of such models begin with.
    pub const PREFIX: &'static str = "factors:";

    /// The model with these factors; `None` without a factor beside `RF`, with a name that is
    /// empty, and with one that is given twice.
    pub fn new<N: Into<String>>(names: impl IntoIterator<Item = N>) -> Option<Self> {
        let given: Vec<String> = names.into_iter().map(Into::into).collect();
        let id = format!("{}{}", Self::PREFIX, given.join("+"));
        let distinct: std::collections::BTreeSet<&String> = given.iter().collect();
        let fine = distinct.len() == given.len() && given.iter().all(|n| !n.trim().is_empty());
        let excess = given.iter().any(|n| n == RATE);
        let names: Vec<String> = given.into_iter().filter(|n| n != RATE).collect();
        (fine && !names.is_empty()).then_some(Self { id, names, excess })
    }

    /// The model that an id such as `factors:OIL+USD` names.
    pub fn parse(id: &str) -> Option<Self> {
        Self::new(id.strip_prefix(Self::PREFIX)?.split('+').map(str::trim))
    }
}

impl ExpectedReturnModel for FactorModel {
    fn id(&self) -> &str {
        &self.id
    }

    fn name(&self) -> &str {
        &self.id
    }

    fn factors(&self) -> Vec<Regressor> {
        let rate = self.excess.then(|| RATE.to_owned());
        self.names.iter().cloned().chain(rate).map(Regressor::Factor).collect()
    }

    fn estimate(&self, sample: &EstimationSample<'_>) -> Result<Box<dyn Estimate>, ModelError> {
        require(self, sample)?;
        let (count, excess) = (self.names.len(), self.excess);
        let names: Vec<&str> =
            ["alpha", "beta"].into_iter().chain(self.names.iter().map(String::as_str)).collect();
        let former = move |window: &EventSample<'_>| {
            let known = if excess { window.factors[count].clone() } else { Vec::new() };
            let rate = |i: usize| known.get(i).copied().unwrap_or(0.0);
            let market = window.market.iter().enumerate().map(|(i, m)| m - rate(i)).collect();
            let columns = [vec![1.0; window.bars], market]
                .into_iter()
                .chain(window.factors[..count].iter().cloned())
                .collect();
            Design { columns, known, ..Design::default() }
        };
        Ok(Box::new(LinearEstimate::of_sample(sample, &names, former)?))
    }
}
