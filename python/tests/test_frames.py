"""Frames of four libraries, and what is wrong with frames."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timezone
from typing import Any

import duckdb
import pandas
import polars
import pyarrow
import pytest

import eventstudy as es

SAMPLE: dict[str, Any] = {"estimation_length": 120, "by": "sector"}
Columns = dict[str, list[Any]]


def in_duckdb(columns: Columns) -> Any:
    rows = pyarrow.table(columns)  # noqa: F841 (duckdb finds it by its name)
    return duckdb.sql("select * from rows")


def in_pandas(columns: Columns) -> Any:
    frame = pandas.DataFrame(columns)
    return frame.assign(date=pandas.to_datetime(frame["date"])) if "date" in frame else frame


def in_polars(columns: Columns) -> Any:
    frame = polars.DataFrame(columns)
    if "date" in columns:
        return frame.with_columns(polars.col("date").str.to_date())
    return frame.with_columns(polars.col("sector").cast(polars.Categorical))


KINDS: dict[str, Callable[[Columns], Any]] = {
    "polars": in_polars,
    "pandas": in_pandas,
    "pyarrow": pyarrow.table,
    "duckdb": in_duckdb,
}


@pytest.fixture(scope="module")
def expected(panel: Columns, announcements: Columns) -> str:
    events, prices = pyarrow.table(announcements), pyarrow.table(panel)
    return es.Study(events=events, prices=prices, **SAMPLE).run().to_json()


@pytest.mark.parametrize("kind", KINDS)
def test_each_library_gives_the_same_bytes(
    kind: str, panel: Columns, announcements: Columns, expected: str
) -> None:
    make = KINDS[kind]
    result = es.Study(events=make(announcements), prices=make(panel), **SAMPLE).run()
    assert result.to_json() == expected


def test_frames_in_chunks_are_one_frame(
    panel: Columns, announcements: Columns, expected: str
) -> None:
    table = pyarrow.table(panel)
    cuts = [0, 1, 700, 2500, len(table)]
    parts = [table.slice(a, b - a) for a, b in zip(cuts, cuts[1:], strict=False)]
    events = polars.concat(
        [polars.DataFrame(announcements)[:5], polars.DataFrame(announcements)[5:]], rechunk=False
    )
    result = es.Study(events=events, prices=pyarrow.concat_tables(parts), **SAMPLE).run()
    assert result.to_json() == expected


def test_the_order_of_tickers_does_not_matter(panel: Columns, announcements: Columns) -> None:
    events = pyarrow.table(announcements)
    by_day = polars.DataFrame(panel).sort("date", "ticker")
    by_firm = polars.DataFrame(panel).sort("ticker", "date")
    a, b = (es.Study(events=events, prices=p, **SAMPLE).run() for p in (by_day, by_firm))
    assert a.to_json() == b.to_json()


def test_one_event_in_a_frame_is_no_sample() -> None:
    frame = polars.DataFrame(
        {
            "id": ["mine"],
            "published": [datetime(2025, 12, 10, 14, 0, tzinfo=timezone.utc)],
            "ticker": ["META;BABA"],
            "claims": ["BABA rose before the open"],
        }
    )
    study = es.Study("mine", events=frame)
    result = study.run()
    assert isinstance(result, es.Results)
    assert [c["claim"]["ticker"] for c in result.claims] == ["BABA"]
    with pytest.raises(es.EventError, match="there is no event `yours`"):
        es.Study("yours", events=frame).run()


def test_results_go_out_to_each_library() -> None:
    frame = es.Study("meta-avocado").run().abnormal_returns
    assert frame.to_polars().shape == frame.shape
    assert frame.to_polars()["abnormal"].to_list() == frame["abnormal"]
    assert frame.to_arrow()["date"].to_pylist() == frame["date"]
    assert list(frame.to_pandas().columns) == frame.columns
    rows = frame.to_arrow()  # noqa: F841 (duckdb finds it by its name)
    assert duckdb.sql("select count(*) from rows").fetchall() == [(len(frame),)]
    assert "<table>" in frame._repr_html_()
    assert repr(frame).splitlines()[0].startswith("event")


def test_a_column_that_is_missing_is_named() -> None:
    events = polars.DataFrame({"published": ["2025-12-10"], "firm": ["META"]})
    with pytest.raises(es.EventError) as caught:
        es.Study(events=events).run()
    assert "no column for the ticker" in caught.value.message
    assert "firm" in caught.value.message
    assert "ticker" in caught.value.hint


def test_prices_without_ticker_or_close_are_refused(panel: Columns) -> None:
    table = polars.DataFrame(panel)
    with pytest.raises(es.PriceError, match="no ticker column"):
        es.Study("meta-avocado", prices=table.drop("ticker")).run()
    with pytest.raises(es.PriceError, match="close"):
        es.Study("meta-avocado", prices=table.drop("close")).run()


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_naive_times_are_refused_with_the_way_out(library: str) -> None:
    times = [datetime(2025, 12, 10, 9, 0), datetime(2025, 12, 11, 9, 0)]
    columns = {"published": times, "ticker": ["META", "BABA"]}
    frame: Any = pandas.DataFrame(columns) if library == "pandas" else polars.DataFrame(columns)
    with pytest.raises(es.EventError) as caught:
        es.Study(events=frame).run()
    assert "no time zone" in caught.value.message
    assert "2025-12-10" in caught.value.message
    assert "tz_localize" in caught.value.hint


def test_naive_bars_are_refused_with_their_row() -> None:
    bars = pandas.DataFrame(
        {
            "timestamp": [datetime(2025, 12, 10, 9, 30), datetime(2025, 12, 10, 9, 35)],
            "ticker": ["META", "META"],
            "close": [640.0, 641.0],
        }
    )
    with pytest.raises(es.PriceError) as caught:
        es.Study("meta-avocado", prices=bars).run()
    assert "no time zone" in caught.value.message
    assert "UTC" in caught.value.hint


def test_types_that_cannot_be_are_refused(panel: Columns) -> None:
    texts = polars.DataFrame(panel).with_columns(polars.col("close").cast(polars.String))
    with pytest.raises(es.PriceError, match="column `close`.*numbers"):
        es.Study("meta-avocado", prices=texts).run()
    lists = polars.DataFrame({"published": ["2025-12-10"], "ticker": [["META"]]})
    with pytest.raises(es.EventError, match="column `ticker`"):
        es.Study(events=lists).run()
    numbers = polars.DataFrame({"published": [20251210], "ticker": ["META"]})
    with pytest.raises(es.EventError) as caught:
        es.Study(events=numbers).run()
    assert "publication time" in caught.value.message
    assert "dates" in caught.value.hint


def test_what_is_no_frame_is_refused() -> None:
    with pytest.raises(es.EventError, match="no frame"):
        es.Study(events=[1, 2])  # type: ignore[arg-type]
    with pytest.raises(es.PriceError, match="collect") as caught:
        es.Study("meta-avocado", prices=polars.LazyFrame({"a": [1]}))  # type: ignore[arg-type]
    assert "collect" in caught.value.hint


def test_decimals_and_small_integers_are_numbers(panel: Columns, announcements: Columns) -> None:
    from decimal import Decimal

    rounded = [Decimal(f"{close:.4f}") for close in panel["close"]]
    plain = {**panel, "close": [float(c) for c in rounded]}
    exact = {**panel, "close": rounded, "split": [int(s) for s in panel["split"]]}
    table = pyarrow.table(exact)
    small = table.set_column(5, "split", table["split"].cast(pyarrow.int8()))
    events = pyarrow.table(announcements)
    a = es.Study(events=events, prices=pyarrow.table(plain), **SAMPLE).run()
    b = es.Study(events=events, prices=small, **SAMPLE).run()
    assert a.to_json() == b.to_json()
