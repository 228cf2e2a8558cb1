//! The priors of betas, from the betas of other firms on the same day.

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;

use super::betas::beta_of;
use super::measurer::Measurer;
use super::pairs::Pair;
use crate::abnormal::MarketModelSums;
use crate::models::ExpectedReturnModel;

/// The model of each pair with its prior, by firm and day; empty for a model that uses none.
#[derive(Default)]
pub(crate) struct Priors(HashMap<(usize, usize), Box<dyn ExpectedReturnModel>>);

impl Priors {
    /// The prior of a pair is made of the betas of the peers, or without any of all firms with events,
    /// over the pair's estimation window; without the firm itself and those with an event whose
    /// window overlaps the pair's.
    ///
    /// Each firm's beta is estimated once for each day, from sums that all days share.
    pub(crate) fn of(measurer: &Measurer<'_>, pairs: &[Pair]) -> Self {
        let (inputs, spec) = (measurer.inputs, measurer.spec);
        if measurer.model.with_prior(&[]).is_none() {
            return Self::default();
        }
        let mut others = inputs.peers.clone();
        if spec.peers.is_empty() {
            others.extend(measurer.days_of_firm.keys());
        }
        others.sort_unstable();
        others.dedup();
        let markets: Vec<_> = others.iter().map(|firm| inputs.market_of(*firm)).collect();
        let sums: Vec<(usize, MarketModelSums<'_>)> = others
            .iter()
            .zip(&markets)
            .filter_map(|(firm, market)| {
                let market = market.as_deref()?;
                Some((*firm, MarketModelSums::of(inputs.panel.series(*firm), market)))
            })
            .collect();
        let mut firms_of_day: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for pair in pairs {
            firms_of_day.entry(pair.day_zero).or_default().push(pair.firm);
        }
        let days: Vec<(usize, Vec<usize>)> = firms_of_day.into_iter().collect();
        let time_line = spec.time_line();
        let informed = |(day, firms): &(usize, Vec<usize>)| {
            let betas: Vec<(usize, (f64, f64))> = sums
                .iter()
                .filter(|(firm, _)| !measurer.has_event_near(*firm, *day))
                .filter_map(|(firm, sums)| {
                    let events = measurer.days_of_firm.get(firm).map_or(&[][..], Vec::as_slice);
                    let minimum = spec.minimum_estimation;
                    Some((*firm, beta_of(sums, &time_line, minimum, *day, events)?))
                })
                .collect();
            let prior = |firm: &usize| {
                let others = betas.iter().filter(|(other, _)| other != firm);
                let betas: Vec<(f64, f64)> = others.map(|(_, beta)| *beta).collect();
                Some(((*firm, *day), measurer.model.with_prior(&betas)?))
            };
            firms.iter().filter_map(prior).collect::<Vec<_>>()
        };
        Self(days.par_iter().flat_map_iter(informed).collect())
    }

    /// The model with the prior of a pair.
    pub(crate) fn model(&self, pair: &Pair) -> Option<&dyn ExpectedReturnModel> {
        self.0.get(&(pair.firm, pair.day_zero)).map(AsRef::as_ref)
    }
}
