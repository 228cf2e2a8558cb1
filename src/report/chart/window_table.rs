//! The windows with every test, as a table.

use super::canvas::{Area, Canvas, Type};
use super::format::{NONE, signed, size, three_digits};
use super::palette::{GREY, GRID};
use super::panel::{table_head, title, without};
use super::text::fit;
use crate::inference::Outcome;
use crate::report::format::model_words;
use crate::study::{CarResult, FirmResult};

const ROW: f64 = 24.0;
/// The right edge of each column, as a share of the width; the first column starts at the left.
const COLUMNS: [(&str, f64); 8] = [
    ("window", 0.0),
    ("CAR %", 0.26),
    ("se", 0.36),
    ("t p", 0.47),
    ("rank p", 0.59),
    ("BHAR %", 0.73),
    ("p", 0.84),
    ("MDE %", 1.0),
];

/// Draws the table; returns its lower edge.
pub(super) fn draw(canvas: &mut Canvas<'_>, firm: &FirmResult, area: Area) -> f64 {
    let heading = format!("{}: windows around day 0", firm.ticker);
    let Some(daily) = &firm.daily else {
        let top = title(canvas, area, &heading, "");
        return without(canvas, Area { y: top + 8.0, ..area }, &no_daily(firm));
    };
    let reading = format!(
        "Abnormal returns: {}. rank p: rank of the scaled CAR among the firm's own days, over several days among their permutations. BHAR: buy-and-hold, against the benchmark. MDE: the smallest effect that a 5% test would find with 80% probability.",
        model_words(&daily.model)
    );
    let mut y = title(canvas, area, &heading, &reading) + 22.0;
    let area = table_head(canvas, area, y, &COLUMNS);
    let place = |share: f64| area.x + share * area.width;
    for (k, window) in daily.windows.iter().enumerate() {
        y += ROW;
        let look = Type::new(13.0);
        let look = if k == 0 { look.bold() } else { look };
        canvas.text((area.x, y + 1.0), &window.window.to_string().replace('-', "\u{2212}"), look);
        match &window.missing {
            Some(reason) => {
                let room = 0.78 * area.width;
                let reason = fit(canvas.fonts, reason, 12.0, false, room);
                canvas.text((place(0.18), y + 1.0), &reason, Type::new(12.0).color(GREY));
            }
            None => {
                for (cell, (_, share)) in cells(window).iter().zip(&COLUMNS[1..]) {
                    canvas.text((place(*share), y + 1.0), cell, look.end());
                }
            }
        }
        canvas.line((area.x, y + 8.0), (area.right(), y + 8.0), 1.0, GRID);
    }
    y + 10.0
}

fn cells(window: &CarResult) -> [String; 7] {
    let or_none = |value: Option<f64>, format: fn(f64) -> String| {
        value.map_or_else(|| NONE.to_owned(), format)
    };
    let p = |outcome: &Option<Outcome>| {
        or_none(outcome.as_ref().and_then(Outcome::p_value), three_digits)
    };
    [
        or_none(window.car.map(|c| c.value), signed),
        or_none(window.car.map(|c| c.standard_error).filter(|se| se.is_finite()), size),
        p(&window.t_test),
        or_none(window.deciding().and_then(Outcome::p_value), three_digits),
        or_none(window.buy_and_hold.map(|b| b.value), signed),
        or_none(window.buy_and_hold.map(|b| b.p_value), three_digits),
        or_none(window.minimum_detectable_effect, size),
    ]
}

/// Why there is no daily study.
pub(super) fn no_daily(firm: &FirmResult) -> String {
    let reason = firm.daily_missing.as_deref().unwrap_or("the reason is in the list of exclusions");
    format!("No daily study of {}: {reason}.", firm.ticker)
}
