//! The command line: typed arguments in, a study specification out. Nothing is computed here.

mod arguments;
mod calendar;
mod certify;
mod fetch;
mod fetching_bar;
mod hints;
mod lists;
mod many;
mod news;
mod output;
mod request;
mod sources;
mod store;
mod stored;
mod study_hints;

pub use arguments::{Arguments, Command, Format};
pub use hints::{command_hint, with_flags};
pub use lists::command;
pub use many::{Sample, pages_alone, sample, study as study_sample};
pub use output::{output, print, progress, warn};
pub use request::Request;
pub use stored::comparison;
