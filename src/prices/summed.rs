//! Daily bars out of intraday ones, and whether the two agree.

use chrono::{DateTime, NaiveDate};

use super::bars::{Columns, DailyBars, IntradayBars, values};
use super::quality::{Check, Tally};
use super::{Adjustment, PriceError, Prices};
use crate::calendar::{Moment, Session, TradingCalendar};

/// The last trade of the regular session and the official close differ by the closing auction, not
/// by more than this.
const CLOSE_TOLERANCE: f64 = 0.01;
/// The last trade of a session is its close if it came at most so many seconds before the end.
pub(crate) const CLOSE_AGE: i64 = 900;

/// The regular session of each day as one bar: first open, extremes, last close, summed volume.
/// The close is the last trade and not the closing auction.
pub(super) fn daily_from_intraday(
    bars: &IntradayBars,
    calendar: &TradingCalendar,
) -> Result<DailyBars, PriceError> {
    let mut dates: Vec<NaiveDate> = Vec::new();
    let mut last_end: Vec<i64> = Vec::new();
    let mut c = Columns::default();
    let (open, high) = (values(&bars.frame, "open")?, values(&bars.frame, "high")?);
    let (low, close) = (values(&bars.frame, "low")?, values(&bars.frame, "close")?);
    let volume = values(&bars.frame, "volume")?;
    for (i, micros) in bars.starts()?.into_iter().enumerate() {
        let Some(start) = DateTime::from_timestamp_micros(micros) else { continue };
        let Ok(Moment::Open { date, session: Session::Regular }) = calendar.moment(start) else {
            continue;
        };
        if dates.last() != Some(&date) {
            dates.push(date);
            last_end.push(0);
            c.open.push(Some(open[i]));
            c.high.push(Some(high[i]));
            c.low.push(Some(low[i]));
            c.close.push(Some(close[i]));
            c.volume.push(Some(0.0).filter(|_| volume[i].is_finite()));
            c.dividend.push(0.0);
            c.split.push(1.0);
        }
        let last = dates.len() - 1;
        last_end[last] = start.timestamp() + bars.interval.seconds();
        c.high[last] = c.high[last].map(|h| h.max(high[i]));
        c.low[last] = c.low[last].map(|l| l.min(low[i]));
        c.close[last] = Some(close[i]);
        c.volume[last] = c.volume[last].map(|v| v + volume[i]).filter(|v| v.is_finite());
    }
    for (date, ended) in dates.iter().zip(last_end) {
        let close = calendar.day(*date).map_or(i64::MAX, |d| d.close.timestamp());
        if close - ended > CLOSE_AGE {
            let at = dates.partition_point(|d| d < date);
            c.close[at] = None;
        }
    }
    let mut daily = DailyBars::new(bars.ticker.clone(), &dates, c, Adjustment::RawWithoutActions)?;
    daily.from_intraday = true;
    Ok(daily)
}

/// Flags days on which the intraday close is far from the daily one: mixed adjustment or a wrong
/// time zone.
pub(super) fn compare_closes(
    prices: &mut Prices,
    calendar: &TradingCalendar,
) -> Result<(), PriceError> {
    for (ticker, bars) in &prices.intraday {
        let Some(daily) = prices.daily.get(ticker).filter(|d| !d.from_intraday) else { continue };
        let summed = daily_from_intraday(bars, calendar)?;
        let closes = |bars: &DailyBars| -> Result<Vec<(i32, f64)>, PriceError> {
            let days = bars.frame.column("date")?.date()?.physical().clone();
            Ok(days.iter().flatten().zip(values(&bars.frame, "close")?).collect())
        };
        let official: std::collections::BTreeMap<i32, f64> = closes(daily)?.into_iter().collect();
        let mut tally = Tally::new(Check::DailyMismatch, "flagged only");
        for (day, last) in closes(&summed)? {
            let Some(close) = official.get(&day) else { continue };
            if (last / close).ln().abs() > CLOSE_TOLERANCE {
                let date = NaiveDate::from_epoch_days(day).unwrap_or_default();
                tally.hit(|| format!("{date}: {last} against {close}"));
            }
        }
        tally.finish(ticker, &bars.interval.to_string(), &mut prices.findings);
    }
    Ok(())
}
