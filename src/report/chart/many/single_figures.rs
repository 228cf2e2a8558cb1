//! Figures of a sample as pictures of their own.

use super::figure_list::{Figure, SAMPLE_FIGURES};
use super::page;
use crate::report::ReportError;
use crate::report::chart::canvas::{Area, Canvas};
use crate::report::chart::raster::Fonts;
use crate::report::chart::{MARGIN, Page, header};
use crate::study::many::CrossSectionResults;

/// The width of a picture of one figure.
const WIDTH: f64 = 860.0;

/// Draws each figure into a picture of its own, under its name.
///
/// # Errors
/// [`ReportError::Drawing`]
pub fn sample_figures(
    results: &CrossSectionResults,
) -> Result<Vec<(&'static str, Page)>, ReportError> {
    let fonts = Fonts::bundled();
    SAMPLE_FIGURES.iter().map(|figure| Ok((figure.name, alone(&fonts, figure, results)?))).collect()
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
