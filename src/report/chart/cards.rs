//! The answer per ticker: what the price did, what of it the market does not explain, and whether
//! that is more than noise.

use super::canvas::{Area, Canvas, Type};
use super::palette::{ABNORMAL, BAND, Color, GREY, GRID, INK, LINE, NOISE, PAPER, WHITE};
use super::panel::{LEADING, without};
use super::scale::Scale;
use super::text::fit;
use super::{GUTTER, MARGIN, Sheet, format};
use crate::returns::{Leg, Window};
use crate::study::{FirmAnswer, FirmResult};

const BAND_HEIGHT: f64 = 38.0;
const PAD: f64 = 18.0;
/// From this width on, the gauge stands beside the figures.
const WIDE: f64 = 900.0;
/// Below this width, the line on the market takes two lines.
const NARROW: f64 = 500.0;

/// Draws the cards side by side; returns where the next part may start.
pub(super) fn draw(canvas: &mut Canvas<'_>, sheet: &Sheet<'_>, top: f64) -> f64 {
    let firms = sheet.firms();
    if firms.is_empty() {
        let area = Area { x: MARGIN, y: top, width: sheet.inner_width(), height: 0.0 };
        return without(
            canvas,
            area,
            "No ticker of this event has data; the reasons are in the list of exclusions.",
        ) + 34.0;
    }
    // Two cards stand over the two columns below them; more of them move closer.
    let gap = if firms.len() > 2 { 20.0 } else { GUTTER };
    let width = (sheet.inner_width() - gap * (firms.len() - 1) as f64) / firms.len() as f64;
    let height = if width > WIDE {
        158.0
    } else if width > NARROW {
        214.0
    } else {
        236.0
    };
    // The half hour after the news takes a line of its own.
    let minutes = firms.iter().any(|f| f.answer.p_first_half_hour.is_some());
    let height = if minutes && width <= WIDE { height + LEADING } else { height };
    for (k, firm) in firms.iter().enumerate() {
        let x = MARGIN + k as f64 * (width + gap);
        card(canvas, sheet, firm, Area { x, y: top, width, height });
    }
    top + height + 38.0
}

fn card(canvas: &mut Canvas<'_>, sheet: &Sheet<'_>, firm: &FirmResult, area: Area) {
    let (verdict, color, on_color) = verdict(&firm.answer);
    canvas.rect(area, PAPER);
    canvas.rect(Area { height: BAND_HEIGHT, ..area }, color);
    heading(canvas, firm, area, &verdict, on_color);
    let text_width = if area.width > WIDE { 0.5 * area.width } else { area.width } - 2.0 * PAD;
    let mut y = area.y + BAND_HEIGHT + 42.0;
    big_number(canvas, sheet, firm, (area.x + PAD, y), text_width);
    let abnormal = abnormal_line(firm);
    // A number must not lose its uncertainty to an ellipsis, so the letters give way.
    let fits = |size: &f64| canvas.fonts.width(&abnormal, *size, true) <= text_width;
    let size = [15.0, 14.0, 13.0, 12.0].into_iter().find(fits).unwrap_or(11.0);
    canvas.text((area.x + PAD, y + 30.0), &abnormal, Type::new(size).bold());
    let look = Type::new(13.0).color(GREY);
    y += 53.0;
    let half_hour = half_hour_words(&firm.answer).filter(|_| firm.answer.abnormal.is_some());
    let facts: Vec<String> =
        [market_words(firm), half_hour, path_words(firm)].into_iter().flatten().collect();
    let joined = facts.join("  \u{b7}  ");
    let one_line = canvas.fonts.width(&joined, look.size, false) <= text_width;
    let lines = match facts.split_first() {
        _ if one_line => vec![joined],
        Some((first, rest)) if area.width > NARROW => {
            vec![first.clone(), rest.join("  \u{b7}  ")]
        }
        _ => facts,
    };
    for line in &lines {
        let line = fit(canvas.fonts, line, look.size, false, text_width);
        canvas.text((area.x + PAD, y), &line, look);
        y += LEADING;
    }
    y -= LEADING;
    let gauge_area = if area.width > WIDE {
        Area {
            x: area.x + 0.54 * area.width,
            y: area.y + BAND_HEIGHT + 36.0,
            width: 0.46 * area.width - PAD,
            height: 44.0,
        }
    } else {
        Area { x: area.x + PAD, y: y + 22.0, width: area.width - 2.0 * PAD, height: 44.0 }
    };
    gauge(canvas, firm, gauge_area, color);
}

