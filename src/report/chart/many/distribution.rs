//! How the CARs of the headline window are spread over events.

use super::evidence::of_window;
use super::quantiles::quantiles;
use crate::inference::{Outcome, TestId};
use crate::report::chart::canvas::{Area, Canvas, Type};
use crate::report::chart::format;
use crate::report::chart::palette::{ABNORMAL, Color, GREY, GRID, INK, LINE, NOISE, RAW, faded};
use crate::report::chart::panel::{percentages_below, title, without};
use crate::report::chart::scale::Scale;
use crate::study::many::{CrossSectionResults, WindowResult};

const HEIGHT: f64 = 190.0;
const LEFT: f64 = 56.0;
/// The room at either end for events beyond the axis.
const EDGE: f64 = 30.0;
/// Up to so many events, each is a dot.
const MOST_DOTS: usize = 60;
/// Up to so many events, each has a stroke below the bars.
const MOST_STROKES: usize = 300;

/// The test of the share of positive events.
const SIGN_TEST: TestId = TestId::GeneralisedSignSums;

/// The values of the axis and how they are counted.
struct Bins {
    /// The axis.
    low: f64,
    high: f64,
    /// The lower edge of the first bin, and the width of all.
    start: f64,
    width: f64,
    counts: Vec<usize>,
    /// Events below and above the axis.
    beyond: (usize, usize),
    quartiles: (f64, f64),
}

/// Draws the figure; returns its lower edge.
pub(super) fn draw(canvas: &mut Canvas<'_>, results: &CrossSectionResults, area: Area) -> f64 {
    let heading = "Distribution of cumulative abnormal returns";
    let cars = results.windows.first().map_or_else(Vec::new, |w| cars(results, w));
    let interval = results.windows.first().and_then(of_window);
    let Some((window, bins)) = results.windows.first().zip(Bins::of(&cars, interval)) else {
        let top = title(canvas, area, heading, "");
        let reason = "No event has a cumulative abnormal return over the headline window.";
        return without(canvas, Area { y: top + 8.0, ..area }, reason);
    };
    let heading = format!(
        "{heading} over {}, N = {}",
        format::window(window.window),
        format::count(cars.len())
    );
    let top = title(canvas, area, &heading, &reading(&cars, &bins));
    let tallest = bins.counts.iter().chain([&bins.beyond.0, &bins.beyond.1]).max();
    let tallest = tallest.copied().unwrap_or(1).max(1);
    let height = match cars.len() {
        n if n <= MOST_DOTS => (16.0 * tallest as f64 + 30.0).clamp(90.0, HEIGHT),
        _ => HEIGHT,
    };
    let plot = Area { x: area.x + LEFT, y: top + 44.0, width: area.width - LEFT - 8.0, height };
    let x = Scale::new((bins.low, bins.high), (plot.x + EDGE, plot.right() - EDGE));
    percentages_below(canvas, plot, &x, 7);
    if cars.len() <= MOST_DOTS {
        dots(canvas, &bins, &x, tallest, plot);
    } else {
        bars(canvas, &bins, &x, tallest, plot);
    }
    if cars.len() <= MOST_STROKES {
        for car in cars.iter().filter(|c| bins.low <= **c && **c <= bins.high) {
            let place = x.at(*car);
            canvas.line(
                (place, plot.bottom()),
                (place, plot.bottom() - 6.0),
                0.75,
                faded(INK, 0.6),
            );
        }
    }
    canvas.line((plot.x, plot.bottom()), (plot.right(), plot.bottom()), 1.0, LINE);
    middle(canvas, window, &bins, &x, plot);
    shares(canvas, &cars, window, plot);
    plot.bottom() + 38.0
}

fn cars(results: &CrossSectionResults, window: &WindowResult) -> Vec<f64> {
    let section = &results.section;
    let Some(column) = section.column_of(window.window) else { return Vec::new() };
    (0..section.len()).map(|i| section.car(i, column)).filter(|c| c.is_finite()).collect()
}

fn reading(cars: &[f64], bins: &Bins) -> String {
    let each = match cars.len() {
        n if n <= MOST_DOTS => "Each dot is an event.".to_owned(),
        n if n <= MOST_STROKES => "Bars count events, each of which is a stroke below.".to_owned(),
        _ => format!("Bars count events, {:.2} percentage points a bar.", 100.0 * bins.width),
    };
    let mut words = format!("{each} Shaded: the 95% interval of the mean.");
    if cars.len() >= 4 {
        words.push_str(&format!(
            " The middle half of the events lies between {} and {}.",
            format::percent(bins.quartiles.0),
            format::percent(bins.quartiles.1)
        ));
    }
    if bins.beyond.0 + bins.beyond.1 > 0 {
        words.push_str(" Events beyond the axis are gathered at its ends.");
    }
    words
}

