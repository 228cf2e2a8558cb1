//! What stands beside the abnormal returns as tables, the same for the terminal and for a paper.

use super::digits::{Digits, count};
use crate::inference::{Outcome, TestId, VolumeModel};
use crate::report::format::p_value;
use crate::study::many::{
    CalendarTimeStudy, CrossSectionResults, Extras, Headline, PlaceboStatistic, PlaceboStudy,
    PowerStudy, SimulatedPowerStudy, VolatilityStudy, VolumeForm, VolumeStudy, VolumeWindow,
};

/// A table with what to know of it.
#[derive(Debug, Default)]
pub(super) struct BesideTable {
    pub(super) title: String,
    /// A name for references to it.
    pub(super) label: &'static str,
    /// The heads of the columns, in short lines.
    pub(super) header: Vec<Vec<String>>,
    /// Tests whose p-values are the last columns, which are not in the header.
    pub(super) tests: Vec<TestId>,
    pub(super) rows: Vec<Vec<String>>,
    /// What the figures are.
    pub(super) legend: String,
    /// Sentences that have to be read with it.
    pub(super) notes: Vec<String>,
    /// Whether it is too long for the terminal.
    pub(super) long: bool,
}

/// Every table that the results have figures or a reason for.
pub(super) fn tables(results: &CrossSectionResults, digits: Digits) -> Vec<BesideTable> {
    let Extras { volatility, power, calendar_time, volume, placebo_dates, simulated_power } =
        &results.extras;
    let mut tables = Vec::new();
    tables.extend(calendar_time.as_ref().map(|study| calendar_time_table(study, digits)));
    tables.extend(volume.iter().flat_map(volume_tables));
    tables.extend(volatility.as_ref().map(volatility_table));
    tables.extend(placebo_dates.as_ref().map(|study| placebo_table(study, digits)));
    tables.extend(power.as_ref().map(|study| power_table(study, digits)));
    tables.extend(simulated_power.as_ref().map(simulated_power_table));
    tables
}

fn calendar_time_table(study: &CalendarTimeStudy, digits: Digits) -> BesideTable {
    let shared = study.portfolios.iter().any(|p| p.days_dummy.is_some());
    let mut heads = vec!["window", "days", "alpha|a day", "se", "p", "p|Newey-|West"];
    heads.extend(if shared {
        vec!["dummy|a day", "se", "p"]
    } else {
        vec!["p|own risk", "firms|a day"]
    });
    let rows = study.portfolios.iter().map(|p| {
        let r = p.result.as_ref();
        let mut row = vec![
            p.window.to_string(),
            r.map_or(dash(), |r| count(r.days)),
            digits.percent(r.map(|r| r.alpha)),
            digits.size(r.and_then(|r| r.standard_error)),
            p_value(r.and_then(|r| r.p_value)),
            p_value(r.and_then(|r| r.newey_west_p_value)),
        ];
        if shared {
            let dummy = p.days_dummy;
            row.push(digits.percent(dummy.map(|d| d.alpha)));
            row.push(digits.size(dummy.and_then(|d| d.standard_error)));
            row.push(p_value(dummy.and_then(|d| d.p_value)));
        } else {
            row.push(p_value(p.standardised.p_value()));
            row.push(r.map_or(dash(), |r| format!("{:.1}", r.mean_firms)));
        }
        row
    });
    let excess = if study.excess { ", in excess of the riskless rate" } else { "" };
    let fewest = match study.minimum_firms {
        0 | 1 => String::new(),
        n => format!(", on days with {n} or more of them"),
    };
    let weighted =
        if study.weight_days { ", days weighted by the root of their number" } else { "" };
    let last = if shared {
        "dummy: the form for one common day 0, over estimation and event window, classical errors"
    } else {
        "own risk: each day in units of its own risk over the 60 sessions before"
    };
    let legend = format!(
        "all firms that are in the window of one of their events, equally weighted{fewest}{weighted}, \
         regressed on {}{excess}; alpha: abnormal return a day; se and p: HC3; {last}",
        study.regressors.join(", ")
    );
    let mut notes = study.cautions.clone();
    notes.extend(study.missing.clone());
    let reasons = study.portfolios.iter().filter_map(|p| Some((p.window, p.missing.as_ref()?)));
    notes.extend(reasons.map(|(window, reason)| format!("{window}: {reason}")));
    BesideTable {
        title: "Calendar-time portfolio".into(),
        label: "calendar-time",
        header: header(&heads),
        rows: rows.collect(),
        legend: if study.missing.is_some() { String::new() } else { legend },
        notes,
        ..BesideTable::default()
    }
}

