//! The words with which a choice among a few is made.

use crate::abnormal::MissingBars;
use crate::prices::{Adjustment, BarLabel, FactorUnit};
use crate::report::Language;
use crate::report::cross_section::FileKind;
use crate::returns::ReturnKind;
use crate::study::{Also, Overlapping, StudyError};

/// The word of a choice, and what it means to a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// The word itself.
    pub id: &'static str,
    /// A phrase about it.
    pub meaning: &'static str,
}

/// A choice among a few that is made by a word.
///
/// ```
/// use eventstudy::request::Choice;
/// use eventstudy::returns::ReturnKind;
/// assert_eq!(ReturnKind::from_id("log"), Some(ReturnKind::Log));
/// assert_eq!(ReturnKind::default().word().id, "simple");
/// ```
pub trait Choice: Copy + 'static {
    /// The members that can be chosen.
    const ALL: &'static [Self];

    /// The word of this member.
    fn word(self) -> Word;

    /// The member with this word.
    fn from_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|member| member.word().id == id)
    }

    /// What to write for such a choice, with all its words.
    fn advice() -> String {
        let ids: Vec<&str> = Self::ALL.iter().map(|member| member.word().id).collect();
        let (last, first) = ids.split_last().unwrap_or((&"nothing", &[]));
        format!("give {} or {last}", first.join(", "))
    }

    /// The member with the word that was given for an option.
    ///
    /// # Errors
    /// [`StudyError::BadOption`] with the words there are.
    fn given(option: &'static str, text: &str) -> Result<Self, StudyError> {
        let bad = || StudyError::BadOption { option, text: text.into(), should: Self::advice() };
        Self::from_id(text).ok_or_else(bad)
    }
}

/// Every member stands here with its word: without one the match is not exhaustive.
macro_rules! choices {
    ($($name:ident { $($member:ident = $id:expr, $meaning:literal;)+ })+) => {$(
        impl Choice for $name {
            const ALL: &'static [Self] = &[$(Self::$member),+];

            fn word(self) -> Word {
                match self {
                    $(Self::$member => Word { id: $id, meaning: $meaning },)+
                }
            }
        }
    )+};
}

choices! {
    ReturnKind {
        Simple = "simple", "P1/P0 - 1";
        Log = "log", "ln(P1/P0)";
    }
    MissingBars {
        Complete = "complete", "The event is left out of that window";
        Available = "available", "The days that are there are summed";
    }
    Overlapping {
        LeaveOut = "leave-out", "The later one is left out";
        Keep = "keep", "Both are kept";
    }
    Also {
        CalendarTime = "calendar-time",
            "The portfolio of all firms with a recent event, day by day";
        Volume = "volume", "Abnormal volume";
        Volatility = "volatility",
            "How volatile abnormal returns were: up to 20,000 events without being asked for";
        PlaceboDates = "placebo-dates", "The headline at days on which nothing happened";
        Power = "power", "How often the headline tests find an effect put into such days";
    }
    FactorUnit {
        Percent = "percent", "0.54 is 0.54%";
        Fraction = "fraction", "0.0054 is 0.54%";
    }
    BarLabel {
        Start = "start", "Its start";
        End = "end", "Its end";
    }
    Language {
        English = Self::English.code(), "English";
        Arabic = Self::Arabic.code(), "Arabic";
    }
    FileKind {
        Json = Self::Json.id(), "results.json";
        Csv = Self::Csv.id(), "Tidy tables";
        Parquet = Self::Parquet.id(), "Events and abnormal returns as Parquet";
        Latex = Self::Latex.id(), "tables.tex";
        Excel = Self::Excel.id(), "results.xlsx";
        Figures = Self::Figures.id(), "Pictures";
    }
}

/// What a user can say of prices; the rest is found out from the columns.
impl Choice for Adjustment {
    const ALL: &'static [Self] = &[Self::RawWithoutActions, Self::VendorAdjusted];

    fn word(self) -> Word {
        match self {
            Self::RawWithoutActions => Word { id: "raw", meaning: "Not adjusted" },
            Self::VendorAdjusted => {
                Word { id: "adjusted", meaning: "Adjusted for dividends and splits" }
            }
            Self::RawWithActions => {
                Word { id: "raw-with-actions", meaning: "With dividends and splits beside them" }
            }
            Self::Unknown => Word { id: "unknown", meaning: "Not known" },
        }
    }
}
