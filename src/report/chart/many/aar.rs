//! The average abnormal return of each day.

use super::day_axis;
use super::evidence::{largest_p, of_window, too_narrow};
use crate::inference::holm;
use crate::report::chart::canvas::{Area, Canvas, Type};
use crate::report::chart::format;
use crate::report::chart::palette::{ABNORMAL, GREY, INK, NOISE, WHITE, faded};
use crate::report::chart::panel::{percentage_axis, title, without};
use crate::report::chart::scale::{Scale, range_with_zero};
use crate::study::many::{CrossSectionResults, WindowResult};

const HEIGHT: f64 = 230.0;
const LEFT: f64 = 56.0;
const RIGHT: f64 = 112.0;
/// More bars than this could not be told apart.
const MOST_DAYS: i32 = 241;

/// A day that is drawn.
struct Day<'a> {
    t: i32,
    mean: f64,
    interval: Option<(f64, f64)>,
    result: &'a WindowResult,
    mark: Mark,
}

/// What the headline tests say of a day.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    None,
    /// All of them reject, the day taken alone.
    Alone,
    /// They still do after the adjustment for all days.
    Adjusted,
}

/// Draws the figure; returns its lower edge.
pub(super) fn draw(canvas: &mut Canvas<'_>, results: &CrossSectionResults, area: Area) -> f64 {
    let heading = "Average abnormal return by day";
    let days = days(results);
    let (Some(first), Some(last)) = (days.first(), days.last()) else {
        let top = title(canvas, area, heading, "");
        let reason = "No event has abnormal returns of the event window.";
        return without(canvas, Area { y: top + 8.0, ..area }, reason);
    };
    let ends = (first.t, last.t);
    let heading = format!("{heading}, N = {}", numbers(&days));
    let top = title(canvas, area, &heading, &reading(results, &days));
    let plot =
        Area { x: area.x + LEFT, y: top + 38.0, width: area.width - LEFT - RIGHT, height: HEIGHT };
    let values = days.iter().flat_map(|d| {
        let (low, high) = d.interval.unwrap_or((d.mean, d.mean));
        [d.mean, low, high]
    });
    let y = Scale::new(range_with_zero(values), (plot.bottom(), plot.y));
    let x = day_axis::scale(ends.0, ends.1, plot);
    day_axis::shade_day_zero(canvas, &x, plot);
    percentage_axis(canvas, plot, &y, 5);
    for day in &days {
        bar(canvas, day, &x, &y, plot);
    }
    day_axis::draw(canvas, &x, ends, plot);
    if let Some(day) = days.iter().find(|d| d.t == 0) {
        beside(canvas, day, &y, plot);
    }
    plot.bottom() + day_axis::BELOW
}

fn days(results: &CrossSectionResults) -> Vec<Day<'_>> {
    let near = |w: &WindowResult| w.window.first().abs() <= MOST_DAYS / 2;
    let many = results.days.len() > MOST_DAYS as usize;
    let p = |d: &WindowResult| {
        largest_p(&d.tests, &results.headline.tests).filter(|_| is_marked(results))
    };
    let tested: Vec<(i32, f64)> =
        results.days.iter().filter_map(|d| Some((d.window.first(), p(d)?))).collect();
    let adjusted = holm(&tested.iter().map(|(_, p)| *p).collect::<Vec<_>>());
    let alpha = results.spec.alpha;
    let mark = |t: i32| match tested.iter().position(|(other, _)| *other == t) {
        Some(k) if adjusted[k] < alpha => Mark::Adjusted,
        Some(k) if tested[k].1 < alpha => Mark::Alone,
        _ => Mark::None,
    };
    results
        .days
        .iter()
        .filter(|d| !many || near(d))
        .filter_map(|d| {
            let t = d.window.first();
            let mean = d.mean.filter(|m| m.is_finite())?;
            Some(Day { t, mean, interval: of_window(d), result: d, mark: mark(t) })
        })
        .collect()
}

