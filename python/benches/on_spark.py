"""What a study needs on one machine, and what Spark costs beside it on the same machine.

    cargo run --release --example generate_panel
    pip install ./python pyspark pyarrow
    python python/benches/on_spark.py [folder]        # the default folder is panel

Prints the memory of the study alone, and the time of the same study on a local Spark with as many
workers as there are cores, whose Java machine is warm: what parting the work and putting it together
again costs, which so many further machines have to earn first.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import eventstudy as es
from eventstudy import spark as on_spark
from pyspark.sql import SparkSession

SPEC: dict[str, Any] = {"estimation_length": 120}
CORES = os.cpu_count() or 1


def alone(panel: Path) -> tuple[float, list[Any]]:
    start = time.perf_counter()
    study = es.Study(events=panel / "events.csv", data=panel / "prices.parquet", **SPEC)
    windows: list[Any] = study.run().to_dict()["windows"]
    return time.perf_counter() - start, windows


def memory(panel: Path) -> int:
    """The peak of a process that does nothing else, in bytes."""
    code = (
        "import resource, sys, eventstudy as es\n"
        "panel = sys.argv[1]\n"
        "es.Study(events=panel + '/events.csv', data=panel + '/prices.parquet',"
        f" **{SPEC}).run().to_json()\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    asked = [sys.executable, "-c", code, str(panel)]
    return 1024 * int(subprocess.run(asked, check=True, capture_output=True, text=True).stdout)


def main() -> None:
    panel = Path(sys.argv[1] if len(sys.argv) > 1 else "panel")
    print(f"peak memory of the study alone: {memory(panel) / 1e9:.2f} GB")
    seconds, windows = alone(panel)
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.master(f"local[{CORES}]").config("spark.ui.enabled", "false")
    # All memory is that of one process here; on a cluster each machine has its own.
    session = builder.config("spark.driver.memory", "6g").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    events = session.read.csv(str(panel / "events.csv"), header=True).coalesce(1)
    prices = session.read.parquet(str(panel / "prices.parquet"))
    on_spark.run(events.limit(100), prices, SPEC)
    start = time.perf_counter()
    result = on_spark.run(events, prices, SPEC).to_dict()
    apart = time.perf_counter() - start
    assert result["windows"] == windows, "Spark gives other numbers"
    print(f"{result['sample']['asked']:,} events, {prices.count():,} rows of prices, {CORES} cores")
    print(f"alone {seconds:.2f} s, on Spark {apart:.2f} s: ratio {apart / seconds:.1f}")
    session.stop()


if __name__ == "__main__":
    main()
