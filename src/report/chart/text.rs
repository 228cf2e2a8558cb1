//! Text: what may be shown of a user's text, its direction, and its lines.

use super::raster::Fonts;

/// The text without what could break or disguise it: control characters, marks that turn the
/// direction of what follows, and code points that XML forbids. White space is collapsed.
pub fn clean(text: &str) -> String {
    let visible = text.chars().filter_map(|c| match c {
        c if c.is_whitespace() || c.is_control() => Some(' '),
        '\u{61c}'
        | '\u{200b}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' => None,
        '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{fdd0}'..='\u{fdef}' => None,
        c if u32::from(c) & 0xfffe == 0xfffe => None,
        c => Some(c),
    });
    let visible: String = visible.collect();
    visible.split(' ').filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Whether a character is written from right to left.
fn is_right_to_left(c: char) -> bool {
    matches!(u32::from(c), 0x590..=0x8ff | 0xfb1d..=0xfdff | 0xfe70..=0xfeff | 0x1_0800..=0x1_0fff | 0x1_e800..=0x1_efff)
}

/// Whether any part of the text is written from right to left.
pub(super) fn has_right_to_left(text: &str) -> bool {
    text.chars().any(is_right_to_left)
}

/// Whether the text as a whole reads from right to left: by its first letter.
pub(super) fn starts_right_to_left(text: &str) -> bool {
    text.chars().find(|c| c.is_alphabetic()).is_some_and(is_right_to_left)
}

/// The text between isolation marks where a part of it runs from right to left.
///
/// The renderer ignores the `direction` attribute, and every viewer honours the marks.
pub fn isolate(text: &str, right_to_left: bool) -> String {
    match (has_right_to_left(text), right_to_left || starts_right_to_left(text)) {
        (false, _) => text.to_owned(),
        (true, true) => format!("\u{2067}{text}\u{2069}"),
        (true, false) => format!("\u{2066}{text}\u{2069}"),
    }
}

/// The lines of a text of this size and width, at most `limit`; what does not fit ends in an
/// ellipsis.
pub fn wrap(
    fonts: &Fonts,
    text: &str,
    size: f64,
    bold: bool,
    width: f64,
    limit: usize,
) -> Vec<String> {
    let measure = |t: &str| fonts.width(t, size, bold);
    let space = measure("x x") - measure("xx");
    let mut lines = vec![String::new()];
    let mut used = 0.0;
    for piece in clean(text).split(' ').flat_map(|word| pieces(&measure, word, width)) {
        let gap = if used > 0.0 && !piece.joined { space } else { 0.0 };
        if used > 0.0 && used + gap + piece.width > width {
            lines.push(String::new());
            used = 0.0;
        } else if gap > 0.0 {
            lines.last_mut().expect("there is always a line").push(' ');
            used += gap;
        }
        lines.last_mut().expect("there is always a line").push_str(&piece.text);
        used += piece.width;
    }
    if lines.len() > limit {
        lines.truncate(limit.max(1));
        if let Some(last) = lines.last_mut() {
            *last = with_ellipsis(&measure, last, width);
        }
    }
    lines
}

/// The text on one line, cut with an ellipsis where it is too long.
pub(super) fn fit(fonts: &Fonts, text: &str, size: f64, bold: bool, width: f64) -> String {
    wrap(fonts, text, size, bold, width, 1).swap_remove(0)
}

struct Piece {
    text: String,
    width: f64,
    /// Whether it continues the word before it.
    joined: bool,
}

/// A word, cut where it is wider than a line.
fn pieces(measure: &impl Fn(&str) -> f64, word: &str, width: f64) -> Vec<Piece> {
    let whole = measure(word);
    if whole <= width {
        return vec![Piece { text: word.to_owned(), width: whole, joined: false }];
    }
    let mut pieces = vec![Piece { text: String::new(), width: 0.0, joined: false }];
    for c in word.chars() {
        let advance = measure(c.encode_utf8(&mut [0; 4]));
        let last = pieces.last_mut().expect("there is always a piece");
        if last.width > 0.0 && last.width + advance > width {
            pieces.push(Piece { text: c.to_string(), width: advance, joined: true });
        } else {
            last.text.push(c);
            last.width += advance;
        }
    }
    pieces
}

fn with_ellipsis(measure: &impl Fn(&str) -> f64, line: &str, width: f64) -> String {
    let mut kept: Vec<char> = line.chars().collect();
    loop {
        let shortened: String = kept.iter().collect();
        let shortened = format!("{}\u{2026}", shortened.trim_end());
        if kept.is_empty() || measure(&shortened) <= width {
            return shortened;
        }
        kept.pop();
    }
}
