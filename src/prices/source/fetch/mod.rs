//! Talking to vendors: requests without keys, answers, and what can be wrong with them.
//!
//! A vendor is pure: it plans requests and reads answers. Everything that happens between is here
//! once: keys, pace, retries, pages, time-outs, bounds.

mod access;
mod answer;
mod request;

pub use access::{Access, Key};
pub use answer::{Answer, Problem};
pub use request::{Chunk, HttpRequest, Place, Plan, SecretSlot};
