//! A study that is planned, measured in parts and concluded gives the bytes of the study at once.

use std::fmt::Write as _;
use std::io::Cursor;
use std::path::PathBuf;
use std::sync::OnceLock;

use eventstudy::abnormal::internals::{Measured, MissingBars};
use eventstudy::event::{Announcements, Reason};
use eventstudy::inference::TestId;
use eventstudy::models::internals::ConstantMean;
use eventstudy::prelude::*;
use eventstudy::prices::{Factors, PricePanel};
use eventstudy::report::cross_section::CrossSectionReport;
use eventstudy::study::many::{CrossSectionResults, CrossSectionStudy, Records, StudyPlan};
use eventstudy::study::{Overlapping, StudyError};
use polars::prelude::*;
use polars_io::SerReader;
use polars_io::parquet::read::ParquetReader;
use polars_io::parquet::write::ParquetWriter;
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::support;
use crate::support::prices::request;

const FIRMS: [&str; 9] = ["AA", "BB", "CC", "DD", "EE", "FF", "GG", "HH", "MKT"];
/// Firms that every part needs: the benchmark, peers and donors.
const SHARED: [&str; 4] = ["MKT", "P1", "P2", "P3"];

/// Prices with everything that can be in the way, as one long table on disk.
struct World {
    calendar: TradingCalendar,
    file: PathBuf,
    factors: Factors,
    _folder: tempfile::TempDir,
}

fn world() -> &'static World {
    static WORLD: OnceLock<World> = OnceLock::new();
    WORLD.get_or_init(|| {
        let calendar = TradingCalendar::new_york();
        let mut random = ChaCha8Rng::seed_from_u64(5);
        let days: Vec<chrono::NaiveDate> = calendar
            .days()
            .iter()
            .map(|d| d.date)
            .filter(|d| ("2022-06-01".."2024-07-01").contains(&d.to_string().as_str()))
            .collect();
        let market: Vec<f64> = days.iter().map(|_| random.random_range(-0.015..0.015)).collect();
        let mut columns: (Vec<&str>, Vec<i32>, Vec<f64>, Vec<f64>) = Default::default();
        let mut actions: (Vec<f64>, Vec<f64>) = Default::default();
        for (k, ticker) in FIRMS.iter().chain(&SHARED[1..]).enumerate() {
            let mut price = 50.0 + k as f64;
            for (i, day) in days.iter().enumerate() {
                let own = if *ticker == "MKT" { 0.0 } else { random.random_range(-0.02..0.02) };
                // EE is traded so rarely that its price often stays.
                let moves = !(*ticker == "EE" && i % 3 == 0);
                price *= if moves { 1.0 + (0.5 + 0.1 * k as f64) * market[i] + own } else { 1.0 };
                let (mut volume, mut dividend, mut split) = (1e5, 0.0, 1.0);
                if *ticker == "BB" && i % 90 == 40 {
                    (dividend, price) = (0.5, price - 0.5);
                }
                if *ticker == "CC" && i == 300 {
                    (split, price) = (2.0, price / 2.0);
                }
                // CC has holes, FF is halted for days, DD is delisted, GG is listed late.
                let gone = (*ticker == "CC" && i % 41 == 7)
                    || (*ticker == "DD" && i > 330)
                    || (*ticker == "GG" && i < 200);
                if *ticker == "FF" && (i % 60) < 2 {
                    volume = 0.0;
                }
                for _ in 0..if *ticker == "AA" && i % 100 == 9 { 2 } else { 1 } {
                    if !gone {
                        columns.0.push(ticker);
                        columns.1.push(day.to_epoch_days());
                        columns.2.push(price);
                        columns.3.push(volume);
                        actions.0.push(dividend);
                        actions.1.push(split);
                    }
                }
            }
        }
        let mut frame = DataFrame::new(
            columns.0.len(),
            vec![
                Column::new("ticker".into(), columns.0),
                Column::new("date".into(), columns.1).cast(&DataType::Date).unwrap(),
                Column::new("close".into(), columns.2),
                Column::new("volume".into(), columns.3),
                Column::new("dividend".into(), actions.0),
                Column::new("split".into(), actions.1),
            ],
        )
        .unwrap();
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("prices.parquet");
        std::fs::write(&file, parquet(&mut frame)).unwrap();
        let mut factor = |size: f64| -> Vec<f64> {
            days.iter().map(|_| random.random_range(-size..size)).collect()
        };
        let smb = factor(0.005);
        let hml = factor(0.004);
        let rf = vec![0.0001; days.len()];
        let named = [("Mkt-RF", market), ("SMB", smb), ("HML", hml), ("RF", rf)];
        let factors = Factors {
            dates: days,
            columns: named.into_iter().map(|(name, values)| (name.to_owned(), values)).collect(),
            vintage: None,
        };
        World { calendar, file, factors, _folder: folder }
    })
}

