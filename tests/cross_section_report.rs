//! What a study of many events writes.

use chrono::NaiveDate;
use eventstudy::abnormal::{CrossSection, Measured, Member};
use eventstudy::inference::{Outcome, TestContext, TestResult};
use eventstudy::report::cross_section::CrossSectionReport;
use eventstudy::returns::Window;
use eventstudy::study::cross_section::{
    CrossSectionResults, EventRow, GroupResult, Headline, LedgerRow, SampleDescription,
    SensitivityRow, path, window_result,
};
use eventstudy::study::{Provenance, StudySpec};

/// Numbers between -0.5 and 0.5 that are the same on every run.
struct Draws(u64);

impl Draws {
    fn next(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64 - 0.5
    }
}

fn windows() -> Vec<Window> {
    ["-1..1", "0..0", "0..1", "-3..3"].map(|w| w.parse().unwrap()).to_vec()
}

/// A sample of `n` events with an effect of 1% on day 0; one event has no return on day 2.
fn section(n: usize) -> CrossSection {
    let mut draws = Draws(88_172_645_463_325_252);
    let mut section = CrossSection::new("-3..3".parse().unwrap(), &windows());
    for i in 0..n {
        let mut abnormal: Vec<f64> = (0..7).map(|_| 0.04 * draws.next()).collect();
        abnormal[3] += 0.01;
        if i == 4 {
            abnormal[5] = f64::NAN;
        }
        let of = |w: &Window| {
            let from = (w.first() + 3) as usize;
            abnormal[from..from + w.len()].iter().sum::<f64>()
        };
        let car: Vec<f64> = section.windows().iter().map(of).collect();
        let variance = section
            .windows()
            .iter()
            .zip(&car)
            .map(|(w, c)| if c.is_finite() { 0.000_14 * w.len() as f64 } else { f64::NAN })
            .collect();
        let buy_and_hold = car.iter().map(|c| c * 1.01).collect();
        section.push(&Measured {
            member: Member {
                day_zero: 100 + i,
                firm: i % 7,
                cluster: 100 + i,
                degrees_of_freedom: 118.0,
                sigma: 0.0117,
            },
            residuals: vec![0.01, -0.01],
            residual_times: vec![-12, -11],
            abnormal,
            car,
            variance,
            buy_and_hold,
        });
    }
    section
}

