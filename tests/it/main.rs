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
    mod holidays;
    mod hours;
    mod lookup;
    mod moment;
    mod patch;
    mod patches;
    mod trading_day;
}

mod event {
    mod announcements;
    mod announcements_columns;
    mod announcements_frame;
    mod announcements_into_events;
    mod announcements_record;
    mod files;
    mod names;
    mod placement;
    mod published;
    mod time_forms;
    mod timing;
}

mod prices {
    mod damaged_parquet;
    mod factors;
    mod panel;
    mod panel_ex_reference;
    mod panel_frames;
    mod quality;
    mod quality_prints;
    mod source_bytes;
    mod source_columns;
    mod source_factors_table;
    mod source_stamps;
    mod store_series;
    mod vendor_answer;
    mod vendor_http;
    mod vendor_json;
    mod vendor_rows;
    mod vendor_spans;
    mod vendor_zip;

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
    mod rss;
    mod stored;
    mod text;
}

mod returns {
    mod multi_bar;
}

mod models {
    mod blume;
    mod contract;
    mod garch;
    mod nist;
    mod simplex;
    mod volatility_egarch;
    mod volatility_garch;
    mod volatility_kinks;
}

mod abnormal {
    mod bhar;
    mod order;
    mod portfolio;
    mod running;
}

mod inference {
    mod binomial;
    mod calendar_time_portfolio_days;
    mod calendar_time_standardised;
    mod chunks;
    mod cluster;
    mod correlation_common_bars;
    mod correlation_exact;
    mod correlation_incomplete;
    mod correlation_whole;
    mod distribution;
    mod event_ranks;
    mod flips;
    mod freedman_lane;
    mod jackknife;
    mod multiple;
    mod narrow;
    mod noncentral;
    mod parametric_identities;
    mod placebo_dates;
    mod power;
    mod rank;
    mod rank_identities;
    mod regression_design;
    mod regression_least_squares;
    mod regression_newey_west;
    mod regression_on_attributes;
    mod regression_weighted;
    mod second_forms;
    mod signed_rank;
    mod simulated_power;
    mod single_event;
    mod size_cells;
    mod skewness;
    mod skewness_bootstrap;
    mod synthetic_control;
    mod test_id;
    mod volatility;
    mod volume;
    mod weighted_mean;
}

mod claims {
    mod read;
    mod verdict;
}

mod intraday {
    mod expected;
    mod onset;
    mod path;
    mod reaction;
}

mod study {
    mod claims;
    mod further_analyses;
    mod many_comparison;
    mod many_description;
    mod many_events;
    mod many_events_models;
    mod many_extras_placebo;
    mod many_extras_suited_tests;
    mod many_extras_volume;
    mod many_family;
    mod many_headline;
    mod peers_donors_and_gaps;
    mod records;
    mod sample_of_one;
    mod single_events;
}

mod certificate {
    mod band;
    mod market_model;
    mod plan;
    mod scenario;
}

mod report {
    mod certificate_table;
    mod chart_format;
    mod chart_many_quantiles;
    mod chart_many_spaghetti;
    mod chart_scale;
    mod chart_text;
    mod cross_section_digits;
    mod cross_section_grouping;
    mod cross_section_json;
    mod cross_section_latex;
    mod cross_section_latex_beside;
    mod event_page;
    mod files;
    mod format;
    mod many_events;
    mod many_events_figures;
    mod one_verdict;
    mod table;
    mod terminal_layout;
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
    mod idle_options;
    mod ledger;
    mod single_event;
}
