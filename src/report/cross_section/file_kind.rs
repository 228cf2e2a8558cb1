//! The kinds of files that a report can have.

/// A kind of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FileKind {
    /// `results.json`: everything but the abnormal returns of single days.
    Json,
    /// Tidy tables: `windows.csv`, `days.csv`, `path.csv`, `sensitivity.csv`, `volatility.csv`,
    /// `volume.csv`, `calendar_time.csv`, `placebo_dates.csv`, `power.csv`, `ledger.csv`,
    /// `events.csv`, and `abnormal_returns.csv` up to 200,000 rows.
    Csv,
    /// `events.parquet` and `abnormal_returns.parquet`.
    Parquet,
    /// `tables.tex`.
    Latex,
    /// `results.xlsx`.
    Excel,
    /// Pictures.
    Figures,
}

impl FileKind {
    /// Every kind.
    pub const ALL: &'static [Self] =
        &[Self::Json, Self::Csv, Self::Parquet, Self::Latex, Self::Excel, Self::Figures];

    /// Up to this number of events everything but Parquet is made without being asked for.
    pub const EVERYTHING_UP_TO: usize = 10_000;

    /// What is made for a number of events unless something is asked for: all but Parquet up to
    /// 10,000 events; JSON, CSV and figures above.
    pub fn defaults(events: usize) -> &'static [Self] {
        if events <= Self::EVERYTHING_UP_TO {
            &[Self::Json, Self::Csv, Self::Latex, Self::Excel, Self::Figures]
        } else {
            &[Self::Json, Self::Csv, Self::Figures]
        }
    }

    /// The name in commands.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Parquet => "parquet",
            Self::Latex => "latex",
            Self::Excel => "excel",
            Self::Figures => "figures",
        }
    }
}
