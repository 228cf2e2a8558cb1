//! Every crate that is built carries a licence that deny.toml allows.

use std::process::Command;

#[test]
fn every_licence_is_allowed() {
    let root = env!("CARGO_MANIFEST_DIR");
    let deny = std::fs::read_to_string(format!("{root}/deny.toml")).unwrap();
    let deny: toml::Table = toml::from_str(&deny).unwrap();
    let allowed: Vec<&str> =
        deny["licenses"]["allow"].as_array().unwrap().iter().filter_map(|l| l.as_str()).collect();
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--format-version",
            "1",
            "--locked",
            "--offline",
            "--filter-platform",
            "x86_64-unknown-linux-gnu",
        ])
        .current_dir(root)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let mut wrong = Vec::new();
    let packages = metadata["packages"].as_array().unwrap();
    for package in packages {
        let licence = package["license"].as_str().unwrap_or("none");
        let plain = licence.replace('/', " OR ").replace(['(', ')'], " ");
        let names: Vec<&str> =
            plain.split(" OR ").flat_map(|part| part.split(" AND ")).map(str::trim).collect();
        let fine = |name: &&str| allowed.contains(name);
        // With an AND somewhere every name has to be allowed: stricter than needed, and simple.
        let ok =
            if plain.contains(" AND ") { names.iter().all(fine) } else { names.iter().any(fine) };
        if !ok {
            wrong.push(format!("{} {}: {licence}", package["name"], package["version"]));
        }
    }
    assert!(packages.len() > 100 && wrong.is_empty(), "{wrong:#?}");
}