fn results(n: usize) -> CrossSectionResults {
    let section = section(n);
    let spec = StudySpec {
        window: "-3..3".parse().unwrap(),
        car_windows: windows(),
        ..StudySpec::default()
    };
    let options = spec.cross_section.tests.clone();
    let context = TestContext::new(&section, &options);
    let mut of_windows: Vec<_> =
        windows().iter().map(|w| window_result(&context, *w, true).unwrap()).collect();
    // What tests may bring along: a caution with signs that formats have to escape, and details.
    of_windows[0].tests.push(Outcome::Applies(
        TestResult::student("grank-t", 1e-9, 17.5, n)
            .detail("rbar", 0.1 + 0.2)
            .detail("floor", -3e-20)
            .caution("fewer than 20 events: size is 7% & not 5% (50_50 {draws} $x^2$ ~ #1)"),
    ));
    let days =
        (-3..=3).map(|t| window_result(&context, Window::new(t, t).unwrap(), false).unwrap());
    let days: Vec<_> = days.collect();
    let headline = Headline {
        tests: vec!["cross-sectional-t", "patell"],
        reason: format!("{n} events on different days 0, N of 10 or more"),
    };
    let date =
        |i: usize| NaiveDate::from_ymd_opt(2023, 1, 2).unwrap() + chrono::Days::new(i as u64 % 700);
    let events = (0..n)
        .map(|i| {
            let car = section.car(i, section.column_of(windows()[0]).unwrap());
            EventRow {
                event: format!("event-{i:05}"),
                ticker: format!("T{}", i % 7),
                day_zero: date(i),
                estimation_bars: 120,
                degrees_of_freedom: if i == 1 { f64::INFINITY } else { 118.0 },
                sigma: 0.0117,
                car: Some(car),
                standard_error: Some(0.02),
                p_value: Some(0.3),
                buy_and_hold: None,
                flags: if i == 2 { vec!["date_only", "overlap"] } else { Vec::new() },
            }
        })
        .collect();
    let ledger: Vec<LedgerRow> = [
        (Some(70), "event-a", "NONE", "event", "no_data", "the data has no daily bars of NONE"),
        (Some(71), "event-b", "=1+1", "event", "no_data", "the data has no daily bars of =1+1"),
        (
            None,
            "event-00004",
            "T4",
            "window",
            "missing_event_bar",
            "no return on day +2: not in the windows [-3,+3]",
        ),
    ]
    .into_iter()
    .map(|(row, event, ticker, part, code, reason)| LedgerRow {
        row,
        event: event.into(),
        ticker: ticker.into(),
        part,
        code,
        reason: reason.into(),
    })
    .collect();
    let mut ledger_counts = std::collections::BTreeMap::new();
    for row in &ledger {
        *ledger_counts.entry(row.code.to_owned()).or_insert(0) += 1;
    }
    let group = |value: &str, events: &[usize], tests: &[&'static str]| {
        let section = section.subset(events);
        let context = TestContext::new(&section, &options);
        GroupResult {
            column: "kind".into(),
            value: value.into(),
            events: events.len(),
            headline: Headline { tests: tests.to_vec(), reason: "by rule".into() },
            windows: windows().iter().map(|w| window_result(&context, *w, true).unwrap()).collect(),
        }
    };
    let odd: Vec<usize> = (0..n.min(40)).filter(|i| i % 2 == 1).collect();
    let groups = vec![
        group("beats & misses_100%", &odd, &["cross-sectional-t", "patell"]),
        group(
            "guidance, with a very long name that needs two lines",
            &[0, 2, 6],
            &["cross-sectional-t"],
        ),
        group("only one", &[8], &["patell"]),
    ];
    let row = |kind, choice: &str, k: usize, missing: Option<&str>| SensitivityRow {
        kind,
        choice: choice.into(),
        window: windows()[k],
        events: n,
        mean: of_windows[k].mean.filter(|_| missing.is_none()),
        standard_error: of_windows[k].standard_error.filter(|_| missing.is_none()),
        tests: if missing.is_none() { of_windows[k].tests.clone() } else { Vec::new() },
        missing: missing.map(Into::into),
    };
    let sensitivity = vec![
        row("model", "market-adjusted", 0, None),
        row("day_zero", "one session later, for events of which only the date is known", 1, None),
        row("model", "fama-french-3", 0, Some("no factor file was given: name one with --factors")),
    ];
    CrossSectionResults {
        regression: None,
        provenance: Provenance {
            program: "eventstudy 0.1.0".into(),
            simulated: true,
            data: "SIMULATED prices of 7 firms".into(),
            files: Vec::new(),
            quality: Vec::new(),
            calendar: "XNYS".into(),
            units: "returns are decimal fractions",
        },
        sample: SampleDescription {
            asked: n + 2,
            events: n,
            firms: 7,
            dates: n.min(700),
            first_and_last: Some((date(0), date(n.min(700) - 1))),
            largest_date_share: 1.0 / n as f64,
            herfindahl: 1.0 / n as f64,
            mean_overlap: 0.000_3,
            overlapping_pairs: 12,
            estimation_bars: [61, 120, 120],
            mean_sigma: 0.0117,
            share_missing: 0.001,
            share_zero: 0.0,
        },
        spec,
        headline,
        windows: of_windows,
        days,
        path: path(&section),
        groups,
        sensitivity,
        ledger,
        ledger_counts,
        notes: vec!["events of one firm are taken as independent over time".into()],
        events,
        section,
    }
}

#[test]
fn look() {
    let results = results(60);
    println!("{}", CrossSectionReport::of(&results).summary());
}
