//! Calendar-time portfolios, volume, volatility, placebo dates and power, from prices to files.

use std::collections::BTreeMap;

use anstream::adapter::strip_str;
use eventstudy::inference::internals::{Movement, VolumeModel};
use eventstudy::inference::{Outcome, Reference};
use eventstudy::prelude::*;
use eventstudy::report::cross_section::{CrossSectionReport, FileKind};
use eventstudy::request::Choice as _;
use eventstudy::returns::{ReturnPanel, Window};
use eventstudy::study::Also;
use eventstudy::study::many::{CalendarTimePortfolio, CrossSectionResults, VolumeWindow};

use crate::support::closeness::near;
use crate::support::golden::assert_golden;
use crate::support::simulated_market::{BUSY, EFFECT, FIRMS, SimulatedMarket};

/// Figures that are computed twice, in another order.
const TOLERANCE: f64 = 1e-11;

fn windows() -> Vec<Window> {
    ["0..0", "-1..1", "-3..3"].map(|w| w.parse().unwrap()).to_vec()
}

fn spec(also: &[Also]) -> StudySpec {
    let mut spec = StudySpec {
        benchmark: "MKT".parse().unwrap(),
        estimation_length: 120,
        estimation_end: -6,
        window: "-3..3".parse().unwrap(),
        car_windows: windows(),
        ..StudySpec::default()
    };
    spec.cross_section.also = also.to_vec();
    spec.cross_section.tests.resamples = 199;
    spec
}

#[test]
fn nothing_is_beside_unless_asked_for_but_volatility_and_power() {
    let world = SimulatedMarket::with_two_events_a_firm("2020-01-01");
    let plain = world.run(spec(&[]));
    let all = world.run(spec(Also::ALL));
    let b = &plain.extras;
    assert!(b.volatility.is_some() && b.power.is_some());
    assert!(b.calendar_time.is_none() && b.volume.is_none());
    assert!(b.placebo_dates.is_none() && b.simulated_power.is_none());
    // What is asked for beside changes nothing else, the ledger least of all.
    let text = |r: &CrossSectionResults| {
        let mut json = serde_json::to_value(r).unwrap();
        let object = json.as_object_mut().unwrap();
        object.remove("beside");
        // The folder of the prices is another each time.
        object.remove("provenance");
        object["spec"]["cross_section"].as_object_mut().unwrap().remove("also");
        json
    };
    let (plain_rest, all_rest) = (text(&plain), text(&all));
    for (key, value) in plain_rest.as_object().unwrap() {
        assert!(*value == all_rest[key], "`{key}` is another");
    }
    assert_eq!(
        serde_json::to_string(&b.volatility).unwrap(),
        serde_json::to_string(&all.extras.volatility).unwrap()
    );
    // Signs of squares are for single days, and nothing here is a return.
    let volatility = b.volatility.as_ref().unwrap();
    let tests =
        |k: usize| volatility.windows[k].tests.iter().map(Outcome::test).collect::<Vec<_>>();
    assert_eq!(tests(0), ["generalised-sign", "corrado-zivney"]);
    assert_eq!(tests(1), ["corrado-zivney"]);
    let mut nulls = volatility.windows.iter().flat_map(|w| &w.tests).filter_map(Outcome::result);
    assert!(nulls.all(|t| t.null.starts_with("squared abnormal returns")));
}

/// Alpha and slope of `y` on `x` by the textbook's sums.
fn line(x: &[f64], y: &[f64]) -> (f64, f64) {
    let n = x.len() as f64;
    let (mx, my) = (x.iter().sum::<f64>() / n, y.iter().sum::<f64>() / n);
    let xy: f64 = x.iter().zip(y).map(|(a, b)| (a - mx) * (b - my)).sum();
    let xx: f64 = x.iter().map(|a| (a - mx) * (a - mx)).sum();
    (my - xy / xx * mx, xy / xx)
}

