//! What the intraday study returns.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::activity::Thin;
use super::anchor::Anchor;
use super::measure::WindowName;
use super::path::ReactionPath;
use super::placebo::ReferenceDays;
use crate::calendar::Session;
use crate::inference::RankOf;

/// The intraday study of one event and ticker. Returns are logarithmic.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct IntradayResult {
    /// The length of a bar.
    pub interval: String,
    /// The bars that the news belongs to.
    pub anchor: Anchor,
    /// Whether minutes are counted from the news itself; otherwise from the earliest instant at
    /// which it can have become public.
    pub to_the_minute: bool,
    /// Bars before the open of day 0.
    pub premarket_bars: usize,
    /// The windows.
    pub windows: Vec<ReactionWindow>,
    /// The raw path.
    pub path: Vec<PathPoint>,
    /// The path held against the same clock, raw.
    pub raw: Option<ReactionPath>,
    /// The path and windows of abnormal returns, where the benchmark has bars.
    pub abnormal: Option<Benchmarked>,
    /// When the raw reaction began, was half done and was largest, where the raw path leaves its
    /// band and the minute of the news is known.
    pub times: Option<ReactionTimes>,
    /// Reference days of the path.
    pub reference: ReferenceDays,
    /// Whether reference paths were scaled to the event's volatility.
    pub volatility_matched: bool,
    /// The event day's volatility over the median reference day's, both known before.
    pub volatility_ratio: Option<f64>,
    /// The p-value of the raw path if the news was a minute earlier than stamped, for stamps that
    /// are rounded to the minute.
    pub p_path_a_minute_earlier: Option<f64>,
    /// Drift before the news.
    pub pre_news: Option<PreNews>,
    /// What could not be computed, and why.
    pub missing: Vec<String>,
}

impl IntradayResult {
    /// A window, if the study has it.
    pub fn window(&self, name: WindowName) -> Option<&ReactionWindow> {
        self.windows.iter().find(|w| w.window == name)
    }
}

/// Abnormal paths against the benchmark.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Benchmarked {
    /// The benchmark.
    pub benchmark: String,
    /// The slope on the benchmark over the same clock of the reference days.
    pub beta: f64,
    /// The test of the abnormal path.
    pub path: ReactionPath,
    /// When the abnormal reaction began, was half done and was largest, as [`IntradayResult::times`]
    /// says it of the raw one.
    pub times: Option<ReactionTimes>,
}

impl Benchmarked {
    /// The model behind the abnormal path, in words.
    pub(crate) fn model_words(&self) -> String {
        format!("market model of the same clock on {}", self.benchmark)
    }
}

/// Times of the reaction on one path, counted from the start of bar 0; the resolution is the
/// length of a bar.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ReactionTimes {
    /// Bars until the path is first outside the band, 1 being bar 0 itself.
    pub onset_bars: usize,
    /// Minutes until the path is first outside the band.
    pub onset_minutes: f64,
    /// Bars until half of the terminal reaction is reached.
    pub half_life_bars: Option<usize>,
    /// Minutes until half of the terminal reaction is reached.
    pub half_life_minutes: Option<f64>,
    /// Bars until the largest move in the direction of the terminal reaction.
    pub peak_bars: Option<usize>,
    /// Minutes until the largest move in that direction.
    pub peak_minutes: Option<f64>,
    /// The largest move over the terminal one.
    pub overshoot: Option<f64>,
    /// Bars until a window that grows from five bars is within the noise again (Rinaudo and Saha);
    /// 0 if it never was outside, `None` if it does not come back.
    pub growing_window_bars: Option<usize>,
}

/// A point of the path.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct PathPoint {
    /// The end of the bar (UTC); for a closed night the start of the next session.
    pub time: DateTime<Utc>,
    /// The session that ends or runs there.
    pub session: Option<Session>,
    /// Cumulative log return since the baseline; `None` without a recent trade.
    pub raw: Option<f64>,
    /// Cumulative abnormal log return.
    pub abnormal: Option<f64>,
}

/// One window.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct ReactionWindow {
    /// Which window.
    pub window: WindowName,
    /// The log return of the window.
    pub value: Option<f64>,
    /// The end of the window (UTC).
    pub to: Option<DateTime<Utc>>,
    /// The rank of the return among the same windows of earlier days, where it can be tested.
    pub rank: Option<Rank>,
    /// The rules of minimum activity, where a part lies outside the regular session.
    pub thin: Option<Thin>,
    /// Realised variance over the mean of the reference days, with its one-sided rank.
    pub variance_ratio: Option<(f64, f64)>,
    /// Volume over the median of the reference days, with its one-sided rank.
    pub volume_ratio: Option<(f64, f64)>,
    /// Why there is no value or no test.
    pub missing: Option<String>,
}

/// The rank of a window's return among reference days.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Rank {
    /// The ranks that count: volatility-matched where that applies.
    #[serde(flatten)]
    pub rank: RankOf,
    /// Whether reference returns were scaled to the event's volatility.
    pub volatility_matched: bool,
    /// The ranks without matching.
    pub unmatched: RankOf,
    /// 1.4826 times the median absolute deviation of the reference returns.
    pub sigma: f64,
    /// The share of reference returns that are exactly zero.
    pub zero_share: f64,
    /// The reference days.
    pub reference: ReferenceDays,
    /// The reference returns, newest first.
    #[serde(skip)]
    pub values: Vec<f64>,
    /// The reference returns as the rank sees them.
    #[serde(skip)]
    pub ranked: Vec<f64>,
}

/// Drift before the news.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct PreNews {
    /// Log return over the last minutes before the news.
    pub value: f64,
    /// How many minutes these are: an hour, or a quarter of one where the hour cannot be tested.
    pub minutes: i64,
    /// Two-sided p by size.
    pub p_two_sided: f64,
    /// One-sided p in the direction of the reaction.
    pub p_same_direction: f64,
    /// `C_pre/(C_pre + C_post)`, only where the reaction is significant.
    pub leak_ratio: Option<f64>,
    /// What to make of it.
    pub note: Option<&'static str>,
}