impl Bins {
    /// `None` without a value.
    fn of(cars: &[f64], interval: Option<(f64, f64)>) -> Option<Self> {
        const FENCE: f64 = 3.5;
        let mut sorted = cars.to_vec();
        let at = quantiles(&mut sorted, &[0.0, 0.25, 0.75, 1.0]);
        let &[least, lower, upper, most] = at.as_slice() else { return None };
        let spread = upper - lower;
        let fenced = spread > 0.0;
        let low = if fenced { least.max(lower - FENCE * spread) } else { least }.min(0.0);
        let high = if fenced { most.min(upper + FENCE * spread) } else { most }.max(0.0);
        // The interval of the mean is shown whole, unless it would leave no room for the events.
        let span = high - low;
        let (low, high) = interval.map_or((low, high), |(from, to)| {
            (low.min(from.max(low - span)), high.max(to.min(high + span)))
        });
        let (low, high) = if high - low > 1e-9 { (low, high) } else { (low - 0.01, high + 0.01) };
        let n = cars.len();
        // Freedman and Diaconis 1981, within what can be told apart; dots want to stand alone.
        let rule = if n <= MOST_DOTS { 0.0 } else { 2.0 * spread / (n as f64).cbrt() };
        let (fewest, most_bins) = if n <= MOST_DOTS { (36.0, 36.0) } else { (12.0, 64.0) };
        let width = rule.clamp((high - low) / most_bins, (high - low) / fewest);
        // Zero lies between two bars, so that no bar is half above it.
        let start = (low / width).floor() * width;
        let mut counts = vec![0; ((high - start) / width).floor() as usize + 1];
        let mut beyond = (0, 0);
        for car in cars {
            match *car {
                c if c < low => beyond.0 += 1,
                c if c > high => beyond.1 += 1,
                // Every bar holds its upper edge, so that zero is not counted as positive.
                c => {
                    let bin = ((c - start) / width).ceil() as usize;
                    let bin = bin.saturating_sub(1).min(counts.len() - 1);
                    counts[bin] += 1;
                }
            }
        }
        let margin = 0.02 * (high - low);
        let (low, high) = (start.min(low) - margin, high.max(start + width * counts.len() as f64));
        Some(Self { low, high, start, width, counts, beyond, quartiles: (lower, upper) })
    }

    fn edges(&self, bin: usize) -> (f64, f64) {
        let from = self.start + bin as f64 * self.width;
        (from, from + self.width)
    }

    fn color(&self, bin: usize) -> Color {
        if self.edges(bin).1 <= 0.5 * self.width { NOISE } else { ABNORMAL }
    }
}

fn bars(canvas: &mut Canvas<'_>, bins: &Bins, x: &Scale, tallest: usize, plot: Area) {
    let y = Scale::new((0.0, 1.06 * tallest as f64), (plot.bottom(), plot.y));
    let step = y.ticks(4).1.max(1.0);
    let look = Type::new(12.0).color(GREY).end();
    for k in 0..=(tallest as f64 / step).floor() as usize {
        let count = k as f64 * step;
        let place = y.at(count);
        if k > 0 {
            canvas.line((plot.x, place), (plot.right(), place), 1.0, GRID);
        }
        canvas.text((plot.x - 8.0, place + 4.0), &format::count(count as usize), look);
    }
    canvas.text((plot.x - 8.0, plot.y - 10.0), "events", look);
    for (k, count) in bins.counts.iter().enumerate().filter(|(_, c)| **c > 0) {
        let (from, to) = bins.edges(k);
        let (left, right) = (x.at(from) + 0.5, x.at(to) - 0.5);
        let top = y.at(*count as f64).min(plot.bottom() - 1.0);
        let bar =
            Area { x: left, y: top, width: (right - left).max(0.5), height: plot.bottom() - top };
        canvas.rect(bar, faded(bins.color(k), 0.55));
    }
    for (count, left, above) in ends(bins, plot) {
        let top = y.at(count as f64).min(plot.bottom() - 1.0);
        let height = plot.bottom() - top;
        canvas.rect(Area { x: left, y: top, width: 12.0, height }, INK);
        beyond_label(canvas, bins, (count, above), top, plot);
    }
}

