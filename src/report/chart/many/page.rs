//! All figures on one page, with the answer above them and their source below.

use super::evidence::{Verdict, of_window, p_values, too_narrow};
use super::figure_list::SAMPLE_FIGURES;
use crate::report::ReportError;
use crate::report::chart::canvas::{Area, Canvas, Type};
use crate::report::chart::format;
use crate::report::chart::header;
use crate::report::chart::palette::{ABNORMAL, GREY, GRID, INK, LINE, NOISE, WHITE};
use crate::report::chart::panel::paragraph;
use crate::report::chart::raster::Fonts;
use crate::report::chart::{GUTTER, MARGIN, Page, WIDTH};
use crate::study::many::CrossSectionResults;

const ROW_GAP: f64 = 30.0;
const MOST_NOTES: usize = 8;

/// Draws the page of a study of many events.
///
/// # Errors
/// [`ReportError::Drawing`]
pub fn sample_page(results: &CrossSectionResults) -> Result<Page, ReportError> {
    let fonts = Fonts::bundled();
    let mut canvas = Canvas::new(&fonts);
    let area = Area { x: MARGIN, y: MARGIN, width: WIDTH - 2.0 * MARGIN, height: 0.0 };
    let mut y = head(&mut canvas, results, area);
    let half = (area.width - GUTTER) / 2.0;
    for row in SAMPLE_FIGURES.chunks(2) {
        let ends = row.iter().enumerate().map(|(k, figure)| {
            let x = MARGIN + k as f64 * (half + GUTTER);
            (figure.draw)(&mut canvas, results, Area { x, y, width: half, height: 0.0 })
        });
        y = ends.fold(y, f64::max) + ROW_GAP;
    }
    y = notes(&mut canvas, results, Area { y, ..area });
    y = source(&mut canvas, results, Area { y, ..area });
    let height = (y + 0.6 * MARGIN).ceil();
    if results.provenance.simulated {
        header::stamp(&mut canvas, WIDTH, height);
    }
    let svg = canvas.into_svg(WIDTH, height)?;
    let png = fonts.png(&svg)?;
    Ok(Page { svg, png })
}

/// What was studied and what came out; returns where the figures may start.
fn head(canvas: &mut Canvas<'_>, results: &CrossSectionResults, area: Area) -> f64 {
    let sample = &results.sample;
    let title = match sample.events {
        1 => "What the market did around one event".to_owned(),
        n => format!("What the market did around {} events", format::count(n)),
    };
    let mut y = area.y + 26.0;
    canvas.text((area.x, y), &title, Type::new(28.0).bold());
    let grey = Type::new(14.0).color(GREY);
    y = paragraph(canvas, (area.x, y + 26.0), area.width, &studied(results), grey, 2);
    if results.provenance.simulated {
        let warning = "SIMULATED DATA: the prices behind this page are made up; nothing here happened in a market.";
        canvas.text((area.x, y + 20.0), warning, Type::new(14.0).bold().color(ABNORMAL));
        y += 24.0;
    }
    y = answer(canvas, results, Area { y: y + 16.0, ..area });
    let reason = results.headline.reason.trim_end_matches('.');
    let why = format!("Why these tests: {reason}.");
    let mut why = vec![why];
    why.extend(too_narrow(results));
    y = paragraph(
        canvas,
        (area.x, y + 22.0),
        area.width,
        &why.join(" "),
        Type::new(13.0).color(GREY),
        3,
    );
    y + 26.0
}

fn studied(results: &CrossSectionResults) -> String {
    let (sample, spec) = (&results.sample, &results.spec);
    let number = |n: usize, one: &str, more: &str| {
        format!("{} {}", format::count(n), if n == 1 { one } else { more })
    };
    let mut parts = vec![number(sample.firms, "firm", "firms")];
    let dates = number(sample.dates, "day 0", "different days 0");
    parts.push(match sample.first_and_last {
        Some((first, last)) if first != last => format!("{dates} from {first} to {last}"),
        Some((first, _)) => format!("{dates}, {first}"),
        None => dates,
    });
    if sample.asked > sample.events {
        let left_out = sample.asked - sample.events;
        parts.push(format!(
            "{} of {} left out",
            format::count(left_out),
            format::count(sample.asked)
        ));
    }
    parts.push(format!("{} against {}", spec.model.replace('-', " "), spec.benchmark.label()));
    parts.push(format!(
        "estimated on {} days up to day {}",
        spec.estimation_length,
        format::event_day(spec.estimation_end)
    ));
    parts.push(format!("event window {}", format::window(spec.window)));
    parts.join("  \u{b7}  ")
}

