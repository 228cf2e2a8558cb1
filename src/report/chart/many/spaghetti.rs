//! The cumulative abnormal returns of single events.

use super::day_axis;
use super::quantiles::quantiles;
use crate::abnormal::{CrossSection, Running};
use crate::report::chart::canvas::{Area, Canvas, Type};
use crate::report::chart::format;
use crate::report::chart::palette::{GREY, NOISE, RAW, faded};
use crate::report::chart::panel::{apart, percentage_axis, title, without};
use crate::report::chart::scale::{Scale, range_with_zero};
use crate::report::chart::text::fit;
use crate::study::many::CrossSectionResults;

const HEIGHT: f64 = 230.0;
const LEFT: f64 = 56.0;
const RIGHT: f64 = 116.0;
/// More paths than this hide each other.
const MOST_PATHS: usize = 150;
/// Up to so many events, each path has its name.
const MOST_NAMES: usize = 10;
/// More days than this are thinned out.
const MOST_DAYS: usize = 400;
const SHARES: [f64; 5] = [0.05, 0.25, 0.5, 0.75, 0.95];

/// Places of one path as event time and value.
type Path = Vec<(i32, f64)>;

/// Draws the figure; returns its lower edge.
pub(super) fn draw(canvas: &mut Canvas<'_>, results: &CrossSectionResults, area: Area) -> f64 {
    let section = &results.section;
    let heading = "Cumulative abnormal returns of the events";
    let bands = bands(section);
    if bands.is_empty() {
        let top = title(canvas, area, heading, "");
        let reason = "No event has abnormal returns of the event window.";
        return without(canvas, Area { y: top + 8.0, ..area }, reason);
    }
    let (first, last) = (section.event_window().first(), section.event_window().last());
    let chosen = chosen(section.len());
    let paths: Vec<Path> = chosen.iter().map(|i| path(section, *i)).collect();
    let many = section.len() > MOST_PATHS;
    let range = robust_range(&paths, &bands);
    let leaving = paths.iter().filter(|p| p.iter().any(|v| v.1 < range.0 || v.1 > range.1)).count();
    let heading = format!("{heading}, N = {}", format::count(section.len()));
    let top = title(canvas, area, &heading, &reading(section.len(), chosen.len(), leaving));
    let plot =
        Area { x: area.x + LEFT, y: top + 14.0, width: area.width - LEFT - RIGHT, height: HEIGHT };
    let x = day_axis::scale(first, last, plot);
    let y = Scale::new(range, (plot.bottom(), plot.y));
    day_axis::shade_day_zero(canvas, &x, plot);
    percentage_axis(canvas, plot, &y, 5);
    let at = |(t, value): (i32, f64)| (x.at(f64::from(t)), y.at(value));
    if many {
        for (low, high) in [(0, 4), (1, 3)] {
            let upper = bands.iter().map(|(t, q)| at((*t, q[high].min(range.1))));
            let lower = bands.iter().rev().map(|(t, q)| at((*t, q[low].max(range.0))));
            canvas.polygon(upper.chain(lower).collect(), faded(RAW, 0.16));
        }
    }
    let (width, opacity) = match paths.len() {
        n if n <= 12 => (1.4, 0.75),
        n if n <= 50 => (1.1, 0.5),
        _ if !many => (0.9, 0.3),
        _ => (0.75, 0.2),
    };
    for path in &paths {
        for piece in inside(path, range) {
            let piece = piece.into_iter().map(|(t, v)| (x.at(t), y.at(v))).collect();
            canvas.path(piece, width, faded(NOISE, opacity));
        }
    }
    if many {
        for k in [0, 1, 3, 4] {
            let edge: Path = bands.iter().map(|(t, q)| (*t, q[k])).collect();
            for piece in inside(&edge, range) {
                let piece = piece.into_iter().map(|(t, v)| (x.at(t), y.at(v))).collect();
                canvas.path(piece, 1.25, faded(RAW, 0.7));
            }
        }
    }
    let median: Path = bands.iter().map(|(t, q)| (*t, q[2])).collect();
    for piece in inside(&median, range) {
        canvas.path(piece.into_iter().map(|(t, v)| (x.at(t), y.at(v))).collect(), 2.75, RAW);
    }
    day_axis::draw(canvas, &x, (first, last), plot);
    if let Some((_, end)) = bands.last() {
        let ends = labels(results, &paths, end, many);
        beside(canvas, &ends, &y, range, plot);
    }
    plot.bottom() + day_axis::BELOW
}

/// Which events are drawn: all of them, or so many at equal distances in the order of the sample.
pub fn chosen(events: usize) -> Vec<usize> {
    let drawn = events.min(MOST_PATHS);
    (0..drawn).map(|k| k * events / drawn.max(1)).collect()
}

fn reading(events: usize, drawn: usize, leaving: usize) -> String {
    let mut words = if drawn < events {
        format!(
            "Grey: {drawn} of the {} events, evenly spaced in the order of the sample. Blue: median; shaded: the middle 50% and 90% of all events at each day.",
            format::count(events)
        )
    } else {
        "Grey: every event, summed from the start of the event window until a bar is missing. Blue: median at each day.".to_owned()
    };
    match leaving {
        0 => {}
        1 => words.push_str(" One path leaves the figure."),
        n => words.push_str(&format!(" {n} paths leave the figure.")),
    }
    words
}

