//! A simulated market with prices, volume and events.

use std::fmt::Write as _;

use eventstudy::prelude::*;
use eventstudy::prices::PricePanel;
use eventstudy::study::many::{CrossSectionResults, CrossSectionStudy};

use crate::support::prices::{announcements, read_panel};
use crate::support::random::Xorshift;

pub const FIRMS: usize = 16;
/// What day 0 of an event adds to the return.
pub const EFFECT: f64 = 0.02;
/// Volume of day 0 as a multiple of the usual.
pub const BUSY: f64 = 3.0;

/// A made-up market: prices from `first` on to the end of 2024, and events.
pub struct SimulatedMarket {
    pub prices: String,
    pub events: String,
    pub calendar: TradingCalendar,
}

impl SimulatedMarket {
    /// Two events a firm, no two of them near each other; firm 3 splits two for one in between.
    pub fn with_two_events_a_firm(first: &str) -> Self {
        let event_days: Vec<(usize, usize)> =
            (0..2 * FIRMS).map(|k| (k % FIRMS, 30 + 14 * k)).collect();
        Self::with(first, &event_days)
    }

    /// One event a firm, all on one day.
    pub fn on_one_date(first: &str) -> Self {
        Self::with(first, &(0..FIRMS).map(|firm| (firm, 200)).collect::<Vec<_>>())
    }

    /// Events by firm and session since the start of 2022.
    pub fn with(first: &str, event_days: &[(usize, usize)]) -> Self {
        let calendar = TradingCalendar::new_york();
        let days: Vec<_> = calendar
            .days()
            .iter()
            .filter(|d| (first..="2024-12-31").contains(&d.date.to_string().as_str()))
            .collect();
        let start = days.iter().position(|d| d.date.to_string().as_str() >= "2022-01-01").unwrap();
        let mut draws = Xorshift::new(88_172_645_463_325_252);
        let market: Vec<(f64, f64)> =
            days.iter().map(|_| (0.02 * draws.uniform(), draws.uniform())).collect();
        let mut prices = "date,ticker,close,volume,split\n".to_owned();
        for firm in 0..=FIRMS {
            let name = if firm == FIRMS { "MKT".to_owned() } else { format!("F{firm:02}") };
            let (mut price, mut shares) = (50.0, 1e5);
            for (i, day) in days.iter().enumerate() {
                let (beta, own) = if firm == FIRMS { (1.0, 0.0) } else { (0.8, 0.03) };
                let event = event_days.iter().any(|(f, d)| *f == firm && start + d == i);
                let split = if firm == 3 && i == start + 20 { 2.0 } else { 1.0 };
                let shock = if event { EFFECT } else { 0.0 };
                price *= (1.0 + beta * market[i].0 + own * draws.uniform() + shock) / split;
                shares *= split;
                let busy = if event { BUSY } else { 1.0 };
                let own_trade = if firm == FIRMS { 0.1 } else { 1.0 };
                let volume = shares * busy * (market[i].1 + own_trade * draws.uniform()).exp();
                writeln!(prices, "{},{name},{price},{volume:.0},{split}", day.date).unwrap();
            }
        }
        let mut events = "id,date,ticker\n".to_owned();
        for (k, (firm, day)) in event_days.iter().enumerate() {
            let date = days[start + day].date;
            writeln!(events, "e{k:02},{date},F{firm:02}").unwrap();
        }
        Self { prices, events, calendar }
    }

    pub fn panel(&self) -> PricePanel {
        read_panel(&self.prices, &self.calendar)
    }

    pub fn run(&self, spec: StudySpec) -> CrossSectionResults {
        let study = CrossSectionStudy::new(spec, &self.calendar);
        study.run(&announcements(&self.events), &self.panel()).unwrap()
    }
}
