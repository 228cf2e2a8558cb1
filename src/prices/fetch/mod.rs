//! From a wish to the store: keys, pace, retries, pages, time-outs and bounds between the vendors,
//! which plan and parse, and the folder that keeps what they sent.

#[cfg(feature = "fetch")]
mod bars;
#[cfg(feature = "fetch")]
mod client;
#[cfg(feature = "fetch")]
mod clock;
mod error;
#[cfg(feature = "fetch")]
mod factors;
#[cfg(feature = "fetch")]
mod fetching;
#[cfg(feature = "fetch")]
mod last;
#[cfg(feature = "fetch")]
mod limiter;
#[cfg(feature = "fetch")]
mod run;
#[cfg(feature = "fetch")]
mod settings;

#[cfg(feature = "fetch")]
pub use bars::{FetchOutcome, Wanted};
pub use error::FetchError;
#[cfg(feature = "fetch")]
pub use factors::KeptFactors;
#[cfg(feature = "fetch")]
pub use fetching::Fetching;
#[cfg(feature = "fetch")]
pub(crate) use run::{Kept, Page, Receiver};
#[cfg(feature = "fetch")]
pub use settings::Settings;
