//! The daily samples that a model is estimated on and held against.

use super::Context;
use crate::abnormal::{MarketColumn, MarketModelSums};
use crate::event::Reason;
use crate::models::{Estimate, ExpectedReturnModel, ModelError};
use crate::returns::{
    BenchmarkReturns, DailyReturns, EventRegressors, FirmReturns, Regressor, SampleInputs, Samples,
    SessionSeries,
};
use crate::study::measure::assemble::enough_bars;
use crate::study::measure::betas::beta_of;

/// Why there is no sample or estimate: a reason code and a sentence.
pub(crate) type Refusal = (Reason, String);

/// The samples of the event, and the model estimated on them.
pub(crate) fn estimated(
    context: &Context<'_>,
    model: &dyn ExpectedReturnModel,
) -> Result<(Box<dyn Estimate>, Samples), Refusal> {
    let samples = samples(context, model)?;
    let informed = match model.with_prior(&[]) {
        Some(_) => model.with_prior(&betas_of_peers(context)),
        None => None,
    };
    let estimate = match &informed {
        Some(informed) => informed.estimate(&samples.estimation()),
        None => model.estimate(&samples.estimation()),
    };
    let estimate = estimate.map_err(told)?;
    enough_bars(estimate.as_ref()).map_err(told)?;
    Ok((estimate, samples))
}

fn told(error: ModelError) -> Refusal {
    (error.code(), error.to_string())
}

fn samples(context: &Context<'_>, model: &dyn ExpectedReturnModel) -> Result<Samples, Refusal> {
    let spec = &context.study.spec;
    let firm = context.firm.ok_or((Reason::NoData, "no daily bars".to_owned()))?;
    let sessions = context.study.calendar.days().len();
    let market = context.market_column.map(|values| SessionSeries { first: 0, values });
    if model.needs_market() && market.is_none() {
        return Err(told(ModelError::NoMarket { model: model.name().to_owned() }));
    }
    let last = context.day_zero as i64 + i64::from(spec.window.last());
    if last >= sessions as i64 {
        return Err((
            Reason::OutsideCalendar,
            "the event window ends after the trading calendar".to_owned(),
        ));
    }
    let asked = model.factors();
    let peers = BenchmarkReturns::of(context.peers)
        .filter(|_| asked.contains(&Regressor::Peers))
        .map(|peers| peers.column(sessions, spec.returns));
    let donors: Vec<Vec<f64>> = match asked.contains(&Regressor::Donors) {
        true => context
            .donors
            .iter()
            .map(|donor| (0..sessions).map(|s| donor.total(s, spec.returns)).collect())
            .collect(),
        false => Vec::new(),
    };
    let over_gaps = match model.firm_returns() {
        FirmReturns::EachBar => None,
        FirmReturns::OverGaps => {
            Some(firm.over_gaps(spec.returns).map_err(|e| (Reason::NoData, e.to_string()))?)
        }
    };
    let bars_covered = over_gaps
        .as_ref()
        .map(|(first, of)| SessionSeries { first: *first, values: &of.bars_covered });
    let regressors = EventRegressors {
        shared: context.regressors,
        market,
        peers: peers.as_deref().map(|values| SessionSeries { first: 0, values }),
        donors: &donors,
        bars_covered,
    };
    let columns = asked
        .iter()
        .map(|regressor| {
            regressors.columns(regressor).ok_or_else(|| {
                told(ModelError::NoRegressor {
                    model: model.name().to_owned(),
                    regressor: regressor.clone(),
                })
            })
        })
        .collect::<Result<Vec<_>, _>>()?
        .concat();
    let factors: Vec<SessionSeries<'_>> =
        columns.iter().map(|values| SessionSeries { first: 0, values }).collect();
    let inputs = SampleInputs {
        firm: match &over_gaps {
            Some((first, of)) => SessionSeries { first: *first, values: &of.returns },
            None => firm.series(spec.returns),
        },
        market,
        market_needed: model.needs_market(),
        factors: &factors,
        bars_covered,
    };
    let mut samples = around(context, &inputs)?;
    if samples.has_gap()
        && let Ok((start, over_gaps)) = firm.over_gaps(spec.returns)
    {
        let first = context.day_zero as i64 + i64::from(spec.window.first());
        samples.event_held = Some(over_gaps.part(start, first, spec.window.len()));
    }
    let bars = samples.estimation_firm.len();
    if bars < spec.minimum_estimation {
        return Err(told(ModelError::TooFewBars { bars, needed: spec.minimum_estimation }));
    }
    Ok(samples)
}

fn around(context: &Context<'_>, inputs: &SampleInputs<'_>) -> Result<Samples, Refusal> {
    let others: Vec<usize> = context.others.iter().map(|o| o.day_zero).collect();
    context
        .study
        .spec
        .time_line()
        .samples(inputs, context.day_zero, &others)
        .map_err(|e| (Reason::OutsideCalendar, e.to_string()))
}

/// Betas of the peers with their sampling variances, over the estimation window of the event; peers
/// with too few bars are left out.
fn betas_of_peers(context: &Context<'_>) -> Vec<(f64, f64)> {
    let spec = &context.study.spec;
    let Some(values) = context.market_column else { return Vec::new() };
    let market = MarketColumn::new(values.to_vec());
    let beta = |(peer, events): (&&DailyReturns, &Vec<usize>)| {
        let sums = MarketModelSums::of(peer.series(spec.returns), &market);
        beta_of(&sums, &spec.time_line(), spec.minimum_estimation, context.day_zero, events)
    };
    context.peers.iter().zip(context.events_of_peers).filter_map(beta).collect()
}
