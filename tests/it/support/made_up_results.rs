//! Results of a study of many made-up events, drawn from a seed.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use eventstudy::abnormal::internals::{CrossSection, Measured, Member};
use eventstudy::event::Reason;
use eventstudy::inference::internals::TestContext;
use eventstudy::inference::{TestId, TestOptions};
use eventstudy::returns::Window;
use eventstudy::study::many::internals::{Extras, TestedWindows, path, window_result};
use eventstudy::study::many::{
    CrossSectionResults, EventRow, Family, GroupResult, Headline, SampleDescription,
    SensitivityRow, WindowResult,
};
use eventstudy::study::{Provenance, StudySpec};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::StandardNormal;

/// What the events are like.
#[derive(Clone)]
pub struct Sketch {
    pub events: usize,
    /// The abnormal return of day 0.
    pub effect: f64,
    /// The daily standard deviation of abnormal returns.
    pub sigma: f64,
    /// The share of bars that are missing.
    pub missing: f64,
    /// Names of groups, in which events fall in turn.
    pub groups: Vec<String>,
    /// Every so many events, day 0 is fifty times as wild; 0 for never.
    pub wild_every: usize,
    /// Whether all share day 0.
    pub one_date: bool,
    pub seed: u64,
}

impl Default for Sketch {
    fn default() -> Self {
        Self {
            events: 30,
            effect: 0.01,
            sigma: 0.02,
            missing: 0.0,
            groups: Vec::new(),
            wild_every: 0,
            one_date: false,
            seed: 7,
        }
    }
}

pub fn window(first: i32, last: i32) -> Window {
    Window::new(first, last).unwrap()
}

impl Sketch {
    /// The results of a study of such events.
    pub fn results(&self) -> CrossSectionResults {
        let spec = StudySpec::default();
        let section = self.section(&spec);
        let options = TestOptions::default();
        let context = TestContext::new(&section, &options);
        let headline = Headline {
            tests: vec![TestId::CrossSectionalT, TestId::Patell],
            reason: "days 0 differ and no date holds more than a third of the events, so tests for independent events are used".to_owned(),
        };
        let result = |w: Window| window_result(&context, w, true).unwrap();
        let windows: Vec<WindowResult> = spec.car_windows.iter().map(|w| result(*w)).collect();
        let days = (-10..=10).map(|t| result(window(t, t))).collect();
        let path = path(&section);
        let sensitivity = sensitivity(&windows);
        let groups = self.groups_of(&section, &windows, &headline);
        let events = rows(&section, windows[0].window);
        let mut ledger_counts = BTreeMap::new();
        ledger_counts.insert(Reason::NoData, 12);
        ledger_counts.insert(Reason::Overlap, 3);
        let dates: Vec<NaiveDate> = events.iter().map(|e| e.day_zero).collect();
        let family = Family::new(
            &context,
            TestedWindows { windows: &windows, headline: &headline },
            &groups,
            false,
        );
        CrossSectionResults {
            buy_and_hold_headline: None,
            family,
            regression: None,
            extras: Extras::default(),
            provenance: Provenance {
                program: "eventstudy 0.1.0".to_owned(),
                simulated: true,
                data: format!("drawn from seed {}", self.seed),
                files: Vec::new(),
                quality: Vec::new(),
                calendar: "New York 2005 to 2028".to_owned(),
                units: "decimal fractions",
            },
            sample: SampleDescription {
                asked: self.events + 15,
                events: self.events,
                firms: self.events.min(450),
                dates: if self.one_date { 1 } else { self.events },
                first_and_last: dates.iter().min().copied().zip(dates.iter().max().copied()),
                largest_date_share: if self.one_date {
                    1.0
                } else {
                    1.0 / self.events.max(1) as f64
                },
                ..SampleDescription::default()
            },
            spec,
            headline,
            windows,
            days,
            path,
            groups,
            sensitivity,
            ledger: Vec::new(),
            ledger_counts,
            notes: vec![
                "3 events have only the date of their news, so their day 0 may be the next."
                    .to_owned(),
            ],
            events,
            section,
        }
    }

