//! `eventstudy certify`: how often every test rejects where there is nothing.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use eventstudy::Error;
use eventstudy::calendar::TradingCalendar;
use eventstudy::certificate::{
    CertificateError, CertificatePlan, Placebo, PlaceboData, SCENARIOS, certify, placebo,
};
use eventstudy::event::Ticker;
use eventstudy::inference::TESTS;
use eventstudy::prices::{DataPath, FileRequest, Options, PricePanel};
use eventstudy::report::certificate;
use eventstudy::request::StudyOption;
use eventstudy::returns::{Benchmark, ReturnKind, ReturnPanel, SessionSeries};
use indicatif::{ProgressBar, ProgressStyle};

use super::print;

/// What can be said after `certify`.
#[derive(Debug, Args)]
pub struct Certify {
    /// Replications of each design (a quarter with 100 events, a fifth for power)
    #[arg(long, value_name = "R", default_value_t = CertificatePlan::default().replications, value_parser = clap::value_parser!(u64).range(1..))]
    replications: u64,
    /// The seed of everything that is drawn
    #[arg(long, value_name = "N", default_value_t = CertificatePlan::default().seed)]
    seed: u64,
    /// Only these scenarios
    #[arg(long, value_name = "A,B", value_delimiter = ',', conflicts_with = "data", value_parser = ids(SCENARIOS.iter().map(|s| s.id)))]
    scenarios: Vec<String>,
    /// Only these tests
    #[arg(long, value_name = "A,B", value_delimiter = ',', conflicts_with = "data", value_parser = ids(TESTS.iter().map(|t| t.id.id())))]
    tests: Vec<String>,
    /// Daily prices, for pseudo-events on real dates instead of simulated returns (repeatable)
    #[arg(long, value_name = "PATH", requires = "tickers")]
    data: Vec<String>,
    /// The firms of the pseudo-events
    #[arg(long, value_name = "A,B", value_delimiter = ',', requires = "data")]
    tickers: Vec<String>,
    /// The benchmark of the pseudo-events
    #[arg(long, value_name = "A,B", requires = "data", default_value_t = benchmark())]
    benchmark: String,
    /// The folder of the certificate
    #[arg(long, value_name = "FOLDER", default_value = "reports/certificate")]
    out: PathBuf,
    /// Print nothing but errors
    #[arg(long, short)]
    quiet: bool,
}

fn ids(ids: impl Iterator<Item = &'static str>) -> clap::builder::PossibleValuesParser {
    ids.collect::<Vec<_>>().into()
}

/// The benchmark of a study.
fn benchmark() -> String {
    StudyOption::by_name("benchmark").and_then(StudyOption::default_text).unwrap_or_default()
}

impl Certify {
    /// Makes the certificate and writes it. The exit code is 3 where a test leaves its band and
    /// nothing is said about it.
    pub fn run(&self) -> Result<ExitCode, Error> {
        let plan = CertificatePlan {
            seed: self.seed,
            replications: self.replications,
            scenarios: self.scenarios.clone(),
            tests: self.tests.clone(),
        };
        if !self.data.is_empty() {
            return self.placebo(&plan);
        }
        let progress = self.progress(plan.total());
        let made = certify(&plan, &|| progress.inc(1))?;
        let files = certificate::write(&made, &self.out)?;
        progress.finish_and_clear();
        let problems: Vec<String> = made.unstated().into_iter().chain(made.misquoted()).collect();
        self.say(&files, &problems);
        Ok(if problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(3) })
    }

    fn placebo(&self, plan: &CertificatePlan) -> Result<ExitCode, Error> {
        let calendar = TradingCalendar::new_york();
        let tickers = Ticker::list(&self.tickers)?;
        let benchmark: Benchmark = self.benchmark.parse()?;
        let request = FileRequest {
            paths: self.data.iter().map(|path| DataPath::parse(path)).collect(),
            options: Options::default(),
        };
        let all: Vec<Ticker> = tickers.iter().chain(&benchmark.members).cloned().collect();
        let prices = PricePanel::from_files(&request, Some(&all), &calendar)?;
        let panel = ReturnPanel::of(&prices, ReturnKind::Simple);
        let returns = |ticker: &Ticker| -> Result<(Ticker, SessionSeries<'_>), CertificateError> {
            let firm = panel.firm(ticker);
            let firm =
                firm.ok_or_else(|| CertificateError::NoBars { ticker: ticker.to_string() })?;
            Ok((ticker.clone(), panel.series(firm)))
        };
        let firms = tickers.iter().map(returns).collect::<Result<Vec<_>, _>>()?;
        let members = benchmark.members.iter().map(returns).collect::<Result<Vec<_>, _>>()?;
        let mean =
            |s| ReturnKind::Simple.equal_weighted(members.iter().map(|(_, member)| member.at(s)));
        let market: Vec<f64> = (0..calendar.days().len()).map(mean).collect();
        let progress = self.progress(Placebo::total(plan, firms.len()));
        let data = PlaceboData { firms: &firms, market: &market };
        let made = placebo(plan, &data, &|| progress.inc(1))?;
        let files = certificate::write_placebo(&made, &prices.description, &self.out)?;
        progress.finish_and_clear();
        self.say(&files, &[]);
        Ok(ExitCode::SUCCESS)
    }

    fn progress(&self, replications: u64) -> ProgressBar {
        if self.quiet {
            return ProgressBar::hidden();
        }
        let style = ProgressStyle::with_template(
            "{spinner} {wide_bar} {percent}% of {len} replications, {eta} left",
        );
        let bar = ProgressBar::new(replications);
        bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
    }

    fn say(&self, files: &[PathBuf], problems: &[String]) {
        for problem in problems {
            anstream::eprintln!("warning: {problem}, and no note says so");
        }
        if !self.quiet {
            let names: Vec<String> = files.iter().map(|f| f.display().to_string()).collect();
            print(&format!("Written: {}\n", names.join("\n         ")));
        }
    }
}