#[test]
fn the_calendar_time_portfolio_is_that_of_the_panel() {
    let world = SimulatedMarket::with_two_events_a_firm("2020-01-01");
    let results = world.run(spec(&[Also::CalendarTime]));
    let study = results.extras.calendar_time.as_ref().unwrap();
    assert_eq!((study.regressors.as_slice(), study.excess), (&["benchmark".to_owned()][..], false));
    let prices = world.panel();
    let panel = ReturnPanel::of(&prices, ReturnKind::Simple);
    let firm = |ticker: &str| panel.series(panel.firm(&ticker.parse().unwrap()).unwrap());
    for portfolio in &study.portfolios {
        // Day by day: the mean return of the firms whose window holds the day.
        let mut days: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
        for event in &results.events {
            let zero = world.calendar.index_of(event.day_zero).unwrap() as i64;
            for t in portfolio.window.first()..=portfolio.window.last() {
                let session = (zero + i64::from(t)) as usize;
                days.entry(session).or_default().push(firm(&event.ticker).at(session));
            }
        }
        let x: Vec<f64> = days.keys().map(|s| firm("MKT").at(*s)).collect();
        let y: Vec<f64> = days.values().map(|r| r.iter().sum::<f64>() / r.len() as f64).collect();
        let result = portfolio.result.as_ref().unwrap();
        let (alpha, beta) = line(&x, &y);
        assert_eq!(result.days, x.len());
        near(result.alpha, alpha, TOLERANCE, "alpha");
        near(result.betas[0], beta, TOLERANCE, "beta");
        near(
            result.over_window,
            alpha * portfolio.window.len() as f64,
            TOLERANCE,
            "over the window",
        );
        assert!(portfolio.standardised.p_value().unwrap() < 0.05);
        assert!(portfolio.days_dummy.is_none());
    }
    let alpha = study.portfolios[0].result.as_ref().unwrap();
    assert!((alpha.alpha - EFFECT).abs() < 4.0 * alpha.standard_error.unwrap());
    // A portfolio is one of simple returns whatever the study is on.
    let log = StudySpec { returns: ReturnKind::Log, ..spec(&[Also::CalendarTime]) };
    let log = world.run(log).extras.calendar_time.unwrap();
    let alpha = |p: &CalendarTimePortfolio| p.result.as_ref().unwrap().alpha;
    near(alpha(&log.portfolios[1]), alpha(&study.portfolios[1]), TOLERANCE, "log");
    // With more firms than there are, no day is left.
    let mut none = spec(&[Also::CalendarTime]);
    none.cross_section.calendar_time.minimum_firms = 50;
    let none = world.run(none).extras.calendar_time.unwrap();
    assert!(none.portfolios.iter().all(|p| p.result.is_none() && p.missing.is_some()));
}

#[test]
fn events_of_one_date_have_a_dummy_and_tests_for_it() {
    let world = SimulatedMarket::on_one_date("2020-01-01");
    let results = world.run(spec(&[Also::CalendarTime, Also::Volume, Also::PlaceboDates]));
    let portfolio = &results.extras.calendar_time.as_ref().unwrap().portfolios[1];
    let dummy = portfolio.days_dummy.unwrap();
    // Three days in one window: too few for the regression on the days alone, not for the dummy.
    assert_eq!(dummy.days, 123);
    let daily = EFFECT / 3.0;
    assert!((dummy.alpha - daily).abs() < 4.0 * dummy.standard_error.unwrap(), "{dummy:?}");
    let volume = &results.extras.volume.as_ref().unwrap().forms[0];
    assert_eq!(volume.tests.tests, ["kolari-pynnonen"]);
    assert!(volume.windows[0].tests[0].p_value().unwrap() < 0.01);
    let placebo = results.extras.placebo_dates.as_ref().unwrap();
    assert_eq!(placebo.statistics[1].statistic, "portfolio");
    assert_eq!(placebo.events, FIRMS);
    // One date has no more placebos than there are shifts, and each counts once.
    let result = placebo.statistics[0].outcome.result().unwrap();
    let Reference::Ranks { size, effective_size } = result.reference else { panic!() };
    assert!(size <= 119 && effective_size == 119 / 7, "{result:?}");
    assert_eq!(result.p_value, 1.0 / (size + 1) as f64);
    assert!(result.caution.is_some() && placebo.movement == Movement::All);
}

