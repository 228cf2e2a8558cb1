//! Writing what an element of a plan brought.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};

use super::manifest::{Fetched, Manifest, Part, Session};
use super::raw::SHORT;
use super::{Series, Store, StoreError, atomic, table};
use crate::calendar::TradingDay;
use crate::prices::source::sha256;
use crate::prices::vendor::{Action, At, BarLength, BarRow};

/// Bars of a series to be kept, session by session.
#[derive(Debug)]
pub struct Commit<'a> {
    /// The series.
    pub series: &'a Series,
    /// The sessions that were asked for; one without a bar is recorded as empty.
    pub days: &'a [TradingDay],
    /// The bars, in any order; those of other sessions are left out.
    pub bars: Vec<BarRow>,
    /// Dividends and splits, where the vendor gives them beside raw prices.
    pub actions: Option<Vec<Action>>,
    /// Whether fewer bars may take the place of more.
    pub replace: bool,
    /// When they were fetched, and the answers.
    pub fetched: Fetched,
    /// Seconds after a session after which its bars no longer change.
    pub final_after: u32,
}

/// What became of the bars.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Bars kept.
    pub bars: usize,
    /// Bars outside of the sessions.
    pub outside: usize,
    /// Bars that came twice.
    pub twice: usize,
    /// Sessions without a bar.
    pub empty: Vec<NaiveDate>,
    /// Sessions that stay as they were, because fewer bars came than are stored.
    pub fewer: Vec<Fewer>,
}

/// A session of which fewer bars came than are stored: a hole at the vendor is likelier than bars that
/// never were.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fewer {
    /// The session.
    pub date: NaiveDate,
    /// Bars that are stored, and stay.
    pub stored: usize,
    /// Bars that came.
    pub came: usize,
}

impl Store {
    /// Keeps bars: data files first, the manifest last. The vendor's lock must be held.
    ///
    /// # Errors
    /// [`StoreError`]; what was stored before is untouched then.
    pub fn commit(&self, commit: Commit<'_>) -> Result<Written, StoreError> {
        let Commit { series, days, bars, actions, replace, fetched, final_after } = commit;
        let mut manifest =
            self.manifest(series)?.unwrap_or_else(|| Manifest::new(series, actions.is_some()));
        let (mut rows, mut written) = by_session(series.length, days, bars);
        let fetch = manifest.fetches.len();
        let mut changed: BTreeMap<String, Vec<NaiveDate>> = BTreeMap::new();
        for day in days {
            let count = rows.get(&day.date).map_or(0, Vec::len);
            let is_final = is_final(day, final_after, fetched.at);
            let stored = manifest.sessions.get(&day.date).map_or(0, |s| s.rows);
            if count < stored && !replace {
                rows.remove(&day.date);
                written.fewer.push(Fewer { date: day.date, stored, came: count });
                continue;
            }
            if count == 0 {
                written.empty.push(day.date);
            }
            changed.entry(series.part_of(day.date)).or_default().push(day.date);
            manifest.sessions.insert(day.date, Session { rows: count, is_final, fetch });
        }
        manifest.fetches.push(fetched);
        // Sessions that stay have the actions they had.
        manifest.actions = actions.is_some() && (manifest.actions || written.fewer.is_empty());
        let actions = distinct(actions.unwrap_or_default());
        let mut superseded = BTreeSet::new();
        for (name, dates) in changed {
            let new: Vec<BarRow> = dates.iter().filter_map(|d| rows.remove(d)).flatten().collect();
            written.bars += new.len();
            if let Some(old) =
                self.write_part(series, &mut manifest, &name, &dates, &new, &actions)?
            {
                superseded.insert(old);
            }
        }
        if let Some(folder) = self.manifest_path(series)?.parent()
            && folder.exists()
        {
            atomic::sync_folder(folder)?;
        }
        self.write_manifest(series, &manifest)?;
        // The manifest no longer names them; one that stays behind is found by `prune`.
        for file in superseded {
            if !manifest.parts.values().any(|p| p.file == file) {
                let _ = std::fs::remove_file(self.root.join(series.folder()?).join(file));
            }
        }
        Ok(written)
    }

