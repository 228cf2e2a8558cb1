//! Descriptions of sources: what they ask for, and which are refused.

use eventstudy::prices::vendor::internals::Place;
use eventstudy::prices::vendor::{BarLength, BarVendor as _, Depth, Described};

use super::plans::{at, request};
use super::stored::all;
use crate::support::stored_answers::folder;

fn text(id: &str) -> String {
    std::fs::read_to_string(folder(id).join("description.toml")).unwrap()
}

#[test]
fn the_bounds_are_written_as_the_source_wants_them() {
    let minutes = Described::from_toml(&text("csvminutes")).unwrap();
    let (first, last) = ("2025-12-04".parse().unwrap(), "2025-12-10".parse().unwrap());
    let asked = request(&minutes, BarLength::Minutes(1), first, last);
    let plan = minutes.plan(&asked, at("2025-12-12T12:00:00Z")).unwrap();
    // Thursday to Monday, and from Tuesday on, for two symbols.
    let addresses: Vec<String> = plan.chunks.iter().map(|c| c.request.to_string()).collect();
    let epoch = |text: &str| at(text).timestamp();
    assert_eq!(addresses.len(), 4);
    assert_eq!(
        addresses[0],
        format!(
            "https://minutes.example.com/v1/bars/meta.us?from={}&until={}",
            epoch("2025-12-04T09:00:00Z"),
            epoch("2025-12-09T01:00:00Z")
        )
    );
    assert_eq!(
        plan.chunks[0].request.secrets[0].place,
        Place::Header { name: "Authorization", prefix: "Token " }
    );
    let days = Described::from_toml(&text("csvdays")).unwrap();
    let plan = days.plan(&request(&days, BarLength::Day, first, last), at("2025-12-12T12:00:00Z"));
    let address = plan.unwrap().chunks[1].request.to_string();
    assert_eq!(address, "https://days.example.com/eod?from=2025-12-04&s=BRK.B&to=2025-12-10");
    let exclusive =
        Described::from_toml(&format!("to = \"exclusive\"\n{}", text("csvdays"))).unwrap();
    let asked = request(&exclusive, BarLength::Day, first, last);
    let plan = exclusive.plan(&asked, at("2025-12-12T12:00:00Z")).unwrap();
    assert_eq!(plan.chunks[0].request.value("to"), Some("2025-12-11"));
}

#[test]
fn a_description_tells_what_the_source_has() {
    let described = Described::from_toml(&text("csvminutes")).unwrap();
    let has = described.capabilities();
    assert_eq!((has.access.id, has.access.hosts), ("csvminutes", &["minutes.example.com"][..]));
    assert_eq!(has.lengths, [(BarLength::Minutes(1), Depth::Days(365))]);
    assert_eq!(has.access.keys[0].environment, ["CSVMINUTES_KEY"]);
    assert!(!has.actions);
    assert!(all().iter().any(|s| s.id() == "csvdays" && s.vendor.capabilities().actions));
}

#[test]
fn a_description_that_cannot_be_followed_is_refused_with_the_value() {
    let change = |from: &str, to: &str| {
        let text = text("csvminutes");
        assert!(text.contains(from), "{from}");
        Described::from_toml(&text.replace(from, to))
            .err()
            .unwrap_or_else(|| panic!("{to} was read"))
    };
    for (from, to, says) in [
        ("id = \"csvminutes\"", "id = \"CSV minutes\"", "CSV minutes"),
        ("id = \"csvminutes\"", "id = \"yahoo\"", "a vendor the program knows"),
        ("https://minutes.example.com", "http://minutes.example.com", "http://minutes"),
        ("https://minutes.example.com", "https://minutes.example.com/v1", "without a path"),
        ("https://minutes.example.com", "https://me@minutes.example.com", "me@"),
        ("/v1/bars/{symbol_lower}.us", "/v1/bars", "{symbol}"),
        ("/v1/bars/{symbol_lower}.us", "v1/{symbol}", "v1/{symbol}"),
        ("/v1/bars/{symbol_lower}.us", "/{symbol}?apikey=1", "no query"),
        ("until = \"{to}\"", "apikey = \"0123\"", "apikey"),
        ("length = \"1m\"", "length = \"7m\"", "1m, 2m"),
        ("adjustment = \"raw\"", "adjustment = \"some\"", "raw, split and all"),
        ("format = \"%Y-%m-%d %H:%M\"", "format = \"iso\"", "iso"),
        ("format = \"%Y-%m-%d %H:%M\"", "format = \"%Y-%m-%d\"", "no time of day"),
        ("zone = \"America/New_York\"\n", "", "zone"),
        ("zone = \"America/New_York\"", "zone = \"Mars/Base\"", "Mars/Base"),
        ("header = \"Authorization\"\nprefix = \"Token \"\n", "", "keys.key"),
        ("longest_days = 5", "longest_days = 0", "longest_days"),
        ("longest_days = 5", "longest_dais = 5", "longest_dais"),
        ("empty = \"No data\"", "delimiter = \"a\"", "`a`"),
    ] {
        let told = change(from, to);
        assert!(told.contains(says), "{to}: {told}");
    }
    let prices = "open = \"Open\"\nhigh = \"High\"\nlow = \"Low\"\nclose = \"Close\"\n";
    assert!(change(prices, "").contains("no price"));
}
