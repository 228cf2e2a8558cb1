use eventstudy::prices::store::Series;
use eventstudy::prices::vendor::{BarLength, VendorAdjustment};

#[test]
fn a_series_is_read_from_its_own_folder() {
    let series = Series {
        vendor: "alpaca".into(),
        feed: "sip".into(),
        adjustment: VendorAdjustment::All,
        as_of: Some("2026-11-27".parse().unwrap()),
        length: BarLength::Day,
        symbol: "BRK.B".parse().unwrap(),
    };
    let folder = series.folder().unwrap();
    let names: Vec<String> =
        folder.iter().skip(1).map(|n| n.to_string_lossy().into_owned()).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    assert_eq!(Series::from_names(names.try_into().unwrap()), Some(series.clone()));
    for bad in ["../x", "a/b", "", ".", "a\\b", "a b"] {
        assert!(Series { feed: bad.into(), ..series.clone() }.folder().is_err(), "{bad}");
    }
}
