//! What the command prints.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use eventstudy::Error;
use eventstudy::event::{LedgerPart, Reason};
use eventstudy::report::{Report, terminal};
use eventstudy::study::StudyResults;
use indicatif::{ProgressBar, ProgressStyle};

use super::{Arguments, Format, Request};

/// Progress on the terminal's error stream; hidden where that is no terminal.
pub fn progress(quiet: bool, events: usize) -> ProgressBar {
    if quiet {
        return ProgressBar::hidden();
    }
    let style =
        ProgressStyle::with_template("{spinner} {msg} {wide_bar} {pos}/{len} events {elapsed}")
            .unwrap_or_else(|_| ProgressStyle::default_bar());
    let bar =
        ProgressBar::new(events as u64).with_style(style).with_message("reading and studying");
    bar.enable_steady_tick(Duration::from_millis(100));
    bar
}

/// Says on the error stream what must not be overlooked in a long report.
pub fn warn(arguments: &Arguments, results: &StudyResults, progress: &ProgressBar) {
    if arguments.quiet {
        return;
    }
    let own_event = arguments.event_time.is_some() || arguments.events.is_some();
    progress.suspend(|| {
        if results.provenance.simulated && own_event {
            anstream::eprintln!(
                "warning: without --data the prices are SIMULATED and know nothing of this event"
            );
        }
        for exclusion in results
            .exclusions
            .iter()
            .filter(|e| e.code == Reason::NoData && e.part == LedgerPart::Daily)
        {
            anstream::eprintln!("warning: {}, so it is left out", exclusion.reason);
        }
    });
}

/// The text of a study of single events for the output stream.
pub fn single_output(
    request: &Request<'_>,
    results: &StudyResults,
    report: &Report<'_>,
    files: &[PathBuf],
) -> Result<String, Error> {
    let arguments = request.arguments;
    Ok(match arguments.format.unwrap_or_default() {
        Format::Text if arguments.quiet => String::new(),
        Format::Json => report.json()?,
        Format::Csv => String::from_utf8_lossy(&report.csv()?).into_owned(),
        Format::Text => {
            let names: Vec<String> = files.iter().map(|f| f.display().to_string()).collect();
            let summary =
                terminal::summary(results, &request.calendar, arguments.lang.unwrap_or_default());
            format!("{summary}\nWritten: {}\n", names.join("\n         "))
        }
    })
}

/// A reader that closes the pipe early, such as `head`, is no error.
pub fn print(text: &str) -> ExitCode {
    let _ = anstream::stdout().write_all(text.as_bytes());
    ExitCode::SUCCESS
}
