//! What the text says the prices did, and whether they did.

use super::canvas::{Area, Canvas, Type};
use super::palette::{ABNORMAL, Color, GREY, GRID, HOLDS, IN_PART, INK, NOISE, WHITE};
use super::panel::paragraph;
use super::text::{fit, starts_right_to_left};
use super::{MARGIN, Sheet, format};
use crate::claims::Verdict;
use crate::study::ClaimResult;

const TAG: f64 = 272.0;
const MOST_NOTES: usize = 4;

/// Draws the claims; returns where the next part may start.
pub(super) fn draw(canvas: &mut Canvas<'_>, sheet: &Sheet<'_>, top: f64) -> f64 {
    if sheet.event.claims.is_empty() {
        return top;
    }
    canvas.text(
        (MARGIN, top + 13.0),
        "What the text says, and what the prices did",
        Type::new(15.0).bold(),
    );
    let mut y = top + 26.0;
    for claim in &sheet.event.claims {
        canvas.line((MARGIN, y), (MARGIN + sheet.inner_width(), y), 1.0, GRID);
        y = draw_claim(canvas, sheet, claim, y + 12.0) + 10.0;
    }
    y + 20.0
}

fn draw_claim(canvas: &mut Canvas<'_>, sheet: &Sheet<'_>, claim: &ClaimResult, top: f64) -> f64 {
    tag(canvas, claim.verdict, Area { x: MARGIN, y: top, width: TAG, height: 28.0 });
    let x = MARGIN + TAG + 24.0;
    let width = sheet.inner_width() - TAG - 24.0;
    let text = quoted(claim.claim.text.in_language(sheet.language.code()));
    let mut y = paragraph(canvas, (x, top + 19.0), width, &text, Type::new(15.0).bold(), 2);
    y = paragraph(canvas, (x, y + 16.0), width, &figures(claim), Type::new(13.0), 2);
    let reason = (!claim.leg_reason.is_empty()).then_some(&claim.leg_reason);
    for note in reason.into_iter().chain(&claim.notes).take(MOST_NOTES) {
        y = paragraph(canvas, (x, y + 14.0), width, note, Type::new(12.0).color(GREY), 2);
    }
    y.max(top + 34.0)
}

/// In the quotation marks of its script.
fn quoted(text: &str) -> String {
    match starts_right_to_left(text) {
        true => format!("\u{ab}{text}\u{bb}"),
        false => format!("\u{201c}{text}\u{201d}"),
    }
}

fn tag(canvas: &mut Canvas<'_>, verdict: Verdict, area: Area) {
    let (color, on_color): (Color, Color) = match verdict {
        Verdict::Supported => (HOLDS, WHITE),
        Verdict::SupportedDirectionOnly => (IN_PART, WHITE),
        Verdict::Contradicted | Verdict::ContradictedMagnitude => (ABNORMAL, WHITE),
        Verdict::NotDistinguishable => (NOISE, WHITE),
        Verdict::NotTestable => (GRID, INK),
    };
    canvas.rect(area, color);
    let words = fit(canvas.fonts, &verdict.to_string(), 13.0, true, area.width - 12.0);
    canvas.text(
        (area.x + 0.5 * area.width, area.y + 18.5),
        &words,
        Type::new(13.0).bold().color(on_color).middle(),
    );
}

/// The leg the claim was held against, and the numbers behind the verdict.
fn figures(claim: &ClaimResult) -> String {
    if claim.reading.is_none() {
        return "the claim was not understood".to_owned();
    }
    let leg = claim.leg.map_or("first half hour".to_owned(), |l| l.to_string());
    let mut parts = vec![format!("{} {leg}", claim.claim.ticker)];
    match claim.value {
        Some(simple) => parts.push(format::percent(simple)),
        None => parts.push("no return".to_owned()),
    }
    match claim.check {
        Some(check) => {
            parts.push(format!("z {}", format::plain(check.z)));
            parts.push(format!("{} in the claimed direction", format::p(check.p_value)));
            parts.push(format!("fact: {}", check.fact_words()));
            parts.push(format!("signal: {}", yes(check.signal)));
        }
        None => parts.push("not tested".to_owned()),
    }
    if let Some(matches) = claim.number_matches {
        parts.push(format!("number matches: {}", yes(matches)));
    }
    if let Some(established) = claim.timing_established {
        parts.push(format!("timing established: {}", yes(established)));
    }
    parts.join("  \u{b7}  ")
}

fn yes(value: bool) -> &'static str {
    if value { "yes" } else { "no" }
}
