//! Options that were asked for and would do nothing for what is studied: they are refused, since
//! nobody reads that a choice had no effect.

use super::{Choices, Section, StudyOption};
use crate::models::model;
use crate::returns::Regressor;
use crate::study::{Also, StudyError};

/// How the events of a request are studied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Studied {
    /// Each on its own.
    OneByOne,
    /// As one sample.
    Sample,
    /// As one sample, and each on its own beside it.
    Both,
}

impl Choices {
    /// Refuses the first of the options asked for that has no effect on events that are studied in
    /// this way, or with these choices.
    ///
    /// ```
    /// use eventstudy::request::{Choices, Studied, StudyOption};
    /// let by = StudyOption::by_name("by").unwrap();
    /// let choices = Choices::from_given([(by, ["industry".to_owned()].as_slice())])?;
    /// assert!(choices.refuse_idle([by], Studied::Sample).is_ok());
    /// let error = choices.refuse_idle([by], Studied::OneByOne).unwrap_err();
    /// assert!(error.to_string().contains("studied one by one"));
    /// # Ok::<(), eventstudy::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`StudyError::IdleOption`] with the reason.
    pub fn refuse_idle(
        &self,
        asked: impl IntoIterator<Item = &'static StudyOption>,
        studied: Studied,
    ) -> Result<(), StudyError> {
        let refusal = |option| Some((option, self.idle(option, studied)?));
        match asked.into_iter().find_map(refusal) {
            None => Ok(()),
            Some((option, (reason, help))) => {
                Err(StudyError::IdleOption { option: option.name.to_owned(), reason, help })
            }
        }
    }

    /// Why an option has no effect, and what to do.
    fn idle(&self, option: &StudyOption, studied: Studied) -> Option<(&'static str, &'static str)> {
        match (option.section, studied) {
            (Section::ManyEvents, Studied::OneByOne) => {
                return Some((
                    "the events are studied one by one, and it is about a sample of events",
                    "leave it out, or give a file of several events to be studied as a sample",
                ));
            }
            (Section::SingleEvents, Studied::Sample) => {
                return Some((
                    "the events are studied as a sample, which has neither minutes nor legs of days",
                    "leave it out, or choose one event of the file",
                ));
            }
            _ => {}
        }
        let needs = |wanted: &dyn Fn(&Regressor) -> bool| {
            model(&self.spec.model).is_none_or(|m| m.factors().iter().any(wanted))
        };
        // The page of a single event holds the model against those with peers and with donors.
        let compared = studied != Studied::Sample;
        let by_prior = || model(&self.spec.model).is_none_or(|m| m.with_prior(&[]).is_some());
        match option.name {
            "minimum_firms" | "weight_days"
                if !self.spec.cross_section.also.contains(&Also::CalendarTime) =>
            {
                Some((
                    "it is about the calendar-time portfolio, which was not asked for",
                    "ask for the calendar-time portfolio as well, or leave it out",
                ))
            }
            "peers" if !compared && !needs(&|r| *r == Regressor::Peers) && !by_prior() => Some((
                "the model has no peers",
                "choose a model with peers (industry, matched, vasicek), or leave it out",
            )),
            "donors" if !compared && !needs(&|r| *r == Regressor::Donors) => Some((
                "the model has no donors",
                "choose the model synthetic-control, or leave it out",
            )),
            "factor_unit" if self.factors.is_empty() => {
                Some(("there are no factor files", "give factor files as well, or leave it out"))
            }
            _ => None,
        }
    }
}
