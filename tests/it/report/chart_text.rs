use eventstudy::report::internals::{Fonts, clean, escape, isolate, wrap};

#[test]
fn hostile_marks_are_taken_out() {
    assert_eq!(clean("a\u{202e}b\u{0}c\n\td\u{fffe}\u{2067}e"), "ab c de");
    assert_eq!(escape("<b>&\"'"), "&lt;b&gt;&amp;&quot;&apos;");
}

#[test]
fn only_text_with_right_to_left_letters_is_isolated() {
    assert_eq!(isolate("Meta", true), "Meta");
    assert_eq!(isolate("سهم META", false), "\u{2067}سهم META\u{2069}");
    assert_eq!(isolate("META سهم", false), "\u{2066}META سهم\u{2069}");
}

#[test]
fn a_word_without_spaces_is_cut_to_the_width() {
    let fonts = Fonts::bundled();
    let lines = wrap(&fonts, &"W".repeat(500), 20.0, true, 400.0, 3);
    assert_eq!(lines.len(), 3);
    assert!(lines.iter().all(|l| fonts.width(l, 20.0, true) <= 400.0));
    assert!(lines[2].ends_with('\u{2026}'));
    assert_eq!(wrap(&fonts, "", 20.0, true, 400.0, 3), [""]);
}
