//! What the user of the command can do about an error of a study, in words of the command.

use eventstudy::Error;
use eventstudy::certificate::CertificateError;
use eventstudy::event::{EventError, Reason};
use eventstudy::report::ReportError;
use eventstudy::study::StudyError;

/// The hint for an error whose remedy is an option of the command; `None` where the library's own
/// words do.
pub(super) fn study_hint(error: &Error) -> Option<String> {
    match error {
        Error::Event(error) => event_hint(error),
        Error::Study(error) => hint_of_study(error),
        Error::Report(ReportError::Unwritable { .. }) => {
            Some("name another folder with --out, or check its permissions".into())
        }
        Error::Certificate(CertificateError::NoBars { ticker }) => {
            Some(format!("give daily bars of {ticker} with --data, or leave it out"))
        }
        Error::Certificate(CertificateError::TooFewDates { .. }) => {
            Some("give a longer history with --data".into())
        }
        _ => None,
    }
}

fn event_hint(error: &EventError) -> Option<String> {
    Some(match error {
        EventError::UnknownId { nearest, .. } if nearest.is_empty() => {
            "`eventstudy events` lists all events; a one-off event needs no file: --event-time TIME --headline TEXT".into()
        }
        EventError::UnknownId { .. } => format!("{} `eventstudy events` lists all", error.hint()),
        EventError::NoneChosen { ids } => {
            let ids: Vec<String> = ids.iter().map(|id| format!("`{id}`")).collect();
            format!("say --event with {}, --events FILE, or --event-time TIME --headline TEXT --tickers A,B", ids.join(" or "))
        }
        EventError::ClaimWithoutTicker { .. } => "begin the claim with the ticker it is about, and name that ticker with --tickers or in the event file".into(),
        EventError::InFile { source, .. } => return event_hint(source),
        EventError::NoTickers { .. } => "name them in the event file, or with --tickers META,BABA".into(),
        EventError::ClaimsOfMany => "choose one event with --event, or write the claims with their events in a catalogue".into(),
        EventError::TickersOfMany { .. } => "leave --tickers out, or choose one event of the file with --event".into(),
        _ => return None,
    })
}

fn hint_of_study(error: &StudyError) -> Option<String> {
    Some(match error {
        StudyError::WindowsOverlap { window, .. } => format!(
            "let it end before the event window begins: --estimation-end, at most one day before the start of {window}"
        ),
        StudyError::OwnBenchmark { .. } => "name another with --benchmark; several tickers form a basket, from which the firm itself is left out".into(),
        StudyError::WindowOutside { .. } => "widen the event window with --window, or leave the CAR window out of --car".into(),
        StudyError::BadNumber { what, should, .. } => {
            let option = match *what {
                "the end of the estimation window" => "--estimation-end",
                "the event window" => "--window",
                "the latency" => "--latency",
                "the level of significance" => "--alpha",
                _ => return Some(should.replace("the minimum of estimation bars", "--minimum-estimation")),
            };
            should.replacen("give it", &format!("give {option}"), 1)
        }
        StudyError::UnknownModel { .. } => "`eventstudy models` lists them".into(),
        StudyError::UnknownTest { .. } => "`eventstudy tests` lists them".into(),
        StudyError::NoBars { what, .. } => format!(
            "give their bars with --data, or leave them out of --{what}: a group that lost a firm unseen would be another one"
        ),
        StudyError::Nothing { code, .. } => match code {
            Some(Reason::ShortEstimation) => "give more history with --data, or shorten --estimation-length or lower --minimum-estimation",
            Some(Reason::NoData) => "give bars of these tickers with --data",
            Some(Reason::MissingEventBar) => "give bars around the date of the event with --data",
            Some(Reason::NoBenchmark) => "give bars of the benchmark, name another with --benchmark, or use --model constant-mean",
            Some(Reason::NaiveTime) => return None,
            _ => "see the reasons above; `eventstudy events ID` shows the event",
        }
        .into(),
        _ => return None,
    })
}
