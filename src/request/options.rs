//! The options of a study.

use super::{Choices, Form, Refused, Value, Word};
use crate::Error;
use crate::study::{StudyError, StudySpec};

/// The part of the options to which one belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// How prices are read.
    Prices,
    /// The method.
    Method,
    /// The minutes and legs of single events.
    SingleEvents,
    /// The study of many events.
    ManyEvents,
}

/// An option of a study.
#[derive(Debug)]
pub struct StudyOption {
    /// The part to which it belongs.
    pub section: Section,
    /// The keyword in Python.
    pub name: &'static str,
    /// The flag of the command, without its hyphens.
    pub flag: &'static str,
    /// What stands for its value where the command explains itself; `A,B` for a list in one text.
    pub placeholder: &'static str,
    /// A sentence about it.
    pub what: &'static str,
    field: fn(&mut Choices) -> &mut dyn Value,
}

impl StudyOption {
    /// The option with this keyword.
    pub fn by_name(name: &str) -> Option<&'static Self> {
        OPTIONS.iter().find(|option| option.name == name)
    }

    /// Reads something of the value that is the default.
    pub fn of_default<T>(&self, read: impl FnOnce(&dyn Value) -> T) -> T {
        read((self.field)(&mut Choices::default()))
    }

    /// The default as text; `None` where nothing is chosen without being asked for.
    pub fn default_text(&self) -> Option<String> {
        self.of_default(|value| value.text())
    }

    /// The words among which is chosen; none where other text is taken.
    pub fn words(&self) -> Vec<Word> {
        self.of_default(|value| value.words())
    }

    /// Whether its value is a list of texts, separated by commas on the command line.
    pub fn is_separated(&self) -> bool {
        self.placeholder == "A,B" && self.of_default(|value| value.form()) == Form::Several
    }

    /// Checks that a text is of the right kind, such as a number; whether it is sensible is found
    /// out by what uses it.
    ///
    /// # Errors
    /// What is wrong with the text.
    pub fn check(&self, text: &str) -> Result<(), String> {
        match (self.field)(&mut Choices::default()).set(&[text.to_owned()]) {
            Err(Refused::Text { reason, .. }) => Err(reason),
            Ok(()) | Err(Refused::Library(_)) => Ok(()),
        }
    }

    fn set(&self, choices: &mut Choices, texts: &[String]) -> Result<(), Error> {
        (self.field)(choices).set(texts).map_err(|refused| match refused {
            Refused::Library(error) => error,
            Refused::Text { text, should, .. } => {
                StudyError::BadOption { option: self.name, text, should }.into()
            }
        })
    }
}

impl Choices {
    /// The choices of the options that were given, with the defaults of all others.
    ///
    /// # Errors
    /// The first text that is not understood.
    pub fn from_given<'a>(
        given: impl IntoIterator<Item = (&'static StudyOption, &'a [String])>,
    ) -> Result<Self, Error> {
        let mut choices = Self::default();
        // Windows that were not asked for follow from the event window.
        choices.spec.car_windows.clear();
        for (option, texts) in given {
            option.set(&mut choices, texts)?;
        }
        if choices.spec.car_windows.is_empty() {
            choices.spec.car_windows = StudySpec::car_windows_within(choices.spec.window);
        }
        Ok(choices)
    }
}

