//! A folder for one test: a store, a configuration, and the command run in it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use chrono::NaiveDate;
use eventstudy::calendar::TradingCalendar;
use eventstudy::prices::store::{Selection, Store, Verified};

use crate::market;

/// A key and a secret as they are never to be seen anywhere.
pub const KEY: &str = "PKTESTKEY0123456789";
pub const SECRET: &str = "sEcReT/with+signs=0123456789abcdef";

/// No request waits for the pace: one in a millisecond.
pub const FAST: &str = "60000";

/// The arguments of a fetch of META from Alpaca.
pub const fn of_meta<'a>(from: &'a str, to: &'a str, interval: &'a str) -> [&'a str; 11] {
    [
        "fetch",
        "--source",
        "alpaca",
        "--tickers",
        "META",
        "--from",
        from,
        "--to",
        to,
        "--interval",
        interval,
    ]
}

pub struct Place {
    pub folder: tempfile::TempDir,
}

pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Place {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    pub fn store(&self) -> Store {
        Store::at(Some(&self.home())).unwrap()
    }

    /// The command with nothing set: no keys, nothing stored.
    pub fn bare(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_eventstudy"));
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env_clear()
            .env("EVENTSTUDY_HOME", self.home())
            .env("EVENTSTUDY_CONFIG", self.folder.path().join("config.toml"));
        command
    }

    /// The command with keys, against a server.
    pub fn command(&self, url: &str, arguments: &[&str]) -> Command {
        let mut command = self.bare(arguments);
        command
            .env("APCA_API_KEY_ID", KEY)
            .env("APCA_API_SECRET_KEY", SECRET)
            .env("EVENTSTUDY_ALPACA_URL", url)
            .env("EVENTSTUDY_ALPACA_PER_MINUTE", FAST);
        command
    }

    /// Runs it, and looks for the keys in everything that came of it.
    pub fn run(&self, command: &mut Command) -> Ran {
        let ran = Ran::of(command.output().unwrap());
        self.has_no_key(&ran);
        ran
    }

    pub fn fetch(&self, url: &str, arguments: &[&str]) -> Ran {
        self.run(&mut self.command(url, &[&["fetch", "--source", "alpaca"], arguments].concat()))
    }

    /// Neither what was printed nor any file has a key in it, packed files unpacked.
    #[track_caller]
    pub fn has_no_key(&self, ran: &Ran) {
        for (what, text) in [("output", &ran.out), ("error stream", &ran.err)] {
            assert!(!text.contains(KEY) && !text.contains(SECRET), "a key on the {what}: {text}");
        }
        let holds = |bytes: &[u8], key: &str| bytes.windows(key.len()).any(|w| w == key.as_bytes());
        for path in files(self.folder.path()) {
            if path.ends_with("config.toml") {
                continue;
            }
            let mut bytes = std::fs::read(&path).unwrap();
            if path.extension().is_some_and(|e| e == "gz") {
                use std::io::Read as _;
                let packed = std::mem::take(&mut bytes);
                let mut unpacked = flate2::read::GzDecoder::new(packed.as_slice());
                unpacked.read_to_end(&mut bytes).unwrap();
            }
            for key in [KEY, SECRET] {
                assert!(!holds(&bytes, key), "a key in {}", path.display());
                assert!(!path.display().to_string().contains(key), "a key in a name");
            }
        }
    }

    /// Checks the store; returns what it found.
    #[track_caller]
    pub fn verified(&self) -> Verified {
        let found = self.store().verify().unwrap();
        assert!(found.damaged.is_empty(), "{:?}", found.damaged);
        found
    }

    /// The stored minutes of a symbol are those of the market: none lacks, none is twice.
    #[track_caller]
    pub fn has_minutes(&self, symbol: &str, from: NaiveDate, to: NaiveDate) {
        let ticker = symbol.parse().unwrap();
        let calendar = TradingCalendar::new_york();
        let selection = Selection { source: Some("alpaca".into()), ..Selection::default() };
        let prices = self.store().prices(&selection, &[ticker], &calendar).unwrap().unwrap();
        let bars = prices.intraday.values().next().unwrap_or_else(|| panic!("no bars of {symbol}"));
        let starts = bars.frame.column("start").unwrap().cast(&polars::prelude::DataType::Int64);
        let starts: Vec<i64> = starts.unwrap().i64().unwrap().iter().flatten().collect();
        let closes: Vec<f64> =
            bars.frame.column("close").unwrap().f64().unwrap().iter().flatten().collect();
        let wanted = market::minutes(symbol, from, to);
        assert_eq!(starts.len(), wanted.len(), "{symbol}");
        for ((start, close), (t, price, _)) in starts.iter().zip(&closes).zip(&wanted) {
            assert_eq!((*start, *close), (t.timestamp_micros(), *price), "{symbol} at {t}");
        }
    }
}

impl Ran {
    pub fn of(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// It was done.
    #[track_caller]
    pub fn done(self) -> Self {
        assert_eq!(self.code, 0, "{}{}", self.out, self.err);
        self
    }

    /// It failed with one sentence and a help line.
    #[track_caller]
    pub fn failed(self, code: i32, message: &str, help: &str) -> Self {
        assert_eq!(self.code, code, "{}{}", self.out, self.err);
        assert!(self.err.contains(message), "no `{message}` in {}", self.err);
        let line = self.err.lines().find(|l| l.trim_start().starts_with("help: "));
        assert!(line.is_some_and(|l| l.contains(help)), "no help `{help}` in {}", self.err);
        assert_eq!(self.err.matches("error: ").count(), 1, "{}", self.err);
        assert!(!self.err.contains("panicked") && !self.err.contains("Caused"), "{}", self.err);
        self
    }
}

/// Every file below a folder, sorted.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    found
}

pub fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}
