//! JSON bodies, as vendors send them.

use serde_json::{Map, Value};

use super::{Answer, Problem};
use crate::prices::excerpt::excerpt;

/// Reads a body. `NaN` and `Infinity`, which some vendors write for a number they do not have and
/// JSON does not know, are missing.
///
/// # Errors
/// What the status says, or else what is wrong with the JSON and where.
pub fn body(answer: &Answer) -> Result<Value, Problem> {
    let bytes = answer.body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&answer.body);
    serde_json::from_slice(bytes)
        .or_else(|first| match without_words(bytes) {
            plain if plain == bytes => Err(first),
            plain => serde_json::from_slice(&plain),
        })
        .map_err(|error| {
            let broken = || Problem::malformed(format!("its JSON cannot be read: {error}"));
            answer.usual_problem().unwrap_or_else(broken)
        })
}

/// A finite number, also one that is written as text; `None` for anything else.
pub fn number(value: Option<&Value>) -> Option<f64> {
    let number = match value? {
        Value::Number(number) => number.as_f64()?,
        Value::String(text) => text.trim().parse().ok()?,
        _ => return None,
    };
    number.is_finite().then_some(number)
}

/// A number of a row: `None` where it is null, absent, or said to be no number.
///
/// # Errors
/// [`Problem::Malformed`] for what is no number at all, such as `true` or a list: a price that is
/// read as missing would be a hole that nobody sees.
pub fn cell(row: &Value, name: &str) -> Result<Option<f64>, Problem> {
    item(row.get(name))
}

/// A number of a list, as [`cell`].
pub(crate) fn item(value: Option<&Value>) -> Result<Option<f64>, Problem> {
    let wrong = |value: &Value| {
        let shown = excerpt(&value.to_string(), 40);
        Problem::malformed(format!("`{shown}` stands where a number should"))
    };
    match value {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) if text.trim().is_empty() => Ok(None),
        Some(value @ Value::String(text)) => match text.trim().parse::<f64>() {
            Ok(number) => Ok(Some(number).filter(|n| n.is_finite())),
            Err(_) => Err(wrong(value)),
        },
        Some(value @ Value::Number(_)) => Ok(number(Some(value))),
        Some(value) => Err(wrong(value)),
    }
}

/// The object that an answer has to be.
///
/// # Errors
/// [`Problem::Malformed`] for anything else, such as `null`, a text or a list.
pub(crate) fn object(value: &Value) -> Result<&Map<String, Value>, Problem> {
    value.as_object().ok_or_else(|| {
        let shown = excerpt(&value.to_string(), 40);
        Problem::malformed(format!("it is `{shown}`, where the vendor documents an object"))
    })
}

/// A text that is not empty.
pub(crate) fn text(value: Option<&Value>) -> Option<&str> {
    value?.as_str().map(str::trim).filter(|text| !text.is_empty())
}

/// Writes `null` for the words that stand for no number, outside of texts.
fn without_words(bytes: &[u8]) -> Vec<u8> {
    const WORDS: [&[u8]; 4] = [b"-Infinity", b"Infinity", b"-NaN", b"NaN"];
    let mut out = Vec::with_capacity(bytes.len());
    let (mut at, mut quoted) = (0, false);
    while let Some(byte) = bytes.get(at) {
        let rest = &bytes[at..];
        if !quoted && let Some(word) = WORDS.iter().find(|word| rest.starts_with(word)) {
            out.extend_from_slice(b"null");
            at += word.len();
            continue;
        }
        match byte {
            b'"' => quoted = !quoted,
            // An escaped quote does not end a text.
            b'\\' if quoted => {
                out.push(b'\\');
                at += 1;
            }
            _ => {}
        }
        out.extend(bytes.get(at));
        at += 1;
    }
    out
}
