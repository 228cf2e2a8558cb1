"""A study of many events on a Spark cluster, with the numbers of one machine.

Prices stay where they are: the pairs of events and firms are parted by firm, each firm is measured
beside its prices, and what was measured travels back as records, from which the driver concludes the
study. Nothing is summed up on the way, so that the last bit is the same as on one machine.

It needs PySpark 4 and pyarrow; the workers need this package.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import _errors, _eventstudy
from ._errors import EventStudyError, StudyError
from ._frames import Frame
from ._models import Described
from ._results import SampleResults
from ._study import Study

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import DataFrame

_KEY = "eventstudy_ticker"
_DIGEST = "eventstudy_digest"
_MARK = "eventstudy.error:"
_FILES = ("calendar_patch", "factors")
_IN_FRAMES = ("event", "events", "event_time", "headline", "claims", "tickers", "data", "prices")


def run(
    events_df: DataFrame, prices_df: DataFrame, spec: Mapping[str, Any] | None = None
) -> SampleResults:
    """Runs a study of many events on the cluster that the frames live on.

    The result is that of ``Study(events=..., prices=..., **spec).run()`` with the same rows, bit for
    bit, its provenance included. Rows of a firm's prices are put in order of their dates first, which
    one machine leaves as they are.

    Args:
        events_df: The events, with columns as for :class:`~eventstudy.Study`; they are collected.
        prices_df: Daily prices with a ticker column; only the benchmark, peers and donors are
            collected.
        spec: The choices, by the keywords of :class:`~eventstudy.Study`. A model may be a function.

    Raises:
        EventError: The events have not got the columns, or columns of a wrong type.
        PriceError: The same of prices.
        StudyError: The choices contradict each other, or nothing could be computed.
    """
    spec = dict(spec or {})
    refused = [name for name in _IN_FRAMES if name in spec]
    if refused:
        raise TypeError(f"events and prices are frames here, so that {refused[0]} is no choice")
    study = Study(**spec)
    choices, model = study._choices, study._model
    events = events_df.toArrow()
    ticker, time, numbers = _eventstudy.price_columns(choices, prices_df.columns)
    prices = prices_df.select(_key(ticker), ticker, time, *numbers)
    for complete in (False, True):
        planned = _eventstudy.plan(choices, events, model, complete)
        try:
            return _concluded(prices, time, choices, model, events, planned)
        except StudyError as error:
            # A plan leaves out what only a smaller sample needs; where most pairs could not be
            # measured, the conclusion asks for all of it.
            if complete or "complete" not in error.hint:
                raise
    raise AssertionError("the complete plan was not the last one")


def _concluded(
    prices: DataFrame,
    time: str,
    choices: Mapping[str, object],
    model: Described | None,
    events: pyarrow.Table,
    planned: tuple[Any, list[str], list[str]],
) -> SampleResults:
    import pyarrow
    from pyspark.sql import functions

    plan, tickers, shared_tickers = planned
    spark = prices.sparkSession
    shared = _ordered(prices.where(functions.col(_KEY).isin(shared_tickers)).toArrow(), time)
    empty = pyarrow.table(Frame(_eventstudy.no_records()))
    measuring = _Measuring(_packed(choices), model, _bytes(shared), time, _plain(empty.schema))
    pairs = pyarrow.table(Frame(plan))
    keyed = spark.createDataFrame(pairs.append_column(_KEY, pairs["ticker"]))
    wanted = spark.createDataFrame([(t,) for t in tickers], f"{_KEY} string")
    needed = prices.join(functions.broadcast(wanted), _KEY, "left_semi")
    parts = keyed.groupBy(_KEY).cogroup(needed.groupBy(_KEY))

    # Spark counts the arguments of what it calls, and would count those of an object as one more.
    def part(plan: pyarrow.Table, own: pyarrow.Table) -> pyarrow.Table:
        return measuring.part(plan, own)

    measured = parts.applyInArrow(part, _spark_schema(measuring.schema))
    try:
        records = measured.toArrow()
    except Exception as error:
        told = _told(str(error))
        raise error if told is None else told from error
    read = (_digests(records), prices.count())
    records = records.drop_columns([_DIGEST])
    found = _eventstudy.conclude(choices, events, shared, records, read, model)
    return SampleResults(found)


class _Measuring:
    """Measures the pairs of one ticker, on a worker."""

    def __init__(
        self,
        packed: tuple[str, tuple[tuple[str, bytes], ...]],
        model: Described | None,
        shared: bytes,
        time: str,
        schema: pyarrow.Schema,
    ) -> None:
        self.packed = packed
        self.model = model
        self.shared = shared
        self.time = time
        self.schema = schema

    def part(self, plan: pyarrow.Table, own: pyarrow.Table) -> pyarrow.Table:
        import pyarrow

        if plan.num_rows == 0:
            return self.schema.empty_table()
        with pyarrow.ipc.open_stream(self.shared) as stream:
            shared = stream.read_all()
        prices = _ordered(own, self.time) if own.num_rows else None
        pairs = plan.drop_columns([_KEY])
        try:
            table, digest = _eventstudy.measure(
                _unpacked(self.packed), pairs, prices, shared, self.model
            )
        except EventStudyError as error:
            raise RuntimeError(_marked(error)) from error
        records = pyarrow.table(Frame(table))
        digests = pyarrow.array([digest] * records.num_rows, pyarrow.string())
        return records.append_column(_DIGEST, digests).cast(self.schema)


def _key(ticker: str) -> Any:
    """Tickers as the library writes them."""
    from pyspark.sql import functions

    return functions.upper(functions.trim(functions.col(ticker))).alias(_KEY)


def _ordered(prices: pyarrow.Table, time: str) -> pyarrow.Table:
    return prices.drop_columns([_KEY]).sort_by(time)


def _bytes(table: pyarrow.Table) -> bytes:
    import pyarrow

    sink = pyarrow.BufferOutputStream()
    with pyarrow.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return bytes(sink.getvalue())


def _plain(schema: pyarrow.Schema) -> pyarrow.Schema:
    """The columns of records, and that of the digest, in the types that Spark has."""
    import pyarrow
    from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema

    whole = schema.append(pyarrow.field(_DIGEST, pyarrow.string()))
    return to_arrow_schema(from_arrow_schema(whole))


def _spark_schema(schema: pyarrow.Schema) -> Any:
    from pyspark.sql.pandas.types import from_arrow_schema

    return from_arrow_schema(schema)


def _digests(records: pyarrow.Table) -> list[tuple[str, str]]:
    pairs = zip(records["ticker"].to_pylist(), records[_DIGEST].to_pylist(), strict=True)
    return sorted({(ticker, digest) for ticker, digest in pairs if ticker and digest})


def _packed(choices: Mapping[str, object]) -> tuple[str, tuple[tuple[str, bytes], ...]]:
    """The choices, with the files that they name: a worker may not have them."""
    options: Any = choices["options"]
    paths = [path for name in _FILES for path in options.get(name, [])]
    return json.dumps(choices), tuple((path, Path(path).read_bytes()) for path in paths)


@lru_cache(maxsize=8)
def _unpacked(packed: tuple[str, tuple[tuple[str, bytes], ...]]) -> dict[str, object]:
    text, files = packed
    choices: dict[str, Any] = json.loads(text)
    if not files:
        return choices
    folder = Path(tempfile.mkdtemp(prefix="eventstudy-"))
    there: dict[str, str] = {}
    for number, (path, content) in enumerate(files):
        copy = folder / f"{number}-{Path(path).name}"
        copy.write_bytes(content)
        there[path] = str(copy)
    options = choices["options"]
    for name in _FILES:
        if name in options:
            options[name] = [there[path] for path in options[name]]
    return choices


def _marked(error: EventStudyError) -> str:
    told = [type(error).__name__, error.message, error.hint]
    return f"{_MARK}{json.dumps(told)}{_MARK}"


def _told(text: str) -> EventStudyError | None:
    """The error of a worker, out of what Spark made of it."""
    parts = text.split(_MARK)
    if len(parts) < 3:
        return None
    name, message, hint = json.loads(parts[1])
    class_ = getattr(_errors, name, EventStudyError)
    told: EventStudyError = class_(message, hint)
    return told
