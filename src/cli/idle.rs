//! Arguments that would do nothing for what is studied.

use eventstudy::Error;
use eventstudy::request::{Choices, Studied, StudyOption};
use eventstudy::study::StudyError;

use super::Arguments;

/// Options on how files are read.
const OF_FILES: [&str; 3] = ["columns", "adjustment", "bar_label"];

/// Refuses the first argument that has no effect on events that are studied in this way.
pub fn refuse_idle(
    arguments: &Arguments,
    choices: &Choices,
    studied: Studied,
) -> Result<(), Error> {
    choices.refuse_idle(arguments.options.asked(), studied).map_err(in_flags)?;
    let idle = |flag: &str, reason, help| -> Result<(), Error> {
        Err(StudyError::IdleOption { option: flag.to_owned(), reason, help }.into())
    };
    let of_files = arguments.options.asked().find(|option| OF_FILES.contains(&option.name));
    if let Some(option) = of_files.filter(|_| arguments.data.is_empty()) {
        return idle(
            &format!("--{}", option.flag),
            "it is about price files, and none are given",
            "give files with --data, or leave it out",
        );
    }
    if studied == Studied::OneByOne && !arguments.files.is_empty() {
        return idle(
            "--files",
            "the events are studied one by one, and it is about the report of a sample",
            "leave it out; --parquet writes tables as Parquet as well",
        );
    }
    if studied == Studied::Sample && arguments.lang.is_some() {
        return idle(
            "--lang",
            "the report of a sample has neither headlines nor claims",
            "leave it out, or choose one event of the file with --event",
        );
    }
    if studied == Studied::Sample && !arguments.claim.is_empty() {
        return idle(
            "--claim",
            "the report of a sample has no claims",
            "leave it out, or choose one event of the file with --event",
        );
    }
    Ok(())
}

/// With the flag of the option in place of its keyword.
fn in_flags(error: StudyError) -> StudyError {
    match error {
        StudyError::IdleOption { option, reason, help } => {
            let flag = StudyOption::by_name(&option).map_or(option, |o| format!("--{}", o.flag));
            StudyError::IdleOption { option: flag, reason, help }
        }
        other => other,
    }
}

/// Refuses what was given beside `--compare` and has no part in a comparison of stored bars.
pub fn refuse_beside_compare(arguments: &Arguments) -> Result<(), Error> {
    let given = [
        ("--claim", !arguments.claim.is_empty()),
        ("--event-time", arguments.event_time.is_some()),
        ("--source", arguments.source.is_some()),
        ("--feed", arguments.feed.is_some()),
        ("--files", !arguments.files.is_empty()),
        ("--out", arguments.out.is_some()),
        ("--format", arguments.format.is_some()),
        ("--lang", arguments.lang.is_some()),
        ("--parquet", arguments.parquet),
        ("--quiet", arguments.quiet),
        ("--strict", arguments.strict),
    ];
    let flags = given.into_iter().filter(|(_, given)| *given).map(|(flag, _)| flag.to_owned());
    let options = arguments.options.asked().map(|option| format!("--{}", option.flag));
    match flags.chain(options).next() {
        None => Ok(()),
        Some(option) => Err(StudyError::IdleOption {
            option,
            reason: "--compare compares stored bars and makes no study",
            help: "leave one of the two out",
        }
        .into()),
    }
}
