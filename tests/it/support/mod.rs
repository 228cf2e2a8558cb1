//! What the tests of several rooms share.

pub mod closeness;
pub mod general_market_model;
pub mod golden;
pub mod made_up_prices;
pub mod made_up_results;
pub mod new_york;
pub mod pictures;
pub mod plain_words;
pub mod prices;
pub mod random;
pub mod simulated;
pub mod simulated_market;
pub mod stored_answers;
pub mod worked_example;
