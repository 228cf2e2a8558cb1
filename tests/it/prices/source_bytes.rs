use eventstudy::prices::PriceError;
use eventstudy::prices::internals::{read, read_in_parts};

#[test]
fn parts_are_the_file() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let bytes: Vec<u8> = (0..1_000_u32).flat_map(u32::to_le_bytes).collect();
    std::fs::write(file.path(), &bytes).unwrap();
    for size in [1, 7, 1_000, 3_999, 4_000, 9_000] {
        assert_eq!(read_in_parts(file.path(), size).unwrap(), bytes, "{size}");
    }
    assert!(matches!(read("no/such.parquet".as_ref()), Err(PriceError::Unreadable { .. })));
}
