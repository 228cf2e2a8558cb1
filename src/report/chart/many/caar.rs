//! The cumulative average abnormal return with its band.

use super::day_axis;
use super::evidence::{of_window, p_words, too_narrow};
use crate::report::chart::canvas::{Area, Canvas, Type};
use crate::report::chart::format;
use crate::report::chart::palette::{ABNORMAL, GREY, INK, RAW, faded};
use crate::report::chart::panel::{apart, percentage_axis, title, without};
use crate::report::chart::scale::{Scale, range_with_zero};
use crate::study::many::{CaarPoint, CrossSectionResults};

const HEIGHT: f64 = 230.0;
const LEFT: f64 = 56.0;
const RIGHT: f64 = 112.0;

/// Draws the figure; returns its lower edge.
pub(super) fn draw(canvas: &mut Canvas<'_>, results: &CrossSectionResults, area: Area) -> f64 {
    let points: Vec<(&CaarPoint, f64)> =
        results.path.iter().filter_map(|p| Some((p, p.mean.filter(|m| m.is_finite())?))).collect();
    let (Some((start, _)), Some((end, _))) = (points.first(), points.last()) else {
        let top = title(canvas, area, "Cumulative average abnormal return", "");
        let reason = "No event has abnormal returns of the event window.";
        return without(canvas, Area { y: top + 8.0, ..area }, reason);
    };
    let heading =
        format!("Cumulative average abnormal return, N = {}", format::count(start.events));
    let top = title(canvas, area, &heading, &reading(results, start, end));
    let plot =
        Area { x: area.x + LEFT, y: top + 38.0, width: area.width - LEFT - RIGHT, height: HEIGHT };
    let values = points.iter().flat_map(|(p, mean)| {
        let (low, high) = p.interval.unwrap_or((*mean, *mean));
        [*mean, low, high, p.median.unwrap_or(*mean)]
    });
    let y = Scale::new(range_with_zero(values), (plot.bottom(), plot.y));
    let days = (results.path[0].t, results.path[results.path.len() - 1].t);
    let x = day_axis::scale(days.0, days.1, plot);
    let at = |t: i32, value: f64| (x.at(f64::from(t)), y.at(value));
    day_axis::shade_day_zero(canvas, &x, plot);
    percentage_axis(canvas, plot, &y, 5);
    let banded = || points.iter().filter_map(|(p, _)| Some((p.t, p.interval?)));
    let upper = banded().map(|(t, interval)| at(t, interval.1));
    let lower = banded().map(|(t, interval)| at(t, interval.0));
    let lower: Vec<_> = lower.collect();
    let band: Vec<_> = upper.chain(lower.into_iter().rev()).collect();
    if band.len() > 2 {
        canvas.polygon(band, faded(ABNORMAL, 0.17));
    }
    let medians = points.iter().filter_map(|(p, _)| Some(at(p.t, p.median?))).collect();
    canvas.path(medians, 1.25, RAW);
    let line: Vec<_> = points.iter().map(|(p, mean)| at(p.t, *mean)).collect();
    let few = line.len() <= 45;
    canvas.path(line.clone(), 2.25, ABNORMAL);
    for (point, place) in points.iter().zip(line).filter(|(p, _)| few || p.0.t == 0) {
        canvas.dot(place, if point.0.t == 0 { 4.5 } else { 2.5 }, ABNORMAL);
    }
    day_axis::draw(canvas, &x, days, plot);
    at_the_end(canvas, end, &y, plot);
    headline(canvas, results, &x, plot, area);
    plot.bottom() + day_axis::BELOW
}

fn reading(results: &CrossSectionResults, start: &CaarPoint, end: &CaarPoint) -> String {
    let mut words = format!("Mean over events, summed since day {}.", format::event_day(start.t));
    words.push_str(match start.interval {
        Some(_) => " Band: 95% interval of the mean, for each day by itself.",
        None => " There is no band, because the events have no spread.",
    });
    match too_narrow(results) {
        _ if start.interval.is_none() => {}
        Some(caution) => {
            words.push(' ');
            words.push_str(&caution);
        }
        None => words.push_str(" Events are taken as independent (Student t)."),
    }
    if end.events < start.events {
        let left = format::count(end.events);
        words.push_str(&format!(" {left} events have every bar to the end."));
    }
    words
}

/// The last value with its interval, and the median, beside the ends of their lines.
fn at_the_end(canvas: &mut Canvas<'_>, end: &CaarPoint, y: &Scale, plot: Area) {
    let Some(mean) = end.mean else { return };
    let median = end.median.unwrap_or(mean);
    let places = apart(&[y.at(mean), y.at(median)], 35.0);
    let top = places[0].min(places[1]).clamp(plot.y + 8.0, plot.bottom() - 47.0);
    let shift = top - places[0].min(places[1]);
    let x = plot.right() + 8.0;
    let place = places[0] + shift;
    canvas.text((x, place), &format::percent(mean), Type::new(12.0).bold().color(ABNORMAL));
    let interval = end.interval.map_or_else(|| "no interval".to_owned(), format::interval);
    canvas.text((x, place + 15.0), &interval, Type::new(11.0).color(GREY));
    let look = Type::new(11.0).color(RAW);
    canvas.text((x, places[1] + shift + 4.0), &format!("median {}", format::percent(median)), look);
}

/// A bracket over the days of the headline window, with its value.
fn headline(
    canvas: &mut Canvas<'_>,
    results: &CrossSectionResults,
    x: &Scale,
    plot: Area,
    area: Area,
) {
    let Some(window) = results.windows.first() else { return };
    let Some(mean) = window.mean else { return };
    let left = x.at(f64::from(window.window.first()) - 0.5);
    let right = x.at(f64::from(window.window.last()) + 0.5);
    let y = plot.y - 10.0;
    canvas.path(vec![(left, y + 5.0), (left, y), (right, y), (right, y + 5.0)], 1.5, INK);
    let interval = of_window(window)
        .map_or_else(|| "no interval".to_owned(), |i| format!("95% {}", format::interval(i)));
    let label = format!(
        "{}: CAAR {}, {interval}, {}",
        format::window(window.window),
        format::percent(mean),
        p_words(&window.tests, &results.headline.tests)
    );
    let look = Type::new(12.0).bold();
    let half = 0.5 * canvas.fonts.width(&label, look.size, true);
    let middle =
        (0.5 * (left + right)).clamp(area.x + half, (area.right() - half).max(area.x + half));
    canvas.text((middle, y - 7.0), &label, look.middle());
}
