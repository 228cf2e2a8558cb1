//! The path of the day: the return since the last price before the news, on the clock, with the
//! band in which ordinary days stay.

use chrono::{DateTime, TimeDelta, Utc};

use super::canvas::{Area, Canvas, Type};
use super::palette::{ABNORMAL, BAND, Color, GREY, RAW, faded};
use super::panel::{apart, percentage_axis, title, without};
use super::scale::{Scale, range_with_zero};
use super::time_axis::TimeAxis;
use super::{Sheet, format};
use crate::calendar::Session;
use crate::event::NewsTiming;
use crate::intraday::{IntradayResult, PathKind, PathPoint};
use crate::study::FirmResult;

const HEIGHT: f64 = 264.0;
const LEFT: f64 = 56.0;
const RIGHT: f64 = 112.0;
/// Above the plot: names of sessions, the news and other news.
const ABOVE: f64 = 62.0;

/// Everything the parts of the figure share.
pub(super) struct Figure<'a> {
    pub(super) intraday: &'a IntradayResult,
    pub(super) timing: &'a NewsTiming,
    pub(super) plot: Area,
    pub(super) time: TimeAxis,
    pub(super) y: Scale,
}

/// Draws the figure; returns its lower edge.
pub(super) fn draw(
    canvas: &mut Canvas<'_>,
    sheet: &Sheet<'_>,
    firm: &FirmResult,
    area: Area,
) -> f64 {
    let heading = format!("{}: the path of the price after the news", firm.ticker);
    let found = firm.intraday.as_ref().zip(sheet.event.timing.as_ref());
    let figure = found.and_then(|(intraday, timing)| {
        let (from, to) = (intraday.path.first()?.time, intraday.path.last()?.time);
        let top = area.y + 33.0 + 17.0 + ABOVE;
        let plot =
            Area { x: area.x + LEFT, y: top, width: area.width - LEFT - RIGHT, height: HEIGHT };
        let day = sheet.calendar.day(timing.day_zero)?;
        let news = if timing.earliest < day.pre_open && !timing.to_the_minute() {
            day.pre_open
        } else {
            timing.earliest
        };
        let time = TimeAxis::new(news.min(from), to.max(day.close), sheet.calendar, plot)?;
        let values = intraday.path.iter().flat_map(|p| [p.raw, p.abnormal]).flatten();
        let band = band(intraday).into_iter().flatten().flat_map(|b| [b, -b]);
        let y = Scale::new(range_with_zero(values.chain(band)), (plot.bottom(), plot.y));
        Some(Figure { intraday, timing, plot, time, y })
    });
    let Some(figure) = figure else {
        let top = title(canvas, area, &heading, "");
        let reason = format!(
            "{} has no intraday study for this event: the reason is in the list of exclusions.",
            firm.ticker
        );
        return without(canvas, Area { y: top + 8.0, ..area }, &reason);
    };
    title(canvas, area, &heading, &figure.reading(sheet));
    figure.time.shade(canvas, sheet.calendar, figure.plot);
    figure.draw_band(canvas);
    figure.news(canvas, sheet);
    percentage_axis(canvas, figure.plot, &figure.y, 6);
    figure.other_news(canvas, sheet, firm);
    figure.without_premarket(canvas, sheet, firm);
    figure.lines(canvas);
    figure.onset(canvas, sheet);
    figure.p_values(canvas);
    figure.time.draw(canvas, sheet.calendar, figure.plot)
}

/// Half the width of the band of the path that decides, at each point.
fn band(intraday: &IntradayResult) -> Vec<Option<f64>> {
    let halves = intraday.deciding().map(|tested| tested.band().collect());
    let halves: Vec<Option<f64>> = halves.unwrap_or_default();
    halves.into_iter().map(|half| half.filter(|b| b.is_finite())).collect()
}

