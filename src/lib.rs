//! Event studies from time-stamped news: what did the market do with a story, and was it more than
//! noise?
//!
//! ```text
//! calendar ── event ── prices ── returns ── models ── abnormal ── inference ── study ── report
//! sessions    what     bars and  on one     expected  AR, CAR     is it more   the      PNG, table,
//!             when     checks    clock      return                than noise?  method   JSON, CSV
//! ```
//!
//! Returns are decimal fractions, times are UTC, a missing bar is missing. Everything between
//! reading files and writing reports is deterministic: the same input gives the same bytes.
//!
//! ```
//! use eventstudy::prelude::*;
//!
//! let calendar = TradingCalendar::new_york();
//! let event = Catalog::bundled()?.get("meta-avocado")?.clone();
//! let spec = StudySpec::default();
//! let prices = Prices::bundled_sample(&spec.tickers_of(&[event.clone()]), &calendar)?;
//! let results = Study::new(spec, &calendar).run(&[event], &prices)?;
//! for firm in results.firms() {
//!     println!("{} {}", firm.ticker, firm.car()?);
//! }
//! # Ok::<(), eventstudy::Error>(())
//! ```
#![warn(missing_docs)]

#[macro_use]
mod vocabulary;

pub mod abnormal;
pub mod calendar;
pub mod certificate;
pub mod claims;
mod error;
pub mod event;
mod foreign;
pub mod inference;
pub mod intraday;
pub mod models;
pub mod news;
pub mod prelude;
pub mod prices;
pub mod report;
pub mod request;
pub mod returns;
pub mod study;

pub use error::Error;
