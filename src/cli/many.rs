//! A file of many events: their study as one sample.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use eventstudy::Error;
use eventstudy::event::{Announcements, Catalog, EventError};
use eventstudy::prices::PricePanel;
use eventstudy::report::cross_section::{CrossSectionReport, FileKind};
use eventstudy::study::many::CrossSectionStudy;

use super::arguments::{Arguments, Files};
use super::calendar::calendar;
use super::{Format, print, progress, request, stored};

/// With more events than this there is no page for each of them.
const MOST_PAGES: usize = 10;

/// How a file of events is to be studied.
pub enum Sample {
    /// One by one: it is no sample.
    OneByOne,
    /// As a sample, and each event on a page of its own.
    WithPages(Announcements),
    /// As a sample alone.
    Alone(Announcements),
}

/// Reads the file of `--events`, unless one of its events was chosen.
pub fn sample(arguments: &Arguments) -> Result<Sample, Error> {
    let Some(path) = arguments.events.as_ref().filter(|_| arguments.event.is_none()) else {
        return Ok(Sample::OneByOne);
    };
    let announcements = Announcements::from_any_file(path)?;
    let pairs = announcements.len() + announcements.rejected.len();
    if pairs > 1 && !arguments.tickers.is_empty() {
        return Err(EventError::TickersOfMany { option: "--tickers", path: path.clone() }.into());
    }
    // Only a catalogue has what a page shows; a table with broken rows is none.
    let catalogue = || Catalog::from_file(path).is_ok();
    Ok(match pairs {
        0 | 1 => Sample::OneByOne,
        n if n <= MOST_PAGES && catalogue() => Sample::WithPages(announcements),
        _ => Sample::Alone(announcements),
    })
}

/// Studies the sample and writes its report.
pub fn study(arguments: &Arguments, announcements: &Announcements) -> Result<ExitCode, Error> {
    let calendar = calendar(arguments.calendar_patch.as_deref())?;
    let spec = request::spec(arguments)?;
    let bar = progress(arguments.quiet, announcements.len());
    let data = request::data(arguments)?;
    let wanted = spec.tickers_with(&announcements.tickers);
    let mut prices = if data.paths.is_empty() {
        PricePanel::from_prices(stored::prices(arguments, &wanted, &calendar, true)?, &calendar)?
    } else {
        PricePanel::from_files(&data, Some(&wanted), &calendar)?
    };
    if let Some(read) = request::factors(arguments)? {
        prices.files.extend(read.files);
        prices.factors = Some(read.factors);
    }
    let results = CrossSectionStudy::new(spec, &calendar).run(announcements, &prices)?;
    bar.set_message("writing");
    let report = CrossSectionReport::of(&results);
    let mut kinds: Vec<FileKind> = arguments.files.iter().map(|f| kind(*f)).collect();
    if arguments.parquet && kinds.is_empty() {
        kinds = FileKind::defaults(results.events.len()).to_vec();
    }
    kinds.extend(arguments.parquet.then_some(FileKind::Parquet));
    let report = if kinds.is_empty() { report } else { report.files(&kinds) };
    let folder = folder(arguments);
    let files = report.write(&folder)?;
    bar.finish_and_clear();
    print(&match arguments.format {
        _ if arguments.quiet => String::new(),
        Format::Json => String::from_utf8_lossy(&report.json()?).into_owned(),
        Format::Csv => String::from_utf8_lossy(&report.csv()?).into_owned(),
        Format::Text => {
            let count = files.len();
            format!("{}\nWritten: {count} files in {}\n", report.summary(), folder.display())
        }
    });
    let left_out = arguments.strict && !results.ledger.is_empty();
    // The program ends: the system takes back at once what would be freed piece by piece.
    std::mem::forget((results, prices));
    Ok(if left_out { ExitCode::from(3) } else { ExitCode::SUCCESS })
}

/// Where events have their pages, a sample that cannot be studied is said and no failure; a request
/// that is wrong still is.
pub fn pages_alone(error: Error, pages: ExitCode) -> Result<ExitCode, Error> {
    if error.exit_code() == 2 {
        return Err(error);
    }
    anstream::eprintln!("warning: the events have their pages and are no sample: {error}");
    Ok(pages)
}

/// The folder of the sample's report: that of `--out`, else one named as the file.
fn folder(arguments: &Arguments) -> PathBuf {
    let name = arguments.events.as_deref().and_then(Path::file_stem);
    let name = name.map_or("events".into(), |stem| stem.to_string_lossy().into_owned());
    arguments.out.clone().unwrap_or_else(|| PathBuf::from("reports").join(name)).join("sample")
}

const fn kind(files: Files) -> FileKind {
    match files {
        Files::Json => FileKind::Json,
        Files::Csv => FileKind::Csv,
        Files::Parquet => FileKind::Parquet,
        Files::Latex => FileKind::Latex,
        Files::Excel => FileKind::Excel,
        Files::Figures => FileKind::Figures,
    }
}
