//! Quality checks at load: what is wrong with the bars, how often, and what was done about it.
//!
//! Nothing is repaired in silence: every check that finds something leaves a [`Finding`].

mod daily;
mod intraday;
pub(crate) mod prints;
mod tallies;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::event::Ticker;

pub(super) use daily::{
    PriceDefect, check as check_daily, sound_prices, split_is_in_prices, trade_date,
};
pub(super) use intraday::check as check_intraday;
pub(super) use tallies::Tallies;

/// A kind of defect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Check {
    /// Rows that were not in time order.
    Disorder,
    /// Two rows with one time and the same prices.
    Duplicate,
    /// Two rows with one time and different prices.
    ConflictingDuplicate,
    /// A bar on a closed day or outside every session.
    OutsideSessions,
    /// A time that is not on the grid of the bar length.
    OffGrid,
    /// A price that is zero, negative or not finite.
    NonPositive,
    /// A high below, or a low above, the open or the close.
    InconsistentRange,
    /// A high or low far outside its neighbours that no open or close confirms.
    BadPrint,
    /// A close far outside its neighbours that the next bars take back.
    RevertingPrint,
    /// A bar that reports no volume, so that its price is an old one.
    NoVolume,
    /// Several bars in a row with the very same prices.
    StaleRun,
    /// Sessions or regular bars without a row.
    Gap,
    /// A split in the actions that the prices do not show.
    SplitMismatch,
    /// A dividend that is not smaller than the price before it.
    ImpossibleDividend,
    /// A vendor's adjusted return that the actions do not explain.
    AdjustedMismatch,
    /// An intraday close that disagrees with the daily close.
    DailyMismatch,
}

/// What one check found in the bars of one ticker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// The ticker.
    pub ticker: Ticker,
    /// `daily`, or the bar length such as `5-minute`.
    pub bars: String,
    /// The check.
    pub check: Check,
    /// How many rows.
    pub count: usize,
    /// What was done, in words.
    pub action: Cow<'static, str>,
    /// The first few, in words.
    pub examples: Vec<String>,
}

/// Counts the hits of one check and keeps the first few as examples.
pub(super) struct Tally {
    check: Check,
    action: &'static str,
    count: usize,
    examples: Vec<String>,
}

impl Tally {
    pub(super) fn new(check: Check, action: &'static str) -> Self {
        Self { check, action, count: 0, examples: Vec::new() }
    }

    pub(super) fn hit(&mut self, example: impl FnOnce() -> String) {
        const EXAMPLES: usize = 3;
        self.count += 1;
        if self.examples.len() < EXAMPLES {
            self.examples.push(example());
        }
    }

    pub(super) fn finish(self, ticker: &Ticker, bars: &str, findings: &mut Vec<Finding>) {
        if self.count > 0 {
            findings.push(Finding {
                ticker: ticker.clone(),
                bars: bars.to_owned(),
                check: self.check,
                count: self.count,
                action: Cow::Borrowed(self.action),
                examples: self.examples,
            });
        }
    }
}

impl Finding {
    /// The finding in a line for people.
    pub fn line(&self) -> String {
        let what = match self.check {
            Check::Disorder => "rows out of time order",
            Check::Duplicate => "repeated rows",
            Check::ConflictingDuplicate => {
                "rows at a time that was there already, with other prices"
            }
            Check::OutsideSessions => "bars outside every session",
            Check::OffGrid => "bars off the time grid",
            Check::NonPositive => "prices that are not positive",
            Check::InconsistentRange => "bars whose range does not hold their open or close",
            Check::BadPrint => "suspect prints",
            Check::RevertingPrint => "closes that stand out and are taken back at once",
            Check::NoVolume => "bars without volume",
            Check::StaleRun => "runs of unchanged prices",
            Check::Gap => "days with missing bars",
            Check::SplitMismatch => "splits that the prices do not show",
            Check::ImpossibleDividend => "dividends as large as the price",
            Check::AdjustedMismatch => "days whose adjusted return the actions do not explain",
            Check::DailyMismatch => "days whose intraday and daily closes disagree",
        };
        let more = if self.count > self.examples.len() { ", ..." } else { "" };
        format!(
            "{} {} bars, {what} ({}): {}{more}: {}",
            self.ticker,
            self.bars,
            self.count,
            self.examples.join("; "),
            self.action
        )
    }
}
