"""A study with all its choices."""

from __future__ import annotations

import warnings as python_warnings
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from os import PathLike, fspath
from typing import Any, TypeAlias

from . import _eventstudy
from ._frames import ArrowStream, Path, Prices, events_given, prices_given
from ._models import Described, Model, Regressors, described
from ._progress import Bar, Progress, follower
from ._results import Results, SampleResults

Window: TypeAlias = "str | int | tuple[int, int]"
Names: TypeAlias = "str | Sequence[str]"
Data: TypeAlias = "Path | Sequence[Path] | Mapping[str, Path]"

_DEFAULTS = _eventstudy.defaults()


class Study:
    """A study of one event, or of many as a sample.

    Every option of the command is a keyword here, with the same default. Without ``data`` and
    ``prices`` the bundled SIMULATED sample is used.

    >>> import eventstudy as es
    >>> result = es.Study("meta-avocado", tickers=["META", "BABA"]).run()
    >>> len(result.abnormal_returns)
    42

    Args:
        event: The event, by its id in the catalogue or in ``events``.
        events: Events of your own: a file (``.toml``, ``.json``, ``.csv``, ``.csv.gz``,
            ``.parquet``) or a frame with the columns ``published`` and ``ticker``, and ``id``,
            ``headline`` and others if you like. With several pairs of event and firm, and without
            ``event``, they are studied as a sample.
        event_time: A one-off event: when it became public, with offset or zone.
        headline: The headline of the one-off event.
        claims: Claims about one of the tickers, such as "BABA rose before the open".
        tickers: The tickers, instead of those of the event.
        data: Files and folders of prices; a mapping says which ticker a file holds.
        prices: Frames of prices with the columns ``date`` (or ``timestamp``, with a zone),
            ``ticker`` and ``close``, and others as in a file; a mapping gives a frame for each ticker
            instead of a ticker column.
        columns: Columns by role, such as ``{"close": "PX_LAST"}``.
        adjustment: What prices are adjusted for where they do not say: ``raw`` or ``adjusted``.
        bar_label: Whether bars carry the time of their ``start`` or of their ``end``.
        factors: Files of factor returns.
        factor_unit: ``percent`` or ``fraction``.
        calendar_patch: A TOML file of unscheduled closures and special hours.
        benchmark: A ticker, or several for an equal-weighted basket.
        model: The id of a model (see :func:`models`), a function from the benchmark's returns to
            regressors (see :func:`linear_model`), or an object that estimates itself (see
            :class:`Model`).
        peers: Firms of the same kind, for the models with peers.
        donors: Firms that the event does not touch, for the synthetic control.
        estimation_length: Sessions of the estimation window.
        estimation_end: Its last session in event time.
        minimum_estimation: Fewer usable sessions than this are refused.
        window: The event window, ``(-10, 10)`` or ``"-10..10"``.
        car: Windows of cumulative abnormal returns; the first one is the headline.
        returns: Daily returns: ``simple`` or ``log``.
        alpha: The level of significance.
        reference_days: Earlier days that serve as reference, at most.
        exclude_days: Dates to keep out of the reference.
        latency: Seconds to add to the publication time.
        by: A column of the events by whose values results are given as well.
        regress: Columns of the events on which CARs are regressed.
        weight: A column that weighs events, such as market capitalisation; beside equal weights.
        cluster: A column that names clusters of events; day 0 otherwise.
        missing: What happens to a window with a missing day: ``complete`` leaves the event out of
            it, ``available`` sums what is there.
        overlapping: What happens to an event whose window overlaps that of an earlier one of its
            firm: ``leave-out`` or ``keep``.
        also: What is studied beside the abnormal returns: ``calendar-time``, ``volume``,
            ``volatility``, ``placebo-dates``, ``power``.
        minimum_firms: Days of the calendar-time portfolio with fewer firms are left out.
        weight_days: Days of that portfolio count by the root of their number of firms.
        tests: Tests that are run beside those of the headline (see :func:`tests`); all without it.
        seed: The seed of everything that is drawn.
        resamples: Draws of tests that cannot go through all configurations.
        language: The language of headline and claims in pictures: ``en`` or ``ar``.
    """

    def __init__(
        self,
        event: str | None = None,
        *,
        events: Path | ArrowStream | None = None,
        event_time: str | None = None,
        headline: str | None = None,
        claims: Names = (),
        tickers: Names = (),
        data: Data = (),
        prices: Prices | None = None,
        columns: Mapping[str, str] | None = _DEFAULTS["columns"],
        adjustment: str | None = _DEFAULTS["adjustment"],
        bar_label: str | None = _DEFAULTS["bar_label"],
        factors: Path | Sequence[Path] = _DEFAULTS["factors"],
        factor_unit: str = _DEFAULTS["factor_unit"],
        calendar_patch: Path | None = _DEFAULTS["calendar_patch"],
        benchmark: Names = _DEFAULTS["benchmark"],
        model: str | Regressors | Model | Callable[..., Any] = _DEFAULTS["model"],
        peers: Names = _DEFAULTS["peers"],
        donors: Names = _DEFAULTS["donors"],
        estimation_length: int = _DEFAULTS["estimation_length"],
        estimation_end: int = _DEFAULTS["estimation_end"],
        minimum_estimation: int = _DEFAULTS["minimum_estimation"],
        window: Window = _DEFAULTS["window"],
        car: Window | Sequence[Window] = _DEFAULTS["car"],
        returns: str = _DEFAULTS["returns"],
        alpha: float = _DEFAULTS["alpha"],
        reference_days: int = _DEFAULTS["reference_days"],
        exclude_days: Sequence[str | date] = _DEFAULTS["exclude_days"],
        latency: int = _DEFAULTS["latency"],
        by: str | None = _DEFAULTS["by"],
        regress: Names = _DEFAULTS["regress"],
        weight: str | None = _DEFAULTS["weight"],
        cluster: str | None = _DEFAULTS["cluster"],
        missing: str = _DEFAULTS["missing"],
        overlapping: str = _DEFAULTS["overlapping"],
        also: Names = _DEFAULTS["also"],
        minimum_firms: int = _DEFAULTS["minimum_firms"],
        weight_days: bool = _DEFAULTS["weight_days"],
        tests: Names = _DEFAULTS["tests"],
        seed: int = _DEFAULTS["seed"],
        resamples: int = _DEFAULTS["resamples"],
        language: str = _DEFAULTS["language"],
    ) -> None:
        if event is not None and event_time is not None:
            raise TypeError("give either event or event_time")
        if prices is not None and data != ():
            raise TypeError("give either data or prices")
        self._events = events_given(events)
        self._prices = prices_given(prices)
        self._model: Described | None = None if isinstance(model, str) else described(model)
        options: dict[str, object] = {
            "columns": [f"{role}={name}" for role, name in dict(columns or ()).items()],
            "adjustment": adjustment,
            "bar_label": bar_label,
            "factors": _paths(factors),
            "factor_unit": factor_unit,
            "calendar_patch": None if calendar_patch is None else fspath(calendar_patch),
            "benchmark": ",".join(_names(benchmark)),
            "model": model if isinstance(model, str) else None,
            "peers": _names(peers),
            "donors": _names(donors),
            "estimation_length": estimation_length,
            "estimation_end": estimation_end,
            "minimum_estimation": minimum_estimation,
            "window": _window(window),
            "car": [_window(w) for w in _windows(car)],
            "returns": returns,
            "alpha": alpha,
            "reference_days": reference_days,
            "exclude_days": list(exclude_days),
            "latency": latency,
            "by": by,
            "regress": _names(regress),
            "weight": weight,
            "cluster": cluster,
            "missing": missing,
            "overlapping": overlapping,
            "also": _names(also),
            "minimum_firms": minimum_firms,
            "weight_days": weight_days,
            "tests": _names(tests),
            "seed": seed,
            "resamples": resamples,
        }
        self._choices: dict[str, object] = {
            "event": event,
            "event_time": event_time,
            "headline": headline,
            "claims": _names(claims, split=False),
            "tickers": _names(tickers),
            "data": _data(data),
            "language": language,
            "options": {name: texts for name in options if (texts := _texts(options[name]))},
        }

    def run(self, *, progress: Progress = None) -> Results | SampleResults:
        """Runs the study; other threads go on meanwhile, and an interrupt stops it.

        Args:
            progress: ``True`` for a bar, ``False`` for none, a function of what is done and what
                there is to do, or ``None`` for a bar where it can be seen.

        Returns:
            :class:`SampleResults` for several events of ``events``, else :class:`Results`. An event
            that cannot be studied is a row of the ledger.

        Raises:
            EventError: An event could not be read or found.
            PriceError: Prices could not be read.
            StudyError: The choices contradict each other, or nothing could be computed.
            KeyboardInterrupt: The study was interrupted.
        """
        found = self._followed(_eventstudy.run, progress)
        if isinstance(found, _eventstudy.ManyResult):
            return SampleResults(found)
        return Results(found)

    def run_one_by_one(self, *, progress: Progress = None) -> Results:
        """Studies each event on its own, however many there are, as the command does for a page.

        Raises:
            As :meth:`run`.
        """
        return Results(self._followed(_eventstudy.run_one_by_one, progress))

    def _followed(self, run: Callable[..., Any], progress: Progress) -> Any:
        follow = follower(progress)
        call = None if follow is None else _with_two_arguments(follow)
        try:
            found = run(self._choices, self._events, self._prices, self._model, call)
        finally:
            if isinstance(follow, Bar):
                follow.close()
        for text in found.warnings:
            python_warnings.warn(text, stacklevel=3)
        return found

    def __repr__(self) -> str:
        what = self._choices["event"] or self._choices["event_time"] or self._events
        return f"<eventstudy.Study of {what if isinstance(what, (str, PathLike)) else 'a frame'}>"


