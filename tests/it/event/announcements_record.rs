use eventstudy::event::internals::{Broken, Records};
use proptest::prelude::*;

fn all(text: &str) -> Vec<(u32, Result<Vec<String>, Broken>)> {
    let mut records = Records::of(text.as_bytes(), ',');
    records.width = text.lines().next().filter(|l| !l.contains('"')).map(|l| l.split(',').count());
    let (mut cells, mut out) = (Vec::new(), Vec::new());
    while let Some((line, result)) = records.next(&mut cells) {
        out.push((line, result.map(|()| cells.iter().map(|c| c.to_string()).collect())));
    }
    out
}

#[test]
fn an_open_quote_costs_its_own_line_only() {
    let table = all("a,b\n1,\"open\n\n2,fine\n3,\"two\nlines\"\n4,x\r\n");
    let lines: Vec<u32> = table.iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, [1, 2, 4, 5, 7]);
    assert_eq!(table[1].1, Err(Broken::OpenQuote));
    assert_eq!(table[2].1, Ok(vec!["2".into(), "fine".into()]));
}

#[test]
fn an_open_quote_is_not_closed_by_the_quote_of_the_next_row() {
    let table = all("a,b\n1,\"open\n2,\"fine\"\n3,\"open\n4,\"x\",y\n5,z\n");
    let broken: Vec<u32> = table.iter().filter(|r| r.1.is_err()).map(|r| r.0).collect();
    assert_eq!((table.len(), broken), (6, vec![2, 4]));
}

#[test]
fn quoted_cells_keep_delimiters_and_lines() {
    let table = all("\"a, b\",\"say \"\"yes\"\"\",\"two\nlines\", c \n");
    assert_eq!(
        table[0].1,
        Ok(vec!["a, b".into(), "say \"yes\"".into(), "two\nlines".into(), "c".into()])
    );
    let mut records = Records::of(b"\xff\xfe,x\n1,2\n", ',');
    let mut cells = Vec::new();
    assert_eq!(records.next(&mut cells), Some((1, Err(Broken::NotText))));
    assert_eq!(records.next(&mut cells), Some((2, Ok(()))));
}

#[test]
fn parts_are_the_records_one_after_the_other() {
    let text = "a,b\n1,x\n\n2,y\r\n\u{e4},z\n5";
    for size in 0..text.len() + 1 {
        let (mut cells, mut out) = (Vec::new(), Vec::new());
        for mut part in Records::of(text.as_bytes(), ',').parts(size) {
            while let Some((line, result)) = part.next(&mut cells) {
                out.push((line, result.map(|()| cells.iter().map(|c| c.to_string()).collect())));
            }
        }
        assert_eq!(out, all(text), "{size}");
    }
    assert_eq!(Records::of(b"a\n\"b\nc\"\nd\n", ',').parts(1).len(), 1);
}

proptest! {
    #[test]
    fn tables_of_the_csv_crate_are_read_as_they_were_written(
        rows in proptest::collection::vec(
            proptest::collection::vec("[a-z \",;\n]{0,8}", 3), 1..8)
    ) {
        let mut writer = csv::WriterBuilder::new().quote_style(csv::QuoteStyle::Always).from_writer(Vec::new());
        for row in &rows {
            writer.write_record(row).unwrap();
        }
        let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
        let read: Vec<Vec<String>> = all(&text).into_iter().map(|(_, r)| r.unwrap()).collect();
        let trimmed: Vec<Vec<String>> =
            rows.iter().map(|r| r.iter().map(|c| c.trim().to_owned()).collect()).collect();
        prop_assert_eq!(read, trimmed);
    }
}
