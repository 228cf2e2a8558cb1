//! Why an event, or a part of its study, is left out: the words of the exclusion ledger.

vocabulary! {
    /// The reason for which a row, an event or a figure is left out.
    ///
    /// ```
    /// use eventstudy::event::Reason;
    /// assert_eq!("short_estimation".parse(), Ok(Reason::ShortEstimation));
    /// assert!("early".parse::<Reason>().unwrap_err().contains("outside_data"));
    /// ```
    pub enum Reason, "reason code" {
        /// No record of the table: too few or too many cells, an open quote, no text.
        UnreadableRow = "unreadable_row",
        /// A time of day without offset or zone.
        NaiveTime = "naive_time",
        /// No publication time, or none in a known form.
        BadTime = "bad_time",
        /// No ticker.
        NoTicker = "no_ticker",
        /// A ticker with characters that no ticker has.
        BadTicker = "bad_ticker",
        /// One return that would count twice: an id, ticker and time that are there already, the time
        /// and ticker of another id, or another event of the firm with the same day 0.
        Duplicate = "duplicate",
        /// An id and ticker with a later time: the story is as old as its first stamp.
        Amendment = "amendment",
        /// A time, or windows around it, that the trading calendar does not cover.
        OutsideCalendar = "outside_calendar",
        /// A day 0 before the first or after the last bar of the firm.
        OutsideData = "outside_data",
        /// A firm without bars.
        NoData = "no_data",
        /// An event window that shares sessions with an earlier event of the firm.
        Overlap = "overlap",
        /// Too few usable bars in the estimation window.
        ShortEstimation = "short_estimation",
        /// Linearly dependent regressors.
        Singular = "singular_X",
        /// Estimation returns that leave no residual variance.
        ZeroVariance = "zero_variance",
        /// No return of the benchmark.
        NoBenchmark = "no_benchmark",
        /// No value of a factor or another regressor.
        NoFactor = "no_factor",
        /// No prior to shrink betas towards.
        NoPrior = "no_prior",
        /// A model of the user's own that refuses the sample.
        Refused = "refused",
        /// A formula without a value on the sample.
        Undefined = "undefined",
        /// Bars of the firm that end before the window does.
        Delisted = "delisted",
        /// A session of the window on which the firm did not trade.
        Halted = "halted",
        /// A bar of the event that is missing.
        MissingEventBar = "missing_event_bar",
        /// A publication date without a time of day, so that there are no minutes to study.
        DateOnly = "date_only",
        /// No bar that ended before the news.
        NoBaselinePrice = "no_baseline_price",
        /// A last trade before the news that is too old to be its price.
        StalePrice = "stale_price",
    }
}

vocabulary! {
    /// The part of a study that a row of the exclusion ledger is about.
    pub enum LedgerPart, "part of a study" {
        /// The event as a whole.
        Event = "event",
        /// Some of the windows of an event that is in the sample.
        Window = "window",
        /// The daily study of a firm.
        Daily = "daily",
        /// The legs of day 0.
        Legs = "legs",
        /// The intraday study of a firm.
        Intraday = "intraday",
    }
}
