//! The list of a firm's filings: columns side by side.

use chrono::{Days, NaiveDate};
use chrono_tz::America::New_York;
use serde_json::Value;

use super::requests::{DATA, FILINGS, HEADER, WWW, with_contact};
use crate::news::NewsPage;
use crate::prices::vendor::{Chunk, Problem, json};

/// Reports of an event: by firms of the United States, and by others.
const FORMS: [&str; 4] = ["8-K", "8-K/A", "6-K", "6-K/A"];

/// Asks for the header of every filing around the span, and for older lists that reach into it.
pub(super) fn read(value: &Value, chunk: &Chunk) -> Result<NewsPage, Problem> {
    let cik = chunk.step.split('\t').nth(1).unwrap_or_default();
    let mut page = NewsPage::default();
    // An older list has the columns at its top.
    let columns = value.pointer("/filings/recent").unwrap_or(value);
    let column = |name: &str| {
        columns
            .get(name)
            .and_then(Value::as_array)
            .ok_or_else(|| Problem::malformed(format!("its list of filings has no `{name}`")))
    };
    let numbers = column("accessionNumber")?;
    let (forms, dates) = (column("form")?, column("filingDate")?);
    let (accepted, documents) = (column("acceptanceDateTime")?, column("primaryDocument")?);
    for (name, list) in [
        ("form", forms),
        ("filingDate", dates),
        ("acceptanceDateTime", accepted),
        ("primaryDocument", documents),
    ] {
        if list.len() != numbers.len() {
            return Err(Problem::malformed(format!(
                "its list of filings has {} numbers and {} values of `{name}`",
                numbers.len(),
                list.len()
            )));
        }
    }
    for (i, number) in numbers.iter().enumerate() {
        let text = |list: &[Value]| json::text(list.get(i)).unwrap_or_default().to_owned();
        if !FORMS.contains(&text(forms).as_str()) {
            continue;
        }
        let date = text(dates).parse().map_err(|_| {
            Problem::malformed(format!("the date of its filing {} cannot be read", i + 1))
        })?;
        if !is_near(chunk, date, date) {
            continue;
        }
        let number = number.as_str().filter(|n| is_number(n)).ok_or_else(|| {
            Problem::malformed(format!("the number of its filing {} is none", i + 1))
        })?;
        let document = text(documents);
        let folder = number.replace('-', "");
        let path = format!("/Archives/edgar/data/{cik}/{folder}");
        let page_of = match is_file_name(&document) {
            true => format!("{WWW}{path}/{document}"),
            false => format!("{WWW}{path}/{number}-index.htm"),
        };
        page.next.push(Chunk {
            request: with_contact(WWW, format!("{path}/{number}-index-headers.html")),
            step: [HEADER, cik, number, &text(accepted), &page_of].join("\t"),
            ..chunk.clone()
        });
    }
    page.next.extend(older_lists(value, chunk, cik));
    Ok(page)
}

/// Asks for the older lists that reach into the span.
fn older_lists(value: &Value, chunk: &Chunk, cik: &str) -> Vec<Chunk> {
    let mut asked = Vec::new();
    let older = value.pointer("/filings/files").and_then(Value::as_array);
    for file in older.into_iter().flatten() {
        let date = |name: &str| json::text(file.get(name)).and_then(|d| d.parse().ok());
        let name = json::text(file.get("name")).filter(|n| is_file_name(n));
        if let (Some(name), Some(first), Some(last)) = (name, date("filingFrom"), date("filingTo"))
            && is_near(chunk, first, last)
        {
            asked.push(Chunk {
                request: with_contact(DATA, format!("/submissions/{name}")),
                step: format!("{FILINGS}\t{cik}"),
                ..chunk.clone()
            });
        }
    }
    asked
}

/// Whether dates of filings reach into the span. What is accepted after 17:30 has the next day's
/// date, on a Friday that of Monday.
fn is_near(chunk: &Chunk, first: NaiveDate, last: NaiveDate) -> bool {
    const ROLLED: Days = Days::new(4);
    let [from, until] = [chunk.from, chunk.until].map(|t| t.with_timezone(&New_York).date_naive());
    last >= from && until.checked_add_days(ROLLED).is_none_or(|until| first <= until)
}

/// Whether a text has the form `0001326801-25-000901`.
fn is_number(text: &str) -> bool {
    let lengths: Vec<usize> = text.split('-').map(str::len).collect();
    lengths == [10, 2, 6] && text.bytes().all(|b| b.is_ascii_digit() || b == b'-')
}

/// Whether a text is a file's name and nothing that leads elsewhere.
fn is_file_name(text: &str) -> bool {
    let fine = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    !text.is_empty() && text.chars().all(fine) && !text.contains("..")
}
