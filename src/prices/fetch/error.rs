//! What can go wrong between here and a vendor, as sentences with what to do next.

use std::path::PathBuf;

use crate::prices::store::StoreError;
use crate::prices::vendor::Refusal;

/// Data could not be fetched.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FetchError {
    /// No vendor of that name.
    #[error("there is no source named `{text}`")]
    UnknownVendor {
        /// What was given.
        text: String,
        /// The names there are.
        known: String,
    },
    /// Something about the request that the vendor does not know.
    #[error("{vendor} has no {what} `{text}`")]
    UnknownChoice {
        /// The vendor.
        vendor: &'static str,
        /// What kind of thing: `feed`, `bar length` or `adjustment`.
        what: &'static str,
        /// What was given.
        text: String,
        /// What there is.
        known: String,
    },
    /// The vendor does not have it; nothing was sent.
    #[error("{refusal}")]
    DoesNotHave {
        /// What and why.
        refusal: Refusal,
        /// Who has it.
        instead: Vec<&'static str>,
    },
    /// The dates leave no session.
    #[error("there is no trading session from {from} to {to}")]
    NoSession {
        /// The first date.
        from: String,
        /// The last date.
        to: String,
    },
    /// A span that makes no sense, or is not told.
    #[error("{reason}")]
    Span {
        /// What is wrong.
        reason: String,
    },
    /// A comparison that cannot be made.
    #[error("{reason}")]
    Compare {
        /// What is wrong.
        reason: String,
    },
    /// No key is set.
    #[error("{vendor} needs a key, and {missing} is not set")]
    NoKey {
        /// The vendor.
        vendor: &'static str,
        /// The missing setting.
        missing: &'static str,
        /// Where the setting is read from.
        file: PathBuf,
        /// The vendor's section and the name in it.
        entry: String,
        /// Where a key is to be had.
        sign_up: &'static str,
    },
    /// The key was refused.
    #[error("{vendor} does not accept the key: {reason}")]
    WrongKey {
        /// The vendor.
        vendor: &'static str,
        /// What it said.
        reason: String,
        /// The settings with the key.
        settings: String,
    },
    /// A setting cannot be used.
    #[error("{what} {reason}")]
    BadSetting {
        /// The setting.
        what: String,
        /// Why, without its value where that could be a key.
        reason: String,
        /// What to do.
        hint: &'static str,
    },
    /// Nobody answered.
    #[error("{host} could not be reached: {reason}")]
    Unreachable {
        /// The host.
        host: String,
        /// Why, in a few words.
        reason: String,
    },
    /// The limit of requests was hit.
    #[error("{vendor} allows no more requests for now: {reason}")]
    RateLimited {
        /// The vendor.
        vendor: &'static str,
        /// What it said.
        reason: String,
        /// When it may be asked again, where that is known.
        again: Option<String>,
    },
    /// The vendor refused the request.
    #[error("{vendor} refuses this request: {reason}")]
    Refused {
        /// The vendor.
        vendor: &'static str,
        /// What it said.
        reason: String,
    },
    /// The vendor does not know a symbol.
    #[error("{vendor} does not know {symbols}: {reason}")]
    NotFound {
        /// The vendor.
        vendor: &'static str,
        /// The symbols.
        symbols: String,
        /// What it said.
        reason: String,
    },
    /// Every try met with trouble.
    #[error("{vendor} could not answer in {tries} tries: {reason}")]
    Trouble {
        /// The vendor.
        vendor: &'static str,
        /// How often it was asked.
        tries: u32,
        /// The last trouble.
        reason: String,
    },
    /// Every answer was unreadable.
    #[error("what {vendor} sends cannot be read: {reason}")]
    Malformed {
        /// The vendor.
        vendor: &'static str,
        /// What is wrong with it.
        reason: String,
    },
    /// An answer is larger than any real one.
    #[error("{vendor} sent more than {limit} MiB in one answer")]
    TooLarge {
        /// The vendor.
        vendor: &'static str,
        /// The bound in MiB.
        limit: usize,
    },
    /// A redirect to somewhere else.
    #[error("{vendor} redirects to {host}, which is none of its hosts")]
    Elsewhere {
        /// The vendor.
        vendor: &'static str,
        /// The host.
        host: String,
    },
    /// What was fetched could not be stored.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The user stopped it.
    #[error("stopped; what was complete is stored")]
    Interrupted,
    /// The program could not set itself up.
    #[error("the connection could not be set up: {reason}")]
    Setup {
        /// Why.
        reason: String,
    },
}

impl FetchError {
    /// What to do next.
    pub fn hint(&self) -> String {
        match self {
            Self::UnknownVendor { known, .. } | Self::UnknownChoice { known, .. } => {
                format!("there are {known}")
            }
            Self::DoesNotHave { instead, .. } if instead.is_empty() => {
                "none of the sources has it".into()
            }
            Self::DoesNotHave { instead, .. } => {
                format!("{} can", instead.join(" and "))
            }
            Self::NoSession { .. } => {
                "give a span with a trading day in it; the calendar covers 2005 to 2028".into()
            }
            Self::Span { .. } => "write dates as 2025-12-10, the first one before the last".into(),
            Self::Compare { .. } => {
                "name tickers and two sources, after a fetch from both".into()
            }
            Self::NoKey { missing, file, entry, sign_up, .. } => format!(
                "{sign_up}; then set {missing} in the environment, or put {entry} into {} (readable by you alone)",
                file.display()
            ),
            Self::WrongKey { settings, .. } => {
                format!("check {settings}: a key that was copied in part or revoked looks like this")
            }
            Self::BadSetting { hint, .. } => (*hint).into(),
            Self::Unreachable { .. } => {
                "check the connection; what is stored already can be studied offline".into()
            }
            Self::RateLimited { again: Some(when), .. } => {
                format!("run the same command again after {when}; what came until now is stored")
            }
            Self::RateLimited { .. } => {
                "run the same command again later; what came until now is stored".into()
            }
            Self::Refused { .. } => {
                "see what the plan of the key includes".into()
            }
            Self::NotFound { .. } => {
                "check the spelling; vendors write some symbols differently (BRK.B, BRK-B)".into()
            }
            Self::Trouble { .. } => {
                "run the same command again later; it goes on where it stopped".into()
            }
            Self::Malformed { .. } => {
                "try again later; if it stays so, the vendor changed its format, which is worth a report".into()
            }
            Self::TooLarge { .. } => {
                "ask for a shorter span; if a short one fails too, do not trust this connection".into()
            }
            Self::Elsewhere { .. } => {
                "a proxy or a login page of the network may be in between; keys were not sent there".into()
            }
            Self::Store(e) => e.hint(),
            Self::Interrupted => "run the same command again to go on".into(),
            Self::Setup { .. } => "check that the system has its certificates (ca-certificates)".into(),
        }
    }

    /// Whether the request itself is at fault (exit code 2).
    pub fn is_usage(&self) -> bool {
        matches!(
            self,
            Self::UnknownVendor { .. }
                | Self::UnknownChoice { .. }
                | Self::Span { .. }
                | Self::Compare { .. }
                | Self::NoSession { .. }
        )
    }
}
