//! A panel out of long rows: each ticker's rows are put in order, checked and laid on the sessions.
//!
//! The checks are those of [`crate::prices::quality`] that decide which prices are used. The ones
//! that only flag (suspect prints, runs of unchanged prices, the vendor's adjusted close) belong to
//! the study of few events.

use chrono::NaiveDate;
use rayon::prelude::*;

use super::{CorporateAction, PricePanel, ex_reference};
use crate::calendar::TradingCalendar;
use crate::event::Ticker;
use crate::prices::quality::{Tallies, split_is_in_prices};
use crate::prices::source::long::{LongRows, NO_FIRM, RowAction, flag};
use crate::prices::{Adjustment, Finding};

/// A day that is no session.
const NO_SESSION: u32 = u32::MAX;

/// The rows of one ticker in order of their dates, and where its sessions begin and end.
struct Firm<'a> {
    ticker: &'a Ticker,
    rows: &'a mut [u32],
    first: usize,
    last: usize,
    disorder: usize,
}

impl PricePanel {
    /// The description of the whole, if this panel is a part of one of so many tickers.
    pub(crate) fn described_as_part_of(&self, tickers: usize) -> String {
        if self.description == described(self.len(), self.adjustment, &self.given) {
            return described(tickers, self.adjustment, &self.given);
        }
        self.description.clone()
    }
}

/// The panel of long rows.
pub(super) fn from_long(rows: LongRows, given: &str, calendar: &TradingCalendar) -> PricePanel {
    let sessions = Sessions::new(calendar);
    let (mut order, starts) = rows_by_firm(&rows);
    let mut stretches = Vec::with_capacity(rows.tickers.len());
    let mut rest = order.as_mut_slice();
    for ends in starts.windows(2) {
        stretches.push(rest.split_off_mut(..ends[1] - ends[0]).unwrap_or_default());
    }
    let mut firms: Vec<Firm<'_>> = rows
        .tickers
        .par_iter()
        .zip(stretches)
        .filter_map(|(ticker, of_firm)| sorted(ticker, of_firm, &rows, &sessions))
        .collect();
    firms.sort_by(|a, b| a.ticker.cmp(b.ticker));
    let mut offsets = vec![0];
    for firm in &firms {
        offsets.push(offsets.last().unwrap_or(&0) + firm.last + 1 - firm.first);
    }
    let total = *offsets.last().unwrap_or(&0);
    let missing = || rayon::iter::repeat_n(f64::NAN, total).collect::<Vec<f64>>();
    let (mut close, mut volume, mut reference) = (missing(), missing(), missing());
    let mut columns = (close.as_mut_slice(), volume.as_mut_slice(), reference.as_mut_slice());
    let laid: Vec<(Vec<CorporateAction>, Vec<Finding>)> = firms
        .iter()
        .map(|firm| {
            let n = ..firm.last + 1 - firm.first;
            let out = Out {
                close: columns.0.split_off_mut(n).unwrap_or_default(),
                volume: columns.1.split_off_mut(n).unwrap_or_default(),
                ex_reference: columns.2.split_off_mut(n).unwrap_or_default(),
            };
            (firm, out)
        })
        .collect::<Vec<_>>()
        .into_par_iter()
        .map(|(firm, out)| lay(firm, &rows, &sessions, out))
        .collect();
    let mut panel = PricePanel {
        tickers: firms.iter().map(|f| f.ticker.clone()).collect(),
        first: firms.iter().map(|f| f.first).collect(),
        from_intraday: vec![false; firms.len()],
        offsets,
        close,
        ex_reference: reference,
        volume,
        action_offsets: vec![0],
        description: described(firms.len(), rows.adjustment, given),
        adjustment: rows.adjustment,
        given: given.to_owned(),
        ..PricePanel::default()
    };
    for (actions, findings) in laid {
        panel.actions.extend(actions);
        panel.action_offsets.push(panel.actions.len());
        panel.findings.extend(findings);
    }
    panel
}

pub(super) fn described(tickers: usize, adjustment: Option<Adjustment>, given: &str) -> String {
    let words = adjustment.map_or("no usable row", Adjustment::words);
    let noun = if tickers == 1 { "ticker" } else { "tickers" };
    format!("daily bars of {tickers} {noun} {given}; {words}")
}

/// From days since 1970 to sessions by one look-up.
struct Sessions<'a> {
    first_day: i32,
    of_day: Vec<u32>,
    calendar: &'a TradingCalendar,
}

impl<'a> Sessions<'a> {
    fn new(calendar: &'a TradingCalendar) -> Self {
        let (first, last) = calendar.range();
        let first_day = first.to_epoch_days();
        let mut of_day = vec![NO_SESSION; (last.to_epoch_days() - first_day + 1).max(0) as usize];
        for (session, day) in calendar.days().iter().enumerate() {
            of_day[(day.date.to_epoch_days() - first_day) as usize] = session as u32;
        }
        Self { first_day, of_day, calendar }
    }

    #[inline]
    fn at(&self, day: i32) -> Option<usize> {
        let at = usize::try_from(i64::from(day) - i64::from(self.first_day)).ok()?;
        self.of_day.get(at).filter(|s| **s != NO_SESSION).map(|s| *s as usize)
    }
}

