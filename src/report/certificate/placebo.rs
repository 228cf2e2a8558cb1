//! The certificate on real prices.

use std::fmt::Write as _;

use super::table::table;
use crate::certificate::{FIVE_PERCENT, Placebo, PlaceboCell};
use crate::inference::{TESTS, TestId};

/// The whole document; `data` says in a line what the prices are.
pub(super) fn document(placebo: &Placebo, data: &str) -> String {
    let firms: Vec<String> =
        placebo.firms.iter().map(|(ticker, n)| format!("{ticker} ({n} dates)")).collect();
    let mut out = format!(
        "# Sizes on real prices\n\nPseudo-events on dates drawn at random: how often each test says \
         \"more than noise\" where nothing is known to have happened, and how often it finds an \
         effect that was added to the return of day 0.\n\n\
         * Prices: {data}\n* Firms: {}\n* Seed {}, {} replications a design, version {}\n\
         * Market model on {} sessions right before an event window of 21; tests that resample draw \
         {} times\n\n\
         Replications draw from the same history, so that the standard errors of the simulation \
         (at most {:.1} points at 5%) do not tell how far other years or firms would lie: a rate \
         here is a property of these prices. Dates are not cleared of news.\n\n",
        firms.join(", "),
        placebo.seed,
        placebo.replications,
        env!("CARGO_PKG_VERSION"),
        placebo.estimation,
        placebo.resamples,
        100.0 * crate::certificate::standard_error(0.05, placebo.replications),
    );
    out.push_str("## Sizes\n\nRejection rates in percent at 1 / 5 / 10%.\n\n");
    sections(
        &mut out,
        placebo,
        |cell| cell.effect == 0.0,
        |cells, test| {
            let rate = cells.first().and_then(|c| c.rates.iter().find(|r| r.test == test))?;
            Some([0, 1, 2].map(|l| format!("{:.1}", 100.0 * rate.rate(l))).join(" / "))
        },
    );
    out.push_str(
        "## Power\n\nHow often an effect of +0.5 / +1 / +2% on day 0 is found at 5%, in percent.\n\n",
    );
    sections(
        &mut out,
        placebo,
        |cell| cell.effect > 0.0,
        |cells, test| {
            let found: Vec<String> = cells
                .iter()
                .filter_map(|c| c.rates.iter().find(|r| r.test == test))
                .map(|r| format!("{:.0}", 100.0 * r.rate(FIVE_PERCENT)))
                .collect();
            (!found.is_empty()).then(|| found.join(" / "))
        },
    );
    out
}

/// A table for each number of events: tests in rows, windows in columns.
fn sections(
    out: &mut String,
    placebo: &Placebo,
    wanted: impl Fn(&PlaceboCell) -> bool,
    figure: impl Fn(&[&PlaceboCell], TestId) -> Option<String>,
) {
    let cells: Vec<&PlaceboCell> = placebo.cells.iter().filter(|c| wanted(c)).collect();
    let mut designs: Vec<(bool, usize)> = Vec::new();
    for cell in &cells {
        if !designs.contains(&(cell.common_date, cell.events)) {
            designs.push((cell.common_date, cell.events));
        }
    }
    for (common, events) in designs {
        let here: Vec<&PlaceboCell> = cells
            .iter()
            .copied()
            .filter(|c| (c.common_date, c.events) == (common, events))
            .collect();
        let mut bars: Vec<usize> = here.iter().map(|c| c.bars).collect();
        bars.sort_unstable();
        bars.dedup();
        let mut header = vec!["test".to_owned()];
        header.extend(bars.iter().map(|b| format!("{b} bars")));
        let tests = TESTS.iter().map(|t| t.id);
        let tests = tests.filter(|id| here.iter().any(|c| c.rates.iter().any(|r| r.test == *id)));
        let rows: Vec<Vec<String>> = tests
            .map(|test| {
                let mut row = vec![test.to_string()];
                row.extend(bars.iter().map(|b| {
                    let of_bars: Vec<&PlaceboCell> =
                        here.iter().copied().filter(|c| c.bars == *b).collect();
                    figure(&of_bars, test).unwrap_or_else(|| "–".into())
                }));
                row
            })
            .collect();
        let drawn = here.iter().map(|c| c.replications).min().unwrap_or(0);
        let dates = if common { "on one common date" } else { "on dates of their own" };
        let _ = write!(
            out,
            "### {events} events {dates} ({drawn} replications)\n\n{}",
            table(&header, &rows)
        );
    }
}
