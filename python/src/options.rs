//! The choices of a study, from the keywords of Python to the library's own types.

use std::collections::BTreeMap;

use eventstudy::calendar::TradingCalendar;
use eventstudy::prices::{FactorFiles, Options};
use eventstudy::report::Language;
use eventstudy::request::{Choice as _, Choices, EventChoice, Form, OPTIONS, Studied};
use eventstudy::study::{StudyError, StudySpec};
use pyo3::IntoPyObjectExt as _;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

use crate::errors::Failure;

/// What was given to `eventstudy.Study`: the options that were given as text, by their keywords.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub struct Given {
    event: Option<String>,
    event_time: Option<String>,
    headline: Option<String>,
    claims: Vec<String>,
    tickers: Vec<String>,
    pub data: Vec<String>,
    language: String,
    options: BTreeMap<String, Vec<String>>,
}

impl Given {
    /// Which events are studied.
    pub fn event_choice(&self) -> EventChoice {
        EventChoice {
            event: self.event.clone(),
            event_time: self.event_time.clone(),
            headline: self.headline.clone(),
            claims: self.claims.clone(),
            tickers: self.tickers.clone(),
        }
    }

    fn choices(&self) -> Result<Choices, Failure> {
        let given = OPTIONS.iter().filter_map(|option| {
            let texts = self.options.get(option.name)?;
            Some((option, texts.as_slice()))
        });
        Ok(Choices::from_given(given)?)
    }

    pub fn calendar(&self) -> Result<TradingCalendar, Failure> {
        Ok(self.choices()?.calendar()?)
    }

    pub fn spec(&self) -> Result<StudySpec, Failure> {
        Ok(self.choices()?.spec)
    }

    /// Refuses what was asked for and has no effect on events that are studied in this way. Python
    /// hands over every keyword, so that what was asked for is what is not the default.
    pub fn refuse_idle(&self, studied: Studied) -> Result<(), Failure> {
        let asked = OPTIONS.iter().filter(|option| {
            let texts = self.options.get(option.name).map_or(&[][..], Vec::as_slice);
            match (texts, option.default_text()) {
                ([], _) => false,
                ([text], Some(default)) => *text != default,
                ([text], None) => !text.eq_ignore_ascii_case("false"),
                _ => true,
            }
        });
        self.choices()?.refuse_idle(asked, studied)?;
        if studied == Studied::Sample && self.language()? != Language::default() {
            return Err(StudyError::IdleOption {
                option: "language".into(),
                reason: "the results of a sample have neither headlines nor claims",
                help: "leave it out, or choose one of the events with `event`",
            }
            .into());
        }
        Ok(())
    }

    /// What files and frames of prices cannot say about themselves.
    pub fn reading(&self) -> Result<Options, Failure> {
        Ok(self.choices()?.reading)
    }

    pub fn factors(&self) -> Result<Option<FactorFiles>, Failure> {
        Ok(self.choices()?.read_factors()?)
    }

    pub fn language(&self) -> Result<Language, Failure> {
        Ok(Language::given("language", &self.language)?)
    }
}

/// The default of every option by its keyword, as the signature of `eventstudy.Study` has it.
#[pyfunction]
pub fn defaults(py: Python<'_>) -> PyResult<Bound<'_, PyDict>> {
    let defaults = PyDict::new(py);
    for option in OPTIONS {
        let text = option.default_text();
        let value = match (option.of_default(|value| value.form()), text) {
            (Form::Switch, _) => false.into_bound_py_any(py)?,
            (Form::Several, _) => PyTuple::empty(py).into_any(),
            (Form::One, None) => py.None().into_bound(py),
            (Form::One, Some(text)) => match (text.parse::<i64>(), text.parse::<f64>()) {
                (Ok(whole), _) => whole.into_bound_py_any(py)?,
                (_, Ok(number)) => number.into_bound_py_any(py)?,
                _ => text.into_bound_py_any(py)?,
            },
        };
        defaults.set_item(option.name, value)?;
    }
    defaults.set_item("language", Language::default().code())?;
    Ok(defaults)
}

/// Every option with the flag of the command and the words that it takes.
#[pyfunction]
pub fn options() -> Vec<(&'static str, &'static str, Vec<&'static str>)> {
    let words = |option: &eventstudy::request::StudyOption| {
        option.words().iter().map(|word| word.id).collect()
    };
    OPTIONS.iter().map(|option| (option.name, option.flag, words(option))).collect()
}
