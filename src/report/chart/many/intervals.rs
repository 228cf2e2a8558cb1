//! Rows of points with their intervals.

use super::quantiles::quantiles;
use crate::report::chart::canvas::{Area, Canvas, Type};
use crate::report::chart::format;
use crate::report::chart::palette::{ABNORMAL, GREY, GRID, INK, LINE, NOISE, faded};
use crate::report::chart::panel::percentages_below;
use crate::report::chart::scale::{Scale, range_with_zero};
use crate::report::chart::text::wrap;

const ROW: f64 = 23.0;
const LINE_OF_LABEL: f64 = 14.5;
const NUMBER: f64 = 58.0;
const P: f64 = 50.0;

/// A line of the figure.
pub(super) enum Line {
    /// The name of the rows that follow.
    Heading(String),
    /// A mean.
    Row(Row),
}

/// A mean with its interval.
pub(super) struct Row {
    pub(super) label: String,
    /// How many events it is of; `None` where that goes without saying.
    pub(super) events: Option<usize>,
    /// The mean, or why there is none.
    pub(super) mean: Result<f64, String>,
    pub(super) interval: Option<(f64, f64)>,
    pub(super) p: Option<f64>,
    /// The row that the others are compared with.
    pub(super) headline: bool,
}

/// How the rows are drawn.
pub(super) struct Layout<'a> {
    /// Words over the column of labels.
    pub(super) first: &'a str,
    /// Words over the column of means.
    pub(super) means: &'a str,
    /// The level below which a p-value is marked.
    pub(super) alpha: f64,
    /// The share of the width that labels have.
    pub(super) labels: f64,
}

/// Draws the rows below the top of the area; returns their lower edge.
pub(super) fn draw(
    canvas: &mut Canvas<'_>,
    lines: &[Line],
    layout: &Layout<'_>,
    area: Area,
) -> f64 {
    let labels = layout.labels * area.width;
    let plot_x = area.x + labels + NUMBER + 16.0;
    let numbers_start = area.right() - P - 8.0 - width_of_values(canvas, lines);
    let plot_end = numbers_start - 16.0;
    let heads = Type::new(12.0).bold().color(GREY);
    let y = area.y + 12.0;
    canvas.text((area.x, y), layout.first, heads);
    if lines.iter().any(|l| matches!(l, Line::Row(row) if row.events.is_some())) {
        canvas.text((area.x + labels + NUMBER, y), "N", heads.end());
    }
    canvas.text((area.right() - P - 8.0, y), layout.means, heads.end());
    canvas.text((area.right(), y), "p", heads.end());
    canvas.line((area.x, y + 7.0), (area.right(), y + 7.0), 1.0, LINE);
    let wrapped: Vec<Vec<String>> = lines.iter().map(|l| label(canvas, l, labels)).collect();
    let heights: Vec<f64> =
        wrapped.iter().map(|w| ROW + LINE_OF_LABEL * (w.len() as f64 - 1.0)).collect();
    let plot = Area {
        x: plot_x,
        y: y + 8.0,
        width: plot_end - plot_x,
        height: heights.iter().sum::<f64>() + 4.0,
    };
    let range = range(lines);
    let x = Scale::new(range, (plot.x, plot.right()));
    percentages_below(canvas, plot, &x, 4);
    headline(canvas, lines, &x, range, plot);
    let mut top = plot.y + 2.0;
    for ((line, words), height) in lines.iter().zip(wrapped).zip(heights) {
        let middle = top + 0.5 * height;
        let first = middle + 4.5 - 0.5 * LINE_OF_LABEL * (words.len() as f64 - 1.0);
        let look = match line {
            Line::Heading(_) => Type::new(12.0).bold().color(GREY),
            Line::Row(row) if row.headline => Type::new(12.5).bold(),
            Line::Row(_) => Type::new(12.5),
        };
        for (k, words) in words.iter().enumerate() {
            canvas.text((area.x, first + k as f64 * LINE_OF_LABEL), words, look);
        }
        if let Line::Row(row) = line {
            point(canvas, row, layout, &x, range, (plot, middle));
            numbers(canvas, row, (area, area.x + labels + NUMBER, plot.x), middle + 4.5);
        }
        top += height;
        canvas.line((area.x, top), (area.right(), top), 1.0, GRID);
    }
    plot.bottom() + 22.0
}

fn label(canvas: &Canvas<'_>, line: &Line, width: f64) -> Vec<String> {
    match line {
        Line::Heading(words) => wrap(canvas.fonts, words, 12.0, true, 3.0 * width, 1),
        Line::Row(row) => wrap(canvas.fonts, &row.label, 12.5, row.headline, width, 3),
    }
}

