//! What the user of the package can do about an error, in words of its keywords.

use eventstudy::Error;
use eventstudy::event::{EventError, Reason};
use eventstudy::study::StudyError;

/// The hint of an error, with the keywords that its remedy goes by.
pub fn keyword_hint(error: &Error) -> String {
    let keywords = match error {
        Error::Event(error) => event_hint(error),
        Error::Study(error) => study_hint(error),
        _ => None,
    };
    keywords.unwrap_or_else(|| error.hint())
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
