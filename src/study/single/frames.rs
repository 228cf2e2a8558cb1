//! Results as polars frames.

use polars::prelude::*;

use super::{FirmResult, StudyResults};

/// A column in the making: one value per row.
#[derive(Default)]
struct Rows {
    event: Vec<String>,
    ticker: Vec<String>,
    numbers: Vec<(&'static str, Vec<Option<f64>>)>,
}

impl Rows {
    fn with(names: &[&'static str]) -> Self {
        Self { numbers: names.iter().map(|n| (*n, Vec::new())).collect(), ..Self::default() }
    }

    fn push(&mut self, event: &str, firm: &FirmResult, values: &[Option<f64>]) {
        self.event.push(event.to_owned());
        self.ticker.push(firm.ticker.to_string());
        for ((_, column), value) in self.numbers.iter_mut().zip(values) {
            column.push(*value);
        }
    }

    fn columns(self) -> (Vec<Column>, Vec<Column>) {
        let keys = vec![
            Column::new("event".into(), self.event),
            Column::new("ticker".into(), self.ticker),
        ];
        let numbers =
            self.numbers.into_iter().map(|(name, v)| Column::new(name.into(), v)).collect();
        (keys, numbers)
    }
}

impl StudyResults {
    /// The abnormal returns as a frame, one row for every event, ticker and session of the event
    /// window.
    ///
    /// | column | type | meaning |
    /// |---|---|---|
    /// | `event`, `ticker` | String | the pair |
    /// | `t` | Int32 | event time |
    /// | `date` | Date | the session |
    /// | `actual`, `benchmark`, `expected`, `abnormal` | Float64 | returns, decimal fractions; null where missing |
    /// | `standard_error`, `p_value` | Float64 | of the abnormal return |
    /// | `car`, `car_standard_error` | Float64 | cumulated from the start of the event window |
    /// | `simulated` | Boolean | whether the prices are simulated |
    ///
    /// ```
    /// use eventstudy::prelude::*;
    /// # let calendar = TradingCalendar::new_york();
    /// # let event = Catalog::bundled()?.get("meta-avocado")?.clone();
    /// # let spec = StudySpec::default();
    /// # let prices = Prices::bundled_sample(&spec.tickers_of(&[event.clone()]), &calendar)?;
    /// let results = Study::new(spec, &calendar).run(&[event], &prices)?;
    /// assert_eq!(results.abnormal_returns().unwrap().shape(), (42, 13));
    /// # Ok::<(), eventstudy::Error>(())
    /// ```
    ///
    /// # Errors
    /// A polars error only for a defect of this program.
    pub fn abnormal_returns(&self) -> PolarsResult<DataFrame> {
        let names = [
            "actual",
            "benchmark",
            "expected",
            "abnormal",
            "standard_error",
            "p_value",
            "car",
            "car_standard_error",
        ];
        let mut rows = Rows::with(&names);
        let (mut times, mut dates) = (Vec::new(), Vec::new());
        for event in &self.events {
            for firm in &event.firms {
                let Some(daily) = &firm.daily else { continue };
                for (i, bar) in daily.bars.iter().enumerate() {
                    let path = daily.path.get(i);
                    times.push(bar.bar.t);
                    dates.push(bar.date.to_epoch_days());
                    let b = &bar.bar;
                    rows.push(
                        event.event.id.as_str(),
                        firm,
                        &[
                            b.actual,
                            b.benchmark,
                            b.expected,
                            b.abnormal,
                            b.standard_error,
                            bar.test.as_ref().and_then(|t| t.p_value()),
                            path.map(|p| p.value),
                            path.map(|p| p.standard_error).filter(|se| se.is_finite()),
                        ],
                    );
                }
            }
        }
        let (mut columns, numbers) = rows.columns();
        columns.push(Column::new("t".into(), times));
        columns.push(Series::new("date".into(), dates).cast(&DataType::Date)?.into());
        columns.extend(numbers);
        columns.push(self.simulated_column(columns[0].len()));
        DataFrame::new(columns[0].len(), columns)
    }

    /// The intraday paths as a frame, one row for every event, ticker and point: `event`, `ticker`,
    /// `time` (Datetime, µs, UTC), `raw`, `abnormal` (cumulative log returns since the baseline),
    /// `band` (half its width, same units; of the path on which the verdict rests: the abnormal one
    /// where there is one) and `simulated` (Boolean).
    ///
    /// # Errors
    /// A polars error only for a defect of this program.
    pub fn intraday_paths(&self) -> PolarsResult<DataFrame> {
        let mut rows = Rows::with(&["raw", "abnormal", "band"]);
        let mut times = Vec::new();
        for event in &self.events {
            for firm in &event.firms {
                let Some(intraday) = &firm.intraday else { continue };
                let mut band: Vec<Option<f64>> =
                    intraday.deciding().map(|tested| tested.band().collect()).unwrap_or_default();
                band.resize(intraday.path.len(), None);
                for (point, band) in intraday.path.iter().zip(band) {
                    times.push(point.time.timestamp_micros());
                    rows.push(event.event.id.as_str(), firm, &[point.raw, point.abnormal, band]);
                }
            }
        }
        let (mut columns, numbers) = rows.columns();
        let utc = DataType::Datetime(TimeUnit::Microseconds, Some(TimeZone::UTC));
        columns.push(Series::new("time".into(), times).cast(&utc)?.into());
        columns.extend(numbers);
        columns.push(self.simulated_column(columns[0].len()));
        DataFrame::new(columns[0].len(), columns)
    }

    /// So that a table of simulated prices says so by itself.
    fn simulated_column(&self, rows: usize) -> Column {
        Column::new("simulated".into(), vec![self.provenance.simulated; rows])
    }
}
