//! The daily cumulative abnormal return with its band.

use chrono::NaiveDate;

use super::canvas::{Area, Canvas, Type};
use super::palette::{ABNORMAL, BAND, EXTENDED, GREY, INK, LINE, NEWS};
use super::panel::{percentage_axis, title, without};
use super::scale::{Scale, range_with_zero};
use super::{Sheet, format};
use crate::report::format::model_words;
use crate::study::{DailyResult, FirmResult};

const HEIGHT: f64 = 210.0;
const LEFT: f64 = 56.0;
const RIGHT: f64 = 92.0;

/// Draws the figure; returns its lower edge.
pub(super) fn draw(
    canvas: &mut Canvas<'_>,
    sheet: &Sheet<'_>,
    firm: &FirmResult,
    area: Area,
) -> f64 {
    let heading = format!("{}: cumulative abnormal return by day", firm.ticker);
    let Some(daily) = firm.daily.as_ref().filter(|d| !d.path.is_empty()) else {
        let top = title(canvas, area, &heading, "");
        let reason = super::window_table::no_daily(firm);
        return without(canvas, Area { y: top + 8.0, ..area }, &reason);
    };
    let start = format::event_day(daily.path[0].window.first());
    let reading = format!(
        "Sum of abnormal returns ({}) since day {start}. Grey: 95% of sums of normal errors around zero; the verdict is by rank.",
        model_words(&daily.model)
    );
    let top = title(canvas, area, &heading, &reading);
    let plot =
        Area { x: area.x + LEFT, y: top + 28.0, width: area.width - LEFT - RIGHT, height: HEIGHT };
    path(canvas, daily, plot);
    let days = day_axis(canvas, daily, plot);
    confounders(canvas, sheet, firm, daily, plot, &days);
    plot.bottom() + 46.0
}

fn path(canvas: &mut Canvas<'_>, daily: &DailyResult, plot: Area) {
    let half_band = |error: f64| daily.band_quantile * error;
    let finite: Vec<_> =
        daily.path.iter().filter(|c| c.value.is_finite() && c.standard_error.is_finite()).collect();
    let values = finite.iter().flat_map(|c| {
        let half = half_band(c.standard_error);
        [c.value, half, -half]
    });
    let y = Scale::new(range_with_zero(values), (plot.bottom(), plot.y));
    let x = days(daily, plot);
    let half_day = 0.5 * (x.at(1.0) - x.at(0.0));
    let zero = Area { x: x.at(0.0) - half_day, width: 2.0 * half_day, ..plot };
    canvas.rect(zero, EXTENDED);
    let at = |t: i32, value: f64| (x.at(f64::from(t)), y.at(value));
    let upper = finite.iter().map(|c| at(c.window.last(), half_band(c.standard_error)));
    let lower = finite.iter().rev().map(|c| at(c.window.last(), -half_band(c.standard_error)));
    canvas.polygon(upper.chain(lower).collect(), BAND);
    percentage_axis(canvas, plot, &y, 5);
    let line: Vec<(f64, f64)> = finite.iter().map(|c| at(c.window.last(), c.value)).collect();
    canvas.path(line.clone(), 2.0, ABNORMAL);
    for point in &line {
        canvas.dot(*point, 2.5, ABNORMAL);
    }
    if let (Some(zero), Some(end)) = (finite.iter().find(|c| c.window.last() == 0), finite.last()) {
        canvas.dot(at(0, zero.value), 4.5, ABNORMAL);
        let (px, py) = at(end.window.last(), end.value);
        let look = Type::new(12.0).color(ABNORMAL).bold();
        let py = py.clamp(plot.y + 6.0, plot.bottom() - 16.0);
        canvas.text((px + 10.0, py + 2.0), &format::percent(end.value), look);
        let error = format!("\u{b1} {} (se)", format::size(end.standard_error));
        canvas.text((px + 10.0, py + 17.0), &error, Type::new(11.0).color(GREY));
    }
}

/// The scale of event days.
fn days(daily: &DailyResult, plot: Area) -> Scale {
    let first = daily.bars.first().map_or(0, |b| b.bar.t);
    let last = daily.bars.last().map_or(0, |b| b.bar.t);
    Scale::new((f64::from(first) - 0.5, f64::from(last) + 0.5), (plot.x, plot.right()))
}

fn day_axis(canvas: &mut Canvas<'_>, daily: &DailyResult, plot: Area) -> Scale {
    let x = days(daily, plot);
    let step = (1..).find(|s| f64::from(*s) * (x.at(1.0) - x.at(0.0)) >= 26.0).unwrap_or(1);
    let step = [1, 2, 5, 10, 20, 50, 100].into_iter().find(|s| *s >= step).unwrap_or(step);
    canvas.line((plot.x, plot.bottom()), (plot.right(), plot.bottom()), 1.0, LINE);
    for bar in daily.bars.iter().filter(|b| b.bar.t % step == 0) {
        let place = x.at(f64::from(bar.bar.t));
        canvas.line((place, plot.bottom()), (place, plot.bottom() + 4.0), 1.0, LINE);
        let look = Type::new(12.0).middle().color(if bar.bar.t == 0 { INK } else { GREY });
        let look = if bar.bar.t == 0 { look.bold() } else { look };
        canvas.text((place, plot.bottom() + 18.0), &format::event_day(bar.bar.t), look);
        if bar.bar.t == 0 {
            canvas.text((place, plot.bottom() + 35.0), &format!("day 0, {}", bar.date), look);
        }
    }
    x
}

/// Marks the days on which other news came, with their numbers in the list below.
fn confounders(
    canvas: &mut Canvas<'_>,
    sheet: &Sheet<'_>,
    firm: &FirmResult,
    daily: &DailyResult,
    plot: Area,
    x: &Scale,
) {
    let mut marks: Vec<(i32, Vec<String>)> = Vec::new();
    for (k, confounder) in sheet.event.event.confounders.iter().enumerate() {
        if !(confounder.tickers.is_empty() || confounder.tickers.contains(&firm.ticker)) {
            continue;
        }
        let Some(date) = super::footer::date_of(&confounder.time, sheet.calendar) else { continue };
        let Some(t) = day_of(daily, date) else { continue };
        match marks.iter_mut().find(|m| m.0 == t) {
            Some(mark) => mark.1.push((k + 1).to_string()),
            None => marks.push((t, vec![(k + 1).to_string()])),
        }
    }
    for (t, numbers) in marks {
        let (px, py) = (x.at(f64::from(t)), plot.y);
        canvas.polygon(vec![(px - 5.0, py - 6.0), (px + 5.0, py - 6.0), (px, py + 2.0)], NEWS);
        canvas.text(
            (px, py - 10.0),
            &numbers.join(","),
            Type::new(11.0).bold().middle().color(NEWS),
        );
    }
}

/// The event day whose session is the first on or after a date; `None` outside the window.
fn day_of(daily: &DailyResult, date: NaiveDate) -> Option<i32> {
    let first = daily.bars.first().filter(|b| b.date <= date)?;
    daily.bars.iter().find(|b| b.date >= date).map(|b| b.bar.t.max(first.bar.t))
}
