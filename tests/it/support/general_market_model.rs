//! The market model without its closed form.

use eventstudy::models::internals::MarketModel;
use eventstudy::models::{Estimate, ExpectedReturnModel, ModelError};
use eventstudy::prelude::*;

/// The market model estimated event by event, as every model is that has no kernel of its own.
pub struct GeneralMarketModel;

impl ExpectedReturnModel for GeneralMarketModel {
    fn id(&self) -> &str {
        "general-market-model"
    }
    fn name(&self) -> &str {
        "market model by least squares"
    }
    fn needs_market(&self) -> bool {
        true
    }
    fn estimate(&self, sample: &EstimationSample<'_>) -> Result<Box<dyn Estimate>, ModelError> {
        MarketModel.estimate(sample)
    }
}
