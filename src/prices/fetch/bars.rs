//! From a wish for bars to bars in the store.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::clock::clock_note;
use super::run::{Kept, Page, Receiver};
use super::{FetchError, Fetching};
use crate::calendar::{TradingCalendar, TradingDay};
use crate::event::Ticker;
use crate::prices::store::{Commit, Fetched, Fewer, Have, Series};
use crate::prices::vendor::{
    Action, Answer, BarLength, BarPage, BarRequest, BarRow, BarVendor, Chunk, Plan, Problem,
    VENDORS, VendorAdjustment,
};

/// Bars that are wanted.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The symbols.
    pub symbols: Vec<Ticker>,
    /// The first trading date.
    pub from: NaiveDate,
    /// The last trading date.
    pub to: NaiveDate,
    /// The length of a bar.
    pub length: BarLength,
    /// The vendor's feed; its default where `None`.
    pub feed: Option<String>,
    /// What prices are to be adjusted for; the vendor's default where `None`.
    pub adjustment: Option<VendorAdjustment>,
    /// Whether sessions are fetched again that are there.
    pub refresh: bool,
    /// Whether an answer with fewer bars of a session than are stored takes their place.
    pub replace: bool,
}

/// What a fetch brought.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct FetchOutcome {
    /// The source in words: vendor, feed, adjustment, length.
    pub source: String,
    /// Sessions wanted, over all symbols.
    pub sessions: usize,
    /// Sessions of these that were in the store already.
    pub stored: usize,
    /// Bars that came.
    pub bars: usize,
    /// Bars left out because they are in no session.
    pub outside: usize,
    /// Bars that came without being asked for, and were left out.
    pub not_asked: usize,
    /// Sessions that stay as they were, because fewer bars came than are stored, by symbol.
    pub fewer: BTreeMap<Ticker, Vec<Fewer>>,
    /// Sessions for which the vendor had no bar, by symbol.
    pub empty: BTreeMap<Ticker, Vec<NaiveDate>>,
    /// Sentences for the user.
    pub notes: Vec<String>,
    /// Symbols that the vendor does not know, as errors.
    pub unknown: Vec<FetchError>,
}

/// Symbols with the sessions that they lack, those with the same ones together.
type Lacking = Vec<(Vec<Ticker>, Vec<TradingDay>)>;

impl Fetching<'_> {
    /// Fetches the bars of a vendor that the store does not have yet.
    ///
    /// # Errors
    /// [`FetchError`]; what was complete is stored.
    pub fn bars(
        &self,
        vendor: &dyn BarVendor,
        calendar: &TradingCalendar,
        wanted: &Wanted,
    ) -> Result<FetchOutcome, FetchError> {
        FetchingBars { fetching: self, vendor, calendar }.fetch(wanted)
    }
}

/// The fetch of a vendor's bars.
struct FetchingBars<'a, 'b> {
    fetching: &'a Fetching<'b>,
    vendor: &'a dyn BarVendor,
    calendar: &'a TradingCalendar,
}

impl FetchingBars<'_, '_> {
    fn fetch(&self, wanted: &Wanted) -> Result<FetchOutcome, FetchError> {
        let request = self.request(wanted)?;
        let access = &self.vendor.capabilities().access;
        let mut outcome = FetchOutcome {
            source: format!(
                "{}, feed {}, adjustment {}, {} bars",
                access.name,
                request.feed,
                request.adjustment,
                request.length.words()
            ),
            sessions: request.days.len() * request.symbols.len(),
            ..FetchOutcome::default()
        };
        let lacking = self.lacking(&request, wanted.refresh)?;
        outcome.stored = outcome.sessions - count(&lacking, &request.days);
        if lacking.is_empty() {
            return Ok(outcome);
        }
        // Refusals come before anything is written or sent.
        self.plan(&request, &lacking)?;
        let _lock = self.fetching.lock(access)?;
        // Another process may have fetched the same meanwhile.
        let lacking = self.lacking(&request, wanted.refresh)?;
        outcome.stored = outcome.sessions - count(&lacking, &request.days);
        if lacking.is_empty() {
            return Ok(outcome);
        }
        let client = self.fetching.client(access)?;
        for (part, plan) in self.plan(&request, &lacking)? {
            outcome.notes.extend(plan.notes.iter().cloned());
            let replace = wanted.replace;
            let mut keeping =
                Keeping { bars: self, request: &part, replace, outcome: &mut outcome };
            let unknown = self.fetching.run(&client, &plan, &mut keeping)?;
            outcome.unknown.extend(unknown);
        }
        outcome.notes.sort();
        outcome.notes.dedup();
        Ok(outcome)
    }

