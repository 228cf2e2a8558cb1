//! The names that the crate promises, in a file that changes with them and with nothing else.

use std::collections::{BTreeMap, BTreeSet};

use crate::architecture::{code, sources};
use crate::layers::paths;
use crate::support::golden::assert_golden;

/// What an item is called, where a line declares a public one.
fn item(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("pub ")?;
    let kinds = ["struct", "enum", "trait", "fn", "type", "static", "const fn", "const"];
    let rest = kinds.iter().find_map(|kind| rest.strip_prefix(&format!("{kind} ")))?;
    rest.split(|c: char| !c.is_alphanumeric() && c != '_').next()
}

/// Adds the names of a module that is public, and those of its public modules.
fn add(module: &str, files: &BTreeMap<String, String>, names: &mut BTreeSet<String>) {
    let text = [format!("{module}/mod.rs"), format!("{module}.rs"), module.to_owned()];
    let Some(text) = text.iter().find_map(|path| files.get(path)) else {
        panic!("no file of the module {module}")
    };
    let room = module.replace('/', "::").replace("lib.rs", "");
    let name = |name: &str| match room.as_str() {
        "" => name.to_owned(),
        room => format!("{room}::{name}"),
    };
    // What is hidden from the documentation is no promise.
    let text = code(text).replace("#[doc(hidden)]\npub mod ", "mod ");
    for line in text.lines() {
        if let Some(found) = item(line) {
            names.insert(name(found));
        }
        if let Some(inner) = line.strip_prefix("pub mod ").and_then(|l| l.strip_suffix(';')) {
            let inner =
                if module == "lib.rs" { inner.to_owned() } else { format!("{module}/{inner}") };
            add(&inner, files, names);
        }
    }
    for declaration in text.split("\npub use ").skip(1) {
        let declaration = declaration.split(';').next().unwrap();
        names.extend(paths(declaration).into_iter().map(|(_, found)| name(&found)));
    }
}

#[test]
fn the_public_names_are_those_of_the_list() {
    let files: BTreeMap<String, String> = sources()
        .into_iter()
        .map(|(path, text)| (path.to_string_lossy().replace('\\', "/"), text))
        .collect();
    let mut names = BTreeSet::new();
    add("lib.rs", &files, &mut names);
    let list: String = names.iter().map(|name| format!("{name}\n")).collect();
    assert_golden("public_names.txt", &list);
}
