use eventstudy::report::internals::csv;
use polars::prelude::*;

#[test]
fn cells_read_as_their_types() {
    let day = Series::new("day".into(), [Some(20_432_i32), None]).cast(&DataType::Date);
    let time = Series::new("time".into(), [Some(1_765_377_000_000_000_i64), None])
        .cast(&DataType::Datetime(TimeUnit::Microseconds, Some(TimeZone::UTC)));
    let columns = vec![
        Column::new("text".into(), [Some("a, \"b\""), None]),
        Column::new("number".into(), [Some(0.1 + 0.2), Some(f64::NAN)]),
        Column::new("whole".into(), [Some(-3_i32), None]),
        Column::new("large".into(), [Some(3_u64), None]),
        Column::new("truth".into(), [Some(true), None]),
        day.unwrap().into(),
        time.unwrap().into(),
    ];
    let frame = DataFrame::new(2, columns).unwrap();
    let text = String::from_utf8(csv(&frame).unwrap()).unwrap();
    let expected = "text,number,whole,large,truth,day,time\n\
         \"a, \"\"b\"\"\",0.30000000000000004,-3,3,true,2025-12-10,2025-12-10T14:30:00Z\n\
         ,,,,,,\n";
    assert_eq!(text, expected);
}
