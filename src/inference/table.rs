//! The list of all tests.

use rayon::prelude::*;

use super::outcome::Outcome;
use super::shared::SharedStatistic;
use super::shared_dates::SharedDates;
use super::size_cells::SampleShape;
use super::size_notes::{Assumption, size_note};
use super::test_id::TestId;
use super::{TestContext, WindowSample};
use super::{
    adjusted_patell, bmp, bootstrap_bmp, cluster, corrado_rank, corrado_sign, corrado_zivney,
    corrado_zivney_every_bar, corrado_zivney_restandardised, cross_sectional_t, crude_dependence,
    crude_dependence_forecast, freedman_lane, generalised_sign, generalised_sign_sums,
    grank_every_bar, grank_t, grank_z, hartung_knapp, j1, jackknife, kolari_pynnonen, patell,
    patell_bar_by_bar, patell_csar, portfolio, precision_weighted, rank, sample_quantile, sign,
    sign_flip, sign_flip_standardised, single_event, skewness, skewness_bootstrap,
    synthetic_control, wilcoxon, wild_cluster,
};
use crate::returns::Window;

/// A test of the list.
pub struct TestEntry {
    /// The name in commands and files.
    pub id: TestId,
    /// What it tests, in words.
    pub what: &'static str,
    /// The source.
    pub reference: &'static str,
    /// Runs it on a window of a cross-section; `None` for tests of one event.
    pub run: Option<fn(&WindowSample<'_>) -> Outcome>,
    /// Whether it draws from a seed where there are too many configurations, which takes time.
    pub drawn: bool,
    /// What it reads that other tests or windows read as well.
    pub shares: Option<SharedStatistic>,
}

impl TestId {
    /// The entry of a test of many events; `None` for tests of single events.
    pub fn of_many(self) -> Option<&'static TestEntry> {
        TESTS.iter().find(|test| test.id == self && test.run.is_some())
    }
}

const fn one_event(id: TestId, what: &'static str, reference: &'static str) -> TestEntry {
    TestEntry { id, what, reference, run: None, drawn: false, shares: None }
}