/// The step of days that are drawn.
fn stride(section: &CrossSection) -> usize {
    section.event_window().len().div_ceil(MOST_DAYS)
}

/// One event: up to its first missing bar, or without the bars of a gap that a return covers.
pub fn path(section: &CrossSection, event: usize) -> Path {
    let days = section.event_window().first()..=section.event_window().last();
    let mut sum = Running::default();
    let there = days
        .enumerate()
        .map(|(bar, t)| (t, sum.add(section, event, bar)))
        .filter(|(_, sum)| sum.is_finite());
    let step = stride(section);
    there.filter(|(t, _)| step == 1 || t.rem_euclid(step as i32) == 0).collect()
}

/// The quantiles of all events at each day; no day without an event.
fn bands(section: &CrossSection) -> Vec<(i32, Vec<f64>)> {
    let window = section.event_window();
    let step = stride(section) as i32;
    let mut sums = vec![Running::default(); section.len()];
    let mut values = Vec::with_capacity(section.len());
    let mut bands = Vec::new();
    for (k, t) in (window.first()..=window.last()).enumerate() {
        values.clear();
        let to_day = sums.iter_mut().enumerate().map(|(i, sum)| sum.add(section, i, k));
        values.extend(to_day.filter(|s| s.is_finite()));
        if t.rem_euclid(step) == 0 {
            let quantiles = quantiles(&mut values, &SHARES);
            if !quantiles.is_empty() {
                bands.push((t, quantiles));
            }
        }
    }
    bands
}

/// A range that single wild paths do not stretch.
fn robust_range(paths: &[Path], bands: &[(i32, Vec<f64>)]) -> (f64, f64) {
    let low = bands.iter().map(|(_, q)| q[0]).fold(0.0, f64::min);
    let high = bands.iter().map(|(_, q)| q[4]).fold(0.0, f64::max);
    let values = || paths.iter().flatten().map(|(_, v)| *v);
    // Half as much again on either side of where nine in ten events are.
    let room = 0.5 * (high - low);
    let (least, most) = (values().fold(low, f64::min), values().fold(high, f64::max));
    range_with_zero([least.max(low - room), most.min(high + room)])
}

/// The pieces of a path within a range, cut where it crosses the edge.
pub fn inside(path: &Path, (low, high): (f64, f64)) -> Vec<Vec<(f64, f64)>> {
    let mut pieces = Vec::new();
    let mut piece: Vec<(f64, f64)> = Vec::new();
    for pair in path.windows(2) {
        let (from, to) = ((f64::from(pair[0].0), pair[0].1), (f64::from(pair[1].0), pair[1].1));
        let (t, v) = (to.0 - from.0, to.1 - from.1);
        let crossing = |edge: f64| if v == 0.0 { f64::NAN } else { (edge - from.1) / v };
        let within = |value: f64| low <= value && value <= high;
        if !within(from.1) && !within(to.1) && (from.1 < low) == (to.1 < low) {
            continue;
        }
        let (enter, leave) = match v > 0.0 {
            true => (crossing(low), crossing(high)),
            false => (crossing(high), crossing(low)),
        };
        // A crossing that is not there is NaN, which max and min ignore.
        let (enter, leave) = (enter.max(0.0), leave.min(1.0));
        let place = |share: f64| (from.0 + share * t, from.1 + share * v);
        if piece.is_empty() {
            piece.push(place(enter));
        }
        piece.push(place(leave));
        if leave < 1.0 {
            pieces.push(std::mem::take(&mut piece));
        }
    }
    if !piece.is_empty() {
        pieces.push(piece);
    }
    pieces
}

/// A label at the end of a path: its value, its words, whether it is the median.
type End = (f64, String, bool);

fn labels(results: &CrossSectionResults, paths: &[Path], end: &[f64], many: bool) -> Vec<End> {
    let median = (end[2], format!("median {}", format::percent(end[2])), true);
    let mut ends = vec![median];
    if many {
        for (k, name) in [(0, "5%"), (1, "25%"), (3, "75%"), (4, "95%")] {
            ends.push((end[k], format!("{name}: {}", format::percent(end[k])), false));
        }
    } else if paths.len() <= MOST_NAMES && results.events.len() == paths.len() {
        for (event, path) in results.events.iter().zip(paths) {
            if let Some((_, value)) = path.last() {
                ends.push((*value, event.ticker.clone(), false));
            }
        }
    }
    ends
}

fn beside(canvas: &mut Canvas<'_>, ends: &[End], y: &Scale, (low, high): (f64, f64), plot: Area) {
    const DISTANCE: f64 = 15.0;
    let wanted: Vec<f64> = ends.iter().map(|(v, ..)| y.at(v.clamp(low, high))).collect();
    let places = apart(&wanted, DISTANCE);
    let least = places.iter().copied().fold(f64::INFINITY, f64::min);
    let most = places.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    // All of them move together, back into the height of the plot.
    let shift = (plot.y + 4.0 - least).max(0.0) - (most - plot.bottom() + 4.0).max(0.0);
    for ((_, words, median), place) in ends.iter().zip(places) {
        let look = if *median { Type::new(11.0).bold().color(RAW) } else { Type::new(11.0) };
        let look = if *median { look } else { look.color(GREY) };
        let words = fit(canvas.fonts, words, look.size, look.bold, RIGHT - 8.0);
        canvas.text((plot.right() + 8.0, place + shift + 4.0), &words, look);
    }
}
