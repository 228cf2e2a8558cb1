//! One factor file.

use std::path::Path;

use chrono::NaiveDate;

use crate::prices::PriceError;
use crate::prices::excerpt::excerpt;
use crate::prices::source::columns::Role;
use crate::prices::source::table::number;

/// What the library writes for a missing value, in whatever unit.
const MISSING: [f64; 2] = [-99.99, -999.0];
/// Names of the usual factors, letters and digits only, with the name they have here.
const NAMES: [(&str, &str); 9] = [
    ("mktrf", "Mkt-RF"),
    ("smb", "SMB"),
    ("hml", "HML"),
    ("rmw", "RMW"),
    ("cma", "CMA"),
    ("mom", "Mom"),
    ("umd", "Mom"),
    ("wml", "Mom"),
    ("rf", "RF"),
];

/// The daily values of a file, as they stand in it; NaN where missing.
#[allow(missing_docs)]
pub struct FactorTable {
    pub dates: Vec<NaiveDate>,
    pub columns: Vec<(String, Vec<f64>)>,
    /// The database that the preamble names.
    pub vintage: Option<String>,
}

impl FactorTable {
    /// Reads the text of a file in either layout.
    pub fn read(path: &Path, text: &str) -> Result<Self, PriceError> {
        let not = |reason: String| PriceError::NotFactors { path: path.to_owned(), reason };
        let mut lines = text.trim_start_matches('\u{feff}').lines().enumerate();
        let mut preamble = String::new();
        let (names, original) = loop {
            let (_, line) = lines
                .next()
                .ok_or_else(|| not("it has no header that begins with a comma or `date`".into()))?;
            let mut cells = line.split(',').map(str::trim);
            let first = cells.next().unwrap_or("");
            let names: Vec<&str> = cells.collect();
            let is_header = names.iter().any(|n| !n.is_empty())
                && names.iter().all(|n| n.parse::<f64>().is_err());
            if is_header && (first.is_empty() || first.eq_ignore_ascii_case("date")) {
                break (names, first.is_empty());
            }
            preamble.push_str(line);
            preamble.push('\n');
        };
        let mut table = Self {
            dates: Vec::new(),
            columns: names.iter().map(|n| (canonical(n), Vec::new())).collect(),
            vintage: vintage(&preamble),
        };
        for (i, (name, _)) in table.columns.iter().enumerate() {
            if name.is_empty() || table.columns[..i].iter().any(|(other, _)| other == name) {
                return Err(not(format!("its column {} has no name of its own", i + 2)));
            }
        }
        for (at, line) in lines {
            let row = at + 1;
            let (first, rest) = line.split_once(',').unwrap_or((line, ""));
            let Some(date) = date(first.trim()) else {
                // In the original layout other sections and the copyright follow the daily rows.
                if original && !table.dates.is_empty() || line.trim().is_empty() {
                    if original && !table.dates.is_empty() {
                        break;
                    }
                    continue;
                }
                return Err(not(format!(
                    "row {row} begins with `{}`, {}",
                    excerpt(first, 40),
                    MONTHS
                )));
            };
            let values: Vec<&str> = rest.split(',').collect();
            if values.len() != table.columns.len() {
                let (found, wanted) = (values.len(), table.columns.len());
                return Err(not(format!("row {row} has {found} values for {wanted} factors")));
            }
            table.dates.push(date);
            for ((_, column), text) in table.columns.iter_mut().zip(values) {
                let value =
                    number(path, row, Role::Close, text).map_err(|_| bad(path, row, text))?;
                if value.is_some_and(f64::is_infinite) {
                    return Err(bad(path, row, text));
                }
                let value = value.filter(|v| !MISSING.contains(v));
                column.push(value.unwrap_or(f64::NAN));
            }
        }
        table.checked(path)
    }

    /// Refuses dates that are out of order, doubled or not daily.
    fn checked(self, path: &Path) -> Result<Self, PriceError> {
        let not = |reason: String| PriceError::NotFactors { path: path.to_owned(), reason };
        if self.dates.is_empty() {
            return Err(not("it has a header and no row".into()));
        }
        if let Some(pair) = self.dates.windows(2).find(|p| p[1] <= p[0]) {
            return Err(not(format!("{} comes after {}", pair[1], pair[0])));
        }
        let far = self.dates.windows(2).filter(|p| (p[1] - p[0]).num_days() > 4).count();
        if 2 * far > self.dates.len() {
            return Err(not("most of its dates are a week or more apart".into()));
        }
        Ok(self)
    }
}

const MONTHS: &str = "which is no date of a day";

fn bad(path: &Path, row: usize, text: &str) -> PriceError {
    let (path, text) = (path.to_owned(), excerpt(text, 40));
    PriceError::BadCell { path, row, role: "a number for the factor", text }
}

/// The date of a row.
pub fn date(text: &str) -> Option<NaiveDate> {
    let form = match text.len() {
        8 if text.bytes().all(|b| b.is_ascii_digit()) => "%Y%m%d",
        10 => "%Y-%m-%d",
        _ => return None,
    };
    NaiveDate::parse_from_str(text, form).ok()
}

fn canonical(name: &str) -> String {
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    let plain = plain.to_ascii_lowercase();
    let known = NAMES.iter().find(|(other, _)| *other == plain);
    known.map_or_else(|| name.trim_matches('"').to_owned(), |(_, ours)| (*ours).to_owned())
}

/// `202604 CRSP database` out of a preamble that says the file was made with it.
pub fn vintage(preamble: &str) -> Option<String> {
    let words: Vec<&str> = preamble.split_whitespace().collect();
    let at = words.windows(2).position(|w| w[0] == "CRSP" && w[1].starts_with("database"))?;
    let month = words.get(at.checked_sub(1)?)?;
    month.bytes().all(|b| b.is_ascii_digit()).then(|| format!("{month} CRSP database"))
}
