//! Who measures the events of a study: the panel at hand, or records that were measured elsewhere.

use super::assemble::{Assembled, Assembler};
use super::pairs::Pair;
use crate::abnormal::CrossSection;
use crate::event::Ticker;
use crate::models::{ExpectedReturnModel, model};
use crate::study::Provenance;

/// A choice under which the events of a study are measured anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Choice {
    /// With the overlapping events that the study leaves out.
    OverlappingKept,
    /// With day 0 so many sessions later.
    DayZero(i32),
    /// With another model.
    Model(&'static str),
}

/// What a study is concluded from. It is asked with pairs, and every answer is in their order by
/// firm.
pub(super) trait Measurements: Sync {
    /// The number of a firm with data; firms are numbered in the order of their tickers.
    fn firm(&self, ticker: &Ticker) -> Option<usize>;

    /// The sample of the study, with its portfolio where the pairs share day 0.
    fn study(&self, pairs: &[Pair]) -> Assembled;

    /// The same pairs under another choice.
    fn otherwise(&self, choice: Choice, pairs: &[Pair]) -> CrossSection;

    /// How many returns of the estimation window of a pair, at these event times, are exactly zero.
    fn zero_returns(&self, pair: &Pair, times: &[i32]) -> u64;

    /// The code of why a pair of the sample has no return at these event times.
    fn gap(&self, pair: &Pair, missing: &[i32]) -> &'static str;

    /// Where the numbers come from.
    fn provenance(&self) -> Provenance;
}

impl Measurements for Assembler<'_> {
    fn firm(&self, ticker: &Ticker) -> Option<usize> {
        self.inputs.panel.firm(ticker)
    }

    fn study(&self, pairs: &[Pair]) -> Assembled {
        let mut assembled = self.assemble(pairs);
        let portfolio = self.portfolio(&assembled.pairs, &|pair| self.samples_of(pair));
        assembled.section.set_portfolio(portfolio);
        assembled
    }

    fn otherwise(&self, choice: Choice, pairs: &[Pair]) -> CrossSection {
        self.under(choice, pairs, |assembler, pairs| assembler.study(pairs).section)
    }

    fn zero_returns(&self, pair: &Pair, times: &[i32]) -> u64 {
        let series = self.inputs.panel.series(pair.firm);
        let day_zero = pair.day_zero as i64;
        let at = |t: &&i32| series.at((day_zero + i64::from(**t)) as usize) == 0.0;
        times.iter().filter(at).count() as u64
    }

    fn gap(&self, pair: &Pair, missing: &[i32]) -> &'static str {
        let panel = self.inputs.panel;
        let session = |t: &i32| (pair.day_zero as i64 + i64::from(*t)).max(0) as usize;
        let end = panel.series(pair.firm).end();
        if missing.first().is_some_and(|t| session(t) >= end) {
            "delisted"
        } else if missing.iter().any(|t| panel.prices().halted(pair.firm, session(t))) {
            "halted"
        } else {
            "missing_event_bar"
        }
    }

    fn provenance(&self) -> Provenance {
        self.inputs.provenance(self.calendar)
    }
}

impl Assembler<'_> {
    /// Does something with the assembler and the pairs that a choice makes of these.
    pub(super) fn under<T>(
        &self,
        choice: Choice,
        pairs: &[Pair],
        measure: impl FnOnce(&Assembler<'_>, &[Pair]) -> T,
    ) -> T {
        match choice {
            Choice::OverlappingKept => measure(self, pairs),
            Choice::DayZero(sessions) => measure(self, &moved(pairs, sessions)),
            Choice::Model(id) => {
                let other: Box<dyn ExpectedReturnModel> =
                    model(id).unwrap_or_else(|| unreachable!("{id} is a model of the list"));
                measure(&Assembler { model: other.as_ref(), ..*self }, pairs)
            }
        }
    }
}

/// The pairs with day 0 so many sessions later.
pub(super) fn moved(pairs: &[Pair], sessions: i32) -> Vec<Pair> {
    let later = |day_zero: usize| day_zero.saturating_add_signed(sessions as isize);
    pairs.iter().map(|pair| Pair { day_zero: later(pair.day_zero), ..*pair }).collect()
}
