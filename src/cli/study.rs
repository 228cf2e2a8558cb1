//! The study that was asked for: of single events, of a sample, or of both.

use std::process::ExitCode;

use eventstudy::Error;
use eventstudy::event::{Announcements, Catalog};
use eventstudy::prices::{PricePanel, Prices};
use eventstudy::report::Report;
use eventstudy::report::cross_section::{CrossSectionReport, FileKind};
use eventstudy::request::{Choice as _, EventSource, Requested, Studied};
use eventstudy::study::Study;
use eventstudy::study::many::{CrossSectionResults, CrossSectionStudy};

use super::output::{print, progress, single_output, warn};
use super::{Arguments, Format, Request};

/// With more events than this there is no page for each of them.
const MOST_PAGES: usize = 10;

/// Studies the events and writes their report. A few events of a catalogue have a page each beside
/// their sample, from the same prices.
pub fn study(arguments: &Arguments) -> Result<ExitCode, Error> {
    let source = arguments.event_source();
    let requested = arguments.event_choice().read(&source)?;
    let (table, catalog) = match requested {
        Requested::OneByOne(catalog) => {
            let request = Request::new(arguments, Studied::OneByOne)?;
            return Ok(pages(&request, &catalog, &source)?.0);
        }
        Requested::Sample(table, catalog) => (table, catalog),
    };
    // Only a catalogue has what a page shows; a table with broken rows is none.
    let few = table.len() + table.rejected.len() <= MOST_PAGES;
    match catalog.or_else(|| few.then(|| source.catalog().ok()).flatten()).filter(|_| few) {
        None => {
            let request = Request::new(arguments, Studied::Sample)?;
            sample(&request, &table, || request.panel(&table.tickers))
        }
        Some(catalog) => {
            let request = Request::new(arguments, Studied::Both)?;
            let (code, prices) = pages(&request, &catalog, &source)?;
            let panel = || Ok(PricePanel::from_prices(prices, &request.calendar)?);
            sample(&request, &table, panel).or_else(|error| pages_alone(error, code))
        }
    }
}

/// Studies the events one by one, and writes a page for each.
fn pages(
    request: &Request<'_>,
    catalog: &Catalog,
    source: &EventSource,
) -> Result<(ExitCode, Prices), Error> {
    let arguments = request.arguments;
    let single = request.single_events(catalog, source)?;
    let bar = progress(arguments.quiet, single.events.len());
    let prices = request.prices(&single.events)?;
    let results = Study::new(request.spec.clone(), &request.calendar)
        .with_known_events(&single.known)
        .run_with_progress(&single.events, &prices, &|| bar.inc(1))?;
    bar.set_message("drawing");
    warn(arguments, &results, &bar);
    let report = Report::of(&results, &request.calendar)
        .language(arguments.lang.unwrap_or_default())
        .parquet(arguments.parquet);
    let files = report.write(&single.folder)?;
    bar.finish_and_clear();
    print(&single_output(request, &results, &report, &files)?);
    Ok((code(arguments, results.exclusions.is_empty()), prices))
}

/// Studies the sample and writes its report.
fn sample(
    request: &Request<'_>,
    announcements: &Announcements,
    prices: impl FnOnce() -> Result<PricePanel, Error>,
) -> Result<ExitCode, Error> {
    let arguments = request.arguments;
    let bar = progress(arguments.quiet, announcements.len());
    let panel = prices()?;
    let results = CrossSectionStudy::new(request.spec.clone(), &request.calendar)
        .run(announcements, &panel)?;
    bar.set_message("writing");
    let report = CrossSectionReport::of(&results);
    let mut kinds = arguments.files.clone();
    if arguments.parquet && kinds.is_empty() {
        kinds = FileKind::defaults(results.events.len()).to_vec();
    }
    kinds.extend(arguments.parquet.then_some(FileKind::Parquet));
    let report = if kinds.is_empty() { report } else { report.files(&kinds) };
    let folder = request.sample_folder();
    let files = report.write(&folder)?;
    bar.finish_and_clear();
    print(&match arguments.format.unwrap_or_default() {
        Format::Text if arguments.quiet => String::new(),
        Format::Json => String::from_utf8_lossy(&report.json()?).into_owned(),
        Format::Csv => String::from_utf8_lossy(&report.csv()?).into_owned(),
        Format::Text => {
            let count = files.len();
            format!("{}\nWritten: {count} files in {}\n", report.summary(), folder.display())
        }
    });
    let code = match say_unmet(&results) {
        true => code(arguments, results.ledger.is_empty()),
        false => ExitCode::FAILURE,
    };
    // The program ends: the system takes back at once what would be freed piece by piece.
    std::mem::forget((results, panel));
    Ok(code)
}

/// Says what was asked for with `--also` and is not in the report; whether everything is.
fn say_unmet(results: &CrossSectionResults) -> bool {
    let unmet = results.extras.unmet(&results.spec.cross_section.also);
    for (also, reason) in &unmet {
        anstream::eprintln!("error: --also {} gives nothing: {reason}", also.word().id);
    }
    unmet.is_empty()
}

/// Where events have their pages, a sample that cannot be studied is said and no failure; a request
/// that is wrong still is.
fn pages_alone(error: Error, pages: ExitCode) -> Result<ExitCode, Error> {
    if error.exit_code() == 2 {
        return Err(error);
    }
    anstream::eprintln!("warning: the events have their pages and are no sample: {error}");
    Ok(pages)
}

/// The exit code of a study that was done; 3 under `--strict` where something was left out.
fn code(arguments: &Arguments, complete: bool) -> ExitCode {
    if arguments.strict && !complete { ExitCode::from(3) } else { ExitCode::SUCCESS }
}
