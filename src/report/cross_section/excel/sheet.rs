//! A sheet: what is in it, and how it is written.

use chrono::{Datelike as _, NaiveDate};
use rust_xlsxwriter::{Color, ExcelDateTime, Format, Worksheet, XlsxError};

pub(super) const PERCENT: &str = "0.00%";
pub(super) const P_VALUE: &str = "0.0000";
pub(super) const PLAIN: &str = "0.000";
pub(super) const COUNT: &str = "#,##0";

/// The longest text that a cell can hold.
const LONGEST: usize = 32_767;

/// A cell.
pub(super) enum Cell {
    Empty,
    Text(String),
    /// A number and its format.
    Number(f64, &'static str),
    Truth(bool),
    Date(NaiveDate),
}

impl Cell {
    /// A number, or nothing where there is none.
    pub(super) fn number(value: Option<f64>, format: &'static str) -> Self {
        value.filter(|v| v.is_finite()).map_or(Self::Empty, |v| Self::Number(v, format))
    }
}

/// A sheet.
pub(super) struct Sheet {
    pub(super) name: &'static str,
    /// What to know of its rows.
    pub(super) sentence: Option<String>,
    pub(super) header: Vec<String>,
    pub(super) rows: Vec<Vec<Cell>>,
}

impl Sheet {
    pub(super) fn new(name: &'static str, header: Vec<String>, rows: Vec<Vec<Cell>>) -> Self {
        Self { name, sentence: None, header, rows }
    }
}

/// Writes a sheet: the mark of simulated prices and the sentence, the frozen header, the rows.
pub(super) fn write(
    to: &mut Worksheet,
    sheet: &Sheet,
    simulated: Option<&str>,
) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    let red = Format::new().set_bold().set_font_color(Color::Red);
    let formats = [PERCENT, P_VALUE, PLAIN, COUNT, "0"]
        .map(|text| (text, Format::new().set_num_format(text)));
    let date = Format::new().set_num_format("yyyy-mm-dd");
    to.set_name(sheet.name)?;
    let mut line = 0;
    for (text, format) in [(simulated, &red), (sheet.sentence.as_deref(), &bold)] {
        if let Some(text) = text {
            to.write_string_with_format(line, 0, text, format)?;
            line += 1;
        }
    }
    for (column, name) in (0..).zip(&sheet.header) {
        to.write_string_with_format(line, column, name, &bold)?;
        to.set_column_width(column, width(sheet, column.into()))?;
    }
    line += 1;
    to.set_freeze_panes(line, 0)?;
    for (row, cells) in (line..).zip(&sheet.rows) {
        for (column, cell) in (0..).zip(cells) {
            match cell {
                Cell::Empty => {}
                Cell::Text(text) => {
                    let text: String = text.chars().take(LONGEST).collect();
                    to.write_string(row, column, text)?;
                }
                Cell::Number(number, kind) => {
                    match formats.iter().find(|(text, _)| text == kind) {
                        Some((_, format)) => {
                            to.write_number_with_format(row, column, *number, format)?
                        }
                        None => to.write_number(row, column, *number)?,
                    };
                }
                Cell::Truth(truth) => {
                    to.write_boolean(row, column, *truth)?;
                }
                Cell::Date(day) => {
                    let year = u16::try_from(day.year()).unwrap_or(0);
                    match ExcelDateTime::from_ymd(year, day.month() as u8, day.day() as u8) {
                        Ok(time) => to.write_datetime_with_format(row, column, &time, &date)?,
                        // Excel knows no day before 1900.
                        Err(_) => to.write_string(row, column, day.to_string())?,
                    };
                }
            }
        }
    }
    Ok(())
}

/// The width of a column in characters, by its header and first rows.
fn width(sheet: &Sheet, column: usize) -> f64 {
    const NARROWEST: usize = 8;
    const WIDEST: usize = 60;
    const LOOK_AT: usize = 100;
    let of = |cell: &Cell| match cell {
        Cell::Text(text) => text.chars().count(),
        Cell::Date(_) => 10,
        _ => 8,
    };
    let rows = sheet.rows.iter().take(LOOK_AT).filter_map(|r| r.get(column)).map(of).max();
    let head = sheet.header.get(column).map_or(0, |h| h.chars().count());
    (rows.unwrap_or(0).max(head).clamp(NARROWEST, WIDEST) + 2) as f64
}