def _with_two_arguments(follow: Callable[[int, int], object]) -> Callable[[int, int], object]:
    return lambda done, total: follow(done, total)


def _names(names: Names, *, split: bool = True) -> list[str]:
    if isinstance(names, str):
        return [n.strip() for n in names.split(",") if n.strip()] if split else [names]
    return [str(name) for name in names]


def _texts(value: object) -> list[str]:
    """The texts of an option; none where nothing is asked for, so that the library's default holds."""
    if value is None:
        return []
    return [str(item) for item in (value if isinstance(value, list) else [value])]


def _paths(paths: Path | Sequence[Path]) -> list[str]:
    if isinstance(paths, (str, PathLike)):
        return [fspath(paths)]
    return [fspath(path) for path in paths]


def _data(data: Data) -> list[str]:
    if isinstance(data, Mapping):
        return [f"{ticker}={fspath(path)}" for ticker, path in data.items()]
    return _paths(data)


def _window(window: Window) -> str:
    if isinstance(window, str):
        return window
    if isinstance(window, int):
        return str(window)
    first, last = window
    return f"{first}..{last}"


def _windows(windows: Window | Sequence[Window]) -> list[Window]:
    if isinstance(windows, (str, int)):
        return [windows]
    match windows:
        case (int() as first, int() as last):
            return [(first, last)]
        case _:
            return list(windows)
