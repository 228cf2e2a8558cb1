//! The legs of day 0.

use serde::{Deserialize, Serialize};

/// A leg of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Leg {
    /// Previous close to the last post-market trade of that evening.
    Post,
    /// Previous close to the last premarket trade by the time of the news.
    PremarketAsOf,
    /// Previous close to the last premarket trade.
    Premarket,
    /// Last premarket trade to the open.
    OpenGap,
    /// Previous close to the open.
    Overnight,
    /// Open to close.
    Intraday,
    /// Previous close to close.
    CloseClose,
    /// Previous close to the time of a text that speaks of the price.
    ByText,
}

impl Leg {
    /// The legs of a day, in time order (without the one to a text, which only a claim has).
    pub const ALL: [Self; 7] = [
        Self::Post,
        Self::PremarketAsOf,
        Self::Premarket,
        Self::OpenGap,
        Self::Overnight,
        Self::Intraday,
        Self::CloseClose,
    ];
}

impl std::fmt::Display for Leg {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(match self {
            Self::Post => "post-market before",
            Self::PremarketAsOf => "premarket by the news",
            Self::Premarket => "premarket",
            Self::OpenGap => "opening gap",
            Self::Overnight => "overnight",
            Self::Intraday => "regular session",
            Self::CloseClose => "close to close",
            Self::ByText => "close to the text",
        })
    }
}

/// The prices of a day that make its legs. A price that did not trade is `None`, never a neighbour.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct DayPrices {
    /// The previous official close.
    pub previous_close: Option<f64>,
    /// The previous close after today's split and dividend: `P0/q - D`.
    pub ex_reference: Option<f64>,
    /// The last post-market trade of the previous session.
    pub last_post: Option<f64>,
    /// The last premarket trade by the time of the news.
    pub premarket_as_of: Option<f64>,
    /// The last premarket trade.
    pub premarket: Option<f64>,
    /// The open.
    pub open: Option<f64>,
    /// The close.
    pub close: Option<f64>,
}

/// The log returns of a day's legs.
///
/// # Formula
/// `premarket + open_gap = overnight`, `overnight + intraday = close_close`, exactly. Dividends and
/// splits take effect at the start of the ex-date's first session, so they are in the first leg.
/// Without a premarket trade, premarket and opening gap are missing and overnight still exists.
///
/// ```
/// use eventstudy::returns::Leg;
/// use eventstudy::returns::internals::{DayLegs, DayPrices};
/// let legs = DayLegs::of(&DayPrices {
///     previous_close: Some(100.0),
///     ex_reference: Some(99.5),
///     premarket: Some(101.2),
///     open: Some(101.0),
///     close: Some(102.4),
///     ..DayPrices::default()
/// });
/// let sum = legs.get(Leg::Premarket).unwrap() + legs.get(Leg::OpenGap).unwrap() + legs.get(Leg::Intraday).unwrap();
/// assert!((sum - legs.get(Leg::CloseClose).unwrap()).abs() < 1e-15);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct DayLegs {
    values: [Option<f64>; 7],
}

impl DayLegs {
    /// The legs between these prices.
    pub fn of(prices: &DayPrices) -> Self {
        let between = |end: Option<f64>, start: Option<f64>| {
            end.zip(start).map(|(end, start)| (end / start).ln()).filter(|r| r.is_finite())
        };
        let p = prices;
        let of = |leg: Leg| match leg {
            Leg::Post => between(p.last_post, p.previous_close),
            Leg::PremarketAsOf => between(p.premarket_as_of, p.ex_reference),
            Leg::Premarket => between(p.premarket, p.ex_reference),
            Leg::OpenGap => between(p.open, p.premarket),
            Leg::Overnight => between(p.open, p.ex_reference),
            Leg::Intraday => between(p.close, p.open),
            Leg::CloseClose => between(p.close, p.ex_reference),
            Leg::ByText => None,
        };
        Self { values: Leg::ALL.map(of) }
    }

    /// The legs of an equal-weighted basket bought at the previous close: simple returns from that
    /// close are averaged, and the later legs are what they add.
    pub fn mean(members: &[Self]) -> Self {
        if let [one] = members {
            return *one;
        }
        let from_close = |leg: Leg| {
            let simple: Option<Vec<f64>> =
                members.iter().map(|m| m.get(leg).map(f64::exp_m1)).collect();
            simple
                .filter(|s| !s.is_empty())
                .map(|s| (s.iter().sum::<f64>() / s.len() as f64).ln_1p())
        };
        let less = |whole: Leg, part: Leg| Some(from_close(whole)? - from_close(part)?);
        Self {
            values: Leg::ALL.map(|leg| match leg {
                Leg::OpenGap => less(Leg::Overnight, Leg::Premarket),
                Leg::Intraday => less(Leg::CloseClose, Leg::Overnight),
                leg => from_close(leg),
            }),
        }
    }

    /// The log return of a leg; `None` where a price of it is missing.
    pub fn get(&self, leg: Leg) -> Option<f64> {
        self.values.get(leg as usize).copied().flatten()
    }
}
