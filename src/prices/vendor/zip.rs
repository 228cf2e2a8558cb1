//! A zip archive with one file in it, as a factor library serves it.

use std::io::{Cursor, Read as _};

use zip::ZipArchive;

/// A file of the library is some megabytes; what unpacks to more is no such file.
const LARGEST: usize = 64 << 20;

/// Unpacks the only file of an archive.
///
/// # Errors
/// What is wrong with the archive, in words: it breaks off, has several files, unpacks to more than
/// 64 MiB, or its check sum is another one.
pub(super) fn only_file(bytes: &[u8]) -> Result<Vec<u8>, String> {
    only_file_within(bytes, LARGEST)
}

fn only_file_within(bytes: &[u8], largest: usize) -> Result<Vec<u8>, String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))
        .map_err(|e| format!("the zip archive cannot be read: {e}"))?;
    if archive.len() != 1 {
        return Err(format!("the zip archive has {} files instead of one", archive.len()));
    }
    let file = archive.by_index(0).map_err(|e| format!("its file cannot be read: {e}"))?;
    let size = file.size();
    let mut content = Vec::new();
    // At the end of the file its check sum is compared.
    file.take(largest as u64 + 1)
        .read_to_end(&mut content)
        .map_err(|e| format!("it cannot be unpacked: {e}"))?;
    if content.len() > largest {
        return Err(format!("it unpacks to more than {} KiB", largest >> 10));
    }
    if content.len() as u64 != size {
        return Err("its length is not the one in the zip archive".into());
    }
    Ok(content)
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
