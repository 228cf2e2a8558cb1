//! `eventstudy sources`: what the vendors have.

use std::process::ExitCode;

use comfy_table::{ContentArrangement, Table, presets};
use eventstudy::news::NEWS_VENDORS;
use eventstudy::prices::vendor::Access;
use eventstudy::prices::vendor::{
    Capabilities, Depth, ExtendedHours, FACTOR_LIBRARY, FACTOR_SETS, VENDORS,
};

use super::print;

/// Prints the tables.
pub fn sources() -> ExitCode {
    let mut bars = table(&["source", "bars", "feeds", "adjustment", "extended hours", "pace"]);
    for vendor in VENDORS {
        let has = vendor.capabilities();
        bars.add_row(vec![
            has.access.id.to_owned(),
            lengths(has),
            has.feeds.join(", "),
            adjustments(has),
            extended(has.extended_hours).to_owned(),
            pace(&has.access),
        ]);
    }
    let mut news = table(&["source", "history", "time stamp", "pace"]);
    for vendor in NEWS_VENDORS {
        let has = vendor.capabilities();
        news.add_row(vec![
            has.access.id.to_owned(),
            has.history.to_owned(),
            has.stamp.to_owned(),
            pace(&has.access),
        ]);
    }
    let mut factors = table(&["source", "set", "factors"]);
    for (set, _, what) in FACTOR_SETS {
        factors.add_row(vec![FACTOR_LIBRARY.id, set, what]);
    }
    let mut accesses: Vec<&Access> = VENDORS.iter().map(|v| &v.capabilities().access).collect();
    accesses.extend(NEWS_VENDORS.iter().map(|v| &v.capabilities().access));
    accesses.push(&FACTOR_LIBRARY);
    let mut about = table(&["source", "who", "setting", "where from", "terms"]);
    let mut seen: Vec<&str> = Vec::new();
    for access in accesses {
        if !seen.contains(&access.id) {
            seen.push(access.id);
            let set = keys(access);
            about.add_row(vec![access.id, access.name, &set, access.sign_up, access.terms]);
        }
    }
    print(&format!(
        "Bars (eventstudy fetch)\n{bars}\n\nNews (eventstudy news)\n{news}\n\nFactors (eventstudy fetch --factors)\n{factors}\n\nKeys and terms\n{about}\n"
    ))
}

fn table(header: &[&str]) -> Table {
    let mut table = Table::new();
    table
        .load_preset(presets::UTF8_HORIZONTAL_ONLY)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_header(header.to_vec());
    if table.width().is_none() {
        table.set_width(110);
    }
    table
}

fn lengths(has: &Capabilities) -> String {
    // Lengths of the same depth together: `1m (30 days), 5m 15m (60 days)`.
    let mut groups: Vec<(Depth, Vec<String>)> = Vec::new();
    for (length, depth) in has.lengths {
        match groups.iter_mut().find(|(d, _)| d == depth) {
            Some((_, lengths)) => lengths.push(length.to_string()),
            None => groups.push((*depth, vec![length.to_string()])),
        }
    }
    let words: Vec<String> = groups
        .iter()
        .map(|(d, lengths)| format!("{} ({})", lengths.join(" "), depth(*d)))
        .collect();
    words.join(", ")
}

fn depth(depth: Depth) -> String {
    match depth {
        Depth::Life => "whole life".into(),
        Depth::Year(year) => format!("since {year}"),
        Depth::Days(days) => format!("last {days} days"),
    }
}

fn adjustments(has: &Capabilities) -> String {
    let words = |list: &[eventstudy::prices::vendor::VendorAdjustment]| {
        list.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
    };
    match (has.daily_adjustments, has.intraday_adjustments) {
        (daily, []) => format!("1d: {}", words(daily)),
        (daily, intraday) => format!("1d: {}; intraday: {}", words(daily), words(intraday)),
    }
}

const fn extended(hours: ExtendedHours) -> &'static str {
    match hours {
        ExtendedHours::None => "no",
        ExtendedHours::Full => "yes",
        ExtendedHours::WithoutVolume => "without volume",
    }
}

fn keys(access: &Access) -> String {
    match access.keys {
        [] => "-".into(),
        keys => {
            let names: Vec<&str> =
                keys.iter().filter_map(|k| k.environment.first().copied()).collect();
            // A name is never broken at the end of a line.
            names.join("\n")
        }
    }
}

fn pace(access: &Access) -> String {
    let a_minute = 60.0 / access.pace.as_secs_f64().max(1e-3);
    format!("{a_minute:.0}/min")
}