#[test]
fn volume_is_measured_in_its_own_unit() {
    let world = SimulatedMarket::with_two_events_a_firm("2020-01-01");
    let results = world.run(spec(&[Also::Volume]));
    let study = results.extras.volume.as_ref().unwrap();
    let models: Vec<VolumeModel> = study.forms.iter().map(|f| f.model).collect();
    assert_eq!(models, [VolumeModel::MeanAdjusted, VolumeModel::Market]);
    let [mean, market] = &study.forms[..] else { panic!() };
    for form in [mean, market] {
        assert_eq!((form.events, form.left_out.len()), (2 * FIRMS, 0));
        assert_eq!(form.tests.tests, ["cross-sectional-t", "bmp", "generalised-sign-sums"]);
        let day = &form.windows[0];
        assert!((day.times_usual.unwrap() - BUSY).abs() < 0.6, "{day:?}");
        let (low, high) = day.times_usual_interval.unwrap();
        assert!(low < BUSY && BUSY < high);
        near(day.times_usual.unwrap(), day.log_volume.unwrap().exp(), TOLERANCE, "exp");
        let long = &form.windows[2];
        near(long.times_usual.unwrap(), (long.log_volume.unwrap() / 7.0).exp(), TOLERANCE, "a day");
        assert_eq!(form.days.len(), 7);
        assert!(form.days[3].tests[0].p_value().unwrap() < 1e-6);
        assert!(form.days[0].tests[0].p_value().unwrap() > 0.001);
        // Nothing here is a return.
        let nulls = form.days.iter().flat_map(|d| &d.tests).filter_map(Outcome::result);
        assert!(nulls.into_iter().all(|t| t.null.contains("log volume")));
    }
    // The benchmark is as busy as the firms, so what it explains is noise no more.
    let error = |w: &VolumeWindow| w.standard_error.unwrap();
    assert!(error(&market.windows[0]) < error(&mean.windows[0]));

    // The mean-adjusted form of every event by hand, the split firm among them.
    let prices = world.panel();
    let panel = ReturnPanel::of(&prices, ReturnKind::Simple);
    let mut sum = 0.0;
    for event in &results.events {
        let firm = panel.firm(&event.ticker.parse().unwrap()).unwrap();
        let zero = world.calendar.index_of(event.day_zero).unwrap();
        let split = panel.prices().actions(firm).iter().find(|a| a.split != 1.0);
        assert_eq!(split.is_some(), event.ticker == "F03", "{}", event.ticker);
        let log = |session: usize| {
            let before = split.is_some_and(|a| session < a.session);
            (panel.volume(firm).at(session) * if before { 2.0 } else { 1.0 }).ln_1p()
        };
        let others: Vec<usize> = results
            .events
            .iter()
            .filter(|e| e.ticker == event.ticker && e.event != event.event)
            .map(|e| world.calendar.index_of(e.day_zero).unwrap())
            .collect();
        let usual: Vec<f64> = (zero - 125..=zero - 6)
            .filter(|s| others.iter().all(|o| o.abs_diff(*s) > 1))
            .map(log)
            .collect();
        sum += log(zero) - usual.iter().sum::<f64>() / usual.len() as f64;
    }
    near(mean.windows[0].log_volume.unwrap(), sum / (2 * FIRMS) as f64, TOLERANCE, "by hand");
}

