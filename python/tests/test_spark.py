"""The study on a cluster: a local one, with the bytes of one machine."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import polars
import pyarrow
import pytest

import eventstudy as es

pytest.importorskip("pyspark", reason="SKIPPED: the study on Spark needs pyspark")
if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
    pytest.skip("SKIPPED: Spark needs Java", allow_module_level=True)

from pyspark.sql import DataFrame, SparkSession

from eventstudy import spark as on_spark

from sample import numbers, sessions

Columns = dict[str, list[Any]]


@pytest.fixture(scope="module")
def session() -> Iterator[SparkSession]:
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.sql.session.timeZone", "UTC")
    )
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


@pytest.fixture(scope="module")
def frames(
    session: SparkSession, panel: Columns, announcements: Columns
) -> tuple[DataFrame, DataFrame]:
    events = session.createDataFrame(pyarrow.table(announcements))
    prices = session.createDataFrame(pyarrow.table(panel)).repartition(5, "close")
    return events.coalesce(1), prices


SPECS: list[dict[str, Any]] = [
    {"estimation_length": 120},
    {"estimation_length": 120, "by": "sector", "regress": "size", "model": "market-adjusted"},
    {"estimation_length": 100, "window": (-3, 3), "overlapping": "keep", "returns": "log"},
    {"estimation_length": 120, "benchmark": ["T10", "T11", "SPY"], "resamples": 499},
]


@pytest.mark.parametrize("spec", SPECS)
def test_the_bytes_of_one_machine(
    frames: tuple[DataFrame, DataFrame],
    panel: Columns,
    announcements: Columns,
    spec: dict[str, Any],
) -> None:
    alone = es.Study(
        events=pyarrow.table(announcements), prices=pyarrow.table(panel), **spec
    ).run()
    apart = on_spark.run(*frames, spec)
    assert isinstance(apart, es.SampleResults)
    assert apart.to_json() == alone.to_json()


def test_every_number_of_the_command(
    frames: tuple[DataFrame, DataFrame],
    files: tuple[Path, Path],
    ask: Callable[..., str],
    tmp_path: Path,
) -> None:
    events, prices = files
    arguments = ("--estimation-length", 120, "--by", "sector", "--regress", "size")
    told = ask("--events", events, "--data", prices, *arguments, folder=tmp_path)
    spec = {"estimation_length": 120, "by": "sector", "regress": "size"}
    apart, listed = on_spark.run(*frames, spec).to_dict(), json.loads(told)
    assert numbers(apart) == numbers(listed)
    assert len(numbers(listed)) > 1000


def test_events_on_one_day_are_a_portfolio_on_spark_too(
    session: SparkSession, panel: Columns
) -> None:
    day = sessions()[220]
    tickers = [f"T{k:02}" for k in range(12)]
    events = polars.DataFrame({"published": [day] * 12, "ticker": tickers})
    spec = {"estimation_length": 120}
    alone = es.Study(events=events, prices=pyarrow.table(panel), **spec).run()  # type: ignore[arg-type]
    apart = on_spark.run(
        session.createDataFrame(events.to_arrow()),
        session.createDataFrame(pyarrow.table(panel)),
        spec,
    )
    assert apart.to_json() == alone.to_json()


def test_factors_and_a_model_of_your_own_travel(
    frames: tuple[DataFrame, DataFrame],
    panel: Columns,
    announcements: Columns,
    tmp_path: Path,
) -> None:
    days = sessions()
    rows = "".join(f"{day},{k % 7 / 10},{(k * 3) % 5 / 10}\n" for k, day in enumerate(days))
    file = tmp_path / "factors.csv"
    file.write_text("date,HEAT,RAIN\n" + rows)
    tables = {"events": pyarrow.table(announcements), "prices": pyarrow.table(panel)}
    listed: dict[str, Any] = {
        "estimation_length": 120,
        "factors": file,
        "model": "factors:HEAT+RAIN",
    }
    alone = es.Study(**tables, **listed).run()
    assert on_spark.run(*frames, listed).to_json() == alone.to_json()

    def market(returns: Any) -> dict[str, Any]:
        return {"alpha": 1.0, "beta": returns}

    own: dict[str, Any] = {"estimation_length": 120, "model": market}
    alone = es.Study(**tables, **own).run()
    assert on_spark.run(*frames, own).to_json() == alone.to_json()


def test_errors_are_those_of_one_machine(frames: tuple[DataFrame, DataFrame]) -> None:
    events, prices = frames
    with pytest.raises(es.EventError, match="no column for the ticker"):
        on_spark.run(events.drop("ticker"), prices)
    with pytest.raises(es.PriceError) as caught:
        on_spark.run(events, prices.drop("ticker"))
    assert "ticker" in caught.value.message and caught.value.hint
    with pytest.raises(es.StudyError, match="no model"):
        on_spark.run(events, prices, {"model": "crystal-ball"})
    with pytest.raises(TypeError, match="tickers"):
        on_spark.run(events, prices, {"tickers": "META"})


def test_a_frame_of_spark_is_sent_to_spark(frames: tuple[DataFrame, DataFrame]) -> None:
    class OfSpark:
        __module__ = "pyspark.sql.dataframe"

    with pytest.raises(es.EventError) as caught:
        es.Study(events=OfSpark())  # type: ignore[arg-type]
    assert "eventstudy.spark.run" in caught.value.hint