fn dots(canvas: &mut Canvas<'_>, bins: &Bins, x: &Scale, tallest: usize, plot: Area) {
    let wide = x.at(bins.width) - x.at(0.0);
    let radius = (0.46 * wide).min(0.5 * (plot.height - 12.0) / tallest as f64).clamp(1.5, 7.0);
    let stack = |k: usize| plot.bottom() - 10.0 - radius * (1.0 + 2.0 * k as f64);
    for (bin, count) in bins.counts.iter().enumerate() {
        let (from, to) = bins.edges(bin);
        for k in 0..*count {
            canvas.dot(
                (x.at(0.5 * (from + to)), stack(k)),
                radius - 0.4,
                faded(bins.color(bin), 0.75),
            );
        }
    }
    for (count, left, above) in ends(bins, plot) {
        for k in 0..count {
            canvas.dot((left + 6.0, stack(k)), radius - 0.4, INK);
        }
        beyond_label(canvas, bins, (count, above), stack(count) + radius, plot);
    }
}

/// The events beyond the axis, if any: how many, the left edge of their bar, whether above.
fn ends(bins: &Bins, plot: Area) -> impl Iterator<Item = (usize, f64, bool)> {
    let below = (bins.beyond.0, plot.x + 2.0, false);
    let above = (bins.beyond.1, plot.right() - 14.0, true);
    [below, above].into_iter().filter(|(count, ..)| *count > 0)
}

fn beyond_label(
    canvas: &mut Canvas<'_>,
    bins: &Bins,
    (count, above): (usize, bool),
    top: f64,
    plot: Area,
) {
    let y = (top - 8.0).max(plot.y + 10.0);
    let look = Type::new(11.0).bold().halo();
    let count = format::count(count);
    if above {
        let label = format!("{count} above {}", format::percent(bins.high));
        canvas.text((plot.right(), y), &label, look.end());
    } else {
        let label = format!("{count} below {}", format::percent(bins.low));
        canvas.text((plot.x + 2.0, y), &label, look);
    }
}

/// Mean with its interval, median and zero.
fn middle(canvas: &mut Canvas<'_>, window: &WindowResult, bins: &Bins, x: &Scale, plot: Area) {
    let (left, right) = (plot.x + EDGE, plot.right() - EDGE);
    let inside = |value: f64| x.at(value).clamp(left, right);
    let zero = x.at(0.0);
    canvas.line((zero, plot.y), (zero, plot.bottom()), 1.25, INK);
    let interval = of_window(window);
    if let Some((low, high)) = interval {
        let (from, to) = (inside(low), inside(high));
        canvas.rect(Area { x: from, width: (to - from).max(1.0), ..plot }, faded(ABNORMAL, 0.16));
    }
    let mut mark = |value: f64, label: &str, color: Color, above: f64| {
        let place = inside(value);
        canvas.line((place, plot.y - above), (place, plot.bottom()), 2.0, color);
        let arrow = match value {
            v if v < bins.low => "\u{2190} ",
            v if v > bins.high => "\u{2192} ",
            _ => "",
        };
        let label = format!("{arrow}{label}");
        let look = Type::new(12.0).bold().color(color).halo();
        let width = canvas.fonts.width(&label, look.size, true);
        let (x, look) = if place + 6.0 + width > plot.right() {
            (place - 6.0, look.end())
        } else {
            (place + 6.0, look)
        };
        canvas.text((x, plot.y - above + 10.0), &label, look);
    };
    if let Some(median) = window.median.filter(|m| m.is_finite()) {
        mark(median, &format!("median {}", format::percent(median)), RAW, 16.0);
    }
    if let Some(mean) = window.mean.filter(|m| m.is_finite()) {
        let interval = interval
            .map_or_else(|| "no interval".to_owned(), |i| format!("95% {}", format::interval(i)));
        mark(mean, &format!("mean {}, {interval}", format::percent(mean)), ABNORMAL, 34.0);
    }
}

/// How many events are on either side of zero.
fn shares(canvas: &mut Canvas<'_>, cars: &[f64], window: &WindowResult, plot: Area) {
    let n = cars.len();
    let positive = cars.iter().filter(|c| **c > 0.0).count();
    let negative = cars.iter().filter(|c| **c < 0.0).count();
    let words = |count: usize, what: &str| {
        let share = 100.0 * count as f64 / n as f64;
        format!("{share:.0}% {what} ({} of {})", format::count(count), format::count(n))
    };
    let y = plot.bottom() + 34.0;
    let look = Type::new(12.0).bold();
    canvas.text((plot.x, y), &words(negative, "negative"), look.color(NOISE));
    let mut words = words(positive, "positive");
    if let Some(p) = window.tests.iter().find(|t| t.test() == SIGN_TEST).and_then(Outcome::p_value)
    {
        words.push_str(&format!(", {SIGN_TEST} {}", format::p(p)));
    }
    canvas.text((plot.right(), y), &words, look.color(ABNORMAL).end());
}
