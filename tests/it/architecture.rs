//! The rules of dependence between modules, and the shape of the files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// In data order: a module uses only modules before it.
const ORDER: [&str; 17] = [
    "vocabulary",
    "foreign",
    "calendar",
    "event",
    "prices",
    "news",
    "returns",
    "models",
    "abnormal",
    "inference",
    "intraday",
    "claims",
    "study",
    "certificate",
    "report",
    "error",
    "request",
];

pub fn sources() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![root.clone()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                files.push((path.strip_prefix(&root).unwrap().to_owned(), text));
            }
        }
    }
    files.sort();
    files
}

fn room(path: &Path) -> String {
    let first = path.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
    first.trim_end_matches(".rs").to_owned()
}

/// Code without comments and without its tests.
pub fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod tests").next().unwrap();
    text.lines().filter(|l| !l.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

#[test]
fn modules_use_only_modules_before_them() {
    let place: BTreeMap<&str, usize> = ORDER.iter().enumerate().map(|(i, m)| (*m, i)).collect();
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let Some(own) = place.get(room(&path).as_str()).copied() else { continue };
        for (other, at) in &place {
            let used = code(&text).contains(&format!("crate::{other}"))
                || (*other == "error" && code(&text).contains("crate::Error"));
            if *at > own && used {
                wrong.push(format!("{} uses {other}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn crates_stay_in_their_rooms() {
    let rules = [
        ("plotters", "report/chart"),
        ("usvg", "report/chart"),
        ("resvg", "report/chart"),
        ("clap", "cli"),
        ("reqwest", "prices/fetch"),
        ("tokio", "prices/fetch"),
        ("governor", "prices/fetch"),
        ("backon", "prices/fetch"),
        ("rustls", "prices/fetch"),
        ("std::fs::write", "nowhere"),
    ];
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let name = path.to_string_lossy().replace('\\', "/");
        for (what, allowed) in rules {
            let used = code(&text).contains(&format!("{what}::"))
                || code(&text).contains(&format!("{what}("));
            if used && !name.starts_with(allowed) && name != "main.rs" {
                wrong.push(format!("{name} uses {what}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn files_are_short_and_well_named() {
    let files = sources();
    let lines: Vec<(usize, &PathBuf)> = files.iter().map(|(p, t)| (t.lines().count(), p)).collect();
    let over: Vec<_> = lines.iter().filter(|(n, _)| *n > 400).collect();
    assert!(over.is_empty(), "over 400 lines: {over:?}");
    for (_, path) in &lines {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        assert!(
            !["utils", "util", "helpers", "common", "misc"].contains(&name.as_str()),
            "{path:?}"
        );
    }
    let main = lines.iter().find(|(_, p)| p.as_os_str() == "main.rs").unwrap().0;
    assert!(main <= 60, "main.rs has {main} lines");
}
