//! What was measured of events, as it travels back.

use polars::prelude::*;

/// What was measured of the events of a study, or of some of its firms: everything that the averages
/// and tests are computed from, to the last bit.
///
/// Records come from [`CrossSectionStudy::measure`](super::CrossSectionStudy::measure) and go into
/// [`CrossSectionStudy::conclude`](super::CrossSectionStudy::conclude). Between them they may travel
/// as a frame, whose rows may be cut and put into any order.
///
/// # Shape and units
/// One row for each pair and choice, and one for each firm with data. Returns are decimal fractions.
/// A missing return is NaN; null is what a row has not got.
///
/// | column | type | meaning |
/// |---|---|---|
/// | `choice` | String | `study`; `overlapping-kept`, `day-zero:-1`, `model:capm` and the like for what is measured anew; `firm` for the row of a firm |
/// | `ticker` | String | the firm |
/// | `pair` | Int32 | position in the announcements |
/// | `day_zero` | Date | day 0 of the study, whatever the choice |
/// | `code`, `reason` | String | why there is no measurement; where there is one, `reason` goes with `gap` |
/// | `degrees_of_freedom`, `sigma` | Float64 | of the residual variance; the residual standard deviation |
/// | `residuals`, `residual_times` | List(Float64), List(Int32) | of the estimation window, and their event times |
/// | `abnormal` | List(Float64) | abnormal return of each bar of the event window |
/// | `event_bars_covered` | List(Float64) | bars that each return of the event window covers; empty where each covers its own |
/// | `car`, `variance`, `standardised_variance`, `buy_and_hold` | List(Float64) | of each bar, then of each CAR window; the third is the variance of the sum of standardised abnormal returns |
/// | `zero_returns` | Int32 | returns of the estimation window that are exactly zero |
/// | `gap` | String | the code of why bars of the event window are missing |
/// | `alpha`, `beta`, `beta_by_least_squares` | Float64 | of the study's own choice: coefficients of the model |
/// | `coefficients`, `coefficient_names` | List(Float64), String | the further ones, and their names, one a line |
/// | `buy_and_hold_model` | Float64 | buy-and-hold return of the headline window less the model's |
/// | `sample_quantile_p`, `permutation_p` | Float64 | p-values of the single event |
/// | `permutation_statistic`, `permutation_donors` | Float64 | what the latter is from |
/// | `fell_back` | Boolean | whether the figures are those of another model |
/// | `notes` | String | what to know of the estimate, one note a line |
/// | `steps` | Int32 | with samples: bars from the last estimation bar to the event window; 0 if the pair has none |
/// | `estimation_times` | List(Int32) | with samples: event times of the estimation bars |
/// | `estimation_firm`, `estimation_market`, `event_firm`, `event_market` | List(Float64) | with samples: returns of the firm and the benchmark |
/// | `estimation_factors`, `event_factors` | List(Float64) | with samples: the further regressors, one after another |
/// | `facts` | String | of a firm, as JSON: the findings of the quality checks, and a hash of what all parts must have in common |
///
/// Samples travel where the pairs may share day 0, since their portfolio is then estimated as a firm
/// of its own.
#[derive(Clone, Debug, Default)]
pub struct Records {
    /// Frames with the same columns, each in one chunk.
    pub(crate) frames: Vec<DataFrame>,
}

impl Records {
    /// The records of all parts.
    pub fn joined(parts: impl IntoIterator<Item = Self>) -> Self {
        Self { frames: parts.into_iter().flat_map(|part| part.frames).collect() }
    }

    /// The number of rows.
    pub fn len(&self) -> usize {
        self.frames.iter().map(DataFrame::height).sum()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
