//! Windows in event time.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A window `[first, last]` of bars in event time, both ends included; day 0 is 0.
///
/// ```
/// use eventstudy::prelude::*;
/// let window: Window = "-1..1".parse().unwrap();
/// assert_eq!((window.len(), window.to_string().as_str()), (3, "[-1,+1]"));
/// assert!("1..-1".parse::<Window>().is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Window {
    first: i32,
    last: i32,
}

impl Window {
    /// The window from `first` to `last`, or `None` if they are the wrong way round.
    pub const fn new(first: i32, last: i32) -> Option<Self> {
        if first <= last { Some(Self { first, last }) } else { None }
    }

    /// The first bar.
    pub const fn first(self) -> i32 {
        self.first
    }

    /// The last bar.
    pub const fn last(self) -> i32 {
        self.last
    }

    /// The number of bars.
    #[allow(clippy::len_without_is_empty, reason = "a window has at least one bar")]
    pub const fn len(self) -> usize {
        (self.last - self.first + 1) as usize
    }

    /// Whether a bar lies in the window.
    pub const fn contains(self, t: i32) -> bool {
        self.first <= t && t <= self.last
    }
}

impl std::fmt::Display for Window {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let signed = |t: i32| if t > 0 { format!("+{t}") } else { t.to_string() };
        f.pad(&format!("[{},{}]", signed(self.first), signed(self.last)))
    }
}

impl Serialize for Window {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        [self.first, self.last].serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Window {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let [first, last] = <[i32; 2]>::deserialize(deserializer)?;
        Self::new(first, last).ok_or_else(|| {
            de::Error::custom(format!("[{first}, {last}] is no window; the earlier bar is first"))
        })
    }
}

impl std::str::FromStr for Window {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let bare = text.trim().trim_start_matches('[').trim_end_matches(']');
        let parts = bare.split_once("..").or_else(|| bare.split_once(','));
        let read = |t: &str| t.trim().trim_start_matches('+').parse::<i32>().ok();
        let ends = match parts {
            Some((first, last)) => read(first).zip(read(last)),
            None => read(bare).map(|t| (t, t)),
        };
        const FARTHEST: u32 = 10_000;
        ends.filter(|(a, b)| a.unsigned_abs() <= FARTHEST && b.unsigned_abs() <= FARTHEST)
            .and_then(|(first, last)| Self::new(first, last))
            .ok_or_else(|| {
                format!("`{text}` is not a window; write -1..1 or 0..0, the earlier bar first")
            })
    }
}
