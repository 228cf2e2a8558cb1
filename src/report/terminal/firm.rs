//! One ticker in the terminal.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anstyle::Style;

use super::layout::{NO, QUIET, WARN, YES, bullet, heading, plain, print, wrapped};
use crate::calendar::TradingCalendar;
use crate::inference::TestId;
use crate::intraday::{IntradayResult, PathKind, TestedPath, WindowName};
use crate::report::format::{headline_words, model_words, p_value, percent, size};
use crate::returns::Leg;
use crate::study::{DailyResult, FirmResult, LegsResult};

pub(super) fn firm_summary(out: &mut String, firm: &FirmResult, calendar: &TradingCalendar) {
    let role = firm.role.as_ref().map(|r| format!(" ({r})")).unwrap_or_default();
    heading(out, &format!("{}{role}, compared with {}", firm.ticker, firm.benchmark));
    let close = firm.legs.as_ref().and_then(|l| l.get(Leg::CloseClose)).and_then(|l| l.simple);
    let a = &firm.answer;
    let mut line = format!("close to close {}", percent(close));
    if let Some(abnormal) = a.abnormal {
        let daily = firm.daily.as_ref();
        let expected = daily.and_then(|d| d.expected_over(a.window));
        let window = a.window.map(|w| w.to_string()).unwrap_or_default();
        let by = daily.map_or_else(String::new, |d| format!(" ({})", model_words(&d.model)));
        let error = match a.standard_error {
            Some(error) => format!(" ± {}", size(Some(error))),
            None => String::new(),
        };
        // What was expected of a longer window does not stand beside the return of the day.
        let over = match headline_words(a.window).as_str() {
            "day" => String::new(),
            window => format!(" over {window}"),
        };
        let _ = write!(
            line,
            ", expected{over} {}; abnormal {window} {}{error}{by}",
            percent(expected),
            percent(Some(abnormal)),
        );
    }
    wrapped(out, &line, "  ", Style::new());
    ordinary(out, firm);
    let headline = match headline_words(a.window).as_str() {
        "day" => "the day".to_owned(),
        window => format!("the window {window}"),
    };
    let by = match a.decided_by {
        Some(TestId::FreedmanLane) => "permutation",
        _ => "rank",
    };
    let figures = format!("{by} p {}", p_value(a.p_value));
    verdict(out, &headline, a.more_than_noise, &figures);
    if let (Some(move_), Some(_)) = (a.first_half_hour, a.p_first_half_hour) {
        verdict(
            out,
            "the first half hour",
            a.half_hour_more_than_noise,
            &format!("{}, p {}", percent(Some(move_)), p_value(a.p_first_half_hour)),
        );
    }
    if let Some(p) = a.p_path {
        verdict(
            out,
            "the path to the close",
            a.path_more_than_noise,
            &format!("p {}", p_value(Some(p))),
        );
    }
    if let Some(legs) = &firm.legs {
        legs_table(out, legs);
    }
    if let Some(daily) = &firm.daily {
        windows_table(out, daily);
    }
    if let Some(intraday) = &firm.intraday {
        intraday_summary(out, intraday, calendar);
    }
    for note in &firm.notes {
        bullet(out, note);
    }
}

/// How ordinary the raw move of the day is, in plain words.
fn ordinary(out: &mut String, firm: &FirmResult) {
    let day = firm.legs.as_ref().and_then(|l| l.get(Leg::CloseClose));
    let Some((rank, matched)) = day.and_then(|l| Some((l.rank?, l.volatility_matched))) else {
        return;
    };
    let as_large = (rank.p_abs * (rank.size + 1) as f64 - 1.0).round();
    let scaled = if matched { " (volatility-matched)" } else { "" };
    let _ =
        writeln!(out, "  a move as large came on {as_large} of {} earlier days{scaled}", rank.size);
}

fn verdict(out: &mut String, what: &str, more_than_noise: Option<bool>, figures: &str) {
    let (words, style) = match more_than_noise {
        Some(true) => ("more than noise", YES),
        Some(false) => ("within noise", NO),
        None => ("cannot be told", WARN),
    };
    let _ = writeln!(out, "  {what}: {style}{words}{style:#} ({figures})");
}

fn legs_table(out: &mut String, legs: &LegsResult) {
    let mut table = plain(&["legs of day 0 (log)", "raw", "p", "benchmark", "abnormal", "p", ""]);
    let mut missing: Vec<&str> = Vec::new();
    for leg in &legs.legs {
        if leg.log.is_none() {
            missing.extend(leg.missing.as_deref());
        }
        let thin = if leg.thin.is_some_and(|t| t.thin) && leg.log.is_some() { "thin" } else { "" };
        table.add_row([
            leg.leg.to_string(),
            percent(leg.log),
            p_value(leg.rank.map(|r| r.p_two)),
            percent(leg.benchmark.filter(|_| leg.log.is_some())),
            percent(leg.abnormal),
            p_value(leg.abnormal_rank.map(|r| r.p_two)),
            thin.to_owned(),
        ]);
    }
    print(out, table);
    bullet(
        out,
        "premarket, opening gap and regular session add up; the premarket runs from the close before, post-market included",
    );
    if let Some(model) = &legs.abnormal_model {
        bullet(out, &format!("abnormal legs: {model}"));
    }
    missing.dedup();
    for reason in missing {
        bullet(out, reason);
    }
    if let Some(joint) = &legs.joint {
        let names: Vec<String> = joint.legs.iter().map(ToString::to_string).collect();
        bullet(
            out,
            &format!(
                "{} together: p {} ({} days)",
                names.join(", "),
                p_value(Some(joint.p_value)),
                joint.reference_days
            ),
        );
    }
}

