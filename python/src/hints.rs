//! What to write next: the library's hints with the keywords of Python.

use eventstudy::Error;
use eventstudy::event::{EventError, Reason};
use eventstudy::prices::PriceError;
use eventstudy::study::StudyError;

/// The hint of an error in the words of Python; the library's own where it has no keywords for it.
pub fn keyword_hint(error: &Error) -> String {
    match error {
        Error::Prices(error) | Error::Study(StudyError::Prices(error)) => price_hint(error),
        Error::Event(error) => event_hint(error),
        Error::Study(error) => study_hint(error),
        _ => None,
    }
    .unwrap_or_else(|| error.hint())
}

/// A message or warning of the library with the keywords that it speaks of.
pub fn with_keywords(text: &str) -> String {
    const KEYWORDS: [(&str, &str); 4] = [
        (
            "the tickers given stand for those of one event",
            "tickers stands for the tickers of one event",
        ),
        ("only the simulated sample", "without data or prices only the simulated sample"),
        ("fractions, give that as its unit", "fractions, say `factor_unit=\"fraction\"`"),
        ("per cent, give that as its unit", "per cent, say `factor_unit=\"percent\"`"),
    ];
    KEYWORDS.iter().fold(text.to_owned(), |text, (words, keywords)| text.replace(words, keywords))
}

fn price_hint(error: &PriceError) -> Option<String> {
    let column = |role: &str| format!("`columns={{\"{}\": NAME}}`", role.replace(' ', "_"));
    Some(match error {
        PriceError::NoSuchPath { .. } => {
            "check the path given as `data`; without data or prices the bundled simulated sample is used".into()
        }
        PriceError::UnknownTicker { available, .. } if available.is_empty() => {
            "name one file per ticker (META.csv), give `data=\"TICKER=FILE\"`, or a file with a ticker column".into()
        }
        PriceError::UnknownTicker { available, .. } => format!(
            "the data has {}; a file of another name can be given as `data=\"TICKER=FILE\"`",
            available.join(", ")
        ),
        PriceError::MissingColumn { role, .. } => format!("name the column with {}", column(role)),
        PriceError::TwoColumns { role, .. } => format!("say which one with {}", column(role)),
        PriceError::NaiveTimestamp { .. } => format!(
            "bar times must be UTC (`2025-12-10T14:30:00Z`) or carry an offset; name the right column with {}, or add the zone",
            column("time")
        ),
        PriceError::EndLabels { .. } => {
            "if so, say `bar_label=\"end\"`; with `bar_label=\"start\"` they are taken as they are".into()
        }
        _ => return None,
    })
}

fn event_hint(error: &EventError) -> Option<String> {
    Some(match error {
        EventError::UnknownId { nearest, .. } if nearest.is_empty() => {
            "`eventstudy.events()` lists all events; a one-off event needs no file, only `event_time` and `headline`".into()
        }
        EventError::UnknownId { .. } => format!("{} `eventstudy.events()` lists all", error.hint()),
        EventError::NoneChosen { ids } => format!(
            "give `event` as one of {}, or `events`, or `event_time` with `headline` and `tickers`",
            ids.join(", ")
        ),
        EventError::NoTickers { .. } => "name them in the events, or with `tickers`".into(),
        EventError::ClaimsOfMany => {
            "choose one of the events with `event`, or write the claims in a catalogue".into()
        }
        EventError::TickersOfMany { .. } => {
            "leave `tickers` out, or choose one of the events with `event`".into()
        }
        _ => return None,
    })
}

fn study_hint(error: &StudyError) -> Option<String> {
    Some(match error {
        StudyError::WindowsOverlap { window, .. } => format!(
            "let it end before the event window begins: `estimation_end`, at most one day before the start of {window}"
        ),
        StudyError::WindowOutside { .. } => {
            "widen the event window with `window`, or leave the CAR window out of `car`".into()
        }
        StudyError::UnknownModel { .. } => "`eventstudy.models()` lists them".into(),
        StudyError::UnknownTest { .. } => "`eventstudy.tests()` lists them".into(),
        StudyError::Nothing { code: Some(Reason::ShortEstimation), .. } => {
            "give more history, or shorten `estimation_length` or lower `minimum_estimation`".into()
        }
        StudyError::Nothing { code: Some(Reason::NoBenchmark), .. } => {
            "give bars of the benchmark, name another with `benchmark`, or use `model=\"constant-mean\"`".into()
        }
        _ => return None,
    })
}
