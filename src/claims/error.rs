//! Why a claim is not understood.

/// A claim that is not understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ClaimError {
    /// No word of direction.
    #[error("the claim `{text}` does not say whether the price rose, fell or stayed")]
    NoDirection {
        /// The text.
        text: String,
    },
    /// A claim that something did not happen.
    #[error("the claim `{text}` says what did not happen, which is not read")]
    Negated {
        /// The text.
        text: String,
    },
    /// A per cent figure that is no number.
    #[error("the number `{number}` of the claim `{text}` is not understood")]
    UnreadableNumber {
        /// The text.
        text: String,
        /// The word.
        number: String,
    },
    /// Words of both directions.
    #[error("the claim `{text}` says both `{up}` and `{down}`")]
    BothDirections {
        /// The text.
        text: String,
        /// The word for up.
        up: String,
        /// The word for down.
        down: String,
    },
}

impl ClaimError {
    /// What to do next.
    pub fn hint(&self) -> String {
        match self {
            Self::NoDirection { .. } => {
                "use words such as rose, fell, jumped, plunged, edged up, little changed".into()
            }
            Self::Negated { .. } => "say it in the affirmative: fell, or was little changed".into(),
            Self::UnreadableNumber { .. } => "write it with digits and a point: 4.5%".into(),
            Self::BothDirections { .. } => {
                "split it into one claim for each ticker and direction".into()
            }
        }
    }
}