/// Row numbers grouped by ticker, in file order within each; where each group begins.
fn rows_by_firm(rows: &LongRows) -> (Vec<u32>, Vec<usize>) {
    // Rows of one ticker mostly follow one another.
    let runs = || {
        let mut end = 0;
        let runs = rows.firm.chunk_by(|a, b| a == b).map(move |run| {
            end += run.len();
            (run[0], end - run.len()..end)
        });
        runs.filter(|(firm, _)| *firm != NO_FIRM).map(|(firm, run)| (firm as usize, run))
    };
    let mut starts = vec![0_usize; rows.tickers.len() + 1];
    for (firm, run) in runs() {
        starts[firm + 1] += run.len();
    }
    for i in 1..starts.len() {
        starts[i] += starts[i - 1];
    }
    let mut next = starts.clone();
    let total = *starts.last().unwrap_or(&0);
    let mut order: Vec<u32> = rayon::iter::repeat_n(0, total).collect();
    for (firm, run) in runs() {
        let from = next[firm];
        next[firm] += run.len();
        order[from..next[firm]].iter_mut().zip(run).for_each(|(to, row)| *to = row as u32);
    }
    (order, starts)
}

/// Puts the rows of a ticker in order; `None` where none of them is on a session.
fn sorted<'a>(
    ticker: &'a Ticker,
    of_firm: &'a mut [u32],
    rows: &LongRows,
    sessions: &Sessions<'_>,
) -> Option<Firm<'a>> {
    let day = |row: &u32| rows.day[*row as usize];
    let disorder = of_firm.windows(2).filter(|p| day(&p[1]) < day(&p[0])).count();
    if disorder > 0 {
        of_firm.sort_by_key(day);
    }
    let first = of_firm.iter().find_map(|row| sessions.at(day(row)))?;
    let last = of_firm.iter().rev().find_map(|row| sessions.at(day(row)))?;
    Some(Firm { ticker, rows: of_firm, first, last, disorder })
}

struct Out<'a> {
    close: &'a mut [f64],
    volume: &'a mut [f64],
    ex_reference: &'a mut [f64],
}

/// Lays the rows of a ticker on its sessions.
fn lay(
    firm: &Firm<'_>,
    rows: &LongRows,
    sessions: &Sessions<'_>,
    out: Out<'_>,
) -> (Vec<CorporateAction>, Vec<Finding>) {
    let mut tally = Tallies::default();
    for _ in 0..firm.disorder {
        tally.disorder.hit(|| "rows are not in order of their dates".to_owned());
    }
    // An index, and some vendors, have a volume of zero on every day: that is unknown.
    let volume_is_known = firm.rows.iter().any(|row| rows.volume[*row as usize] > 0.0);
    let mut actions: Vec<CorporateAction> = Vec::new();
    let mut before: Option<(usize, f64)> = None;
    for row in firm.rows.iter().map(|row| *row as usize) {
        let date = || NaiveDate::from_epoch_days(rows.day[row]).unwrap_or_default().to_string();
        let Some(session) = sessions.at(rows.day[row]) else {
            tally.outside.hit(date);
            continue;
        };
        let (mut close, volume, flags) = (rows.close[row], rows.volume[row], rows.flags[row]);
        if let Some((_, last)) = before.filter(|(s, _)| *s == session) {
            let same = last == close || (last.is_nan() && close.is_nan());
            (if same { &mut tally.duplicate } else { &mut tally.conflicting }).hit(date);
            continue;
        }
        if flags & flag::NON_POSITIVE != 0 {
            tally.non_positive.hit(date);
        }
        if flags & flag::INCONSISTENT != 0 {
            tally.inconsistent.hit(date);
        }
        if volume_is_known && volume == 0.0 && !close.is_nan() {
            tally.no_volume.hit(date);
            close = f64::NAN;
        }
        if let Some((last, _)) = before
            && last + 1 < session
        {
            for missing in &sessions.calendar.days()[last + 1..session] {
                tally.gap.hit(|| missing.date.to_string());
            }
        }
        if flags & flag::ACTION != 0
            && let Some(action) = action_of(&rows.actions, row)
        {
            let last = before.map_or(f64::NAN, |(_, close)| close);
            actions.extend(uncorrected_action(action, session, last, close, date, &mut tally));
        }
        before = Some((session, close));
        out.close[session - firm.first] = close;
        let fine = volume_is_known && volume.is_finite() && volume >= 0.0;
        out.volume[session - firm.first] = if fine { volume } else { f64::NAN };
    }
    ex_reference::fill(out.close, firm.first, &actions, out.ex_reference);
    let mut findings = Vec::new();
    for t in tally.all() {
        t.finish(firm.ticker, "daily", &mut findings);
    }
    (actions, findings)
}

fn action_of(actions: &[RowAction], row: usize) -> Option<RowAction> {
    let at = actions.binary_search_by_key(&(row as u32), |a| a.row).ok()?;
    Some(actions[at])
}

/// An action against the prices around it; a split that is in them already goes.
fn uncorrected_action(
    action: RowAction,
    session: usize,
    before: f64,
    now: f64,
    date: impl Fn() -> String,
    tally: &mut Tallies,
) -> Option<CorporateAction> {
    let RowAction { dividend, mut split, .. } = action;
    if !before.is_nan() && !now.is_nan() {
        if split_is_in_prices(before, now, split) {
            tally
                .split
                .hit(|| format!("{}: split {split}, price ratio {:.4}", date(), now / before));
            split = 1.0;
        }
        if before / split - dividend <= 0.0 {
            tally
                .dividend
                .hit(|| format!("{}: dividend {dividend} on a price of {before}", date()));
        }
    }
    (dividend != 0.0 || split != 1.0).then_some(CorporateAction { session, dividend, split })
}
