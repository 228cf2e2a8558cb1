//! The command: parse, load, run, report.

mod cli;

use std::process::ExitCode;

use clap::Parser as _;
use eventstudy::Error;
use eventstudy::report::Report;
use eventstudy::study::Study;

use cli::{Arguments, Request, Sample};

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let done = match &arguments.command {
        Some(command) => cli::command(command),
        None if !arguments.compare.is_empty() => cli::comparison(&arguments),
        None => run(&arguments),
    };
    match done {
        Ok(code) => code,
        Err(error) => {
            anstream::eprintln!("error: {error}\n  help: {}", cli::command_hint(&error));
            ExitCode::from(error.exit_code())
        }
    }
}

fn run(arguments: &Arguments) -> Result<ExitCode, Error> {
    match cli::sample(arguments)? {
        Sample::OneByOne => study(arguments),
        Sample::Alone(events) => cli::study_sample(arguments, &events),
        Sample::WithPages(events) => {
            let pages = study(arguments)?;
            cli::study_sample(arguments, &events).or_else(|e| cli::pages_alone(e, pages))
        }
    }
}

fn study(arguments: &Arguments) -> Result<ExitCode, Error> {
    let request = Request::of(arguments)?;
    let progress = cli::progress(arguments.quiet, request.events.len());
    let prices = request.prices(arguments)?;
    let results = Study::new(request.spec.clone(), &request.calendar)
        .with_known_events(&request.known)
        .run_with_progress(&request.events, &prices, &|| progress.inc(1))?;
    progress.set_message("drawing");
    cli::warn(arguments, &results, &progress);
    let report = Report::of(&results, &request.calendar)
        .language(request.language)
        .parquet(arguments.parquet);
    let files = report.write(&request.folder)?;
    progress.finish_and_clear();
    cli::print(&cli::output(arguments, &request, &results, &report, &files)?);
    let left_out = arguments.strict && !results.exclusions.is_empty();
    Ok(if left_out { ExitCode::from(3) } else { ExitCode::SUCCESS })
}
