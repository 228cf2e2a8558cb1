//! The scheduled holidays and half days of the New York exchanges, by rule.
//!
//! The rules are those in force since 2005, the first year of the calendar; older ones (half days
//! that closed at 14:00, half days on Friday 5 July) never applied in it.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::hours::date;

/// Weekdays of the year on which the exchange is closed by rule, with the holiday's name.
pub fn closures(year: i32) -> Vec<(NaiveDate, String)> {
    let mut closures = vec![
        named(nth(year, 1, Weekday::Mon, 3), "Martin Luther King Jr. Day"),
        named(nth(year, 2, Weekday::Mon, 3), "Washington's Birthday"),
        named(easter_sunday(year) - Days::new(2), "Good Friday"),
        named(last_monday_of_may(year), "Memorial Day"),
        observed(date(year, 7, 4), "Independence Day"),
        named(nth(year, 9, Weekday::Mon, 1), "Labor Day"),
        named(thanksgiving(year), "Thanksgiving Day"),
        observed(date(year, 12, 25), "Christmas Day"),
    ];
    // The exchange does not close on the last business day of the year, so a New Year's Day on a
    // Saturday is not observed at all: 2010-12-31, 2021-12-31 and 2027-12-31 are full days.
    if date(year, 1, 1).weekday() != Weekday::Sat {
        closures.push(observed(date(year, 1, 1), "New Year's Day"));
    }
    // A federal holiday from June 2021, on the exchange from 2022.
    if year >= 2022 {
        closures.push(observed(date(year, 6, 19), "Juneteenth"));
    }
    closures
}

/// Weekdays of the year with a scheduled close at 13:00, with the occasion.
pub fn early_closes(year: i32) -> Vec<(NaiveDate, String)> {
    // When the holiday falls on a Saturday the Friday before it is closed, not halved; and on a
    // Sunday or Monday the eve is no business day.
    let monday_to_thursday =
        |eve: &NaiveDate| !matches!(eve.weekday(), Weekday::Fri | Weekday::Sat | Weekday::Sun);
    let mut early_closes =
        vec![named(thanksgiving(year) + Days::new(1), "the day after Thanksgiving")];
    for (eve, occasion) in
        [(date(year, 7, 3), "the eve of Independence Day"), (date(year, 12, 24), "Christmas Eve")]
    {
        if monday_to_thursday(&eve) {
            early_closes.push(named(eve, occasion));
        }
    }
    early_closes
}

fn named(date: NaiveDate, name: &str) -> (NaiveDate, String) {
    (date, name.to_owned())
}

/// A holiday on a Saturday is kept on the Friday before, one on a Sunday on the Monday after.
fn observed(holiday: NaiveDate, name: &str) -> (NaiveDate, String) {
    let kept = match holiday.weekday() {
        Weekday::Sat => holiday - Days::new(1),
        Weekday::Sun => holiday + Days::new(1),
        _ => return named(holiday, name),
    };
    (kept, format!("{name}, observed"))
}

fn nth(year: i32, month: u32, weekday: Weekday, n: u8) -> NaiveDate {
    NaiveDate::from_weekday_of_month_opt(year, month, weekday, n)
        .expect("every month has a first to fourth of each weekday")
}

fn thanksgiving(year: i32) -> NaiveDate {
    nth(year, 11, Weekday::Thu, 4)
}

fn last_monday_of_may(year: i32) -> NaiveDate {
    let end = date(year, 5, 31);
    end - Days::new(u64::from(end.weekday().num_days_from_monday()))
}

/// Easter Sunday of the Gregorian calendar for the years 1900 to 2099.
///
/// The Paschal full moon repeats with the 19-year lunar cycle; within these two centuries the two
/// corrections of the general rule are constant (24 days) and two late moons move back by one.
pub fn easter_sunday(year: i32) -> NaiveDate {
    let place_in_cycle = year % 19;
    let mut moon_after_21_march = (19 * place_in_cycle + 24) % 30;
    if moon_after_21_march == 29 || (moon_after_21_march == 28 && place_in_cycle > 10) {
        moon_after_21_march -= 1;
    }
    let full_moon = date(year, 3, 21) + Days::new(u64::from(moon_after_21_march.unsigned_abs()));
    // Easter is the Sunday strictly after the full moon.
    full_moon + Days::new(u64::from(7 - full_moon.weekday().num_days_from_sunday()))
}
