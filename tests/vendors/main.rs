//! Vendors of bars, held against stored answers; nothing here touches a network.
//!
//! `contract` and `broken` run over the table of vendors and over the described sources: a new vendor
//! gets every check of theirs with its folder of `tests/responses`.

mod alpaca;
mod broken;
mod contract;
mod described;
mod french;
mod plans;
mod stored;
#[path = "../stored_answers/mod.rs"]
mod stored_answers;
mod yahoo;
