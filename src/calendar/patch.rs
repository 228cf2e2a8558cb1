//! Changes to the calendar that no rule foresees, read from TOML.

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Deserializer, de};
use toml::value::Datetime;

use super::CalendarError;

/// Unscheduled closures and special hours to lay over a [`TradingCalendar`].
///
/// The next national day of mourning or storm will come without a new version of this program.
/// The table of past ones that ships with the calendar has the same format.
///
/// [`TradingCalendar`]: super::TradingCalendar
///
/// ```
/// use eventstudy::calendar::{CalendarPatch, TradingCalendar};
///
/// let patch = CalendarPatch::from_toml_str(
///     r#"
///     [[closed]]
///     date = 2027-03-05
///     reason = "national day of mourning"
///
///     [[special]]
///     date = 2027-03-04
///     open = "09:30"
///     close = "12:00"
///     post_end = "12:00"
///     reason = "snow storm"
///     "#,
/// )?;
/// let calendar = TradingCalendar::new_york().with_patch(&patch)?;
/// let closed = "2027-03-05".parse().unwrap();
/// assert!(calendar.day(closed).is_none());
/// assert_eq!(calendar.note(closed), Some("national day of mourning"));
/// # Ok::<(), eventstudy::calendar::CalendarError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalendarPatch {
    /// Sessions that do not take place.
    #[serde(default)]
    pub closed: Vec<Closure>,
    /// Sessions with hours of their own.
    #[serde(default)]
    pub special: Vec<SpecialHours>,
}

/// A session that does not take place: one `[[closed]]` entry of a [`CalendarPatch`].
///
/// ```
/// use eventstudy::calendar::{CalendarPatch, Closure};
///
/// let closure = Closure { date: "2027-03-05".parse().unwrap(), reason: "storm".to_owned() };
/// let patch = CalendarPatch { closed: vec![closure], ..CalendarPatch::default() };
/// assert!(patch.special.is_empty());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Closure {
    /// The date, in exchange-local time.
    #[serde(deserialize_with = "plain_date")]
    pub date: NaiveDate,
    /// Why the exchange is closed; reports repeat it.
    pub reason: String,
}

/// A session with hours of its own: one `[[special]]` entry of a [`CalendarPatch`].
///
/// Times are exchange-local, written `"HH:MM"`, with 04:00 <= open < close <= post_end <= 20:00.
///
/// ```
/// use eventstudy::calendar::CalendarPatch;
///
/// let patch = CalendarPatch::from_toml_str(
///     r#"
///     special = [{ date = 2027-03-04, open = "10:00", close = "16:00", post_end = "20:00", reason = "late open" }]
///     "#,
/// )?;
/// assert_eq!(patch.special[0].open.to_string(), "10:00:00");
/// # Ok::<(), eventstudy::calendar::CalendarError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpecialHours {
    /// The date, in exchange-local time.
    #[serde(deserialize_with = "plain_date")]
    pub date: NaiveDate,
    /// Official open, exchange-local time.
    #[serde(deserialize_with = "hour_and_minute")]
    pub open: NaiveTime,
    /// Official close, exchange-local time.
    #[serde(deserialize_with = "hour_and_minute")]
    pub close: NaiveTime,
    /// End of the post-market, exchange-local time; equal to `close` when there is none.
    #[serde(deserialize_with = "hour_and_minute")]
    pub post_end: NaiveTime,
    /// Why the hours differ; reports repeat it.
    pub reason: String,
}

impl CalendarPatch {
    /// Reads a patch from TOML text. Unknown keys are refused, so that a misspelt one is not
    /// passed over in silence; an empty text is an empty patch.
    ///
    /// # Errors
    ///
    /// [`CalendarError::PatchSyntax`] with the line when the text is not in the patch format.
    /// Whether the dates suit a calendar is checked when the patch is applied to it.
    ///
    /// ```
    /// use eventstudy::calendar::CalendarPatch;
    ///
    /// let error = CalendarPatch::from_toml_str("[[closed]]\nday = 2027-03-05").unwrap_err();
    /// assert!(error.to_string().starts_with("line 2 of the calendar patch"));
    /// ```
    pub fn from_toml_str(text: &str) -> Result<Self, CalendarError> {
        toml::from_str(text).map_err(|error| {
            let position = error.span().map_or(0, |span| span.start);
            let newlines = text.bytes().take(position).filter(|byte| *byte == b'\n');
            CalendarError::PatchSyntax {
                line: 1 + newlines.count(),
                problem: error.message().to_owned(),
            }
        })
    }
}

/// A TOML date carries optional parts; a closure concerns a whole day, so a time is a mistake.
fn plain_date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
    let found = Datetime::deserialize(deserializer)?;
    match found {
        Datetime { date: Some(date), time: None, offset: None } => {
            NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())
        }
        _ => None,
    }
    .ok_or_else(|| {
        de::Error::custom(format!("expected a plain date such as 2027-03-05, found {found}"))
    })
}

fn hour_and_minute<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveTime, D::Error> {
    let found = String::deserialize(deserializer)?;
    NaiveTime::parse_from_str(&found, "%H:%M").map_err(|_| {
        de::Error::custom(format!("expected a time of day such as \"13:00\", found \"{found}\""))
    })
}