fn windows_table(out: &mut String, daily: &DailyResult) {
    let mut table = plain(&["window", "CAR", "se", "p (t)", "p (rank)", "BHAR", "p", "MDE"]);
    for w in &daily.windows {
        table.add_row([
            w.window.to_string(),
            percent(w.car.map(|c| c.value)),
            size(w.car.map(|c| c.standard_error).filter(|se| se.is_finite())),
            p_value(w.t_test.as_ref().and_then(|t| t.p_value())),
            p_value(w.deciding().and_then(|t| t.p_value())),
            percent(w.buy_and_hold.map(|b| b.value)),
            p_value(w.buy_and_hold.map(|b| b.p_value)),
            size(w.minimum_detectable_effect),
        ]);
    }
    print(out, table);
    let coefficients: Vec<String> = daily
        .coefficients
        .iter()
        .map(|c| match c.standard_error.is_finite() {
            true => format!(
                "{} {} (se {})",
                c.name,
                coefficient(c.value),
                coefficient(c.standard_error)
            ),
            false => format!("{} {}", c.name, coefficient(c.value)),
        })
        .collect();
    let (first, last) = daily.estimation_dates;
    let text = format!(
        "{}: {}s {:.2}% a day, {} sessions from {first} to {last}",
        model_words(&daily.model),
        coefficients.iter().map(|c| format!("{c}, ")).collect::<String>(),
        100.0 * daily.sigma,
        daily.estimation_bars
    );
    wrapped(out, &text, "  ", QUIET);
    let others: Vec<String> = daily
        .models
        .iter()
        .filter(|m| m.model != daily.model)
        .map(|m| match (m.car, &m.missing) {
            (Some(car), _) => format!(
                "{} {} (p {})",
                model_words(&m.model),
                percent(Some(car.value)),
                p_value(m.p_value)
            ),
            (None, reason) => {
                format!("{}: {}", model_words(&m.model), reason.as_deref().unwrap_or("not given"))
            }
        })
        .collect();
    if let Some(window) = daily.windows.first() {
        wrapped(
            out,
            &format!("other models for {}: {}", window.window, others.join("; ")),
            "  ",
            QUIET,
        );
    }
}

/// Four decimals, or two digits where these would all be zero.
fn coefficient(value: f64) -> String {
    match value.abs() {
        size if size > 0.0 && size < 5e-5 => format!("{value:.1e}"),
        _ => format!("{value:.4}"),
    }
}

fn intraday_summary(out: &mut String, intraday: &IntradayResult, calendar: &TradingCalendar) {
    let mut table = plain(&[
        &format!("{} bars (log)", intraday.interval),
        "return",
        "p two-sided",
        "p by size",
        "days",
        "",
    ]);
    let mut reasons: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for w in intraday.windows.iter().filter(|w| {
        w.value.is_some() || matches!(w.window, WindowName::ToOpen | WindowName::ToClose)
    }) {
        let rank = w.rank.as_ref();
        let remark = match (&w.missing, w.thin) {
            (Some(reason), _) => {
                reasons.entry(reason.clone()).or_default().push(w.window.to_string());
                String::new()
            }
            (None, Some(thin)) if thin.thin => "thin".to_owned(),
            _ => String::new(),
        };
        table.add_row([
            w.window.to_string(),
            percent(w.value),
            p_value(rank.map(|r| r.rank.p_two)),
            p_value(rank.map(|r| r.rank.p_abs)),
            rank.map_or("–".into(), |r| r.rank.size.to_string()),
            remark,
        ]);
    }
    print(out, table);
    for (reason, windows) in reasons {
        bullet(out, &format!("{}: {reason}", windows.join("; ")));
    }
    bullet(out, &intraday.anchor.reason);
    for tested in intraday.tested_paths() {
        bullet(out, &path_line(intraday, tested, calendar));
    }
    if let Some(pre) = &intraday.pre_news {
        bullet(
            out,
            &format!(
                "before the news: {} in the last {} minutes, p {}",
                percent(Some(pre.value)),
                pre.minutes,
                p_value(Some(pre.p_two_sided))
            ),
        );
        if let Some(note) = pre.note {
            bullet(out, note);
        }
    }
    for reason in &intraday.missing {
        bullet(out, reason);
    }
}

/// A path to the close in a line: its test, and when it was outside its own band.
fn path_line(
    intraday: &IntradayResult,
    tested: TestedPath<'_>,
    calendar: &TradingCalendar,
) -> String {
    let path = tested.path;
    let clock = |k: usize| calendar.local(intraday.path[k].time).format("%H:%M ET").to_string();
    let text = format!(
        "{} path to the close: p {} ({} days)",
        tested.kind,
        p_value(Some(path.p_path)),
        path.reference_paths
    );
    let when = match (path.band, path.onset, tested.times) {
        (None, ..) => "too few days for a band".to_owned(),
        (_, None, _) => "never outside the band".to_owned(),
        (_, Some(onset), Some(times)) => {
            let mut when =
                format!("outside the band by {} ({:.0} min)", clock(onset), times.onset_minutes);
            if let (Some(half), Some(peak)) = (path.half_life, path.peak) {
                let _ = write!(when, ", half by {}, most at {}", clock(half), clock(peak));
            }
            when
        }
        (_, Some(onset), None) if intraday.to_the_minute => {
            format!("outside the band at its first price, {}", clock(onset))
        }
        (_, Some(onset), None) => format!("outside the band from {}", clock(onset)),
    };
    match (&intraday.abnormal, tested.kind) {
        (Some(abnormal), PathKind::Abnormal) => {
            format!("{text}; {when}; this one decides ({})", abnormal.model_words())
        }
        _ => format!("{text}; {when}"),
    }
}
