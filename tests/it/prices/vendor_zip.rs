use std::io::Cursor;
use std::io::Write as _;

use eventstudy::prices::internals::{only_file, only_file_within};
use zip::CompressionMethod;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn archive(files: &[(&str, &[u8])], method: CompressionMethod) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(method);
    for (name, content) in files {
        writer.start_file(*name, options).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn one_file_is_unpacked_whichever_way_it_is_packed() {
    for method in [CompressionMethod::Deflated, CompressionMethod::Stored] {
        let bytes = archive(&[("a.csv", b"some,text\n1,2\n")], method);
        assert_eq!(only_file(&bytes).unwrap(), b"some,text\n1,2\n");
    }
}

#[test]
fn several_files_bombs_and_damage_are_told() {
    let two = archive(&[("a", b"1"), ("b", b"2")], CompressionMethod::Deflated);
    assert!(only_file(&two).unwrap_err().contains("2 files"));
    let bomb = archive(&[("a", &vec![b'0'; (64 << 10) + 1])], CompressionMethod::Deflated);
    assert!(bomb.len() < 1000);
    assert!(only_file(&bomb).is_ok());
    assert!(only_file_within(&bomb, 64 << 10).unwrap_err().contains("more than 64 KiB"));
    let whole = archive(&[("a", b"some text, some more text")], CompressionMethod::Deflated);
    for cut in 0..whole.len() {
        assert!(only_file(&whole[..cut]).is_err(), "cut at {cut}");
    }
    for at in 0..whole.len() {
        let mut damaged = whole.clone();
        damaged[at] ^= 0x15;
        if let Ok(content) = only_file(&damaged) {
            assert_eq!(content, b"some text, some more text", "byte {at}");
        }
    }
}
