//! The lists that the command prints.

use std::fmt::Write as _;
use std::process::ExitCode;

use eventstudy::Error;
use eventstudy::event::{Catalog, Event, EventError};
use eventstudy::inference::TESTS;
use eventstudy::models::MODELS;

use super::sources::sources;
use super::{Command, print};

/// Does what a subcommand asks for.
pub fn command(command: &Command) -> Result<ExitCode, Error> {
    let catalog = |file: &Option<std::path::PathBuf>| match file {
        Some(path) => Catalog::from_file(path),
        None => Catalog::bundled(),
    };
    let text = match command {
        Command::Certify(certify) => return certify.run(),
        Command::Fetch(fetch) => return fetch.run(),
        Command::News(news) => return news.run(),
        Command::Sources => return Ok(sources()),
        Command::Store(store) => return store.run(),
        Command::Events { id: None, events } => event_list(&catalog(events)?),
        Command::Events { id: Some(id), events } => event_details(&catalog(events)?, id)?,
        Command::Models => model_list(),
        Command::Tests => test_list(),
    };
    Ok(print(&text))
}

/// One line for each event.
fn event_list(catalog: &Catalog) -> String {
    catalog.events().iter().fold(String::new(), |mut out, event| {
        let tickers: Vec<&str> = event.tickers.iter().map(|t| t.ticker.as_str()).collect();
        let _ = writeln!(out, "{:<24} {}  [{}]", event.id, event.published, tickers.join(", "));
        let _ = writeln!(out, "{:<24} {}", "", event.headline.in_language("en"));
        out
    })
}

/// All that is known of one event.
fn event_details(catalog: &Catalog, id: &str) -> Result<String, EventError> {
    let event: &Event = catalog.get(id)?;
    let mut out = String::new();
    let mut line = |label: &str, text: &str| {
        let _ = writeln!(out, "{label:<12} {text}");
    };
    line("event", event.id.as_str());
    for language in event.headline.languages() {
        line(&format!("headline {language}"), event.headline.in_language(language));
    }
    line("published", &event.published.to_string());
    line("", &format!("(known to the {})", event.published.precision().id().replace('_', " ")));
    if let Some(note) = &event.time_note {
        line("", note);
    }
    for involved in &event.tickers {
        line("ticker", &format!("{} {}", involved.ticker, involved.role.as_deref().unwrap_or("")));
    }
    for source in &event.sources {
        let when = source.published.as_ref().map(ToString::to_string).unwrap_or_default();
        line(
            "source",
            &format!("{} {when} {}", source.outlet, source.note.as_deref().unwrap_or("")),
        );
    }
    for claim in &event.claims {
        line("claim", claim.text.in_language("en"));
    }
    for confounder in &event.confounders {
        line(
            "confounder",
            &format!("{}: {}", confounder.time, confounder.headline.in_language("en")),
        );
    }
    Ok(out)
}

/// The models with their formula and source.
fn model_list() -> String {
    MODELS.iter().fold(String::new(), |mut out, m| {
        let _ = writeln!(out, "{:<26} {:<50} {}", m.id, m.formula, m.reference);
        out
    })
}

/// The tests with what they test and their source.
fn test_list() -> String {
    TESTS.iter().fold(String::new(), |mut out, t| {
        let _ = writeln!(out, "{:<18} {}\n{:<18} {}", t.id, t.what, "", t.reference);
        out
    })
}
