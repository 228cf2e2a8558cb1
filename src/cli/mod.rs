//! The command line: typed arguments in, a study specification out. Nothing is computed here.

mod arguments;
mod lists;
mod request;

pub use arguments::{Arguments, Command, Format};
pub use lists::{event_details, event_list, model_list, test_list};
pub use request::Request;
