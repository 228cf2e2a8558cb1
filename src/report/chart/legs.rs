//! The legs of day 0 as a waterfall, raw and abnormal side by side.

use super::canvas::{Area, Canvas, Type};
use super::format;
use super::palette::{ABNORMAL, Color, GREY, INK, LINE, RAW};
use super::panel::{percentages_below, title, without};
use super::scale::{Scale, range_with_zero};
use super::text::wrap;
use crate::returns::Leg;
use crate::study::{FirmResult, LegResult, LegsResult};

const ROW: f64 = 48.0;
const NAMES: f64 = 124.0;
const VALUES: f64 = 208.0;
const BAR: f64 = 12.0;

/// Draws the figure; returns its lower edge.
pub(super) fn draw(canvas: &mut Canvas<'_>, firm: &FirmResult, area: Area) -> f64 {
    let heading = format!("{}: where in day 0 the move came", firm.ticker);
    let Some(legs) = &firm.legs else {
        let top = title(canvas, area, &heading, "");
        let reason = format!("{} has no prices of day 0.", firm.ticker);
        return without(canvas, Area { y: top + 8.0, ..area }, &reason);
    };
    let model = legs.abnormal_model.as_ref();
    let model = model.map_or_else(String::new, |model| format!(" Abnormal: {model}."));
    let reading = format!(
        "Each leg starts where the one before it ended; the premarket runs from the close before. p: two-sided rank among the same legs of other days.{model}"
    );
    let top = title(canvas, area, &heading, &reading) + 12.0;
    let rows = rows(legs);
    let plot = Area {
        x: area.x + NAMES,
        y: top,
        width: area.width - NAMES - VALUES - 20.0,
        height: ROW * rows.len() as f64,
    };
    let raw = starts(&rows, |l| l.log);
    let abnormal = starts(&rows, |l| l.abnormal);
    let ends = raw.iter().chain(&abnormal).flatten().flat_map(|(from, to)| [*from, *to]);
    let x = Scale::new(range_with_zero(ends), (plot.x, plot.right()));
    percentages_below(canvas, plot, &x, 5);
    for (k, leg) in rows.iter().enumerate() {
        let row = Area { y: top + ROW * k as f64, height: ROW, ..area };
        if leg.leg == Leg::CloseClose {
            canvas.line((area.x, row.y), (area.right(), row.y), 1.0, LINE);
        }
        name(canvas, leg, row);
        if leg.log.is_none() {
            missing(canvas, leg, row, plot);
            continue;
        }
        bar(canvas, &x, raw[k], row.y + 0.5 * ROW - BAR - 1.0, RAW);
        bar(canvas, &x, abnormal[k], row.y + 0.5 * ROW + 1.0, ABNORMAL);
        values(canvas, leg, row);
    }
    plot.bottom() + 22.0
}

/// The legs that add up to the day: through the last premarket price where there is one.
fn rows(legs: &LegsResult) -> Vec<&LegResult> {
    let known = |leg: Leg| legs.get(leg).is_some_and(|l| l.log.is_some());
    let chosen: &[Leg] = if known(Leg::Premarket) && known(Leg::OpenGap) {
        &[Leg::Post, Leg::Premarket, Leg::OpenGap, Leg::Intraday, Leg::CloseClose]
    } else {
        &[Leg::Post, Leg::Premarket, Leg::Overnight, Leg::Intraday, Leg::CloseClose]
    };
    // The post-market of the evening before is worth a row only where it traded.
    let shown = |leg: &&Leg| **leg != Leg::Post || known(Leg::Post);
    chosen.iter().filter(shown).filter_map(|leg| legs.get(*leg)).collect()
}

/// Where each bar starts and ends; the whole day starts from zero again.
fn starts(
    rows: &[&LegResult],
    value: impl Fn(&LegResult) -> Option<f64>,
) -> Vec<Option<(f64, f64)>> {
    let mut reached = 0.0;
    rows.iter()
        .map(|leg| {
            let value = value(leg).filter(|v| v.is_finite())?;
            let from = if leg.leg == Leg::CloseClose { 0.0 } else { reached };
            // The premarket runs from the close and so contains the post-market.
            if leg.leg == Leg::Post {
                return Some((from, from + value));
            }
            reached = from + value;
            Some((from, reached))
        })
        .collect()
}

fn name(canvas: &mut Canvas<'_>, leg: &LegResult, row: Area) {
    let words = match leg.leg {
        Leg::Overnight => "overnight to open".to_owned(),
        Leg::Post => "post-market".to_owned(),
        leg => leg.to_string(),
    };
    let look = Type::new(13.0);
    let look = if leg.leg == Leg::CloseClose { look.bold() } else { look };
    let thin = leg.thin.is_some_and(|t| t.thin) && leg.log.is_some();
    let two_lines = thin || leg.leg == Leg::Post;
    let y = row.y + 0.5 * ROW + if two_lines { -2.0 } else { 5.0 };
    canvas.text((row.x, y), &words, look);
    let below = match leg.leg {
        _ if thin => "thin: few trades",
        Leg::Post => "part of premarket",
        _ => "",
    };
    canvas.text((row.x, y + 16.0), below, Type::new(11.0).color(GREY));
}

fn missing(canvas: &mut Canvas<'_>, leg: &LegResult, row: Area, plot: Area) {
    let reason = leg.missing.as_deref().unwrap_or("a price is missing");
    let lines = wrap(
        canvas.fonts,
        &format!("missing: {reason}"),
        12.0,
        false,
        row.right() - plot.x - 8.0,
        2,
    );
    let mut y = row.y + 0.5 * ROW + 5.0 - 8.0 * (lines.len() as f64 - 1.0);
    for line in lines {
        canvas.text((plot.x + 8.0, y), &line, Type::new(12.0).color(GREY).halo());
        y += 16.0;
    }
}

fn bar(canvas: &mut Canvas<'_>, x: &Scale, ends: Option<(f64, f64)>, top: f64, color: Color) {
    let Some((from, to)) = ends else { return };
    let (left, right) = (x.at(from.min(to)), x.at(from.max(to)));
    // A leg of nothing is still to be seen.
    let width = (right - left).max(1.5);
    canvas.rect(Area { x: left, y: top, width, height: BAR }, color);
}

fn values(canvas: &mut Canvas<'_>, leg: &LegResult, row: Area) {
    let (number_end, p_start) = (row.right() - 78.0, row.right() - 68.0);
    let raw = (leg.simple, leg.rank.map(|r| r.p_two), "raw", RAW, -3.0);
    let abnormal = (leg.abnormal, leg.abnormal_rank.map(|r| r.p_two), "abnormal", ABNORMAL, 14.0);
    for (value, p, label, color, below) in [raw, abnormal] {
        let y = row.y + 0.5 * ROW + below;
        canvas.text((row.right() - VALUES, y), label, Type::new(12.0).color(color));
        let shown = value.map_or_else(|| format::NONE.to_owned(), format::percent);
        canvas.text((number_end, y), &shown, Type::new(13.0).bold().color(INK).end());
        if value.is_some() {
            canvas.text((p_start, y), &format::p_or_none(p), Type::new(12.0).color(GREY));
        }
    }
}
