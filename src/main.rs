//! The command: parse, load, run, report.

mod cli;

use std::io::Write as _;
use std::process::ExitCode;

use clap::Parser as _;
use eventstudy::Error;
use eventstudy::event::Catalog;
use eventstudy::report::{Report, terminal};
use eventstudy::study::Study;
use indicatif::ProgressBar;

use cli::{Arguments, Command, Format, Request};

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let done = match &arguments.command {
        Some(command) => list(command),
        None => study(&arguments),
    };
    done.unwrap_or_else(|error| {
        anstream::eprintln!("error: {error}\n  help: {}", error.hint());
        ExitCode::from(error.exit_code())
    })
}

fn list(command: &Command) -> Result<ExitCode, Error> {
    let catalog = |file: &Option<std::path::PathBuf>| match file {
        Some(path) => Catalog::from_file(path),
        None => Catalog::bundled(),
    };
    print(&match command {
        Command::Events { id: None, events } => cli::event_list(&catalog(events)?),
        Command::Events { id: Some(id), events } => cli::event_details(&catalog(events)?, id)?,
        Command::Models => cli::model_list(),
        Command::Tests => cli::test_list(),
    });
    Ok(ExitCode::SUCCESS)
}

fn study(arguments: &Arguments) -> Result<ExitCode, Error> {
    let request = Request::of(arguments)?;
    let progress = if arguments.quiet {
        ProgressBar::hidden()
    } else {
        ProgressBar::new(request.events.len() as u64)
    };
    progress.set_message("reading prices");
    let prices = request.prices()?;
    let study =
        Study::new(request.spec.clone(), &request.calendar).with_known_events(&request.known);
    let results = study.run_with_progress(&request.events, &prices, &|| progress.inc(1))?;
    progress.finish_and_clear();
    let report = Report::of(&results, &request.calendar)
        .language(request.language)
        .parquet(arguments.parquet);
    let files = report.write(&request.folder)?;
    match arguments.format {
        _ if arguments.quiet => {}
        Format::Json => print(&report.json()?),
        Format::Csv => print(&String::from_utf8_lossy(&report.csv()?)),
        Format::Text => {
            let names: Vec<String> = files.iter().map(|f| f.display().to_string()).collect();
            print(&terminal::summary(&results, &request.calendar, request.language));
            print(&format!("\nWritten: {}\n", names.join("\n         ")));
        }
    }
    Ok(if arguments.strict && !results.exclusions.is_empty() {
        ExitCode::from(3)
    } else {
        ExitCode::SUCCESS
    })
}

/// A reader that closes the pipe early, such as `head`, is no error.
fn print(text: &str) {
    let _ = anstream::stdout().write_all(text.as_bytes());
}
