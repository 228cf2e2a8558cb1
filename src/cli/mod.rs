//! The command line: typed arguments in, a study specification out. Nothing is computed here.

mod arguments;
mod certify;
mod lists;
mod many;
mod output;
mod request;

pub use arguments::{Arguments, Command, Format};
pub use lists::command;
pub use many::{Sample, pages_alone, sample, study as study_sample};
pub use output::{output, print, progress, warn};
pub use request::Request;
