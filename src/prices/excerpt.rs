//! Texts of others in messages.

/// The beginning of a text from outside, with everything escaped that is not printable.
pub(super) fn excerpt(text: &str, longest: usize) -> String {
    text.chars().take(longest).flat_map(char::escape_default).collect()
}