fn parquet(frame: &mut DataFrame) -> Vec<u8> {
    let mut bytes = Vec::new();
    ParquetWriter::new(&mut bytes).finish(frame).unwrap();
    bytes
}

fn prices<T: AsRef<str>>(tickers: &[T], with_factors: bool) -> PricePanel {
    let world = world();
    let request = request(&world.file);
    let mut panel =
        PricePanel::from_files(&request, Some(&support::prices::tickers(tickers)), &world.calendar)
            .unwrap();
    panel.factors = with_factors.then(|| world.factors.clone());
    panel
}

/// A kind of study.
struct Case {
    name: &'static str,
    spec: StudySpec,
    events: String,
    factors: bool,
}

fn spec(model: &str) -> StudySpec {
    let mut spec = StudySpec {
        model: model.into(),
        benchmark: "MKT".parse().unwrap(),
        estimation_length: 100,
        estimation_end: -6,
        minimum_estimation: 40,
        window: "-5..5".parse().unwrap(),
        car_windows: ["-1..1", "0..0", "-5..5"].map(|w| w.parse().unwrap()).to_vec(),
        ..StudySpec::default()
    };
    spec.cross_section.tests.resamples = 99;
    spec
}

/// Events of all firms over two years, with all that can be wrong with a row.
fn many() -> String {
    let mut text = "id,date,ticker,kind,size\n".to_owned();
    let days = ["2023-02-01", "2023-03-15", "2023-05-10", "2023-08-02", "2023-11-07", "2024-03-05"];
    for (i, day) in days.iter().enumerate() {
        for (k, firm) in FIRMS[..8].iter().enumerate() {
            if (i + k) % 4 != 3 {
                let kind = ["x", "y", ""][(i * k) % 3];
                writeln!(text, "e{i}{k},{day},{firm},{kind},{}", i * 7 + k * k).unwrap();
            }
        }
    }
    text + "o1,2023-03-17,AA,x,3\no2,2023-03-17,BB,y,4\no3,2023-03-20,AA,x,5\n\
            two,2023-09-20,HH;AA;ZZ,x,6\nbad,someday,AA,x,7\nnaive,2023-09-20T09:00,AA,x,8\n\
            none,2023-09-20,NODATA,y,9\nold,1999-01-04,AA,y,1\nearly,2022-06-20,BB,y,1\n\
            late,2024-06-28,CC,y,1\ntimed,2023-10-18T16:05-04:00,HH,y,2\nself,2023-10-25,MKT,x,2\n\
            e00,2023-02-02,AA,x,2\ndel,2023-09-21,DD,x,2\n"
}

/// Events of one day, of which one firm cannot be measured.
fn one_day() -> String {
    FIRMS[..8].iter().fold("id,date,ticker\n".to_owned(), |mut text, firm| {
        writeln!(text, "{firm},2023-03-15,{firm}").unwrap();
        text
    })
}

fn cases() -> Vec<Case> {
    let case = |name, spec, events, factors| Case { name, spec, events, factors };
    let peers = || ["P1", "P2", "P3", "AA"].map(|t| t.parse().unwrap()).to_vec();
    let mut whole = spec("market-model");
    whole.cross_section.by = Some("kind".into());
    whole.cross_section.cluster = Some("kind".into());
    whole.cross_section.weight = Some("size".into());
    whole.cross_section.regress_on = vec!["size".into()];
    let mut kept = spec("constant-mean");
    kept.returns = ReturnKind::Log;
    kept.cross_section.overlapping = Overlapping::Keep;
    kept.cross_section.missing = MissingBars::Available;
    let basket = StudySpec { benchmark: "MKT,AA,P1".parse().unwrap(), ..spec("market-model") };
    let industry = StudySpec { peers: peers(), ..spec("industry") };
    let synthetic = StudySpec { donors: peers(), ..spec("synthetic-control") };
    let vasicek = StudySpec { peers: peers(), ..spec("vasicek") };
    let missing = StudySpec { benchmark: "NONE".parse().unwrap(), ..spec("constant-mean") };
    vec![
        case("groups, clusters and a regression", whole, many(), false),
        case("overlapping events kept, log returns, available bars", kept, many(), false),
        case("a basket with a firm of the events", basket, many(), false),
        case("trade-to-trade", spec("trade-to-trade"), many(), false),
        case("scholes-williams", spec("scholes-williams"), many(), false),
        case("industry", industry, many(), false),
        case("factors", spec("ff3"), many(), true),
        case("synthetic control", synthetic, many(), false),
        case("vasicek", vasicek, many(), false),
        case("garch that falls back", spec("garch"), many(), false),
        case("no benchmark", missing, many(), false),
        case("one day", spec("market-model"), one_day(), true),
        case("one day, trade-to-trade", spec("trade-to-trade"), one_day(), false),
        case("one day, factors", spec("ff3"), one_day(), true),
        case("a model that refuses", spec(Cautious.id()), many(), false),
    ]
}

