//! Talking to vendors: requests without keys, answers, and what can be wrong with them.
//!
//! A vendor is pure: it plans requests and reads answers. Everything that happens between is here
//! once: keys, pace, retries, pages, time-outs, bounds.

mod access;
mod answer;
#[cfg(feature = "fetch")]
mod client;
mod error;
#[cfg(feature = "fetch")]
mod last;
#[cfg(feature = "fetch")]
mod limiter;
mod request;
#[cfg(feature = "fetch")]
mod run;
#[cfg(feature = "fetch")]
mod settings;

pub use access::{Access, Key};
pub use answer::{Answer, Problem};
#[cfg(feature = "fetch")]
pub use client::Client;
pub use error::FetchError;
pub(in crate::prices::source) use request::is_key_name;
pub use request::{Chunk, HttpRequest, Place, Plan, SecretSlot};
#[cfg(feature = "fetch")]
pub use run::{Page, Receiver, Watch, run};
#[cfg(feature = "fetch")]
pub use settings::{Secret, Settings};
