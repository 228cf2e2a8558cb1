//! A zip archive with one file in it, as far as a factor library needs it.

use std::io::Read as _;

use flate2::Crc;
use flate2::read::DeflateDecoder;

/// A file of the library is some megabytes; what unpacks to more is no such file.
const LARGEST: usize = 64 << 20;
const END: &[u8] = b"PK\x05\x06";
const ENTRY: &[u8] = b"PK\x01\x02";
const LOCAL: &[u8] = b"PK\x03\x04";
/// Length of the record at the end without its comment, and the longest comment.
const END_LENGTH: usize = 22;
const LONGEST_COMMENT: usize = 0xffff;

/// Unpacks the only file of an archive.
///
/// # Errors
/// What is wrong with the archive, in words: it breaks off, has several files, unpacks to more than
/// 64 MiB, or its check sum is another one.
pub(super) fn only_file(bytes: &[u8]) -> Result<Vec<u8>, String> {
    only_file_within(bytes, LARGEST)
}

fn only_file_within(bytes: &[u8], largest: usize) -> Result<Vec<u8>, String> {
    let tail = bytes.len().saturating_sub(END_LENGTH + LONGEST_COMMENT);
    let end = bytes[tail..]
        .windows(END.len())
        .rposition(|window| window == END)
        .map(|at| tail + at)
        .filter(|end| end + END_LENGTH <= bytes.len())
        .ok_or("the zip archive breaks off before its end")?;
    let files = two(bytes, end + 10)?;
    if files != 1 {
        return Err(format!("the zip archive has {files} files instead of one"));
    }
    let entry = four(bytes, end + 16)?;
    if bytes.get(entry..entry.saturating_add(4)) != Some(ENTRY) {
        return Err("the zip archive has no list of its files".into());
    }
    let (method, crc) = (two(bytes, entry + 10)?, four(bytes, entry + 16)?);
    let (packed, size) = (four(bytes, entry + 20)?, four(bytes, entry + 24)?);
    let local = four(bytes, entry + 42)?;
    if bytes.get(local..local.saturating_add(4)) != Some(LOCAL) {
        return Err("the zip archive has no file where its list says".into());
    }
    // The names and notes before the data may be longer here than in the list.
    let start = local + 30 + two(bytes, local + 26)? + two(bytes, local + 28)?;
    let data = bytes
        .get(start..start.saturating_add(packed))
        .ok_or("the zip archive breaks off within its file")?;
    let mut content = Vec::new();
    match method {
        0 => content.extend_from_slice(data),
        8 => {
            let mut unpacked = DeflateDecoder::new(data).take(largest as u64 + 1);
            unpacked
                .read_to_end(&mut content)
                .map_err(|e| format!("it cannot be unpacked: {e}"))?;
        }
        _ => return Err(format!("the zip archive is packed by method {method}, not by deflate")),
    }
    if content.len() > largest {
        return Err(format!("it unpacks to more than {} KiB", largest >> 10));
    }
    let mut sum = Crc::new();
    sum.update(&content);
    if content.len() != size || sum.sum() as usize != crc {
        return Err("its check sum is not the one in the zip archive".into());
    }
    Ok(content)
}

fn two(bytes: &[u8], at: usize) -> Result<usize, String> {
    number(bytes, at, 2)
}

fn four(bytes: &[u8], at: usize) -> Result<usize, String> {
    number(bytes, at, 4)
}

fn number(bytes: &[u8], at: usize, length: usize) -> Result<usize, String> {
    let digits = at.checked_add(length).and_then(|end| bytes.get(at..end));
    let digits = digits.ok_or("the zip archive breaks off")?;
    Ok(digits.iter().rev().fold(0, |number, byte| number << 8 | usize::from(*byte)))
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write as _};

    use zip::write::SimpleFileOptions;
    use zip::{CompressionMethod, ZipWriter};

    use super::*;

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
}