fn volume_tables(study: &VolumeStudy) -> Vec<BesideTable> {
    let mut tables = Vec::new();
    for (i, form) in study.forms.iter().enumerate() {
        let (model, label, days) = match form.model {
            VolumeModel::MeanAdjusted => ("against the firm's own mean", "volume", "volume-days"),
            VolumeModel::Market => {
                ("against the benchmark's volume", "volume-market", "volume-market-days")
            }
        };
        let mut table = volume_table(form, &form.windows, "window");
        table.title = format!("Abnormal volume {model}");
        table.label = label;
        if i == 0 {
            table.notes.extend(study.cautions.iter().chain(&study.missing).cloned());
        }
        tables.push(table);
        let mut table = volume_table(form, &form.days, "day");
        table.title = format!("Abnormal volume of days {model}");
        table.label = days;
        table.long = true;
        tables.push(table);
    }
    if study.forms.is_empty() {
        tables.push(BesideTable {
            title: "Abnormal volume".into(),
            label: "volume",
            notes: study.missing.clone(),
            ..BesideTable::default()
        });
    }
    tables
}

fn volume_table(form: &VolumeForm, windows: &[VolumeWindow], first: &str) -> BesideTable {
    let rows = windows.iter().map(|w| {
        let name = match first {
            "day" => signed(w.window.first()),
            _ => w.window.to_string(),
        };
        let interval =
            w.times_usual_interval.map_or(dash(), |(low, high)| format!("{low:.2} to {high:.2}"));
        let figures = [
            name,
            count(w.events),
            decimals(w.log_volume, true),
            decimals(w.standard_error, false),
            decimals(w.times_usual, false),
            interval,
        ];
        figures.into_iter().chain(p_values(&w.tests, &form.tests)).collect()
    });
    let heads = [first, "N", "log|volume", "se", "times|usual", "95% interval"];
    let left_out: Vec<String> =
        form.left_out.iter().map(|(code, n)| format!("{} {code}", count(*n))).collect();
    let mut notes = Vec::new();
    if !left_out.is_empty() {
        notes.push(format!("without abnormal volume: {}", left_out.join(", ")));
    }
    BesideTable {
        header: header(&heads),
        tests: form.tests.tests.clone(),
        rows: rows.collect(),
        legend: format!(
            "log volume: mean sum of ln(1 + shares) above the usual, no return; times usual: volume \
             a day as a multiple of the usual (geometric mean); tests: {}",
            form.tests.reason
        ),
        notes,
        ..BesideTable::default()
    }
}

fn volatility_table(study: &VolatilityStudy) -> BesideTable {
    let rows = study.windows.iter().map(|w| {
        let figures = [
            w.window.to_string(),
            count(w.events),
            decimals(w.ratio, false),
            decimals(w.standard_error, false),
            decimals(w.ratio.filter(|r| *r >= 0.0).map(f64::sqrt), false),
        ];
        figures.into_iter().chain(p_values(&w.tests, &study.tests)).collect()
    });
    let mut notes = study.cautions.clone();
    notes.extend(study.missing.clone());
    if study.left_out > 0 {
        notes.push(format!(
            "{} events have too few estimation days or no variance",
            count(study.left_out)
        ));
    }
    BesideTable {
        title: "Volatility of abnormal returns".into(),
        label: "volatility",
        header: header(&["window", "N", "variance|ratio", "se", "sd|ratio"]),
        tests: study.tests.tests.clone(),
        rows: rows.collect(),
        legend: format!(
            "variance ratio: mean squared abnormal return over that of the estimation window, 1 is \
             usual; sd ratio: its root; tests: {}",
            study.tests.reason
        ),
        notes,
        ..BesideTable::default()
    }
}

fn placebo_table(study: &PlaceboStudy, digits: Digits) -> BesideTable {
    let of = |name: &str, value: f64| match name {
        "mean" => digits.percent(Some(value)),
        _ => format!("{value:+.2}"),
    };
    let rows = study.statistics.iter().map(|s| {
        let interval = s.placebo_interval.map_or(dash(), |(low, high)| {
            format!("{} to {}", of(s.statistic, low), of(s.statistic, high))
        });
        vec![
            if s.statistic == "mean" { "CAAR".into() } else { s.statistic.to_owned() },
            s.observed.map_or(dash(), |value| of(s.statistic, value)),
            interval,
            p_value(s.outcome.p_value()),
            s.monte_carlo_error.map_or(dash(), |e| format!("{e:.3}")),
        ]
    });
    let mut notes = study.cautions.clone();
    notes.extend(study.missing.clone());
    for statistic in &study.statistics {
        match &statistic.outcome {
            Outcome::NotApplicable { reason, .. } if !notes.contains(reason) => {
                notes.push(reason.clone());
            }
            Outcome::Applies(result) => {
                let detail = |name| result.details.iter().find(|d| d.name == name);
                let lost = ["draws_without_free_days", "draws_refused", "draws_repeated"];
                let lost = lost.into_iter().filter_map(detail).map(|d| d.value).sum::<f64>();
                let sentence = format!(
                    "{} of {} draws were not used: no days free of events, the days of another \
                     draw, or too few events that could be measured",
                    count(lost as usize),
                    count(study.draws)
                );
                if lost > 0.0 && !notes.contains(&sentence) {
                    notes.push(sentence);
                }
            }
            Outcome::NotApplicable { .. } => {}
        }
    }
    let window = study.window.map_or(String::new(), |w| format!(", {w}"));
    let smallest = |s: &PlaceboStatistic| {
        let details = &s.outcome.result()?.details;
        details.iter().find(|d| d.name == "smallest_p").map(|d| d.value)
    };
    let smallest = study.statistics.iter().filter_map(smallest).fold(0.0, f64::max);
    let legend = study.shifts.map_or(String::new(), |shifts| {
        format!(
            "{} events moved back by {} to {} sessions, {} times, events of one date together, all \
             models estimated anew; p: rank by size, at least {smallest:.1e}; ±: its Monte Carlo error",
            count(study.events),
            -shifts.last(),
            -shifts.first(),
            count(study.draws),
        )
    });
    BesideTable {
        title: format!("Placebo dates{window}"),
        label: "placebo-dates",
        header: header(&["statistic", "study", "95% of placebos", "p", "±"]),
        rows: rows.collect(),
        legend,
        notes,
        ..BesideTable::default()
    }
}

