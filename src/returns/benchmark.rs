//! The benchmark: one ticker, or an equal-weighted basket.

use serde::{Deserialize, Serialize};

use super::{DailyReturns, ReturnKind};
use crate::event::{EventError, Ticker};

/// What firms are compared with.
///
/// Several tickers form a basket of equal weights, set anew each bar. The event firm itself never
/// belongs to its own benchmark.
///
/// ```
/// use eventstudy::prelude::*;
/// let basket: Benchmark = "AAPL,NVDA,BABA".parse()?;
/// assert_eq!(basket.without(&"BABA".parse()?).label(), "equal-weighted AAPL, NVDA");
/// # Ok::<(), EventError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Benchmark {
    /// The members.
    pub members: Vec<Ticker>,
}

impl Benchmark {
    /// The benchmark for a firm: the same without the firm.
    #[must_use]
    pub fn without(&self, firm: &Ticker) -> Self {
        Self { members: self.members.iter().filter(|m| *m != firm).cloned().collect() }
    }

    /// The name for people.
    pub fn label(&self) -> String {
        let names: Vec<&str> = self.members.iter().map(Ticker::as_str).collect();
        match names.as_slice() {
            [] => "nothing (the benchmark is the firm itself)".to_owned(),
            [one] => (*one).to_owned(),
            many => format!("equal-weighted {}", many.join(", ")),
        }
    }
}

impl std::str::FromStr for Benchmark {
    type Err = EventError;
    fn from_str(text: &str) -> Result<Self, EventError> {
        let mut members: Vec<Ticker> = Vec::new();
        for name in text.split(',') {
            let ticker = name.parse()?;
            if !members.contains(&ticker) {
                members.push(ticker);
            }
        }
        Ok(Self { members })
    }
}

/// Daily returns of a benchmark. A bar is missing if it is missing for any member, so that the
/// basket never changes its composition unseen.
#[derive(Clone, Copy, Debug)]
pub struct BenchmarkReturns<'a> {
    members: &'a [&'a DailyReturns],
}

impl<'a> BenchmarkReturns<'a> {
    /// The returns of these members; `None` without a member.
    pub fn of(members: &'a [&'a DailyReturns]) -> Option<Self> {
        (!members.is_empty()).then_some(Self { members })
    }

    /// The members.
    pub fn members(&self) -> &'a [&'a DailyReturns] {
        self.members
    }

    /// The return of a session; NaN where there is none.
    pub fn total(&self, session: usize, kind: ReturnKind) -> f64 {
        self.mean(kind, |m| m.total(session, ReturnKind::Log))
    }

    /// The returns of the first `sessions` sessions of the calendar, NaN where there is none.
    pub fn column(&self, sessions: usize, kind: ReturnKind) -> Vec<f64> {
        (0..sessions).map(|session| self.total(session, kind)).collect()
    }

    /// The log return from close to open.
    pub fn overnight(&self, session: usize) -> f64 {
        self.mean(ReturnKind::Log, |m| m.overnight(session))
    }

    /// The log return from open to close.
    pub fn intraday(&self, session: usize) -> f64 {
        // The basket bought at the close is not of equal weights at the open, so its day is the
        // rest of its close-to-close return.
        self.total(session, ReturnKind::Log) - self.overnight(session)
    }

    fn mean(&self, kind: ReturnKind, log_return: impl Fn(&DailyReturns) -> f64) -> f64 {
        if let [one] = self.members {
            return match kind {
                ReturnKind::Log => log_return(one),
                ReturnKind::Simple => log_return(one).exp_m1(),
            };
        }
        let simple = self.members.iter().map(|m| log_return(m).exp_m1()).sum::<f64>()
            / self.members.len() as f64;
        match kind {
            ReturnKind::Simple => simple,
            ReturnKind::Log => simple.ln_1p(),
        }
    }
}
