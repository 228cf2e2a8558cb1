//! Bars of one ticker as sorted columns, and the last eligible price at an instant.

use chrono::{DateTime, NaiveDate, Utc};

use super::clock::{instant, trade_date};
use crate::calendar::{Moment, Session, TradingCalendar};
use crate::event::Ticker;
use crate::prices::{DailyBars, Interval, IntradayBars, PriceError, values};

/// The oldest last trade that still is a price, by session (Table of eligibility: two minutes in
/// the regular session, fifteen outside it).
pub(super) const fn maximum_age(session: Session) -> i64 {
    match session {
        Session::Regular => 120,
        Session::Pre | Session::Post | Session::Overnight => 900,
    }
}

/// Intraday bars in columns; times are seconds since 1970 UTC at the start of a bar.
#[derive(Clone, Debug)]
pub struct Tape {
    /// The ticker.
    pub ticker: Ticker,
    /// The length of a bar.
    pub interval: Interval,
    pub(super) starts: Vec<i64>,
    pub(super) open: Vec<f64>,
    pub(super) close: Vec<f64>,
    pub(super) volume: Vec<f64>,
    pub(super) trades: Vec<f64>,
    pub(super) sessions: Vec<Session>,
    pub(super) dates: Vec<NaiveDate>,
    /// Ex-dates with their split factor and cash dividend.
    actions: Vec<(NaiveDate, f64, f64)>,
}

impl Tape {
    /// Labels every bar with its session and trade date.
    ///
    /// # Errors
    /// [`PriceError::Frame`] only for a defect of this program.
    pub fn of(bars: &IntradayBars, calendar: &TradingCalendar) -> Result<Self, PriceError> {
        let starts: Vec<i64> =
            bars.starts()?.into_iter().map(|t| t.div_euclid(1_000_000)).collect();
        let mut sessions = Vec::with_capacity(starts.len());
        let mut dates = Vec::with_capacity(starts.len());
        let mut bounds: Option<(i64, i64, NaiveDate, Session)> = None;
        for &t in &starts {
            if let Some((from, to, date, session)) = bounds
                && from <= t
                && t < to
            {
                dates.push(date);
                sessions.push(session);
                continue;
            }
            let (date, session) = match calendar.moment(instant(t)) {
                Ok(Moment::Open { date, session }) => (date, session),
                // The quality checks left bars outside sessions out; a closed instant cannot occur.
                _ => (instant(t).date_naive(), Session::Overnight),
            };
            bounds = calendar
                .day(date)
                .and_then(|d| d.bounds(session))
                .map(|(from, to)| (from.timestamp(), to.timestamp(), date, session));
            dates.push(date);
            sessions.push(session);
        }
        Ok(Self {
            ticker: bars.ticker.clone(),
            interval: bars.interval,
            open: values(&bars.frame, "open")?,
            close: values(&bars.frame, "close")?,
            volume: values(&bars.frame, "volume")?,
            trades: values(&bars.frame, "trades")?,
            starts,
            sessions,
            dates,
            actions: Vec::new(),
        })
    }

    /// The tape with the dividends and splits of the daily bars.
    ///
    /// # Errors
    /// [`PriceError::Frame`] only for a defect of this program.
    pub fn with_actions(mut self, daily: &DailyBars) -> Result<Self, PriceError> {
        let days = daily.frame.column("date")?.date()?.physical().clone();
        let (splits, dividends) =
            (values(&daily.frame, "split")?, values(&daily.frame, "dividend")?);
        self.actions = days
            .iter()
            .zip(splits.into_iter().zip(dividends))
            .filter(|(_, (split, dividend))| *split != 1.0 || *dividend != 0.0)
            .filter_map(|(day, (q, d))| Some((NaiveDate::from_epoch_days(day?)?, q, d)))
            .collect();
        Ok(self)
    }

    /// Whether a dividend or split becomes effective after `after` and by `through`.
    pub(super) fn goes_ex(&self, after: NaiveDate, through: NaiveDate) -> bool {
        self.actions.iter().any(|(date, ..)| after < *date && *date <= through)
    }

    /// A price of the trade date `after` as it compares with prices of `through`: each ex-date in
    /// between takes its split and dividend out, from the start of its first session on.
    pub(super) fn ex_reference(&self, price: f64, after: NaiveDate, through: NaiveDate) -> f64 {
        self.actions
            .iter()
            .filter(|(date, ..)| after < *date && *date <= through)
            .fold(price, |p, (_, split, dividend)| p / split - dividend)
    }

    /// The last bar that ended by `t`.
    pub(super) fn last_ended(&self, t: i64) -> Option<usize> {
        self.starts.partition_point(|s| s + self.interval.seconds() <= t).checked_sub(1)
    }

    /// The first bar that ends after `t`, in one of the sessions.
    pub(super) fn first_ending_after(&self, t: i64, allowed: &[Session]) -> Option<usize> {
        let from = self.starts.partition_point(|s| s + self.interval.seconds() <= t);
        (from..self.starts.len()).find(|&i| allowed.contains(&self.sessions[i]))
    }

    /// The last eligible price at `t`: the close of the last bar that ended by then, if it is not
    /// older than the session of the instant allows. Older is missing, never carried on.
    pub fn price(&self, t: i64, session: Session) -> Option<f64> {
        let i = self.last_ended(t)?;
        let age = t - (self.starts[i] + self.interval.seconds());
        (age <= maximum_age(session)).then_some(self.close[i])
    }

    /// The close of the last bar that ended by `t`, if it belongs to the trade date just before
    /// `t`.
    pub(super) fn last_price_of_day(&self, t: i64, calendar: &TradingCalendar) -> Option<f64> {
        let last = self.last_ended(t)?;
        let date = trade_date(t - 1, calendar)?;
        (self.dates[last] == date).then(|| self.close[last])
    }

    /// The close of the last bar that lies whole within `[from, to)`, seconds since 1970 UTC.
    pub fn last_price_within(&self, from: i64, to: i64) -> Option<f64> {
        let last = self.last_ended(to)?;
        (self.starts[last] >= from).then(|| self.close[last])
    }

    /// Bars that start in `[from, to)`.
    pub(super) fn between(&self, from: i64, to: i64) -> std::ops::Range<usize> {
        self.starts.partition_point(|s| *s < from)..self.starts.partition_point(|s| *s < to)
    }

    /// Trade dates with at least one bar, ascending.
    pub fn trade_dates(&self) -> Vec<NaiveDate> {
        let mut dates = self.dates.clone();
        dates.dedup();
        dates
    }

    /// The number of bars of a session on a date.
    pub fn bars_in(&self, date: NaiveDate, session: Session) -> usize {
        let from = self.dates.partition_point(|d| *d < date);
        (from..self.dates.len())
            .take_while(|&i| self.dates[i] == date)
            .filter(|&i| self.sessions[i] == session)
            .count()
    }

    /// First and last bar start.
    pub fn range(&self) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
        Some((instant(*self.starts.first()?), instant(*self.starts.last()?)))
    }
}
