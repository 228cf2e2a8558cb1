//! Values of options, as text.

use std::fmt::Display;
use std::path::PathBuf;
use std::str::FromStr;

use chrono::NaiveDate;

use super::{Choice, Word};
use crate::Error;
use crate::event::Ticker;
use crate::inference::TestId;
use crate::prices::ColumnMapping;
use crate::returns::{Benchmark, Window};
use crate::study::StudyError;

/// How many texts an option takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// None on the command line: it is on if it is named.
    Switch,
    /// One.
    One,
    /// Any number.
    Several,
}

/// Whether the text of a value may begin with a minus, as a flag does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Minus {
    /// The value does not start with a minus sign.
    Never,
    /// A negative number.
    Number,
    /// Any text, such as a window.
    Text,
}

/// Why a value does not take a text.
#[derive(Debug)]
pub enum Refused {
    /// The text is not of the right kind.
    Text {
        /// The text.
        text: String,
        /// What is wrong with it.
        reason: String,
        /// What to write instead.
        should: String,
    },
    /// A part of the library refused it.
    Library(Error),
}

impl<E: Into<Error>> From<E> for Refused {
    fn from(error: E) -> Self {
        Self::Library(error.into())
    }
}

/// The value of an option.
pub trait Value {
    /// The value as text: nothing where nothing is chosen, and for lists, which are empty unless
    /// something is asked for.
    fn text(&self) -> Option<String> {
        None
    }

    /// Takes the value of these texts, of which there is one unless it is a list.
    ///
    /// # Errors
    /// [`Refused`] where a text is not understood.
    fn set(&mut self, texts: &[String]) -> Result<(), Refused>;

    /// How many texts it takes.
    fn form(&self) -> Form {
        Form::One
    }

    /// Whether its text may begin with a minus.
    fn minus(&self) -> Minus {
        Minus::Never
    }

    /// The words among which is chosen; none where other text is taken.
    fn words(&self) -> Vec<Word> {
        Vec::new()
    }
}

/// The last text: what is said later counts.
fn last(texts: &[String]) -> &str {
    texts.last().map_or("", String::as_str)
}

fn parsed<T: FromStr<Err: Display>>(text: &str, should: &str) -> Result<T, Refused> {
    text.parse().map_err(|error: T::Err| Refused::Text {
        text: text.to_owned(),
        reason: error.to_string(),
        should: should.to_owned(),
    })
}

fn chosen<T: Choice>(text: &str) -> Result<T, Refused> {
    let refused =
        || Refused::Text { text: text.to_owned(), reason: T::advice(), should: T::advice() };
    T::from_id(text).ok_or_else(refused)
}

fn words<T: Choice>() -> Vec<Word> {
    T::ALL.iter().map(|member| member.word()).collect()
}

macro_rules! numbers {
    ($($number:ty, $minus:ident, $should:literal;)+) => {$(
        impl Value for $number {
            fn text(&self) -> Option<String> {
                Some(self.to_string())
            }

            fn set(&mut self, texts: &[String]) -> Result<(), Refused> {
                *self = parsed(last(texts), $should)?;
                Ok(())
            }

            fn minus(&self) -> Minus {
                Minus::$minus
            }
        }
    )+};
}

numbers! {
    usize, Never, "give a whole number that is not negative";
    u64, Never, "give a whole number that is not negative";
    i64, Number, "give a whole number";
    f64, Never, "give a number";
}

impl Value for i32 {
    fn text(&self) -> Option<String> {
        Some(self.to_string())
    }

    fn set(&mut self, texts: &[String]) -> Result<(), Refused> {
        let wide: i64 = parsed(last(texts), "give a whole number")?;
        *self = wide.try_into().map_err(|_| Refused::Text {
            text: wide.to_string(),
            reason: format!("{wide} is not in {}..={}", Self::MIN, Self::MAX),
            should: "give a number of sessions".to_owned(),
        })?;
        Ok(())
    }

    fn minus(&self) -> Minus {
        Minus::Number
    }
}

impl Value for bool {
    fn set(&mut self, texts: &[String]) -> Result<(), Refused> {
        *self = parsed(&last(texts).to_lowercase(), "give true or false")?;
        Ok(())
    }

