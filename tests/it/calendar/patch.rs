use eventstudy::calendar::CalendarPatch;

fn problem(text: &str) -> String {
    CalendarPatch::from_toml_str(text).unwrap_err().to_string()
}

#[test]
fn an_empty_text_changes_nothing() {
    assert_eq!(CalendarPatch::from_toml_str(""), Ok(CalendarPatch::default()));
}

#[test]
fn mistakes_are_named_with_their_line_and_value() {
    let with_time = problem("[[closed]]\nreason = \"x\"\ndate = 2027-03-05T10:00:00");
    assert!(with_time.starts_with("line 3 "), "{with_time}");
    assert!(with_time.contains("2027-03-05T10:00:00"), "{with_time}");

    let hours = problem(
        "[[special]]\ndate = 2027-03-05\nopen = \"25:00\"\nclose = \"13:00\"\npost_end = \"17:00\"\nreason = \"x\"",
    );
    assert!(hours.starts_with("line 3 "), "{hours}");
    assert!(hours.contains("\"25:00\""), "{hours}");

    let unknown = problem("[[closed]]\ndate = 2027-03-05\nreason = \"x\"\nhalf = true");
    assert!(unknown.starts_with("line 4 "), "{unknown}");
    assert!(unknown.contains("half"), "{unknown}");

    let missing = problem("[[closed]]\ndate = 2027-03-05");
    assert!(missing.contains("reason"), "{missing}");
}
