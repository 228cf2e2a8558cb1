//! The marks of the intraday figure: the news, other news, the onset, and hours without prints.

use chrono::{DateTime, Utc};

use super::canvas::{Area, Canvas, Type};
use super::intraday_path::Figure;
use super::palette::{GREY, INK, NEWS, faded};
use super::text::{fit, wrap};
use super::{Sheet, format};
use crate::calendar::Session;
use crate::event::Ticker;
use crate::study::FirmResult;

impl Figure<'_> {
    /// Marks when the news came: an instant, or all the time in which it may have come.
    pub(super) fn news(&self, canvas: &mut Canvas<'_>, sheet: &Sheet<'_>) {
        let (timing, plot) = (self.timing, self.plot);
        let label_y = plot.y - 26.0;
        let look = Type::new(12.0).bold().color(NEWS);
        if timing.to_the_minute() {
            let x = self.time.nearest(timing.earliest);
            canvas.line((x, plot.y - 22.0), (x, plot.bottom()), 2.0, NEWS);
            let label = format!("news {} ET", format::clock(timing.earliest, sheet.calendar));
            let near_edge = x + canvas.fonts.width(&label, 12.0, true) > plot.right();
            canvas.text((x, label_y), &label, if near_edge { look.end() } else { look });
            return;
        }
        let (left, right) = (self.time.nearest(timing.earliest), self.time.nearest(timing.latest));
        let width = (right - left).max(2.0);
        canvas.rect(Area { x: left, width, ..plot }, faded(NEWS, 0.08));
        canvas.line((left, plot.y - 20.0), (left + width, plot.y - 20.0), 3.0, NEWS);
        let local = |t: DateTime<Utc>| sheet.calendar.local(t);
        let (from, to) = (local(timing.earliest), local(timing.latest));
        let clock = |t: DateTime<Utc>| format::clock(t, sheet.calendar);
        let label = if timing.date_only() {
            "news some time on this date".to_owned()
        } else if from.date_naive() == to.date_naive() {
            format!("news between {} and {} ET", clock(timing.earliest), clock(timing.latest))
        } else {
            format!(
                "news between {} {} and {} ET",
                from.format("%m-%d"),
                clock(timing.earliest),
                clock(timing.latest)
            )
        };
        let arrow = if timing.earliest < self.time.start() { "\u{2190} " } else { "" };
        canvas.text((left, label_y), &format!("{arrow}{label}"), look);
    }

    /// Marks other news of the day whose time is known.
    pub(super) fn other_news(&self, canvas: &mut Canvas<'_>, sheet: &Sheet<'_>, firm: &FirmResult) {
        const MOST: usize = 3;
        let concerned = |tickers: &[Ticker]| tickers.is_empty() || tickers.contains(&firm.ticker);
        let known =
            sheet.event.event.confounders.iter().filter(|c| concerned(&c.tickers)).filter_map(
                |c| {
                    let t = c.time.instant()?;
                    Some((self.time.at(t)?, c.headline.in_language(sheet.language.code())))
                },
            );
        for (k, (x, headline)) in known.take(MOST).enumerate() {
            canvas.dashed((x, self.plot.y), (x, self.plot.bottom()), 1.25, NEWS);
            let left = x > self.plot.x + 0.55 * self.plot.width;
            let room = if left { x - self.plot.x } else { self.plot.right() - x } - 14.0;
            let look = Type::new(12.0).color(NEWS).halo();
            let label = fit(canvas.fonts, headline, 12.0, false, room.min(320.0));
            let y = self.plot.bottom() - 10.0 - 17.0 * k as f64;
            let (look, place) = if left { (look.end(), x - 6.0) } else { (look, x + 6.0) };
            canvas.text((place, y), &label, look);
        }
    }

    /// Says in the premarket hours that nothing traded there.
    pub(super) fn without_premarket(
        &self,
        canvas: &mut Canvas<'_>,
        sheet: &Sheet<'_>,
        firm: &FirmResult,
    ) {
        let day = self.timing.day_zero;
        if self.intraday.premarket_bars > 0 {
            return;
        }
        let Some((left, right)) = self.time.session(day, Session::Pre, sheet.calendar) else {
            return;
        };
        let text = format!("{} has no premarket prints on {day} in the data", firm.ticker);
        if right - left < 110.0 {
            return;
        }
        let lines = wrap(canvas.fonts, &text, 12.0, false, right - left - 20.0, 4);
        let mut y = self.y.at(0.0) - 12.0 - 17.0 * (lines.len() as f64 - 1.0);
        for line in lines {
            canvas.text(
                (0.5 * (left + right), y),
                &line,
                Type::new(12.0).color(GREY).middle().halo(),
            );
            y += 17.0;
        }
    }

    /// Marks the first point of the deciding path outside its band, where minutes count from the
    /// news.
    pub(super) fn onset(&self, canvas: &mut Canvas<'_>, sheet: &Sheet<'_>) {
        let Some(tested) = self.intraday.deciding().filter(|d| d.times.is_some()) else { return };
        let onset = tested.path.onset.and_then(|k| self.intraday.path.get(k));
        let Some((point, value)) = onset.and_then(|p| Some((p, tested.kind.at(p)?))) else {
            return;
        };
        let Some(x) = self.time.at(point.time) else { return };
        let y = self.y.at(value);
        canvas.dot((x, y), 5.0, INK);
        let label = format!("leaves the band by {}", format::clock(point.time, sheet.calendar));
        // On the side of the start, where the path has left the room free.
        let below = if value > 0.0 { 44.0 } else { -36.0 };
        let y = (y + below).clamp(self.plot.y + 12.0, self.plot.bottom() - 8.0);
        canvas.text((x + 8.0, y), &label, Type::new(12.0).bold().halo());
    }
}
