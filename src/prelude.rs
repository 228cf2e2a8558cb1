//! The names that most programs need.

pub use crate::Error;
pub use crate::calendar::{Session, TradingCalendar};
pub use crate::event::{
    Announcements, Catalog, Event, EventError, EventId, NewsTiming, Published, Ticker,
};
pub use crate::models::{Estimate, ExpectedReturnModel, LinearEstimate, ModelError};
pub use crate::prices::{DataPath, FileRequest, Options, PricePanel, Prices};
pub use crate::report::{Language, Report};
pub use crate::returns::{Benchmark, EstimationSample, EventSample, ReturnKind, Window};
pub use crate::study::many::{CrossSectionResults, CrossSectionStudy};
pub use crate::study::{Study, StudyResults, StudySpec};
