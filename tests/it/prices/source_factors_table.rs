use std::path::Path;

use eventstudy::prices::PriceError;
use eventstudy::prices::internals::FactorTable;

/// The layout of the library with invented numbers.
const ORIGINAL: &str = "This file was created by CMPT_ME_INVENTED_DAILY using the 202604 CRSP database.\n\
    The Tbill return is the simple daily rate, see the notes.\n\n\
    ,Mkt-RF,SMB,HML,RF\n\
    20250102,    0.54,   -0.25,   -99.99,   0.017\n\
    20250103,   -1.10, -999,    0.30,   0.017\n\n\
     Annual Factors: January-December \n\
    ,Mkt-RF,SMB,HML,RF\n\
      2024,   20.10,    1.00,   -3.00,   5.20\n\n\
    Copyright 2026 Nobody\n";

fn read(text: &str) -> Result<FactorTable, PriceError> {
    FactorTable::read(Path::new("x.csv"), text)
}

#[test]
fn of_the_original_layout_only_the_daily_section_is_read() {
    let table = read(ORIGINAL).unwrap();
    assert_eq!(table.dates.len(), 2);
    assert_eq!(table.columns[0], ("Mkt-RF".to_owned(), vec![0.54, -1.10]));
    assert!(table.columns[1].1[1].is_nan() && table.columns[2].1[0].is_nan());
    assert_eq!(table.vintage.as_deref(), Some("202604 CRSP database"));
}

#[test]
fn blanks_around_a_name_are_no_part_of_it() {
    let table = read(
        "Missing data are indicated by -99.99 or -999.\n\n,Mom   \n20250102,   0.31\n\nCopyright\n",
    )
    .unwrap();
    assert_eq!(table.columns, [("Mom".to_owned(), vec![0.31])]);
    assert_eq!(table.vintage, None);
    let table = read("Date,mkt_rf,UMD,my factor\r\n2025-01-02,1,,3\r\n").unwrap();
    let names: Vec<&str> = table.columns.iter().map(|(n, _)| n.as_str()).collect();
    assert_eq!(names, ["Mkt-RF", "Mom", "my factor"]);
    assert!(table.columns[1].1[0].is_nan());
}

#[test]
fn what_is_not_daily_or_not_a_table_is_refused() {
    for text in [
        "",
        "no table at all\n",
        "date,Mkt-RF\n",
        ",Mkt-RF\n202501,1.2\n202502,0.4\n",
        "date,Mkt-RF\n2025-01-03,1\n2025-01-02,1\n",
        "date,Mkt-RF\n2025-01-02,1\n2025-01-02,1\n",
        "date,Mkt-RF\n2025-01-02,1,2\n",
        "date,Mkt-RF\n2025-01-02,inf\n",
        "date,Mkt-RF\n2025-01-02,x\n",
        "date,Mkt-RF\n2025-01-02,1\nsoon,2\n",
        "date,Mom,UMD\n2025-01-02,1,2\n",
        "date,RF\n2025-01-03,1\n2025-01-10,1\n2025-01-17,1\n2025-01-24,1\n",
    ] {
        let error = read(text).err().unwrap_or_else(|| panic!("{text:?} was read"));
        assert!(!error.hint().is_empty());
    }
}
