//! What else happened, what to know, and where the numbers come from.

use chrono::NaiveDate;

use super::canvas::{Canvas, Type};
use super::palette::{GREY, INK, LINE, NEWS};
use super::panel::paragraph;
use super::{GUTTER, MARGIN, Sheet};
use crate::calendar::TradingCalendar;
use crate::event::{Confounder, ConfounderKind, Published};

const MOST_NOTES: usize = 12;
const MOST_LINES: usize = 3;

/// The date of a publication time on the exchange's clock.
pub(super) fn date_of(time: &Published, calendar: &TradingCalendar) -> Option<NaiveDate> {
    match time {
        Published::Date(date) | Published::Session { date, .. } => Some(*date),
        time => time.latest().map(|t| calendar.local(t).date_naive()),
    }
}

/// Draws the other news and the notes side by side; returns where the next part may start.
pub(super) fn notes(canvas: &mut Canvas<'_>, sheet: &Sheet<'_>, top: f64) -> f64 {
    let other_news = &sheet.event.event.confounders;
    let notes = all_notes(sheet);
    let half = (sheet.inner_width() - GUTTER) / 2.0;
    let mut y = top;
    let (notes_x, notes_width) = match other_news.is_empty() {
        true => (MARGIN, sheet.inner_width()),
        false => {
            y = y.max(list_other_news(canvas, sheet, (MARGIN, top), half));
            (MARGIN + half + GUTTER, half)
        }
    };
    if !notes.is_empty() {
        canvas.text(
            (notes_x, top + 13.0),
            "What to know when reading this",
            Type::new(15.0).bold(),
        );
        let mut row = top + 20.0;
        for note in notes.iter().take(MOST_NOTES) {
            canvas.dot((notes_x + 3.0, row + 11.5), 2.0, GREY);
            row = paragraph(
                canvas,
                (notes_x + 16.0, row + 16.0),
                notes_width - 16.0,
                note,
                Type::new(12.5),
                MOST_LINES,
            );
        }
        y = y.max(row);
    }
    if y > top { y + 26.0 } else { y }
}

fn list_other_news(
    canvas: &mut Canvas<'_>,
    sheet: &Sheet<'_>,
    (x, top): (f64, f64),
    width: f64,
) -> f64 {
    canvas.text(
        (x, top + 13.0),
        "Other news at the time (numbers as in the figures)",
        Type::new(15.0).bold(),
    );
    let mut y = top + 20.0;
    for (k, confounder) in sheet.event.event.confounders.iter().take(MOST_NOTES).enumerate() {
        let number = (k + 1).to_string();
        canvas.text((x, y + 16.0), &number, Type::new(12.5).bold().color(NEWS));
        let headline = confounder.headline.in_language(sheet.language.code());
        y = paragraph(
            canvas,
            (x + 22.0, y + 16.0),
            width - 22.0,
            headline,
            Type::new(12.5),
            MOST_LINES,
        );
        let details = details(confounder, sheet);
        y = paragraph(
            canvas,
            (x + 22.0, y + 12.0),
            width - 22.0,
            &details,
            Type::new(12.0).color(GREY),
            1,
        ) + 4.0;
    }
    y
}

fn details(confounder: &Confounder, sheet: &Sheet<'_>) -> String {
    let kind = match confounder.kind {
        ConfounderKind::Macro => "market-wide",
        ConfounderKind::Company => "company news",
        ConfounderKind::Peer => "news of a peer",
        ConfounderKind::SameStory => "the same story",
    };
    let tickers: Vec<&str> = confounder.tickers.iter().map(|t| t.as_str()).collect();
    let whom = if tickers.is_empty() { String::new() } else { format!(", {}", tickers.join(", ")) };
    let when = match confounder.time.instant() {
        Some(t) => sheet.calendar.local(t).format("%Y-%m-%d %H:%M ET").to_string(),
        None => {
            date_of(&confounder.time, sheet.calendar).map_or_else(String::new, |d| d.to_string())
        }
    };
    format!("{when}, {kind}{whom}")
}

/// The notes of the event, then those of its tickers.
fn all_notes(sheet: &Sheet<'_>) -> Vec<String> {
    let mut notes = sheet.event.notes.clone();
    for firm in sheet.firms() {
        let missing = firm.intraday.iter().flat_map(|i| &i.missing);
        for note in firm.notes.iter().chain(missing) {
            let ticker = firm.ticker.as_str();
            let line =
                if note.contains(ticker) { note.clone() } else { format!("{ticker}: {note}") };
            // What several tickers share is said once.
            let same =
                |other: &&mut String| other.split_once(": ").is_some_and(|(_, rest)| rest == note);
            match notes.iter_mut().find(same) {
                Some(other) => *other = format!("{ticker}, {other}"),
                None => notes.push(line),
            }
        }
    }
    notes
}

/// Draws the last lines of the page; returns their lower edge.
pub(super) fn draw(canvas: &mut Canvas<'_>, sheet: &Sheet<'_>, top: f64) -> f64 {
    let width = sheet.inner_width();
    canvas.line((MARGIN, top), (MARGIN + width, top), 1.0, LINE);
    let provenance = sheet.provenance;
    let how = "\u{b1} and se: one standard error of the forecast. Grey: what happens without news. p: how often noise alone is as large. Daily returns are simple; legs and intraday paths are logarithmic, so that they add up, with raw legs labelled as simple returns.";
    let data = format!("Data: {}", provenance.data);
    let program = format!(
        "{} \u{b7} calendar {} \u{b7} times are New York time (ET)",
        provenance.program, provenance.calendar
    );
    let mut y = top + 20.0;
    for (text, color) in [(how.to_owned(), INK), (data, GREY), (program, GREY)] {
        y = paragraph(canvas, (MARGIN, y), width, &text, Type::new(12.0).color(color), 4) + 14.0;
    }
    y - 14.0
}
