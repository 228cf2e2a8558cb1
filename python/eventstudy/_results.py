"""What a study found."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cached_property
from os import PathLike, fspath
from typing import TYPE_CHECKING, Any

from . import _html
from ._frames import Frame
from ._picture import Picture

if TYPE_CHECKING:
    from ._eventstudy import ManyResult, SingleResult


class Results:
    """The result of a study of one event, or of several one by one.

    In a notebook it shows its tables. Returns are decimal fractions, times UTC; what is missing is
    ``None``.

    >>> import eventstudy as es
    >>> result = es.Study("meta-avocado").run()
    >>> result.simulated
    True
    >>> [claim["verdict"] for claim in result.claims][:1]
    ['NOT_DISTINGUISHABLE']
    """

    def __init__(self, result: SingleResult) -> None:
        self._result = result

    @property
    def warnings(self) -> list[str]:
        """What to look at in the factor files: values whose size speaks against their unit."""
        return self._result.warnings

    def to_json(self) -> str:
        """The content of the command's ``results.json``, byte for byte."""
        return self._result.json()

    @cached_property
    def _dict(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.to_json())
        return found

    def to_dict(self) -> dict[str, Any]:
        """The same as Python objects; every number is exact."""
        return self._dict

    @property
    def simulated(self) -> bool:
        """Whether the prices were made by a generator and not by a market."""
        return bool(self._dict["provenance"]["simulated"])

    @property
    def abnormal_returns(self) -> Frame:
        """One row for every event, ticker and session of the event window.

        Columns: ``event``, ``ticker``, ``t``, ``date``, ``actual``, ``benchmark``, ``expected``,
        ``abnormal``, ``standard_error``, ``p_value``, ``car``, ``car_standard_error``,
        ``simulated``.
        """
        return Frame(self._result.table("abnormal_returns"))

    @property
    def intraday_paths(self) -> Frame:
        """One row for every event, ticker and point of the day's path, in log returns.

        Columns: ``event``, ``ticker``, ``time`` (UTC), ``raw``, ``abnormal``, ``band`` (half its
        width, of the path that decides: the abnormal one where there is one), ``simulated``.
        """
        return Frame(self._result.table("intraday_paths"))

    @property
    def claims(self) -> list[dict[str, Any]]:
        """The claims of the events with their verdicts and the figures behind them."""
        return [claim for event in self._dict["events"] for claim in event["claims"]]

    @property
    def exclusions(self) -> list[dict[str, Any]]:
        """Everything that was asked for and could not be given, with its reason."""
        return list(self._dict["exclusions"])

    def plot(self, event: str | None = None) -> Picture:
        """The page of an event; of the first one unless its id is given.

        Raises:
            KeyError: There is no such event in the results.
            ReportError: The picture could not be drawn.
        """
        ids = [e["event"]["id"] for e in self._dict["events"]]
        if event is not None and event not in ids:
            raise KeyError(f"{event!r}; there are {', '.join(ids)}")
        return Picture(*self._result.page(0 if event is None else ids.index(event)))

    def write(self, folder: str | PathLike[str], *, parquet: bool = False) -> list[str]:
        """Writes the report of the command into a folder; returns the paths.

        Raises:
            ReportError: Something cannot be written; no file is half a file.
        """
        return self._result.write(fspath(folder), parquet)

    def __str__(self) -> str:
        return self._result.summary()

    def __repr__(self) -> str:
        ids = ", ".join(e["event"]["id"] for e in self._dict["events"])
        simulated = ", SIMULATED prices" if self.simulated else ""
        return f"<eventstudy.Results of {ids}{simulated}>"

    def _repr_html_(self) -> str:
        return _html.single(self._dict)


