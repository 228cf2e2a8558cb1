//! From frames of records back to figures.

use std::collections::{BTreeMap, HashMap};

use polars::prelude::*;

use super::columns::TypedFrame;
use super::format::{BETWEEN, FIGURES, FIRM, Facts, LISTS, TIMES, choice_from_id};
use super::records::Records;
use crate::event::{Reason, Ticker};
use crate::prices::Finding;
use crate::returns::Samples;
use crate::study::StudyError;
use crate::study::measure::fit::Fit;
use crate::study::measure::measurements::{Choice, Gap};

/// The columns of one frame.
pub(crate) struct Part<'a> {
    frame: TypedFrame<'a>,
    choice: &'a StringChunked,
    ticker: &'a StringChunked,
    pair: &'a Int32Chunked,
    day_zero: &'a DateChunked,
    code: &'a StringChunked,
    reason: &'a StringChunked,
    degrees_of_freedom: &'a Float64Chunked,
    sigma: &'a Float64Chunked,
    zero_returns: &'a Int32Chunked,
    gap: &'a StringChunked,
    steps: &'a Int32Chunked,
    facts: &'a StringChunked,
    figures: Vec<&'a Float64Chunked>,
    coefficient_names: &'a StringChunked,
    fell_back: &'a BooleanChunked,
    notes: &'a StringChunked,
    lists: Vec<(&'a ListChunked, Float64Chunked)>,
    times: Vec<(&'a ListChunked, Int32Chunked)>,
}

/// Where the record of a pair is: the part and its row.
pub(crate) type Place = (usize, usize);

/// The records of a study, to be looked up.
pub(crate) struct Read<'a> {
    parts: Vec<Part<'a>>,
    places: HashMap<(Option<Choice>, usize), Place>,
    /// Firms with data, sorted, with what the checks found in their prices.
    firms: BTreeMap<Ticker, Vec<Finding>>,
    numbers: HashMap<Ticker, usize>,
}

impl Records {
    /// Records from their frame.
    ///
    /// # Errors
    /// [`StudyError::Records`] for a frame without one of the columns, or with one of another type.
    pub fn from_frame(mut frame: DataFrame) -> Result<Self, StudyError> {
        frame.rechunk_mut();
        Part::try_from(&frame)?;
        Ok(Self { frames: vec![frame] })
    }

    /// Puts the records in order for the conclusion.
    ///
    /// # Errors
    /// [`StudyError::Records`] for rows that cannot be, that are there twice, or that were made with
    /// something else in `common`.
    pub(crate) fn read(&self, common: &str) -> Result<Read<'_>, StudyError> {
        let parts =
            self.frames.iter().map(Part::try_from).collect::<Result<Vec<_>, StudyError>>()?;
        let (mut places, mut firms) = (HashMap::new(), BTreeMap::new());
        for (at, part) in parts.iter().enumerate() {
            // Neighbouring rows have the same choice more often than not.
            let mut last: Option<(&str, Option<Choice>)> = None;
            for row in 0..part.choice.len() {
                let text = part.frame.value(part.choice.get(row), "choice", row)?;
                let ticker = part.ticker(row)?;
                if text == FIRM {
                    let facts = part.facts(row)?;
                    if facts.common != common {
                        return Err(StudyError::Records {
                            what: format!(
                                "{ticker} was measured with another specification, model, calendar, \
                                 benchmark, peers, donors or factors than this study has, or by \
                                 another version"
                            ),
                            help: "give every part, and the conclusion, the same of all of them"
                                .into(),
                        });
                    }
                    firms.insert(ticker, facts.findings);
                    continue;
                }
                let choice = match last {
                    Some((same, choice)) if same == text => choice,
                    _ => choice_from_id(text).ok_or_else(|| part.frame.bad("choice", row))?,
                };
                last = Some((text, choice));
                if places.insert((choice, part.position(row)?), (at, row)).is_some() {
                    return Err(StudyError::Records {
                        what: format!("there are two records of one event of {ticker}"),
                        help: "measure every part of the plan once".into(),
                    });
                }
            }
        }
        let numbers = firms.keys().cloned().enumerate().map(|(n, ticker)| (ticker, n)).collect();
        Ok(Read { parts, places, firms, numbers })
    }
}

