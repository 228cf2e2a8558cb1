//! One story told several times: duplicates and amendments become one piece of news.
//!
//! Two pieces are the same story if they have the same address, the same key of the same vendor, or
//! much the same headline about the same ticker within ten minutes; an amendment belongs to what it
//! amends. The earliest credible time counts, never that of a change.

use std::collections::{BTreeSet, HashMap};

use chrono::TimeDelta;

use super::{NewsItem, NewsPrecision};

/// Headlines this far apart are about different news, however alike.
const TOGETHER: TimeDelta = TimeDelta::minutes(10);
/// Of the words in either headline so many must be in both. Wires change a word or two of ten, and
/// different stories about a firm share its name and little else.
const ALIKE: f64 = 0.6;
/// Shorter headlines are too little to compare by anything but all of it.
const ENOUGH_WORDS: usize = 4;
/// Clocks of publishers differ by some seconds.
const CLOCKS: TimeDelta = TimeDelta::minutes(1);
/// Parameters that say who sent a reader, not what is read.
const TRACKING: [&str; 12] = [
    ".tsrc",
    "cid",
    "cmpid",
    "fbclid",
    "gclid",
    "guccounter",
    "mod",
    "ncid",
    "ref",
    "src",
    "source",
    "via",
];

/// Groups duplicates and amendments; the result is in the order of time.
///
/// ```
/// use eventstudy::news::group;
/// assert!(group(Vec::new()).is_empty());
/// ```
pub fn group(mut items: Vec<NewsItem>) -> Vec<NewsItem> {
    items.sort_by(|a, b| {
        (a.published, a.amendment, &a.source, &a.id, &a.url).cmp(&(
            b.published,
            b.amendment,
            &b.source,
            &b.id,
            &b.url,
        ))
    });
    let mut groups = Groups::new(items.len());
    same_keys(&items, &mut groups);
    same_headlines(&items, &mut groups);
    let mut members: HashMap<usize, Vec<usize>> = HashMap::new();
    for i in 0..items.len() {
        members.entry(groups.root(i)).or_default().push(i);
    }
    let mut stories: Vec<NewsItem> =
        members.into_values().filter_map(|group| merged(&items, &group)).collect();
    stories
        .sort_by(|a, b| (a.published, &a.headline, &a.id).cmp(&(b.published, &b.headline, &b.id)));
    stories
}

fn same_keys(items: &[NewsItem], groups: &mut Groups) {
    let mut first: HashMap<(u8, String), usize> = HashMap::new();
    let mut originals: HashMap<&str, usize> = HashMap::new();
    for (i, item) in items.iter().enumerate() {
        let keys = [
            (0, address(&item.url)),
            (1, (!item.id.is_empty()).then(|| format!("{}\t{}", item.source, item.id))),
        ];
        for (kind, key) in keys {
            let Some(key) = key else { continue };
            groups.join(i, *first.entry((kind, key)).or_insert(i));
        }
        // Two reports for one day may be two stories; an amendment is none of its own.
        if let Some(story) = item.story.as_deref().filter(|_| !item.amendment) {
            originals.entry(story).or_insert(i);
        }
    }
    let mut amendments: HashMap<&str, usize> = HashMap::new();
    for (i, item) in items.iter().enumerate() {
        if let Some(story) = item.story.as_deref().filter(|_| item.amendment) {
            let whole = *amendments.entry(story).or_insert(i);
            groups.join(i, originals.get(story).copied().unwrap_or(whole));
        }
    }
}