/// The verdict in a box, and the headline in a sentence beside it.
fn answer(canvas: &mut Canvas<'_>, results: &CrossSectionResults, area: Area) -> f64 {
    let (words, color, on_color) = match Verdict::of(results) {
        Verdict::MoreThanNoise => ("MORE THAN NOISE", ABNORMAL, WHITE),
        Verdict::WithinNoise => ("WITHIN NOISE", NOISE, WHITE),
        Verdict::TestsDisagree => ("THE TESTS DISAGREE", GRID, INK),
        Verdict::NotTestable => ("NOT TESTABLE", GRID, INK),
    };
    const SIZE: f64 = 16.0;
    let width = canvas.fonts.width(words, SIZE, true) + 36.0;
    let x = area.x + width + 20.0;
    let look = Type::new(18.0).bold();
    let bottom =
        paragraph(canvas, (x, area.y + 26.0), area.right() - x, &sentence(results), look, 3);
    let bottom = bottom.max(area.y + 31.0);
    canvas.rect(Area { width, height: bottom + 7.0 - area.y, ..area }, color);
    let middle = (area.x + 0.5 * width, 0.5 * (area.y + bottom + 7.0) + 6.0);
    canvas.text(middle, words, Type::new(SIZE).bold().color(on_color).middle());
    bottom + 7.0
}

/// The headline in one sentence.
fn sentence(results: &CrossSectionResults) -> String {
    let Some(window) = results.windows.first() else {
        return "There is no headline window.".to_owned();
    };
    let over = match (window.window.first(), window.window.last()) {
        (t, u) if t == u => format!("On day {}", format::event_day(t)),
        (t, u) => format!("Over days {} to {}", format::event_day(t), format::event_day(u)),
    };
    let Some(mean) = window.mean else {
        return format!("{over} no event has an abnormal return.");
    };
    let events = match window.events {
        1 => "one event".to_owned(),
        n => format!("{} events", format::count(n)),
    };
    let interval = of_window(window).map_or_else(
        || "no interval, for lack of spread over events".to_owned(),
        |i| format!("95% interval {} to {}", format::percent(i.0), format::percent(i.1)),
    );
    let p = p_values(&window.tests, &results.headline.tests);
    let tests: Vec<String> = p.iter().map(|(id, p)| format!("{id} {}", format::p(*p))).collect();
    let tests = match tests.is_empty() {
        true => "no headline test applies".to_owned(),
        false => tests.join(", "),
    };
    format!(
        "{over} the abnormal return of {events} was {} on average ({interval}; {tests}).",
        format::percent(mean)
    )
}

/// What to keep in mind; returns where the next part may start.
fn notes(canvas: &mut Canvas<'_>, results: &CrossSectionResults, area: Area) -> f64 {
    if results.notes.is_empty() {
        return area.y;
    }
    canvas.text((area.x, area.y + 13.0), "What to know when reading this", Type::new(15.0).bold());
    let mut y = area.y + 20.0;
    for note in results.notes.iter().take(MOST_NOTES) {
        canvas.dot((area.x + 3.0, y + 11.5), 2.0, GREY);
        let place = (area.x + 16.0, y + 16.0);
        y = paragraph(canvas, place, area.width - 16.0, note, Type::new(12.5), 3);
    }
    y + 26.0
}

/// Where the numbers come from, and what was left out; returns the lower edge.
pub(super) fn source(canvas: &mut Canvas<'_>, results: &CrossSectionResults, area: Area) -> f64 {
    canvas.line((area.x, area.y), (area.right(), area.y), 1.0, LINE);
    let provenance = &results.provenance;
    let spec = &results.spec;
    let data = if provenance.simulated {
        format!("SIMULATED DATA: {}", provenance.data)
    } else {
        format!("Data: {}", provenance.data)
    };
    let hashes: Vec<String> = provenance
        .files
        .iter()
        .filter_map(|f| Some(f.sha256.as_ref()?.chars().take(12).collect::<String>()))
        .collect();
    let files = match hashes.as_slice() {
        [] => None,
        [one] => Some(format!("SHA-256 of its file {one}\u{2026}")),
        [first, rest @ ..] => Some(format!(
            "SHA-256 of its files {first}\u{2026} and {} more in results.json",
            format::count(rest.len())
        )),
    };
    let model = format!(
        "{} against {}, estimated on {} days up to day {}, event window {}",
        spec.model.replace('-', " "),
        spec.benchmark.label(),
        spec.estimation_length,
        format::event_day(spec.estimation_end),
        format::window(spec.window)
    );
    let sample = format!(
        "N = {} of {} asked for; {}",
        format::count(results.sample.events),
        format::count(results.sample.asked),
        left_out(results)
    );
    let program = format!("{}, calendar {}", provenance.program, provenance.calendar);
    let origin = [Some(data), files, Some(program)];
    let origin: Vec<String> = origin.into_iter().flatten().collect();
    let look = Type::new(12.0).color(GREY);
    let mut y = area.y + 20.0;
    for text in [format!("{model} \u{b7} {sample}"), origin.join(" \u{b7} ")] {
        y = paragraph(canvas, (area.x, y), area.width, &text, look, 4) + 14.0;
    }
    y - 14.0
}

fn left_out(results: &CrossSectionResults) -> String {
    if results.ledger_counts.is_empty() {
        return "nothing left out".to_owned();
    }
    let counts: Vec<String> = results
        .ledger_counts
        .iter()
        .map(|(code, count)| format!("{} {}", code.id().replace('_', " "), format::count(*count)))
        .collect();
    format!("ledger of exclusions: {}", counts.join(", "))
}
