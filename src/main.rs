//! The command: parse, load, run, report.

mod cli;

use std::process::ExitCode;

use clap::Parser as _;

use cli::Arguments;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let done = match &arguments.command {
        Some(command) => cli::command(command),
        None if !arguments.compare.is_empty() => cli::comparison(&arguments),
        None => cli::study(&arguments),
    };
    match done {
        Ok(code) => code,
        Err(error) => {
            let message = cli::with_flags(&error.to_string());
            anstream::eprintln!("error: {message}\n  help: {}", cli::command_hint(&error));
            ExitCode::from(error.exit_code())
        }
    }
}
