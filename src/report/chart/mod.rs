//! Pictures: drawn once as SVG, rasterised from it.
//!
//! One file per figure. A figure draws into the shared canvas and returns the
//! height it used; it scales and formats what the study found and computes nothing of its own.

mod canvas;
mod car;
mod cards;
mod claims;
pub(crate) mod escape;
mod footer;
pub(crate) mod format;
mod gauge;
mod header;
mod intraday_path;
mod intraday_table;
mod legs;
pub(crate) mod many;
mod palette;
mod panel;
mod path_marks;
pub(crate) mod raster;
pub(crate) mod scale;
pub(crate) mod text;
mod time_axis;
mod window_table;

use self::canvas::{Area, Canvas};
use self::raster::Fonts;
use super::{Language, ReportError};
use crate::calendar::TradingCalendar;
use crate::study::{EventResult, FirmResult, Provenance};
pub use many::{SAMPLE_FIGURES, sample_figures, sample_page};

/// The width of the page.
const WIDTH: f64 = 1480.0;
/// The margin around it.
const MARGIN: f64 = 44.0;
/// The space between columns.
const GUTTER: f64 = 44.0;
/// More tickers than this are not drawn.
const MOST_TICKERS: usize = 4;

/// A drawn page.
pub struct Page {
    /// The page as SVG.
    pub svg: String,
    /// The page as PNG at twice its size.
    pub png: Vec<u8>,
}

/// What every figure may look at.
#[derive(Clone, Copy)]
struct Sheet<'a> {
    event: &'a EventResult,
    provenance: &'a Provenance,
    calendar: &'a TradingCalendar,
    language: Language,
}

impl<'a> Sheet<'a> {
    /// The firms that are drawn.
    fn firms(&self) -> &'a [FirmResult] {
        &self.event.firms[..self.event.firms.len().min(MOST_TICKERS)]
    }

    /// The width between the margins.
    fn inner_width(&self) -> f64 {
        WIDTH - 2.0 * MARGIN
    }
}

/// Draws the page of one event.
///
/// # Errors
/// [`ReportError::Drawing`]
pub fn page(
    event: &EventResult,
    provenance: &Provenance,
    calendar: &TradingCalendar,
    language: Language,
) -> Result<Page, ReportError> {
    let fonts = Fonts::bundled();
    let mut canvas = Canvas::new(&fonts);
    let sheet = Sheet { event, provenance, calendar, language };
    let mut y = header::draw(&mut canvas, &sheet, MARGIN);
    y = cards::draw(&mut canvas, &sheet, y);
    for firms in sheet.firms().chunks(2) {
        y = figures(&mut canvas, &sheet, firms, y);
    }
    y = claims::draw(&mut canvas, &sheet, y);
    y = footer::notes(&mut canvas, &sheet, y);
    y = footer::draw(&mut canvas, &sheet, y);
    let height = (y + 0.6 * MARGIN).ceil();
    if provenance.simulated {
        header::stamp(&mut canvas, WIDTH, height);
    }
    let svg = canvas.into_svg(WIDTH, height)?;
    let png = fonts.png(&svg)?;
    Ok(Page { svg, png })
}

/// The figures of one or two tickers: two stand side by side, and one has the whole width.
fn figures(canvas: &mut Canvas<'_>, sheet: &Sheet<'_>, firms: &[FirmResult], top: f64) -> f64 {
    const ROW_GAP: f64 = 34.0;
    let half = (sheet.inner_width() - GUTTER) / 2.0;
    let column = |k: usize, y: f64| Area {
        x: MARGIN + k as f64 * (half + GUTTER),
        y,
        width: half,
        height: 0.0,
    };
    let whole = |y: f64| Area { x: MARGIN, y, width: sheet.inner_width(), height: 0.0 };
    let mut y = top;
    if let [firm] = firms {
        y = intraday_path::draw(canvas, sheet, firm, whole(y)) + ROW_GAP;
        y = legs::draw(canvas, firm, column(0, y)).max(car::draw(
            canvas,
            sheet,
            firm,
            column(1, y),
        )) + ROW_GAP;
        let minutes = firm.intraday.as_ref().is_some_and(|i| i.to_the_minute);
        if minutes {
            let left = window_table::draw(canvas, firm, column(0, y));
            return intraday_table::draw(canvas, firm, column(1, y)).max(left) + ROW_GAP;
        }
        return window_table::draw(canvas, firm, whole(y)) + ROW_GAP;
    }
    let mut row = |canvas: &mut Canvas<'_>,
                   figure: &dyn Fn(&mut Canvas<'_>, &FirmResult, Area) -> f64| {
        let ends = firms.iter().enumerate().map(|(k, firm)| figure(canvas, firm, column(k, y)));
        y = ends.fold(y, f64::max) + ROW_GAP;
    };
    row(canvas, &|canvas, firm, area| intraday_path::draw(canvas, sheet, firm, area));
    row(canvas, &|canvas, firm, area| legs::draw(canvas, firm, area));
    row(canvas, &|canvas, firm, area| car::draw(canvas, sheet, firm, area));
    row(canvas, &|canvas, firm, area| window_table::draw(canvas, firm, area));
    if firms.iter().any(|f| f.intraday.as_ref().is_some_and(|i| i.to_the_minute)) {
        row(canvas, &|canvas, firm, area| intraday_table::draw(canvas, firm, area));
    }
    y
}
