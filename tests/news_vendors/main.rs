//! Vendors of news, held against stored answers, and what becomes of news told several times.
//!
//! `contract` and `broken` run over the table of vendors: a new one gets every check of theirs with
//! its folder of `tests/responses`.

mod broken;
mod contract;
mod events;
mod grouping;
mod plans;
mod stored;
#[path = "../stored_answers/mod.rs"]
mod stored_answers;
