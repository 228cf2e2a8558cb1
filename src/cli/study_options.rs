//! The options of a study as arguments, made from the table of the library.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::error::Error as Misuse;
use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches};
use eventstudy::Error;
use eventstudy::inference::{TESTS, TestId};
use eventstudy::models::{MODELS, model};
use eventstudy::request::{Choice, Choices, Form, Minus, OPTIONS, Section, StudyOption, Word};

/// The options that were given, as text.
#[derive(Clone, Debug, Default)]
pub struct StudyArguments {
    given: Vec<(&'static StudyOption, Vec<String>)>,
}

impl StudyArguments {
    /// The choices that they make.
    pub fn choices(&self) -> Result<Choices, Error> {
        Choices::from_given(self.given.iter().map(|(option, texts)| (*option, texts.as_slice())))
    }

    /// The options that were given.
    pub fn asked(&self) -> impl Iterator<Item = &'static StudyOption> {
        self.given.iter().map(|(option, _)| *option)
    }
}

impl Args for StudyArguments {
    fn augment_args(command: Command) -> Command {
        OPTIONS.iter().fold(command, |command, option| command.arg(argument(option)))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for StudyArguments {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Misuse> {
        let mut given = Vec::new();
        for option in OPTIONS {
            if matches.value_source(option.name) != Some(ValueSource::CommandLine) {
                continue;
            }
            let texts = matches.get_raw(option.name).into_iter().flatten();
            given.push((option, texts.map(|text| text.to_string_lossy().into_owned()).collect()));
        }
        Ok(Self { given })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Misuse> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

fn argument(option: &'static StudyOption) -> Arg {
    let argument = Arg::new(option.name).long(option.flag).help(option.what).help_heading(
        match option.section {
            Section::Prices => "Prices",
            Section::Method | Section::SingleEvents => "The method",
            Section::ManyEvents => "Many events",
        },
    );
    let argument = match option.of_default(|value| value.form()) {
        Form::Switch => return argument.action(ArgAction::SetTrue),
        Form::One => argument.action(ArgAction::Set),
        Form::Several => argument.action(ArgAction::Append),
    };
    let argument = match option.of_default(|value| value.minus()) {
        Minus::Never => argument,
        Minus::Number => argument.allow_negative_numbers(true),
        Minus::Text => argument.allow_hyphen_values(true),
    };
    let argument = if option.is_separated() { argument.value_delimiter(',') } else { argument };
    let argument = match option.default_text() {
        Some(text) => {
            // clap keeps texts that live as long as the program; there are a dozen of them.
            let text: &'static str = text.leak();
            argument.default_value(text)
        }
        None => argument,
    };
    let argument = argument.value_name(option.placeholder);
    let words = option.words();
    match option.name {
        "model" => argument.value_parser(model_id),
        "tests" => argument.value_parser(test_id),
        "factor_unit" => argument.value_parser(possible_values(words)).requires("factors"),
        _ if !words.is_empty() => argument.value_parser(possible_values(words)),
        _ => argument.value_parser(move |text: &str| option.check(text).map(|()| text.to_owned())),
    }
}

fn possible_values(words: Vec<Word>) -> PossibleValuesParser {
    let value = |word: Word| PossibleValue::new(word.id).help(word.meaning);
    PossibleValuesParser::new(words.into_iter().map(value))
}

/// Reads a choice by its word.
pub fn by_word<T: Choice + Send + Sync>() -> impl TypedValueParser<Value = T> {
    let words = T::ALL.iter().map(|member| member.word()).collect();
    possible_values(words).map(|id| T::from_id(&id).unwrap_or_else(|| unreachable!("{id}")))
}

fn test_id(id: &str) -> Result<String, String> {
    if id.parse::<TestId>().is_ok_and(|test| test.of_many().is_some()) {
        return Ok(id.to_owned());
    }
    let ids: Vec<&str> = TESTS.iter().filter(|t| t.run.is_some()).map(|t| t.id.id()).collect();
    Err(format!("there is no such test of many events; there are {}", ids.join(", ")))
}

fn model_id(id: &str) -> Result<String, String> {
    if model(id).is_some() {
        return Ok(id.to_owned());
    }
    let ids: Vec<&str> = MODELS.iter().map(|entry| entry.id).collect();
    Err(format!("there is no such model; there are {}, and factors:A+B", ids.join(", ")))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;
    use eventstudy::report::Language;
    use eventstudy::study::StudySpec;

    use super::*;
    use crate::cli::Arguments;

    const PYTHON: &str =
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/python/eventstudy/_study.py"));

    #[test]
    fn nothing_given_is_the_default_of_the_library() {
        let choices = StudyArguments::default().choices().unwrap();
        assert_eq!(choices.spec, StudySpec::default());
    }

    #[test]
    fn the_default_of_every_option_is_understood_as_itself() {
        for option in OPTIONS {
            let Some(text) = option.default_text() else { continue };
            let texts = [text];
            let choices = Choices::from_given([(option, texts.as_slice())]).unwrap();
            assert_eq!(choices.spec, StudySpec::default(), "{}", option.name);
        }
    }

    #[test]
    fn the_command_explains_every_option_with_its_default_and_words() {
        let mut command = Arguments::command();
        let help = command.render_long_help().to_string();
        for option in OPTIONS {
            let from = help.find(&format!("--{} ", option.flag));
            let from = from.or_else(|| help.find(&format!("--{}\n", option.flag)));
            let own = &help[from.unwrap_or_else(|| panic!("no --{}", option.flag))..];
            let own = own.find("\n      --").map_or(own, |end| &own[..end]);
            if let Some(text) = option.default_text() {
                assert!(own.contains(&format!("[default: {text}]")), "{own}");
            }
            for word in option.words() {
                assert!(own.contains(&format!("- {}:", word.id)), "{own}");
            }
        }
    }

    #[test]
    fn python_has_a_keyword_for_every_option_with_the_default_of_the_library() {
        let signature = PYTHON.split("def __init__(").nth(1).unwrap();
        let signature = signature.split(") -> None:").next().unwrap();
        let documented = PYTHON.split("Args:").nth(1).unwrap();
        for option in OPTIONS {
            let keyword = format!("\n        {}: ", option.name);
            let after = signature.split(&keyword).nth(1);
            let parameter = after.unwrap_or_else(|| panic!("no keyword {}", option.name));
            let parameter = parameter.split(",\n").next().unwrap();
            let default = format!(" = _DEFAULTS[\"{}\"]", option.name);
            assert!(parameter.ends_with(&default), "{}: {parameter}", option.name);
            let own = documented.split(&keyword).nth(1);
            let own = own.unwrap_or_else(|| panic!("{} is not documented", option.name));
            let own: String = own.lines().take(4).collect();
            for word in option.words() {
                assert!(own.contains(&format!("``{}``", word.id)), "{}: {own}", option.name);
            }
        }
        assert!(PYTHON.contains("language: str = _DEFAULTS[\"language\"]"));
        assert!(Language::ALL.iter().all(|l| documented.contains(&format!("``{}``", l.code()))));
    }
}
