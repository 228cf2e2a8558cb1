//! Stored answers of vendors, whether of bars or of news: how they are read, damaged and judged.

use std::collections::BTreeMap;
use std::path::Path;

use eventstudy::prices::vendor::{Answer, Problem};
use serde::de::DeserializeOwned;

/// The `cases.toml` of a vendor's folder.
pub fn cases<T: DeserializeOwned>(folder: &Path) -> T {
    let path = folder.join("cases.toml");
    let text = std::fs::read_to_string(&path)
        .unwrap_or_else(|e| panic!("a vendor needs stored answers: {}: {e}", path.display()));
    toml::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// The answer that a case stands for.
pub fn answer(file: &Path, status: u16, headers: &BTreeMap<String, String>) -> Answer {
    let body = std::fs::read(file).unwrap();
    Answer { headers: headers.clone(), ..Answer::of(status, body) }
}

/// Holds a problem against the kind and the rest that a case wants.
pub fn is_told(problem: &Problem, wanted: &str, retry_after: Option<u64>, name: &str) {
    let (kind, reason) = match problem {
        Problem::Passing { reason } => ("passing", reason),
        Problem::RateLimited { reason, .. } => ("rate_limited", reason),
        Problem::Malformed { reason } => ("malformed", reason),
        Problem::WrongKey { reason } => ("wrong_key", reason),
        Problem::Refused { reason } => ("refused", reason),
        Problem::NotFound { reason } => ("not_found", reason),
    };
    assert_eq!(kind, wanted, "{name}: {reason}");
    assert!(!reason.trim().is_empty() && !reason.contains('\n'), "{name}: {reason:?}");
    if let Problem::RateLimited { after, .. } = problem {
        assert_eq!(after.map(|a| a.as_secs()), retry_after, "{name}");
    }
}

/// A generator that gives the same numbers everywhere.
pub struct Dice(pub u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % n.max(1)
    }

    /// A body with up to four damages: cut, flipped, left out, repeated, or with one of the tokens
    /// put into it.
    pub fn damaged(&mut self, body: &[u8], tokens: &[&[u8]]) -> Vec<u8> {
        let mut bytes = body.to_vec();
        for _ in 0..=self.below(4) {
            let at = self.below(bytes.len() + 1);
            let to = (at + self.below(40)).min(bytes.len());
            match self.below(5) {
                0 => bytes.truncate(at),
                1 => {
                    if let Some(byte) = bytes.get_mut(at) {
                        *byte ^= 1 << self.below(8);
                    }
                }
                2 => drop(bytes.drain(at..to)),
                3 => {
                    let again = bytes[at..to].to_vec();
                    bytes.splice(at..at, again);
                }
                _ => drop(bytes.splice(at..to, tokens[self.below(tokens.len())].iter().copied())),
            }
        }
        bytes
    }
}
