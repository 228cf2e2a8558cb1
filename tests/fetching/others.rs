//! Sources beside the vendors of bars: one that a file describes, factors, feeds.

use std::io::Write as _;

use crate::market;
use crate::place::{KEY, Place, date};
use crate::server::{Reply, Server};

/// The description in `docs/vendors.md`, as it stands there.
fn description() -> String {
    let page = include_str!("../../docs/vendors.md");
    let start = page.find("    id = \"example\"").unwrap();
    let lines = page[start..].lines();
    let lines = lines.take_while(|l| l.is_empty() || l.starts_with("    "));
    lines.map(|l| l.strip_prefix("    ").unwrap_or(l)).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_source_that_a_file_describes_is_fetched_like_any_other() {
    let place = Place::new();
    let days = market::days("META", date("2025-12-01"), date("2025-12-10"));
    let server = Server::new(move |asked, _| {
        assert_eq!(asked.path(), "/eod/META.csv");
        assert_eq!(asked.header("x-api-key"), Some(KEY));
        assert_eq!(asked.value("start").as_deref(), Some("2025-12-01"));
        let rows = days.iter().map(|(d, c)| format!("{d},{c},{c},{c},{c},1000\n"));
        let table: String = rows.collect();
        Reply::json(format!("date,open,high,low,close,volume\n{table}"))
    });
    let file = place.folder.path().join("example.toml");
    std::fs::write(&file, description()).unwrap();
    let span = ["--tickers", "META", "--from", "2025-12-01", "--to", "2025-12-10"];
    let fetch = [&["fetch", "--source-file", file.to_str().unwrap()], &span[..]].concat();
    let mut command = place.bare(&fetch);
    command.env("EVENTSTUDY_EXAMPLE_URL", &server.url).env("EXAMPLE_KEY", KEY);
    let ran = place.run(&mut command).done();
    assert!(ran.out.contains("8 bars fetched for META"), "{}", ran.out);
    assert_eq!((place.verified().bars, server.count()), (8, 1));
    assert_eq!(place.store().series().unwrap()[0].vendor, "example");
    place.run(&mut place.bare(&fetch)).done();
    std::fs::write(&file, "id = \"alpaca\"").unwrap();
    place.run(&mut place.bare(&fetch)).failed(1, "the description", "docs/vendors.md");
}

#[test]
fn factors_are_kept_by_vintage_and_can_be_used() {
    let place = Place::new();
    let server = Server::new(|asked, _| {
        assert!(
            asked.path().ends_with("F-F_Research_Data_Factors_daily_CSV.zip"),
            "{}",
            asked.target
        );
        let table = "This file was created using the 202608 CRSP database.\r\n\r\n,Mkt-RF,SMB,HML,RF\r\n20251209,    0.09,   -0.25,   -0.27,    0.01\r\n20251210,    0.67,    0.12,   -0.05,    0.02\r\n\r\nCopyright 2026 invented\r\n";
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        zip.start_file("x.csv", zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(table.as_bytes()).unwrap();
        Reply::status(200, zip.finish().unwrap().into_inner())
    });
    let fetch = |set: &str| {
        let mut command = place.bare(&["fetch", "--factors", set]);
        place.run(command.env("EVENTSTUDY_FRENCH_URL", &server.url))
    };
    let ran = fetch("three").done();
    assert!(ran.out.contains("vintage 202608"), "{}", ran.out);
    let path = ran.out.trim().rsplit("--factors ").next().unwrap().to_owned();
    let unit = eventstudy::prices::FactorUnit::Percent;
    let read = eventstudy::prices::Factors::from_files(&[path.into()], unit).unwrap();
    assert!(read.warnings.is_empty(), "{:?}", read.warnings);
    fetch("six").failed(1, "french does not have", "eventstudy sources");
}

#[test]
fn a_feed_of_ones_own_becomes_events() {
    let place = Place::new();
    let server = Server::new(|asked, _| {
        assert_eq!(asked.path(), "/invented/feed.xml");
        Reply::Full(200, vec![("Content-Type", "application/rss+xml".into())], br#"<?xml version="1.0"?><rss version="2.0"><channel><title>Invented Wire</title>
<item><title>META names a supplier</title><link>https://wire.example.com/1</link><guid>1</guid><pubDate>Wed, 10 Dec 2025 07:31:07 -0500</pubDate></item>
</channel></rss>"#.to_vec())
    });
    let news = [
        "news",
        "--tickers",
        "META",
        "--from",
        "2025-12-10",
        "--to",
        "2025-12-10",
        "--source",
        "rss",
        "--feed",
        "https://wire.example.com/invented/feed.xml?token=s3cr3t-of-the-reader",
    ];
    let mut command = place.bare(&news);
    let ran = place.run(command.env("EVENTSTUDY_RSS_URL", &server.url)).done();
    assert!(ran.out.contains("2025-12-10T12:31:07"), "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("Invented Wire"), "{}", ran.out);
    // A feed that is not public has a key in its address, which is not kept.
    for path in crate::place::files(&place.home()) {
        let bytes = std::fs::read(&path).unwrap();
        let mut text = Vec::new();
        use std::io::Read as _;
        let _ = flate2::read::GzDecoder::new(bytes.as_slice()).read_to_end(&mut text);
        let text = String::from_utf8_lossy(&text).into_owned();
        assert!(!text.contains("s3cr3t"), "{text}");
    }
}
