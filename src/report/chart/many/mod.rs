//! Pictures of a study of many events.
//!
//! One file per figure, one line of [`FIGURES`] each. All figures draw from the results; where one
//! orders or counts events to place its marks, it does so with the functions of the study's tests.

mod aar;
mod caar;
mod day_axis;
mod distribution;
mod evidence;
mod forest;
mod intervals;
mod page;
mod quantiles;
mod sensitivity;
mod spaghetti;

use super::canvas::{Area, Canvas};
use super::raster::Fonts;
use super::{MARGIN, Page, header};
use crate::report::ReportError;
use crate::study::many::CrossSectionResults;

pub use page::page;

/// The width of a picture of one figure.
const WIDTH: f64 = 860.0;

/// A figure of the list.
pub struct Figure {
    /// The name of its files.
    pub name: &'static str,
    /// What it shows, in words.
    pub shows: &'static str,
    /// Draws it below the top of the area; returns its lower edge.
    draw: fn(&mut Canvas<'_>, &CrossSectionResults, Area) -> f64,
}

/// Every figure, in the order of the page.
pub const FIGURES: &[Figure] = &[
    Figure {
        name: "caar",
        shows: "the cumulative average abnormal return with its 95% band",
        draw: caar::draw,
    },
    Figure {
        name: "aar",
        shows: "the average abnormal return of each day with its 95% interval",
        draw: aar::draw,
    },
    Figure {
        name: "distribution",
        shows: "how the cumulative abnormal returns of the events are spread",
        draw: distribution::draw,
    },
    Figure {
        name: "spaghetti",
        shows: "the cumulative abnormal return of every event, with the median",
        draw: spaghetti::draw,
    },
    Figure {
        name: "forest",
        shows: "the mean of each group, year or event with its 95% interval",
        draw: forest::draw,
    },
    Figure {
        name: "sensitivity",
        shows: "the headline mean under other choices",
        draw: sensitivity::draw,
    },
];

/// Draws each figure into a picture of its own, under its name.
///
/// # Errors
/// [`ReportError::Drawing`]
pub fn figures(results: &CrossSectionResults) -> Result<Vec<(&'static str, Page)>, ReportError> {
    let fonts = Fonts::new();
    FIGURES.iter().map(|figure| Ok((figure.name, alone(&fonts, figure, results)?))).collect()
}

/// One figure with its source.
fn alone(
    fonts: &Fonts,
    figure: &Figure,
    results: &CrossSectionResults,
) -> Result<Page, ReportError> {
    const EDGE: f64 = 0.6 * MARGIN;
    let mut canvas = Canvas::new(fonts);
    let area = Area { x: MARGIN, y: EDGE, width: WIDTH - 2.0 * MARGIN, height: 0.0 };
    let y = (figure.draw)(&mut canvas, results, area) + 18.0;
    let height = (page::source(&mut canvas, results, Area { y, ..area }) + EDGE).ceil();
    if results.provenance.simulated {
        header::stamp(&mut canvas, WIDTH, height);
    }
    let svg = canvas.into_svg(WIDTH, height)?;
    let png = fonts.png(&svg)?;
    Ok(Page { svg, png })
}
