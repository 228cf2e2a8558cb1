use eventstudy::report::internals::lines;

#[test]
fn long_words_and_control_characters_stay_within_the_lines() {
    let text = format!("a {} \u{1b}[31mred", "x".repeat(200));
    for line in lines(&text, 40) {
        assert!(line.chars().count() <= 40 && !line.contains('\u{1b}'), "{line:?}");
    }
}
