//! A server on this machine that plays a vendor, with faults.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// A request as it arrived.
#[derive(Clone, Debug)]
pub struct Asked {
    pub at: Instant,
    /// The address behind the host, still escaped.
    pub target: String,
    pub headers: Vec<(String, String)>,
}

impl Asked {
    /// A parameter of the query.
    pub fn value(&self, name: &str) -> Option<String> {
        let (_, query) = self.target.split_once('?')?;
        let found = query.split('&').filter_map(|p| p.split_once('=')).find(|(n, _)| *n == name)?;
        Some(unescaped(found.1))
    }

    pub fn path(&self) -> &str {
        self.target.split('?').next().unwrap()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }
}

fn unescaped(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(b) = rest.next() {
        match b {
            b'%' => {
                let digits = [rest.next().unwrap(), rest.next().unwrap()];
                bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap());
            }
            b => bytes.push(b),
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// What the server does with a request.
#[derive(Clone, Debug)]
pub enum Reply {
    /// A status with headers and a body.
    Full(u16, Vec<(&'static str, String)>, Vec<u8>),
    /// The same after a while.
    Late(Duration, Box<Reply>),
    /// A good body, a few bytes at a time.
    Drip(Vec<u8>, Duration),
    /// The connection is closed without a word.
    Reset,
    /// A body with another length than it says.
    Length(Vec<u8>, usize),
}

impl Reply {
    pub fn json(body: impl Into<Vec<u8>>) -> Self {
        Self::status(200, body)
    }

    pub fn status(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self::Full(status, vec![("Content-Type", "application/json".into())], body.into())
    }
}

/// The server: it lives as long as the test.
pub struct Server {
    pub url: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Server {
    /// Answers every request by `reply`, which is told how many came before.
    pub fn new(reply: impl Fn(&Asked, usize) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let asked: Arc<Mutex<Vec<Asked>>> = Arc::default();
        let (log, reply) = (asked.clone(), Arc::new(reply));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (log, reply) = (log.clone(), reply.clone());
                std::thread::spawn(move || serve(&stream, &log, &*reply));
            }
        });
        Self { url, asked }
    }

    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    pub fn count(&self) -> usize {
        self.asked.lock().unwrap().len()
    }
}

fn serve(stream: &TcpStream, log: &Mutex<Vec<Asked>>, reply: &dyn Fn(&Asked, usize) -> Reply) {
    let mut reader = BufReader::new(stream);
    while let Some(asked) = read(&mut reader) {
        let before = {
            let mut log = log.lock().unwrap();
            log.push(asked.clone());
            log.len() - 1
        };
        // A client that went away is no fault of the server.
        if write(stream, reply(&asked, before)).is_none() {
            return;
        }
    }
}

fn read(reader: &mut BufReader<&TcpStream>) -> Option<Asked> {
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|n| *n > 0)?;
    let at = Instant::now();
    let target = line.split(' ').nth(1)?.to_owned();
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let line = line.trim_end();
        if line.is_empty() {
            return Some(Asked { at, target, headers });
        }
        let (name, value) = line.split_once(':')?;
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
}

/// `None` where the connection is to be closed.
fn write(mut stream: &TcpStream, reply: Reply) -> Option<()> {
    let head = |status: u16, headers: &[(&str, String)], length: usize| {
        let lines: String = headers.iter().map(|(n, v)| format!("{n}: {v}\r\n")).collect();
        format!("HTTP/1.1 {status} X\r\nContent-Length: {length}\r\n{lines}\r\n")
    };
    match reply {
        Reply::Full(status, headers, body) => {
            stream.write_all(head(status, &headers, body.len()).as_bytes()).ok()?;
            stream.write_all(&body).ok()
        }
        Reply::Late(wait, reply) => {
            std::thread::sleep(wait);
            write(stream, *reply)
        }
        Reply::Drip(body, wait) => {
            stream.write_all(head(200, &[], body.len()).as_bytes()).ok()?;
            for piece in body.chunks(8) {
                std::thread::sleep(wait);
                stream.write_all(piece).ok()?;
            }
            Some(())
        }
        Reply::Reset => None,
        Reply::Length(body, length) => {
            stream.write_all(head(200, &[], length).as_bytes()).ok()?;
            stream.write_all(&body).ok()?;
            None
        }
    }
}
