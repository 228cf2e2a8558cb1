//! The events of a sample, their abnormal returns, the path and the ledger as polars frames.

use polars::prelude::*;

use super::{count, number, text};
use crate::returns::Window;
use crate::study::many::{CrossSectionResults, EventRow};

impl CrossSectionResults {
    /// The events of the sample, one row for each.
    ///
    /// | column | type | meaning |
    /// |---|---|---|
    /// | `event`, `ticker` | String | the pair |
    /// | `published`, `precision` | String | when the story became public, and how precisely that is known |
    /// | `session_of_news` | String | the part of the trading day: `premarket`, `regular session` and the like; two with ` or ` between where it is open; null for a date |
    /// | `day_zero` | Date | day 0 |
    /// | `estimation_bars` | UInt64 | bars of the estimation window |
    /// | `degrees_of_freedom` | Float64 | of the residual variance; null for known variances |
    /// | `sigma` | Float64 | residual standard deviation |
    /// | `alpha`, `beta` | Float64 | of the model in use |
    /// | `beta_by_least_squares` | Float64 | the plain beta beside a corrected one |
    /// | `coefficient_NAME` | Float64 | for each further coefficient |
    /// | `valid_bars` | UInt64 | bars of the headline window with an abnormal return |
    /// | `scar` | Float64 | the headline window's CAR over its standard error |
    /// | `p_value` | Float64 | parametric, of the headline window's CAR |
    /// | `sample_quantile_p` | Float64 | its rank among the firm's own residuals; up to 20,000 events |
    /// | `permutation_p` | Float64 | its rank among the donors of a synthetic control; likewise |
    /// | `buy_and_hold_model` | Float64 | headline window, against the compounded expectation of the model |
    /// | `car_W`, `standard_error_W`, `buy_and_hold_W` | Float64 | for each CAR window W, see [`window_suffix`]; null where the event has no such window |
    /// | `flags` | String | separated by `;` |
    /// | `simulated` | Boolean | whether the prices are simulated |
    ///
    /// # Errors
    /// A polars error only for a defect of this program.
    pub fn events_frame(&self) -> PolarsResult<DataFrame> {
        let rows = &self.events;
        let mut columns = vec![
            text("event", rows, |e| Some(&e.event)),
            text("ticker", rows, |e| Some(&e.ticker)),
            text("published", rows, |e| Some(&e.published)),
            text("precision", rows, |e| Some(e.precision)),
            text("session_of_news", rows, session_of_news),
            self.day_zero_column(1)?,
            count("estimation_bars", rows, |e| Some(e.estimation_bars)),
            number("degrees_of_freedom", rows, |e| Some(e.degrees_of_freedom)),
            number("sigma", rows, |e| Some(e.sigma)),
            number("alpha", rows, |e| e.alpha),
            number("beta", rows, |e| e.beta),
            number("beta_by_least_squares", rows, |e| e.beta_by_least_squares),
        ];
        for name in EventRow::coefficient_names(rows) {
            let column = format!("coefficient_{}", name.replace(' ', "_"));
            columns.push(number(&column, rows, |e| e.coefficient(name)));
        }
        columns.extend([
            count("valid_bars", rows, |e| Some(e.valid_bars)),
            number("scar", rows, |e| e.scar),
            number("p_value", rows, |e| e.p_value),
            number("sample_quantile_p", rows, |e| e.sample_quantile_p),
            number("permutation_p", rows, |e| e.permutation_p),
            number("buy_and_hold_model", rows, |e| e.buy_and_hold_model),
        ]);
        let order: Vec<usize> = (0..rows.len()).collect();
        let section = &self.section;
        for window in self.windows.iter().map(|w| w.window) {
            let Some(k) = section.column_of(window) else { continue };
            let name = |what: &str| format!("{what}_{}", window_suffix(window));
            columns.push(number(&name("car"), &order, |i| Some(section.car(*i, k))));
            let error = |i: &usize| Some(section.variance(*i, k).sqrt());
            columns.push(number(&name("standard_error"), &order, error));
            let held = |i: &usize| Some(section.buy_and_hold(*i, k));
            columns.push(number(&name("buy_and_hold"), &order, held));
        }
        let flags = text("flags", rows, |e| (!e.flags.is_empty()).then(|| e.flags.join(";")));
        columns.push(flags);
        self.frame(columns)
    }

