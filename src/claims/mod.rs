//! What a text says a price did, against what it did.
//!
//! Two questions are kept apart: the **fact** (did the price move as the text says?) and the
//! **signal** (was the move more than the usual noise of that leg?). A hedged claim can be true as a
//! description with no sign of a reaction.

mod error;
#[doc(hidden)]
pub mod internals;
mod read;
mod verdict;
mod words;

pub use error::ClaimError;
pub use read::{ClaimLeg, Number, Reading, read};
pub use verdict::{ClaimCheck, Magnitude, Verdict, check};
pub(crate) use verdict::{deadband, fact};
pub use words::Intensity;
