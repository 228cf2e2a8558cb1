//! The answer per ticker: what the price did, what of it the market does not explain, and whether
//! that is more than noise.

use super::canvas::{Area, Canvas, Type};
use super::gauge::{self, Subject};
use super::palette::{ABNORMAL, Color, GREY, GRID, INK, NOISE, PAPER, WHITE};
use super::panel::{LEADING, without};
use super::text::fit;
use super::{GUTTER, MARGIN, Sheet, format};
use crate::report::format::model_words;
use crate::returns::Leg;
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
    // Each verdict of the heading has its own gauge.
    let gauges = firms.iter().map(|f| gauge::gauges(f).len()).max().unwrap_or(0);
    let height = height + gauge::HEIGHT * gauges.saturating_sub(1) as f64;
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
    let above = matches!(gauge::verdicts(&firm.answer).first(), Some((Subject::HalfHour, _)));
    let half_hour = half_hour_words(&firm.answer).filter(|_| !above);
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
    let mut gauge_area = if area.width > WIDE {
        Area {
            x: area.x + 0.54 * area.width,
            y: area.y + BAND_HEIGHT + 36.0,
            width: 0.46 * area.width - PAD,
            height: gauge::HEIGHT,
        }
    } else {
        let height = gauge::HEIGHT;
        Area { x: area.x + PAD, y: y + 22.0, width: area.width - 2.0 * PAD, height }
    };
    for gauge in gauge::gauges(firm) {
        gauge.draw(canvas, gauge_area);
        gauge_area.y += gauge::HEIGHT;
    }
}

/// The verdicts of the card in a line.
fn verdict(answer: &FirmAnswer) -> (String, Color, Color) {
    let told = gauge::verdicts(answer);
    let words = |more: bool| if more { "MORE THAN NOISE" } else { "WITHIN NOISE" };
    let name = |subject: Subject| subject.words(answer).to_uppercase();
    let text = match told.as_slice() {
        [] => "NOT TESTABLE".to_owned(),
        [(Subject::Day, day)] => words(*day).to_owned(),
        [(subject, only)] => format!("{} {}", name(*subject), words(*only)),
        [(_, first), (_, second), ..] if first == second => words(*first).to_owned(),
        several => {
            let each = several.iter().map(|(s, more)| format!("{} {}", name(*s), words(*more)));
            each.collect::<Vec<_>>().join(", ")
        }
    };
    let any = |wanted: bool| told.iter().any(|(_, more)| *more == wanted);
    match (any(true), any(false)) {
        (true, _) => (text, ABNORMAL, WHITE),
        (_, true) => (text, NOISE, WHITE),
        _ => (text, GRID, INK),
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

/// The return that the first verdict is about, with its rank; the day's where there is no verdict.
fn big_number(
    canvas: &mut Canvas<'_>,
    sheet: &Sheet<'_>,
    firm: &FirmResult,
    (x, y): (f64, f64),
    width: f64,
) {
    let answer = &firm.answer;
    let other = match gauge::verdicts(answer).first() {
        Some((Subject::HalfHour, _)) => {
            answer.first_half_hour.zip(answer.p_first_half_hour).map(|(value, p)| {
                let rank = format!("rank {} by size", format::p(p));
                (value.exp_m1(), ["in the half hour after the news".to_owned(), rank])
            })
        }
        // As the figure of the path has it: logarithmic.
        Some((Subject::Path, _)) => path_end(firm).map(|(value, kind)| {
            let p = format::p_or_none(answer.p_path);
            (value, [format!("{kind}, from the news to the close"), format!("whole path {p}")])
        }),
        _ => None,
    };
    if let Some((value, lines)) = other {
        let number = format::percent(value);
        canvas.text((x, y), &number, Type::new(36.0).bold());
        let beside = x + canvas.fonts.width(&number, 36.0, true) + 14.0;
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

/// The end of the path that decides, and what it cumulates.
fn path_end(firm: &FirmResult) -> Option<(f64, &'static str)> {
    let intraday = firm.intraday.as_ref()?;
    let kind = intraday.deciding()?.kind;
    let end = intraday.path.iter().rev().find_map(|p| kind.at(p).filter(|v| v.is_finite()))?;
    Some((end, kind.words()))
}

/// The abnormal return of the headline window with the model that it is by.
fn abnormal_line(firm: &FirmResult) -> String {
    let answer = &firm.answer;
    let model = firm.daily.as_ref().map_or_else(String::new, |d| model_words(&d.model));
    match (answer.abnormal, answer.standard_error) {
        (Some(abnormal), Some(error)) => format!(
            "abnormal{} {} \u{b1} {} (se), {}, {model}",
            window_words(answer),
            format::percent(abnormal),
            format::size(error),
            format::p_or_none(answer.p_value)
        ),
        (Some(abnormal), None) => format!(
            "abnormal{} {}, {model}, no standard error",
            window_words(answer),
            format::percent(abnormal)
        ),
        _ => match gauge::verdicts(answer).first() {
            None | Some((Subject::Day, _)) => "the abnormal return could not be computed".into(),
            Some(_) => {
                let leg = firm.legs.as_ref().and_then(|l| l.get(Leg::CloseClose));
                let day = leg.and_then(|l| l.simple);
                let day = day.map_or_else(|| format::NONE.to_owned(), format::percent);
                let p = format::p_or_none(leg.and_then(|l| l.rank).map(|r| r.p_two));
                format!("no daily test; close to close {day}, {p}")
            }
        },
    }
}

/// The headline window in words; day 0 alone needs none.
fn window_words(answer: &FirmAnswer) -> String {
    match answer.window {
        Some(w) if (w.first(), w.last()) != (0, 0) => {
            format!(" {}", w.to_string().replace('-', "\u{2212}"))
        }
        _ => String::new(),
    }
}

/// What the model expected over the headline window without the news.
fn market_words(firm: &FirmResult) -> Option<String> {
    let daily = firm.daily.as_ref()?;
    let expected = format::percent(daily.expected_over(firm.answer.window)?);
    let over = match window_words(&firm.answer).as_str() {
        "" => String::new(),
        window => format!(" over{window}"),
    };
    Some(match daily.model.as_str() {
        "market-model" => {
            format!("market explains {expected}{over} (market model on {})", firm.benchmark)
        }
        model => format!("{} explains {expected}{over}", model_words(model)),
    })
}

/// The return of the first half hour with its rank by size.
fn half_hour_words(answer: &FirmAnswer) -> Option<String> {
    let (value, p) = (answer.first_half_hour?, answer.p_first_half_hour?);
    Some(format!("first half hour {}, {}", format::percent(value.exp_m1()), format::p(p)))
}

/// The test of the intraday path, where it is not the first verdict and so beside the number.
fn path_words(firm: &FirmResult) -> Option<String> {
    let above = matches!(gauge::verdicts(&firm.answer).first(), Some((Subject::Path, _)));
    let p = firm.answer.p_path.filter(|_| !above)?;
    Some(format!("intraday path {}", format::p(p)))
}
