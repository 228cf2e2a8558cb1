//! Records in the place of a panel.

use super::plan::StudyPlan;
use super::read::{Part, Place, Read};
use crate::abnormal::{CrossSection, Measured, Member};
use crate::event::{Reason, Ticker};
use crate::prices::Finding;
use crate::study::many::sensitivity::MEASURED_ANEW_UP_TO;
use crate::study::measure::measurements::{Choice, Gap, Measurements};
use crate::study::measure::measurer::Measurer;
use crate::study::measure::pairs::{Pair, Pairs};
use crate::study::measure::sample::{LeftOut, MeasuredSample, share_day_zero};
use crate::study::{Provenance, StudyError};

/// Measurements that were made elsewhere.
pub(crate) struct Gathered<'a> {
    /// The study on the panel of what its firms share; it estimates portfolios.
    pub(crate) measurer: &'a Measurer<'a>,
    pub(crate) read: &'a Read<'a>,
}

impl Gathered<'_> {
    /// Refuses records that do not suffice for the study or do not fit it, before anything is
    /// computed from them.
    ///
    /// # Errors
    /// [`StudyError::Records`] with the first pair that is concerned.
    pub(crate) fn complete(&self, pairs: &Pairs, choices: &[Choice]) -> Result<(), StudyError> {
        let announcements = self.measurer.inputs.announcements;
        let plan = StudyPlan::of(announcements, self.measurer.spec, self.measurer.calendar);
        for planned in plan.pairs.iter().filter(|planned| planned.studied) {
            let found = self.read.place(None, planned.position);
            let place = found.ok_or_else(|| self.lacks(planned.position))?;
            let (part, row) = self.read.part(place);
            let day = self.measurer.calendar.days()[planned.day_zero].date.to_epoch_days();
            let same = part.ticker(row)? == planned.ticker && part.day_zero(row) == Some(day);
            let fits = part.is_measured(row) || part.left_out(row).is_some();
            if !same || !fits {
                return Err(part.bad(if same { "code" } else { "pair" }, row));
            }
        }
        let studied = self.measured(None, pairs.list())?;
        if studied.len() > MEASURED_ANEW_UP_TO {
            return Ok(());
        }
        let kept: Vec<Pair> = plan
            .pairs
            .iter()
            .filter_map(|planned| {
                let firm = self.read.firm(&planned.ticker)?;
                let (position, day_zero) = (planned.position, planned.day_zero);
                Some(Pair::planned(position, firm, day_zero))
            })
            .collect();
        self.measured(Some(Choice::OverlappingKept), &kept)?;
        for choice in choices {
            self.measured(Some(*choice), &studied)?;
        }
        Ok(())
    }

    /// The pairs that could be measured under a choice, all of which have a record that fits.
    fn measured(&self, choice: Option<Choice>, pairs: &[Pair]) -> Result<Vec<Pair>, StudyError> {
        let spec = self.measurer.spec;
        let windows = CrossSection::new(spec.window, &spec.car_windows).windows().len();
        let mut measured = Vec::with_capacity(pairs.len());
        for pair in pairs {
            let place = self.place(choice, pair).ok_or_else(|| self.lacks(pair.position))?;
            let (part, row) = self.read.part(place);
            if part.is_measured(row) {
                self.fits(part, row, windows)?;
                measured.push(*pair);
            }
        }
        if share_day_zero(&measured) {
            let without = |pair: &&Pair| {
                let place = self.place(choice, pair);
                place.is_some_and(|(at, row)| !self.read.part((at, row)).0.has_samples(row))
            };
            if let Some(pair) = measured.iter().find(without) {
                return Err(self.lacks(pair.position));
            }
        }
        Ok(measured)
    }

    /// Checks that a record has the shape of this study.
    fn fits(&self, part: &Part<'_>, row: usize, windows: usize) -> Result<(), StudyError> {
        let length = |name: &'static str| part.list(name, row).len();
        let event = |name| (name, length(name) == self.measurer.spec.window.len());
        let window = |name| (name, length(name) == windows);
        let times = part.times("residual_times", row).len();
        let all = [
            event("abnormal"),
            window("car"),
            window("variance"),
            window("standardised_variance"),
            window("buy_and_hold"),
            ("residuals", length("residuals") == times),
        ];
        match all.into_iter().find(|(_, fits)| !fits) {
            Some((name, _)) => Err(part.bad(name, row)),
            None => Ok(()),
        }
    }

    fn lacks(&self, position: usize) -> StudyError {
        let announcements = self.measurer.inputs.announcements;
        let (event, ticker) = (&announcements.ids[position], announcements.ticker(position));
        StudyError::Records {
            what: format!("the records lack what the study needs of event `{event}` ({ticker})"),
            help:
                "conclude with the records of all parts of the plan; where few of the pairs could \
                   be measured, measure the complete plan"
                    .into(),
        }
    }

    /// With the overlapping events, the others are as the study has them.
    fn place(&self, choice: Option<Choice>, pair: &Pair) -> Option<Place> {
        let own = self.read.place(choice, pair.position);
        match choice {
            Some(Choice::OverlappingKept) => own.or_else(|| self.read.place(None, pair.position)),
            _ => own,
        }
    }

    /// The records of pairs, in their order by firm.
    fn assembled(
        &self,
        measurer: &Measurer<'_>,
        choice: Option<Choice>,
        pairs: &[Pair],
    ) -> MeasuredSample {
        let spec = self.measurer.spec;
        let mut order = pairs.to_vec();
        order.sort_by_key(|pair| pair.firm);
        let mut section = CrossSection::new(spec.window, &spec.car_windows);
        let (mut measured, mut left_out) = (Vec::with_capacity(order.len()), Vec::new());
        let mut fits = Vec::with_capacity(order.len());
        for pair in order {
            let Some(place) = self.place(choice, &pair) else { continue };
            let (part, row) = self.read.part(place);
            if part.is_measured(row) {
                section.push(&figures(part, row, &pair));
                measured.push(pair);
                fits.push(part.fit(row));
            } else if let Some((code, reason)) = part.left_out(row) {
                left_out.push(LeftOut { pair, code, reason: reason.to_owned() });
            }
        }
        section.set_portfolio(self.portfolio(measurer, choice, &measured));
        MeasuredSample { section, pairs: measured, fits, left_out }
    }

    fn portfolio(
        &self,
        measurer: &Measurer<'_>,
        choice: Option<Choice>,
        pairs: &[Pair],
    ) -> Option<Measured> {
        measurer.portfolio(pairs, &|pair| {
            let (part, row) = self.read.part(self.place(choice, pair)?);
            part.samples(row)
        })
    }
}

