//! The command line: typed arguments in, a study specification out. Nothing is computed here.

mod arguments;
mod certify;
mod fetch;
mod fetching_bar;
mod hints;
mod idle;
mod lists;
mod news;
mod output;
mod request;
mod sources;
mod store;
mod stored;
mod study;
mod study_hints;
mod study_options;

pub use arguments::{Arguments, Command, Format};
pub use hints::{command_hint, with_flags};
pub use idle::{refuse_beside_compare, refuse_idle};
pub use lists::command;
pub use output::print;
pub use request::Request;
pub use stored::comparison;
pub use study::study;
