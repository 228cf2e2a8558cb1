//! The results as a polars frame: the mean abnormal return of both firms on each session.

use eventstudy::prelude::*;
use polars::prelude::{IntoLazy, col, lit};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let calendar = TradingCalendar::new_york();
    let event = Catalog::bundled()?.get("meta-avocado")?.clone();
    let spec = StudySpec::default();
    let prices = Prices::bundled_sample(&spec.tickers_of(std::slice::from_ref(&event)), &calendar)?;
    let results = Study::new(spec, &calendar).run(&[event], &prices)?;

    let frame = results.abnormal_returns()?;
    println!("{}", frame.head(Some(5)));
    let around_the_news = frame
        .lazy()
        .filter(col("t").gt_eq(lit(-1)).and(col("t").lt_eq(lit(2))))
        .group_by_stable([col("t"), col("date")])
        .agg([col("abnormal").mean(), col("abnormal").count().alias("firms")])
        .collect()?;
    println!("{around_the_news}");
    Ok(())
}
