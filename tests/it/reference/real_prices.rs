//! The main job on real prices, against figures that were computed independently.
//!
//! The prices may not be passed on, so they are not part of the project: where the folder
//! `../shared/real` is missing, these tests say so and check nothing.

use std::path::{Path, PathBuf};

use eventstudy::prelude::*;
use eventstudy::prices::{Check, PricePanel};
use eventstudy::returns::internals::DailyReturns;
use eventstudy::returns::{Leg, ReturnPanel};
use eventstudy::study::FirmResult;

/// Independent computations agree to the digits that both print.
const TOLERANCE: f64 = 1e-9;

fn real(folder: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/real").join(folder);
    if !path.exists() {
        println!("SKIPPED: {} is not there", path.display());
        return None;
    }
    Some(path)
}

fn run(event: &Event, spec: StudySpec, paths: &[PathBuf]) -> (StudyResults, Prices) {
    let calendar = TradingCalendar::new_york();
    let paths = paths.iter().map(|p| DataPath { ticker: None, path: p.clone() }).collect();
    let request = FileRequest { paths, options: Options::default() };
    let events = [event.clone()];
    let prices = Prices::from_files(&request, &spec.tickers_of(&events), &calendar).unwrap();
    let known = Catalog::bundled().unwrap();
    let study = Study::new(spec, &calendar).with_known_events(known.events());
    (study.run(&events, &prices).unwrap(), prices)
}

fn main_event() -> Option<(StudyResults, Prices)> {
    let paths = [real("daily")?, real("intraday_5m")?];
    let event = Catalog::bundled().unwrap().get("meta-avocado").unwrap().clone();
    Some(run(&event, StudySpec::default(), &paths))
}

#[track_caller]
fn close(actual: f64, expected: f64) {
    assert!((actual - expected).abs() < TOLERANCE, "{actual} against {expected}");
}

fn leg(firm: &FirmResult, leg: Leg) -> &eventstudy::study::LegResult {
    firm.legs.as_ref().unwrap().get(leg).unwrap()
}

#[test]
fn the_main_event_agrees_with_an_independent_computation() {
    let Some((results, _)) = main_event() else { return };
    // (ticker, alpha, beta, s, CAR, se and p of each window)
    let expected = [
        (
            "META",
            -0.000_143_915_227,
            1.378_570_146_576,
            0.016_956_980_169,
            [
                (-0.019_395_292_028, 0.016_998_883_108, 0.254_981_116),
                (-0.018_490_921_8, 0.024_085_911_4, 0.443_391_62),
                (-0.031_914_294_0, 0.029_551_110_7, 0.281_204_98),
                (0.027_825_284_2, 0.057_493_331_1, 0.628_831_32),
                (0.033_486_929_4, 0.038_363_239_4, 0.383_566_82),
                (0.043_210_423_6, 0.080_928_536_9, 0.593_866_09),
            ],
        ),
        (
            "BABA",
            0.002_700_396_364,
            0.818_343_559_024,
            0.029_269_880_9,
            [
                (0.010_210_290_2, 0.029_342_210_6, 0.728_155_81),
                (-0.006_483_578_4, 0.041_575_312_9, 0.876_201_03),
                (-0.022_200_597_8, 0.051_008_934_4, 0.663_774_31),
                (-0.107_393_058_6, 0.099_240_721_8, 0.280_238_25),
                (-0.069_968_699_9, 0.066_219_777_1, 0.291_716_26),
                (-0.151_210_154_8, 0.139_692_835_2, 0.280_105_09),
            ],
        ),
    ];
    for (ticker, alpha, beta, s, windows) in expected {
        let firm = results.events[0].firms.iter().find(|f| f.ticker.as_str() == ticker).unwrap();
        let daily = firm.daily.as_ref().unwrap();
        close(daily.coefficients[0].value, alpha);
        close(daily.coefficients[1].value, beta);
        close(daily.sigma, s);
        assert_eq!((daily.estimation_bars, daily.degrees_of_freedom), (250, 248.0));
        for (window, (value, se, p)) in daily.windows.iter().zip(windows) {
            close(window.car.unwrap().value, value);
            close(window.car.unwrap().standard_error, se);
            let got = window.t_test.as_ref().unwrap().p_value().unwrap();
            assert!((got - p).abs() < 1e-8, "{got} against {p}");
        }
    }
}

#[test]
fn closes_and_gaps_are_those_that_the_press_reported() {
    let Some((results, _)) = main_event() else { return };
    for (ticker, close_close, gap) in [("META", -1.0396, -1.07), ("BABA", 1.8338, 2.36)] {
        let firm = results.events[0].firms.iter().find(|f| f.ticker.as_str() == ticker).unwrap();
        let per_cent = |l| 100.0 * leg(firm, l).simple.unwrap();
        assert_eq!(format!("{:.4}", per_cent(Leg::CloseClose)), format!("{close_close:.4}"));
        assert_eq!(format!("{:.2}", per_cent(Leg::Overnight)), format!("{gap:.2}"));
        let sum = leg(firm, Leg::Overnight).log.unwrap() + leg(firm, Leg::Intraday).log.unwrap();
        close(sum, leg(firm, Leg::CloseClose).log.unwrap());
        let abnormal = leg(firm, Leg::Overnight).abnormal.unwrap()
            + leg(firm, Leg::Intraday).abnormal.unwrap();
        close(abnormal, leg(firm, Leg::CloseClose).abnormal.unwrap());
    }
}

