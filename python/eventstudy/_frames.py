"""Frames, in and out, by Arrow capsules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from os import PathLike
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, runtime_checkable

from ._errors import EventError, EventStudyError, PriceError

if TYPE_CHECKING:
    from ._eventstudy import Table

_SHOWN = 12
# Notebooks break ids and dates at their hyphens.
_STYLE = "white-space:nowrap"


@runtime_checkable
class ArrowStream(Protocol):
    """Anything with an Arrow stream: frames of polars, pandas, pyarrow, duckdb and others."""

    def __arrow_c_stream__(self, requested_schema: object = None) -> object: ...


Path: TypeAlias = "str | PathLike[str]"
Prices: TypeAlias = "ArrowStream | Sequence[ArrowStream] | Mapping[str, ArrowStream]"


class Frame:
    """A table of results, for whichever library you use.

    It has Arrow's ``__arrow_c_stream__``, so that most libraries take it as it is:
    ``polars.DataFrame(frame)``, ``pyarrow.table(frame)``, ``duckdb.sql("from frame")`` after one of
    the two. Returns are decimal fractions, times UTC; a missing value is null.

    >>> import eventstudy as es
    >>> frame = es.Study("meta-avocado").run().abnormal_returns
    >>> len(frame), frame.columns[:3]
    (42, ['event', 'ticker', 't'])
    >>> frame["t"][:3]
    [-10, -9, -8]
    """

    def __init__(self, table: Table) -> None:
        self._table = table

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._table.__arrow_c_stream__(requested_schema)

    def __len__(self) -> int:
        return len(self._table)

    @property
    def columns(self) -> list[str]:
        """The names of the columns."""
        return self._table.columns

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return len(self), len(self.columns)

    def __getitem__(self, column: str) -> list[Any]:
        """The values of a column as Python objects."""
        if column not in self.columns:
            raise KeyError(f"{column!r}; there are {', '.join(self.columns)}")
        return self._table.values(column, 0, len(self))

    def to_dict(self) -> dict[str, list[Any]]:
        """All columns by name, as Python objects."""
        return {name: self[name] for name in self.columns}

    def to_polars(self) -> Any:
        """A ``polars.DataFrame``; needs polars."""
        import polars

        return polars.DataFrame(self)

    def to_arrow(self) -> Any:
        """A ``pyarrow.Table``; needs pyarrow."""
        import pyarrow

        return pyarrow.table(self)

    def to_pandas(self) -> Any:
        """A ``pandas.DataFrame``; needs pandas and pyarrow."""
        return self.to_arrow().to_pandas()

    def _rows(self) -> list[list[str]]:
        columns = [self._table.values(name, 0, _SHOWN) for name in self.columns]
        return [[_cell(value) for value in row] for row in zip(*columns, strict=True)]

    def __repr__(self) -> str:
        rows = [self.columns, *self._rows()]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        lines = ["  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) for row in rows]
        return "\n".join([line.rstrip() for line in lines] + self._more())

    def _more(self) -> list[str]:
        return [f"... {len(self)} rows"] if len(self) > _SHOWN else []

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{escape(name)}</th>" for name in self.columns)
        body = "".join(
            "<tr>" + "".join(f'<td style="{_STYLE}">{escape(cell)}</td>' for cell in row) + "</tr>"
            for row in self._rows()
        )
        more = "".join(f"<p>{escape(text)}</p>" for text in self._more())
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def _cell(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def _stream(given: object, error: type[EventStudyError], what: str) -> ArrowStream:
    """The object itself if it has a stream, else the error of its stage."""
    if isinstance(given, ArrowStream):
        return given
    kind = type(given)
    if kind.__module__.startswith("pyspark."):
        hint = "frames of Spark go through eventstudy.spark.run"
    elif hasattr(given, "collect"):
        hint = "collect the lazy frame first: .collect()"
    else:
        hint = (
            "give a frame of polars, pandas (2.2 or newer, with pyarrow), pyarrow or duckdb, or "
            "another object with __arrow_c_stream__"
        )
    raise error(f"{what} of type {kind.__module__}.{kind.__qualname__} are no frame", hint)


def events_given(events: object) -> object | None:
    """Events as the extension takes them: nothing, a path, or a stream."""
    if events is None or isinstance(events, (str, PathLike)):
        return events
    return _stream(events, EventError, "events")


def prices_given(prices: object) -> list[tuple[str | None, ArrowStream]]:
    """Frames of prices, each with its ticker where it has no such column."""
    if prices is None:
        return []
    if isinstance(prices, Mapping):
        return [(str(t), _stream(frame, PriceError, f"prices[{t!r}]")) for t, frame in prices.items()]
    if isinstance(prices, (list, tuple)):
        return [(None, _stream(frame, PriceError, "prices")) for frame in prices]
    return [(None, _stream(prices, PriceError, "prices"))]