    /// Writes one data file; returns the name of the one it replaces.
    fn write_part(
        &self,
        series: &Series,
        manifest: &mut Manifest,
        name: &str,
        dates: &[NaiveDate],
        rows: &[BarRow],
        actions: &[Action],
    ) -> Result<Option<String>, StoreError> {
        let folder = self.root.join(series.folder()?);
        let failed = |e: polars::prelude::PolarsError| StoreError::write(folder.join(name), e);
        let mut frame = table::frame(series.length, rows, actions).map_err(failed)?;
        let old = manifest.parts.remove(name);
        if let (Some(old), BarLength::Day) = (&old, series.length) {
            let kept =
                table::without_dates(&self.read_part(series, old)?, dates).map_err(failed)?;
            frame = kept
                .vstack(&frame)
                .and_then(|all| all.sort(["date"], polars::prelude::SortMultipleOptions::default()))
                .map_err(failed)?;
        }
        if frame.height() == 0 {
            return Ok(old.map(|p| p.file));
        }
        let bytes = table::to_parquet(&frame).map_err(failed)?;
        let digest = sha256(&bytes);
        let file = format!("{name}.{}.parquet", &digest[..SHORT]);
        atomic::write(&folder.join(&file), &bytes)?;
        let part = Part { file, sha256: digest, rows: frame.height() };
        manifest.parts.insert(name.to_owned(), part);
        Ok(old.map(|p| p.file))
    }
}

/// Dividends and splits, each once: pages overlap and rows are repeated, and an action that counted
/// twice would be a move of the price that nobody saw. Different ones of a date are all kept.
fn distinct(actions: Vec<Action>) -> Vec<Action> {
    let mut kept: Vec<Action> = Vec::with_capacity(actions.len());
    for action in actions {
        // A row that brings both is the same as two that bring one each.
        let halves = [(action.dividend, 1.0), (0.0, action.split)];
        for (dividend, split) in halves.into_iter().filter(|half| *half != (0.0, 1.0)) {
            let half = Action { dividend, split, ..action.clone() };
            if !kept.contains(&half) {
                kept.push(half);
            }
        }
    }
    kept
}

/// Whether the bars of a session can no longer change.
fn is_final(day: &TradingDay, final_after: u32, at: DateTime<Utc>) -> bool {
    at >= day.post_end + chrono::TimeDelta::seconds(final_after.into())
}

/// Rows by session, sorted, each beginning once; where a bar comes twice the later one counts.
fn by_session(
    length: BarLength,
    days: &[TradingDay],
    mut bars: Vec<BarRow>,
) -> (BTreeMap<NaiveDate, Vec<BarRow>>, Written) {
    let mut written = Written::default();
    let mut sessions: BTreeMap<NaiveDate, Vec<BarRow>> = BTreeMap::new();
    // The order of equal ones is kept.
    bars.sort_by_key(|bar| bar.at);
    for bar in bars {
        let Some(date) = session_of(length, days, bar.at) else {
            written.outside += 1;
            continue;
        };
        let rows = sessions.entry(date).or_default();
        match rows.last_mut() {
            Some(last) if last.at == bar.at => {
                *last = bar;
                written.twice += 1;
            }
            _ => rows.push(bar),
        }
    }
    (sessions, written)
}

fn session_of(length: BarLength, days: &[TradingDay], at: At) -> Option<NaiveDate> {
    let day = match (length, at) {
        (BarLength::Day, At::Day(date)) => {
            days.binary_search_by_key(&date, |d| d.date).ok().and_then(|i| days.get(i))
        }
        (BarLength::Minutes(_), At::Instant(t)) => {
            let after = days.partition_point(|d| d.overnight_open.unwrap_or(d.pre_open) <= t);
            after.checked_sub(1).and_then(|i| days.get(i)).filter(|d| d.session_at(t).is_some())
        }
        _ => None,
    };
    day.map(|d| d.date)
}
