//! One pair for one story: duplicates and amendments go.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::rejected::RejectedRow;
use super::table::Announcements;
use crate::event::{Published, Reason};

/// Of each id and ticker keeps the earliest time, of each ticker and time the first row.
pub(super) fn keep(table: &mut Announcements) {
    let times: Vec<Time> = table.published.iter().map(Time::of).collect();
    let (mut gone, shared) =
        rayon::join(|| by_event(table, &times), || some_share_a_time(table, &times));
    if shared {
        let mut of_time: HashMap<(u32, Time), u32> = HashMap::with_capacity(table.len());
        for i in (0..table.len()).filter(|i| gone[*i].is_none()).collect::<Vec<_>>() {
            let first = *of_time.entry((table.firms[i], times[i])).or_insert(i as u32);
            if first as usize != i {
                gone[i] = Some((first, Reason::Duplicate));
            }
        }
    }
    if gone.iter().any(Option::is_some) {
        remove(table, &gone);
    }
}

/// For each pair that goes, since its event and ticker come with another time or again, the pair
/// kept in its place, and why.
fn by_event(table: &Announcements, times: &[Time]) -> Vec<Option<(u32, Reason)>> {
    let mut gone = vec![None; table.len()];
    let mut of_event: HashMap<(&str, u32), u32> = HashMap::with_capacity(table.len());
    for i in 0..table.len() as u32 {
        let at = i as usize;
        let kept = of_event.entry((table.ids[at].as_str(), table.firms[at])).or_insert(i);
        let first = *kept as usize;
        if first == at {
            continue;
        }
        if times[at] == times[first] {
            gone[at] = Some((*kept, Reason::Duplicate));
        } else if times[at].order() < times[first].order() {
            gone[first] = Some((i, Reason::Amendment));
            *kept = i;
        } else {
            gone[at] = Some((*kept, Reason::Amendment));
        }
    }
    gone
}

/// Whether some ticker has a time twice, whatever the event: mostly none has.
fn some_share_a_time(table: &Announcements, times: &[Time]) -> bool {
    let mut seen: HashSet<(u32, Time)> = HashSet::with_capacity(table.len());
    !table.firms.iter().zip(times).all(|(firm, time)| seen.insert((*firm, *time)))
}

fn remove(table: &mut Announcements, gone: &[Option<(u32, Reason)>]) {
    for (i, found) in gone.iter().enumerate() {
        let Some((kept, code)) = *found else { continue };
        let ticker = table.ticker(i).to_string();
        // The row it lost to may itself have lost to an earlier one since.
        let mut kept = kept as usize;
        while let Some((next, _)) = gone[kept] {
            kept = next as usize;
        }
        let (id, row) = (&table.ids[kept], table.rows[kept]);
        let time = &table.published[kept];
        let reason = match code {
            Reason::Amendment => format!(
                "row {row} has the same event and ticker at {time}, which is the earliest time"
            ),
            _ if *id == table.ids[i] => {
                format!("row {row} has the same event, ticker and time")
            }
            _ => format!(
                "row {row} has event `{id}` of the same ticker at the same time; its return counts once"
            ),
        };
        let (row, id) = (table.rows[i], table.ids[i].clone());
        table.rejected.push(RejectedRow { row, id, ticker, code, reason });
    }
    retain(&mut table.ids, gone);
    retain(&mut table.published, gone);
    retain(&mut table.firms, gone);
    retain(&mut table.rows, gone);
    if !table.headlines.is_empty() {
        retain(&mut table.headlines, gone);
    }
    for column in table.attributes.values_mut() {
        retain(column, gone);
    }
}

fn retain<T>(column: &mut Vec<T>, gone: &[Option<(u32, Reason)>]) {
    let mut stays = gone.iter().map(Option::is_none);
    column.retain(|_| stays.next().unwrap_or(true));
}

/// A publication time as numbers: its kind, first and last instant in microseconds.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Time {
    kind: u8,
    first: i64,
    last: i64,
}

impl Time {
    fn of(published: &Published) -> Self {
        let micros = |t: &DateTime<FixedOffset>| t.timestamp_micros();
        let (kind, first, last) = match published {
            Published::Second(t) | Published::Minute(t) => (0, micros(t), micros(t)),
            Published::NoLaterThan { not_before: None, latest } => {
                (1, micros(latest), micros(latest))
            }
            Published::NoLaterThan { not_before: Some(first), latest } => {
                (2, micros(first), micros(latest))
            }
            Published::Session { date, session } => (3, midnight(*date), *session as i64),
            Published::Date(date) => (4, midnight(*date), 0),
        };
        Self { kind, first, last }
    }

    /// Orders times by the earliest instant at which the story may have been public.
    fn order(self) -> (i64, u8, i64) {
        (self.first, self.kind, self.last)
    }
}

/// Midnight of a date in New York in winter; a date stands for any instant from then on.
fn midnight(date: NaiveDate) -> i64 {
    const HOURS_BEHIND_UTC: i64 = 5;
    date.and_hms_opt(0, 0, 0).map_or(i64::MIN, |t| t.and_utc().timestamp_micros())
        + HOURS_BEHIND_UTC * 3_600_000_000
}
