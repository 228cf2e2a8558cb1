//! What to type next: the library's hints with the flags of the command.

use super::study_hints::study_hint;
use eventstudy::Error;
use eventstudy::prices::PriceError;
use eventstudy::prices::fetch::FetchError;
use eventstudy::prices::store::StoreError;
use eventstudy::study::StudyError;

/// The hint of an error in the words of the command; the library's own where it has no flags for it.
pub fn command_hint(error: &Error) -> String {
    match error {
        Error::Prices(error) | Error::Study(StudyError::Prices(error)) => price_hint(error),
        Error::Fetch(error) => fetch_hint(error),
        Error::Store(error) => store_hint(error),
        _ => study_hint(error),
    }
    .unwrap_or_else(|| error.hint())
}

/// A message or warning of the library with the flags that it speaks of.
pub fn with_flags(text: &str) -> String {
    const FLAGS: [(&str, &str); 4] = [
        (
            "the tickers given stand for those of one event",
            "--tickers stands for the tickers of one event",
        ),
        ("only the simulated sample is there", "without --data only the simulated sample is there"),
        (
            "if it is fractions, give that as its unit",
            "if it is fractions, say `--factor-unit fraction`",
        ),
        (
            "if it is per cent, give that as its unit",
            "if it is per cent, leave out `--factor-unit fraction`",
        ),
    ];
    FLAGS.iter().fold(text.to_owned(), |text, (words, flags)| text.replace(words, flags))
}

fn price_hint(error: &PriceError) -> Option<String> {
    let column = |role: &str| format!("--column {}=NAME", role.replace(' ', "_"));
    Some(match error {
        PriceError::NoSuchPath { .. } => "check the path given with --data; without --data the bundled simulated sample is used".into(),
        PriceError::UnknownTicker { available, .. } if available.is_empty() => {
            "name one file per ticker (META.csv), give `--data TICKER=FILE`, or a file with a ticker column".into()
        }
        PriceError::UnknownTicker { available, .. } => {
            format!("the data has {}; a file of another name can be given as `--data TICKER=FILE`, and `eventstudy fetch` gets bars from a vendor", available.join(", "))
        }
        PriceError::MissingColumn { role, .. } => format!("name the column with {}", column(role)),
        PriceError::TwoColumns { role, .. } => format!("say which one with {}", column(role)),
        PriceError::NaiveTimestamp { .. } => "bar times must be UTC (`2025-12-10T14:30:00Z`) or carry an offset; name the right column with --column time=NAME, or add the zone to the file".into(),
        PriceError::EndLabels { .. } => "if so, say `--bar-label end`; with `--bar-label start` they are taken as they are".into(),
        _ => return None,
    })
}

fn fetch_hint(error: &FetchError) -> Option<String> {
    const SOURCES: &str = "`eventstudy sources` shows";
    Some(match error {
        FetchError::UnknownVendor { .. } | FetchError::UnknownChoice { .. } => {
            format!("{}; {SOURCES} what they have", error.hint())
        }
        FetchError::DoesNotHave { instead, .. } if instead.is_empty() => {
            format!("{}; {SOURCES} what they have", error.hint())
        }
        FetchError::DoesNotHave { instead, .. } => {
            let names: Vec<String> = instead.iter().map(|id| format!("`--source {id}`")).collect();
            format!("{} can: use {}", instead.join(" and "), names.join(" or "))
        }
        FetchError::Compare { .. } => {
            "write `eventstudy --tickers META,BABA --compare alpaca,yahoo`, after a fetch from both"
                .into()
        }
        FetchError::Refused { .. } => format!("{}; {SOURCES} who else has such data", error.hint()),
        _ => return None,
    })
}

fn store_hint(error: &StoreError) -> Option<String> {
    Some(match error {
        StoreError::NoFolder => "name one with --store FOLDER or EVENTSTUDY_HOME".into(),
        StoreError::Empty { .. } => "`eventstudy fetch --help` shows how bars are fetched; --store FOLDER names another store".into(),
        StoreError::Damaged { .. } => "`eventstudy store verify` lists what is damaged, `eventstudy store prune --damaged` removes it, and the same fetch gets it again".into(),
        StoreError::Ambiguous { vendor, feed, .. } => {
            format!("say which one, such as `--source {vendor} --feed {feed}`")
        }
        StoreError::Missing { tickers, vendor, .. } => {
            let source = vendor.as_ref().map_or(String::new(), |v| format!(" --source {v}"));
            format!(
                "get it with `eventstudy fetch --tickers {}{source} --from FIRST --to LAST`; `--source sample` uses the simulated sample instead",
                tickers.join(",")
            )
        }
        _ => return None,
    })
}
