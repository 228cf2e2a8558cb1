//! A vendor that charges: what it would cost is asked first, and nothing is bought twice.

use crate::place::{KEY, Place, Ran};
use crate::server::{Asked, Reply, Server};

const FETCH: [&str; 11] = [
    "fetch",
    "--source",
    "databento",
    "--tickers",
    "META",
    "--from",
    "2025-12-08",
    "--to",
    "2025-12-10",
    "--interval",
    "1d",
];
/// The user KEY without a password.
const USER: &str = "UEtURVNUS0VZMDEyMzQ1Njc4OTo=";
const BARS: &[u8] = include_bytes!("../responses/databento/daily.json");

fn fetch(place: &Place, server: &Server) -> Ran {
    let mut command = place.bare(&FETCH);
    command
        .env("DATABENTO_API_KEY", KEY)
        .env("EVENTSTUDY_DATABENTO_URL", &server.url)
        .env("EVENTSTUDY_DATABENTO_PER_MINUTE", crate::place::FAST);
    let ran = place.run(&mut command);
    assert!(!ran.out.contains(USER) && !ran.err.contains(USER), "{} {}", ran.out, ran.err);
    ran
}

fn is_price(asked: &Asked) -> bool {
    assert_eq!(asked.header("authorization"), Some(&*format!("Basic {USER}")));
    asked.path().ends_with("/metadata.get_cost")
}

#[test]
fn bars_are_priced_bought_and_kept() {
    let place = Place::new();
    let server = Server::new(|asked, _| match is_price(asked) {
        true => Reply::json("0.0002"),
        // The vendor repeats the key as it was sent.
        false => Reply::Full(200, vec![("X-You", format!("Basic {USER}"))], BARS.to_vec()),
    });
    let ran = fetch(&place, &server).done();
    let said = format!("{}{}", ran.out, ran.err);
    assert!(said.contains("charges about 0.0002 US dollars"), "{said}");
    assert_eq!((place.verified().bars, server.count()), (3, 2));
    let series = &place.store().series().unwrap()[0];
    assert_eq!((series.vendor.as_str(), series.feed.as_str()), ("databento", "equs"));
    // What is there is not bought again.
    fetch(&place, &server).done();
    assert_eq!(server.count(), 2);
    assert_eq!(server.asked()[1].value("end").as_deref(), Some("2025-12-11"));
}

#[test]
fn what_is_dear_is_not_bought() {
    let place = Place::new();
    let server = Server::new(|asked, _| {
        assert!(is_price(asked), "{}", asked.target);
        Reply::json("12.5")
    });
    fetch(&place, &server).failed(1, "would be charged 12.50 US dollars", "");
    assert_eq!(server.count(), 1);
}

#[test]
fn a_body_that_broke_off_is_not_bought_again() {
    // What came whole and cannot be read is kept as evidence of what was bought.
    let (cut, unreadable) =
        (Reply::Length(BARS.to_vec(), BARS.len() + 100), Reply::json(&BARS[..300]));
    for (broken, answers) in [(cut, 1), (unreadable, 2)] {
        let place = Place::new();
        let server = Server::new(move |asked, _| match is_price(asked) {
            true => Reply::json("0.0002"),
            false => broken.clone(),
        });
        let ran = fetch(&place, &server);
        assert_eq!(ran.code, 1, "{} {}", ran.out, ran.err);
        assert_eq!(server.count(), 2, "{}", ran.err);
        assert_eq!(place.verified().answers, answers, "{}", ran.err);
    }
}

#[test]
fn trouble_before_the_body_is_tried_again() {
    let place = Place::new();
    let server = Server::new(|asked, before| match (is_price(asked), before) {
        (true, _) => Reply::json("0.0002"),
        (false, 1) => Reply::Reset,
        (false, 2) => Reply::status(503, ""),
        _ => Reply::json(BARS),
    });
    fetch(&place, &server).done();
    assert_eq!((place.verified().bars, server.count()), (3, 4));
}