/// The verdict on the day, and on the half hour after the news where its minute is known.
fn verdict(answer: &FirmAnswer) -> (String, Color, Color) {
    let words = |more: bool| if more { "MORE THAN NOISE" } else { "WITHIN NOISE" };
    let parts = match (answer.more_than_noise, answer.half_hour_more_than_noise) {
        (Some(day), Some(half_hour)) if day != half_hour => {
            format!("DAY {}, HALF HOUR {}", words(day), words(half_hour))
        }
        (Some(day), _) => words(day).to_owned(),
        (None, Some(half_hour)) => format!("FIRST HALF HOUR {}", words(half_hour)),
        (None, None) => match answer.path_more_than_noise {
            Some(path) => format!("PATH {}", words(path)),
            None => "NOT TESTABLE".to_owned(),
        },
    };
    let told = [answer.more_than_noise, answer.half_hour_more_than_noise];
    let told = if told == [None, None] { [answer.path_more_than_noise, None] } else { told };
    match (told.contains(&Some(true)), told.contains(&Some(false))) {
        (true, _) => (parts, ABNORMAL, WHITE),
        (_, true) => (parts, NOISE, WHITE),
        _ => (parts, GRID, INK),
    }
}

fn heading(canvas: &mut Canvas<'_>, firm: &FirmResult, area: Area, verdict: &str, color: Color) {
    let y = area.y + 25.5;
    let end = area.right() - PAD;
    let size = if canvas.fonts.width(verdict, 16.0, true) > 0.6 * area.width { 11.5 } else { 16.0 };
    canvas.text((end, y), verdict, Type::new(size).bold().color(color).end());
    let taken = canvas.fonts.width(verdict, size, true) + 12.0;
    let ticker =
        fit(canvas.fonts, firm.ticker.as_str(), 19.0, true, area.width - 2.0 * PAD - taken);
    canvas.text((area.x + PAD, y), &ticker, Type::new(19.0).bold().color(color));
    let from = area.x + PAD + canvas.fonts.width(&ticker, 19.0, true) + 12.0;
    let room = end - taken - from;
    if let Some(role) = firm.role.as_deref().filter(|_| room > 60.0) {
        let role = fit(canvas.fonts, role, 13.0, false, room);
        canvas.text((from, y), &role, Type::new(13.0).color(color));
    }
}

/// The close-to-close return with its rank.
fn big_number(
    canvas: &mut Canvas<'_>,
    sheet: &Sheet<'_>,
    firm: &FirmResult,
    (x, y): (f64, f64),
    width: f64,
) {
    let answer = &firm.answer;
    if answer.more_than_noise.is_none()
        && let (Some(value), Some(p)) = (answer.first_half_hour, answer.p_first_half_hour)
    {
        let number = format::percent(value.exp_m1());
        canvas.text((x, y), &number, Type::new(36.0).bold());
        let beside = x + canvas.fonts.width(&number, 36.0, true) + 14.0;
        let lines = [
            "in the half hour after the news".to_owned(),
            format!("rank {} by size", format::p(p)),
        ];
        for (k, line) in lines.iter().enumerate() {
            let line = fit(canvas.fonts, line, 13.0, false, width - (beside - x));
            canvas.text((beside, y - 16.0 + 18.0 * k as f64), &line, Type::new(13.0).color(GREY));
        }
        return;
    }
    let leg = firm.legs.as_ref().and_then(|l| l.get(Leg::CloseClose));
    let Some(simple) = leg.and_then(|l| l.simple).filter(|r| r.is_finite()) else {
        canvas.text((x, y), "no close-to-close return", Type::new(18.0).color(GREY));
        return;
    };
    let number = format::percent(simple);
    canvas.text((x, y), &number, Type::new(36.0).bold());
    let beside = x + canvas.fonts.width(&number, 36.0, true) + 14.0;
    let room = width - (beside - x);
    let day = sheet
        .event
        .timing
        .as_ref()
        .map_or_else(String::new, |t| t.day_zero.format(" on %Y-%m-%d").to_string());
    let p = format::p_or_none(leg.and_then(|l| l.rank).map(|r| r.p_two));
    let days = leg
        .and_then(|l| l.rank)
        .map_or_else(String::new, |r| format!(" among {} earlier days", r.size));
    for (k, line) in
        [format!("close to close{day}"), format!("rank {p}{days}")].into_iter().enumerate()
    {
        let line = fit(canvas.fonts, &line, 13.0, false, room);
        canvas.text((beside, y - 16.0 + 18.0 * k as f64), &line, Type::new(13.0).color(GREY));
    }
}

