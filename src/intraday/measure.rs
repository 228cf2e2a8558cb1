//! What is measured on a day, in the same way on the event day and on every reference day.

use chrono::NaiveDate;
use serde::Serialize;

use super::anchor::{Anchor, NoAnchor};
use super::clock::{gaps, instant, last_end_before, session_ending, trade_date};
use super::tape::{Tape, maximum_age};
use crate::calendar::{GapClass, Moment, Session, TradingCalendar};
use crate::prices::CLOSE_AGE;

/// The windows of the intraday study; minutes count from the start of bar 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WindowName {
    /// The last so many minutes before the news, ending at the baseline.
    Before(i64),
    /// From the baseline over the first so many minutes of the reaction.
    After(i64),
    /// From the baseline to the opening price of the regular session.
    ToOpen,
    /// From the baseline to the last regular price of day 0.
    ToClose,
    /// From the baseline to the last regular price of the session after day 0.
    NextSession,
}

impl WindowName {
    /// Every window, in time order.
    pub const ALL: [Self; 10] = [
        Self::Before(60),
        Self::Before(15),
        Self::After(5),
        Self::After(10),
        Self::After(15),
        Self::After(30),
        Self::After(60),
        Self::ToOpen,
        Self::ToClose,
        Self::NextSession,
    ];

    /// The length of a window that counts minutes.
    pub const fn minutes(self) -> Option<i64> {
        match self {
            Self::Before(minutes) | Self::After(minutes) => Some(minutes),
            _ => None,
        }
    }
}

impl std::fmt::Display for WindowName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text = match self {
            Self::Before(m) => format!("[-{m},-1] min"),
            Self::After(m) => format!("[0,{m}) min"),
            Self::ToOpen => "to open".to_owned(),
            Self::ToClose => "to close".to_owned(),
            Self::NextSession => "to next close".to_owned(),
        };
        f.pad(&text)
    }
}

impl Serialize for WindowName {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A log return between two instants, with the closed nights it crosses.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Measured {
    pub(super) value: f64,
    pub(super) from: i64,
    pub(super) to: i64,
    pub(super) gaps: Vec<GapClass>,
}

/// A day held against one publication instant.
#[derive(Clone, Debug)]
pub(super) struct Day {
    pub(super) anchor: Anchor,
    pub(super) published: i64,
    /// The session whose close ends the path: day 0.
    pub(super) day_zero: NaiveDate,
}

impl Day {
    pub(super) fn of(
        tape: &Tape,
        published: i64,
        calendar: &TradingCalendar,
    ) -> Result<Self, NoAnchor> {
        let anchor = Anchor::of(tape, published, calendar)?;
        let zero = calendar.day_zero(instant(published)).map_err(|_| NoAnchor::OutsideCalendar)?;
        Ok(Self { anchor, published, day_zero: zero.date })
    }

    /// The return of a window, or why there is none.
    pub(super) fn measure(
        &self,
        tape: &Tape,
        window: WindowName,
        calendar: &TradingCalendar,
    ) -> Result<Measured, &'static str> {
        let start = self.anchor.baseline_start;
        let since_baseline = |price: f64, to: i64| Measured {
            value: (price / self.baseline_at(tape, to, calendar)).ln(),
            from: start,
            to,
            gaps: gaps(start, to, calendar),
        };
        match window {
            WindowName::Before(minutes) => self.before(tape, minutes, calendar),
            WindowName::After(minutes) => {
                let length = tape.interval.seconds();
                let first = self.clock_start(length, calendar);
                let to = first + (minutes * 60 + length - 1) / length * length;
                let session = session_ending(to, calendar)
                    .ok_or("the window runs past the end of trading")?;
                if trade_date(to - 1, calendar) != trade_date(first, calendar) {
                    return Err("the window runs past the end of trading");
                }
                let traded = tape.last_ended(to).is_some_and(|i| tape.starts[i] >= first);
                let price = tape.price(to, session).filter(|_| traded);
                Ok(since_baseline(price.ok_or("no trade in the window, or none near its end")?, to))
            }
            WindowName::ToOpen => {
                let day = calendar.day(self.day_zero).ok_or("outside the calendar")?;
                let open = day.open.timestamp();
                if self.published > open {
                    return Err("the news came after the open");
                }
                let at = tape.between(open, open + tape.interval.seconds());
                let first = at.into_iter().next().ok_or("no opening bar")?;
                Ok(since_baseline(tape.open[first], open))
            }
            WindowName::ToClose => {
                let (price, to) = last_regular(tape, self.day_zero, calendar)?;
                Ok(since_baseline(price, to))
            }
            WindowName::NextSession => {
                let next = self.day_zero.succ_opt().and_then(|d| calendar.next_on_or_after(d));
                let next = next.ok_or("outside the calendar")?;
                let (price, to) = last_regular(tape, next.date, calendar)?;
                Ok(since_baseline(price, to))
            }
        }
    }