#[test]
fn an_effect_is_rare_among_placebo_dates_and_power_is_that_of_the_formula() {
    let world = SimulatedMarket::with_two_events_a_firm("2020-01-01");
    let results = world.run(spec(&[Also::PlaceboDates, Also::Power]));
    let placebo = results.extras.placebo_dates.as_ref().unwrap();
    assert_eq!((placebo.events, placebo.events_without_history, placebo.draws), (32, 0, 199));
    let names: Vec<&str> = placebo.statistics.iter().map(|s| s.statistic).collect();
    assert_eq!(names, ["mean", results.headline.tests[0].id()]);
    for s in &placebo.statistics {
        assert_eq!(s.outcome.p_value(), Some(1.0 / 200.0), "{s:?}");
        let (low, high) = s.placebo_interval.unwrap();
        assert!(low < 0.0 && 0.0 < high && s.observed.unwrap() > high);
    }
    near(
        placebo.statistics[0].observed.unwrap(),
        results.windows[0].mean.unwrap(),
        TOLERANCE,
        "mean",
    );
    let bmp = results.windows[0].tests.iter().find(|t| t.test() == "bmp").unwrap();
    near(
        placebo.statistics[1].observed.unwrap(),
        bmp.result().unwrap().statistic,
        TOLERANCE,
        "bmp",
    );

    let (formula, simulated) =
        (results.extras.power.as_ref().unwrap(), results.extras.simulated_power.as_ref().unwrap());
    assert_eq!(simulated.cells.len(), 3 * 4);
    let of_bmp: Vec<_> = simulated.cells.iter().filter(|c| c.test == "bmp").collect();
    assert_eq!(of_bmp[0].effect, 0.0);
    assert!((of_bmp[0].found - 0.05).abs() < 4.0 * 0.016, "{of_bmp:?}");
    for (cell, power) in of_bmp[1..].iter().zip(&formula.windows[0].power_of_effects) {
        assert!((cell.found - power.unwrap()).abs() < 0.12, "{cell:?} {power:?}");
    }
}

#[test]
fn prices_that_do_not_go_back_are_said_to() {
    let world = SimulatedMarket::with_two_events_a_firm("2021-06-01");
    let results = world.run(spec(&[Also::PlaceboDates, Also::Power]));
    let placebo = results.extras.placebo_dates.as_ref().unwrap();
    assert!(placebo.events_without_history > 0 && placebo.events < results.events.len());
    assert!(placebo.cautions[0].contains("do not go back"), "{:?}", placebo.cautions);
    let world = SimulatedMarket::with("2021-06-01", &[(0, 10), (1, 20), (2, 30)]);
    let results = world.run(spec(&[Also::PlaceboDates, Also::Power]));
    let placebo = results.extras.placebo_dates.as_ref().unwrap();
    assert!(placebo.missing.as_ref().unwrap().contains("give bars from"), "{placebo:?}");
    assert_eq!(placebo.missing, results.extras.simulated_power.as_ref().unwrap().missing);
    // A model without a closed form takes longer.
    let mut many = spec(&[Also::PlaceboDates]);
    many.model = "market-adjusted".into();
    many.cross_section.tests.resamples = 20_000;
    let many = SimulatedMarket::with_two_events_a_firm("2020-01-01")
        .run(many)
        .extras
        .placebo_dates
        .unwrap();
    assert!(many.missing.as_ref().unwrap().contains("at most 15625 resamples"), "{many:?}");
}

#[test]
fn power_knows_the_correlation_of_the_sample() {
    let world = SimulatedMarket::on_one_date("2021-01-01");
    let mut constant = spec(&[]);
    constant.model = "constant-mean".into();
    let power = world.run(constant).extras.power.unwrap();
    let w = &power.windows[0];
    // Firms of one market: a good part of their variance is common.
    assert!(w.estimated_correlation.unwrap() > 0.1, "{w:?}");
    // The portfolio of one date is tested, and its own risk is not one of so many events.
    assert_eq!(w.limit, None);
    assert!(w.power_of_effects.is_sorted());
    let days: Vec<(usize, usize)> = (0..16).map(|firm| (firm, 100 + firm % 2)).collect();
    let near = SimulatedMarket::with("2021-01-01", &days);
    let mut constant = spec(&[]);
    constant.model = "constant-mean".into();
    let power = near.run(constant).extras.power.unwrap();
    let w = power.windows.iter().find(|w| w.limit.is_some()).unwrap();
    assert!(w.correlation > 0.0 && w.minimum_detectable_mean > w.limit, "{w:?}");
    let alone =
        SimulatedMarket::with_two_events_a_firm("2021-01-01").run(spec(&[])).extras.power.unwrap();
    assert_eq!((alone.windows[0].correlation, alone.windows[0].limit), (0.0, None));
}

