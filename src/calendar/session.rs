//! The four parts of a US equity trading date.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The part of a trading date in which an instant falls.
///
/// The order of the variants is the order in time within one trading date: the overnight session
/// comes first because it starts on the evening before the date it belongs to.
///
/// ```
/// use eventstudy::calendar::Session;
///
/// assert!(Session::Overnight < Session::Pre);
/// assert_eq!(Session::Pre.to_string(), "premarket");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Session {
    /// The night session: from the evening before the trading date to the start of the premarket.
    Overnight,
    /// The premarket: 04:00 to the official open, New York time.
    Pre,
    /// The regular session: from the official open to the official close.
    Regular,
    /// The post-market: from the official close to 20:00, on early-close days to 17:00.
    Post,
}

impl Session {
    /// Every session, in the order in which they happen on a trading date.
    ///
    /// ```
    /// use eventstudy::calendar::Session;
    ///
    /// let ids: Vec<_> = Session::ALL.iter().map(|session| session.id()).collect();
    /// assert_eq!(ids, ["overnight", "pre", "regular", "post"]);
    /// ```
    pub const ALL: [Self; 4] = [Self::Overnight, Self::Pre, Self::Regular, Self::Post];

    /// The name used in tables and files; the same word serde writes.
    ///
    /// ```
    /// use eventstudy::calendar::Session;
    ///
    /// assert_eq!(Session::Regular.id(), "regular");
    /// ```
    pub const fn id(self) -> &'static str {
        match self {
            Self::Overnight => "overnight",
            Self::Pre => "pre",
            Self::Regular => "regular",
            Self::Post => "post",
        }
    }
}

impl fmt::Display for Session {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::Overnight => "overnight",
            Self::Pre => "premarket",
            Self::Regular => "regular session",
            Self::Post => "post-market",
        })
    }
}