    /// The request in the vendor's words, for sessions that have begun.
    fn request(&self, wanted: &Wanted) -> Result<BarRequest, FetchError> {
        let has = self.vendor.capabilities();
        let vendor = has.access.id;
        if wanted.from > wanted.to {
            let reason = format!("{} is after {}", wanted.from, wanted.to);
            return Err(FetchError::Span { reason });
        }
        let mut days = BarRequest::days_of(self.calendar, wanted.from, wanted.to);
        days.retain(|d| d.overnight_open.unwrap_or(d.pre_open) < self.fetching.now);
        if days.is_empty() {
            let (from, to) = (wanted.from.to_string(), wanted.to.to_string());
            return Err(FetchError::NoSession { from, to });
        }
        let first = has.feeds.first().copied().unwrap_or("default").to_owned();
        let feed = wanted.feed.clone().unwrap_or(first);
        if !has.feeds.contains(&feed.as_str()) {
            let known = has.feeds.join(", ");
            return Err(FetchError::UnknownChoice { vendor, what: "feed", text: feed, known });
        }
        let adjustments = adjustments(self.vendor, wanted.length);
        let adjustment =
            wanted.adjustment.or(adjustments.first().copied()).unwrap_or(VendorAdjustment::Raw);
        let known = || adjustments.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        // No bars of a length at all is for the vendor's plan to explain.
        if !adjustments.is_empty() && !adjustments.contains(&adjustment) {
            let text = adjustment.to_string();
            return Err(FetchError::UnknownChoice {
                vendor,
                what: "adjustment",
                text,
                known: known(),
            });
        }
        Ok(BarRequest {
            symbols: wanted.symbols.clone(),
            days,
            length: wanted.length,
            feed,
            adjustment,
        })
    }

    /// Symbols with the sessions they lack, those with the same ones together.
    ///
    /// Prices that the vendor adjusts are restated with every dividend. So a series of them is only
    /// extended on the day of its vintage; later it is fetched anew as a whole.
    fn lacking(&self, request: &BarRequest, refresh: bool) -> Result<Lacking, FetchError> {
        let mut groups = Lacking::new();
        let younger = self.fetching.store.series()?;
        for symbol in &request.symbols {
            let mut series = self.series(request, symbol);
            let mut days = request.days.clone();
            if series.as_of.is_some() {
                let newest = younger
                    .iter()
                    .filter(|s| Series { as_of: series.as_of, ..(*s).clone() } == series)
                    .max_by_key(|s| s.as_of);
                if let Some(newest) = newest {
                    let before = self.lacking_in(newest, &days, refresh)?;
                    if before.is_empty() {
                        continue;
                    }
                    if newest.as_of != series.as_of {
                        days = self.with_sessions_of(newest, days)?;
                    }
                    series.as_of = series.as_of.max(newest.as_of);
                }
            }
            let days = self.lacking_in(&series, &days, refresh)?;
            match groups.iter_mut().find(|(_, lacking)| *lacking == days) {
                _ if days.is_empty() => {}
                Some((symbols, _)) => symbols.push(symbol.clone()),
                None => groups.push((vec![symbol.clone()], days)),
            }
        }
        Ok(groups)
    }

    fn lacking_in(
        &self,
        series: &Series,
        days: &[TradingDay],
        refresh: bool,
    ) -> Result<Vec<TradingDay>, FetchError> {
        let manifest = self.fetching.store.manifest(series)?.filter(|_| !refresh);
        // Bars that were stored before their vendor's actions were read are fetched again with them:
        // actions of a part would be taken for those of the whole.
        let recorded = self.records_actions(series.length, series.adjustment);
        let has = |day: &TradingDay| {
            manifest.as_ref().is_some_and(|m| {
                m.have(day, self.fetching.now) == Have::Good && (m.actions || !recorded)
            })
        };
        Ok(days.iter().filter(|d| !has(d)).copied().collect())
    }

    /// Whether the vendor gives dividends and splits with these bars.
    fn records_actions(&self, length: BarLength, adjustment: VendorAdjustment) -> bool {
        let gives = self.vendor.capabilities().actions;
        gives && length == BarLength::Day && adjustment == VendorAdjustment::Raw
    }

    fn with_sessions_of(
        &self,
        series: &Series,
        days: Vec<TradingDay>,
    ) -> Result<Vec<TradingDay>, FetchError> {
        let Some(manifest) = self.fetching.store.manifest(series)? else { return Ok(days) };
        let mut all: BTreeMap<NaiveDate, TradingDay> =
            days.into_iter().map(|d| (d.date, d)).collect();
        let earlier = manifest.sessions.keys().filter_map(|date| self.calendar.day(*date));
        all.extend(earlier.map(|d| (d.date, *d)));
        Ok(all.into_values().collect())
    }

    fn series(&self, request: &BarRequest, symbol: &Ticker) -> Series {
        Series {
            vendor: self.vendor.capabilities().access.id.to_owned(),
            feed: request.feed.clone(),
            adjustment: request.adjustment,
            as_of: (request.adjustment != VendorAdjustment::Raw)
                .then(|| self.fetching.now.date_naive()),
            length: request.length,
            symbol: symbol.clone(),
        }
    }

