//! What a text says a price did, against what it did.
//!
//! Two questions are kept apart: the **fact** (did the price move as the text says?) and the
//! **signal** (was the move more than the usual noise of that leg?). A hedged claim can be true as a
//! description with no sign of a reaction.

mod error;
mod read;
mod verdict;
mod words;

pub use error::ClaimError;
pub use read::{ClaimLeg, Number, Reading, read};
pub(crate) use verdict::fact;
pub use verdict::{ClaimCheck, Magnitude, Verdict, check, deadband};
pub use words::Intensity;