impl Read<'_> {
    /// The number of a firm with data, in the order of tickers.
    pub(crate) fn firm(&self, ticker: &Ticker) -> Option<usize> {
        self.numbers.get(ticker).copied()
    }

    /// Firms with data, with the findings in their prices.
    pub(crate) fn firms(&self) -> &BTreeMap<Ticker, Vec<Finding>> {
        &self.firms
    }

    /// Where the record of a pair is.
    pub(crate) fn place(&self, choice: Option<Choice>, position: usize) -> Option<Place> {
        self.places.get(&(choice, position)).copied()
    }

    pub(crate) fn part(&self, place: Place) -> (&Part<'_>, usize) {
        (&self.parts[place.0], place.1)
    }
}

impl<'a> TryFrom<&'a DataFrame> for Part<'a> {
    type Error = StudyError;

    fn try_from(frame: &'a DataFrame) -> Result<Self, StudyError> {
        let typed = TypedFrame { frame, what: "records" };
        let lists = |name: &&'static str| {
            let lists = typed.lists(name, &DataType::Float64)?;
            let values = lists.get_inner();
            let values = values.f64().map_err(|_| typed.bad(name, 0))?;
            Ok((lists, whole(values)))
        };
        let times = |name: &&'static str| {
            let lists = typed.lists(name, &DataType::Int32)?;
            let values = lists.get_inner();
            let values = values.i32().map_err(|_| typed.bad(name, 0))?.rechunk().into_owned();
            if values.null_count() > 0 {
                return Err(typed.bad(name, 0));
            }
            Ok((lists, values))
        };
        Ok(Self {
            frame: typed,
            choice: typed.texts("choice")?,
            ticker: typed.texts("ticker")?,
            pair: typed.integers("pair")?,
            day_zero: typed.dates("day_zero")?,
            code: typed.texts("code")?,
            reason: typed.texts("reason")?,
            degrees_of_freedom: typed.numbers("degrees_of_freedom")?,
            sigma: typed.numbers("sigma")?,
            zero_returns: typed.integers("zero_returns")?,
            gap: typed.texts("gap")?,
            steps: typed.integers("steps")?,
            facts: typed.texts("facts")?,
            figures: FIGURES.iter().map(|name| typed.numbers(name)).collect::<Result<_, _>>()?,
            coefficient_names: typed.texts("coefficient_names")?,
            fell_back: typed.booleans("fell_back")?,
            notes: typed.texts("notes")?,
            lists: LISTS.iter().map(lists).collect::<Result<_, StudyError>>()?,
            times: TIMES.iter().map(times).collect::<Result<_, StudyError>>()?,
        })
    }
}