fn same_headlines(items: &[NewsItem], groups: &mut Groups) {
    let words: Vec<BTreeSet<String>> = items.iter().map(|i| headline_words(&i.headline)).collect();
    let same = |i: usize, j: usize| {
        let (one, other) = (&items[i], &items[j]);
        let shared = one.tickers.iter().any(|t| other.tickers.contains(t));
        // Each filing is a story of its own; a firm's reports all have the same headline.
        let filings = one.story.is_some() && other.story.is_some();
        shared && !filings && are_alike(&words[i], &words[j])
    };
    let dated = |item: &NewsItem| item.precision == NewsPrecision::Date;
    for (i, item) in items.iter().enumerate() {
        for j in (0..i).rev() {
            if item.published - items[j].published > TOGETHER {
                break;
            }
            if !dated(item) && !dated(&items[j]) && same(i, j) {
                groups.join(i, j);
            }
        }
    }
    // Of a piece with a date alone any time of that date may be the time.
    for i in (0..items.len()).filter(|i| dated(&items[*i])) {
        let date = items[i].published.date_naive();
        for j in (0..items.len()).filter(|j| items[*j].published.date_naive() == date) {
            if i != j && same(i, j) {
                groups.join(i, j);
            }
        }
    }
}

/// The words of a headline, without case and marks.
fn headline_words(headline: &str) -> BTreeSet<String> {
    headline
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

fn are_alike(a: &BTreeSet<String>, b: &BTreeSet<String>) -> bool {
    if a.len().min(b.len()) < ENOUGH_WORDS {
        return !a.is_empty() && a == b;
    }
    let both = a.intersection(b).count();
    both as f64 >= ALIKE * (a.len() + b.len() - both) as f64
}

/// An address without what does not change the page; `None` for one that is no story's own.
fn address(url: &str) -> Option<String> {
    let rest = url.trim().split_once("://").map(|(_, rest)| rest)?;
    let rest = rest.split('#').next().unwrap_or("");
    let (page, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (host, path) = page.split_once('/').unwrap_or((page, ""));
    let host = host.to_ascii_lowercase();
    let mut query: Vec<&str> = query
        .split('&')
        .filter(|pair| {
            let name = pair.split('=').next().unwrap_or("").to_ascii_lowercase();
            !name.is_empty() && !name.starts_with("utm_") && !TRACKING.contains(&name.as_str())
        })
        .collect();
    query.sort_unstable();
    let path = path.trim_end_matches('/');
    // The front page of a publisher has every story.
    (!path.is_empty() || !query.is_empty())
        .then(|| format!("{}/{path}?{}", host.trim_start_matches("www."), query.join("&")))
}

/// Whether a time can be that of the first publication.
fn is_credible(item: &NewsItem) -> bool {
    item.precision != NewsPrecision::Date
        && !item.amendment
        && item.updated.is_none_or(|updated| item.published <= updated + CLOCKS)
}

/// One piece out of a group: the earliest credible one, with the tickers of all.
fn merged(items: &[NewsItem], group: &[usize]) -> Option<NewsItem> {
    let rank = |precision| match precision {
        NewsPrecision::Second => 0,
        NewsPrecision::Minute => 1,
        NewsPrecision::NoLaterThan => 2,
        NewsPrecision::Date => 3,
    };
    let all = || group.iter().filter_map(|i| items.get(*i));
    // A date stands as its noon, which might go before a time that is really known.
    let order = |item: &&NewsItem| {
        let dated = item.precision == NewsPrecision::Date;
        (!is_credible(item), item.amendment, dated, item.published, rank(item.precision))
    };
    let mut story = all().min_by_key(order)?.clone();
    for other in all() {
        for ticker in &other.tickers {
            if !story.tickers.contains(ticker) {
                story.tickers.push(ticker.clone());
            }
        }
        let amended = (other.amendment && !story.amendment).then_some(other.published);
        story.updated = story.updated.max(other.updated).max(amended);
    }
    Some(story)
}

/// Which items belong together: each points to another of its group, the last to itself.
struct Groups(Vec<usize>);

impl Groups {
    fn new(items: usize) -> Self {
        Self((0..items).collect())
    }

    fn root(&mut self, mut item: usize) -> usize {
        while self.0[item] != item {
            self.0[item] = self.0[self.0[item]];
            item = self.0[item];
        }
        item
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b)] = a.min(b);
    }
}
