//! Why a study cannot be run.

use super::exclusion::Exclusion;
use super::ledger_row::LedgerRow;
use crate::event::Reason;

/// The study could not be run.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StudyError {
    /// The estimation window reaches into the event window.
    #[error(
        "the estimation window ends at day {estimation_end}, inside or after the event window {window}"
    )]
    WindowsOverlap {
        /// The last estimation bar.
        estimation_end: i32,
        /// The event window.
        window: String,
    },
    /// A text that is no window.
    #[error("`{text}` is not a window")]
    BadWindow {
        /// The text.
        text: String,
    },
    /// A firm that is its own benchmark.
    #[error("{ticker} is its own benchmark, so nothing of its return would be abnormal")]
    OwnBenchmark {
        /// The ticker.
        ticker: String,
    },
    /// A CAR window outside the event window.
    #[error("the window {car} reaches beyond the event window {window}")]
    WindowOutside {
        /// The CAR window.
        car: String,
        /// The event window.
        window: String,
    },
    /// A number that cannot be.
    #[error("{what} is {value}, which cannot be")]
    BadNumber {
        /// What.
        what: &'static str,
        /// The value.
        value: String,
        /// What it should be.
        should: &'static str,
    },
    /// A text that an option does not take.
    #[error("{option} is `{text}`, which cannot be")]
    BadOption {
        /// The option by its keyword.
        option: &'static str,
        /// The text.
        text: String,
        /// What to write instead.
        should: String,
    },
    /// An option that was asked for and would do nothing.
    #[error("{option} would have no effect: {reason}")]
    IdleOption {
        /// The option by its keyword.
        option: String,
        /// Why.
        reason: &'static str,
        /// What to do about it.
        help: &'static str,
    },
    /// No model of this name.
    #[error("there is no model `{id}`")]
    UnknownModel {
        /// The name.
        id: String,
    },
    /// No test of many events of this name.
    #[error("there is no test of many events called `{id}`")]
    UnknownTest {
        /// The name.
        id: String,
    },
    /// A column that the events file lacks.
    #[error("the events have no column `{column}`")]
    NoColumn {
        /// The column.
        column: String,
        /// The columns there are.
        columns: Vec<String>,
    },
    /// Firms that every event is compared with and that the data lacks.
    #[error("the data has no daily bars of the {what} {}", tickers.join(", "))]
    NoBars {
        /// `peers` or `donors`.
        what: &'static str,
        /// The firms.
        tickers: Vec<String>,
    },
    /// Not one event could be studied.
    #[error("nothing could be studied: {reason}")]
    Nothing {
        /// The first reasons.
        reason: String,
        /// The reason code of the first of them.
        code: Option<Reason>,
    },
    /// A firm without a cumulative abnormal return over the headline window.
    #[error("{ticker} has no cumulative abnormal return over the headline window: {reason}")]
    NoCar {
        /// The firm.
        ticker: String,
        /// Why it has none.
        reason: String,
    },
    /// The study was asked to stop, see [`Watch`](super::Watch).
    #[error("the study was stopped")]
    Stopped,
    /// A plan or records that do not fit the study.
    #[error("{what}")]
    Records {
        /// What does not fit.
        what: String,
        /// What to do about it.
        help: String,
    },
    /// Prices could not be turned into returns.
    #[error(transparent)]
    Prices(#[from] crate::prices::PriceError),
}

impl StudyError {
    /// What to do next.
    pub fn hint(&self) -> String {
        match self {
            Self::WindowsOverlap { window, .. } => format!(
                "let it end before the event window begins, at most one day before the start of {window}"
            ),
            Self::BadWindow { .. } => "write the first and the last session, the earlier one first: -1..1 or 0..0".into(),
            Self::OwnBenchmark { .. } => "name another benchmark; several tickers form a basket, from which the firm itself is left out".into(),
            Self::WindowOutside { .. } => {
                "widen the event window, or leave the CAR window out".into()
            }
            Self::BadNumber { should, .. } => (*should).into(),
            Self::BadOption { should, .. } => should.clone(),
            Self::IdleOption { help, .. } => (*help).into(),
            Self::UnknownModel { .. } => "the list of models has their names".into(),
            Self::UnknownTest { .. } => "the list of tests has their names".into(),
            Self::NoColumn { columns, .. } if columns.is_empty() => {
                "the events file has no columns beside id, time, ticker and headline".into()
            }
            Self::NoColumn { columns, .. } => format!("its columns are {}", columns.join(", ")),
            Self::NoBars { what, .. } => format!(
                "give their bars, or leave them out of the {what}: a group that lost a firm unseen would be another one"
            ),
            Self::Nothing { code, .. } => nothing_hint(*code).into(),
            Self::Records { help, .. } => help.clone(),
            Self::NoCar { .. } => {
                "the ledger of exclusions and the notes of the firm say what the data lacks".into()
            }
            Self::Stopped => {
                "run it again; fewer events or fewer resamples take less time".into()
            }
            Self::Prices(e) => e.hint(),
        }
    }

    /// Whether the request itself is at fault (exit code 2).
    pub fn is_usage(&self) -> bool {
        !matches!(
            self,
            Self::Nothing { .. } | Self::Records { .. } | Self::Stopped | Self::Prices(_)
        )
    }

    /// The error for a run without any result, from its ledger.
    pub(super) fn nothing(ledger: &[Exclusion]) -> Self {
        let lines = ledger.iter().map(|exclusion| match &exclusion.ticker {
            Some(ticker) => format!("{ticker}: {}", exclusion.reason),
            None => exclusion.reason.clone(),
        });
        Self::nothing_because(lines, ledger.first().map(|e| e.code))
    }

    /// The error for a sample without any result, from its ledger.
    pub(super) fn no_events(ledger: &[LedgerRow]) -> Self {
        let lines = ledger.iter().map(|row| format!("{}: {}", row.ticker, row.reason));
        Self::nothing_because(lines, ledger.first().map(|row| row.code))
    }

    fn nothing_because(lines: impl Iterator<Item = String>, code: Option<Reason>) -> Self {
        const SHOWN: usize = 4;
        let mut reasons: Vec<String> = Vec::new();
        let mut more = 0;
        for line in lines {
            if reasons.contains(&line) {
                continue;
            }
            if reasons.len() < SHOWN {
                reasons.push(line);
            } else {
                more += 1;
            }
        }
        let mut reason = reasons.join("; ");
        if more > 0 {
            reason.push_str(&format!("; and {more} more"));
        }
        if reason.is_empty() {
            reason = "there is no event".into();
        }
        Self::Nothing { reason, code }
    }
}

/// What to do where nothing could be studied, by the first reason.
const fn nothing_hint(code: Option<Reason>) -> &'static str {
    match code {
        Some(Reason::ShortEstimation) => {
            "give more history, a shorter estimation window, or a lower minimum of estimation bars"
        }
        Some(Reason::NaiveTime) => {
            "add the offset or zone to the times: `2025-02-11T09:00-05:00`, `Z` for UTC, or `2025-02-11T09:00[America/New_York]`"
        }
        Some(Reason::NoData) => "give bars of these tickers",
        Some(Reason::MissingEventBar) => "give bars around the date of the event",
        Some(Reason::NoBenchmark) => {
            "give bars of the benchmark, name another, or use the model constant-mean"
        }
        _ => "see the reasons above",
    }
}