impl Measurements for Gathered<'_> {
    fn firm(&self, ticker: &Ticker) -> Option<usize> {
        self.read.firm(ticker)
    }

    fn study(&self, pairs: &[Pair]) -> MeasuredSample {
        self.assembled(self.measurer, None, pairs)
    }

    fn otherwise(&self, choice: Choice, pairs: &[Pair]) -> CrossSection {
        self.measurer.under(choice, pairs, |measurer, pairs| {
            self.assembled(measurer, Some(choice), pairs).section
        })
    }

    fn portfolio_of(&self, pairs: &[Pair]) -> Option<Measured> {
        self.portfolio(self.measurer, None, pairs)
    }

    fn zero_returns(&self, pair: &Pair, _: &[i32]) -> u64 {
        let place = self.read.place(None, pair.position);
        place.map_or(0, |place| {
            let (part, row) = self.read.part(place);
            part.zero_returns(row)
        })
    }

    fn gap(&self, pair: &Pair, _: &[i32]) -> Gap {
        let place = self.read.place(None, pair.position);
        let gap = place.and_then(|place| {
            let (part, row) = self.read.part(place);
            part.gap(row)
        });
        gap.unwrap_or_else(|| Gap { code: Reason::MissingEventBar, reason: String::new() })
    }

    fn provenance(&self) -> Provenance {
        let prices = self.measurer.inputs.panel.prices();
        let mut all = self.measurer.inputs.provenance(self.measurer.calendar);
        // Every firm once, whether it is one of the events, of the benchmark or both.
        let own = |finding: &&Finding| prices.firm(&finding.ticker).is_none();
        let firms = self.read.firms();
        all.quality.extend(firms.values().flatten().filter(own).cloned());
        all.quality.sort_by(|a, b| a.ticker.cmp(&b.ticker));
        let others = firms.keys().filter(|ticker| prices.firm(ticker).is_none()).count();
        all.data = prices.described_as_part_of(prices.len() + others);
        all
    }
}

fn figures(part: &Part<'_>, row: usize, pair: &Pair) -> Measured {
    let (degrees_of_freedom, sigma) = part.spread(row);
    let list = |name: &str| part.list(name, row).to_vec();
    Measured {
        member: Member {
            day_zero: pair.day_zero,
            firm: pair.firm,
            cluster: pair.cluster,
            degrees_of_freedom,
            sigma,
        },
        residuals: list("residuals"),
        residual_times: part.times("residual_times", row).to_vec(),
        abnormal: list("abnormal"),
        car: list("car"),
        variance: list("variance"),
        standardised_variance: list("standardised_variance"),
        buy_and_hold: list("buy_and_hold"),
        bars_covered: list("event_bars_covered"),
    }
}
