//! The document: what was simulated, how, and what came out.

use std::fmt::Write as _;

use super::sections;
use crate::certificate::{
    ALPHA, BARS, BETAS, Certificate, CertificatePlan, ERROR_SD, ESTIMATION, FIVE_PERCENT, LEVELS,
    MARKET, Part, RESAMPLES, SCENARIOS, half_width, standard_error, tolerance,
};

/// The whole certificate.
pub(super) fn document(certificate: &Certificate) -> String {
    let mut out = String::from("# Size certificate\n\n");
    out.push_str(&opening(certificate));
    out.push_str(&design(certificate));
    out.push_str(&band(certificate));
    out.push_str(&sections::in_short(certificate));
    out.push_str(&sections::notes(certificate));
    out.push_str(&sections::sizes(certificate));
    out.push_str(&sections::other_levels(certificate));
    out.push_str(&sections::single_events(certificate));
    out.push_str(&sections::power(certificate));
    out.push_str(&sections::comparison(certificate));
    out.push_str(&sections::not_covered(certificate));
    out
}

fn opening(certificate: &Certificate) -> String {
    format!(
        "How often does each test say \"more than noise\" where there is only noise, and how often \
         does it find an effect that is there? Returns are drawn from known processes, the engine \
         measures them, and every test is run on them.\n\n\
         This file is made by the program (version {}) and comes out the same every time, whatever \
         the number of processors:\n\n\
         ```\neventstudy certify --seed {} --replications {} --out docs\n```\n\n\
         `certificate.csv` beside it has every rate at 1, 5 and 10%. With `--data` the same is done \
         on pseudo-event dates of real prices.\n\n",
        env!("CARGO_PKG_VERSION"),
        certificate.seed,
        certificate.replications,
    )
}

fn design(certificate: &Certificate) -> String {
    let plan =
        CertificatePlan { replications: certificate.replications, ..CertificatePlan::default() };
    let mut out = String::from("## What is simulated\n\n");
    let bars: Vec<String> = BARS.iter().map(ToString::to_string).collect();
    let _ = writeln!(
        out,
        "A firm's return is {} + beta times the market + an error; beta is drawn between {} and {}, \
         the market is normal with mean {} and standard deviation {}%, errors have standard \
         deviation {}%. The market model is estimated on {ESTIMATION} bars right before the event \
         window of 21 bars; the windows tested have {} bars around day 0. All windows of a \
         replication see the same returns. Sizes come from {} replications ({} with 100 events), \
         power from {}. Tests that resample draw {RESAMPLES} times, so that p-values of 1, 5 and \
         10% are attained exactly.\n",
        ALPHA,
        BETAS.0,
        BETAS.1,
        MARKET.0,
        100.0 * MARKET.1,
        100.0 * ERROR_SD,
        bars.join(", "),
        plan.replications_of(Part::Size, 30),
        plan.replications_of(Part::Size, 100),
        plan.replications_of(Part::Power, 30),
    );
    for scenario in SCENARIOS {
        let _ = writeln!(out, "* **{}** (`{}`): {}", scenario.name, scenario.id, scenario.words);
    }
    out.push('\n');
    out
}

fn band(certificate: &Certificate) -> String {
    let plan =
        CertificatePlan { replications: certificate.replications, ..CertificatePlan::default() };
    let mut out = String::from(
        "## The band\n\nA test passes where its rate lies within three standard errors of the \
         simulation and a tolerance of 0.6 points at 5% (0.27 at 1%, 0.83 at 10%) of its nominal \
         level:\n\n",
    );
    for events in [30, 100] {
        let n = plan.replications_of(Part::Size, events);
        let of_level = |level: f64| {
            let half = half_width(level, n);
            format!("{:.1}% to {:.1}%", 100.0 * (level - half).max(0.0), 100.0 * (level + half))
        };
        let levels: Vec<String> = LEVELS.iter().map(|l| of_level(*l)).collect();
        let _ = writeln!(
            out,
            "* {n} replications{}: {} (standard error at 5%: {:.2} points)",
            if events > 30 { " (100 events)" } else { "" },
            levels.join(", "),
            100.0 * standard_error(LEVELS[FIVE_PERCENT], n),
        );
    }
    debug_assert!((tolerance(LEVELS[FIVE_PERCENT]) - 0.006).abs() < 1e-12);
    out.push_str(
        "\nMarks: `*` outside the band in a scenario that breaks what the test takes for granted; \
         **bold** outside although nothing it takes for granted is broken; `–` the test does not \
         apply. Everything outside has a note below; beside a test in a report stands the rate of the \
         cell that fits its sample, where that is outside.\n\n",
    );
    out
}
