//! What was chosen about a study.

use std::path::{Path, PathBuf};

use crate::Error;
use crate::calendar::{CalendarPatch, TradingCalendar};
use crate::event::EventError;
use crate::prices::{FactorFiles, FactorUnit, Factors, Options};
use crate::study::StudySpec;

/// What can be chosen about a study, but for its events and prices.
///
/// ```
/// use eventstudy::request::{Choices, StudyOption};
/// let window = StudyOption::by_name("window").unwrap();
/// let choices = Choices::from_given([(window, ["-1..3".to_owned()].as_slice())])?;
/// assert_eq!(choices.spec.window.len(), 5);
/// assert_eq!(choices.spec.car_windows.len(), 4, "those of the default that lie in the window");
/// # Ok::<(), eventstudy::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Choices {
    /// The choices of the method.
    pub spec: StudySpec,
    /// What files and frames of prices cannot say about themselves.
    pub reading: Options,
    /// Files of factor returns.
    pub factors: Vec<PathBuf>,
    /// The unit of these files.
    pub factor_unit: FactorUnit,
    /// A file of unscheduled closures and special hours.
    pub calendar_patch: Option<PathBuf>,
}

impl Choices {
    /// The sessions of the study.
    ///
    /// # Errors
    /// As [`calendar`].
    pub fn calendar(&self) -> Result<TradingCalendar, Error> {
        calendar(self.calendar_patch.as_deref())
    }

    /// The factor returns; `None` without a file.
    ///
    /// # Errors
    /// As [`Factors::from_files`].
    pub fn read_factors(&self) -> Result<Option<FactorFiles>, Error> {
        let read = || Factors::from_files(&self.factors, self.factor_unit);
        Ok((!self.factors.is_empty()).then(read).transpose()?)
    }
}

/// The calendar of New York, with the patch of a file where there is one.
///
/// # Errors
/// A patch that cannot be read or contradicts the calendar.
pub fn calendar(patch: Option<&Path>) -> Result<TradingCalendar, Error> {
    let calendar = TradingCalendar::new_york();
    let Some(path) = patch else { return Ok(calendar) };
    let text = std::fs::read_to_string(path)
        .map_err(|e| EventError::UnreadableFile { path: path.into(), reason: e.to_string() })?;
    Ok(calendar.with_patch(&CalendarPatch::from_toml_str(&text)?)?)
}
