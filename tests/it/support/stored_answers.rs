//! Stored answers of vendors, whether of bars or of news, with what was asked and what has to come of
//! it: `cases.toml` in each folder of `tests/responses`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use eventstudy::prices::vendor::internals::{Answer, Chunk, Problem};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// A vendor of either kind, as its stored answers need it.
pub trait Vendor: 'static {
    /// What a case asks for and has to give.
    type Asked: DeserializeOwned;
    type Page;

    fn id(&self) -> &'static str;

    /// The name of its folder.
    fn folder(&self) -> String {
        self.id().to_owned()
    }

    fn page(&self, answer: &Answer, chunk: &Chunk) -> Result<Self::Page, Problem>;

    /// What has to be asked after a page.
    fn following(page: Self::Page) -> Vec<Chunk>;

    /// The request of a case that follows from no other.
    fn first_request(&self, case: &Case<Self::Asked>) -> Chunk;
}

#[derive(Deserialize)]
struct Folder<A> {
    #[serde(default)]
    without: BTreeMap<String, String>,
    case: Vec<Case<A>>,
}

/// A stored answer.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case<A> {
    pub name: String,
    file: String,
    #[serde(default = "ok")]
    status: u16,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    /// The case whose answer led to this request; without it the request is the plan's first.
    after: Option<String>,
    /// Which of the requests that followed from it.
    #[serde(default)]
    nth: usize,
    /// What the addresses of the following requests hold.
    #[serde(default)]
    pub next: Vec<String>,
    /// What one of the notes says.
    pub note: Option<String>,
    /// The kind of problem that has to be told.
    pub error: Option<String>,
    pub retry_after: Option<u64>,
    #[serde(flatten)]
    pub asked: A,
}

fn ok() -> u16 {
    200
}

/// A vendor with its folder.
pub struct Stored<V: Vendor + ?Sized> {
    pub vendor: &'static V,
    pub folder: PathBuf,
    pub cases: Vec<Case<V::Asked>>,
    /// Cases that the vendor cannot have, with the reason.
    pub without: BTreeMap<String, String>,
}

/// The folder of stored answers with this name.
pub fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/responses").join(name)
}

impl<V: Vendor + ?Sized> Stored<V> {
    pub fn new(vendor: &'static V) -> Self {
        let folder = folder(&vendor.folder());
        let path = folder.join("cases.toml");
        let text = std::fs::read_to_string(&path)
            .unwrap_or_else(|e| panic!("a vendor needs stored answers: {}: {e}", path.display()));
        let read: Folder<V::Asked> =
            toml::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        Self { vendor, folder, cases: read.case, without: read.without }
    }

    pub fn id(&self) -> &'static str {
        self.vendor.id()
    }

    pub fn case(&self, name: &str) -> &Case<V::Asked> {
        let found = self.cases.iter().find(|c| c.name == name);
        found.unwrap_or_else(|| panic!("{} has no case {name}", self.id()))
    }

    /// The answer of a case.
    pub fn answer(&self, case: &Case<V::Asked>) -> Answer {
        let body = std::fs::read(self.folder.join(&case.file)).unwrap();
        Answer { headers: case.headers.clone(), ..Answer::of(case.status, body) }
    }

    /// The request of a case, as the vendor itself makes it.
    pub fn chunk(&self, case: &Case<V::Asked>) -> Chunk {
        let Some(before) = &case.after else { return self.vendor.first_request(case) };
        let before = self.case(before);
        let page = self.vendor.page(&self.answer(before), &self.chunk(before));
        V::following(page.unwrap())[case.nth].clone()
    }
}

/// Every case that is needed is there, or the reason why the vendor cannot have it.
pub fn assert_every_kind<V: Vendor + ?Sized>(all: &[Stored<V>], needed: &[&str]) {
    for stored in all {
        for name in needed {
            let there = stored.cases.iter().any(|c| c.name == *name);
            let reason = stored.without.get(*name).is_some_and(|why| !why.is_empty());
            assert!(there != reason, "{} has to have {name}, or a reason", stored.id());
        }
    }
}

/// Every case of a problem gives that problem.
pub fn assert_problems<V: Vendor + ?Sized>(all: &[Stored<V>]) {
    for stored in all {
        for case in &stored.cases {
            let Some(wanted) = case.error.as_deref() else { continue };
            let name = format!("{} {}", stored.id(), case.name);
            match stored.vendor.page(&stored.answer(case), &stored.chunk(case)) {
                Ok(_) => panic!("{name} was read as data"),
                Err(problem) => assert_problem(&problem, wanted, case.retry_after, &name),
            }
        }
    }
}

/// Every vendor with a request of its own making.
pub fn with_chunks<V: Vendor + ?Sized>(all: Vec<Stored<V>>) -> Vec<(Stored<V>, Chunk)> {
    let with = |stored: Stored<V>| {
        let chunk = stored.chunk(stored.case("normal"));
        (stored, chunk)
    };
    all.into_iter().map(with).collect()
}

/// Hands `check` every page that a vendor reads from one of the bodies.
pub fn read_all<V: Vendor + ?Sized>(
    all: &[(Stored<V>, Chunk)],
    status: u16,
    bodies: &[Vec<u8>],
    check: impl Fn(V::Page, &Chunk, &str),
) {
    for (stored, chunk) in all {
        for body in bodies {
            if let Ok(page) = stored.vendor.page(&Answer::of(status, body.clone()), chunk) {
                check(page, chunk, stored.id());
            }
        }
    }
}

/// Holds a problem against the kind and the rest that a case wants.
fn assert_problem(problem: &Problem, wanted: &str, retry_after: Option<u64>, name: &str) {
    let (kind, reason) = match problem {
        Problem::Passing { reason } => ("passing", reason),
        Problem::RateLimited { reason, .. } => ("rate_limited", reason),
        Problem::Malformed { reason } => ("malformed", reason),
        Problem::WrongKey { reason } => ("wrong_key", reason),
        Problem::Refused { reason } => ("refused", reason),
        Problem::NotFound { reason } => ("not_found", reason),
    };
    assert_eq!(kind, wanted, "{name}: {reason}");
    assert!(!reason.trim().is_empty() && !reason.contains('\n'), "{name}: {reason:?}");
    if let Problem::RateLimited { after, .. } = problem {
        assert_eq!(after.map(|a| a.as_secs()), retry_after, "{name}");
    }
}

/// A generator that gives the same numbers everywhere.
pub struct Dice(pub u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % n.max(1)
    }

    /// A body with up to four damages: cut, flipped, left out, repeated, or with one of the tokens
    /// put into it.
    pub fn damaged(&mut self, body: &[u8], tokens: &[&[u8]]) -> Vec<u8> {
        let mut bytes = body.to_vec();
        for _ in 0..=self.below(4) {
            let at = self.below(bytes.len() + 1);
            let to = (at + self.below(40)).min(bytes.len());
            match self.below(5) {
                0 => bytes.truncate(at),
                1 => {
                    if let Some(byte) = bytes.get_mut(at) {
                        *byte ^= 1 << self.below(8);
                    }
                }
                2 => drop(bytes.drain(at..to)),
                3 => {
                    let again = bytes[at..to].to_vec();
                    bytes.splice(at..at, again);
                }
                _ => drop(bytes.splice(at..to, tokens[self.below(tokens.len())].iter().copied())),
            }
        }
        bytes
    }
}
