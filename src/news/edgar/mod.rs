//! Filings with the SEC (EDGAR): 8-K and 6-K, with the second at which they were accepted.
//!
//! A filing is asked for in three steps: the register of tickers, the firm's list of filings, and
//! the header of each filing. The list has times too, but for a part of the firms they are New
//! York's clock labelled as UTC, and nothing in them tells which; only the header is used, whose
//! clock is New York's for every firm.

mod header;
mod requests;
mod submissions;

use std::time::Duration;

use chrono::{DateTime, Utc};
use serde_json::Value;

use self::requests::{DATA, FILINGS, HEADER, REGISTER, WWW, with_contact};
use super::{NewsCapabilities, NewsPage, NewsRequest, NewsVendor};
use crate::event::Ticker;
use crate::prices::vendor::{Access, Answer, Chunk, Key, Plan, Problem, Refusal, json};

/// How long the SEC does not answer who asked too fast.
const BLOCKED: Duration = Duration::from_secs(600);

static CAPABILITIES: NewsCapabilities = NewsCapabilities {
    access: Access {
        id: "edgar",
        name: "SEC EDGAR",
        hosts: &["www.sec.gov", "data.sec.gov"],
        // Not a secret, but like a key it is the user's own and belongs in no stored request.
        keys: &[Key {
            name: "contact",
            environment: &["EVENTSTUDY_EDGAR_CONTACT", "EVENTSTUDY_CONTACT"],
        }],
        // Ten requests a second are allowed over both hosts.
        pace: Duration::from_millis(200),
        concurrency: 2,
        user_agent: None,
        sign_up: "no key is needed, but the SEC wants to know whom to write to: your mail address",
        terms: "public domain",
    },
    history: "since 1994",
    stamp: "when the SEC accepted the filing, to the second; the press may have had it before",
};

/// The vendor.
pub(super) struct Edgar;

impl NewsVendor for Edgar {
    fn capabilities(&self) -> &NewsCapabilities {
        &CAPABILITIES
    }

    fn plan(&self, request: &NewsRequest, _: DateTime<Utc>) -> Result<Plan, Refusal> {
        let chunk = Chunk {
            step: REGISTER.into(),
            ..Chunk::new(
                with_contact(WWW, "/files/company_tickers.json"),
                &request.tickers,
                request.from..request.until,
            )
        };
        Ok(Plan { chunks: vec![chunk], notes: Vec::new() })
    }

    fn parse(&self, answer: &Answer, chunk: &Chunk) -> Result<NewsPage, Problem> {
        if let Some(problem) = blocked(answer) {
            return Err(problem);
        }
        let (step, known) = chunk.step.split_once('\t').unwrap_or((&chunk.step, ""));
        if step == HEADER {
            // A header is a web page, where anything else with a web page is an error.
            return match (answer.status, answer.usual_problem()) {
                (200, _) | (_, None) => header::read(&answer.body, chunk, known),
                (_, Some(problem)) => Err(problem),
            };
        }
        if let Some(problem) = answer.usual_problem() {
            return Err(problem);
        }
        let value = json::body(answer)?;
        match step {
            REGISTER => register(&value, chunk),
            FILINGS => submissions::read(&value, chunk),
            other => Err(Problem::Refused { reason: format!("there is no step `{other}`") }),
        }
    }
}

/// The page that comes instead of data for some ten minutes.
fn blocked(answer: &Answer) -> Option<Problem> {
    let page = String::from_utf8_lossy(&answer.body[..answer.body.len().min(4000)]);
    let says = ["Request Rate Threshold", "Undeclared Automated Tool"];
    (answer.is_html() && says.iter().any(|words| page.contains(words))).then(|| {
        Problem::RateLimited {
            reason:
                "the SEC does not answer for some ten minutes, because of too many requests or \
                     because the contact is no mail address"
                    .into(),
            after: Some(answer.wait().unwrap_or(BLOCKED)),
        }
    })
}

/// Asks for the filings of every ticker that is in the register.
fn register(value: &Value, chunk: &Chunk) -> Result<NewsPage, Problem> {
    let Some(rows) = value.as_object() else {
        return Err(Problem::malformed("its register of tickers is no object"));
    };
    // Class shares have a dot here and a dash there.
    let there = |ticker: &Ticker| ticker.as_str().replace('.', "-");
    let mut page = NewsPage::default();
    for ticker in &chunk.symbols {
        let row = rows.values().find(|row| {
            json::text(row.get("ticker")).is_some_and(|t| t.eq_ignore_ascii_case(&there(ticker)))
        });
        match row.and_then(|row| row.get("cik_str")?.as_u64()) {
            Some(cik) => page.next.push(Chunk {
                request: with_contact(DATA, format!("/submissions/CIK{cik:010}.json")),
                symbols: vec![ticker.clone()],
                step: format!("{FILINGS}\t{cik}"),
                ..chunk.clone()
            }),
            None => page.notes.push(format!("no firm files with the SEC under {ticker}")),
        }
    }
    Ok(page)
}