/// A row of [`OPTIONS`].
const fn option(
    section: Section,
    [name, flag]: [&'static str; 2],
    placeholder: &'static str,
    what: &'static str,
    field: fn(&mut Choices) -> &mut dyn Value,
) -> StudyOption {
    StudyOption { section, name, flag, placeholder, what, field }
}

/// Every option, in the order in which the command explains them.
pub const OPTIONS: &[StudyOption] = &[
    option(
        Section::Prices,
        ["columns", "column"],
        "ROLE=NAME",
        "A column by name, such as close=PX_LAST (repeatable)",
        |c| &mut c.reading.columns,
    ),
    option(
        Section::Prices,
        ["adjustment", "adjustment"],
        "ADJUSTMENT",
        "What prices are adjusted for, where the file does not say",
        |c| &mut c.reading.adjustment,
    ),
    option(
        Section::Prices,
        ["bar_label", "bar-label"],
        "BAR_LABEL",
        "Whether bars carry the time of their start or of their end",
        |c| &mut c.reading.label,
    ),
    option(
        Section::Prices,
        ["factors", "factors"],
        "FILE",
        "Factor returns: daily files in Kenneth French's layout or with a header such as \
         date,Mkt-RF,SMB,HML,RF (repeatable; joined by date)",
        |c| &mut c.factors,
    ),
    option(
        Section::Prices,
        ["factor_unit", "factor-unit"],
        "FACTOR_UNIT",
        "The unit of the factor files",
        |c| &mut c.factor_unit,
    ),
    option(
        Section::Prices,
        ["calendar_patch", "calendar-patch"],
        "FILE",
        "A TOML file of unscheduled closures and special hours",
        |c| &mut c.calendar_patch,
    ),
    option(
        Section::Method,
        ["benchmark", "benchmark"],
        "A,B",
        "The benchmark: a ticker, or several for an equal-weighted basket",
        |c| &mut c.spec.benchmark,
    ),
    option(
        Section::Method,
        ["model", "model"],
        "MODEL",
        "The expected-return model (`eventstudy models` lists them), or factors:A+B",
        |c| &mut c.spec.model,
    ),
    option(
        Section::Method,
        ["peers", "peers"],
        "A,B",
        "Firms of the same kind, for the models with peers (industry, matched, vasicek)",
        |c| &mut c.spec.peers,
    ),
    option(
        Section::Method,
        ["donors", "donors"],
        "A,B",
        "Firms that the event does not touch, for synthetic-control",
        |c| &mut c.spec.donors,
    ),
    option(
        Section::Method,
        ["estimation_length", "estimation-length"],
        "N",
        "Sessions of the estimation window",
        |c| &mut c.spec.estimation_length,
    ),
    option(
        Section::Method,
        ["estimation_end", "estimation-end"],
        "T",
        "Its last session in event time",
        |c| &mut c.spec.estimation_end,
    ),
    option(
        Section::Method,
        ["minimum_estimation", "minimum-estimation"],
        "N",
        "Fewer usable sessions than this are refused",
        |c| &mut c.spec.minimum_estimation,
    ),
    option(Section::Method, ["window", "window"], "A..B", "The event window", |c| {
        &mut c.spec.window
    }),
    option(
        Section::Method,
        ["car", "car"],
        "A..B",
        "A window of cumulative abnormal returns (repeatable; the first one is the headline)",
        |c| &mut c.spec.car_windows,
    ),
    option(Section::Method, ["returns", "returns"], "RETURNS", "Daily returns", |c| {
        &mut c.spec.returns
    }),
    option(Section::Method, ["alpha", "alpha"], "ALPHA", "The level of significance", |c| {
        &mut c.spec.alpha
    }),
    option(
        Section::SingleEvents,
        ["reference_days", "reference-days"],
        "K",
        "Earlier days that serve as reference, at most",
        |c| &mut c.spec.intraday.reference_days,
    ),
    option(
        Section::SingleEvents,
        ["exclude_days", "exclude-day"],
        "DATE",
        "A date to keep out of the reference, such as a home-market holiday (repeatable)",
        |c| &mut c.spec.intraday.excluded_days,
    ),
    option(
        Section::Method,
        ["latency", "latency"],
        "S",
        "Seconds to add to the publication time",
        |c| &mut c.spec.intraday.latency_seconds,
    ),
    option(
        Section::ManyEvents,
        ["by", "by"],
        "COLUMN",
        "A column of the events file by whose values results are given as well",
        |c| &mut c.spec.cross_section.by,
    ),
    option(
        Section::ManyEvents,
        ["regress", "regress"],
        "A,B",
        "Columns of the events file on which CARs are regressed",
        |c| &mut c.spec.cross_section.regress_on,
    ),
    option(
        Section::ManyEvents,
        ["weight", "weight"],
        "COLUMN",
        "A column that weighs events, such as market capitalisation; beside equal weights",
        |c| &mut c.spec.cross_section.weight,
    ),
    option(
        Section::ManyEvents,
        ["cluster", "cluster"],
        "COLUMN",
        "A column that names clusters of events whose errors go together [default: day 0]",
        |c| &mut c.spec.cross_section.cluster,
    ),
    option(
        Section::ManyEvents,
        ["missing", "missing"],
        "MISSING",
        "What happens to a window in which an event has no return on some day",
        |c| &mut c.spec.cross_section.missing,
    ),
    option(
        Section::ManyEvents,
        ["overlapping", "overlapping"],
        "OVERLAPPING",
        "What happens to an event whose window overlaps that of an earlier event of its firm",
        |c| &mut c.spec.cross_section.overlapping,
    ),
    option(
        Section::ManyEvents,
        ["also", "also"],
        "A,B",
        "What is studied beside the abnormal returns",
        |c| &mut c.spec.cross_section.also,
    ),
    option(
        Section::ManyEvents,
        ["minimum_firms", "minimum-firms"],
        "N",
        "Days of the calendar-time portfolio with fewer firms are left out",
        |c| &mut c.spec.cross_section.calendar_time.minimum_firms,
    ),
    option(
        Section::ManyEvents,
        ["weight_days", "weight-days"],
        "",
        "Days of the calendar-time portfolio count by the root of their number of firms",
        |c| &mut c.spec.cross_section.calendar_time.weight_days,
    ),
    option(
        Section::ManyEvents,
        ["tests", "tests"],
        "A,B",
        "Tests that are run (`eventstudy tests` lists them), beside those of the headline on \
         windows [default: all]",
        |c| &mut c.spec.cross_section.only_tests,
    ),
    option(
        Section::ManyEvents,
        ["seed", "seed"],
        "SEED",
        "The seed of everything that is drawn",
        |c| &mut c.spec.cross_section.tests.seed,
    ),
    option(
        Section::ManyEvents,
        ["resamples", "resamples"],
        "B",
        "Draws of tests that cannot go through all configurations",
        |c| &mut c.spec.cross_section.tests.resamples,
    ),
];