impl Part<'_> {
    pub(crate) fn ticker(&self, row: usize) -> Result<Ticker, StudyError> {
        let name = self.frame.value(self.ticker.get(row), "ticker", row)?;
        name.parse().map_err(|_| self.frame.bad("ticker", row))
    }

    pub(crate) fn position(&self, row: usize) -> Result<usize, StudyError> {
        let position = self.frame.value(self.pair.get(row), "pair", row)?;
        usize::try_from(position).map_err(|_| self.frame.bad("pair", row))
    }

    /// Days since 1970.
    pub(crate) fn day_zero(&self, row: usize) -> Option<i32> {
        self.day_zero.physical().get(row)
    }

    fn facts(&self, row: usize) -> Result<Facts, StudyError> {
        let text = self.frame.value(self.facts.get(row), "facts", row)?;
        serde_json::from_str(text).map_err(|_| self.frame.bad("facts", row))
    }

    /// Why a pair has no measurement: code and reason; `None` where it has one.
    pub(crate) fn left_out(&self, row: usize) -> Option<(Reason, &str)> {
        let code = self.code.get(row)?.parse().ok()?;
        Some((code, self.reason.get(row).unwrap_or("")))
    }

    pub(crate) fn is_measured(&self, row: usize) -> bool {
        self.code.get(row).is_none()
    }

    pub(crate) fn spread(&self, row: usize) -> (f64, f64) {
        let value = |column: &Float64Chunked| column.get(row).unwrap_or(f64::NAN);
        (value(self.degrees_of_freedom), value(self.sigma))
    }

    pub(crate) fn zero_returns(&self, row: usize) -> u64 {
        self.zero_returns.get(row).and_then(|n| u64::try_from(n).ok()).unwrap_or(0)
    }

    pub(crate) fn gap(&self, row: usize) -> Option<Gap> {
        let reason = self.reason.get(row).unwrap_or("").to_owned();
        Some(Gap { code: self.gap.get(row)?.parse().ok()?, reason })
    }

    /// What the estimate of a pair says beside its returns.
    pub(crate) fn fit(&self, row: usize) -> Fit {
        let figure = |k: usize| self.figures[k].get(row).unwrap_or(f64::NAN);
        fn parts<'t>(text: Option<&'t str>) -> impl Iterator<Item = String> + use<'t> {
            let text = text.filter(|text| !text.is_empty());
            text.into_iter().flat_map(|text| text.split(BETWEEN)).map(str::to_owned)
        }
        let names = parts(self.coefficient_names.get(row));
        let values = self.list("coefficients", row).iter().copied();
        Fit {
            alpha: figure(0),
            beta: figure(1),
            least_squares_beta: figure(2),
            buy_and_hold_model: figure(3),
            sample_quantile_p: figure(4),
            permutation_p: figure(5),
            permutation_statistic: figure(6),
            permutation_donors: figure(7),
            coefficients: names.zip(values).collect(),
            fell_back: self.fell_back.get(row).unwrap_or(false),
            notes: parts(self.notes.get(row)).map(Into::into).collect(),
        }
    }

    /// The list of a column; empty where it is null.
    pub(crate) fn list(&self, name: &str, row: usize) -> &[f64] {
        let at = LISTS.iter().position(|n| *n == name);
        let (lists, values) = &self.lists[at.unwrap_or_else(|| unreachable!("a list {name}"))];
        &values.cont_slice().unwrap_or(&[])[range(lists, row)]
    }

    /// The event times of a column; empty where it is null.
    pub(crate) fn times(&self, name: &str, row: usize) -> &[i32] {
        let at = TIMES.iter().position(|n| *n == name);
        let (lists, values) = &self.times[at.unwrap_or_else(|| unreachable!("times {name}"))];
        &values.cont_slice().unwrap_or(&[])[range(lists, row)]
    }

    /// Whether the samples of a pair were asked for.
    pub(crate) fn has_samples(&self, row: usize) -> bool {
        self.steps.get(row).is_some()
    }

    /// The samples of a pair; `None` where it has none.
    pub(crate) fn samples(&self, row: usize) -> Option<Samples> {
        let steps = usize::try_from(self.steps.get(row)?).ok().filter(|steps| *steps > 0)?;
        let own = |name: &str| self.list(name, row).to_vec();
        let estimation_times = self.times("estimation_times", row).to_vec();
        let event_firm = own("event_firm");
        let cut = |name: &str, bars: usize, regressors: usize| match bars {
            0 => vec![Vec::new(); regressors],
            bars => self.list(name, row).chunks(bars).map(<[f64]>::to_vec).collect(),
        };
        let event_factors: Vec<Vec<f64>> = cut("event_factors", event_firm.len(), 0);
        Some(Samples {
            estimation_firm: own("estimation_firm"),
            estimation_market: own("estimation_market"),
            estimation_factors: cut(
                "estimation_factors",
                estimation_times.len(),
                event_factors.len(),
            ),
            estimation_times,
            event_firm,
            event_market: own("event_market"),
            event_factors,
            event_bars_covered: own("event_bars_covered"),
            event_held: None,
            steps,
            near_other_event: 0,
            missing: 0,
        })
    }

    /// The error for a row that does not fit the study.
    pub(crate) fn bad(&self, name: &str, row: usize) -> StudyError {
        self.frame.bad(name, row)
    }
}

/// The values of all lists in one piece, missing ones as NaN.
fn whole(values: &Float64Chunked) -> Float64Chunked {
    if values.null_count() == 0 {
        return values.rechunk().into_owned();
    }
    let filled: Vec<f64> = values.iter().map(|value| value.unwrap_or(f64::NAN)).collect();
    Float64Chunked::from_vec(values.name().clone(), filled)
}

fn range(lists: &ListChunked, row: usize) -> std::ops::Range<usize> {
    let ends = lists.downcast_iter().next().map(|array| array.offsets().start_end(row));
    ends.map_or(0..0, |(start, end)| start..end)
}
