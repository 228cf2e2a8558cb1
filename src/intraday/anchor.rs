//! From an instant to bars.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::clock::instant;
use super::tape::{Tape, maximum_age};
use crate::calendar::{Moment, Session, TradingCalendar};
use crate::event::Reason;

/// The bars to which a publication instant belongs.
///
/// The baseline is the last bar that **ended** by the instant, so that it cannot know the news. Bar
/// 0 is the bar that contains the instant (partial), or the first one after it; it belongs to the
/// reaction and never to the baseline.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Anchor {
    /// The last price before the news.
    pub baseline_price: f64,
    /// When that bar ended (UTC).
    pub baseline_time: DateTime<Utc>,
    /// The session of that bar.
    pub baseline_session: Session,
    /// Seconds from the end of the baseline bar to the instant.
    pub baseline_age_seconds: i64,
    /// Whether the limit on the age was waived because the market was closed in between.
    pub age_waived: bool,
    /// The start of bar 0 (UTC).
    pub first_bar: DateTime<Utc>,
    /// The session of bar 0.
    pub first_bar_session: Session,
    /// Whether the news falls inside bar 0.
    pub partial: bool,
    /// Why these bars, in a sentence.
    pub reason: String,
    #[serde(skip)]
    pub(super) baseline_start: i64,
}

/// Why an instant has no bars.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoAnchor {
    /// No bar ended before the news.
    #[error("no bar of {ticker} ended before the news")]
    NoBaseline {
        /// The ticker.
        ticker: String,
    },
    /// The last bar before the news is too old to be a price.
    #[error(
        "the last trade of {ticker} before the news was {minutes} minutes old, and {limit} are allowed"
    )]
    StaleBaseline {
        /// The ticker.
        ticker: String,
        /// The age of the price.
        minutes: i64,
        /// The limit.
        limit: i64,
    },
    /// No bar after the news.
    #[error("the data of {ticker} ends before the news could trade")]
    NoBarAfter {
        /// The ticker.
        ticker: String,
    },
    /// Outside the calendar.
    #[error("the instant is outside the trading calendar")]
    OutsideCalendar,
}

impl NoAnchor {
    /// The reason code of the exclusion ledger.
    pub const fn code(&self) -> Reason {
        match self {
            Self::NoBaseline { .. } => Reason::NoBaselinePrice,
            Self::StaleBaseline { .. } => Reason::StalePrice,
            Self::NoBarAfter { .. } => Reason::MissingEventBar,
            Self::OutsideCalendar => Reason::OutsideCalendar,
        }
    }
}

impl Anchor {
    /// Maps an instant (seconds since 1970 UTC) to bars.
    ///
    /// News in a session may be traded in any session that has bars. News in a closed period is
    /// first traded in the next premarket or regular session.
    ///
    /// # Errors
    /// [`NoAnchor`]
    pub fn of(tape: &Tape, published: i64, calendar: &TradingCalendar) -> Result<Self, NoAnchor> {
        let ticker = || tape.ticker.to_string();
        let moment = calendar.moment(instant(published)).map_err(|_| NoAnchor::OutsideCalendar)?;
        let base =
            tape.last_ended(published).ok_or_else(|| NoAnchor::NoBaseline { ticker: ticker() })?;
        let ended = tape.starts[base] + tape.interval.seconds();
        let age = published - ended;
        let open_session = match moment {
            Moment::Open { date, session } => Some((date, session)),
            Moment::Closed { .. } => None,
        };
        let age_waived = open_session.is_none_or(|(date, _)| tape.dates[base] != date);
        // The bar before the one with the news is never stale: bars tell no time within themselves.
        let limit = |session| maximum_age(session).max(tape.interval.seconds() - 1);
        if let Some((_, session)) = open_session
            && !age_waived
            && age > limit(session)
        {
            return Err(NoAnchor::StaleBaseline {
                ticker: ticker(),
                minutes: (age + 59) / 60,
                limit: (limit(session) + 59) / 60,
            });
        }
        let allowed: &[Session] = match open_session {
            Some((_, Session::Overnight)) => {
                &[Session::Overnight, Session::Pre, Session::Regular, Session::Post]
            }
            Some(_) => &[Session::Pre, Session::Regular, Session::Post],
            None => &[Session::Pre, Session::Regular],
        };
        let first = tape
            .first_ending_after(published, allowed)
            .ok_or_else(|| NoAnchor::NoBarAfter { ticker: ticker() })?;
        let partial = tape.starts[first] < published;
        Ok(Self {
            baseline_price: tape.close[base],
            baseline_time: instant(ended),
            baseline_session: tape.sessions[base],
            baseline_age_seconds: age,
            age_waived,
            first_bar: instant(tape.starts[first]),
            first_bar_session: tape.sessions[first],
            partial,
            reason: reason(tape, base, first, partial, calendar),
            baseline_start: tape.starts[base],
        })
    }
}

fn reason(
    tape: &Tape,
    base: usize,
    first: usize,
    partial: bool,
    calendar: &TradingCalendar,
) -> String {
    let clock = |t: i64| calendar.local(instant(t)).format("%Y-%m-%d %H:%M ET").to_string();
    let contains = if partial { "contains the news" } else { "is the first after the news" };
    format!(
        "baseline {} is the close of the last bar that ended before the news ({}, {}); the bar from {} {contains}",
        tape.close[base],
        clock(tape.starts[base] + tape.interval.seconds()),
        tape.sessions[base],
        clock(tape.starts[first]),
    )
}