fn abnormal_line(firm: &FirmResult) -> String {
    let answer = &firm.answer;
    match (answer.abnormal, answer.standard_error) {
        (Some(abnormal), Some(error)) => format!(
            "abnormal{} {} \u{b1} {} (se), {}",
            window_words(answer.window),
            format::percent(abnormal),
            format::size(error),
            format::p_or_none(answer.p_value)
        ),
        _ => match answer.p_path.filter(|_| answer.p_first_half_hour.is_none()) {
            Some(p) => format!("no daily test; intraday path {}", format::p(p)),
            None if answer.p_first_half_hour.is_some() => {
                let leg = firm.legs.as_ref().and_then(|l| l.get(Leg::CloseClose));
                let day = leg.and_then(|l| l.simple);
                let day = day.map_or_else(|| "\u{2013}".to_owned(), format::percent);
                let p = format::p_or_none(leg.and_then(|l| l.rank).map(|r| r.p_two));
                format!("close to close {day}, {p}")
            }
            None => "the abnormal return could not be computed".to_owned(),
        },
    }
}

/// The headline window in words; day 0 alone needs none.
fn window_words(window: Option<Window>) -> String {
    match window {
        Some(w) if (w.first(), w.last()) != (0, 0) => {
            format!(" {}", w.to_string().replace('-', "\u{2212}"))
        }
        _ => String::new(),
    }
}

/// What the model expected of day 0 without the news.
fn market_words(firm: &FirmResult) -> Option<String> {
    let daily = firm.daily.as_ref()?;
    let expected = format::percent(daily.bars.iter().find(|b| b.bar.t == 0)?.bar.expected?);
    Some(match daily.model.as_str() {
        "market-model" => {
            format!("market explains {expected} (market model on {})", firm.benchmark)
        }
        model => format!("{} explains {expected}", model.replace('-', " ")),
    })
}

/// The return of the first half hour with its rank by size.
fn half_hour_words(answer: &FirmAnswer) -> Option<String> {
    let (value, p) = (answer.first_half_hour?, answer.p_first_half_hour?);
    Some(format!("first half hour {}, {}", format::percent(value.exp_m1()), format::p(p)))
}

/// The test of the intraday path, where it is not in the line above already.
fn path_words(firm: &FirmResult) -> Option<String> {
    let above = firm.answer.abnormal.is_none() && firm.answer.p_first_half_hour.is_none();
    let p = firm.answer.p_path.filter(|_| !above)?;
    Some(format!("intraday path {}", format::p(p)))
}

/// The abnormal return on the width of its noise.
fn gauge(canvas: &mut Canvas<'_>, firm: &FirmResult, area: Area, color: Color) {
    let (Some(abnormal), Some(error), Some(daily)) =
        (firm.answer.abnormal, firm.answer.standard_error, firm.daily.as_ref())
    else {
        return;
    };
    let noise = daily.band_quantile * error;
    let reach = 1.2 * noise.max(abnormal.abs());
    if !(reach.is_finite() && reach > 0.0) {
        return;
    }
    let scale = Scale::new((-reach, reach), (area.x, area.right()));
    let middle = area.y + 10.0;
    let (low, high) = (scale.at(-noise), scale.at(noise));
    canvas.line((area.x, middle), (area.right(), middle), 1.0, LINE);
    canvas.rect(Area { x: low, y: middle - 9.0, width: high - low, height: 18.0 }, BAND);
    canvas.line((scale.at(0.0), middle - 13.0), (scale.at(0.0), middle + 13.0), 1.25, LINE);
    let small = Type::new(12.0).color(GREY);
    canvas.text((low, middle + 26.0), &format!("\u{2212}{}%", format::size(noise)), small.middle());
    canvas.text((high, middle + 26.0), &format!("+{}%", format::size(noise)), small.middle());
    if high - low > 300.0 {
        canvas.text((scale.at(0.0), middle + 26.0), "95% of ordinary noise", small.middle());
    }
    canvas.line((scale.at(0.0), middle), (scale.at(abnormal), middle), 3.0, color);
    canvas.dot((scale.at(abnormal), middle), 7.5, WHITE);
    canvas.dot((scale.at(abnormal), middle), 6.0, if color == GRID { GREY } else { color });
}
