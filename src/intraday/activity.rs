//! How much traded: thin windows, volume and realised variance.

use serde::Serialize;

use super::tape::Tape;
use crate::calendar::{Session, TradingCalendar};
use crate::inference::median;

/// A window outside the regular session must hold this many trades ...
const TRADES: f64 = 10.0;
/// ... in this many distinct minutes ...
const MINUTES: i64 = 3;
/// ... and this much money, or this share of what usually trades before the open.
const DOLLARS: f64 = 100_000.0;
const SHARE_OF_USUAL: f64 = 0.05;
/// Days behind the usual premarket value.
const USUAL_DAYS: usize = 20;

/// Whether a condition holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// The condition holds.
    Holds,
    /// The condition does not hold.
    Fails,
    /// The data cannot show it, such as a number of trades that the feed does not carry.
    NotShown,
}

/// What traded in a window.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Activity {
    /// Bars with a trade.
    pub bars: usize,
    /// Shares, where the feed carries volume.
    pub shares: Option<f64>,
    /// Close times volume, summed.
    pub dollars: Option<f64>,
    /// Trades, where the feed carries them.
    pub trades: Option<f64>,
}

/// The rules of minimum activity for a window outside the regular session.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Thin {
    /// Whether a rule fails: the price may be one odd trade.
    pub thin: bool,
    /// At least ten trades.
    pub trades: Condition,
    /// Trades in at least three distinct minutes.
    pub minutes: Condition,
    /// At least 100,000 dollars and a twentieth of the usual premarket value.
    pub dollars: Condition,
    /// The dollar limit that applied.
    pub dollar_limit: f64,
    /// What traded.
    pub activity: Activity,
}

impl Activity {
    pub(super) fn of(tape: &Tape, from: i64, to: i64) -> Self {
        let bars = tape.between(from, to);
        let sum = |f: &dyn Fn(usize) -> f64| {
            let total: f64 = bars.clone().map(f).sum();
            total.is_finite().then_some(total)
        };
        Self {
            bars: bars.len(),
            shares: sum(&|i| tape.volume[i]),
            dollars: sum(&|i| tape.volume[i] * tape.close[i]),
            trades: sum(&|i| tape.trades[i]).filter(|_| !bars.is_empty()),
        }
    }
}

impl Thin {
    /// Checks a window that lies, at least in part, outside the regular session.
    pub fn of(tape: &Tape, from: i64, to: i64, calendar: &TradingCalendar) -> Self {
        let activity = Activity::of(tape, from, to);
        let dollar_limit =
            DOLLARS.max(SHARE_OF_USUAL * usual_premarket_value(tape, from, calendar));
        let bars = activity.bars as f64;
        let trades = match activity.trades {
            Some(n) if n >= TRADES => Condition::Holds,
            Some(_) => Condition::Fails,
            None if bars >= TRADES => Condition::Holds,
            None if activity.bars == 0 => Condition::Fails,
            None => Condition::NotShown,
        };
        let minutes_per_bar = (tape.interval.seconds() / 60).max(1);
        let minutes = if activity.bars as i64 >= MINUTES {
            Condition::Holds
        } else if (activity.bars as i64) * minutes_per_bar < MINUTES {
            Condition::Fails
        } else {
            Condition::NotShown
        };
        let dollars = match activity.dollars {
            Some(d) if d >= dollar_limit => Condition::Holds,
            Some(_) => Condition::Fails,
            None => Condition::NotShown,
        };
        let thin = [trades, minutes, dollars].contains(&Condition::Fails);
        Self { thin, trades, minutes, dollars, dollar_limit, activity }
    }
}

/// The median dollar value of the premarket over the last days with any bar before the window.
fn usual_premarket_value(tape: &Tape, before: i64, calendar: &TradingCalendar) -> f64 {
    let end = tape.starts.partition_point(|s| *s < before);
    let Some(event_date) = tape.dates.get(end.min(tape.dates.len().saturating_sub(1))) else {
        return 0.0;
    };
    let mut dates: Vec<_> = tape.dates[..end].to_vec();
    dates.dedup();
    let values: Vec<f64> = dates
        .into_iter()
        .rev()
        .filter(|d| d < event_date)
        .take(USUAL_DAYS)
        .filter_map(|d| calendar.day(d)?.bounds(Session::Pre))
        .map(|(from, to)| {
            Activity::of(tape, from.timestamp(), to.timestamp()).dollars.unwrap_or(0.0)
        })
        .collect();
    if values.is_empty() { 0.0 } else { median(values) }
}
