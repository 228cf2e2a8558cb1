//! The factor library: an archive with a table in it.

use chrono::Utc;
use eventstudy::prices::vendor::internals::{Answer, Problem};
use eventstudy::prices::vendor::internals::{
    FactorFile, parse_factor_file as parse, plan_factor_file as plan,
};
use eventstudy::prices::vendor::{FACTOR_LIBRARY as ACCESS, FACTOR_SETS as SETS};

use super::plans::at;
use crate::support::stored_answers::folder;

fn stored(name: &str) -> Vec<u8> {
    std::fs::read(folder("french").join(name)).unwrap()
}

fn read(name: &str) -> Result<FactorFile, Problem> {
    parse(&Answer::of(200, stored(name)))
}

#[test]
fn the_table_becomes_a_plain_one_in_per_cent() {
    let file = read("normal.zip").unwrap();
    assert_eq!(file.vintage, "202608 CRSP database");
    assert_eq!(
        file.csv,
        "date,Mkt-RF,SMB,HML,RF\n\
         2025-12-08,0.54,-0.25,-0.4,0.02\n\
         2025-12-09,0.24,-0.15,,0.02\n\
         2025-12-10,-0.06,-0.05,0.2,0.02\n"
    );
}

#[test]
fn other_line_ends_and_letters_change_nothing() {
    let file = read("mixed_line_ends.zip").unwrap();
    assert_eq!(file.vintage, "202608 CRSP database");
    assert!(file.csv.starts_with("date,Mkt-RF,SMB,HML,RF\n2025-12-08,0.54,"), "{}", file.csv);
    assert_eq!(file.csv.lines().count(), 3);
}

#[test]
fn dates_are_those_of_the_file_in_every_week() {
    for (name, dates) in [
        ("half_day.zip", ["2025-11-26", "2025-11-28", "2025-12-01"]),
        ("dst_march.zip", ["2025-03-07", "2025-03-10", "2025-03-11"]),
        ("dst_november.zip", ["2025-10-31", "2025-11-03", "2025-11-04"]),
    ] {
        let csv = read(name).unwrap().csv;
        let read: Vec<&str> = csv.lines().skip(1).map(|l| l.split(',').next().unwrap()).collect();
        assert_eq!(read, dates, "{name}");
    }
}

#[test]
fn what_is_no_table_of_days_is_told() {
    for (name, words) in
        [("monthly.zip", "202508"), ("empty.zip", "Copyright"), ("no_table.zip", "no header")]
    {
        match read(name) {
            Err(Problem::Refused { reason }) => assert!(reason.contains(words), "{name}: {reason}"),
            other => panic!("{name}: {other:?}"),
        }
    }
    assert!(matches!(read("truncated.zip"), Err(Problem::Malformed { .. })));
    assert!(matches!(read("unavailable.html"), Err(Problem::Passing { .. })));
    let answer = |status, name| parse(&Answer::of(status, stored(name))).unwrap_err();
    assert!(matches!(answer(404, "not_found.html"), Problem::NotFound { .. }));
    assert!(matches!(answer(403, "forbidden.html"), Problem::Refused { .. }));
    assert!(matches!(
        answer(429, "too_many_requests.txt"),
        Problem::RateLimited { after: None, .. }
    ));
    let mut slow = Answer::of(429, stored("too_many_requests.txt"));
    slow.headers.insert("retry-after".into(), "30".into());
    let Problem::RateLimited { after, .. } = parse(&slow).unwrap_err() else { panic!() };
    assert_eq!(after.map(|a| a.as_secs()), Some(30));
}

#[test]
fn every_set_has_its_archive_and_others_are_refused() {
    for (set, file, _) in SETS {
        let plan = plan(set, at("2026-11-27T18:00:00Z")).unwrap();
        assert_eq!(plan.chunks.len(), 1);
        let address = plan.chunks[0].request.to_string();
        let host = ACCESS.hosts[0];
        assert_eq!(address, format!("https://{host}/pages/faculty/ken.french/ftp/{file}_CSV.zip"));
        assert!(plan.chunks[0].from < plan.chunks[0].until);
    }
    let refusal = plan("seven", Utc::now()).unwrap_err();
    assert!(refusal.to_string().contains("`three` (Mkt-RF, SMB, HML and RF)"), "{refusal}");
}

/// Whatever is damaged is told by the check sum or by the table, never read as other numbers.
#[test]
fn a_damaged_archive_is_never_read_as_other_numbers() {
    let whole = stored("normal.zip");
    let right = read("normal.zip").unwrap();
    for at in 0..whole.len() {
        for mask in [0x01, 0x80, 0xff] {
            let mut damaged = whole.clone();
            damaged[at] ^= mask;
            if let Ok(file) = parse(&Answer::of(200, damaged)) {
                assert_eq!(file, right, "byte {at}");
            }
        }
        assert!(parse(&Answer::of(200, &whole[..at])).is_err(), "cut at {at}");
    }
}
