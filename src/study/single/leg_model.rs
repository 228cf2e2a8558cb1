//! The market model behind abnormal legs.

use super::context::Context;
use crate::models::LeastSquares;
use crate::returns::{Leg, SampleInputs, SessionSeries};

use super::leg_days::DayPair;

/// The log market model of whole days, with its mean split over the legs.
pub(super) struct LegModel {
    pub(super) beta: f64,
    overnight: f64,
    intraday: f64,
    /// Abnormal overnight, intraday and whole-day returns of the estimation window.
    residuals: Vec<[f64; 3]>,
}

pub(super) fn leg_model(context: &Context<'_>) -> Option<LegModel> {
    let (firm, market) = (context.firm?, context.market.as_ref()?);
    let spec = context.shared.spec;
    let others: Vec<usize> = context.others.iter().map(|o| o.day_zero).collect();
    let sessions = context.shared.calendar.days().len();
    let own: Vec<f64> = (0..sessions).map(|s| firm.log(s)).collect();
    let column: Vec<f64> = (0..sessions).map(|s| market.log(s)).collect();
    let inputs = SampleInputs {
        firm: SessionSeries { first: 0, values: &own },
        market: Some(SessionSeries { first: 0, values: &column }),
        market_needed: true,
        factors: &[],
        bars_covered: None,
    };
    let samples = spec.time_line().samples(&inputs, context.day_zero, &others).ok()?;
    let sessions: Vec<usize> = samples
        .estimation_times
        .iter()
        .map(|t| (context.day_zero as i64 + i64::from(*t)) as usize)
        .filter(|s| firm.overnight(*s).is_finite() && market.overnight(*s).is_finite())
        .collect();
    if sessions.len() < spec.minimum_estimation {
        return None;
    }
    let column = |f: &dyn Fn(usize) -> f64| sessions.iter().map(|s| f(*s)).collect::<Vec<f64>>();
    let y = column(&|s| firm.log(s));
    let x = column(&|s| market.log(s));
    let ones = vec![1.0; x.len()];
    let beta = LeastSquares::fit(&[&ones, &x], &y).ok()?.coefficients()[1];
    let mean = |values: Vec<f64>| values.iter().sum::<f64>() / values.len() as f64;
    let overnight_of = |s: usize| firm.overnight(s) - beta * market.overnight(s);
    let intraday_of = |s: usize| firm.intraday(s) - beta * market.intraday(s);
    let (overnight, intraday) = (mean(column(&overnight_of)), mean(column(&intraday_of)));
    let residuals = sessions
        .iter()
        .map(|s| {
            let (a, b) = (overnight_of(*s) - overnight, intraday_of(*s) - intraday);
            [a, b, a + b]
        })
        .collect();
    Some(LegModel { beta, overnight, intraday, residuals })
}

impl LegModel {
    /// The abnormal leg of a day. The mean of the night belongs to its first part, from the close
    /// to the premarket, which is nearly all of it.
    pub(super) fn abnormal(&self, leg: Leg, day: &DayPair) -> Option<f64> {
        let mean = match leg {
            Leg::Overnight | Leg::Premarket | Leg::PremarketAsOf => self.overnight,
            Leg::Intraday => self.intraday,
            Leg::CloseClose => self.overnight + self.intraday,
            Leg::OpenGap | Leg::Post | Leg::ByText => 0.0,
        };
        Some(day.firm.get(leg)? - mean - self.beta * day.market.as_ref()?.get(leg)?)
    }

    /// The abnormal returns of the estimation window, for legs that daily bars have.
    pub(super) fn residuals(&self, leg: Leg) -> Option<Vec<f64>> {
        let column = match leg {
            Leg::Overnight => 0,
            Leg::Intraday => 1,
            Leg::CloseClose => 2,
            _ => return None,
        };
        Some(self.residuals.iter().map(|r| r[column]).collect())
    }
}