/// The constant-mean model, but for firms that lost money over the estimation window.
struct Cautious;

impl ExpectedReturnModel for Cautious {
    fn id(&self) -> &str {
        "cautious"
    }

    fn name(&self) -> &str {
        "cautious model"
    }

    fn needs_market(&self) -> bool {
        false
    }

    fn estimate(&self, sample: &EstimationSample<'_>) -> Result<Box<dyn Estimate>, ModelError> {
        if sample.firm.iter().sum::<f64>() < 0.0 {
            let reason = "the firm lost money".into();
            return Err(ModelError::Refused { model: self.name().into(), reason });
        }
        ConstantMean.estimate(sample)
    }
}

fn study(spec: StudySpec) -> CrossSectionStudy<'static> {
    let own = spec.model == Cautious.id();
    let study = CrossSectionStudy::new(spec, &world().calendar);
    if own { study.with_model(Cautious) } else { study }
}

fn panel<T: AsRef<str>>(case: &Case, tickers: &[T]) -> PricePanel {
    let mut all: Vec<&str> = tickers.iter().map(AsRef::as_ref).collect();
    all.extend(SHARED);
    all.extend(case.spec.benchmark.members.iter().map(Ticker::as_str));
    all.extend(case.spec.peers.iter().chain(&case.spec.donors).map(Ticker::as_str));
    all.sort_unstable();
    all.dedup();
    prices(&all, case.factors)
}

fn announcements(case: &Case) -> Announcements {
    support::prices::announcements(&case.events)
}

fn together(case: &Case) -> CrossSectionResults {
    let announcements = announcements(case);
    let panel = panel(case, &announcements.tickers.iter().map(Ticker::as_str).collect::<Vec<_>>());
    let study = study(case.spec.clone());
    study.run(&announcements, &panel).unwrap()
}

/// Measures the plan in parts and gives the frames as they arrive.
fn measured(case: &Case, parts: usize, seed: u64) -> Vec<DataFrame> {
    let calendar = &world().calendar;
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let study = study(case.spec.clone());
    let plan = study.plan(&announcements(case)).unwrap();
    let frame = plan.frame(calendar).unwrap();
    let part_of: Vec<(String, usize)> =
        plan.tickers().iter().map(|t| (t.to_string(), random.random_range(0..parts))).collect();
    let json = serde_json::to_string(&case.spec).unwrap();
    let mut frames = Vec::new();
    for part in 0..parts {
        let own: Vec<&str> =
            part_of.iter().filter(|(_, p)| *p == part).map(|(t, _)| t.as_str()).collect();
        let tickers = frame.column("ticker").unwrap().str().unwrap();
        let rows = tickers.iter().map(|t| own.contains(&t.unwrap())).collect();
        let rows = shuffled(&frame.filter(&rows).unwrap(), &mut random);
        let spec: StudySpec = serde_json::from_str(&json).unwrap();
        let worker = self::study(spec);
        let plan = StudyPlan::from_frame(&rows, calendar).unwrap();
        let records = worker.measure(&plan, &panel(case, &own)).unwrap();
        // Through bytes, cut in two and out of order.
        let bytes = parquet(&mut records.frame().unwrap());
        let read = ParquetReader::new(Cursor::new(bytes)).finish().unwrap();
        let read = shuffled(&read, &mut random);
        let cut = random.random_range(0..=read.height()) as i64;
        frames.push(read.slice(cut, read.height()));
        frames.push(read.slice(0, cut as usize));
    }
    frames.shuffle(&mut random);
    frames
}

fn shuffled(frame: &DataFrame, random: &mut ChaCha8Rng) -> DataFrame {
    let mut order: Vec<IdxSize> = (0..frame.height() as IdxSize).collect();
    order.shuffle(random);
    frame.take(&IdxCa::from_vec("row".into(), order)).unwrap()
}

