//! Sessions cut into spans that a vendor answers in one request.

use chrono::{DateTime, TimeDelta, Utc};

use super::rows::{midnight, new_york_date};
use super::{BarLength, BarRequest};
use crate::calendar::TradingDay;

/// A span of sessions as instants, UTC, end exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) from: DateTime<Utc>,
    pub(super) until: DateTime<Utc>,
}

/// Cuts the sessions into spans of at most `days` calendar days: for intraday bars from the start of
/// the first session to the end of the last, for daily bars from midnight to midnight in New York.
pub(super) fn spans(request: &BarRequest, days: i64) -> Vec<Span> {
    let mut spans: Vec<(TradingDay, TradingDay)> = Vec::new();
    for day in &request.days {
        match spans.last_mut() {
            Some((first, last)) if (day.date - first.date).num_days() < days.max(1) => *last = *day,
            _ => spans.push((*day, *day)),
        }
    }
    spans.iter().map(|(first, last)| span(request.length, first, last)).collect()
}

fn span(length: BarLength, first: &TradingDay, last: &TradingDay) -> Span {
    match length {
        BarLength::Day => Span {
            from: midnight(first.date),
            until: last.date.succ_opt().map_or(last.post_end, midnight),
        },
        BarLength::Minutes(_) => {
            Span { from: first.overnight_open.unwrap_or(first.pre_open), until: last.post_end }
        }
    }
}

/// What of a request is older than so many days, as `1-minute bars of 2025-12-10` and the first
/// date that is not; `None` if nothing is.
pub(super) fn too_old(
    request: &BarRequest,
    days: i64,
    now: DateTime<Utc>,
) -> Option<(String, String)> {
    let earliest = now.checked_sub_signed(TimeDelta::days(days))?;
    let starts = request.days.first()?.pre_open;
    (starts < earliest).then(|| {
        let reached = request.days.iter().find(|d| d.pre_open >= earliest).map(|d| d.date);
        let first = reached.or(new_york_date(earliest).succ_opt()).unwrap_or_default();
        (asked(request), first.to_string())
    })
}

/// What was asked for, in words: `1-minute bars of META, BABA from 2025-12-08 to 2025-12-10`.
pub(super) fn asked(request: &BarRequest) -> String {
    let symbols: Vec<&str> = request.symbols.iter().map(|s| s.as_str()).collect();
    let (first, last) = (request.first(), request.last());
    let when = match first == last {
        true => format!("of {first}"),
        false => format!("from {first} to {last}"),
    };
    format!("{} bars of {} {when}", request.length.words(), symbols.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::TradingCalendar;
    use crate::prices::vendor::VendorAdjustment;

    fn request(length: BarLength, from: &str, to: &str) -> BarRequest {
        let calendar = TradingCalendar::new_york();
        BarRequest {
            symbols: vec!["META".parse().unwrap()],
            days: BarRequest::days_of(&calendar, from.parse().unwrap(), to.parse().unwrap()),
            length,
            feed: "default".into(),
            adjustment: VendorAdjustment::Raw,
        }
    }

    #[test]
    fn spans_cover_every_session_once() {
        let request = request(BarLength::Minutes(1), "2025-11-24", "2025-12-12");
        let spans = spans(&request, 7);
        assert_eq!(spans.len(), 3);
        for day in &request.days {
            let holds = spans.iter().filter(|s| s.from <= day.pre_open && day.post_end <= s.until);
            assert_eq!(holds.count(), 1, "{}", day.date);
        }
        // The first week ends with a half day, whose post-market ends at 17:00.
        assert_eq!(spans[0].until.to_rfc3339(), "2025-11-28T22:00:00+00:00");
    }

    #[test]
    fn daily_spans_run_from_midnight_to_midnight_over_the_change_of_clocks() {
        let spans = spans(&request(BarLength::Day, "2025-03-07", "2025-03-10"), 10_000);
        assert_eq!(spans[0].from.to_rfc3339(), "2025-03-07T05:00:00+00:00");
        assert_eq!(spans[0].until.to_rfc3339(), "2025-03-11T04:00:00+00:00");
    }

    #[test]
    fn what_is_too_old_is_said_with_the_first_date_that_is_not() {
        let now = "2025-12-12T12:00:00Z".parse().unwrap();
        let request = request(BarLength::Minutes(1), "2025-11-10", "2025-11-14");
        let (what, first) = too_old(&request, 30, now).unwrap();
        assert_eq!(what, "1-minute bars of META from 2025-11-10 to 2025-11-14");
        assert_eq!(first, "2025-11-13");
        assert_eq!(too_old(&request, 60, now), None);
    }
}
