//! Everything that is tested from outside the crate but fetching: the library and the command,
//! room by room in the order of the data.

mod support;

mod architecture;
mod layers;
mod licences;
mod public_names;

mod calendar {
    mod day_zero;
    mod days;
    mod patches;
}

mod event {
    mod announcements;
}

mod prices {
    mod factors;
    mod panel;
    mod quality;

    /// Vendors of bars, held against stored answers; nothing here touches a network.
    ///
    /// `contract` and `damaged_answers` run over the table of vendors and over the described
    /// sources: a new vendor gets every check of theirs with its folder of `tests/responses`.
    mod vendors {
        mod alpaca;
        mod contract;
        mod damaged_answers;
        mod described;
        mod french;
        mod plans;
        mod stored;
        mod yahoo;
    }
}

/// Vendors of news, held against stored answers, and what becomes of news told several times.
///
/// `contract` and `damaged_answers` run over the table of vendors: a new one gets every check of
/// theirs with its folder of `tests/responses`.
mod news {
    mod contract;
    mod damaged_answers;
    mod events;
    mod grouping;
    mod plans;
    mod stored;
}

mod models {
    mod contract;
    mod garch;
    mod nist;
}

mod inference {
    mod parametric_identities;
    mod rank_identities;
}

mod intraday {
    mod reaction;
}

mod study {
    mod further_analyses;
    mod many_events;
    mod many_events_models;
    mod peers_donors_and_gaps;
    mod records;
    mod sample_of_one;
    mod single_events;
}

mod certificate;

mod report {
    mod event_page;
    mod many_events;
    mod many_events_figures;
}

/// Figures that were computed independently or published.
mod reference {
    mod models;
    mod parametric_tests;
    mod published_figures;
    mod rank_tests;
    mod real_prices;
    mod regression_and_calendar_time;
    mod single_event;
}

/// The command, which is built with its network only.
#[cfg(feature = "fetch")]
mod command {
    mod further_analyses;
    mod ledger;
    mod single_event;
}
