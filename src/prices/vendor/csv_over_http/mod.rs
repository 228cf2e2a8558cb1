//! A source of bars that answers with comma-separated text, described by a small TOML file.
//!
//! ```toml
//! id = "example"                      # its name as a source and in the store
//! origin = "https://data.example.com"
//! path = "/eod/{symbol}.csv"          # {symbol}, {symbol_lower}, {from}, {to}
//! length = "1d"
//! adjustment = "raw"                  # raw, split or all
//! dates = "date"                      # how {from} and {to} are written: date, rfc3339,
//!                                     # seconds or milliseconds
//! to = "inclusive"                    # or exclusive
//!
//! [query]
//! start = "{from}"
//! end = "{to}"
//!
//! [keys.key]                          # the key itself is in the environment or the settings
//! environment = "EXAMPLE_KEY"
//! header = "X-Api-Key"                # or: query = "apikey"
//!
//! [time]
//! column = "date"
//! format = "%Y-%m-%d"                 # or rfc3339, seconds, milliseconds
//! zone = "America/New_York"           # of times without one
//!
//! [columns]                           # at least one price
//! open = "open"
//! close = "close"
//! volume = "volume"
//! ```

mod description;
mod table;

use chrono::{DateTime, NaiveDate, SecondsFormat, TimeDelta, Utc};

use super::rows::new_york_date;
use super::spans::{Span, asked, spans, too_old};
use super::{BarPage, BarRequest, BarVendor, Capabilities, Depth, Refusal};
use crate::event::Ticker;
use crate::prices::vendor::{Answer, Chunk, HttpRequest, Plan, Problem};
use description::{Bounds, Dates, Description};

/// A vendor that a file describes.
pub struct Described {
    description: Description,
    capabilities: Capabilities,
}

impl Described {
    /// Reads a description. The few texts of it live as long as the program does.
    ///
    /// ```
    /// use eventstudy::prices::vendor::{BarVendor as _, Described};
    /// let described = Described::from_toml(r#"
    ///     id = "example"
    ///     origin = "https://data.example.com"
    ///     path = "/eod/{symbol}.csv"
    ///     length = "1d"
    ///     adjustment = "raw"
    ///     time = { column = "date", format = "%Y-%m-%d" }
    ///     columns = { close = "close" }
    /// "#).unwrap();
    /// assert_eq!(described.capabilities().access.id, "example");
    /// ```
    ///
    /// # Errors
    /// What is wrong with the description, in a sentence with the value.
    pub fn from_toml(text: &str) -> Result<Self, String> {
        let description = Description::read(text)?;
        let capabilities = description.capabilities();
        Ok(Self { description, capabilities })
    }

    fn chunk(&self, symbol: &Ticker, span: Span) -> Chunk {
        let d = &self.description;
        let filled = |text: &str| {
            text.replace("{symbol}", symbol.as_str())
                .replace("{symbol_lower}", &symbol.as_str().to_ascii_lowercase())
                .replace("{from}", &d.dates.written(span.from, new_york_date(span.from)))
                .replace("{to}", &last(d.dates, d.to, span.until))
        };
        let mut request = HttpRequest::get(d.origin.as_str(), filled(&d.path));
        for (name, value) in &d.query {
            request = request.query(name, filled(value));
        }
        for (key, place) in d.places() {
            request = request.secret(key, place);
        }
        Chunk {
            request,
            symbols: vec![symbol.clone()],
            from: span.from,
            until: span.until,
            step: d.length.to_string(),
        }
    }
}

impl Dates {
    fn written(self, instant: DateTime<Utc>, date: NaiveDate) -> String {
        match self {
            Self::Date => date.to_string(),
            Self::Rfc3339 => instant.to_rfc3339_opts(SecondsFormat::Secs, true),
            Self::Seconds => instant.timestamp().to_string(),
            Self::Milliseconds => instant.timestamp_millis().to_string(),
        }
    }
}

/// The end of a span, as the source wants it.
fn last(dates: Dates, to: Bounds, until: DateTime<Utc>) -> String {
    let second_before = until - TimeDelta::seconds(1);
    let date = new_york_date(second_before);
    match to {
        Bounds::Inclusive => dates.written(second_before, date),
        Bounds::Exclusive => dates.written(until, date.succ_opt().unwrap_or(date)),
    }
}

impl BarVendor for Described {
    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    fn plan(&self, request: &BarRequest, now: DateTime<Utc>) -> Result<Plan, Refusal> {
        let d = &self.description;
        let vendor = self.capabilities.access.id;
        let refused = |why: String| Err(Refusal { vendor, what: asked(request), why });
        if request.length != d.length {
            return refused(format!("its description is of {} bars", d.length.words()));
        }
        if request.adjustment != d.adjustment {
            return refused(format!(
                "its description says that its prices are adjusted for `{}`; ask for that",
                d.adjustment
            ));
        }
        if let Some((_, Depth::Days(days))) = self.capabilities.lengths.first()
            && let Some((what, first)) = too_old(request, *days, now)
        {
            let why = format!("its description says they go back {days} days, so to {first}");
            return Err(Refusal { vendor, what, why });
        }
        let mut plan = Plan::default();
        for symbol in &request.symbols {
            let spans = spans(request, d.longest_days);
            plan.chunks.extend(spans.into_iter().map(|span| self.chunk(symbol, span)));
        }
        Ok(plan)
    }

    fn parse(&self, answer: &Answer, chunk: &Chunk) -> Result<BarPage, Problem> {
        if let Some(problem) = vendor_error(answer).or_else(|| answer.usual_problem()) {
            return Err(problem);
        }
        table::read(&self.description, &answer.body, chunk)
    }
}

/// Sources of tables answer with JSON where something is wrong, often with status 200.
fn vendor_error(answer: &Answer) -> Option<Problem> {
    let first = answer.body.iter().find(|b| !b.is_ascii_whitespace());
    if first != Some(&b'{') || !(200..300).contains(&answer.status) {
        return None;
    }
    let reason = answer.message();
    let small = reason.to_ascii_lowercase();
    let limit = ["per minute", "per day", "per hour", "rate limit", "too many", "frequency"];
    Some(if small.contains("premium") || small.contains("upgrade") {
        Problem::Refused { reason }
    } else if limit.iter().any(|words| small.contains(words)) {
        Problem::RateLimited { reason, after: answer.wait() }
    } else if small.contains("api key") || small.contains("apikey") || small.contains("token") {
        Problem::WrongKey { reason }
    } else {
        Problem::Refused { reason }
    })
}
