//! The pages of the documentation: links between them, and the programs and commands they show.

use std::path::{Path, PathBuf};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn text(path: impl AsRef<Path>) -> String {
    let path = Path::new(ROOT).join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// Every page: the Markdown files at the root and in `docs`.
fn pages() -> Vec<PathBuf> {
    let files = ["", "docs"].map(|folder| std::fs::read_dir(Path::new(ROOT).join(folder)).unwrap());
    let paths = files.into_iter().flatten().map(|entry| entry.unwrap().path());
    paths.filter(|path| path.extension().is_some_and(|e| e == "md")).collect()
}

/// The targets of the links and pictures of a page.
fn links(page: &str) -> impl Iterator<Item = &str> {
    page.split("](").skip(1).filter_map(|rest| Some(rest.split_once(')')?.0))
}

/// The anchors that the headings of a page have.
fn anchors(page: &str) -> Vec<String> {
    let headings = page.lines().filter(|line| line.starts_with('#'));
    let words = headings.map(|line| line.trim_start_matches('#').trim().to_lowercase());
    let kept = |c: &char| c.is_alphanumeric() || "-_ ".contains(*c);
    words.map(|w| w.chars().filter(kept).collect::<String>().replace(' ', "-")).collect()
}

#[test]
fn every_relative_link_leads_to_a_file_and_a_heading() {
    let mut broken = Vec::new();
    for page in pages() {
        let own = text(&page);
        for link in links(&own).filter(|link| !link.contains("://")) {
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = match file {
                "" => page.clone(),
                file => page.parent().unwrap().join(file),
            };
            let there = target.exists()
                && (anchor.is_empty() || anchors(&text(&target)).iter().any(|a| a == anchor));
            if !there {
                broken.push(format!("{}: {link}", page.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn the_readme_leads_to_every_page() {
    let readme = text("README.md");
    let docs = Path::new(ROOT).join("docs");
    for page in pages().iter().filter(|page| page.parent() == Some(&docs)) {
        let name = format!("docs/{}", page.file_name().unwrap().to_string_lossy());
        assert!(links(&readme).any(|link| link == name), "README.md has no link to {name}");
    }
}

#[test]
fn the_library_page_shows_the_example_as_it_is() {
    let page = text("docs/library.md");
    let shown = page.split("```rust\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    assert!(
        text("examples/main_event.rs").ends_with(shown),
        "docs/library.md shows another program"
    );
}