impl Figure<'_> {
    fn reading(&self, sheet: &Sheet<'_>) -> String {
        let anchor = &self.intraday.anchor;
        let since = sheet.calendar.local(anchor.baseline_time).format("%Y-%m-%d %H:%M ET");
        let deciding = self.intraday.deciding();
        let band = match deciding.map(|d| (d.kind, d.path.band, d.path.reference_paths)) {
            Some((kind, Some(band), days)) => format!(
                "grey: {:.0}% of the {kind} paths of {days} earlier days stay inside",
                100.0 * (1.0 - band.alpha)
            ),
            Some((_, None, days)) => format!("no band: only {days} earlier days"),
            None => "no band: too few earlier days".to_owned(),
        };
        let model =
            self.intraday.abnormal.as_ref().map_or_else(String::new, |abnormal| {
                format!(" Abnormal: {}.", abnormal.model_words())
            });
        format!(
            "Return since {:.2} at {since}, {} bars; {band}.{model}",
            anchor.baseline_price, self.intraday.interval
        )
    }

    /// Longer steps than this between points are no trading.
    fn longest_step(&self) -> TimeDelta {
        let steps = self.intraday.path.windows(2).map(|w| w[1].time - w[0].time);
        let usual = steps.filter(|s| *s > TimeDelta::zero()).min().unwrap_or(TimeDelta::minutes(5));
        usual + usual / 2
    }

    fn draw_band(&self, canvas: &mut Canvas<'_>) {
        let halves = band(self.intraday);
        let points: Vec<(DateTime<Utc>, Option<f64>)> =
            self.intraday.path.iter().zip(&halves).map(|(p, half)| (p.time, *half)).collect();
        for run in runs(&points, self.longest_step()) {
            let places: Vec<(f64, f64)> =
                run.iter().filter_map(|(t, half)| Some((self.time.at(*t)?, *half))).collect();
            let upper = places.iter().map(|(x, half)| (*x, self.y.at(*half)));
            let lower = places.iter().rev().map(|(x, half)| (*x, self.y.at(-*half)));
            canvas.polygon(upper.chain(lower).collect(), BAND);
        }
    }

    fn lines(&self, canvas: &mut Canvas<'_>) {
        let baseline = (self.time.nearest(self.intraday.anchor.baseline_time), self.y.at(0.0));
        canvas.dot(baseline, 4.0, GREY);
        // The path that the band is about is the heavier one and lies on top.
        let decides = self.intraday.deciding().map_or(PathKind::Raw, |tested| tested.kind);
        let mut kinds = [(PathKind::Raw, RAW), (PathKind::Abnormal, ABNORMAL)];
        kinds.sort_by_key(|(kind, _)| *kind == decides);
        for (kind, color) in kinds {
            let width = if kind == decides { 2.5 } else { 1.5 };
            self.line(canvas, |p| kind.at(p), width, color);
        }
        let last =
            |value: fn(&PathPoint) -> Option<f64>| {
                self.intraday.path.iter().rev().find_map(|p| {
                    Some((self.time.at(p.time)?, value(p).filter(|v| v.is_finite())?))
                })
            };
        let ends: Vec<(f64, f64, &str, Color)> =
            [(last(|p| p.raw), "raw", RAW), (last(|p| p.abnormal), "abnormal", ABNORMAL)]
                .into_iter()
                .filter_map(|(end, name, color)| end.map(|(x, v)| (x, v, name, color)))
                .collect();
        let wanted: Vec<f64> = ends.iter().map(|e| self.y.at(e.1)).collect();
        for ((x, value, name, color), y) in ends.into_iter().zip(apart(&wanted, 32.0)) {
            let y = y.clamp(self.plot.y + 4.0, self.plot.bottom() - 18.0);
            canvas.text(
                (x + 8.0, y + 1.0),
                &format::percent(value),
                Type::new(13.0).bold().color(color),
            );
            canvas.text((x + 8.0, y + 15.0), name, Type::new(11.0).color(color));
        }
    }

    /// A path whose points are joined only while the market traded on: pale where outside the
    /// regular session the last price only stood.
    fn line(
        &self,
        canvas: &mut Canvas<'_>,
        value: impl Fn(&PathPoint) -> Option<f64>,
        width: f64,
        color: Color,
    ) {
        let mut before = None;
        let (mut standing, mut traded) = (Vec::new(), Vec::new());
        for point in &self.intraday.path {
            let value = value(point).filter(|v| v.is_finite());
            let stood =
                point.session != Some(Session::Regular) && value.is_some() && value == before;
            standing.push((point.time, value));
            traded.push((point.time, value.filter(|_| !stood)));
            before = value;
        }
        self.joined(canvas, &standing, 1.0, faded(color, 0.5));
        self.joined(canvas, &traded, width, color);
    }

    fn joined(
        &self,
        canvas: &mut Canvas<'_>,
        points: &[(DateTime<Utc>, Option<f64>)],
        width: f64,
        color: Color,
    ) {
        for run in runs(points, self.longest_step()) {
            let places: Vec<(f64, f64)> =
                run.iter().filter_map(|(t, v)| Some((self.time.at(*t)?, self.y.at(*v)))).collect();
            match places.as_slice() {
                [] => {}
                [one] => canvas.dot(*one, 2.5, color),
                _ => canvas.path(places, width, color),
            }
        }
    }

    fn p_values(&self, canvas: &mut Canvas<'_>) {
        let tested: Vec<_> = self.intraday.tested_paths().collect();
        let words = tested.iter().enumerate().map(|(k, t)| {
            // With one path there is nothing to choose.
            let decides = if k == 1 { ", decides" } else { "" };
            format!("{} path {}{decides}", t.kind, format::p(t.path.p_path))
        });
        let mut words: Vec<String> = words.collect();
        if tested.len() == 1 {
            words.push("no abnormal path".to_owned());
        }
        let text =
            if words.is_empty() { "path not tested".to_owned() } else { words.join("  \u{b7}  ") };
        let right = self.plot.right() + RIGHT;
        canvas.text((right, self.plot.y - ABOVE + 19.0), &text, Type::new(13.0).bold().end());
    }
}

/// Runs of points that have a value and are not farther apart than `longest`.
fn runs(
    points: &[(DateTime<Utc>, Option<f64>)],
    longest: TimeDelta,
) -> Vec<Vec<(DateTime<Utc>, f64)>> {
    let mut runs: Vec<Vec<(DateTime<Utc>, f64)>> = Vec::new();
    let mut before: Option<DateTime<Utc>> = None;
    for &(time, value) in points {
        let Some(value) = value else {
            before = None;
            continue;
        };
        match (before, runs.last_mut()) {
            (Some(last), Some(run)) if time - last <= longest => run.push((time, value)),
            _ => runs.push(vec![(time, value)]),
        }
        before = Some(time);
    }
    runs
}