class SampleResults:
    """The result of a study of many events as one sample.

    In a notebook it shows its windows with the headline tests. Returns are decimal fractions; what
    is missing is ``None``.
    """

    def __init__(self, result: ManyResult) -> None:
        self._result = result

    @property
    def warnings(self) -> list[str]:
        """What to look at in the factor files: values whose size speaks against their unit."""
        return self._result.warnings

    def to_json(self) -> str:
        """The content of the command's ``results.json``, byte for byte."""
        return self._result.json()

    @cached_property
    def _dict(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.to_json())
        return found

    def to_dict(self) -> dict[str, Any]:
        """The same as Python objects; every number is exact. Events are in columns."""
        return self._dict

    @property
    def simulated(self) -> bool:
        """Whether the prices were made by a generator and not by a market."""
        return bool(self._dict["provenance"]["simulated"])

    @property
    def headline(self) -> dict[str, Any]:
        """The tests that make the headline, by rule and not by result: ``tests``, ``reason``."""
        return dict(self._dict["headline"])

    @property
    def windows(self) -> Frame:
        """One row for every group, window and test."""
        return Frame(self._result.table("windows"))

    @property
    def days(self) -> Frame:
        """The same for each day of the event window."""
        return Frame(self._result.table("days"))

    @property
    def path(self) -> Frame:
        """The cumulative average abnormal return with its 95% interval, one row for each day."""
        return Frame(self._result.table("path"))

    @property
    def sensitivity(self) -> Frame:
        """The headline window under other choices."""
        return Frame(self._result.table("sensitivity"))

    @property
    def volatility(self) -> Frame:
        """How volatile abnormal returns were; above 20,000 events on request (``also=``)."""
        return Frame(self._result.table("volatility"))

    @property
    def volume(self) -> Frame:
        """Abnormal volume, on request (``also="volume"``)."""
        return Frame(self._result.table("volume"))

    @property
    def calendar_time(self) -> Frame:
        """The calendar-time portfolio, on request (``also="calendar-time"``)."""
        return Frame(self._result.table("calendar_time"))

    @property
    def placebo_dates(self) -> Frame:
        """The headline at days on which nothing happened, on request (``also="placebo-dates"``)."""
        return Frame(self._result.table("placebo_dates"))

    @property
    def power(self) -> Frame:
        """How often the headline tests find an effect, on request (``also="power"``)."""
        return Frame(self._result.table("power"))

    @property
    def events(self) -> Frame:
        """One row for each event of the sample, with its CARs and their standard errors."""
        return Frame(self._result.table("events"))

    @property
    def abnormal_returns(self) -> Frame:
        """One row for every event and bar of the event window.

        Columns: ``event``, ``ticker``, ``day_zero``, ``t``, ``abnormal``, ``standard_error``,
        ``standardised``, ``simulated``.
        """
        return Frame(self._result.table("abnormal_returns"))

    @property
    def ledger(self) -> Frame:
        """Every event that is not in the sample or not in some window, with code and reason."""
        return Frame(self._result.table("ledger"))

    @property
    def exclusions(self) -> list[dict[str, Any]]:
        """The ledger as Python objects."""
        return list(self._dict["ledger"])

    @property
    def regression(self) -> Frame:
        """Regressions of CARs on columns of the events, one row for each term and kind of error."""
        return Frame(self._result.table("regression"))

    @property
    def family(self) -> Frame:
        """The headline tests of all windows and groups, with p-values adjusted for their number."""
        return Frame(self._result.table("family"))

    def plot(self, figure: str | None = None) -> Picture:
        """The page with all figures, or one: ``caar``, ``aar``, ``distribution``, ``spaghetti``,
        ``forest``, ``sensitivity``.

        Raises:
            KeyError: There is no such figure.
            ReportError: The picture could not be drawn.
        """
        return Picture(*self._result.page(figure))

    def to_latex(self) -> str:
        """The tables for a paper, to be read with ``\\input``."""
        return self._result.latex()

    def write(self, folder: str | PathLike[str], *, files: Sequence[str] = ()) -> list[str]:
        """Writes the report of the command into a folder; returns the paths.

        Args:
            folder: It is made if it is not there.
            files: Some of ``json``, ``csv``, ``parquet``, ``latex``, ``excel``, ``figures``; without
                any what suits the number of events.

        Raises:
            ReportError: Something cannot be written; no file is half a file.
        """
        return self._result.write(fspath(folder), [files] if isinstance(files, str) else files)

    def __str__(self) -> str:
        return self._result.summary()

    def __repr__(self) -> str:
        sample = self._dict["sample"]
        simulated = ", SIMULATED prices" if self.simulated else ""
        return f"<eventstudy.SampleResults: {sample['events']} of {sample['asked']} events{simulated}>"

    def _repr_html_(self) -> str:
        return _html.many(self._dict)