/// The number of events, which missing bars can make differ between days.
fn numbers(days: &[Day<'_>]) -> String {
    let events = || days.iter().map(|d| d.result.events);
    let (least, most) = (events().min().unwrap_or(0), events().max().unwrap_or(0));
    if least == most {
        format::count(most)
    } else {
        format!("{} to {}", format::count(least), format::count(most))
    }
}

/// Whether every headline test was run on single days, so that a mark says what it says.
fn is_marked(results: &CrossSectionResults) -> bool {
    results.headline_tests_of_days().len() == results.headline.tests.len()
}

fn reading(results: &CrossSectionResults, days: &[Day<'_>]) -> String {
    let alpha = 100.0 * results.spec.alpha;
    let ids = results.headline.tests.iter().map(|t| t.id()).collect::<Vec<_>>().join(", ");
    let whiskers = match too_narrow(results) {
        None => "Whiskers: 95% interval.",
        Some(_) => "Whiskers: 95% interval, too narrow where events share days.",
    };
    if !is_marked(results) {
        return format!(
            "{whiskers} Not every headline test was asked for on single days, so none is marked."
        );
    }
    let looks = results
        .days
        .iter()
        .filter(|d| largest_p(&d.tests, &results.headline.tests).is_some())
        .count();
    if looks == 0 {
        return format!("{whiskers} No headline test applies to single days, so none is marked.");
    }
    let shown = if days.len() < results.days.len() { " The days nearest to day 0." } else { "" };
    format!(
        "{whiskers} \u{25cb} all headline tests ({ids}) reject at {alpha:.0}%: of {looks} looks, up to {:.1} would by chance. \u{25cf} they reject after Holm's adjustment for the {looks} looks.{shown}",
        results.spec.alpha * looks as f64
    )
}

fn bar(canvas: &mut Canvas<'_>, day: &Day<'_>, x: &Scale, y: &Scale, plot: Area) {
    let wide = x.at(1.0) - x.at(0.0);
    let width = (0.64 * wide).clamp(0.75, 26.0);
    let center = x.at(f64::from(day.t));
    let (top, bottom) = (y.at(day.mean.max(0.0)), y.at(day.mean.min(0.0)));
    let color = if day.mark == Mark::None { faded(NOISE, 0.42) } else { ABNORMAL };
    // A day of nothing is still to be seen.
    let height = (bottom - top).max(1.0);
    canvas.rect(Area { x: center - 0.5 * width, y: top, width, height }, color);
    let (low, high) = day.interval.unwrap_or((day.mean, day.mean));
    let (from, to) = (y.at(low), y.at(high).min(top));
    if day.interval.is_some() {
        canvas.line((center, from), (center, y.at(high)), 1.25, INK);
        let cap = (0.22 * wide).min(5.0);
        for end in [from, y.at(high)].into_iter().filter(|_| cap > 1.5) {
            canvas.line((center - cap, end), (center + cap, end), 1.25, INK);
        }
    }
    let radius = (0.3 * wide).clamp(1.5, 4.0);
    let above = (center, (to - 9.0).max(plot.y - 2.0));
    match day.mark {
        Mark::None => {}
        Mark::Alone => {
            canvas.dot(above, radius, ABNORMAL);
            canvas.dot(above, 0.6 * radius, WHITE);
        }
        Mark::Adjusted => canvas.dot(above, radius, ABNORMAL),
    }
}

/// Day 0 in numbers.
fn beside(canvas: &mut Canvas<'_>, day: &Day<'_>, y: &Scale, plot: Area) {
    let x = plot.right() + 8.0;
    let place = y.at(day.mean).clamp(plot.y + 20.0, plot.bottom() - 20.0);
    let color = if day.mark == Mark::None { NOISE } else { ABNORMAL };
    canvas.text((x, place - 12.0), "day 0", Type::new(11.0).color(GREY));
    canvas.text((x, place + 3.0), &format::percent(day.mean), Type::new(12.0).bold().color(color));
    let interval = day.interval.map_or_else(|| "no interval".to_owned(), format::interval);
    canvas.text((x, place + 18.0), &interval, Type::new(11.0).color(GREY));
}
