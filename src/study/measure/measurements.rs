//! Who measures the events of a study: the panel at hand, or records that were measured elsewhere.

use super::measurer::Measurer;
use super::pairs::Pair;
use super::sample::MeasuredSample;
use crate::abnormal::{CrossSection, Measured};
use crate::event::{Reason, Ticker};
use crate::models::{ExpectedReturnModel, model};
use crate::study::Provenance;

/// A choice under which the events of a study are measured anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Choice {
    /// With the overlapping events that the study leaves out.
    OverlappingKept,
    /// With day 0 so many sessions later.
    DayZero(i32),
    /// With another model.
    Model(&'static str),
}

/// Why a pair has no abnormal return on some day of its event window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Gap {
    /// The code of the ledger.
    pub(crate) code: Reason,
    /// The reason in words, with the days.
    pub(crate) reason: String,
}

/// What a study is concluded from. It is asked with pairs, and every answer is in their order by
/// firm.
pub(crate) trait Measurements: Sync {
    /// The number of a firm with data; firms are numbered in the order of their tickers.
    fn firm(&self, ticker: &Ticker) -> Option<usize>;

    /// The sample of the study, with its portfolio where the pairs share day 0.
    fn study(&self, pairs: &[Pair]) -> MeasuredSample;

    /// The pairs measured under another choice.
    fn otherwise(&self, choice: Choice, pairs: &[Pair]) -> CrossSection;

    /// The portfolio of some pairs of the sample that share day 0 as a whole.
    fn portfolio_of(&self, pairs: &[Pair]) -> Option<Measured>;

    /// How many returns of the estimation window of a pair, at these event times, are exactly zero.
    fn zero_returns(&self, pair: &Pair, times: &[i32]) -> u64;

    /// Why a pair of the sample has no abnormal return at these event times.
    fn gap(&self, pair: &Pair, missing: &[i32]) -> Gap;

    /// Where the numbers come from.
    fn provenance(&self) -> Provenance;
}

impl MeasuredSample {
    /// A part of the sample; if the whole shares day 0 and so has a portfolio, the part has one of
    /// its own events.
    pub(crate) fn part(&self, events: &[usize], measurements: &dyn Measurements) -> CrossSection {
        let mut section = self.section.subset(events);
        if self.section.portfolio().is_some() {
            let pairs: Vec<Pair> = events.iter().map(|i| self.pairs[*i]).collect();
            section.set_portfolio(measurements.portfolio_of(&pairs));
        }
        section
    }
}

impl Measurements for Measurer<'_> {
    fn firm(&self, ticker: &Ticker) -> Option<usize> {
        self.inputs.panel.firm(ticker)
    }

    fn study(&self, pairs: &[Pair]) -> MeasuredSample {
        let mut assembled = self.assembled(pairs, self.single_events);
        let portfolio = self.portfolio_of(&assembled.pairs);
        assembled.section.set_portfolio(portfolio);
        assembled
    }

    fn otherwise(&self, choice: Choice, pairs: &[Pair]) -> CrossSection {
        self.under(choice, pairs, |measurer, pairs| measurer.study(pairs).section)
    }

    fn portfolio_of(&self, pairs: &[Pair]) -> Option<Measured> {
        self.portfolio(pairs, &|pair| self.samples_of(pair).ok())
    }

    fn zero_returns(&self, pair: &Pair, times: &[i32]) -> u64 {
        let series = self.inputs.panel.series(pair.firm);
        let day_zero = pair.day_zero as i64;
        let session = |t: i64| (day_zero + t).max(0) as usize;
        let unbroken = times.chunk_by(|a, b| a + 1 == *b).map(|run| {
            let first = i64::from(run[0]);
            let sessions = session(first)..session(first + run.len() as i64);
            series.within(sessions).iter().filter(|r| **r == 0.0).count() as u64
        });
        unbroken.sum()
    }

    fn gap(&self, pair: &Pair, missing: &[i32]) -> Gap {
        let panel = self.inputs.panel;
        let session = |t: &i32| (pair.day_zero as i64 + i64::from(*t)).max(0) as usize;
        let series = panel.series(pair.firm);
        let own: Vec<i32> =
            missing.iter().copied().filter(|t| !series.at(session(t)).is_finite()).collect();
        if missing.is_empty() {
            let reason = "the first return of the window begins before it".to_owned();
            return Gap { code: Reason::MissingEventBar, reason };
        }
        if own.is_empty() {
            let sessions: Vec<usize> = missing.iter().map(session).collect();
            if let Some((code, what, without)) = self.lacking(pair, &sessions) {
                let on = |s: &usize| {
                    let t = *s as i64 - pair.day_zero as i64;
                    format!("{} (day {t:+})", self.calendar.days()[*s].date)
                };
                return Gap {
                    code,
                    reason: format!("{what} is missing on {}", listed(&without, on)),
                };
            }
        }
        let days = if own.is_empty() { missing } else { own.as_slice() };
        let (code, why) = if days.first().is_some_and(|t| session(t) >= series.end()) {
            (Reason::Delisted, ", where the firm's bars end")
        } else if days.iter().any(|t| panel.prices().halted(pair.firm, session(t))) {
            (Reason::Halted, ", where the firm did not trade")
        } else {
            (Reason::MissingEventBar, "")
        };
        Gap {
            code,
            reason: format!("no return on day {}{why}", listed(days, |t| format!("{t:+}"))),
        }
    }

    fn provenance(&self) -> Provenance {
        self.inputs.provenance(self.calendar)
    }
}

impl Measurer<'_> {
    /// Does something with the measurer and the pairs that a choice makes of these.
    pub(crate) fn under<T>(
        &self,
        choice: Choice,
        pairs: &[Pair],
        measure: impl FnOnce(&Measurer<'_>, &[Pair]) -> T,
    ) -> T {
        // Only averages are compared.
        let averaged = Measurer { single_events: false, ..*self };
        match choice {
            Choice::OverlappingKept => measure(&averaged, pairs),
            Choice::DayZero(sessions) => measure(&averaged, &moved(pairs, sessions)),
            Choice::Model(id) => {
                let other: Box<dyn ExpectedReturnModel> =
                    model(id).unwrap_or_else(|| unreachable!("{id} is a model of the list"));
                measure(&Measurer { model: other.as_ref(), ..averaged }, pairs)
            }
        }
    }
}

/// The pairs with day 0 so many sessions later.
pub(crate) fn moved(pairs: &[Pair], sessions: i32) -> Vec<Pair> {
    let later = |day_zero: usize| day_zero.saturating_add_signed(sessions as isize);
    pairs.iter().map(|pair| Pair { day_zero: later(pair.day_zero), ..*pair }).collect()
}

/// The first few of a list in words.
fn listed<T>(all: &[T], words: impl Fn(&T) -> String) -> String {
    const SHOWN: usize = 5;
    let shown: Vec<String> = all.iter().take(SHOWN).map(words).collect();
    let more = if all.len() > SHOWN { ", ..." } else { "" };
    format!("{}{more}", shown.join(", "))
}
