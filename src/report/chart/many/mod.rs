//! Pictures of a study of many events.
//!
//! One file per figure, one line of [`SAMPLE_FIGURES`] each. All figures draw from the results; where one
//! orders or counts events to place its marks, it does so with the functions of the study's tests.

mod aar;
mod caar;
mod day_axis;
mod distribution;
mod evidence;
mod figure_list;
mod forest;
mod intervals;
mod page;
pub(crate) mod quantiles;
mod sensitivity;
mod single_figures;
pub(crate) mod spaghetti;

pub use figure_list::SAMPLE_FIGURES;
pub use page::sample_page;
pub use single_figures::sample_figures;