#[test]
fn a_missing_premarket_is_missing_and_a_thin_one_is_called_thin() {
    let Some((results, _)) = main_event() else { return };
    let firm = |t: &str| results.events[0].firms.iter().find(|f| f.ticker.as_str() == t).unwrap();
    let meta = leg(firm("META"), Leg::Premarket);
    assert_eq!(meta.log, None);
    assert_eq!(
        meta.missing.as_deref(),
        Some("META has no premarket prints on 2025-12-10 in the data")
    );
    assert_eq!(leg(firm("META"), Leg::OpenGap).log, None);
    let baba = leg(firm("BABA"), Leg::Premarket);
    assert!(baba.thin.unwrap().thin && baba.log.is_some());
    for claim in &results.events[0].claims {
        assert_eq!(claim.verdict.to_string(), "not testable");
    }
}

#[test]
fn the_bad_print_is_flagged_and_moves_nothing() {
    let Some((_, prices)) = main_event() else { return };
    let meta: Ticker = "META".parse().unwrap();
    let found = prices
        .findings
        .iter()
        .find(|f| f.ticker == meta && f.check == Check::BadPrint && f.bars == "daily")
        .unwrap();
    assert!(found.examples.iter().any(|e| e == "2025-12-12 high 711"), "{:?}", found.examples);
    let day = prices.daily[&meta].frame.clone();
    let dates = day.column("date").unwrap().date().unwrap().physical().clone();
    let at = dates
        .iter()
        .position(|d| {
            d == Some(chrono::NaiveDate::from_ymd_opt(2025, 12, 12).unwrap().to_epoch_days())
        })
        .unwrap();
    assert_eq!(day.column("high").unwrap().f64().unwrap().get(at), None);
    assert!(day.column("close").unwrap().f64().unwrap().get(at).is_some());
}

/// The swings of 7 April 2025 and the low of BABA on 26 November 2025 were traded; the high of META
/// on 12 December 2025 was not.
#[test]
fn genuine_extremes_are_no_suspect_prints() {
    let Some(folder) = real("daily") else { return };
    let names = ["META", "BABA", "SPY", "QQQ", "KWEB"];
    let tickers: Vec<Ticker> = names.iter().map(|name| name.parse().unwrap()).collect();
    let paths = vec![DataPath { ticker: None, path: folder }];
    let request = FileRequest { paths, options: Options::default() };
    let prices = Prices::from_files(&request, &tickers, &TradingCalendar::new_york()).unwrap();
    let suspect = prices.findings.iter().filter(|f| f.check == Check::BadPrint);
    let suspect: Vec<(&str, &[String])> =
        suspect.map(|f| (f.ticker.as_str(), f.examples.as_slice())).collect();
    assert_eq!(suspect, [("META", &["2025-12-12 high 711".to_owned()][..])]);
}

#[test]
fn another_vendor_gives_the_same_returns() {
    let Some(folder) = real("daily") else { return };
    let calendar = TradingCalendar::new_york();
    let meta: Ticker = "META".parse().unwrap();
    let load = |name: &str| {
        let path = folder.join(name);
        let request = FileRequest {
            paths: vec![DataPath { ticker: None, path }],
            options: Options::default(),
        };
        let wanted = std::slice::from_ref(&meta);
        PricePanel::from_files(&request, Some(wanted), &calendar).unwrap()
    };
    let (first, second) = (load("META.csv"), load("META_second_vendor.csv"));
    let first = ReturnPanel::of(&first, ReturnKind::Simple);
    let second = ReturnPanel::of(&second, ReturnKind::Simple);
    let mut compared = 0;
    for session in 0..calendar.days().len() {
        let (a, b) = (first.series(0).at(session), second.series(0).at(session));
        // The second file is raw and knows no dividends.
        if a.is_finite() && b.is_finite() && !DailyReturns::new(&first, 0).is_ex_date(session) {
            assert!((a - b).abs() < 5e-5, "{}: {a} {b}", calendar.days()[session].date);
            compared += 1;
        }
    }
    assert!(compared > 400, "{compared}");
}

#[test]
fn a_premarket_story_is_found_within_ten_minutes() {
    let Some(folder) = real("intraday_1m_extended") else { return };
    let event = Event::one_off(
        "2025-02-11T09:00-05:00".parse().unwrap(),
        "A supplier is named",
        &["BABA".parse().unwrap()],
    )
    .unwrap();
    let spec = StudySpec { benchmark: "AAPL,META,NVDA".parse().unwrap(), ..StudySpec::default() };
    let (results, _) = run(&event, spec, &[folder]);
    let intraday = results.events[0].firms[0].intraday.as_ref().unwrap();
    assert_eq!(intraday.anchor.baseline_price, 107.99);
    let ten = intraday.windows.iter().find(|w| w.window.to_string() == "[0,10) min").unwrap();
    assert!((ten.value.unwrap() - 0.05).abs() < 0.01, "{:?}", ten.value);
    assert!(ten.rank.as_ref().unwrap().rank.p_abs < 0.05);
    let raw = intraday.raw.as_ref().unwrap();
    close(raw.maximum, 5.183_618_093_790_909);
    close(raw.band.unwrap().critical, 3.206_439_733_773_022_4);
    close(raw.p_path, 1.0 / 27.0);
    assert_eq!(intraday.times.unwrap().onset_bars, 1);
}
