//! The data library of Kenneth R. French: daily factor returns, a zip archive with a table in it.
//!
//! The whole history is estimated anew with every vintage, so the vintage is kept with the values.
//! The files are copyrighted and are fetched by who uses them.

use std::path::Path;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::{Access, Answer, Chunk, HttpRequest, Plan, Problem, Refusal, zip};
use crate::prices::source::FactorTable;

const ORIGIN: &str = "https://mba.tuck.dartmouth.edu";
const FOLDER: &str = "/pages/faculty/ken.french/ftp";

/// How the library is reached.
pub const FACTOR_LIBRARY: Access = Access {
    id: "french",
    name: "Kenneth R. French's data library",
    hosts: &["mba.tuck.dartmouth.edu"],
    keys: &[],
    pace: Duration::from_secs(2),
    concurrency: 1,
    user_agent: None,
    sign_up: "no key is needed",
    terms: "copyrighted by Fama and French; do not pass the files on",
};

/// The sets of daily factors: name, file in the library, what is in it.
pub const FACTOR_SETS: [(&str, &str, &str); 3] = [
    ("three", "F-F_Research_Data_Factors_daily", "Mkt-RF, SMB, HML and RF"),
    ("five", "F-F_Research_Data_5_Factors_2x3_daily", "Mkt-RF, SMB, HML, RMW, CMA and RF"),
    ("momentum", "F-F_Momentum_Factor_daily", "Mom"),
];

/// A file of factors in the plain layout that the library's own files are turned into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactorFile {
    /// Which estimate of the history this is, such as `202608 CRSP database`; `unknown` where the
    /// file does not say.
    pub vintage: String,
    /// A header `date,Mkt-RF,...` and a row a day; values in per cent, empty where missing.
    pub csv: String,
}

/// What to ask for a set of factors.
///
/// # Errors
/// [`Refusal`] for a set that the library does not have, with those it has.
pub fn plan(set: &str, now: DateTime<Utc>) -> Result<Plan, Refusal> {
    let Some((_, file, _)) = FACTOR_SETS.iter().find(|(name, ..)| *name == set) else {
        let sets: Vec<String> =
            FACTOR_SETS.iter().map(|(n, _, what)| format!("`{n}` ({what})")).collect();
        return Err(Refusal {
            vendor: FACTOR_LIBRARY.id,
            what: format!("a set of daily factors named `{set}`"),
            why: format!("it has {}", sets.join(", ")),
        });
    };
    // The series begin in July 1926; what is asked for is always the whole file.
    const YEARS: i64 = 120;
    let chunk = Chunk {
        request: HttpRequest::get(ORIGIN, format!("{FOLDER}/{file}_CSV.zip")),
        symbols: Vec::new(),
        from: now.checked_sub_signed(TimeDelta::days(366 * YEARS)).unwrap_or(now),
        until: now,
        step: set.to_owned(),
    };
    let notes = vec!["factors come one to two months after the days they are for".to_owned()];
    Ok(Plan { chunks: vec![chunk], notes })
}

/// Reads the answer: the first table of the only file in the archive.
///
/// # Errors
/// [`Problem`]: no archive, one that is damaged, or a file without daily factors.
pub fn parse(answer: &Answer) -> Result<FactorFile, Problem> {
    if let Some(problem) = answer.usual_problem() {
        return Err(problem);
    }
    let bytes = zip::only_file(&answer.body).map_err(Problem::malformed)?;
    // Notes may hold letters of another code page; the table is plain. Some lines end in a lone CR.
    let text = String::from_utf8_lossy(&bytes).replace("\r\n", "\n").replace('\r', "\n");
    let table = FactorTable::read(Path::new("the file in the archive"), &text)
        .map_err(|error| Problem::Refused { reason: error.to_string() })?;
    let mut csv = String::from("date");
    for (name, _) in &table.columns {
        csv.push(',');
        csv.push_str(name);
    }
    csv.push('\n');
    for (row, date) in table.dates.iter().enumerate() {
        csv.push_str(&date.to_string());
        for (_, values) in &table.columns {
            csv.push(',');
            if let Some(value) = values.get(row).filter(|v| v.is_finite()) {
                csv.push_str(&value.to_string());
            }
        }
        csv.push('\n');
    }
    Ok(FactorFile { vintage: table.vintage.unwrap_or_else(|| "unknown".to_owned()), csv })
}
