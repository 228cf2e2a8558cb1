//! Talking to vendors: requests without keys, answers, and what can be wrong with them.
//!
//! A vendor is pure: it plans requests and reads answers. Everything that happens between is here
//! once: keys, pace, retries, pages, time-outs, bounds.

mod access;
mod answer;
mod client;
mod error;
mod limiter;
mod request;
mod run;
mod settings;

pub use access::{Access, Key};
pub use answer::{Answer, Problem};
pub use client::Client;
pub use error::FetchError;
pub(in crate::prices::source) use request::is_key_name;
pub use request::{Chunk, HttpRequest, Place, Plan, SecretSlot};
pub use run::{Page, Receiver, Watch, run};
pub use settings::{Secret, Settings};
