//! Lines, tables and styles of the terminal.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use comfy_table::{CellAlignment, Table, presets};

pub(in crate::report) const WIDTH: usize = 80;
pub(in crate::report) const STRONG: Style = Style::new().bold();
pub(in crate::report) const QUIET: Style = Style::new().dimmed();
pub(in crate::report) const WARN: Style = AnsiColor::Yellow.on_default().bold();
pub(in crate::report) const YES: Style = AnsiColor::Green.on_default().bold();
pub(in crate::report) const NO: Style = AnsiColor::Blue.on_default().bold();

pub(in crate::report) fn plain(header: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_preset(presets::NOTHING).set_header(header.iter().copied());
    for (i, column) in table.column_iter_mut().enumerate() {
        column.set_padding((if i == 0 { 2 } else { 1 }, 1));
        let last = i + 1 == header.len() && header[i].is_empty();
        column.set_cell_alignment(if i == 0 || last {
            CellAlignment::Left
        } else {
            CellAlignment::Right
        });
    }
    table
}

pub(in crate::report) fn print(out: &mut String, table: Table) {
    out.push('\n');
    for line in table.lines() {
        let _ = writeln!(out, "{}", line.trim_end());
    }
}

pub(in crate::report) fn heading(out: &mut String, text: &str) {
    let _ = writeln!(out, "\n{STRONG}{text}{STRONG:#}");
}

pub(in crate::report) fn bullet(out: &mut String, text: &str) {
    let mut first = true;
    for line in lines(text, WIDTH - 4) {
        let _ = writeln!(out, "  {} {line}", if first { "-" } else { " " });
        first = false;
    }
}

pub(in crate::report) fn wrapped(out: &mut String, text: &str, indent: &str, style: Style) {
    for line in lines(text, WIDTH - indent.len()) {
        let _ = writeln!(out, "{indent}{style}{line}{style:#}");
    }
}

/// Breaks a text at spaces, and a longer word anywhere; control characters of foreign texts never
/// reach the terminal.
pub fn lines(text: &str, width: usize) -> Vec<String> {
    let safe: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in safe.split_whitespace() {
        let mut word: Vec<char> = word.chars().collect();
        let space = usize::from(!line.is_empty());
        if line.chars().count() + space + word.len() > width && space == 1 {
            lines.push(std::mem::take(&mut line));
        }
        while word.len() > width {
            lines.push(word.drain(..width).collect());
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.extend(word);
    }
    lines.push(line);
    lines
}
