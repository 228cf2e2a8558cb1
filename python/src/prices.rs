//! The prices of a study: files, frames, or the bundled sample.

use eventstudy::calendar::TradingCalendar;
use eventstudy::event::Ticker;
use eventstudy::prices::{
    DataPath, FactorFiles, FileRequest, Options, PriceError, PriceFrame, PricePanel, Prices,
};
use pyo3::prelude::*;

use crate::errors::Failure;
use crate::frames::given;
use crate::hints::with_keywords;
use crate::options;

/// What is called a frame of prices in errors and in the provenance.
pub const FRAME: &str = "the frame of prices";

/// Where prices come from, and how they are read.
pub struct Source {
    frames: Vec<PriceFrame>,
    paths: Vec<DataPath>,
    options: Options,
    factors: Option<FactorFiles>,
}

impl Source {
    /// `frames` has the ticker of each frame, or none where the frame has such a column.
    pub fn of(
        choices: &options::Given,
        frames: Vec<(Option<String>, Bound<'_, PyAny>)>,
    ) -> PyResult<Self> {
        let several = frames.len() > 1;
        type Given<'py> = (usize, (Option<String>, Bound<'py, PyAny>));
        let frame = |(at, (ticker, object)): Given<'_>| -> PyResult<PriceFrame> {
            let name = match (&ticker, several) {
                (Some(ticker), _) => format!("{FRAME} of {ticker}"),
                (None, true) => format!("frame {} of prices", at + 1),
                (None, false) => FRAME.to_owned(),
            };
            let table = given::<PriceError>(&name, &object)?;
            let ticker = ticker.map(|t| t.parse::<Ticker>()).transpose().map_err(Failure::from)?;
            Ok(PriceFrame { name, ticker, table })
        };
        Ok(Self {
            frames: frames.into_iter().enumerate().map(frame).collect::<PyResult<_>>()?,
            paths: choices.data.iter().map(|text| DataPath::parse(text)).collect(),
            options: choices.reading()?,
            factors: choices.factors()?,
        })
    }

    /// What a user should look at in the factor files.
    pub fn warnings(&self) -> Vec<String> {
        self.factors
            .as_ref()
            .map_or_else(Vec::new, |f| f.warnings.iter().map(|w| with_keywords(w)).collect())
    }

    /// Bars for a study of few events; `needed` are the tickers of the events themselves.
    pub fn bars(
        &self,
        tickers: &[Ticker],
        needed: &[Ticker],
        calendar: &TradingCalendar,
    ) -> Result<Prices, Failure> {
        let mut prices = if !self.frames.is_empty() {
            Prices::from_frames(&self.frames, &self.options, tickers, calendar)?
        } else if self.paths.is_empty() {
            Prices::bundled_sample(tickers, calendar)?
        } else {
            Prices::from_files(&self.files(), tickers, calendar)?
        };
        prices.require_any(needed)?;
        if let Some(read) = &self.factors {
            read.add_to(&mut prices.factors, &mut prices.files);
        }
        Ok(prices)
    }

    /// Daily prices in columns for a study of many events.
    pub fn panel(
        &self,
        wanted: &[Ticker],
        calendar: &TradingCalendar,
    ) -> Result<PricePanel, Failure> {
        let mut prices = if !self.frames.is_empty() {
            PricePanel::from_frames(&self.frames, &self.options, Some(wanted), calendar)?
        } else if self.paths.is_empty() {
            PricePanel::from_prices(Prices::bundled_sample(wanted, calendar)?, calendar)?
        } else {
            PricePanel::from_files(&self.files(), Some(wanted), calendar)?
        };
        if let Some(read) = &self.factors {
            read.add_to(&mut prices.factors, &mut prices.files);
        }
        Ok(prices)
    }

    fn files(&self) -> FileRequest {
        FileRequest { paths: self.paths.clone(), options: self.options.clone() }
    }
}
