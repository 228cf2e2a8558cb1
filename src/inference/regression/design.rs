//! Regressors from the columns of the events file.

use std::collections::BTreeMap;

use serde::Serialize;

/// A text column with more different texts than this is no characteristic but a name.
const MOST_LEVELS: usize = 50;

/// What other tools write for a missing value, in lower case.
const MISSING: [&str; 8] = ["", "na", "n/a", "nan", "null", "none", ".", "-"];

/// The level of a text column that the dummies of the others are measured against.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LeftOutLevel {
    /// The column.
    pub column: String,
    /// The text that has no dummy of its own.
    pub level: String,
}

/// The design of a regression.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Design {
    /// Names of the columns after the constant.
    #[doc(hidden)]
    pub names: Vec<String>,
    /// The constant and then the columns, one value for each of `kept`.
    #[doc(hidden)]
    pub columns: Vec<Vec<f64>>,
    /// Which of the events asked for have a value in every column.
    #[doc(hidden)]
    pub kept: Vec<usize>,
    /// The reference levels.
    #[doc(hidden)]
    pub left_out: Vec<LeftOutLevel>,
}

impl Design {
    /// Forms the regressors from `named` columns, in which each event has one text: numbers as they
    /// are, texts as dummies of which the first in the alphabet is left out.
    ///
    /// # Errors
    /// A sentence for a column that mixes numbers and texts, does not vary, or has too many texts.
    #[doc(hidden)]
    pub fn of(named: &[(&str, Vec<&str>)]) -> Result<Self, String> {
        let events = named.first().map_or(0, |(_, values)| values.len());
        let kept: Vec<usize> =
            (0..events).filter(|i| named.iter().all(|(_, v)| !is_missing(v[*i]))).collect();
        let mut design = Self { columns: vec![vec![1.0; kept.len()]], kept, ..Self::default() };
        for (name, values) in named {
            let values: Vec<&str> = design.kept.iter().map(|i| values[*i].trim()).collect();
            design.add(name, &values)?;
        }
        Ok(design)
    }

    fn add(&mut self, name: &str, values: &[&str]) -> Result<(), String> {
        let numbers: Vec<Option<f64>> = values.iter().map(|v| number(v)).collect();
        let read = numbers.iter().flatten().count();
        if read == values.len() {
            let column: Vec<f64> = numbers.into_iter().flatten().collect();
            if column.windows(2).all(|pair| pair[0] == pair[1]) {
                return Err(same(name, values));
            }
            self.names.push(name.to_owned());
            self.columns.push(column);
            return Ok(());
        }
        if let Some(text) =
            (read > 0).then(|| values.iter().find(|v| number(v).is_none())).flatten()
        {
            return Err(format!(
                "the column `{name}` has numbers in {read} events and texts such as `{text}` in {}; \
                 write it all in numbers or all in texts",
                values.len() - read
            ));
        }
        let mut levels: BTreeMap<&str, usize> = BTreeMap::new();
        for value in values {
            *levels.entry(value).or_insert(0) += 1;
        }
        if levels.len() > MOST_LEVELS {
            return Err(format!(
                "the column `{name}` has {} different texts in {} events, and {MOST_LEVELS} are the \
                 most that become dummies",
                levels.len(),
                values.len()
            ));
        }
        let mut names = levels.keys();
        let Some(reference) = names.next().filter(|_| levels.len() > 1) else {
            return Err(same(name, values));
        };
        self.left_out
            .push(LeftOutLevel { column: name.to_owned(), level: (*reference).to_owned() });
        for level in names {
            self.names.push(format!("{name}={level}"));
            self.columns.push(values.iter().map(|v| f64::from(u8::from(v == level))).collect());
        }
        Ok(())
    }
}

fn same(name: &str, values: &[&str]) -> String {
    match values.first() {
        Some(value) => format!(
            "the column `{name}` is `{value}` for all {} events, so it explains nothing",
            values.len()
        ),
        None => format!("no event has a value in `{name}` and the other columns at once"),
    }
}

fn is_missing(text: &str) -> bool {
    MISSING.contains(&text.trim().to_ascii_lowercase().as_str())
}

/// Infinity is no number that a regression can use.
fn number(text: &str) -> Option<f64> {
    text.parse().ok().filter(|v: &f64| v.is_finite())
}