fn concluded(case: &Case, frames: Vec<DataFrame>) -> Result<CrossSectionResults, StudyError> {
    let announcements = announcements(case);
    let study = study(case.spec.clone());
    let shared: Vec<&str> = Vec::new();
    let all: Vec<&str> = announcements.tickers.iter().map(Ticker::as_str).collect();
    let files = panel(case, &all).files;
    let mut shared = panel(case, &shared);
    shared.files = files;
    let parts = frames.into_iter().map(Records::from_frame).collect::<Result<Vec<_>, _>>()?;
    study.conclude(&announcements, &shared, &Records::joined(parts))
}

fn json(results: &CrossSectionResults) -> String {
    String::from_utf8(CrossSectionReport::of(results).json().unwrap()).unwrap()
}

#[test]
fn parts_in_any_order_give_the_bytes_of_the_study_at_once() {
    for (k, case) in cases().iter().enumerate() {
        let whole = together(case);
        for parts in [1, 2, 5] {
            let seed = (10 * k + parts) as u64;
            let apart = concluded(case, measured(case, parts, seed)).unwrap();
            let (a, b) = (json(&apart), json(&whole));
            let differs = a.lines().zip(b.lines()).find(|(a, b)| a != b);
            assert!(a == b, "{} in {parts} parts: {differs:?}", case.name);
            // Debug writes the shortest text that reads back as the same bits.
            assert_eq!(apart.section.len(), whole.section.len());
            for i in 0..whole.section.len() {
                let text = |results: &CrossSectionResults| {
                    let Measured { mut member, .. } = results.section.measured(i);
                    member.firm = 0;
                    format!("{member:?} {:?}", Measured { member, ..results.section.measured(i) })
                };
                assert_eq!(text(&apart), text(&whole), "{}", case.name);
            }
            let portfolio = |results: &CrossSectionResults| {
                results.section.portfolio().map(|p| format!("{:?}", (&p.car, &p.residuals)))
            };
            assert_eq!(portfolio(&apart), portfolio(&whole), "{}", case.name);
        }
    }
}

#[test]
fn the_cases_have_what_they_are_there_for() {
    let results: Vec<CrossSectionResults> = cases().iter().map(together).collect();
    let first = &results[0];
    for code in [
        Reason::NoData,
        Reason::Overlap,
        Reason::OutsideData,
        Reason::OutsideCalendar,
        Reason::ShortEstimation,
    ] {
        assert!(first.ledger_counts.contains_key(&code), "{code}: {:?}", first.ledger_counts);
    }
    for code in [
        Reason::BadTime,
        Reason::NaiveTime,
        Reason::Amendment,
        Reason::Delisted,
        Reason::Halted,
        Reason::MissingEventBar,
    ] {
        assert!(first.ledger_counts.contains_key(&code), "{code}: {:?}", first.ledger_counts);
    }
    assert!(!first.groups.is_empty() && first.regression.as_ref().unwrap().missing.is_none());
    assert!(first.sample.share_zero > 0.0 && !first.provenance.quality.is_empty());
    let kinds: Vec<&str> = first.sensitivity.iter().map(|row| row.kind).collect();
    for kind in ["model", "day_zero", "exclusion", "events", "window"] {
        assert!(kinds.contains(&kind), "{kinds:?}");
    }
    assert!(first.sensitivity.iter().any(|row| row.choice.contains("that were left out")));
    assert!(results[6].sensitivity.iter().any(|row| row.choice == "capm"));
    assert!(results[8].notes.iter().any(|note| note.contains("drawn to the mean")));
    assert!(results[5].notes.iter().any(|note| note.contains("were left out")));
    assert!(results[9].events.iter().all(|event| event.flags.contains(&"fallback")));
    assert!(results[11..14].iter().all(|r| r.section.portfolio().is_some()));
    assert!(results[11].headline.tests.contains(&TestId::Portfolio));
    assert!(results[14].ledger_counts[&Reason::Refused] > 1 && results[14].events.len() > 1);
}

#[test]
fn a_frame_has_the_documented_columns() {
    let case = &cases()[11];
    let frames = measured(case, 1, 1);
    let types: Vec<String> = frames[0]
        .columns()
        .iter()
        .map(|c| format!("{}: {}", c.name(), c.dtype()))
        .filter(|c| !c.contains("list[f64]"))
        .collect();
    let documented = [
        "choice: str",
        "ticker: str",
        "pair: i32",
        "day_zero: date",
        "code: str",
        "reason: str",
        "degrees_of_freedom: f64",
        "sigma: f64",
        "zero_returns: i32",
        "gap: str",
        "steps: i32",
        "facts: str",
        "alpha: f64",
        "beta: f64",
        "beta_by_least_squares: f64",
        "buy_and_hold_model: f64",
        "sample_quantile_p: f64",
        "permutation_p: f64",
        "permutation_statistic: f64",
        "permutation_donors: f64",
        "coefficient_names: str",
        "fell_back: bool",
        "notes: str",
        "residual_times: list[i32]",
        "estimation_times: list[i32]",
    ];
    assert_eq!(types, documented);
    assert_eq!(frames[0].width(), documented.len() + 14);
    let none = Records::default().frame().unwrap();
    assert_eq!((none.height(), none.schema()), (0, frames[0].schema()));
}