    fn form(&self) -> Form {
        Form::Switch
    }
}

impl Value for String {
    fn text(&self) -> Option<String> {
        Some(self.clone())
    }

    fn set(&mut self, texts: &[String]) -> Result<(), Refused> {
        last(texts).clone_into(self);
        Ok(())
    }
}

impl Value for Option<String> {
    fn set(&mut self, texts: &[String]) -> Result<(), Refused> {
        *self = texts.last().cloned();
        Ok(())
    }
}

impl Value for Option<PathBuf> {
    fn set(&mut self, texts: &[String]) -> Result<(), Refused> {
        *self = texts.last().map(PathBuf::from);
        Ok(())
    }
}

impl Value for Benchmark {
    fn text(&self) -> Option<String> {
        let members: Vec<&str> = self.members.iter().map(Ticker::as_str).collect();
        Some(members.join(","))
    }

    fn set(&mut self, texts: &[String]) -> Result<(), Refused> {
        *self = last(texts).parse()?;
        Ok(())
    }
}

fn window(text: &str) -> Result<Window, Refused> {
    Ok(text.parse().map_err(|_| StudyError::BadWindow { text: text.to_owned() })?)
}

impl Value for Window {
    fn text(&self) -> Option<String> {
        Some(format!("{}..{}", self.first(), self.last()))
    }

    fn set(&mut self, texts: &[String]) -> Result<(), Refused> {
        *self = window(last(texts))?;
        Ok(())
    }

    fn minus(&self) -> Minus {
        Minus::Text
    }
}

impl<T: Choice> Value for T {
    fn text(&self) -> Option<String> {
        Some(self.word().id.to_owned())
    }

    fn set(&mut self, texts: &[String]) -> Result<(), Refused> {
        *self = chosen(last(texts))?;
        Ok(())
    }

    fn words(&self) -> Vec<Word> {
        words::<T>()
    }
}

impl<T: Choice> Value for Option<T> {
    fn set(&mut self, texts: &[String]) -> Result<(), Refused> {
        *self = texts.last().map(|text| chosen(text)).transpose()?;
        Ok(())
    }

    fn words(&self) -> Vec<Word> {
        words::<T>()
    }
}

impl<T: Choice> Value for Vec<T> {
    fn set(&mut self, texts: &[String]) -> Result<(), Refused> {
        *self = texts.iter().map(|text| chosen(text)).collect::<Result<_, _>>()?;
        Ok(())
    }

    fn form(&self) -> Form {
        Form::Several
    }

    fn words(&self) -> Vec<Word> {
        words::<T>()
    }
}

macro_rules! lists {
    ($($list:ty, $minus:ident, $read:expr;)+) => {$(
        impl Value for $list {
            fn set(&mut self, texts: &[String]) -> Result<(), Refused> {
                let read: fn(&[String]) -> Result<Self, Refused> = $read;
                *self = read(texts)?;
                Ok(())
            }

            fn form(&self) -> Form {
                Form::Several
            }

            fn minus(&self) -> Minus {
                Minus::$minus
            }
        }
    )+};
}

lists! {
    Vec<String>, Never, |texts| Ok(texts.to_vec());
    Vec<PathBuf>, Never, |texts| Ok(texts.iter().map(PathBuf::from).collect());
    Vec<Ticker>, Never, |texts| Ok(Ticker::list(texts)?);
    Vec<TestId>, Never, |texts| {
        let unknown = |id: &String| StudyError::UnknownTest { id: id.clone() };
        Ok(texts
            .iter()
            .map(|id| id.parse().map_err(|_| unknown(id)))
            .collect::<Result<_, StudyError>>()?)
    };
    Vec<Window>, Text, |texts| texts.iter().map(|text| window(text)).collect();
    Vec<NaiveDate>, Never, |texts| {
        texts.iter().map(|text| parsed(text, "write dates as 2025-12-10")).collect()
    };
    ColumnMapping, Never, |texts| {
        let mut columns = ColumnMapping::default();
        texts.iter().try_for_each(|text| columns.add(text))?;
        Ok(columns)
    };
}