fn power_table(study: &PowerStudy, digits: Digits) -> BesideTable {
    let correlated = study.windows.iter().any(|w| w.limit.is_some());
    let effects: Vec<String> =
        study.effects.iter().map(|e| format!("power|at {}%", 100.0 * e)).collect();
    let mut heads = vec!["window", "N"];
    heads.extend(effects.iter().map(String::as_str));
    heads.push("MDE");
    if correlated {
        heads.extend(["limit", "corre-|lation"]);
    }
    let rows = study.windows.iter().map(|w| {
        let mut row = vec![w.window.to_string(), count(w.events)];
        row.extend(w.power_of_effects.iter().map(|p| whole_percent(*p)));
        row.push(digits.size(w.minimum_detectable_mean));
        if correlated {
            row.push(digits.size(w.limit));
            row.push(w.estimated_correlation.map_or(dash(), |r| format!("{r:.4}")));
        }
        row
    });
    BesideTable {
        title: "What could have been found".into(),
        label: "power",
        header: header(&heads),
        rows: rows.collect(),
        legend: format!(
            "by formula: the probability that a {}% test finds a mean abnormal return of this size \
             over the window, with the standard error and distribution of the headline test; MDE: the \
             smallest that it finds with {:.0}% probability",
            100.0 * study.level,
            100.0 * study.power
        ),
        notes: study.cautions.clone(),
        ..BesideTable::default()
    }
}

fn simulated_power_table(study: &SimulatedPowerStudy) -> BesideTable {
    let mut effects: Vec<f64> = study.cells.iter().map(|c| c.effect).collect();
    effects.sort_by(f64::total_cmp);
    effects.dedup();
    let mut tests: Vec<TestId> = study.cells.iter().map(|c| c.test).collect();
    tests.dedup();
    let name = |effect: &f64| match *effect {
        0.0 => "size".to_owned(),
        effect => format!("power|at {}%", 100.0 * effect),
    };
    let heads: Vec<String> =
        std::iter::once("test".to_owned()).chain(effects.iter().map(name)).collect();
    let rows = tests.iter().map(|test| {
        let cell = |effect: &f64| {
            let found = study.cells.iter().find(|c| c.test == *test && c.effect == *effect);
            found.map_or(dash(), |c| {
                format!("{:.1}% ± {:.1}", 100.0 * c.found, 100.0 * c.standard_error)
            })
        };
        std::iter::once(test.to_string()).chain(effects.iter().map(cell)).collect()
    });
    let window = study.window.map_or(String::new(), |w| format!(", {w}"));
    let mut notes = study.cautions.clone();
    notes.extend(study.missing.clone());
    let legend = format!(
        "how often each headline test finds an abnormal return on day 0 at {}%, with {} events at {} \
         placebo dates each of the study's own firms; size: where there is nothing; ±: Monte Carlo \
         error",
        100.0 * study.level,
        count(study.events),
        count(study.draws)
    );
    BesideTable {
        title: format!("What the headline tests find{window}"),
        label: "simulated-power",
        header: header(&heads.iter().map(String::as_str).collect::<Vec<_>>()),
        rows: rows.collect(),
        legend: if study.cells.is_empty() { String::new() } else { legend },
        notes,
        ..BesideTable::default()
    }
}

/// Heads of columns; `|` breaks a line.
fn header(heads: &[&str]) -> Vec<Vec<String>> {
    heads.iter().map(|head| head.split('|').map(str::to_owned).collect()).collect()
}

fn p_values(outcomes: &[Outcome], tests: &Headline) -> Vec<String> {
    let of = |id: &TestId| outcomes.iter().find(|o| o.test() == *id);
    tests.tests.iter().map(|id| p_value(of(id).and_then(Outcome::p_value))).collect()
}

fn decimals(value: Option<f64>, sign: bool) -> String {
    match value {
        None => dash(),
        Some(v) if sign => format!("{v:+.2}"),
        Some(v) => format!("{v:.2}"),
    }
}

/// A power: never 0% or 100% for what is neither.
fn whole_percent(value: Option<f64>) -> String {
    match value.map(|v| 100.0 * v) {
        None => dash(),
        Some(percent) if percent >= 99.5 => ">99%".into(),
        Some(percent) => format!("{percent:.0}%"),
    }
}

fn signed(t: i32) -> String {
    if t > 0 { format!("+{t}") } else { t.to_string() }
}

fn dash() -> String {
    "–".into()
}