    /// The vendor's plan for each group, or its refusal with who can serve it.
    fn plan(
        &self,
        request: &BarRequest,
        lacking: &[(Vec<Ticker>, Vec<TradingDay>)],
    ) -> Result<Vec<(BarRequest, Plan)>, FetchError> {
        let mut plans = Vec::new();
        for (symbols, days) in lacking {
            let part = BarRequest { symbols: symbols.clone(), ..request.for_days(days) };
            let plan = self.vendor.plan(&part, self.fetching.now).map_err(|refusal| {
                FetchError::DoesNotHave { refusal, instead: self.alternatives(&part) }
            })?;
            plans.push((part, plan));
        }
        Ok(plans)
    }

    /// The other vendors that would serve this request, each by its own defaults where it knows
    /// neither the feed nor the adjustment.
    fn alternatives(&self, request: &BarRequest) -> Vec<&'static str> {
        let own = self.vendor.capabilities().access.id;
        let serves = |vendor: &dyn BarVendor| {
            let has = vendor.capabilities();
            let feed = has.feeds.first().copied().unwrap_or("default").to_owned();
            let known = adjustments(vendor, request.length);
            let adjustment = match known.contains(&request.adjustment) {
                true => request.adjustment,
                false => known.first().copied().unwrap_or(VendorAdjustment::Raw),
            };
            let asked = BarRequest { feed, adjustment, ..request.clone() };
            vendor.plan(&asked, self.fetching.now).is_ok()
        };
        VENDORS
            .iter()
            .map(|vendor| (vendor.capabilities().access.id, vendor))
            .filter(|(id, vendor)| *id != own && serves(**vendor))
            .map(|(id, _)| id)
            .collect()
    }
}

/// What a vendor's bars of a length can be adjusted for.
fn adjustments(vendor: &dyn BarVendor, length: BarLength) -> &[VendorAdjustment] {
    match length {
        BarLength::Day => vendor.capabilities().daily_adjustments,
        BarLength::Minutes(_) => vendor.capabilities().intraday_adjustments,
    }
}

/// How many sessions of these days are lacking, over all symbols.
fn count(lacking: &[(Vec<Ticker>, Vec<TradingDay>)], days: &[TradingDay]) -> usize {
    lacking
        .iter()
        .map(|(symbols, lacking)| {
            symbols.len() * lacking.iter().filter(|d| days.contains(d)).count()
        })
        .sum()
}

/// Puts what arrives into the store.
struct Keeping<'a, 'b> {
    bars: &'a FetchingBars<'a, 'b>,
    request: &'a BarRequest,
    replace: bool,
    outcome: &'a mut FetchOutcome,
}

impl Receiver<BarPage> for Keeping<'_, '_> {
    fn read(&self, answer: &Answer, chunk: &Chunk) -> Result<Page<BarPage>, Problem> {
        let mut content = self.bars.vendor.parse(answer, chunk)?;
        let next = std::mem::take(&mut content.next);
        Ok(Page { content, next })
    }

    fn complete(&mut self, chunk: &Chunk, pages: Vec<Kept<BarPage>>) -> Result<(), FetchError> {
        let has = self.bars.vendor.capabilities();
        // What came first may have been unfinished when the last page was complete.
        let at = pages.iter().map(|p| p.sent).min().unwrap_or(self.bars.fetching.now);
        let raw: Vec<String> = pages.iter().map(|p| p.raw.clone()).collect();
        let mut bars: BTreeMap<Ticker, Vec<BarRow>> = BTreeMap::new();
        let mut actions: Vec<Action> = Vec::new();
        for kept in pages {
            self.outcome.notes.extend(clock_note(kept.sent, kept.received, has.access.name));
            for bar in kept.content.bars {
                bars.entry(bar.symbol.clone()).or_default().push(bar);
            }
            actions.extend(kept.content.actions);
            self.outcome.not_asked += kept.content.not_asked;
            self.outcome.notes.extend(kept.content.notes);
        }
        let days: Vec<TradingDay> = self
            .request
            .days
            .iter()
            .filter(|d| {
                d.overnight_open.unwrap_or(d.pre_open) < chunk.until && chunk.from < d.post_end
            })
            .copied()
            .collect();
        let recorded = self.bars.records_actions(self.request.length, self.request.adjustment);
        for symbol in &chunk.symbols {
            let series = self.bars.series(self.request, symbol);
            let own = actions.iter().filter(|a| a.symbol == *symbol).cloned().collect();
            let written = self.bars.fetching.store.commit(Commit {
                series: &series,
                days: &days,
                bars: bars.remove(symbol).unwrap_or_default(),
                actions: recorded.then_some(own),
                replace: self.replace,
                fetched: Fetched { at, raw: raw.clone() },
                final_after: has.final_after,
            })?;
            self.outcome.bars += written.bars;
            self.outcome.outside += written.outside;
            if !written.fewer.is_empty() {
                self.outcome.fewer.entry(symbol.clone()).or_default().extend(written.fewer);
            }
            if !written.empty.is_empty() {
                self.outcome.empty.entry(symbol.clone()).or_default().extend(written.empty);
            }
        }
        Ok(())
    }
}
