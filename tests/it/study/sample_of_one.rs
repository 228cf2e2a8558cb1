//! A sample of one event has the figures of the study of that event.

use eventstudy::models::MODELS;
use eventstudy::prelude::*;

/// A sample sums the market model up in closed form where the single event solves least squares, and
/// likelihoods are maximised by iteration on both sides alike.
const TOLERANCE: f64 = 1e-11;

#[track_caller]
fn same(sample: f64, single: f64, what: &str) {
    let difference = (sample - single).abs();
    assert!(difference <= TOLERANCE * single.abs().max(1e-3), "{what}: {sample} {single}");
}

#[test]
fn a_sample_of_one_has_the_figures_of_the_single_event() {
    let calendar = TradingCalendar::new_york();
    let event = Catalog::bundled().unwrap().get("meta-avocado").unwrap().clone();
    let event = event.for_tickers(&["META".parse().unwrap()]);
    for kind in [ReturnKind::Simple, ReturnKind::Log] {
        let mut compared = 0;
        for entry in MODELS {
            let peers: Vec<Ticker> = vec!["BABA".parse().unwrap()];
            let spec = StudySpec {
                model: entry.id.to_owned(),
                returns: kind,
                peers,
                ..StudySpec::default()
            };
            let wanted = spec.tickers_of(std::slice::from_ref(&event));
            let prices = Prices::bundled_sample(&wanted, &calendar).unwrap();
            let single =
                Study::new(spec.clone(), &calendar).run(std::slice::from_ref(&event), &prices);
            let events = Announcements::from_events(std::slice::from_ref(&event));
            let panel = PricePanel::from_prices(prices, &calendar).unwrap();
            let sample = CrossSectionStudy::new(spec, &calendar).run(&events, &panel);
            let daily = single.ok().and_then(|results| results.events[0].firms[0].daily.clone());
            let (Some(daily), Ok(sample)) = (daily, sample) else { continue };
            compared += 1;
            for (window, alone) in sample.windows.iter().zip(&daily.windows) {
                let car = alone.car.unwrap();
                let what = |figure: &str| format!("{} {} {figure}", entry.id, window.window);
                same(window.mean.unwrap(), car.value, &what("CAR"));
                let error = window.forecast_standard_error;
                if car.standard_error.is_finite() {
                    same(error.unwrap(), car.standard_error, &what("standard error"));
                }
                let held = alone.buy_and_hold.map(|held| held.value);
                if let (Some(of_sample), Some(alone)) = (window.mean_buy_and_hold, held) {
                    same(of_sample, alone, &what("buy-and-hold"));
                }
            }
            for (day, bar) in sample.days.iter().zip(&daily.bars) {
                let what = format!("{} day {}", entry.id, bar.bar.t);
                same(day.mean.unwrap(), bar.bar.abnormal.unwrap(), &what);
            }
            let row = &sample.events[0];
            same(row.sigma, daily.sigma, &format!("{} sigma", entry.id));
            assert_eq!(row.estimation_bars, daily.estimation_bars, "{}", entry.id);
            let rank = daily.windows[0].sample_quantile.as_ref().and_then(|test| test.p_value());
            assert_eq!(row.sample_quantile_p, rank, "{}", entry.id);
        }
        assert!(compared >= 9, "{compared} models were compared");
    }
}
