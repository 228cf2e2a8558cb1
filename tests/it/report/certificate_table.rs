use eventstudy::report::internals::table;

#[test]
fn columns_line_up() {
    let text = |cells: &[&str]| cells.iter().map(|c| (*c).to_owned()).collect::<Vec<_>>();
    let table = table(&text(&["test", "5%"]), &[text(&["patell", "16.0*"])]);
    assert_eq!(table, "| test   |    5% |\n| ------ | ----: |\n| patell | 16.0* |\n\n");
}
