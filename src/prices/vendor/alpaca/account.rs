//! An account with Alpaca: where it is asked, with which keys, and what it says when it gives no data.

use std::time::Duration;

use crate::prices::vendor::{Access, Answer, HttpRequest, Key, Place, Problem};

/// Scheme and host of the market data.
pub(crate) const ORIGIN: &str = "https://data.alpaca.markets";

/// Keys of every Alpaca account, also for news.
pub(crate) const KEYS: &[Key] = &[
    Key { name: "key", environment: &["EVENTSTUDY_ALPACA_KEY", "APCA_API_KEY_ID"] },
    Key { name: "secret", environment: &["EVENTSTUDY_ALPACA_SECRET", "APCA_API_SECRET_KEY"] },
];

/// How Alpaca is reached, for bars and for news.
pub(crate) const ACCESS: Access = Access {
    id: "alpaca",
    name: "Alpaca",
    hosts: &["data.alpaca.markets"],
    keys: KEYS,
    // 180 a minute of the 200 that a free key has.
    pace: Duration::from_millis(334),
    concurrency: 4,
    user_agent: None,
    sign_up: "a free key comes with an account at https://alpaca.markets (paper trading is enough)",
    terms: "personal use; do not pass the data on",
};

/// Adds the places of both keys.
pub(crate) fn with_keys(request: HttpRequest) -> HttpRequest {
    request
        .secret("key", Place::Header { name: "APCA-API-KEY-ID", prefix: "" })
        .secret("secret", Place::Header { name: "APCA-API-SECRET-KEY", prefix: "" })
}

/// What an answer is instead of data; a wrong key comes as 403 as well.
pub(crate) fn problem_in(answer: &Answer) -> Option<Problem> {
    let said = answer.message();
    let small = said.to_ascii_lowercase();
    if answer.status == 403 && !small.contains("subscription") && !small.contains("permit") {
        return Some(Problem::WrongKey { reason: said });
    }
    if let Some(problem) = answer.usual_problem() {
        return Some(problem);
    }
    // An error of this shape inside 200 has a message and no data.
    let value = serde_json::from_slice::<serde_json::Value>(&answer.body).ok()?;
    let bare = value.get("message").is_some()
        && value.get("bars").is_none()
        && value.get("news").is_none()
        && value.get("corporate_actions").is_none();
    bare.then(|| {
        if small.contains("too many") || small.contains("rate limit") {
            Problem::RateLimited { reason: said, after: answer.wait() }
        } else if small.contains("internal") {
            Problem::Passing { reason: said }
        } else {
            Problem::Refused { reason: said }
        }
    })
}