    /// The abnormal returns of such events.
    pub fn section(&self, spec: &StudySpec) -> CrossSection {
        let mut random = ChaCha8Rng::seed_from_u64(self.seed);
        let mut section = CrossSection::new(spec.window, &spec.car_windows);
        let windows = section.windows().to_vec();
        for i in 0..self.events {
            let sigma = self.sigma * random.random_range(0.6..1.6);
            let wild = self.wild_every > 0 && i % self.wild_every == 0;
            let abnormal: Vec<f64> = (-10..=10)
                .map(|t| {
                    let noise: f64 = random.sample(StandardNormal);
                    let scale = if wild && t == 0 { 50.0 } else { 1.0 };
                    let drift = if t == 0 { self.effect } else { 0.0 };
                    let there = random.random::<f64>() >= self.missing;
                    if there { drift + scale * sigma * noise } else { f64::NAN }
                })
                .collect();
            let sum =
                |w: &Window| (w.first()..=w.last()).map(|t| abnormal[(t + 10) as usize]).sum();
            section.push(&Measured {
                member: Member {
                    day_zero: if self.one_date { 1_000 } else { 1_000 + 3 * i },
                    firm: i % 450,
                    cluster: i,
                    degrees_of_freedom: 248.0,
                    sigma,
                },
                residuals: Vec::new(),
                residual_times: Vec::new(),
                car: windows.iter().map(sum).collect(),
                variance: windows.iter().map(|w| w.len() as f64 * sigma * sigma * 1.02).collect(),
                standardised_variance: Vec::new(),
                buy_and_hold: vec![f64::NAN; windows.len()],
                abnormal,
                bars_covered: Vec::new(),
            });
        }
        section
    }

    fn groups_of(
        &self,
        section: &CrossSection,
        windows: &[WindowResult],
        headline: &Headline,
    ) -> Vec<GroupResult> {
        let options = TestOptions::default();
        let count = self.groups.len();
        self.groups
            .iter()
            .enumerate()
            .map(|(k, value)| {
                let events: Vec<usize> = (0..section.len()).filter(|i| i % count == k).collect();
                let part = section.subset(&events);
                let context = TestContext::new(&part, &options);
                let of = |w: &WindowResult| window_result(&context, w.window, true).unwrap();
                GroupResult {
                    column: "industry".to_owned(),
                    value: value.clone(),
                    events: events.len(),
                    headline: headline.clone(),
                    windows: windows.iter().map(of).collect(),
                }
            })
            .collect()
    }
}

fn rows(section: &CrossSection, headline: Window) -> Vec<EventRow> {
    let column = section.column_of(headline).unwrap();
    let start = NaiveDate::from_ymd_opt(2010, 1, 4).unwrap();
    let mut results = Vec::new();
    for (i, member) in section.members().iter().enumerate() {
        let day = (member.day_zero as u64 - 1_000) % 5_000;
        let car = section.car(i, column);
        let error = section.variance(i, column).sqrt();
        let normal =
            |z: f64| eventstudy::inference::TestResult::student(TestId::SingleEventT, z, 248.0, 1);
        results.push(EventRow {
            event: format!("event-{i}"),
            ticker: format!("T{i:03}"),
            day_zero: start + chrono::Days::new(day),
            estimation_bars: 250,
            degrees_of_freedom: member.degrees_of_freedom,
            sigma: member.sigma,
            car: car.is_finite().then_some(car),
            standard_error: car.is_finite().then_some(error),
            p_value: car.is_finite().then(|| normal(car / error).p_value),
            ..EventRow::default()
        });
    }
    assert!(results.iter().all(|r| r.day_zero.year() >= 2010));
    results
}

fn sensitivity(windows: &[WindowResult]) -> Vec<SensitivityRow> {
    let row = |kind, choice: &str, from: &WindowResult| SensitivityRow {
        kind,
        choice: choice.to_owned(),
        window: from.window,
        events: from.events,
        mean: from.mean,
        standard_error: from.standard_error,
        tests: from.tests.clone(),
        missing: None,
    };
    let mut rows = vec![
        row("model", "market-adjusted", &windows[0]),
        row("model", "constant-mean", &windows[0]),
    ];
    rows.push(SensitivityRow {
        mean: None,
        standard_error: None,
        tests: Vec::new(),
        missing: Some("the data has no factors, which this model needs".to_owned()),
        ..row("model", "fama-french-3", &windows[0])
    });
    for w in &windows[1..] {
        rows.push(row("window", &w.window.to_string(), w));
    }
    rows.push(row("day_zero", "the session after, where only the date is known", &windows[1]));
    rows.push(row("events", "without the most influential event", &windows[0]));
    rows.push(row("events", "CARs winsorised at 1% and 99%", &windows[0]));
    rows.push(row("exclusion", "overlapping events kept", &windows[0]));
    rows
}
