//! The verdicts of a card, and each of them as a dot on the width of its noise.

use super::canvas::{Area, Canvas, Type};
use super::format;
use super::palette::{ABNORMAL, BAND, GREY, LINE, NOISE, WHITE};
use super::scale::Scale;
use super::text::fit;
use crate::report::format::headline_words;
use crate::study::{FirmAnswer, FirmResult};

/// The height of a gauge with its labels.
pub(super) const HEIGHT: f64 = 44.0;
const NAME: f64 = 84.0;

/// What a verdict is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    /// The abnormal return of the headline window.
    Day,
    /// The half hour after the news.
    HalfHour,
    /// The path to the close.
    Path,
}

impl Subject {
    pub(super) fn words(self, answer: &FirmAnswer) -> String {
        match self {
            Self::Day => headline_words(answer.window).replace('-', "\u{2212}"),
            Self::HalfHour => "half hour".to_owned(),
            Self::Path => "path".to_owned(),
        }
    }
}

/// The verdicts on the day and on the half hour after the news; where neither can be told, that on
/// the path.
pub(super) fn verdicts(answer: &FirmAnswer) -> Vec<(Subject, bool)> {
    let told = |subject, verdict: Option<bool>| verdict.map(|more| (subject, more));
    let day = told(Subject::Day, answer.more_than_noise);
    let half_hour = told(Subject::HalfHour, answer.half_hour_more_than_noise);
    let path = told(Subject::Path, answer.path_more_than_noise);
    let first: Vec<_> = day.into_iter().chain(half_hour).collect();
    if first.is_empty() { path.into_iter().collect() } else { first }
}

/// A value on the width of its noise.
pub(super) struct Gauge {
    name: String,
    value: f64,
    noise: (f64, f64),
    level: f64,
    more_than_noise: Option<bool>,
    write: fn(f64) -> String,
}

/// One gauge for each verdict; without a verdict the day's, if its noise is known.
pub(super) fn gauges(firm: &FirmResult) -> Vec<Gauge> {
    let told = verdicts(&firm.answer);
    if told.is_empty() {
        return gauge(firm, Subject::Day, None).into_iter().collect();
    }
    told.into_iter().filter_map(|(subject, more)| gauge(firm, subject, Some(more))).collect()
}

fn gauge(firm: &FirmResult, subject: Subject, more_than_noise: Option<bool>) -> Option<Gauge> {
    let answer = &firm.answer;
    let percent: fn(f64) -> String = format::percent;
    let (value, noise, write) = match subject {
        Subject::Day => {
            // Without a rank that could tell there is still the standard error.
            let by_error = || {
                let half = firm.daily.as_ref()?.band_quantile * answer.standard_error?;
                Some((-half, half))
            };
            (answer.abnormal?, answer.noise.or_else(by_error)?, percent)
        }
        Subject::HalfHour => {
            let (low, high) = answer.half_hour_noise?;
            (answer.first_half_hour?.exp_m1(), (low.exp_m1(), high.exp_m1()), percent)
        }
        Subject::Path => {
            let tested = firm.intraday.as_ref()?.deciding()?;
            let critical = tested.path.band?.critical;
            (
                tested.farthest(&firm.intraday.as_ref()?.path)?,
                (-critical, critical),
                in_deviations as fn(f64) -> String,
            )
        }
    };
    let fine = [value, noise.0, noise.1].iter().all(|v| v.is_finite()) && noise.0 < noise.1;
    let name = subject.words(answer);
    fine.then_some(Gauge { name, value, noise, level: 1.0 - answer.alpha, more_than_noise, write })
}

/// A distance of a path in units of its scale.
fn in_deviations(value: f64) -> String {
    format!("{} sd", format::plain(value))
}

impl Gauge {
    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, area: Area) {
        let color = match self.more_than_noise {
            Some(true) => ABNORMAL,
            Some(false) => NOISE,
            None => GREY,
        };
        let middle = area.y + 10.0;
        let small = Type::new(12.0).color(GREY);
        let name = fit(canvas.fonts, &self.name, small.size, true, NAME - 8.0);
        canvas.text((area.x, middle + 4.0), &name, small.bold());
        let line = (area.x + NAME, area.right());
        let (low, high) = self.noise;
        let reach = 1.2 * [low, high, self.value].into_iter().map(f64::abs).fold(0.0, f64::max);
        let scale = Scale::new((-reach, reach), line);
        let (left, right) = (scale.at(low), scale.at(high));
        canvas.line((line.0, middle), (line.1, middle), 1.0, LINE);
        canvas.rect(Area { x: left, y: middle - 9.0, width: right - left, height: 18.0 }, BAND);
        canvas.line((scale.at(0.0), middle - 13.0), (scale.at(0.0), middle + 13.0), 1.25, LINE);
        canvas.text((left, middle + 26.0), &(self.write)(low), small.middle());
        canvas.text((right, middle + 26.0), &(self.write)(high), small.middle());
        if right - left > 300.0 {
            let label = format!("{:.0}% of ordinary noise", 100.0 * self.level);
            canvas.text((0.5 * (left + right), middle + 26.0), &label, small.middle());
        }
        canvas.line((scale.at(0.0), middle), (scale.at(self.value), middle), 3.0, color);
        canvas.dot((scale.at(self.value), middle), 7.5, WHITE);
        canvas.dot((scale.at(self.value), middle), 6.0, color);
    }
}
