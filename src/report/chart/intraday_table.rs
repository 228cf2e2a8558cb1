//! The windows in minutes from the news, as a table.

use super::canvas::{Area, Canvas, Type};
use super::format::{NONE, signed, three_digits};
use super::palette::{GREY, GRID};
use super::panel::{table_head, title};
use super::text::fit;
use crate::intraday::ReactionWindow;
use crate::study::FirmResult;

const ROW: f64 = 24.0;
/// The right edge of each column, as a share of the width; the first column starts at the left.
const COLUMNS: [(&str, f64); 5] = [
    ("window", 0.0),
    ("return %", 0.36),
    ("p by size", 0.52),
    ("two-sided p", 0.72),
    ("days", 0.84),
];

/// Draws the table where the minute of the news is known; returns its lower edge.
pub(super) fn draw(canvas: &mut Canvas<'_>, firm: &FirmResult, area: Area) -> f64 {
    let Some(intraday) = firm.intraday.as_ref().filter(|i| i.to_the_minute) else { return area.y };
    let heading = format!("{}: minutes before and after the news", firm.ticker);
    let reading = "Log returns from the last price before the news; p: rank among the same minutes of earlier days.";
    let mut y = title(canvas, area, &heading, reading) + 22.0;
    let area = table_head(canvas, area, y, &COLUMNS);
    let place = |share: f64| area.x + share * area.width;
    for window in &intraday.windows {
        y += ROW;
        let look = Type::new(13.0);
        let name = window.window.to_string().replace('-', "\u{2212}");
        canvas.text((area.x, y + 1.0), &name, look);
        for (cell, (_, share)) in cells(window).iter().zip(&COLUMNS[1..]) {
            canvas.text((place(*share), y + 1.0), cell, look.end());
        }
        let remark = match (window.thin, &window.missing) {
            (Some(thin), _) if thin.thin => Some("thin".to_owned()),
            // The column is narrow; the whole reason stands in the terminal and the JSON.
            (_, Some(_)) if window.value.is_some() => Some("too few days".to_owned()),
            (_, missing) => missing.clone(),
        };
        if let Some(remark) = remark {
            let (from, small) = (place(0.86), Type::new(12.0).color(GREY));
            let (from, room) = match window.value {
                Some(_) => (from, area.right() - from),
                None => (place(0.40), 0.6 * area.width),
            };
            canvas.text((from, y + 1.0), &fit(canvas.fonts, &remark, 12.0, false, room), small);
        }
        canvas.line((area.x, y + 8.0), (area.right(), y + 8.0), 1.0, GRID);
    }
    y + 10.0
}

fn cells(window: &ReactionWindow) -> [String; 4] {
    let Some(value) = window.value else { return [const { String::new() }; 4] };
    let rank = window.rank.as_ref();
    let or_none = |text: Option<String>| text.unwrap_or_else(|| NONE.to_owned());
    [
        signed(value),
        or_none(rank.map(|r| three_digits(r.rank.p_abs))),
        or_none(rank.map(|r| three_digits(r.rank.p_two))),
        or_none(rank.map(|r| r.rank.size.to_string())),
    ]
}