    /// The abnormal returns, one row for every event and bar of the event window.
    ///
    /// | column | type | meaning |
    /// |---|---|---|
    /// | `event`, `ticker` | String | the pair |
    /// | `day_zero` | Date | day 0 |
    /// | `t` | Int32 | event time |
    /// | `abnormal` | Float64 | abnormal return; null where missing |
    /// | `standard_error` | Float64 | with the forecast error of the model |
    /// | `standardised` | Float64 | the one over the other |
    /// | `simulated` | Boolean | whether the prices are simulated |
    ///
    /// # Errors
    /// A polars error only for a defect of this program.
    pub fn abnormal_returns_frame(&self) -> PolarsResult<DataFrame> {
        let window = self.section.event_window();
        let bars = window.len();
        let rows: Vec<(usize, usize)> =
            (0..self.events.len()).flat_map(|i| (0..bars).map(move |k| (i, k))).collect();
        // The first windows of a cross-section are its single bars.
        let error = |i, k| self.section.variance(i, k).sqrt();
        let value = |i: usize, k: usize| self.section.abnormal(i)[k];
        let times: Vec<i32> = rows.iter().map(|(_, k)| window.first() + *k as i32).collect();
        self.frame(vec![
            text("event", &rows, |(i, _)| Some(&self.events[*i].event)),
            text("ticker", &rows, |(i, _)| Some(&self.events[*i].ticker)),
            self.day_zero_column(bars)?,
            Column::new("t".into(), times),
            number("abnormal", &rows, |(i, k)| Some(value(*i, *k))),
            number("standard_error", &rows, |(i, k)| Some(error(*i, *k))),
            number("standardised", &rows, |(i, k)| Some(value(*i, *k) / error(*i, *k))),
        ])
    }

    /// The cumulative average abnormal return from the start of the event window, one row for each
    /// day: `t` (Int32), `events` (UInt64), `mean`, `standard_error`, `low`, `high` (95% interval)
    /// and `median` (Float64).
    ///
    /// # Errors
    /// A polars error only for a defect of this program.
    pub fn path_frame(&self) -> PolarsResult<DataFrame> {
        let rows = &self.path;
        let times: Vec<i32> = rows.iter().map(|p| p.t).collect();
        self.frame(vec![
            Column::new("t".into(), times),
            count("events", rows, |p| Some(p.events)),
            number("mean", rows, |p| p.mean),
            number("standard_error", rows, |p| p.standard_error),
            number("low", rows, |p| p.interval.map(|i| i.0)),
            number("high", rows, |p| p.interval.map(|i| i.1)),
            number("median", rows, |p| p.median),
        ])
    }

    /// Every event that is not in the sample or not in some window: `row` (UInt64, of the events
    /// file), `event`, `ticker`, `part` (`event` or `window`), `code` and `reason` (String).
    ///
    /// # Errors
    /// A polars error only for a defect of this program.
    pub fn ledger_frame(&self) -> PolarsResult<DataFrame> {
        let rows = &self.ledger;
        self.frame(vec![
            count("row", rows, |l| l.row),
            text("event", rows, |l| Some(&l.event)),
            text("ticker", rows, |l| Some(&l.ticker)),
            text("part", rows, |l| Some(l.part)),
            text("code", rows, |l| Some(l.code)),
            text("reason", rows, |l| Some(&l.reason)),
        ])
    }

    fn day_zero_column(&self, times: usize) -> PolarsResult<Column> {
        let days: Vec<i32> = self
            .events
            .iter()
            .flat_map(|e| std::iter::repeat_n(e.day_zero.to_epoch_days(), times))
            .collect();
        Ok(Series::new("day_zero".into(), days).cast(&DataType::Date)?.into())
    }
}

/// The part of the trading day of an event, or both where it is open.
fn session_of_news(event: &EventRow) -> Option<String> {
    let first = event.session_of_news?.to_string();
    Some(match event.later_session_of_news {
        Some(later) => format!("{first} or {later}"),
        None => first,
    })
}

/// The name of a window in the name of a column: `m1_p1` for `[-1,+1]`, `0_0` for day 0. Brackets
/// and signs would have to be quoted in most languages.
///
/// ```
/// use eventstudy::returns::Window;
/// use eventstudy::study::many::internals::window_suffix;
/// assert_eq!(window_suffix(Window::new(-10, 5).unwrap()), "m10_p5");
/// ```
pub fn window_suffix(window: Window) -> String {
    let end = |t: i32| match t {
        0 => "0".to_owned(),
        t if t < 0 => format!("m{}", t.unsigned_abs()),
        t => format!("p{t}"),
    };
    format!("{}_{}", end(window.first()), end(window.last()))
}
