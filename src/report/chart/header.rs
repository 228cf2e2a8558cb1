//! The headline, when and where it appeared, and the stamp of simulated data.

use super::canvas::{Canvas, Type};
use super::palette::{ABNORMAL, GREY};
use super::panel::paragraph;
use super::text::{clean, has_right_to_left, starts_right_to_left, wrap};
use super::{MARGIN, MOST_TICKERS, Sheet, WIDTH, format};
use crate::report::Language;

const MOST_LINES: usize = 3;

/// Draws the header; returns where the next part may start.
pub(super) fn draw(canvas: &mut Canvas<'_>, sheet: &Sheet<'_>, top: f64) -> f64 {
    let mut y = headline(canvas, sheet, top);
    let look = Type::new(14.0).color(GREY);
    y = paragraph(canvas, (MARGIN, y + 21.0), sheet.inner_width(), &when_and_where(sheet), look, 2);
    if sheet.provenance.simulated {
        let warning = "SIMULATED DATA: the prices on this page are made up; nothing here happened in a market.";
        canvas.text((MARGIN, y + 20.0), warning, Type::new(14.0).bold().color(ABNORMAL));
        y += 24.0;
    }
    let left_out = sheet.event.firms.len().saturating_sub(MOST_TICKERS);
    if left_out > 0 {
        let note = format!(
            "The first {MOST_TICKERS} tickers are drawn; {left_out} more are in the tables and files of this report."
        );
        canvas.text((MARGIN, y + 20.0), &note, Type::new(13.0).color(GREY));
        y += 24.0;
    }
    y + 22.0
}

/// The headline in the largest size in which it fits into three lines.
fn headline(canvas: &mut Canvas<'_>, sheet: &Sheet<'_>, top: f64) -> f64 {
    let text = clean(sheet.event.event.headline.in_language(sheet.language.code()));
    let text = if text.is_empty() { sheet.event.event.id.to_string() } else { text };
    let right_to_left = starts_right_to_left(&text)
        || (sheet.language == Language::Arabic && has_right_to_left(&text));
    let width = sheet.inner_width();
    let lines = |size: f64, limit: usize| wrap(canvas.fonts, &text, size, true, width, limit);
    let size = [28.0, 24.0, 20.0, 17.0]
        .into_iter()
        .find(|size| lines(*size, MOST_LINES + 1).len() <= MOST_LINES)
        .unwrap_or(17.0);
    let count = lines(size, MOST_LINES).len();
    // Lines of about the same length: the narrowest width that needs no further line.
    let narrowest = (10..=20)
        .map(|k| width * f64::from(k) / 20.0)
        .find(|w| wrap(canvas.fonts, &text, size, true, *w, MOST_LINES + 1).len() <= count)
        .unwrap_or(width);
    let look = Type::new(size).bold().right_to_left(right_to_left);
    let (look, x) = if right_to_left { (look.end(), WIDTH - MARGIN) } else { (look, MARGIN) };
    let mut y = top;
    for line in wrap(canvas.fonts, &text, size, true, narrowest, MOST_LINES) {
        y += 1.32 * size;
        canvas.text((x, y - 0.3 * size), &line, look);
    }
    y
}

fn when_and_where(sheet: &Sheet<'_>) -> String {
    let outlet = sheet.event.event.sources.first().map(|s| s.outlet.clone());
    let timing = sheet.event.timing.as_ref();
    let published = timing.map_or_else(
        || "publication time outside the trading calendar".to_owned(),
        |t| format::published(t, sheet.calendar),
    );
    let session = timing.filter(|t| !t.sessions.is_empty()).map(|t| t.session_words());
    let day_zero = timing.map(|t| match t.day_zero_alternative {
        Some(other) => format!("day 0 is {} (or {other})", t.day_zero.format("%A %Y-%m-%d")),
        None => format!("day 0 is {}", t.day_zero.format("%A %Y-%m-%d")),
    });
    [outlet, Some(published), session, day_zero]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join("  \u{b7}  ")
}

/// Stamps a page of simulated data, so often that no screenful is without it.
pub(super) fn stamp(canvas: &mut Canvas<'_>, width: f64, height: f64) {
    const EVERY: f64 = 640.0;
    let stamps = (height / EVERY).round().max(1.0);
    for k in 0..stamps as usize {
        let y = height * (k as f64 + 0.5) / stamps;
        canvas.stamp((width / 2.0, y + 40.0), "SIMULATED DATA", 0.1 * width, 20.0);
    }
}
