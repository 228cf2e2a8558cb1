//! The clock axis of the intraday figure: trading hours to scale, closed hours as a break.

use chrono::{DateTime, NaiveDate, TimeDelta, Timelike, Utc};

use super::canvas::{Area, Canvas, Type};
use super::palette::{EXTENDED, GREY, LINE, WHITE};
use crate::calendar::{Session, TradingCalendar, TradingDay};

/// The width of a break for closed hours: room for the clock times at both ends.
const BREAK: f64 = 42.0;

/// The axis.
pub(super) struct TimeAxis {
    spans: Vec<Span>,
}

/// Trading hours of one date, drawn without a break.
struct Span {
    date: NaiveDate,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
    pixels: (f64, f64),
}

impl TimeAxis {
    /// The trading hours that hold `first` and `last` and everything between; `None` where the
    /// calendar has none.
    pub(super) fn new(
        first: DateTime<Utc>,
        last: DateTime<Utc>,
        calendar: &TradingCalendar,
        plot: Area,
    ) -> Option<Self> {
        let hours = |day: &TradingDay| {
            let starts = if first < day.pre_open {
                day.overnight_open.filter(|o| *o <= first)
            } else {
                None
            };
            let from =
                floor_hour(first - TimeDelta::minutes(30)).max(starts.unwrap_or(day.pre_open));
            let to = if last <= day.close { day.close } else { day.post_end };
            (from, to)
        };
        let days = calendar.days();
        let start = days.partition_point(|d| d.post_end <= first);
        let open: Vec<_> = days[start..]
            .iter()
            .take_while(|d| d.pre_open <= last || d.overnight_open.is_some_and(|o| o <= last))
            .map(|d| (d.date, hours(d)))
            .filter(|(_, (from, to))| from < to)
            .collect();
        let seconds = |(_, (from, to)): &(NaiveDate, (DateTime<Utc>, DateTime<Utc>))| {
            (*to - *from).num_seconds() as f64
        };
        let total: f64 = open.iter().map(seconds).sum();
        let drawn = plot.width - BREAK * open.len().saturating_sub(1) as f64;
        if open.is_empty() || drawn < 50.0 {
            return None;
        }
        let mut x = plot.x;
        let spans = open
            .iter()
            .map(|span| {
                let start = x;
                let end = start + drawn * seconds(span) / total;
                x = end + BREAK;
                Span { date: span.0, from: span.1.0, to: span.1.1, pixels: (start, end) }
            })
            .collect();
        Some(Self { spans })
    }

    /// The place of an instant; `None` in closed hours and beyond the axis.
    pub(super) fn at(&self, time: DateTime<Utc>) -> Option<f64> {
        self.spans.iter().find(|s| s.from <= time && time <= s.to).map(|s| s.at(time))
    }

    /// The place of an instant, moved to the next place that is drawn.
    pub(super) fn nearest(&self, time: DateTime<Utc>) -> f64 {
        let span = self.spans.iter().find(|s| time <= s.to).or(self.spans.last());
        span.map_or(0.0, |s| s.at(time.clamp(s.from, s.to)))
    }

    /// The first instant on the axis.
    pub(super) fn start(&self) -> DateTime<Utc> {
        self.spans.first().map_or(DateTime::<Utc>::MIN_UTC, |s| s.from)
    }

    /// Where a session lies on the axis, if a part of it does.
    pub(super) fn session(
        &self,
        date: NaiveDate,
        session: Session,
        calendar: &TradingCalendar,
    ) -> Option<(f64, f64)> {
        let span = self.spans.iter().find(|s| s.date == date)?;
        let (from, to) = calendar.day(date)?.bounds(session)?;
        let (from, to) = (from.max(span.from), to.min(span.to));
        (from < to).then(|| (span.at(from), span.at(to)))
    }

    /// Shades the sessions and writes their names at the top.
    pub(super) fn shade(&self, canvas: &mut Canvas<'_>, calendar: &TradingCalendar, plot: Area) {
        for span in &self.spans {
            for session in Session::ALL {
                let Some((left, right)) = self.session(span.date, session, calendar) else {
                    continue;
                };
                let color = if session == Session::Regular { WHITE } else { EXTENDED };
                canvas.rect(Area { x: left, width: right - left, ..plot }, color);
                let name = session.to_string();
                if canvas.fonts.width(&name, 11.0, false) + 8.0 < right - left {
                    canvas.text(
                        (0.5 * (left + right), plot.y - 6.0),
                        &name,
                        Type::new(11.0).color(GREY).middle().halo(),
                    );
                }
            }
        }
    }

    /// Draws the axis with ticks at round hours; returns its lower edge.
    pub(super) fn draw(
        &self,
        canvas: &mut Canvas<'_>,
        calendar: &TradingCalendar,
        plot: Area,
    ) -> f64 {
        let y = plot.bottom();
        for span in &self.spans {
            canvas.line((span.pixels.0, y), (span.pixels.1, y), 1.0, LINE);
            let per_hour = (span.pixels.1 - span.pixels.0)
                / ((span.to - span.from).num_seconds() as f64 / 3600.0);
            let step = [1, 2, 3, 4, 6]
                .into_iter()
                .find(|s| f64::from(*s) * per_hour >= 46.0)
                .unwrap_or(12);
            let mut hour = floor_hour(span.from);
            while hour <= span.to {
                if hour >= span.from && calendar.local(hour).hour().is_multiple_of(step) {
                    let x = span.at(hour);
                    canvas.line((x, y), (x, y + 4.0), 1.0, LINE);
                    let clock = calendar.local(hour).format("%H:%M").to_string();
                    canvas.text((x, y + 18.0), &clock, Type::new(12.0).color(GREY).middle());
                }
                hour += TimeDelta::hours(1);
            }
            let label = format!("{} ET", span.date);
            canvas.text(
                (0.5 * (span.pixels.0 + span.pixels.1), y + 35.0),
                &label,
                Type::new(12.0).color(GREY).middle(),
            );
        }
        for pair in self.spans.windows(2) {
            let x = 0.5 * (pair[0].pixels.1 + pair[1].pixels.0);
            for shift in [-3.0, 3.0] {
                canvas.line((x + shift - 3.0, y + 5.0), (x + shift + 3.0, y - 5.0), 1.0, GREY);
            }
        }
        y + 42.0
    }
}

impl Span {
    fn at(&self, time: DateTime<Utc>) -> f64 {
        let share = (time - self.from).num_seconds() as f64
            / (self.to - self.from).num_seconds().max(1) as f64;
        self.pixels.0 + share * (self.pixels.1 - self.pixels.0)
    }
}

/// New York is a whole number of hours from UTC, so whole hours are whole in both.
fn floor_hour(time: DateTime<Utc>) -> DateTime<Utc> {
    time - TimeDelta::seconds(time.timestamp().rem_euclid(3600))
}
