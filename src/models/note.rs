//! What to know when reading an estimate.

use std::borrow::Cow;

/// Something to know when reading an estimate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EstimateNote {
    /// The sentence for people, with the figures of this estimate.
    pub text: String,
    /// The gist of the note without its figures, so that a study of many events can count the
    /// events it is true of.
    pub gist: Cow<'static, str>,
}

impl EstimateNote {
    /// A note without figures of its own.
    pub fn plain(text: &'static str) -> Self {
        Self { text: text.to_owned(), gist: Cow::Borrowed(text) }
    }
}