const fn many_events(
    id: TestId,
    what: &'static str,
    reference: &'static str,
    run: fn(&WindowSample<'_>) -> Outcome,
) -> TestEntry {
    TestEntry { id, what, reference, run: Some(run), drawn: false, shares: None }
}

impl TestEntry {
    const fn drawn(mut self) -> Self {
        self.drawn = true;
        self
    }

    const fn shares(mut self, statistic: SharedStatistic) -> Self {
        self.shares = Some(statistic);
        self
    }
}

/// Every test of this crate.
pub const TESTS: &[TestEntry] = &[
    one_event(single_event::ID, "one event: AR or CAR over its forecast standard error, Student t with nu degrees of freedom", "Patell 1976; Campbell, Lo and MacKinlay 1997"),
    one_event(sample_quantile::ID, "one event: rank of the AR or CAR among the firm's own residuals, scaled by their standard errors", "Gelbach, Helland and Klick 2013"),
    one_event(freedman_lane::PERMUTED, "one event over several bars: CAR over its standard error among permutations of the null model's residuals, refitted", "Freedman and Lane 1983"),
    one_event(freedman_lane::SHIFTED, "one event over several bars: the same among circular shifts of the residuals, for autocorrelated returns", "Chernozhukov, Wuthrich and Zhu 2021"),
    one_event(rank::ID, "one event: rank of a return among the same clock times of earlier days (placebo)", "Rinaudo and Saha 2014"),
    one_event(synthetic_control::ID, "one event, synthetic control: rank of the firm's CAR among those of its donors, each treated in turn", "Abadie, Diamond and Hainmueller 2010"),
    many_events(j1::ID, "several independent events: CAAR over its standard error, standard normal", "MacKinlay 1997", j1::j1),
    many_events(cross_sectional_t::ID, "many events: mean CAR over its spread across events, Student t(N - 1)", "Brown and Warner 1985", cross_sectional_t::cross_sectional_t),
    many_events(patell::ID, "many independent events: sum of standardised CARs, standard normal", "Patell 1976", patell::patell),
    many_events(patell_csar::ID, "many independent events: standardised abnormal returns summed over the window, standard normal", "Patell 1976", patell_csar::patell_csar),
    many_events(patell_bar_by_bar::ID, "many independent events: the same over the standard error that sums of standardised abnormal returns have, standard normal", "Patell 1976; Campbell, Lo and MacKinlay 1997", patell_bar_by_bar::patell_bar_by_bar),
    many_events(adjusted_patell::ID, "many events that are correlated: sum of standardised CARs, standard normal", "Kolari and Pynnonen 2010", adjusted_patell::adjusted_patell).shares(SharedStatistic::Correlations),
    many_events(bmp::ID, "many independent events: mean standardised CAR over its spread, Student t(N - 1)", "Boehmer, Musumeci and Poulsen 1991", bmp::bmp),
    many_events(kolari_pynnonen::ID, "many events that are correlated: BMP with their average correlation, Student t(N - 1)", "Kolari and Pynnonen 2010; Kolari, Pape and Pynnonen 2018", kolari_pynnonen::kolari_pynnonen).shares(SharedStatistic::Correlations),
    many_events(portfolio::ID, "events that share day 0: CAR of their portfolio over its forecast standard error, Student t(nu)", "Brown and Warner 1985; Campbell, Lo and MacKinlay 1997", portfolio::portfolio),
    many_events(sign::ID, "many events: as many positive as negative CARs, exact binomial", "Brown and Warner 1980", sign::sign),
    many_events(generalised_sign::ID, "many events: positive CARs as often as positive residuals", "Cowan 1992", generalised_sign::generalised_sign).shares(SharedStatistic::PositiveShares),
    many_events(generalised_sign_sums::ID, "many events: positive CARs as often as positive sums of as many residuals", "Cowan 1992", generalised_sign_sums::generalised_sign_sums),
    many_events(corrado_sign::ID, "many events: side of the event's own median, by its spread over time", "Corrado and Zivney 1992", corrado_sign::corrado_sign).shares(SharedStatistic::RankSums),
    many_events(corrado_rank::ID, "many events with every bar: mean rank in time, by its spread over time", "Corrado 1989; Cowan 1992", corrado_rank::corrado_rank).shares(SharedStatistic::RankSums),
    many_events(corrado_zivney::ID, "many events: rank in time on the bars there are, by its spread over time", "Corrado and Zivney 1992; Campbell and Wasley 1993", corrado_zivney::corrado_zivney).shares(SharedStatistic::RankSums),
    many_events(corrado_zivney_restandardised::ID, "many events: the same after event bars are brought to unit spread over events", "Corrado and Zivney 1992", corrado_zivney_restandardised::corrado_zivney_restandardised).shares(SharedStatistic::RankSums),
    many_events(corrado_zivney_every_bar::ID, "many events: the same after every bar is brought to unit spread over events", "Corrado and Zivney 1992", corrado_zivney_every_bar::corrado_zivney_every_bar).shares(SharedStatistic::EveryBar),
    many_events(grank_t::ID, "many events, also on common dates: rank of the standardised CAR among the residuals, Student t(T - 2)", "Kolari and Pynnonen 2011", grank_t::grank_t).shares(SharedStatistic::GeneralisedRanks),
    many_events(grank_z::ID, "many independent events: the same with the variance of uniform ranks, standard normal", "Kolari and Pynnonen 2011", grank_z::grank_z).shares(SharedStatistic::GeneralisedRanks),
    many_events(grank_every_bar::ID, "many events, also on common dates: grank-t after every bar is brought to unit spread over events, Student t(T - 2)", "Kolari and Pynnonen 2011", grank_every_bar::grank_t_every_bar).shares(SharedStatistic::GeneralisedRanksOfEveryBar),
    many_events(wilcoxon::ID, "many events: signed ranks of the CARs, exact up to 50 events", "Wilcoxon 1945", wilcoxon::wilcoxon),
    many_events(jackknife::ID, "many events: pseudo-values of the standardised mean, each event left out once, Student t(N - 1)", "Quenouille 1956; Tukey 1958", jackknife::jackknife),
    many_events(sign_flip::ID, "many events: mean CAR among all signs of the CARs, exact up to 20 events", "Fisher 1935", sign_flip::sign_flip).drawn(),
    many_events(sign_flip_standardised::ID, "many events: mean standardised CAR among all its signs, exact up to 20 events", "Fisher 1935; Boehmer, Musumeci and Poulsen 1991", sign_flip_standardised::sign_flip_standardised).drawn(),
    many_events(wild_cluster::ID, "many events in clusters: mean CAR under weights on whole clusters", "Cameron, Gelbach and Miller 2008; Webb 2023", wild_cluster::wild_cluster).drawn(),
    many_events(bootstrap_bmp::ID, "many events: mean standardised CAR among resamples of the events", "Efron and Tibshirani 1993", bootstrap_bmp::bootstrap_bmp).drawn(),
    many_events(crude_dependence::ID, "events that share their days: CAAR over the spread in time of their mean residual, Student t(L1 - 1)", "Brown and Warner 1980, 1985", crude_dependence::crude_dependence_adjustment).shares(SharedStatistic::MeanResiduals),
    many_events(crude_dependence_forecast::ID, "events that share their days: the same with the forecast error of the model, Student t(L1 - 2)", "Brown and Warner 1980, 1985; Campbell, Lo and MacKinlay 1997", crude_dependence_forecast::crude_dependence_forecast).shares(SharedStatistic::MeanResiduals),
    many_events(skewness::JOHNSON, "many independent events: cross-sectional t adjusted for skewness, Student t(N - 1)", "Johnson 1978; Lyon, Barber and Tsai 1999", skewness::skewness_johnson),
    many_events(skewness::HALL, "many independent events: the same with a term that keeps it monotone, Student t(N - 1)", "Hall 1992", skewness::skewness_hall),
    many_events(skewness_bootstrap::ID, "many independent events: mean buy-and-hold abnormal return, adjusted for skewness, among resamples", "Hall 1992; Lyon, Barber and Tsai 1999", skewness_bootstrap::skewness_hall_bootstrap).drawn(),
    many_events(cluster::DATE, "many events: mean CAR with errors correlated within a date or another cluster, Student t(G - 1)", "Cameron, Gelbach and Miller 2011", cluster::cluster_date),
    many_events(cluster::FIRM_AND_DATE, "many events: mean CAR with errors correlated within a firm and within a date, Student t(min G - 1)", "Cameron, Gelbach and Miller 2011", cluster::cluster_firm_and_date),
    many_events(precision_weighted::ID, "many independent events: mean CAR weighted by precision, with a test that it is common to all, standard normal", "Cochran 1954; DerSimonian and Laird 1986", precision_weighted::precision_weighted),
    many_events(hartung_knapp::ID, "many events: the same by the weighted spread of the CARs, Student t(N - 1)", "Hartung and Knapp 2001; Sidik and Jonkman 2002", hartung_knapp::hartung_knapp),
];

impl TestContext<'_> {
    /// Computes what the wanted tests of these windows share, once for all of them.
    #[must_use]
    pub fn for_tests(
        mut self,
        windows: &[Window],
        wanted: impl Fn(&TestEntry, Window) -> bool,
    ) -> Self {
        for statistic in SharedStatistic::ALL {
            let reads =
                |w: &Window| TESTS.iter().any(|t| t.shares == Some(statistic) && wanted(t, *w));
            let windows: Vec<Window> = windows.iter().copied().filter(reads).collect();
            if !windows.is_empty() {
                self = self.with(statistic, &windows);
            }
        }
        self
    }
}

impl WindowSample<'_> {
    /// The tests of the list for a cross-section that are wanted, in the order of the list.
    pub fn tests(&self, wanted: impl Fn(&TestEntry) -> bool) -> Vec<Outcome> {
        let chosen: Vec<_> =
            TESTS.iter().filter(|test| wanted(test)).filter_map(|test| test.run).collect();
        let shared = SharedDates::of(self).caution();
        let mut outcomes: Vec<Outcome> = chosen.into_par_iter().map(|run| run(self)).collect();
        let shape = SampleShape::of(self);
        for result in outcomes.iter_mut().filter_map(Outcome::result_mut) {
            result.size = shape.note(result.test);
            let independent = size_note(result.test)
                .is_some_and(|note| note.assumes.contains(&Assumption::IndependentEvents));
            if independent && result.caution.is_none() {
                result.caution.clone_from(&shared);
            }
        }
        outcomes
    }
}
