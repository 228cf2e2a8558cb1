use eventstudy::report::ReportError;
use eventstudy::report::internals::write;

#[test]
fn a_failed_write_leaves_what_was_there() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a/results.json");
    write(&path, &[b"one"]).unwrap();
    write(&path, &["t", "wo"]).unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), b"two");
    // A file cannot be a folder, so nothing can be written below it.
    let below = path.join("x.json");
    assert!(matches!(write(&below, &[b"x"]), Err(ReportError::Unwritable { .. })));
    assert_eq!(std::fs::read_dir(folder.path().join("a")).unwrap().count(), 1);
}