    /// The start of the bar of the news by the clock, traded or not, so that every day is measured
    /// over the same minutes; for news in a closed period the start of the next premarket.
    pub(super) fn clock_start(&self, length: i64, calendar: &TradingCalendar) -> i64 {
        match calendar.moment(instant(self.published)) {
            Ok(Moment::Open { date, session }) => {
                let start = calendar.day(date).and_then(|d| d.bounds(session));
                let start = start.map_or(0, |(from, _)| from.timestamp());
                start + (self.published - start).div_euclid(length) * length
            }
            _ => calendar
                .day(self.day_zero)
                .map_or(self.anchor.first_bar.timestamp(), |d| d.pre_open.timestamp()),
        }
    }

    /// The baseline price as it compares with prices just before `to`.
    fn baseline_at(&self, tape: &Tape, to: i64, calendar: &TradingCalendar) -> f64 {
        let base = self.anchor.baseline_price;
        let dates =
            trade_date(self.anchor.baseline_start, calendar).zip(trade_date(to - 1, calendar));
        dates.map_or(base, |(after, through)| tape.ex_reference(base, after, through))
    }

    fn before(
        &self,
        tape: &Tape,
        minutes: i64,
        calendar: &TradingCalendar,
    ) -> Result<Measured, &'static str> {
        let to = match calendar.moment(instant(self.published)) {
            Ok(Moment::Open { .. }) => self.clock_start(tape.interval.seconds(), calendar),
            _ => last_end_before(self.published, calendar).ok_or("outside the calendar")?,
        };
        let from = to - minutes * 60;
        let session = session_ending(from, calendar).ok_or("the market was closed at its start")?;
        if trade_date(from, calendar) != trade_date(to - 1, calendar) {
            return Err("the market was closed at its start");
        }
        let price = tape.price(from, session).ok_or("no recent trade at its start")?;
        Ok(Measured {
            value: (self.anchor.baseline_price / price).ln(),
            from,
            to,
            gaps: gaps(from, to, calendar),
        })
    }

    /// The instants at which the path is read: the end of every bar from bar 0 to the close of day
    /// 0, with one point for a closed night in between.
    pub(super) fn grid(&self, first: i64, length: i64, calendar: &TradingCalendar) -> Vec<Point> {
        let mut points = Vec::new();
        let Some(mut date) = trade_date(first, calendar) else { return points };
        let mut from = first;
        while let Some(day) = calendar.day(date) {
            let last = date == self.day_zero;
            for session in [Session::Pre, Session::Regular, Session::Post] {
                let Some((start, end)) = day.bounds(session) else { continue };
                let (start, end) = (start.timestamp().max(from), end.timestamp());
                if start >= end || (last && session == Session::Post) {
                    continue;
                }
                points.extend(
                    (1..)
                        .map(|k| start + k * length)
                        .take_while(|t| t - length < end)
                        .map(|t| Point::Bar(t.min(end))),
                );
            }
            if last {
                break;
            }
            let Some(next) = date.succ_opt().and_then(|d| calendar.next_on_or_after(d)) else {
                break;
            };
            if next.date > self.day_zero {
                break;
            }
            date = next.date;
            from = next.pre_open.timestamp();
            points.push(Point::Gap(from));
        }
        points
    }

    /// The cumulative log return since the baseline at each point; `None` without a recent trade.
    pub(super) fn path(
        &self,
        tape: &Tape,
        points: &[Point],
        calendar: &TradingCalendar,
    ) -> Vec<Option<f64>> {
        points
            .iter()
            .map(|point| {
                let base = self.baseline_at(
                    tape,
                    point.time() + i64::from(matches!(point, Point::Gap(_))),
                    calendar,
                );
                let price = match *point {
                    Point::Bar(t) => session_ending(t, calendar).and_then(|s| tape.price(t, s)),
                    Point::Gap(t) => first_after_gap(tape, t),
                };
                price.map(|p| (p / base).ln()).filter(|r| r.is_finite())
            })
            .collect()
    }
}

/// A point of the path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Point {
    /// The end of a bar.
    Bar(i64),
    /// The first price after a closed night that ends then.
    Gap(i64),
}

impl Point {
    pub(super) const fn time(self) -> i64 {
        match self {
            Self::Bar(t) | Self::Gap(t) => t,
        }
    }
}

/// The first price after a closed night, if it comes while the session is young; a later one belongs
/// to the bar in which it traded.
fn first_after_gap(tape: &Tape, opens: i64) -> Option<f64> {
    let first = tape.starts.partition_point(|s| *s < opens);
    let soon = tape.starts.get(first).is_some_and(|s| s - opens <= maximum_age(Session::Pre));
    (soon && tape.sessions[first] == Session::Pre).then(|| tape.open[first])
}

fn last_regular(
    tape: &Tape,
    date: NaiveDate,
    calendar: &TradingCalendar,
) -> Result<(f64, i64), &'static str> {
    let day = calendar.day(date).ok_or("outside the calendar")?;
    let bars = tape.between(day.open.timestamp(), day.close.timestamp());
    let last = bars.into_iter().next_back().ok_or("no regular bars on that day")?;
    let (ended, close) = (tape.starts[last] + tape.interval.seconds(), day.close.timestamp());
    if close - ended > CLOSE_AGE {
        return Err("the bars of that day stop before the close");
    }
    Ok((tape.close[last], close))
}
