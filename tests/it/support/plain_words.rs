//! Texts of the terminal as the words in them.

/// The words without styles, single spaces between them, so that it does not matter where a line
/// was broken.
pub fn plain_words(text: &str) -> String {
    let mut parts = text.split('\u{1b}');
    let first = parts.next().unwrap_or_default().to_owned();
    let plain = parts.fold(first, |out, part| out + part.split_once('m').map_or("", |p| p.1));
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}
