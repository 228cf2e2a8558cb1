//! Events: a story, when it became public, whom it concerns, what it claims and what else happened.
//!
//! An [`Event`] holds only what is known of the news. Where the story falls in the trading day is
//! worked out by [`NewsTiming`] on a calendar; what its claims mean is read by [`crate::claims`].
//! Events in the thousands are columns, not objects: [`Announcements`] and their [`Placement`].

pub(crate) mod announcements;
mod catalog;
mod error;
mod files;
#[doc(hidden)]
pub mod internals;
mod ledger;
mod names;
mod placement;
mod published;
mod story;
mod time_forms;
mod timing;

pub use announcements::{AnnouncementFile, Announcements, RejectedRow};
pub use catalog::Catalog;
pub use error::EventError;
pub use ledger::{LedgerPart, Reason};
pub use names::{EventId, Ticker};
pub use placement::Placement;
pub use published::{Precision, Published};
pub use story::{Claim, Confounder, ConfounderKind, Event, Involved, Source, Text};
pub use timing::{NewsTiming, SessionOfNews};
