//! What figures share: titles, paragraphs, percentage axes.

use super::canvas::{Area, Canvas, Type};
use super::format;
use super::palette::{GREY, GRID, LINE};
use super::scale::Scale;
use super::text::{fit, wrap};

/// The distance of lines of secondary text.
pub(super) const LEADING: f64 = 17.0;
const SMALL: Type = Type::new(12.0).color(GREY);

/// The head of a table at height `y`: each name ends at its share of the width, the first one starts
/// at the left. Returns the area of the table, which is never so wide that a row is hard to follow.
pub(super) fn table_head(
    canvas: &mut Canvas<'_>,
    area: Area,
    y: f64,
    columns: &[(&str, f64)],
) -> Area {
    const WIDEST: f64 = 760.0;
    let area = Area { width: area.width.min(WIDEST), ..area };
    let look = SMALL.bold();
    for (k, (name, share)) in columns.iter().enumerate() {
        let place = (area.x + share * area.width, y);
        canvas.text(place, name, if k == 0 { look } else { look.end() });
    }
    canvas.line((area.x, y + 8.0), (area.right(), y + 8.0), 1.0, LINE);
    area
}

/// The title of a figure and a line or two on how to read it; returns where the figure may start.
pub(super) fn title(canvas: &mut Canvas<'_>, area: Area, title: &str, how_to_read: &str) -> f64 {
    let look = Type::new(15.0).bold();
    let shown = fit(canvas.fonts, title, look.size, true, area.width);
    canvas.text((area.x, area.y + 13.0), &shown, look);
    paragraph(canvas, (area.x, area.y + 33.0), area.width, how_to_read, SMALL, 3) + 2.0
}

/// A wrapped text whose first baseline is given; returns the lower edge of its last line.
pub(super) fn paragraph(
    canvas: &mut Canvas<'_>,
    (x, mut y): (f64, f64),
    width: f64,
    text: &str,
    look: Type,
    most_lines: usize,
) -> f64 {
    let leading = LEADING.max(1.38 * look.size);
    if text.is_empty() {
        return y - leading + 5.0;
    }
    for line in wrap(canvas.fonts, text, look.size, look.bold, width, most_lines) {
        canvas.text((x, y), &line, look);
        y += leading;
    }
    y - leading + 5.0
}

/// A figure that cannot be drawn says why, in a frame of its own.
pub(super) fn without(canvas: &mut Canvas<'_>, area: Area, reason: &str) -> f64 {
    let frame = Area { height: 64.0, ..area };
    canvas.frame(frame, GRID);
    paragraph(
        canvas,
        (area.x + 16.0, area.y + 28.0),
        area.width - 32.0,
        reason,
        Type::new(13.0).color(GREY),
        2,
    );
    frame.bottom()
}

/// Horizontal grid lines with percentages at their left.
pub(super) fn percentage_axis(canvas: &mut Canvas<'_>, plot: Area, y: &Scale, about: usize) {
    let (ticks, step) = y.ticks(about);
    for tick in ticks {
        let (place, zero) = (y.at(tick), tick.abs() < step * 1e-6);
        let color = if zero { LINE } else { GRID };
        canvas.line((plot.x, place), (plot.right(), place), if zero { 1.25 } else { 1.0 }, color);
        canvas.text((plot.x - 8.0, place + 4.0), &format::tick(tick, step), SMALL.end());
    }
}

/// Vertical grid lines with percentages below them.
pub(super) fn percentages_below(canvas: &mut Canvas<'_>, plot: Area, x: &Scale, about: usize) {
    let (ticks, step) = x.ticks(about);
    for tick in ticks {
        let (place, zero) = (x.at(tick), tick.abs() < step * 1e-6);
        let color = if zero { LINE } else { GRID };
        canvas.line((place, plot.y), (place, plot.bottom()), if zero { 1.25 } else { 1.0 }, color);
        let below = (place, plot.bottom() + 16.0);
        canvas.text(below, &format::tick(tick, step), SMALL.middle());
    }
}

/// Moves labels apart: places that keep the order of `wanted` and are at least `distance` apart.
pub(super) fn apart(wanted: &[f64], distance: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|&a, &b| wanted[a].total_cmp(&wanted[b]));
    let mut places = wanted.to_vec();
    for pair in order.windows(2) {
        let overlap = places[pair[0]] + distance - places[pair[1]];
        if overlap > 0.0 {
            // The first pair shares the way; later ones push on.
            places[pair[1]] += overlap;
        }
    }
    let pushed: f64 = places.iter().zip(wanted).map(|(p, w)| p - w).sum();
    let back = if wanted.is_empty() { 0.0 } else { pushed / wanted.len() as f64 };
    places.into_iter().map(|p| p - back).collect()
}
