"""What several tests have in common: where the sample lies, and how documents are compared."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
DAILY = ROOT / "data" / "sample" / "daily"
INTRADAY = ROOT / "data" / "sample" / "intraday_5m"
TICKERS = [f"T{number:02}" for number in range(12)]
SECTORS = ["energy", "health", "technology"]


def sessions() -> list[str]:
    with (DAILY / "SPY.csv").open() as file:
        return [row["date"] for row in csv.DictReader(file)]


def write_csv(path: Path, columns: dict[str, list[Any]]) -> Path:
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(zip(*columns.values(), strict=True))
    return path


def numbers(value: Any, path: str = "") -> dict[str, Any]:
    """Every number of a document by its place; the provenance names files and is left out."""
    found: dict[str, Any] = {}
    if isinstance(value, dict):
        for key, inner in value.items():
            if not (path == "" and key == "provenance"):
                found.update(numbers(inner, f"{path}/{key}"))
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            found.update(numbers(inner, f"{path}/{at}"))
    else:
        found[path] = value
    return found
