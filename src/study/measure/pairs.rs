//! Which pairs of event and firm are studied, and why the others are not.

use std::collections::{BTreeMap, HashMap};

use crate::abnormal::ordered_by;
use crate::calendar::TradingCalendar;
use crate::event::{Announcements, LedgerPart, Reason, Ticker};
use crate::study::{LedgerRow, Overlapping, StudySpec};

/// A pair that has a day 0 and a firm with data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pair {
    /// The position of the pair in the announcements.
    pub(crate) position: usize,
    /// The firm's position in the panel.
    pub(crate) firm: usize,
    /// Day 0 as a calendar index.
    pub(crate) day_zero: usize,
    /// The number of its cluster.
    pub(crate) cluster: usize,
    /// Whether only the date of the event is known.
    pub(crate) date_only: bool,
    /// Whether the news may have come on either of two days 0, of which this is the earlier one.
    pub(crate) uncertain: bool,
    /// Whether its event window overlaps that of another event of its firm.
    pub(crate) overlaps: bool,
}

impl Pair {
    /// A pair of which only its place is known.
    pub(crate) fn planned(position: usize, firm: usize, day_zero: usize) -> Self {
        let (date_only, uncertain, overlaps) = (false, false, false);
        Self { position, firm, day_zero, cluster: day_zero, date_only, uncertain, overlaps }
    }
}

/// The pairs of a study with everything about them that does not need prices.
pub(crate) struct Pairs {
    /// Pairs to be measured, in the order of the file.
    studied: Vec<Pair>,
    /// Sorted days 0 of each firm's known events, whose surroundings are kept out of estimation
    /// windows; by position in the panel.
    pub(crate) days_of_firm: HashMap<usize, Vec<usize>>,
    /// What was left out.
    pub(crate) ledger: Vec<LedgerRow>,
}

impl Pairs {
    /// Places announcements; `firm_of` finds a ticker in the panel.
    pub(crate) fn of(
        announcements: &Announcements,
        spec: &StudySpec,
        calendar: &TradingCalendar,
        firm_of: &dyn Fn(&Ticker) -> Option<usize>,
    ) -> Self {
        let mut ledger: Vec<LedgerRow> = announcements
            .rejected
            .iter()
            .map(|r| LedgerRow {
                row: Some(r.row as usize),
                event: r.id.clone(),
                ticker: r.ticker.clone(),
                part: LedgerPart::Event,
                code: r.code,
                reason: r.reason.clone(),
            })
            .collect();
        let firms: Vec<Option<usize>> = announcements.tickers.iter().map(firm_of).collect();
        let clusters = clusters(announcements, spec);
        let mut studied = Vec::with_capacity(announcements.len());
        let mut days_of_firm: HashMap<usize, Vec<usize>> = HashMap::new();
        let placements = announcements.placements_after(spec.intraday.latency_seconds, calendar);
        for (position, placed) in placements.into_iter().enumerate() {
            let firm = firms[announcements.firms[position] as usize];
            let (Some(placed), Some(firm)) = (placed, firm) else {
                ledger.push(match placed {
                    None => outside(announcements, position, calendar),
                    Some(_) => {
                        let ticker = announcements.ticker(position);
                        let reason = format!("the data has no daily bars of {ticker}");
                        row_of(announcements, position, LedgerPart::Event, Reason::NoData, reason)
                    }
                });
                continue;
            };
            let day_zero = placed.day_zero as usize;
            days_of_firm.entry(firm).or_default().push(day_zero);
            studied.push(Pair {
                position,
                firm,
                day_zero,
                cluster: clusters.as_ref().map_or(day_zero, |c| c[position]),
                date_only: placed.date_only,
                uncertain: placed.alternative.is_some() && !placed.date_only,
                overlaps: false,
            });
        }
        for days in days_of_firm.values_mut() {
            days.sort_unstable();
            days.dedup();
        }
        let mut pairs = Self { studied, days_of_firm, ledger };
        pairs.leave_out_overlapping(announcements, spec);
        pairs
    }