/// With the standard error and the distribution of the headline test: the spread over events, with their
/// correlation in it where windows overlap, or the portfolio of one date.
#[test]
fn the_smallest_detectable_mean_is_that_of_the_headline_test() {
    use eventstudy::inference::internals::{TestedMean, standard_deviation};
    let apart = SimulatedMarket::with_two_events_a_firm("2021-01-01").run(spec(&[]));
    let window = &apart.windows[0];
    let n = window.events as f64;
    let cars: Vec<f64> = apart.events.iter().filter_map(|e| e.car).collect();
    assert_eq!(cars.len(), window.events);
    let spread = standard_deviation(&cars).unwrap();
    let smallest = |standard_error: f64, degrees_of_freedom: f64| {
        TestedMean { standard_error, degrees_of_freedom, alpha: 0.05 }.minimum_detectable_effect()
    };
    let want = smallest(spread / n.sqrt(), n - 1.0).unwrap();
    near(window.minimum_detectable_mean.unwrap(), want, TOLERANCE, "independent");
    let together = SimulatedMarket::on_one_date("2021-01-01").run(spec(&[]));
    let window = &together.windows[0];
    assert_eq!(together.headline.tests[0], "portfolio");
    let test = window.tests.iter().find(|t| t.test() == "portfolio").unwrap().result().unwrap();
    let detail = test.details.iter().find(|d| d.name == "portfolio_standard_error").unwrap();
    let want = smallest(detail.value, 118.0).unwrap();
    near(window.minimum_detectable_mean.unwrap(), want, TOLERANCE, "portfolio");
    assert_eq!(
        together.extras.power.unwrap().windows[0].minimum_detectable_mean,
        window.minimum_detectable_mean
    );
}

/// The part of a text between two lines that begin so.
fn between<'t>(text: &'t str, from: &str, to: &str) -> &'t str {
    let start = text.find(from).unwrap_or_else(|| panic!("{from} is not in {text}"));
    let end = text[start..].find(to).map_or(text.len(), |e| start + e);
    &text[start..end]
}

#[test]
fn the_report_says_it_all_in_every_format() {
    let world = SimulatedMarket::on_one_date("2020-01-01");
    let results = world.run(spec(Also::ALL));
    let report = CrossSectionReport::of(&results);
    let text = strip_str(&report.summary()).to_string();
    let own = between(&text, "\nCalendar-time portfolio", "\nThe sample\n");
    assert!(own.lines().all(|l| l.chars().count() <= 80), "{own}");
    assert_golden("further_analyses.txt", own);
    let latex = report.latex();
    let own =
        between(&latex, "\n\\begin{table}[htbp]\n\\centering\n\\caption{Calendar-time", "\u{0}");
    assert_golden("further_analyses.tex", own);
    assert_eq!(latex.matches("\\begin{").count(), latex.matches("\\end{").count());
    for line in latex.lines() {
        assert!(!line.starts_with('[') && !line.starts_with('*'), "{line}");
    }
    let folder = tempfile::tempdir().unwrap();
    report.files(&[FileKind::Csv, FileKind::Excel, FileKind::Json]).write(folder.path()).unwrap();
    for (name, first) in [
        ("calendar_time", "first,last,days,days_left_out,mean_firms,alpha,standard_error,p_value,"),
        ("volume", "model,of,first,last,events,log_volume,log_volume_standard_error,"),
        ("volatility", "first,last,events,ratio,ratio_standard_error,test,"),
        ("placebo_dates", "statistic,observed,placebo_low,placebo_high,p_value,smallest_p,"),
        ("power", "first,last,method,test,events,effect,power,power_standard_error,"),
    ] {
        let table = std::fs::read_to_string(folder.path().join(format!("{name}.csv"))).unwrap();
        assert!(table.starts_with(first), "{name}: {table}");
        assert!(table.lines().count() > 1, "{name}");
    }
    let bytes = std::fs::read(folder.path().join("results.xlsx")).unwrap();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut book = String::new();
    std::io::Read::read_to_string(&mut archive.by_name("xl/workbook.xml").unwrap(), &mut book)
        .unwrap();
    for sheet in ["Calendar time", "Volume", "Volatility", "Placebo dates", "Power"] {
        assert!(book.contains(&format!("name=\"{sheet}\"")), "{sheet}");
    }
}
