//! The first sheet: the answer and what was studied.

use super::sheet::{COUNT, Cell, P_VALUE, PERCENT, PLAIN, Sheet};
use crate::inference::Outcome;
use crate::report::cross_section::interval;
use crate::study::many::CrossSectionResults;

pub(super) fn summary(results: &CrossSectionResults) -> Sheet {
    let (sample, spec) = (&results.sample, &results.spec);
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let mut row = |name: &str, cell: Cell| rows.push(vec![Cell::Text(name.into()), cell]);
    let text = |text: &str| Cell::Text(text.to_owned());
    let whole = |number: usize| Cell::Number(number as f64, COUNT);
    let percent = |value: Option<f64>| Cell::number(value, PERCENT);
    if let Some(w) = results.windows.first() {
        let interval = interval(w);
        row("headline window", Cell::Text(w.window.to_string()));
        row("events with the window", whole(w.events));
        row("mean abnormal return (CAAR)", percent(w.mean));
        row("its standard error, from the spread over events", percent(w.standard_error));
        row("95% interval from, if events are independent", percent(interval.map(|i| i.0)));
        row("95% interval to", percent(interval.map(|i| i.1)));
        for id in &results.headline.tests {
            let p = w.tests.iter().find(|t| t.test() == *id).and_then(Outcome::p_value);
            row(&format!("p {id}"), Cell::number(p, P_VALUE));
        }
        row("why these tests", text(&results.headline.reason));
    }
    row("events asked for", whole(sample.asked));
    row("events studied", whole(sample.events));
    row("firms", whole(sample.firms));
    row("different days 0", whole(sample.dates));
    if let Some((first, last)) = sample.first_and_last {
        row("first day 0", Cell::Date(first));
        row("last day 0", Cell::Date(last));
    }
    row("largest share of events on one day 0", percent(Some(sample.largest_date_share)));
    row("Herfindahl index of days 0", Cell::number(Some(sample.herfindahl), P_VALUE));
    row("pairs of events that share days", Cell::Number(sample.overlapping_pairs as f64, COUNT));
    row("mean overlap of two events", percent(Some(sample.mean_overlap)));
    let names = ["fewest estimation days", "median estimation days", "most estimation days"];
    for (name, days) in names.into_iter().zip(sample.estimation_bars) {
        row(name, whole(days));
    }
    row("mean residual standard deviation", percent(Some(sample.mean_sigma)));
    row("days missing", percent(Some(sample.share_missing)));
    row("estimation returns exactly zero", percent(Some(sample.share_zero)));
    row("model", text(&spec.model));
    let members: Vec<String> = spec.benchmark.members.iter().map(ToString::to_string).collect();
    row("benchmark", text(&members.join(", ")));
    row("estimation sessions, at most", whole(spec.estimation_length));
    row("estimation to day", Cell::Number(spec.estimation_end.into(), "0"));
    row("event window", Cell::Text(spec.window.to_string()));
    row("level of significance", Cell::number(Some(spec.alpha), PLAIN));
    for (code, count) in &results.ledger_counts {
        row(&format!("left out: {code}"), whole(*count));
    }
    for note in &results.notes {
        row("beware", text(note));
    }
    row("data", text(&results.provenance.data));
    row("made with", text(&results.provenance.program));
    Sheet::new("Summary", vec!["figure".into(), "value".into()], rows)
}
