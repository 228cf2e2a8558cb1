//! The summary for the terminal: 80 columns, plain words first, tables after.

mod firm;
pub(super) mod layout;

use std::fmt::Write as _;

use self::firm::firm_summary;
use self::layout::{NO, QUIET, STRONG, WARN, YES, bullet, heading, wrapped};
use super::Language;
use super::format::{p_value, percent};
use crate::calendar::TradingCalendar;
use crate::claims::Verdict;
use crate::event::{NewsTiming, Precision};
use crate::study::{ClaimResult, EventResult, StudyResults};

/// The summary with terminal colours; print it through a stream that strips them where the output
/// is no terminal.
pub fn summary(results: &StudyResults, calendar: &TradingCalendar, language: Language) -> String {
    let mut out = String::new();
    if results.provenance.simulated {
        wrapped(&mut out, &results.provenance.data, "", WARN);
    }
    for event in &results.events {
        event_summary(&mut out, event, calendar, language);
    }
    if !results.exclusions.is_empty() {
        heading(&mut out, "Not given");
        for e in &results.exclusions {
            let who = e.ticker.as_ref().map_or(e.event.clone(), ToString::to_string);
            bullet(&mut out, &format!("{who}: {} [{}]", e.reason, e.code));
        }
    }
    if !results.provenance.quality.is_empty() {
        heading(&mut out, "Data checks");
        for finding in &results.provenance.quality {
            bullet(&mut out, &finding.line());
        }
    }
    if !results.provenance.simulated {
        wrapped(&mut out, &format!("Data: {}", results.provenance.data), "", QUIET);
    }
    out
}

fn event_summary(
    out: &mut String,
    event: &EventResult,
    calendar: &TradingCalendar,
    language: Language,
) {
    out.push('\n');
    wrapped(out, event.event.headline.in_language(language.code()), "", STRONG);
    let outlet =
        event.event.sources.first().map(|s| format!("{} · ", s.outlet)).unwrap_or_default();
    if let Some(timing) = &event.timing {
        wrapped(out, &format!("{outlet}{}", when(timing, calendar)), "", QUIET);
        wrapped(
            out,
            &format!("Day 0 is {}: {}", timing.day_zero, timing.day_zero_reason),
            "",
            QUIET,
        );
    }
    for firm in &event.firms {
        firm_summary(out, firm, calendar);
    }
    if !event.claims.is_empty() {
        heading(out, "What the text says");
        for claim in &event.claims {
            claim_summary(out, claim, language);
        }
    }
    if !event.notes.is_empty() {
        heading(out, "Beware");
        for note in &event.notes {
            bullet(out, note);
        }
    }
}

/// The publication time in words.
fn when(timing: &NewsTiming, calendar: &TradingCalendar) -> String {
    let clock = |t, format: &str| calendar.local(t).format(format).to_string();
    let session = timing.session_words();
    match timing.precision {
        Precision::Second => {
            format!("published {} ({session})", clock(timing.earliest, "%Y-%m-%d %H:%M:%S ET"))
        }
        Precision::Minute => {
            format!("published {} ({session})", clock(timing.earliest, "%Y-%m-%d %H:%M ET"))
        }
        Precision::Date => {
            format!("published {}, time of day not known", clock(timing.earliest, "%Y-%m-%d"))
        }
        _ => format!(
            "published between {} and {} ({session}; the minute is not known)",
            clock(timing.earliest, "%Y-%m-%d %H:%M"),
            clock(timing.latest, "%H:%M:%S ET")
        ),
    }
}

fn claim_summary(out: &mut String, claim: &ClaimResult, language: Language) {
    let style = match claim.verdict {
        Verdict::Supported | Verdict::SupportedDirectionOnly => YES,
        Verdict::NotTestable => WARN,
        _ => NO,
    };
    let text = claim.claim.text.in_language(language.code());
    let _ = writeln!(out, "  “{text}”: {style}{}{style:#}", claim.verdict);
    let leg = claim.leg.map_or("first half hour".to_owned(), |l| l.to_string());
    if let Some(check) = &claim.check {
        let yes = |b: bool| if b { "yes" } else { "no" };
        bullet(
            out,
            &format!(
                "{leg} {}: fact {}, signal {} (p {}, z {:+.1}, {} days)",
                percent(Some(check.value.exp_m1())),
                check.fact_words(),
                yes(check.signal),
                p_value(Some(check.p_value)),
                check.z,
                check.reference_days
            ),
        );
    }
    if let (None, Some(value)) = (claim.check, claim.value) {
        bullet(out, &format!("{leg} {}: not tested", percent(Some(value))));
    }
    if !claim.leg_reason.is_empty() {
        bullet(out, &claim.leg_reason);
    }
    for note in &claim.notes {
        bullet(out, note);
    }
}
