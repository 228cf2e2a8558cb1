//! The axis of event days.

use crate::report::chart::canvas::{Area, Canvas, Type};
use crate::report::chart::format;
use crate::report::chart::palette::{EXTENDED, GREY, INK, LINE};
use crate::report::chart::scale::Scale;

/// What the axis takes below the plot.
pub(super) const BELOW: f64 = 40.0;

/// The scale of the days from `first` to `last`.
pub(super) fn scale(first: i32, last: i32, plot: Area) -> Scale {
    Scale::new((f64::from(first) - 0.5, f64::from(last) + 0.5), (plot.x, plot.right()))
}

/// Shades day 0.
pub(super) fn shade_day_zero(canvas: &mut Canvas<'_>, x: &Scale, plot: Area) {
    let (left, right) = (x.at(-0.5), x.at(0.5));
    canvas.rect(Area { x: left, width: right - left, ..plot }, EXTENDED);
}

/// Draws ticks and days below the plot.
pub(super) fn draw(canvas: &mut Canvas<'_>, x: &Scale, (first, last): (i32, i32), plot: Area) {
    const ROOM: f64 = 34.0;
    let width = x.at(1.0) - x.at(0.0);
    let step = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000]
        .into_iter()
        .find(|s| f64::from(*s) * width >= ROOM)
        .unwrap_or(5_000);
    let y = plot.bottom();
    canvas.line((plot.x, y), (plot.right(), y), 1.0, LINE);
    for t in (first..=last).filter(|t| t % step == 0) {
        let place = x.at(f64::from(t));
        canvas.line((place, y), (place, y + 4.0), 1.0, LINE);
        let look = Type::new(12.0).middle();
        let look = if t == 0 { look.bold().color(INK) } else { look.color(GREY) };
        canvas.text((place, y + 18.0), &format::event_day(t), look);
    }
    let look = Type::new(12.0).color(GREY).middle();
    canvas.text((0.5 * (plot.x + plot.right()), y + 35.0), "trading days from day 0", look);
}
