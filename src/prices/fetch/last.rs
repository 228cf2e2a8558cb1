//! How a try failed, and what the user is told when the last one did.

use super::FetchError;
use crate::prices::vendor::{Access, Problem};

/// How one try failed.
#[derive(Debug)]
pub(super) enum Last {
    /// The vendor answered, with no data.
    Answer(Problem),
    /// No connection.
    Unreachable { host: String, reason: String },
    /// The connection broke, or took too long.
    Broken { reason: String },
    /// Trying again is no use.
    Fatal(Box<FetchError>),
}

impl Last {
    /// A body that is charged for broke off: asking again would be charged again.
    pub(super) fn bought(timed_out: bool) -> Self {
        let what = if timed_out { "stopped coming" } else { "broke off" };
        let reason = format!(
            "bars that are charged for {what} in the middle, so they were not asked for again; the \
             same command buys them once more, fewer sessions at once are less to lose"
        );
        Self::Answer(Problem::Refused { reason })
    }

    /// Whether asking again can help.
    pub(super) fn passes(&self) -> bool {
        match self {
            Self::Answer(problem) => problem.passes(),
            Self::Unreachable { .. } | Self::Broken { .. } => true,
            Self::Fatal(_) => false,
        }
    }
}

impl FetchError {
    /// The error of an answer that stayed what it was after so many tries.
    pub(super) fn from_last(access: &Access, last: Last, tries: u32, symbols: &str) -> Self {
        let vendor = access.id;
        match last {
            Last::Fatal(error) => *error,
            Last::Unreachable { host, reason } => Self::Unreachable { host, reason },
            Last::Broken { reason } => Self::Trouble { vendor, tries, reason },
            Last::Answer(problem) => match problem {
                Problem::Passing { reason } => Self::Trouble { vendor, tries, reason },
                Problem::RateLimited { reason, after } => Self::RateLimited {
                    vendor,
                    reason,
                    again: after.and_then(|wait| {
                        let wait = chrono::TimeDelta::from_std(wait).ok()?;
                        let then = chrono::Utc::now().checked_add_signed(wait)?;
                        Some(then.format("%Y-%m-%d %H:%M:%S UTC").to_string())
                    }),
                },
                Problem::Malformed { reason } => Self::Malformed { vendor, reason },
                Problem::WrongKey { reason } => {
                    let names: Vec<&str> =
                        access.keys.iter().filter_map(|k| k.environment.first().copied()).collect();
                    let settings = match names.is_empty() {
                        true => "the settings of this source".to_owned(),
                        false => names.join(" and "),
                    };
                    Self::WrongKey { vendor, reason, settings }
                }
                Problem::Refused { reason } => Self::Refused { vendor, reason },
                Problem::NotFound { reason } => {
                    Self::NotFound { vendor, symbols: symbols.to_owned(), reason }
                }
            },
        }
    }
}
