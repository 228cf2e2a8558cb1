//! Numbers and times as people read them.

use chrono::{DateTime, Utc};

use crate::calendar::TradingCalendar;
use crate::event::{NewsTiming, Precision};
use crate::returns::Window;

/// The sign that is as wide as a plus, so that columns of numbers align.
const MINUS: &str = "\u{2212}";
/// What stands where there is no number.
pub const NONE: &str = "\u{2013}";

/// A decimal fraction as a signed number of per cent, without the unit: `+1.83`.
pub(super) fn signed(value: f64) -> String {
    if !value.is_finite() {
        return NONE.to_owned();
    }
    let size = digits(100.0 * value.abs());
    // What rounds to zero has no sign.
    let sign = match value {
        _ if size == "0.00" => "",
        v if v < 0.0 => MINUS,
        _ => "+",
    };
    format!("{sign}{size}")
}

/// Two digits after the point; what is no return any more, such as the price of another unit, in a
/// form that leaves its place on the page.
fn digits(size: f64) -> String {
    if size < 1e5 { format!("{size:.2}") } else { format!("{size:.3e}") }
}

/// A decimal fraction as a signed percentage: `+1.83%`.
pub fn percent(value: f64) -> String {
    if value.is_finite() { format!("{}%", signed(value)) } else { NONE.to_owned() }
}

/// A size as a number of per cent without sign and unit: `2.93`.
pub(super) fn size(value: f64) -> String {
    if value.is_finite() { digits(100.0 * value.abs()) } else { NONE.to_owned() }
}

/// A number of things: `12,345`.
pub fn count(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (k, digit) in digits.chars().enumerate() {
        if k > 0 && (digits.len() - k).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// An interval between two decimal fractions, in per cent: `[+0.30, +2.16]`.
pub(super) fn interval((low, high): (f64, f64)) -> String {
    format!("[{}, {}]", signed(low), signed(high))
}

/// A window of event time: `[\u{2212}1, +1]`, or `day 0`.
pub(super) fn window(window: Window) -> String {
    match (window.first(), window.last()) {
        (first, last) if first == last => format!("day {}", event_day(first)),
        (first, last) => format!("[{}, {}]", event_day(first), event_day(last)),
    }
}

/// A plain signed number: `+2.9`.
pub(super) fn plain(value: f64) -> String {
    match value {
        v if !v.is_finite() => NONE.to_owned(),
        v if v < 0.0 => format!("{MINUS}{:.2}", v.abs()),
        v => format!("+{v:.2}"),
    }
}

/// A p-value with as many digits as a decision at 5% needs.
pub fn p(value: f64) -> String {
    match value {
        v if !v.is_finite() => "p n/a".to_owned(),
        // As everywhere: what rounds to 0.001 is that.
        v if v < 0.0005 => "p < 0.001".to_owned(),
        v if v < 0.1 => format!("p {v:.3}"),
        v => format!("p {v:.2}"),
    }
}

/// A p-value that may be missing.
pub(super) fn p_or_none(value: Option<f64>) -> String {
    value.map_or_else(|| "no test".to_owned(), p)
}

/// A tick of a percentage axis whose ticks are `step` apart (both in decimal fractions).
pub fn tick(value: f64, step: f64) -> String {
    let digits = (2..6).find(|d| 10_f64.powi(*d) * step > 0.999).map_or(0, |d| d - 2) as usize;
    let text = format!("{:.digits$}%", 100.0 * value.abs());
    match value {
        v if v.abs() < step * 1e-6 => "0%".to_owned(),
        v if v < 0.0 => format!("{MINUS}{text}"),
        _ => format!("+{text}"),
    }
}

/// A day of event time: `+3`.
pub(super) fn event_day(t: i32) -> String {
    match t {
        0 => "0".to_owned(),
        t if t < 0 => format!("{MINUS}{}", t.unsigned_abs()),
        t => format!("+{t}"),
    }
}

/// When the news came, in New York time, as far as it is known.
pub(super) fn published(timing: &NewsTiming, calendar: &TradingCalendar) -> String {
    let (from, to) = (calendar.local(timing.earliest), calendar.local(timing.latest));
    let date = from.format("%Y-%m-%d");
    match timing.precision {
        Precision::Second => format!("published {} ET", from.format("%Y-%m-%d %H:%M:%S")),
        Precision::Minute => format!("published {} ET", from.format("%Y-%m-%d %H:%M")),
        Precision::Date => format!("published on {date}; time of day not known"),
        Precision::Session => {
            format!("published in the {} of {date}; minute not known", timing.session_words())
        }
        _ => {
            let (first, last) = (clock(timing.earliest, calendar), clock(timing.latest, calendar));
            let between = if from.date_naive() == to.date_naive() {
                format!("{date} {first} and {last}")
            } else {
                format!("{date} {first} and {} {last}", to.format("%Y-%m-%d"))
            };
            format!("published between {between} ET; minute not known")
        }
    }
}

/// The time of day in New York, with seconds only where they are not zero.
pub(super) fn clock(time: DateTime<Utc>, calendar: &TradingCalendar) -> String {
    let local = calendar.local(time);
    let seconds = time.timestamp() % 60 != 0;
    local.format(if seconds { "%H:%M:%S" } else { "%H:%M" }).to_string()
}

/// A p-value with the same digits in every row, so that the points align.
pub(super) fn three_digits(p: f64) -> String {
    match p {
        p if !p.is_finite() => NONE.to_owned(),
        p if p < 0.001 => "<0.001".to_owned(),
        p => format!("{p:.3}"),
    }
}
