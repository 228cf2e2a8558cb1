//! The three steps of a study out of one machine, for `eventstudy.spark`.

use eventstudy::calendar::TradingCalendar;
use eventstudy::event::{Announcements, EventError, Ticker};
use eventstudy::prices::{PriceColumns, PriceError, PriceFrame, PricePanel, SourceFile};
use eventstudy::request::Studied;
use eventstudy::study::StudyError;
use eventstudy::study::many::{CrossSectionStudy, Records, StudyPlan};
use polars::prelude::{DataFrame, PolarsError};
use pyo3::prelude::*;

use crate::errors::Failure;
use crate::events::FRAME as EVENTS;
use crate::frames::{Table, given};
use crate::models::{self, Raised};
use crate::options::Given;
use crate::prices::FRAME as PRICES;
use crate::results::ManyResult;

/// Which columns of a frame of prices are read: the ticker's, the time's, and those of numbers.
#[pyfunction]
pub fn price_columns(
    choices: Given,
    header: Vec<String>,
) -> PyResult<(String, String, Vec<String>)> {
    let columns = PriceColumns::of(PRICES, &header, &choices.reading()?);
    let columns = columns.map_err(Failure::from)?;
    Ok((columns.ticker, columns.time, columns.numbers))
}

/// The plan as a frame, the tickers of the events, and those that every part needs.
#[pyfunction]
pub fn plan(
    choices: Given,
    events: Bound<'_, PyAny>,
    model: Option<Bound<'_, PyAny>>,
    complete: bool,
) -> PyResult<(Table, Vec<String>, Vec<String>)> {
    let announcements = announcements(&events)?;
    let (calendar, raised) = (choices.calendar()?, Raised::default());
    choices.refuse_idle(Studied::Sample)?;
    let plan = study(&choices, &calendar, model, &raised)?.plan(&announcements);
    let plan = plan.map_err(Failure::from)?;
    let plan = if complete { plan.complete() } else { plan };
    let shared = choices.spec()?.tickers_with(&[]);
    Ok((Table::new(plan.frame(&calendar))?, texts(&announcements.tickers), texts(&shared)))
}

/// Measures the pairs of one ticker: their records, and the digest of its prices.
#[pyfunction]
pub fn measure(
    py: Python<'_>,
    choices: Given,
    plan: Bound<'_, PyAny>,
    own: Option<Bound<'_, PyAny>>,
    shared: Bound<'_, PyAny>,
    model: Option<Bound<'_, PyAny>>,
) -> PyResult<(Table, Option<String>)> {
    let (calendar, raised) = (choices.calendar()?, Raised::default());
    let plan = StudyPlan::from_frame(&given::<EventError>("the plan", &plan)?, &calendar);
    let plan = plan.map_err(Failure::from)?;
    let frames = [own, Some(shared)].into_iter().flatten();
    let frames: Vec<DataFrame> =
        frames.map(|frame| given::<PriceError>(PRICES, &frame)).collect::<PyResult<_>>()?;
    let has_own = frames.len() == 2;
    let wanted = choices.spec()?.tickers_with(&plan.tickers());
    let prices = panel(&choices, frames, &wanted, &calendar)?;
    let digest = prices.files.first().filter(|_| has_own).and_then(|file| file.sha256.clone());
    let study = study(&choices, &calendar, model, &raised)?;
    let records = py.detach(|| -> Result<_, Failure> {
        let records = study.measure(&plan, &prices)?;
        Ok(records.frame().map_err(defect)?)
    });
    raised.again()?;
    Ok((Table::new(Ok(records?))?, digest))
}

/// The records of no pair at all, whose columns say what those of others are.
#[pyfunction]
pub fn no_records() -> PyResult<Table> {
    Table::new(Records::default().frame())
}

/// Concludes the study; `read` has the digests of the tickers whose prices were measured, and the
/// number of rows of all prices.
#[pyfunction]
pub fn conclude(
    py: Python<'_>,
    choices: Given,
    events: Bound<'_, PyAny>,
    shared: Bound<'_, PyAny>,
    records: Bound<'_, PyAny>,
    read: (Vec<(String, String)>, usize),
    model: Option<Bound<'_, PyAny>>,
) -> PyResult<ManyResult> {
    let announcements = announcements(&events)?;
    let (digests, rows) = read;
    let (calendar, raised) = (choices.calendar()?, Raised::default());
    let records = Records::from_frame(given::<PriceError>("the records", &records)?);
    let records = records.map_err(Failure::from)?;
    let table = given::<PriceError>(PRICES, &shared)?;
    let tickers = choices.spec()?.tickers_with(&[]);
    let mut parts = Vec::new();
    for (ticker, digest) in digests {
        parts.push((ticker.parse::<Ticker>().map_err(Failure::from)?, digest));
    }
    for ticker in &tickers {
        if parts.iter().any(|(known, _)| known == ticker) {
            continue;
        }
        let alone = panel(&choices, vec![table.clone()], std::slice::from_ref(ticker), &calendar);
        let file = alone?.files.into_iter().next();
        parts.extend(file.and_then(|f| f.sha256).map(|digest| (ticker.clone(), digest)));
    }
    let mut prices = panel(&choices, vec![table], &tickers, &calendar)?;
    let factors = choices.factors()?;
    let files = factors.iter().flat_map(|read| read.files.iter().cloned());
    prices.files =
        std::iter::once(SourceFile::from_tickers(PRICES, rows, parts)).chain(files).collect();
    let study = study(&choices, &calendar, model, &raised)?;
    let results =
        py.detach(|| study.conclude(&announcements, &prices, &records).map_err(Failure::from));
    raised.again()?;
    Ok(ManyResult::new(results?, factors.map_or_else(Vec::new, |read| read.warnings)))
}

fn announcements(events: &Bound<'_, PyAny>) -> PyResult<Announcements> {
    let frame = given::<EventError>(EVENTS, events)?;
    Ok(Announcements::from_frame(EVENTS, &frame).map_err(Failure::from)?)
}

fn study<'a>(
    choices: &Given,
    calendar: &'a TradingCalendar,
    model: Option<Bound<'_, PyAny>>,
    raised: &Raised,
) -> PyResult<CrossSectionStudy<'a>> {
    let study = CrossSectionStudy::new(choices.spec()?, calendar);
    Ok(match model {
        Some(model) => study.with_model(models::given(&model, raised)?),
        None => study,
    })
}

/// The panel of these tickers; empty where no frame has a row.
fn panel(
    choices: &Given,
    frames: Vec<DataFrame>,
    wanted: &[Ticker],
    calendar: &TradingCalendar,
) -> Result<PricePanel, Failure> {
    let frames: Vec<PriceFrame> = frames
        .into_iter()
        .filter(|table| table.height() > 0)
        .map(|table| PriceFrame::new(PRICES, table))
        .collect();
    let mut panel = match frames.is_empty() {
        true => PricePanel::default(),
        false => PricePanel::from_frames(&frames, &choices.reading()?, Some(wanted), calendar)?,
    };
    panel.factors = choices.factors()?.map(|read| read.factors);
    Ok(panel)
}

fn texts(tickers: &[Ticker]) -> Vec<String> {
    tickers.iter().map(ToString::to_string).collect()
}

fn defect(error: PolarsError) -> StudyError {
    PriceError::from(error).into()
}
