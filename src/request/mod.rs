//! A request in words: the options of a study as the command and Python take them.
//!
//! **An option is written once.** Its value is a field of [`StudySpec`](crate::study::StudySpec) (or
//! of [`Choices`]), whose default is the option's default; [`OPTIONS`] has one row for it, with the
//! flag, the keyword, a sentence and the field. The type of the field says the rest through
//! [`Value`]: how it is read and written as text, and which words it takes. The command makes its
//! arguments from the table and Python its defaults, so that neither holds a literal; Python's
//! signature, which type checkers must be able to read, is compared with the table by a test.

mod choices;
mod events;
mod idle;
mod options;
mod value;
mod words;

pub use choices::{Choices, calendar};
pub use events::{EventChoice, EventSource, Requested};
pub use idle::Studied;
pub use options::{OPTIONS, Section, StudyOption};
pub use value::{Form, Minus, Refused, Value};
pub use words::{Choice, Word};