/// What is refused, in words.
fn refused(case: &Case, frames: Vec<DataFrame>) -> String {
    let error = concluded(case, frames).unwrap_err();
    assert!(matches!(error, StudyError::Records { .. }), "{error}");
    assert!(!error.hint().is_empty() && !error.is_usage());
    error.to_string()
}

#[test]
fn records_that_do_not_fit_are_refused() {
    let case = &cases()[0];
    let frames = measured(case, 3, 7);
    let largest = frames.iter().max_by_key(|f| f.height()).unwrap();
    let without: Vec<DataFrame> =
        frames.iter().filter(|f| !std::ptr::eq(*f, largest)).cloned().collect();
    assert!(refused(case, without).contains("lack"));
    let mut twice = frames.clone();
    twice.push(largest.clone());
    assert!(refused(case, twice).contains("two records"));
    let column = |name: &str, dtype: &DataType| {
        let mut frame = largest.clone();
        let other = frame.column(name).unwrap().cast(dtype).unwrap();
        frame.with_column(other).unwrap();
        refused(case, vec![frame])
    };
    assert!(column("pair", &DataType::Int64).contains("`pair`"));
    assert!(column("car", &DataType::List(Box::new(DataType::Float32))).contains("`car`"));
    assert!(refused(case, vec![largest.drop("sigma").unwrap()]).contains("`sigma`"));
    let mut other = cases().remove(0);
    other.spec.estimation_length = 90;
    assert!(refused(&other, frames.clone()).contains("another specification"));
    let mut other = cases().remove(0);
    other.factors = true;
    assert!(refused(&other, frames).contains("factors"));
}

#[test]
fn a_part_has_all_pairs_of_its_tickers() {
    let (case, calendar) = (&cases()[0], &world().calendar);
    let study = study(case.spec.clone());
    let frame = study.plan(&announcements(case)).unwrap().frame(calendar).unwrap();
    let error = StudyPlan::from_frame(&frame.slice(1, frame.height()), calendar).unwrap_err();
    assert!(error.to_string().contains("pairs of AA"), "{error}");
    assert!(error.hint().contains("by ticker"), "{}", error.hint());
}

#[test]
fn a_prior_from_the_sample_cannot_be_parted() {
    let case = Case { name: "no peers", spec: spec("vasicek"), events: many(), factors: false };
    let study = study(case.spec.clone());
    let plan = study.plan(&announcements(&case)).unwrap();
    let error = study.measure(&plan, &panel(&case, &FIRMS)).unwrap_err();
    let hint = error.hint();
    assert!(hint.contains("peers") && !hint.contains("--"), "{error} {hint}");
}

/// Many pairs on two days, of which one has no prices: only the complete plan has the samples of
/// the portfolio that is then formed.
#[test]
fn what_only_a_smaller_sample_needs_is_asked_for() {
    let mut events = one_day();
    for k in 0..520 {
        writeln!(events, "n{k},2023-05-10,N{k}").unwrap();
    }
    let case = Case { name: "few of many", spec: spec("market-model"), events, factors: false };
    let study = study(case.spec.clone());
    let plan = study.plan(&announcements(&case)).unwrap();
    let frame =
        |plan: &StudyPlan| study.measure(plan, &panel(&case, &FIRMS)).unwrap().frame().unwrap();
    let told = refused(&case, vec![frame(&plan)]);
    assert!(told.contains("lack"), "{told}");
    let apart = concluded(&case, vec![frame(&plan.complete())]).unwrap();
    assert!(apart.section.portfolio().is_some());
    assert_eq!(json(&apart), json(&together(&case)));
}

#[test]
fn a_specification_travels_as_json() {
    for case in cases() {
        let json = serde_json::to_string(&case.spec).unwrap();
        assert_eq!(serde_json::from_str::<StudySpec>(&json).unwrap(), case.spec);
    }
    let told = |json: &str| serde_json::from_str::<StudySpec>(json).unwrap_err().to_string();
    assert!(told(r#"{"windows": [-1, 1]}"#).contains("`windows`"));
    assert!(told(r#"{"window": [1, -1]}"#).contains("the earlier bar is first"));
}
