//! Keys: where they come from, and that they go nowhere else.

use crate::market::{alpaca, body};
use crate::place::{KEY, Place, SECRET};
use crate::server::{Reply, Server};

const FETCH: [&str; 9] = [
    "fetch",
    "--source",
    "alpaca",
    "--tickers",
    "META",
    "--from",
    "2025-12-10",
    "--to",
    "2025-12-10",
];

#[test]
fn a_key_is_sent_in_its_header_and_kept_nowhere() {
    let place = Place::new();
    let server = Server::new(|asked, _| {
        assert_eq!(asked.header("apca-api-key-id"), Some(KEY));
        assert_eq!(asked.header("apca-api-secret-key"), Some(SECRET));
        assert!(!asked.target.contains(KEY));
        // The vendor repeats the keys in what it sends, in the body and in a header.
        let text = String::from_utf8(body(alpaca(asked, 10_000))).unwrap();
        let text = text.replacen('{', &format!(r#"{{"you":"{KEY}:{SECRET}","#), 1);
        Reply::Full(
            200,
            vec![("Content-Type", format!("application/json; x={SECRET}"))],
            text.into(),
        )
    });
    place.fetch(&server.url, &FETCH[3..]).done();
    assert_eq!(place.verified().bars, 1);
    // The answer is kept; `fetch` has looked into it for the keys.
    assert_eq!(place.verified().answers, 1);
}

#[test]
fn without_a_key_the_user_is_told_how_to_get_one_and_where_it_goes() {
    let place = Place::new();
    let ran = place.run(&mut place.bare(&FETCH));
    let ran = ran.failed(
        1,
        "alpaca needs a key, and EVENTSTUDY_ALPACA_KEY is not set",
        "https://alpaca.markets",
    );
    assert!(ran.err.contains("config.toml") && ran.err.contains("[alpaca]"), "{}", ran.err);
    assert!(!place.home().exists());
}

#[cfg(unix)]
#[test]
fn a_configuration_file_is_the_users_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = Place::new();
    let server = Server::new(|asked, _| {
        assert_eq!(asked.header("apca-api-secret-key"), Some(SECRET));
        alpaca(asked, 10_000)
    });
    let file = place.folder.path().join("config.toml");
    let url = &server.url;
    let text = format!(
        "[alpaca]\nkey = \"{KEY}\"\nsecret = \"{SECRET}\"\nurl = \"{url}\"\nper_minute = 60000\n"
    );
    std::fs::write(&file, &text).unwrap();
    let run = |mode: u32| {
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(mode)).unwrap();
        place.run(&mut place.bare(&FETCH))
    };
    for mode in [0o644, 0o640, 0o606] {
        run(mode).failed(1, "can be read by others", "chmod 600");
    }
    assert_eq!(server.count(), 0);
    run(0o600).done();
    assert_eq!(server.count(), 1);
    // A file that is no TOML is refused without its text.
    std::fs::write(&file, format!("[alpaca]\nkey = {SECRET}\n")).unwrap();
    run(0o600).failed(1, "is no TOML near line 2", "[alpaca]");
}

#[test]
fn an_address_that_is_not_safe_is_refused() {
    let place = Place::new();
    for (url, reason) in [
        ("http://data.example.com", "is not https"),
        ("https://me:word@data.example.com", "has a name or a password"),
        ("https://data.example.com/v2?token=x", "has more than a scheme"),
        ("ftp://127.0.0.1", "is not https"),
        ("nowhere", "is no address"),
    ] {
        place.run(&mut place.command(url, &FETCH)).failed(
            1,
            &format!("EVENTSTUDY_ALPACA_URL {reason}"),
            "write https://HOST",
        );
    }
    let mut broken = place.command("http://127.0.0.1:1", &FETCH);
    place.run(broken.env("APCA_API_KEY_ID", "two words")).failed(
        1,
        "has characters that no key has",
        "copy the key again",
    );
}
