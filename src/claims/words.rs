//! What the words of market reports mean, on the scale of the firm's own noise.

use serde::Serialize;

/// How strong the words of a claim are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Intensity {
    /// "flat", "little changed": |z| up to 0.5.
    Flat,
    /// "slightly", "edged": |z| up to 1.
    Hedged,
    /// "rose", "fell": any size.
    Plain,
    /// "jumped", "plunged": |z| from 2.
    Sharp,
    /// "soared", "crashed": |z| from 3.
    Extreme,
}

impl Intensity {
    /// The band of |z| that the words allow, `z` in robust standard deviations of the same leg on
    /// other days.
    pub const fn band(self) -> (f64, f64) {
        match self {
            Self::Flat => (0.0, 0.5),
            Self::Hedged => (0.0, 1.0),
            Self::Plain => (0.0, f64::INFINITY),
            Self::Sharp => (2.0, f64::INFINITY),
            Self::Extreme => (3.0, f64::INFINITY),
        }
    }
}

/// Words of direction with the strength they carry themselves. Longer phrases come first, so that
/// "edged up" is not read as "up".
pub(super) const DIRECTIONS: [(&str, i8, Intensity); 62] = [
    ("little changed", 0, Intensity::Flat),
    ("unchanged", 0, Intensity::Flat),
    ("flat", 0, Intensity::Flat),
    ("steady", 0, Intensity::Flat),
    ("edged up", 1, Intensity::Hedged),
    ("edged higher", 1, Intensity::Hedged),
    ("edged down", -1, Intensity::Hedged),
    ("edged lower", -1, Intensity::Hedged),
    ("inched up", 1, Intensity::Hedged),
    ("inched higher", 1, Intensity::Hedged),
    ("inched down", -1, Intensity::Hedged),
    ("inched lower", -1, Intensity::Hedged),
    ("ticked up", 1, Intensity::Hedged),
    ("ticked higher", 1, Intensity::Hedged),
    ("ticked down", -1, Intensity::Hedged),
    ("ticked lower", -1, Intensity::Hedged),
    ("soared", 1, Intensity::Extreme),
    ("soars", 1, Intensity::Extreme),
    ("skyrocketed", 1, Intensity::Extreme),
    ("crashed", -1, Intensity::Extreme),
    ("crashes", -1, Intensity::Extreme),
    ("collapsed", -1, Intensity::Extreme),
    ("cratered", -1, Intensity::Extreme),
    ("jumped", 1, Intensity::Sharp),
    ("jumps", 1, Intensity::Sharp),
    ("surged", 1, Intensity::Sharp),
    ("surges", 1, Intensity::Sharp),
    ("rallied", 1, Intensity::Sharp),
    ("rallies", 1, Intensity::Sharp),
    ("spiked", 1, Intensity::Sharp),
    ("tumbled", -1, Intensity::Sharp),
    ("tumbles", -1, Intensity::Sharp),
    ("slumped", -1, Intensity::Sharp),
    ("slumps", -1, Intensity::Sharp),
    ("plunged", -1, Intensity::Sharp),
    ("plunges", -1, Intensity::Sharp),
    ("rose", 1, Intensity::Plain),
    ("rises", 1, Intensity::Plain),
    ("risen", 1, Intensity::Plain),
    ("gained", 1, Intensity::Plain),
    ("gains", 1, Intensity::Plain),
    ("climbed", 1, Intensity::Plain),
    ("climbs", 1, Intensity::Plain),
    ("advanced", 1, Intensity::Plain),
    ("higher", 1, Intensity::Plain),
    ("up", 1, Intensity::Plain),
    ("fell", -1, Intensity::Plain),
    ("falls", -1, Intensity::Plain),
    ("fallen", -1, Intensity::Plain),
    ("lost", -1, Intensity::Plain),
    ("loses", -1, Intensity::Plain),
    ("dropped", -1, Intensity::Plain),
    ("drops", -1, Intensity::Plain),
    ("declined", -1, Intensity::Plain),
    ("declines", -1, Intensity::Plain),
    ("slid", -1, Intensity::Plain),
    ("slides", -1, Intensity::Plain),
    ("slipped", -1, Intensity::Plain),
    ("slips", -1, Intensity::Plain),
    ("eased", -1, Intensity::Plain),
    ("lower", -1, Intensity::Plain),
    ("down", -1, Intensity::Plain),
];

/// Adverbs that change the strength of the verb.
pub(super) const ADVERBS: [(&str, Intensity); 10] = [
    ("slightly", Intensity::Hedged),
    ("a touch", Intensity::Hedged),
    ("a bit", Intensity::Hedged),
    ("a little", Intensity::Hedged),
    ("marginally", Intensity::Hedged),
    ("modestly", Intensity::Hedged),
    ("sharply", Intensity::Sharp),
    ("strongly", Intensity::Sharp),
    ("steeply", Intensity::Sharp),
    ("heavily", Intensity::Sharp),
];

/// Words that say the news was the cause.
pub(super) const CAUSES: [&str; 6] =
    ["on the news", "because", "driven by", "in response", "thanks to", "after"];