/// A range that single rows do not stretch: neither a far point nor a wide interval.
fn range(lines: &[Line]) -> (f64, f64) {
    const WIDEST: f64 = 6.0;
    let rows: Vec<(f64, f64)> = lines
        .iter()
        .filter_map(|line| match line {
            Line::Row(row) => {
                let mean = *row.mean.as_ref().ok()?;
                Some((mean, row.interval.map_or(0.0, |(low, high)| 0.5 * (high - low))))
            }
            Line::Heading(_) => None,
        })
        .collect();
    let mut halves: Vec<f64> = rows.iter().map(|(_, half)| *half).collect();
    let widest = quantiles(&mut halves, &[0.5]).first().map_or(0.0, |half| WIDEST * half);
    let mut means: Vec<f64> = rows.iter().map(|(mean, _)| *mean).collect();
    let quartiles = quantiles(&mut means, &[0.25, 0.75]);
    let &[lower, upper] = quartiles.as_slice() else { return range_with_zero([]) };
    let room = WIDEST * (upper - lower) + widest;
    let ends = rows.iter().flat_map(|(mean, half)| {
        let half = half.min(widest);
        [(mean - half).max(lower - room), (mean + half).min(upper + room)]
    });
    range_with_zero(ends)
}

/// The headline's mean through all rows, and its interval as a band.
fn headline(canvas: &mut Canvas<'_>, lines: &[Line], x: &Scale, range: (f64, f64), plot: Area) {
    let rows = lines.iter().filter_map(|line| match line {
        Line::Row(row) if row.headline => Some(row),
        _ => None,
    });
    for row in rows.take(1) {
        let place = |value: f64| x.at(value.clamp(range.0, range.1));
        if let Some((low, high)) = row.interval {
            let (from, to) = (place(low), place(high));
            canvas.rect(Area { x: from, width: to - from, ..plot }, faded(ABNORMAL, 0.10));
        }
        if let Ok(mean) = row.mean {
            let place = place(mean);
            canvas.dashed((place, plot.y), (place, plot.bottom()), 1.0, ABNORMAL);
        }
    }
}

fn point(
    canvas: &mut Canvas<'_>,
    row: &Row,
    layout: &Layout<'_>,
    x: &Scale,
    (low, high): (f64, f64),
    (plot, y): (Area, f64),
) {
    let Ok(mean) = row.mean else { return };
    let marked = row.p.is_some_and(|p| p < layout.alpha);
    let color = if marked { ABNORMAL } else { NOISE };
    let (from, to) = row.interval.unwrap_or((mean, mean));
    let width = if row.headline { 2.75 } else { 1.75 };
    if from < high && to > low {
        canvas.line((x.at(from.max(low)), y), (x.at(to.min(high)), y), width, color);
    }
    // What goes on beyond the axis ends in an arrow.
    if from < low {
        let tip = plot.x - 3.0;
        canvas.polygon(vec![(tip, y), (tip + 7.0, y - 4.0), (tip + 7.0, y + 4.0)], color);
    }
    if to > high {
        let tip = plot.right() + 3.0;
        canvas.polygon(vec![(tip, y), (tip - 7.0, y - 4.0), (tip - 7.0, y + 4.0)], color);
    }
    if (low..=high).contains(&mean) {
        canvas.dot((x.at(mean), y), if row.headline { 5.0 } else { 4.0 }, color);
    }
}

/// A mean and its interval in words.
fn value_of(row: &Row, mean: f64) -> String {
    let interval = row.interval.map_or_else(|| "no interval".to_owned(), format::interval);
    format!("{} {interval}", format::signed(mean))
}

/// The width of the column of means.
fn width_of_values(canvas: &Canvas<'_>, lines: &[Line]) -> f64 {
    const LEAST: f64 = 120.0;
    let width = |line: &Line| match line {
        Line::Row(row) => row
            .mean
            .as_ref()
            .map_or(0.0, |mean| canvas.fonts.width(&value_of(row, *mean), 12.0, row.headline)),
        Line::Heading(_) => 0.0,
    };
    lines.iter().map(width).fold(LEAST, f64::max)
}

fn numbers(
    canvas: &mut Canvas<'_>,
    row: &Row,
    (area, events_end, plot_x): (Area, f64, f64),
    y: f64,
) {
    let small = if row.headline { Type::new(12.0).bold() } else { Type::new(12.0) };
    if let Some(events) = row.events.filter(|_| row.mean.is_ok()) {
        canvas.text((events_end, y), &format::count(events), small.end());
    }
    match &row.mean {
        Ok(mean) => {
            canvas.text((area.right() - P - 8.0, y), &value_of(row, *mean), small.end());
            let p = row.p.map_or_else(|| format::NONE.to_owned(), format::three_digits);
            canvas.text((area.right(), y), &p, small.end());
        }
        Err(reason) => {
            let look = Type::new(11.5).color(INK).halo();
            let room = area.right() - plot_x - 4.0;
            let lines = wrap(canvas.fonts, reason, look.size, false, room, 1);
            canvas.text((plot_x + 4.0, y), &lines[0], look);
        }
    }
}
