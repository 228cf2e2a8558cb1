//! Texts that a person has read, in `tests/golden`.

use std::path::Path;

/// Compares with a file that a person has read; `GOLDEN=write` writes it anew.
#[track_caller]
pub fn assert_golden(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::env::var_os("GOLDEN").is_some_and(|v| v == "write") {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap();
    for (number, (is, should)) in text.lines().zip(expected.lines()).enumerate() {
        assert_eq!(is, should, "line {} of {name}", number + 1);
    }
    assert_eq!(text.lines().count(), expected.lines().count(), "lines of {name}");
}
