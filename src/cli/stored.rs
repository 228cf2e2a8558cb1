//! Which prices a study uses: files, the store, or the sample.

use std::process::ExitCode;

use comfy_table::{Table, presets};
use eventstudy::Error;
use eventstudy::calendar::TradingCalendar;
use eventstudy::event::{Catalog, Event, Ticker};
use eventstudy::prices::Prices;
use eventstudy::prices::fetch::FetchError;
use eventstudy::prices::store::{Comparison, Selection, Store, StoreError, compare};
use eventstudy::study::StudyError;

use super::{Arguments, print, refuse_beside_compare};

/// The name of the simulated sample as a source.
const SAMPLE: &str = "sample";

/// Differences shown of one comparison.
const SHOWN: usize = 10;

/// The prices where no file was given: stored bars if there are any of these tickers, the bundled
/// sample if there are none. With `partial`, tickers that are not stored are left out.
pub fn prices(
    arguments: &Arguments,
    tickers: &[Ticker],
    calendar: &TradingCalendar,
    partial: bool,
) -> Result<Prices, Error> {
    let source = arguments.source.as_deref();
    if source == Some(SAMPLE) {
        refuse_beside_sample(arguments)?;
    } else {
        let selection =
            Selection { source: source.map(str::to_owned), feed: arguments.feed.clone(), partial };
        // A system without a folder for data has nothing stored, unless one was named.
        let stored = match Store::at(arguments.store.as_deref()) {
            Ok(store) => store.prices(&selection, tickers, calendar)?,
            Err(error) if source.is_some() => return Err(error.into()),
            Err(_) => None,
        };
        if let Some(prices) = stored {
            return Ok(prices);
        }
        // The sample is no substitute for what was asked for by name.
        if arguments.store.is_some() || arguments.feed.is_some() {
            return Err(StoreError::missing(tickers, source).into());
        }
    }
    Ok(Prices::bundled_sample(tickers, calendar)?)
}

/// Refuses what says where stored bars are beside the sample, which is not stored.
fn refuse_beside_sample(arguments: &Arguments) -> Result<(), Error> {
    let given = [("--feed", arguments.feed.is_some()), ("--store", arguments.store.is_some())];
    match given.into_iter().find(|(_, given)| *given) {
        None => Ok(()),
        Some((flag, _)) => Err(StudyError::IdleOption {
            option: flag.to_owned(),
            reason: "the simulated sample is not read from a store",
            help: "leave it out, or name the source that is stored",
        }
        .into()),
    }
}

/// Prints where two sources disagree about the tickers of the event.
pub fn comparison(arguments: &Arguments) -> Result<ExitCode, Error> {
    refuse_beside_compare(arguments)?;
    let vendors = arguments.compare.as_slice();
    let [first, second] = vendors else {
        let reason = format!("--compare wants two sources, and has {}", vendors.len());
        return Err(FetchError::Compare { reason }.into());
    };
    let mut tickers = Ticker::list(&arguments.tickers)?;
    if tickers.is_empty()
        && let Some(id) = &arguments.event
    {
        let catalog = match &arguments.events {
            Some(path) => Catalog::from_file(path)?,
            None => Catalog::bundled()?,
        };
        tickers = Event::ticker_list(catalog.get(id)?);
    }
    if tickers.is_empty() {
        let reason = "--compare needs --tickers or --event".to_owned();
        return Err(FetchError::Compare { reason }.into());
    }
    let store = Store::at(arguments.store.as_deref())?;
    let found = compare(&store, [first, second], &tickers)?;
    if found.is_empty() {
        return Ok(print("The two sources have no bars of the same length.\n"));
    }
    Ok(print(&found.iter().map(comparison_text).collect::<String>()))
}

fn comparison_text(comparison: &Comparison) -> String {
    let Comparison { first, second, .. } = comparison;
    let what = if comparison.closes { "closes" } else { "changes from close to close" };
    let mut text = format!(
        "{first}  against  {second}\n  {} bars in both, {} in the first only, {} in the second only; {what} differ by more than 1 bp at {}\n",
        comparison.both,
        comparison.only_first,
        comparison.only_second,
        comparison.differences.len()
    );
    if !comparison.differences.is_empty() {
        let mut table = Table::new();
        table.load_preset(presets::NOTHING).set_header(vec![
            "  at",
            &first.vendor,
            &second.vendor,
            "bp apart",
        ]);
        for difference in comparison.differences.iter().take(SHOWN) {
            let number = |x: f64| match comparison.closes {
                true => format!("{x:.4}"),
                false => format!("{:+.3}%", 100.0 * x),
            };
            table.add_row(vec![
                format!("  {}", difference.at),
                number(difference.first),
                number(difference.second),
                format!("{:.1}", 1e4 * difference.relative),
            ]);
        }
        text.push_str(&format!("{table}\n"));
        if comparison.differences.len() > SHOWN {
            text.push_str(&format!("  and {} more\n", comparison.differences.len() - SHOWN));
        }
    }
    text
}
