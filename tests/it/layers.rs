//! No file needs a file that needs it in turn.

use std::collections::{BTreeMap, BTreeSet};

use crate::architecture::{code, sources};

/// A path of modules below the crate, such as `["prices", "store", "read"]`.
type Module = Vec<String>;

/// What the files of the crate are and what they name.
struct Crate {
    /// The code of each module that is a file, without its tests.
    files: BTreeMap<Module, String>,
    /// For each module the names that it takes from elsewhere or hands on, with where they come from.
    names: BTreeMap<Module, BTreeMap<String, Module>>,
}

/// The paths of a `use` declaration, its braces multiplied out, each with the name it brings in.
pub fn paths(declaration: &str) -> Vec<(Vec<String>, String)> {
    let flat: String = declaration.split_whitespace().collect::<Vec<_>>().join(" ");
    let (before, rest) = match flat.split_once('{') {
        None => {
            let (path, name) = flat.split_once(" as ").unwrap_or((&flat, ""));
            let path: Vec<String> = path.trim().split("::").map(|p| p.trim().to_owned()).collect();
            let last = path.last().cloned().unwrap_or_default();
            let name = if name.is_empty() { last } else { name.trim().to_owned() };
            return vec![(path, name)];
        }
        Some(halves) => halves,
    };
    let inside = rest.rsplit_once('}').map_or(rest, |(inside, _)| inside);
    let (mut depth, mut start, mut parts) = (0, 0, Vec::new());
    for (at, character) in inside.char_indices() {
        match character {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&inside[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&inside[start..]);
    let parts = parts.into_iter().map(str::trim).filter(|part| !part.is_empty());
    let mut found = Vec::new();
    for (path, name) in parts.flat_map(|part| paths(&format!("{before}{part}"))) {
        match path.last().map(String::as_str) {
            Some("self") => {
                let path = path[..path.len() - 1].to_vec();
                let name = path.last().cloned().unwrap_or_default();
                found.push((path, name));
            }
            _ => found.push((path, name)),
        }
    }
    found
}

/// The texts of all `use` declarations, public or not.
fn declarations(code: &str) -> Vec<&str> {
    let starts = |line: &str| {
        let line = line.trim_start();
        line.starts_with("use ") || (line.starts_with("pub") && line.contains(" use "))
    };
    let mut found = Vec::new();
    let mut at = 0;
    for line in code.split_inclusive('\n') {
        if starts(line) {
            let begin = at + line.find("use ").unwrap() + 4;
            let end = code[begin..].find(';').map_or(code.len(), |end| begin + end);
            found.push(&code[begin..end]);
        }
        at += line.len();
    }
    found
}

impl Crate {
    fn new() -> Self {
        let mut files = BTreeMap::new();
        for (path, text) in sources() {
            let mut module: Module = path
                .with_extension("")
                .components()
                .map(|c| c.as_os_str().to_string_lossy().into_owned())
                .collect();
            if module.first().is_some_and(|first| first == "main" || first == "cli") {
                continue;
            }
            if module.last().is_some_and(|last| last == "mod" || last == "lib") {
                module.pop();
            }
            files.insert(module, code(&text));
        }
        let mut all = Self { files, names: BTreeMap::new() };
        for (module, code) in &all.files {
            let mut names = BTreeMap::new();
            for (path, name) in declarations(code).into_iter().flat_map(paths) {
                if let Some(absolute) = all.absolute(module, &path) {
                    names.insert(name, absolute);
                }
            }
            all.names.insert(module.clone(), names);
        }
        all
    }

    /// The path from the root of the crate; `None` for a path into another crate.
    fn absolute(&self, module: &Module, path: &[String]) -> Option<Module> {
        let (mut base, mut rest) = (module.clone(), path);
        match rest.first()?.as_str() {
            "crate" => (base, rest) = (Vec::new(), &rest[1..]),
            "self" => rest = &rest[1..],
            "super" => {}
            child => {
                base.push(child.to_owned());
                if !self.files.contains_key(&base) {
                    return None;
                }
                rest = &rest[1..];
            }
        }
        while rest.first().is_some_and(|part| part == "super") {
            base.pop();
            rest = &rest[1..];
        }
        base.extend(rest.iter().cloned());
        Some(base)
    }

    /// The file in which something is defined: names that a module hands on are followed to it.
    fn file_of(&self, path: &Module) -> Option<Module> {
        let mut path = path.clone();
        for _ in 0..10 {
            let depth = (0..=path.len()).rev().find(|n| self.files.contains_key(&path[..*n]))?;
            let (module, rest) = (path[..depth].to_vec(), path[depth..].to_vec());
            let handed_on = rest.first().and_then(|name| self.names[&module].get(name));
            match handed_on {
                Some(origin) if *origin != path[..=depth] => {
                    path = origin.iter().chain(&rest[1..]).cloned().collect();
                }
                _ => return Some(module),
            }
        }
        None
    }

    /// The files that a file names. A list of modules (`mod.rs`) hands on names of its files, which
    /// is no need of its own.
    fn needs(&self, module: &Module) -> BTreeSet<Module> {
        let below = |other: &Module| other.len() > module.len() && other.starts_with(module);
        let named = self.names[module].iter().filter(|(name, origin)| {
            !below(origin) || words(&self.files[module]).filter(|word| word == name).count() > 1
        });
        let files = named.filter_map(|(_, origin)| self.file_of(origin));
        files.filter(|file| file != module && !file.is_empty()).collect()
    }
}

fn words(code: &str) -> impl Iterator<Item = &str> {
    code.split(|c: char| !c.is_alphanumeric() && c != '_')
}

#[test]
fn no_file_needs_a_file_that_needs_it() {
    let all = Crate::new();
    let needs: BTreeMap<&Module, BTreeSet<Module>> =
        all.files.keys().map(|module| (module, all.needs(module))).collect();
    let reached = |from: &Module| {
        let (mut seen, mut next) = (BTreeSet::new(), vec![from.clone()]);
        while let Some(module) = next.pop() {
            for other in &needs[&module] {
                if seen.insert(other.clone()) {
                    next.push(other.clone());
                }
            }
        }
        seen
    };
    let reach: BTreeMap<&Module, BTreeSet<Module>> =
        needs.keys().map(|module| (*module, reached(module))).collect();
    let mut circles = Vec::new();
    for (module, others) in &needs {
        let back: Vec<String> = others
            .iter()
            .filter(|other| reach[*other].contains(*module))
            .map(|other| other.join("::"))
            .collect();
        if !back.is_empty() {
            circles.push(format!("{} needs {}", module.join("::"), back.join(", ")));
        }
    }
    assert!(circles.is_empty(), "{circles:#?}");
    // The test sees what it looks for.
    assert!(needs.values().map(BTreeSet::len).sum::<usize>() > 500);
}
