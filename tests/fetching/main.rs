//! Fetching from a server on this machine, storing, and studying what is stored: from end to end,
//! with faults, interruptions and full disks. Nothing here touches the internet.

mod clock;
mod commands;
#[cfg(feature = "databento")]
mod databento;
mod faults;
mod interrupted;
mod kept;
mod keys;
mod market;
mod others;
mod pace;
mod place;
mod server;
mod together;
