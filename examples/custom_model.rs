//! A model of your own: one beta for rising and another for falling markets.

use eventstudy::prelude::*;

/// `E[R] = alpha + beta_up max(Rm, 0) + beta_down min(Rm, 0)`
struct UpDownMarket;

impl ExpectedReturnModel for UpDownMarket {
    fn id(&self) -> &str {
        "up-down-market"
    }

    fn name(&self) -> &str {
        "up and down market"
    }

    fn needs_market(&self) -> bool {
        true
    }

    fn estimate(&self, sample: &EstimationSample<'_>) -> Result<Box<dyn Estimate>, ModelError> {
        let names = ["alpha", "beta_up", "beta_down"];
        let row = |market: f64| vec![1.0, market.max(0.0), market.min(0.0)];
        Ok(Box::new(LinearEstimate::estimate(sample.firm, sample.market, &names, row)?))
    }
}

fn main() -> Result<(), Error> {
    let calendar = TradingCalendar::new_york();
    let event = Catalog::bundled()?.get("meta-avocado")?.clone();
    let spec = StudySpec::default();
    let prices = Prices::bundled_sample(&spec.tickers_of(std::slice::from_ref(&event)), &calendar)?;
    let results = Study::new(spec, &calendar).with_model(UpDownMarket).run(&[event], &prices)?;

    for firm in &results.events[0].firms {
        let Some(daily) = &firm.daily else { continue };
        for c in &daily.coefficients {
            println!("{} {:<10} {:+.4} (se {:.4})", firm.ticker, c.name, c.value, c.standard_error);
        }
        let Some(car) = daily.windows[0].car else { continue };
        println!(
            "{} {:<10} {:+.4} (se {:.4})",
            firm.ticker, car.window, car.value, car.standard_error
        );
    }
    Ok(())
}
