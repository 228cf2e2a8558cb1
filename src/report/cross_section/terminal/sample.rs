//! What the sample looks like, and what is not in it.

use crate::event::LedgerPart;
use crate::report::cross_section::digits::{count, share};
use crate::report::terminal::layout::{bullet, heading};
use crate::study::many::CrossSectionResults;

pub(super) fn sample(out: &mut String, results: &CrossSectionResults) {
    let s = &results.sample;
    heading(out, "The sample");
    if s.dates > 0 {
        bullet(
            out,
            &format!(
                "{} different days 0; the fullest has {} of the events (Herfindahl index {:.4})",
                count(s.dates),
                share(s.largest_date_share),
                s.herfindahl
            ),
        );
    }
    let overlap = match s.overlapping_pairs {
        0 => "no two events share a day of their event windows".into(),
        pairs => format!(
            "{} pairs of events share days of their event windows; two events share {} of them on average",
            count(usize::try_from(pairs).unwrap_or(usize::MAX)),
            share(s.mean_overlap)
        ),
    };
    bullet(out, &overlap);
    let [fewest, median, most] = s.estimation_bars;
    bullet(
        out,
        &format!(
            "{fewest} to {most} estimation days (median {median}); residual standard deviation {:.2}% a day on average",
            100.0 * s.mean_sigma
        ),
    );
    bullet(
        out,
        &format!(
            "{} of the days missing, {} kept out next to other events of the firm; {} of the \
             estimation returns exactly zero",
            share(s.share_missing),
            share(s.share_kept_out),
            share(s.share_zero)
        ),
    );
}

/// Every reason with its number of rows and an example.
pub(super) fn ledger(out: &mut String, results: &CrossSectionResults) {
    if results.ledger_counts.is_empty() {
        return;
    }
    heading(out, "Left out");
    for (code, rows) in &results.ledger_counts {
        let example = results.ledger.iter().find(|l| l.code == *code);
        let example = example.map_or(String::new(), |l| {
            let place = l.row.map_or(String::new(), |row| format!(" (row {row})"));
            let from = if l.part == LedgerPart::Window { " (of a window only)" } else { "" };
            let such = if *rows > 1 { " such as" } else { "" };
            format!("{from},{such} {} {}{place}: {}", l.event, l.ticker, l.reason)
        });
        bullet(out, &format!("{} × {code}{example}", count(*rows)));
    }
    if results.ledger.len() > results.ledger_counts.len() {
        bullet(out, "every one with its reason is in ledger.csv");
    }
}