    /// The pairs with the overlapping events, which the specification may leave out.
    pub(crate) fn with_overlapping(
        announcements: &Announcements,
        spec: &StudySpec,
        calendar: &TradingCalendar,
        firm_of: &dyn Fn(&Ticker) -> Option<usize>,
    ) -> Self {
        let mut spec = spec.clone();
        spec.cross_section.overlapping = Overlapping::Keep;
        Self::of(announcements, &spec, calendar, firm_of)
    }

    /// The pairs that are to be measured.
    pub(crate) fn list(&self) -> &[Pair] {
        &self.studied
    }

    /// Walks through each firm's events in time. An event on the same day 0 as another is the same
    /// return once more; one whose window overlaps an earlier one shares returns with it.
    fn leave_out_overlapping(&mut self, announcements: &Announcements, spec: &StudySpec) {
        // By firm, and within it by day: of two events on one day the first in the file is kept.
        let by_day =
            ordered_by(&Vec::from_iter(0..self.studied.len()), |k| self.studied[k].day_zero);
        let order = ordered_by(&by_day, |k| self.studied[k].firm);
        let length = spec.window.len();
        let mut keep = vec![true; self.studied.len()];
        let mut last: Option<usize> = None;
        for k in order {
            let pair = self.studied[k];
            let earlier = last.map(|l| self.studied[l]).filter(|e| e.firm == pair.firm);
            let distance = earlier.map(|e| pair.day_zero - e.day_zero);
            let told = |code, what: &str| {
                let other = earlier.map_or("", |e| announcements.ids[e.position].as_str());
                let reason = format!("{what} event `{other}` of the same firm");
                row_of(announcements, pair.position, LedgerPart::Event, code, reason)
            };
            match distance {
                Some(0) => {
                    keep[k] = false;
                    let words = "its day 0, and so its return, is that of";
                    self.ledger.push(told(Reason::Duplicate, words));
                    continue;
                }
                Some(distance) if distance < length => {
                    if spec.cross_section.overlapping == Overlapping::LeaveOut {
                        keep[k] = false;
                        let words = format!(
                            "its event window {} overlaps, {distance} sessions apart, that of",
                            spec.window
                        );
                        self.ledger.push(told(Reason::Overlap, &words));
                        continue;
                    }
                    self.studied[k].overlaps = true;
                    if let Some(l) = last {
                        self.studied[l].overlaps = true;
                    }
                }
                _ => {}
            }
            last = Some(k);
        }
        let mut kept = keep.into_iter();
        self.studied.retain(|_| kept.next().unwrap_or(true));
    }
}

/// A row of the ledger for a pair of the announcements.
pub(crate) fn row_of(
    announcements: &Announcements,
    position: usize,
    part: LedgerPart,
    code: Reason,
    reason: String,
) -> LedgerRow {
    LedgerRow {
        row: Some(announcements.rows[position] as usize),
        event: announcements.ids[position].clone(),
        ticker: announcements.ticker(position).to_string(),
        part,
        code,
        reason,
    }
}

fn outside(
    announcements: &Announcements,
    position: usize,
    calendar: &TradingCalendar,
) -> LedgerRow {
    let reason = announcements
        .outside_calendar(position, calendar)
        .map_or_else(|| "day 0 is outside the calendar".to_owned(), |r| r.reason);
    row_of(announcements, position, LedgerPart::Event, Reason::OutsideCalendar, reason)
}

/// The number of each pair's cluster, where the user names a column for it.
fn clusters(announcements: &Announcements, spec: &StudySpec) -> Option<Vec<usize>> {
    let column = announcements.attributes.get(spec.cross_section.cluster.as_ref()?)?;
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    Some(
        column
            .iter()
            .enumerate()
            .map(|(position, name)| {
                // An event without a cluster is one of its own, beyond the numbers of names.
                if name.trim().is_empty() {
                    return column.len() + position;
                }
                let next = numbers.len();
                *numbers.entry(name).or_insert(next)
            })
            .collect(),
    )
}
