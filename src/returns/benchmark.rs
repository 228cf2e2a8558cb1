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

/// Log returns of a benchmark over the parts of a day.
#[derive(Clone, Copy, Debug)]
pub struct BenchmarkReturns<'a> {
    members: &'a [DailyReturns<'a>],
}

impl<'a> BenchmarkReturns<'a> {
    /// The returns of these members; `None` without a member.
    pub fn new(members: &'a [DailyReturns<'a>]) -> Option<Self> {
        (!members.is_empty()).then_some(Self { members })
    }

    /// The members.
    pub fn members(&self) -> &'a [DailyReturns<'a>] {
        self.members
    }

    /// The total log return of a session; NaN where there is none.
    pub fn log(&self, session: usize) -> f64 {
        ReturnKind::Log.equal_weighted(self.members.iter().map(|m| m.log(session)))
    }

    /// The log return from close to open.
    pub fn overnight(&self, session: usize) -> f64 {
        ReturnKind::Log.equal_weighted(self.members.iter().map(|m| m.overnight(session)))
    }

    /// The log return from open to close.
    pub fn intraday(&self, session: usize) -> f64 {
        // The basket bought at the close is not of equal weights at the open, so its day is the
        // rest of its close-to-close return.
        self.log(session) - self.overnight(session)
    }
}
